import random
import threading
import time
from http.client import HTTPException
from pathlib import Path

import numpy as np
from service import Service

KILLS = 30
DIM = 8


def vector(n: int) -> list[float]:
    return [float(x) for x in np.random.default_rng(n).normal(size=DIM).astype(np.float32)]


def everything(s: Service) -> dict[str, dict[str, object]]:
    found = s.call("POST", "/collections/a/search", {"vector": vector(0), "limit": 1000})[1]["results"]
    got = s.call("POST", "/collections/a/points/get", {"ids": [f["id"] for f in found]})[1]["points"] if found else []
    return {p["id"]: p for p in got}


def test_a_kill_at_any_moment_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    """Batches of three are written and removed until the process is killed; then all must be as the last answers said."""
    s = Service(tmp_path).start()
    s.call("PUT", "/collections/a", {"dimension": DIM, "metric": "l2"})
    there: set[int] = set()
    n = 0
    chance = random.Random(20261124)
    for kill in range(KILLS):
        unsure: set[int] = set()

        def write(unsure: set[int] = unsure, there: set[int] = there) -> None:
            nonlocal n
            try:
                while True:
                    batch = n
                    n += 1
                    unsure.add(batch)
                    rows = [
                        {"id": f"{batch}-{i}", "vector": vector(batch * 3 + i), "payload": {"batch": batch}} for i in range(3)
                    ]
                    if s.call("POST", "/collections/a/points", {"points": rows})[0] == 200:
                        there.add(batch)
                        unsure.discard(batch)
                    if len(there) > 60:
                        old = min(there)
                        there.discard(old)
                        unsure.add(old)
                        s.call("POST", "/collections/a/points/delete", {"filter": {"batch": old}})
                        unsure.discard(old)
                    if batch % 7 == 0:
                        s.call("POST", "/flush")
            except (OSError, HTTPException):
                return

        thread = threading.Thread(target=write)
        thread.start()
        time.sleep(chance.uniform(0.02, 0.25))
        s.kill()
        thread.join()
        s.start()
        found = everything(s)
        batches: dict[int, int] = {}
        for id in found:
            batches[int(id.split("-")[0])] = batches.get(int(id.split("-")[0]), 0) + 1
        assert set(batches.values()) <= {3}, f"half a batch after kill {kill}"
        assert there - unsure <= set(batches), f"lost after kill {kill}"
        assert set(batches) <= there | unsure, f"come back after kill {kill}"
        for id, p in found.items():
            batch, i = map(int, id.split("-"))
            assert p["vector"] == vector(batch * 3 + i)
        assert s.call("GET", "/collections/a")[1]["count"] == len(found)
        there = set(batches)
    s.stop()


def test_the_index_file_is_a_copy_that_may_be_damaged(tmp_path: Path) -> None:
    s = Service(tmp_path).start()
    s.call("PUT", "/collections/a", {"dimension": DIM})
    rows = [{"id": str(i), "vector": vector(i)} for i in range(50)]
    s.call("POST", "/collections/a/points", {"points": rows})
    assert s.stop() == 0
    file = tmp_path / "collections/a/index.faiss"
    whole = file.read_bytes()
    for damaged in (whole[: len(whole) // 2], whole[:-1] + b"x", b"", b"{}\n"):
        file.write_bytes(damaged)
        s.start()
        assert s.call("POST", "/collections/a/search", {"vector": vector(7), "limit": 1})[1]["results"][0]["id"] == "7"
        s.stop()


def test_a_damaged_collection_is_told_and_kept_and_the_others_go_on(tmp_path: Path) -> None:
    s = Service(tmp_path).start()
    for name in ("a", "b"):
        s.call("PUT", f"/collections/{name}", {"dimension": DIM})
        s.call("POST", f"/collections/{name}/points", {"points": [{"id": "1", "vector": vector(1)}]})
    s.stop()
    file = tmp_path / "collections/a/points.db"
    good = file.read_bytes()
    file.write_bytes(b"not a database" * 100)
    s.start()
    status, answer = s.call("POST", "/collections/a/search", {"vector": vector(1)})
    assert (status, answer["error"]["code"]) == (503, "COLLECTION_DAMAGED")
    assert s.call("POST", "/collections/b/search", {"vector": vector(1)})[0] == 200
    assert s.call("GET", "/health")[1]["damaged"] == ["a"]
    assert file.read_bytes().startswith(b"not a database")
    file.write_bytes(good)
    assert s.call("POST", "/reload")[1] == {"collections": ["a", "b"], "damaged": {}}
    assert s.call("POST", "/collections/a/search", {"vector": vector(1)})[1]["results"][0]["id"] == "1"
    s.stop()


def test_a_search_never_sees_a_write_that_has_not_ended(service: Service) -> None:
    """Points are replaced all the time; a search for all of them finds each of them once, before or after."""
    service.call("PUT", "/collections/a", {"dimension": DIM})
    rows = [{"id": str(i), "vector": vector(i)} for i in range(50)]
    service.call("POST", "/collections/a/points", {"points": rows})
    ended = threading.Event()

    def replace() -> None:
        while not ended.is_set():
            service.call("POST", "/collections/a/points", {"points": rows})

    writer = threading.Thread(target=replace)
    writer.start()
    try:
        for n in range(100):
            found = service.call("POST", "/collections/a/search", {"vector": vector(n), "limit": 50})[1]["results"]
            assert sorted(int(f["id"]) for f in found) == list(range(50)), f"search {n}"
    finally:
        ended.set()
        writer.join()

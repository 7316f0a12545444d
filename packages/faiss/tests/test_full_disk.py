"""A disk that fills up while points are written: a file system of two megabytes, which only root can make."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from service import Service

DIM = 64


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("needs root: a file system of its own is mounted")
    done = subprocess.run(["/usr/bin/mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", tmp_path], check=False, capture_output=True)
    if done.returncode != 0:
        pytest.skip(f"no file system can be mounted here: {done.stderr.decode()}")
    yield tmp_path
    subprocess.run(["/usr/bin/umount", tmp_path], check=True)


def row(id: str) -> dict[str, object]:
    seed = int.from_bytes(id.encode(), "big") % 2**32
    return {"id": id, "vector": np.random.default_rng(seed).normal(size=DIM).astype(np.float32).tolist()}


def test_a_full_disk_is_told_and_what_was_there_stays(small: Path) -> None:
    s = Service(small).start()
    try:
        (small / "ballast").write_bytes(b"x" * 600_000)
        s.call("PUT", "/collections/a", {"dimension": DIM, "metric": "l2"})
        taken: list[str] = []
        while True:
            batch = [row(f"{len(taken) + i}") for i in range(100)]
            status, answer = s.call("POST", "/collections/a/points", {"points": batch})
            if status != 200:
                break
            taken += [str(r["id"]) for r in batch]
        assert (status, answer["error"]["code"]) == (507, "NO_SPACE"), answer
        assert "Make room" in answer["error"]["next_step"]
        assert len(taken) > 300

        def whole() -> None:
            assert s.call("GET", "/collections/a")[1]["count"] == len(taken)
            for id in (taken[0], taken[-1]):
                vector = row(id)["vector"]
                found = s.call("POST", "/collections/a/search", {"vector": vector, "limit": 1})
                assert (found[0], found[1]["results"][0]["id"]) == (200, id)

        # Nothing of the batch that did not fit, and nobody is in the way of the next request.
        whole()
        (small / "filler").write_bytes(b"x" * max(0, room(small) - 4096))
        for method, path, body in (
            ("POST", "/collections/a/points", {"points": [row(f"late-{i}") for i in range(50)]}),
            ("PUT", "/collections/b", {"dimension": DIM}),
            ("POST", "/flush", None),
        ):
            status, answer = s.call(method, path, body)
            assert (status, answer["error"]["code"]) == (507, "NO_SPACE"), (path, answer)
        whole()
        assert s.call("GET", "/health")[1]["damaged"] == []
        assert sorted(p.name for p in (small / "collections").iterdir()) == ["a"]
        assert not (small / "collections/a/index.faiss.new").exists()

        # A kill while it is full, and a clean stop while it is full.
        s.kill()
        s.start()
        whole()
        assert s.stop() == 0
        s.start()
        whole()

        # Room again: it goes on by itself.
        (small / "ballast").unlink()
        assert s.call("POST", "/collections/a/points/delete", {"ids": taken[:200]})[0] == 200
        taken = taken[200:]
        assert s.call("POST", "/collections/a/points", {"points": [row("late")]})[0] == 200
        taken.append("late")
        whole()
    finally:
        s.stop()


def room(folder: Path) -> int:
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize

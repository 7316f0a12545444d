"""Collections that are deleted, made and read anew while they are in use."""

import threading
import time

from service import Service


def test_nobody_is_told_of_a_fault_while_collections_come_and_go(service: Service) -> None:
    rows = {"points": [{"id": str(i), "vector": [float(i), 1.0]} for i in range(100)]}
    query = {"vector": [1.0, 1.0], "limit": 5}
    service.call("PUT", "/collections/a", {"dimension": 2})
    ended = threading.Event()
    seen: set[tuple[str, int, str]] = set()
    slowest = [0.0]

    def use(path: str, body: object) -> None:
        while not ended.is_set():
            status, answer = service.call("POST", path, body)
            seen.add((path, status, answer["error"]["code"] if status >= 400 else ""))

    def health() -> None:
        while not ended.is_set():
            begun = time.perf_counter()
            assert service.call("GET", "/health")[0] == 200
            slowest[0] = max(slowest[0], time.perf_counter() - begun)

    work = [("/collections/a/search", query), ("/collections/a/points", rows), ("/collections/a/points/get", {"ids": ["1"]})]
    threads = [threading.Thread(target=use, args=w) for w in work * 2] + [threading.Thread(target=health)]
    for thread in threads:
        thread.start()
    for _ in range(15):
        assert service.call("DELETE", "/collections/a")[0] == 204
        assert service.call("PUT", "/collections/a", {"dimension": 2})[0] == 200
        assert service.call("POST", "/reload")[0] == 200
        time.sleep(0.02)
    ended.set()
    for thread in threads:
        thread.join()
    codes = {(status, code) for _, status, code in seen}
    allowed = {(200, ""), (404, "COLLECTION_UNKNOWN"), (409, "COLLECTION_GONE"), (503, "COLLECTION_LOADING")}
    assert codes <= allowed, seen
    assert (200, "") in codes
    # Deleting and reading wait for disks; who asks for health does not.
    assert slowest[0] < 2
    assert service.call("POST", "/collections/a/points", rows) == (200, {"points": 100})
    assert len(service.call("POST", "/collections/a/search", query)[1]["results"]) == 5

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from service import Service


def points(*rows: tuple[str, list[float], dict[str, object]]) -> dict[str, object]:
    return {"points": [{"id": i, "vector": v, "payload": p} for i, v, p in rows]}


def ids(answer: object) -> list[str]:
    return [r["id"] for r in answer["results"]]  # type: ignore[index]


def test_add_search_filter_replace_remove(service: Service) -> None:
    assert service.call("PUT", "/collections/a", {"dimension": 3})[0] == 200
    assert service.call("PUT", "/collections/a", {"dimension": 3})[0] == 200
    assert service.call("PUT", "/collections/a", {"dimension": 4})[1]["error"]["code"] == "COLLECTION_EXISTS"
    rows = points(
        ("x", [2, 0, 0], {"k": 1, "t": "u"}),
        ("y", [0, 1, 0], {"k": 2.5}),
        ("z", [1, 0.1, 0], {"k": 3, "t": "u", "b": True}),
    )
    assert service.call("POST", "/collections/a/points", rows) == (200, {"points": 3})
    search = lambda **more: service.call("POST", "/collections/a/search", {"vector": [1, 0, 0], **more})[1]  # noqa: E731
    first = search()["results"][0]
    assert first["id"] == "x" and first["score"] == pytest.approx(1) and first["payload"] == {"k": 1, "t": "u"}
    assert ids(search(limit=2)) == ["x", "z"]
    assert ids(search(filter={"t": "u", "k": {"gt": 1}})) == ["z"]
    assert ids(search(filter={"k": {"in": [2.5, "u"]}})) == ["y"]
    assert ids(search(filter={"b": True})) == ["z"]
    assert ids(search(filter={"k": True})) == []
    assert ids(search(filter={"none": 1})) == []
    many = service.call("POST", "/collections/a/search", {"vectors": [[1, 0, 0], [0, 1, 0]], "limit": 1, "with_payload": False})[
        1
    ]
    assert [[h["id"] for h in hits] for hits in many["batches"]] == [["x"], ["y"]] and "payload" not in many["batches"][0][0]
    service.call("POST", "/collections/a/points", points(("x", [0, 0, 1], {})))
    assert ids(search(limit=1)) == ["z"]
    assert service.call("GET", "/collections/a")[1]["count"] == 3
    assert service.call("POST", "/collections/a/points/delete", {"filter": {"t": "u"}}) == (200, {"removed": 1})
    assert service.call("POST", "/collections/a/points/delete", {"ids": ["x", "no"]}) == (200, {"removed": 1})
    got = service.call("POST", "/collections/a/points/get", {"ids": ["y", "x"]})[1]["points"]
    assert [(p["id"], p["vector"]) for p in got] == [("y", [0, 1, 0])]
    assert service.call("DELETE", "/collections/a")[0] == 204
    assert service.call("GET", "/collections/a")[0] == 404


def test_the_metrics_differ(service: Service) -> None:
    for metric, best, score in [("l2", "near", 0.25), ("ip", "long", 10), ("cosine", "long", 1)]:
        service.call("PUT", f"/collections/{metric}", {"dimension": 2, "metric": metric})
        service.call("POST", f"/collections/{metric}/points", points(("near", [1, 0.5], {}), ("long", [10, 0], {})))
        hit = service.call("POST", f"/collections/{metric}/search", {"vector": [1, 0], "limit": 1})[1]["results"][0]
        assert (hit["id"], hit["score"]) == (best, pytest.approx(score))


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "field"),
    [
        ("PUT", "/collections/..%2Fx", {"dimension": 3}, 404, ""),
        ("PUT", "/collections/.hidden", {"dimension": 3}, 400, "path.name"),
        ("PUT", "/collections/b", {"dimension": 0}, 400, "body.dimension"),
        ("PUT", "/collections/b", {"dimension": 3, "metric": "cos"}, 400, "body.metric"),
        ("PUT", "/collections/b", b"{", 400, "body.1"),
        ("POST", "/collections/a/points", {"points": []}, 400, "body.points"),
        ("POST", "/collections/a/points", {"points": [{"id": "", "vector": [1, 2, 3]}]}, 400, "body.points.0.id"),
        ("POST", "/collections/a/points", {"points": [{"id": "i", "vector": [1, 2]}]}, 400, "body.points.0.vector"),
        ("POST", "/collections/a/points", b'{"points":[{"id":"i","vector":[1,2,NaN]}]}', 400, "body.points.0.vector.2"),
        (
            "POST",
            "/collections/a/points",
            b'{"points":[{"id":"i","vector":[1,2,1e400]}]}',
            400,
            "body.points.0.vector.2",
        ),
        # Its square would be infinite in the 32 bits that FAISS reckons with.
        ("POST", "/collections/a/points", {"points": [{"id": "i", "vector": [1, 2, 1e16]}]}, 400, "body.points.0.vector.2"),
        ("POST", "/collections/a/search", {"vector": [1, 2]}, 400, "body.vector"),
        ("POST", "/collections/a/search", {"vectors": [[1, 2, 3], [1]]}, 400, "body.vectors.1"),
        ("POST", "/collections/a/search", b'{"vector":[1,2,Infinity]}', 400, "body.vector.2"),
        ("POST", "/collections/a/search", {"vector": [1, 2, 3], "limit": 0}, 400, "body.limit"),
        (
            "POST",
            "/collections/a/points",
            {"points": [{"id": "i", "vector": [1, 2, 3], "payload": {"a": "x" * 70000}}]},
            400,
            "body.points.0.payload",
        ),
        ("POST", "/collections/a/search", {"vector": [1, 2, 3], "limit": 100000}, 400, "body.limit"),
        ("POST", "/collections/a/search", {}, 400, "body"),
        ("POST", "/collections/a/search", {"vector": [1, 2, 3], "filter": {"a b": 1}}, 400, "body.filter.a b.[key]"),
        ("POST", "/collections/a/points/delete", {"ids": ["a"], "filter": {"k": 1}}, 400, "body"),
        ("GET", "/collections/none", None, 404, "collection"),
        ("GET", "/nowhere", None, 404, ""),
        ("PATCH", "/collections/a", None, 405, ""),
    ],
)
def test_what_does_not_fit_is_named(service: Service, method: str, path: str, body: object, status: int, field: str) -> None:
    service.call("PUT", "/collections/a", {"dimension": 3})
    got, answer = service.call(method, path, body)
    assert got == status, answer
    error = answer["error"]
    assert error["code"] and error["message"] and error["next_step"] and error["request_id"]
    assert field in [d["path"] for d in error["details"]] or field == ""
    assert "Traceback" not in str(answer)


def test_no_number_that_is_taken_overflows(service: Service) -> None:
    for metric in ("l2", "ip", "cosine"):
        service.call("PUT", f"/collections/{metric}", {"dimension": 8, "metric": metric})
        rows = points(("far", [1e15] * 8, {}), ("near", [-1e15] * 8, {}), ("zero", [0.0] * 8, {}))
        assert service.call("POST", f"/collections/{metric}/points", rows)[0] == 200
        found = service.call("POST", f"/collections/{metric}/search", {"vector": [1e15] * 8, "limit": 1000})[1]["results"]
        assert found[0]["id"] == "far" and len(found) == 3
        assert all(isinstance(hit["score"], float) for hit in found), found


def test_a_page_about_itself_needs_nothing_from_elsewhere(service: Service) -> None:
    page = service.call("GET", "/docs")[1]
    assert "/collections/{name}/search" in page
    assert "//" not in page and "<script" not in page
    assert service.call("GET", "/openapi.json")[1]["openapi"].startswith("3.")


def test_bodies_over_the_limit(tmp_path: Path) -> None:
    s = Service(tmp_path, FAISS_BODY_LIMIT_MB="1").start()
    try:
        status, answer = s.call("POST", "/collections/a/points", b" " * 2_000_000)
        assert (status, answer["error"]["code"]) == (413, "BODY_TOO_LARGE")
        assert s.call("GET", "/health")[0] == 200
    finally:
        s.stop()


def test_a_key_where_there_is_one(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("0123456789\n")
    s = Service(tmp_path / "data", FAISS_API_KEY_FILE=str(file)).start()
    try:
        assert s.call("GET", "/collections")[0] == 401
        assert s.call("GET", "/collections", headers={"authorization": "Bearer 0123456789"})[0] == 200
        assert s.call("GET", "/metrics")[0] == 200
    finally:
        s.stop()


def test_metrics_by_route(service: Service) -> None:
    service.call("PUT", "/collections/a", {"dimension": 3})
    service.call("POST", "/collections/a/points", points(("x", [1, 0, 0], {})))
    text = service.call("GET", "/metrics")[1]
    assert 'faiss_vectors{collection="a"} 1.0' in text
    assert 'http_request_duration_seconds_count{method="PUT",route="/collections/{name}",status="200"} 1.0' in text


def test_settings_that_do_not_fit_are_named(tmp_path: Path) -> None:
    import subprocess
    import sys

    root = Path(__file__).parent.parent
    env = {"PATH": "/usr/bin", "PYTHONPATH": str(root), "FAISS_PORT": "x", "FAISS_API_KEY_FILE": "/none"}
    done = subprocess.run([sys.executable, "-m", "sutazai_faiss"], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "FAISS_PORT" in done.stderr and "/none" in done.stderr and "Traceback" not in done.stderr


def test_many_at_a_time_each_get_their_own_answer(service: Service) -> None:
    """More than one batch holds, of two collections, with different limits: the searches that wait are put together."""
    for name, dimension in (("c", 8), ("d", 16)):
        service.call("PUT", f"/collections/{name}", {"dimension": dimension})
        rows = points(*((str(i), [float(i == j) for j in range(dimension)], {}) for i in range(dimension)))
        assert service.call("POST", f"/collections/{name}/points", rows)[0] == 200

    def search(n: int) -> tuple[int, list[str], int]:
        name, dimension = (("c", 8), ("d", 16))[n % 2]
        vector = [float(j == n % dimension) for j in range(dimension)]
        status, answer = service.call("POST", f"/collections/{name}/search", {"vector": vector, "limit": 1 + n % 3})
        return status, ids(answer)[:1], len(ids(answer))

    with ThreadPoolExecutor(100) as threads:
        found = list(threads.map(search, range(600)))
    assert found == [(200, [str(n % (8, 16)[n % 2])], 1 + n % 3) for n in range(600)]

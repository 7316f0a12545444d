"""The routes, each with what it needs: nothing, a key, or a key that may write."""

import re
from typing import Any, Callable, NamedTuple


class Request:
    """What a handler gets."""

    body: Any = None

    def __init__(self, service, metrics, query, headers, file):
        self.service, self.metrics, self.query, self.headers, self.file = service, metrics, query, headers, file


class Route(NamedTuple):
    method: str
    path: str
    run: Callable
    writes: bool = False
    open: bool = False
    bare: bool = False
    streams: bool = False


_routes: list[tuple[re.Pattern, Route]] = []


def route(method: str, path: str, **rights):
    def keep(run):
        pattern = re.compile(re.sub(r"\{\w+\}", "([^/]+)", path))
        _routes.append((pattern, Route(method, path, run, **rights)))
        return run

    return keep


def match(method: str, path: str):
    method = "GET" if method == "HEAD" else method
    for pattern, one in _routes:
        found = pattern.fullmatch(path)
        if found and one.method == method:
            return one, found.groups()
    return None, ()

# They register themselves.
from . import routes_collections, routes_points, routes_service, routes_snapshots  # noqa: E402,F401

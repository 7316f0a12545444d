"""The service's routes. Everything that takes time runs in a thread; the loop only reads and answers."""

import asyncio
import hmac
import logging
import re
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Annotated, Any

import faiss
import numpy as np
import orjson
from fastapi import FastAPI, Path, Request, Response
from fastapi.exceptions import RequestValidationError
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from starlette.exceptions import HTTPException
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from . import __version__
from .batches import Batches
from .collection import Collection, Hit, Vectors
from .docs import page as docs_page
from .problem import Problem
from .registry import Registration
from .schemas import NAME, Ids, NewCollection, Points, Removal, Search, conditions
from .settings import Settings
from .store import Store

log = logging.getLogger("faiss")
CollectionName = Annotated[str, Path(pattern=NAME)]


def answer(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(orjson.dumps(body), status, headers, "application/json")


def create_app(settings: Settings) -> FastAPI:
    faiss.omp_set_num_threads(settings.threads)
    store = Store(settings.data_dir)
    batches = Batches()
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    seconds = Histogram(
        "http_request_duration_seconds",
        "Time of a request",
        ["method", "route", "status"],
        registry=registry,
        buckets=[0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    )
    vectors = Gauge("faiss_vectors", "Points by collection", ["collection"], registry=registry)
    saved = Gauge(
        "faiss_index_saved_timestamp_seconds", "When the index file was last written", ["collection"], registry=registry
    )
    unsaved = Gauge("faiss_index_unsaved_writes", "Writes since the index file", ["collection"], registry=registry)
    broken = Gauge("faiss_collections_damaged", "Collections that cannot be read", registry=registry)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        registration = Registration(settings)
        registration.start()
        yield
        await asyncio.to_thread(registration.stop)
        batches.close()
        await asyncio.to_thread(store.close)

    app = FastAPI(title="SutazAI FAISS service", version=__version__, lifespan=lifespan, docs_url=None, redoc_url=None)
    app.add_middleware(BodyLimit, limit=settings.body_limit)

    @app.middleware("http")
    async def around(request: Request, go_on: Callable[[Request], Awaitable[Response]]) -> Response:
        begun = time.perf_counter()
        given = request.headers.get("x-request-id", "")
        request_id = given if re.fullmatch(r"[\w.:#-]{1,128}", given) else str(uuid.uuid4())
        request.state.request_id = request_id
        route = route_of(app, request)
        if settings.api_key and route not in ("/health", "/metrics"):
            sent = request.headers.get("authorization", "").encode()
            if not hmac.compare_digest(sent, f"Bearer {settings.api_key}".encode()):
                problem = Problem(401, "KEY", "The key is missing or wrong.", "Send `Authorization: Bearer …`.")
                return answer(problem.body(request_id), 401, {"www-authenticate": "Bearer"})
        try:
            response = await go_on(request)
        except Exception:
            log.exception("request failed", extra={"request_id": request_id})
            problem = Problem(500, "INTERNAL", "Something went wrong inside the service.", "Look for the request id in its log.")
            response = answer(problem.body(request_id), 500)
        took = time.perf_counter() - begun
        seconds.labels(request.method, route, str(response.status_code)).observe(took)
        response.headers["x-request-id"] = request_id
        level = logging.DEBUG if route in ("/health", "/metrics") else logging.INFO
        if log.isEnabledFor(level):
            fields = {
                "method": request.method,
                "route": route,
                "status": response.status_code,
                "ms": round(took * 1000, 1),
            }
            log.log(level, "request", extra={"request_id": request_id, **fields})
        return response

    @app.exception_handler(Problem)
    async def told(request: Request, problem: Problem) -> Response:
        return answer(problem.body(getattr(request.state, "request_id", None)), problem.status)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        details = [
            {"path": ".".join(str(p) for p in e["loc"]), "message": str(e["msg"]).removeprefix("Value error, ")}
            for e in error.errors()[:20]
        ]
        first = details[0] if details else {"path": "body", "message": "does not fit"}
        problem = Problem(
            400,
            "INVALID",
            f"{first['path']}: {first['message']}",
            "Correct the fields under details; see /docs.",
            details,
        )
        return answer(problem.body(request.state.request_id), 400)

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        code = {404: "ROUTE_NOT_FOUND", 405: "METHOD_NOT_ALLOWED", 413: "BODY_TOO_LARGE"}.get(error.status_code, "REQUEST")
        problem = Problem(error.status_code, code, str(error.detail), "See /docs for what this service answers.")
        return answer(problem.body(request.state.request_id), error.status_code, dict(error.headers or {}))

    @app.get("/health")
    async def health() -> Response:
        damaged = store.broken()
        return answer(
            {
                "status": "degraded" if damaged else "ok",
                "service": "faiss",
                "version": __version__,
                "faiss": faiss.__version__,
                "collections": len(store.names()),
                "damaged": sorted(damaged),
            }
        )

    @app.get("/docs", include_in_schema=False)
    async def docs() -> Response:
        return Response(docs_page(app.openapi()), media_type="text/html")

    @app.get("/metrics", include_in_schema=False)
    async def metrics() -> Response:
        for gauge in (vectors, saved, unsaved):
            gauge.clear()
        for c in store.collections():
            vectors.labels(c.name).set(c.count)
            saved.labels(c.name).set(c.saved_at)
            unsaved.labels(c.name).set(c.unsaved)
        broken.set(len(store.broken()))
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    @app.get("/collections")
    async def collections() -> Response:
        return answer({"collections": [told_of(c) for c in store.collections()], "damaged": store.broken()})

    @app.put("/collections/{name}")
    async def create(name: CollectionName, body: NewCollection) -> Response:
        return answer(told_of(await asyncio.to_thread(store.create, name, body.dimension, body.metric)))

    @app.get("/collections/{name}")
    async def collection(name: CollectionName) -> Response:
        return answer(told_of(store.get(name)))

    @app.delete("/collections/{name}")
    async def drop(name: CollectionName) -> Response:
        await asyncio.to_thread(store.drop, name)
        return Response(status_code=204)

    @app.post("/collections/{name}/points")
    async def upsert(name: CollectionName, body: Points) -> Response:
        c = store.get(name)
        for i, p in enumerate(body.points):
            fits(c, len(p.vector), f"body.points.{i}.vector")
        matrix = matrix_of([p.vector for p in body.points])
        ids = [p.id for p in body.points]
        count = await asyncio.to_thread(c.upsert, ids, matrix, [p.payload for p in body.points])
        return answer({"points": count})

    @app.post("/collections/{name}/points/delete")
    async def remove(name: CollectionName, body: Removal) -> Response:
        count = await asyncio.to_thread(store.get(name).remove, body.ids, conditions(body.filter))
        return answer({"removed": count})

    @app.post("/collections/{name}/points/get")
    async def get(name: CollectionName, body: Ids) -> Response:
        return answer({"points": await asyncio.to_thread(store.get(name).get, body.ids)})

    @app.post("/collections/{name}/search")
    async def search(name: CollectionName, body: Search) -> Response:
        c = store.get(name)
        many = body.vectors if body.vectors is not None else [body.vector or []]
        for i, v in enumerate(many):
            fits(c, len(v), "body.vector" if body.vectors is None else f"body.vectors.{i}")
        found = await batches.search(c, matrix_of(many), body.limit, conditions(body.filter))
        lists = [[told_hit(h, body.with_payload) for h in hits] for hits in found]
        return answer({"results": lists[0]} if body.vectors is None else {"batches": lists})

    @app.post("/flush")
    async def flush() -> Response:
        for c in store.collections():
            await asyncio.to_thread(c.save)
        return answer({"status": "saved"})

    @app.post("/reload")
    async def reload() -> Response:
        await asyncio.to_thread(store.reload)
        return answer({"collections": store.names(), "damaged": store.broken()})

    return app


def told_of(c: Collection) -> dict[str, Any]:
    return {"name": c.name, "dimension": c.dimension, "metric": c.metric, "count": c.count}


def told_hit(h: Hit, with_payload: bool) -> dict[str, Any]:
    return {"id": h.id, "score": h.score, "payload": h.payload} if with_payload else {"id": h.id, "score": h.score}


def matrix_of(rows: list[list[float]]) -> Vectors:
    return np.asarray(rows, dtype=np.float32)


def fits(c: Collection, length: int, path: str) -> None:
    if length != c.dimension:
        message = f"has {length} numbers, not {c.dimension}"
        raise Problem(
            400,
            "DIMENSION",
            f"{path} {message}.",
            f"“{c.name}” takes vectors of {c.dimension} numbers.",
            [{"path": path, "message": message}],
        )


def route_of(app: FastAPI, request: Request) -> str:
    """The route's pattern, never the path: those have no end."""
    for route in app.router.routes:
        match, _ = route.matches(request.scope)
        if match == Match.FULL:
            return str(getattr(route, "path", "none"))
    return "none"


class BodyLimit:
    """413 for a body over the limit, by its announced length or, where that is missing or a lie, while it is read."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        length = next((v for k, v in scope["headers"] if k == b"content-length"), b"0")
        if length.isdigit() and int(length) > self.limit:
            return await self._refuse(scope, receive, send)
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            if message["type"] == "http.request":
                read += len(message.get("body", b""))
                if read > self.limit:
                    raise HTTPException(413, f"The body is over the limit of {self.limit} bytes.")
            return message

        await self.app(scope, counted, send)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        problem = Problem(413, "BODY_TOO_LARGE", f"The body is over the limit of {self.limit} bytes.", "Send less at a time.")
        await answer(problem.body(), 413, {"connection": "close"})(scope, receive, send)

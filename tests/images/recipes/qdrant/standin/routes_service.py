"""Health, version, metrics: what is asked by probes and not by programs."""

from . import VERSION
from .grpc_server import TITLE
from .routes import Request, route

PAGE = "<!doctype html><title>Qdrant stand-in</title><p>A stand-in for tests, not Qdrant: no dashboard here."


@route("GET", "/", open=True, bare=True)
def version(_: Request):
    return {"title": TITLE, "version": VERSION, "commit": None}


@route("GET", "/healthz", open=True)
@route("GET", "/livez", open=True)
def alive(_: Request):
    return "healthz check passed"


@route("GET", "/readyz", open=True)
def ready(_: Request):
    return "all shards are ready"


@route("GET", "/dashboard", open=True)
def dashboard(_: Request):
    return PAGE


@route("GET", "/metrics")
def metrics(request: Request):
    return request.metrics.text()

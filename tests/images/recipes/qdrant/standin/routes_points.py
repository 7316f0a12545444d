"""Points: write, read, search."""

import qdrant_edge as edge

from . import schema
from .collection import point_json
from .engine import queries, updates
from .engine.filters import to_filter
from .engine.vectors import id_json, point_id
from .errors import not_found, wrong_input
from .routes import Request, route
from .routes_collections import ONE

POINTS = f"{ONE}/points"


def _written(request: Request, name: str, *operations):
    done = request.service.get(name).write(*operations)
    return {"operation_id": done, "status": "completed" if request.query.get("wait") == "true" else "acknowledged"}


def _update(method: str, path: str, kind: str, make):
    @route(method, path, writes=True)
    def run(request: Request, name: str):
        schema.check(kind, request.body)
        return _written(request, name, make(request.body))


_update("PUT", POINTS, "PointInsertOperations", updates.upsert)
_update("POST", f"{POINTS}/delete", "PointsSelector", updates.delete)
_update("PUT", f"{POINTS}/vectors", "UpdateVectors", updates.update_vectors)
_update("POST", f"{POINTS}/vectors/delete", "DeleteVectors", updates.delete_vectors)
_update("POST", f"{POINTS}/payload", "SetPayload", updates.set_payload)
_update("PUT", f"{POINTS}/payload", "SetPayload", updates.overwrite_payload)
_update("POST", f"{POINTS}/payload/delete", "DeletePayload", updates.delete_payload)
_update("POST", f"{POINTS}/payload/clear", "PointsSelector", updates.clear_payload)


@route("POST", f"{POINTS}/batch", writes=True)
def batch(request: Request, name: str):
    schema.check("UpdateOperations", request.body)
    out = []
    for operation in request.body["operations"]:
        ((kind, body),) = operation.items()
        out.append(_written(request, name, updates.BY_NAME[kind](body)))
    return out


@route("POST", POINTS)
def get_many(request: Request, name: str):
    schema.check("PointRequest", request.body)
    ids = [point_id(i) for i in request.body["ids"]]
    wanted = queries.selection(request.body, {"with_payload": True})
    found = request.service.get(name).ask("retrieve", ids, wanted["with_payload"], wanted["with_vector"])
    return [point_json(p) for p in found]


@route("GET", f"{POINTS}/{{id}}")
def get_one(request: Request, name: str, text: str):
    one = point_id(int(text) if text.isdecimal() else text)
    found = request.service.get(name).ask("retrieve", [one], True, True)
    if not found:
        raise not_found(f"Point with id {text} does not exists!")
    return point_json(found[0])


@route("POST", f"{POINTS}/scroll")
def scroll(request: Request, name: str):
    body = request.body or {}
    schema.check("ScrollRequest", body)
    limit = 10 if body.get("limit") is None else body["limit"]
    if limit < 1:
        raise wrong_input("limit: value 0 invalid, must be 1 or larger")
    wanted = edge.ScrollRequest(
        offset=None if body.get("offset") is None else point_id(body["offset"]),
        limit=limit,
        filter=to_filter(body.get("filter")),
        order_by=queries.order_by(body.get("order_by")),
        **queries.selection(body, {"with_payload": True}),
    )
    found, after = request.service.get(name).ask("scroll", wanted)
    return {"points": [point_json(p) for p in found], "next_page_offset": None if after is None else id_json(after)}


@route("POST", f"{POINTS}/count")
def count(request: Request, name: str):
    body = request.body or {}
    schema.check("CountRequest", body)
    exact = True if body.get("exact") is None else body["exact"]
    wanted = edge.CountRequest(exact=exact, filter=to_filter(body.get("filter")))
    return {"count": request.service.get(name).ask("count", wanted)}


def _query(request: Request, name: str, body: dict):
    collection = request.service.get(name)
    found = collection.ask("query", queries.query_request(body, collection.find))[queries.offset_of(body) :]
    return [point_json(p, scored=True) for p in found]


@route("POST", f"{POINTS}/query")
def query(request: Request, name: str):
    schema.check("QueryRequest", request.body or {})
    return {"points": _query(request, name, request.body or {})}


@route("POST", f"{POINTS}/query/batch")
def query_batch(request: Request, name: str):
    schema.check("QueryRequestBatch", request.body)
    return [{"points": _query(request, name, body)} for body in request.body["searches"]]


@route("POST", f"{POINTS}/search")
def search(request: Request, name: str):
    """The older way to ask: one vector, which may bring its own name."""
    body = dict(request.body or {})
    vector = body.pop("vector")
    if isinstance(vector, dict) and "name" in vector:
        body["using"], vector = vector["name"], vector["vector"]
    body |= {"query": vector}
    schema.check("QueryRequest", body)
    return _query(request, name, body)


@route("POST", f"{ONE}/facet")
def facet(request: Request, name: str):
    schema.check("FacetRequest", request.body)
    body = request.body
    wanted = edge.FacetRequest(body["key"], body.get("limit") or 10, bool(body.get("exact")), to_filter(body.get("filter")))
    return {"hits": [{"value": h.value, "count": h.count} for h in request.service.get(name).ask("facet", wanted).hits]}

"""Writes to points, each as one operation of the engine."""

import qdrant_edge as edge

from ..errors import wrong_input
from .filters import to_filter
from .vectors import point_id, vectors

Operation = edge.UpdateOperation
MODES = {"upsert": "Upsert", "insert_only": "InsertOnly", "update_only": "UpdateOnly"}


def upsert(body: dict):
    if "batch" in body:
        batch = body["batch"]
        every = _columns(batch["ids"], batch["vectors"], batch.get("payloads"))
    else:
        every = [(p["id"], p["vector"], p.get("payload")) for p in body["points"]]
    mode = body.get("update_mode")
    return Operation.upsert_points(
        [edge.Point(point_id(i), vectors(v), payload) for i, v, payload in every],
        to_filter(body.get("update_filter")),
        getattr(edge.UpdateMode, MODES[mode]) if mode else None,
    )


def _columns(ids, values, payloads):
    if isinstance(values, dict):  # by name: one list for each
        values = [dict(zip(values, row)) for row in zip(*values.values())]
    payloads = payloads or [None] * len(ids)
    if not len(ids) == len(values) == len(payloads):
        raise wrong_input("number of ids, vectors and payloads must be equal")
    return list(zip(ids, values, payloads))


def delete(body: dict):
    return _either(body, Operation.delete_points, Operation.delete_points_by_filter)


def set_payload(body: dict):
    rest = (body["payload"], body.get("key"))
    return _either(body, Operation.set_payload, Operation.set_payload_by_filter, *rest)


def overwrite_payload(body: dict):
    rest = (body["payload"], body.get("key"))
    return _either(body, Operation.overwrite_payload, Operation.overwrite_payload_by_filter, *rest)


def delete_payload(body: dict):
    return _either(body, Operation.delete_payload, Operation.delete_payload_by_filter, body["keys"])


def clear_payload(body: dict):
    return _either(body, Operation.clear_payload, Operation.clear_payload_by_filter)


def update_vectors(body: dict):
    every = [edge.PointVectors(point_id(p["id"]), vectors(p["vector"])) for p in body["points"]]
    return Operation.update_vectors(every, to_filter(body.get("update_filter")))


def delete_vectors(body: dict):
    return _either(body, Operation.delete_vectors, Operation.delete_vectors_by_filter, body["vector"])


def _either(body, by_ids, by_filter, *rest):
    """Points by their ids, or by a filter."""
    if body.get("points") is not None:
        return by_ids([point_id(i) for i in body["points"]], *rest)
    if body.get("filter") is not None:
        return by_filter(to_filter(body["filter"]), *rest)
    raise wrong_input("Either list of point ids or filter must be provided")


# As `points/batch` names them.
BY_NAME = {
    "upsert": upsert,
    "delete": delete,
    "set_payload": set_payload,
    "overwrite_payload": overwrite_payload,
    "delete_payload": delete_payload,
    "clear_payload": clear_payload,
    "update_vectors": update_vectors,
    "delete_vectors": delete_vectors,
}

"""Vectors and point ids, both ways."""

import struct
import uuid

import qdrant_edge as edge

from ..errors import lacking, wrong_input


def f32(value: float) -> float:
    """The shortest number that is the same 32-bit one: what Qdrant writes, where 64 bits would show noise."""
    for digits in (6, 7, 8, 9):
        short = float(f"{value:.{digits}g}")
        if struct.pack("f", short) == struct.pack("f", value):
            return short
    return value


def point_id(value):
    """Numbers and UUIDs; the text of a UUID in any of its forms is one id."""
    if isinstance(value, bool) or not isinstance(value, (int, str)) or (isinstance(value, int) and value < 0):
        raise wrong_input(f"{value!r} is not a valid point ID")
    if isinstance(value, int):
        return value
    try:
        return str(uuid.UUID(value))
    except ValueError:
        raise wrong_input(f"value {value} is not a valid point ID, valid values are either an unsigned integer or a UUID") from None


def id_json(value):
    return value if isinstance(value, int) else str(value)


def named(value):
    """One vector: dense, several in one, or sparse."""
    if isinstance(value, dict):
        if value.keys() == {"indices", "values"}:
            return edge.SparseVector(indices=value["indices"], values=value["values"])
        raise lacking("inference (a vector made from text or an image)")
    if isinstance(value, list) and value and isinstance(value[0], list):
        return [[float(x) for x in row] for row in value]
    return [float(x) for x in value]


def vectors(value):
    """All vectors of a point: the unnamed one, or those by name."""
    # A vector may be called like a way of inference, whose value is a text or an object and never a list.
    if isinstance(value, dict) and not any(isinstance(value.get(k), (str, int)) for k in ("text", "image", "object")):
        return {name: named(v) for name, v in value.items()}
    return named(value)


def vector_json(value):
    if isinstance(value, edge.SparseVector):
        return {"indices": list(value.indices), "values": [f32(x) for x in value.values]}
    if isinstance(value, dict):
        return {name: vector_json(v) for name, v in value.items()}
    if len(value) and isinstance(value[0], (list, tuple)):
        return [[f32(x) for x in row] for row in value]
    return [f32(x) for x in value]

"""Payload indexes."""

import qdrant_edge as edge

from ..errors import lacking

TYPES = ("keyword", "integer", "float", "geo", "text", "bool", "datetime", "uuid")


def create(field: str, schema):
    kind, options = (schema, {}) if isinstance(schema, str) else (schema["type"], dict(schema))
    options = {k: v for k, v in options.items() if k != "type" and v is not None}
    if kind not in TYPES:
        raise lacking(f"an index of type {kind}")
    if not options:
        return edge.UpdateOperation.create_field_index(field, getattr(edge.PayloadSchemaType, kind.capitalize()))
    if "stopwords" in options or "stemmer" in options:
        raise lacking("stopwords or a stemmer")
    if "tokenizer" in options:
        options["tokenizer"] = getattr(edge.TokenizerType, options["tokenizer"].capitalize())
    return edge.UpdateOperation.create_field_index(field, getattr(edge, f"{kind.capitalize()}IndexParams")(**options))


def shown(schema: dict, asked: dict) -> dict:
    """What the engine indexes, with the options as they were asked for."""
    out = {}
    for field, info in schema.items():
        options = asked.get(field)
        kind = options if isinstance(options, str) else options["type"] if options else str(info.data_type).split(".")[-1].lower()
        out[field] = {"data_type": kind, "points": info.points}
        if isinstance(options, dict):
            out[field]["params"] = options
    return out

"""Requests against Qdrant's published schema: the models that qdrant-client generates from its OpenAPI document."""

from pydantic import TypeAdapter, ValidationError

import qdrant_models as models

from .errors import ApiError

_adapters: dict = {}


def check(kind: str, body) -> None:
    if kind == "PointInsertOperations" and isinstance(body, dict) and isinstance(body.get("batch"), dict):
        # The document allows points without a payload here, the models made from it do not.
        payloads = body["batch"].get("payloads") or []
        body = {**body, "batch": {**body["batch"], "payloads": [p or {} for p in payloads]}}
    if kind not in _adapters:
        _adapters[kind] = TypeAdapter(getattr(models, kind))
    try:
        _adapters[kind].validate_python(body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join(str(p) for p in first["loc"])
        raise ApiError(400, f"Format error in JSON body: {where}: {first['msg']}") from None

"""Filters of a request as the engine's own."""

import qdrant_edge as edge

from ..errors import lacking, wrong_input
from .vectors import point_id


class _Bool:
    """True and False for the engine: its Python binding tries numbers first, and takes a plain True for the number 1.

    It asks what is called numpy.bool_ for its truth, and does not find a number in it.
    """

    def __init__(self, value: bool):
        self._value = value

    def __bool__(self) -> bool:
        return self._value


_Bool.__module__, _Bool.__name__, _Bool.__qualname__ = "numpy", "bool_", "bool_"


def _value(value):
    return edge.MatchValue(_Bool(value) if isinstance(value, bool) else value)


CLAUSES = {"must", "should", "must_not", "min_should"}
MATCHES = {
    "value": _value,
    "text": edge.MatchText,
    "text_any": edge.MatchTextAny,
    "phrase": edge.MatchPhrase,
    "prefix": edge.MatchPrefix,
    "any": edge.MatchAny,
    "except": edge.MatchExcept,
}


def to_filter(body: dict | None):
    if body is None:
        return None
    least = body.get("min_should")
    return edge.Filter(
        must=_conditions(body.get("must")),
        should=_conditions(body.get("should")),
        must_not=_conditions(body.get("must_not")),
        min_should=least and edge.MinShould(_conditions(least["conditions"]), least["min_count"]),
    )


def without(body, ids: list):
    """The same filter, and none of these points: a point that is the question is no answer."""
    own = to_filter(body)
    if not ids:
        return own
    return edge.Filter(must=[own] if own else None, must_not=[edge.HasIdCondition(set(ids))])


def _conditions(body):
    if body is None:
        return None
    return [_condition(c) for c in (body if isinstance(body, list) else [body])]


def _condition(body: dict):
    if not body or body.keys() & CLAUSES:
        return to_filter(body)
    if "key" in body:
        return _field(body)
    if "is_empty" in body:
        return edge.IsEmptyCondition(body["is_empty"]["key"])
    if "is_null" in body:
        return edge.IsNullCondition(body["is_null"]["key"])
    if "has_id" in body:
        return edge.HasIdCondition({point_id(i) for i in body["has_id"]})
    if "has_vector" in body:
        return edge.HasVectorCondition(body["has_vector"])
    if "nested" in body:
        return edge.NestedCondition(body["nested"]["key"], to_filter(body["nested"]["filter"]))
    raise lacking(f"the condition {'/'.join(body)}")


def _field(body: dict):
    parts = {k: v for k, v in body.items() if k != "key" and v is not None}
    if not parts:
        raise wrong_input("At least one field condition must be specified")
    if "match" in parts:
        ((kind, value),) = parts["match"].items()
        parts["match"] = MATCHES[kind](value)
    if "range" in parts:
        bounds = {k: v for k, v in parts["range"].items() if v is not None}
        dates = any(isinstance(v, str) for v in bounds.values())
        parts["range"] = (edge.RangeDateTime if dates else edge.RangeFloat)(**bounds)
    if "values_count" in parts:
        parts["values_count"] = edge.ValuesCount(**parts["values_count"])
    if "geo_radius" in parts:
        circle = parts["geo_radius"]
        parts["geo_radius"] = edge.GeoRadius(_geo(circle["center"]), circle["radius"])
    if "geo_bounding_box" in parts:
        box = parts["geo_bounding_box"]
        parts["geo_bounding_box"] = edge.GeoBoundingBox(_geo(box["top_left"]), _geo(box["bottom_right"]))
    if "geo_polygon" in parts:
        raise lacking("geo_polygon")
    return edge.FieldCondition(key=body["key"], **parts)


def _geo(body: dict):
    return edge.GeoPoint(lon=body["lon"], lat=body["lat"])

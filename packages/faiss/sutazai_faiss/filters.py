"""A filter over payload fields, as a WHERE clause.

It narrows before the search, so that `limit` hits come if there are that many.
"""

from typing import Any

Scalar = str | int | float | bool
_bounds = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}


def where(conditions: dict[str, Any]) -> tuple[str, list[Any]]:
    """Every field must fit. Field names were checked by the schema; they go into a JSON path, values are parameters."""
    parts: list[str] = []
    values: list[Any] = []
    for field, wanted in conditions.items():
        path = f'$."{field}"'
        if isinstance(wanted, dict) and "in" in wanted:
            alternatives = [_equals(path, v) for v in wanted["in"]]
            parts.append("(" + " OR ".join(sql for sql, _ in alternatives) + ")")
            values.extend(v for _, vs in alternatives for v in vs)
        elif isinstance(wanted, dict):
            for bound, value in wanted.items():
                parts.append(f"(json_type(payload, ?) IN ('integer', 'real') AND json_extract(payload, ?) {_bounds[bound]} ?)")
                values.extend([path, path, value])
        else:
            sql, more = _equals(path, wanted)
            parts.append(sql)
            values.extend(more)
    return " AND ".join(parts) or "1", values


def _equals(path: str, value: Scalar) -> tuple[str, list[Any]]:
    # SQLite's JSON gives true as 1: the type tells them apart.
    if isinstance(value, bool):
        return "json_type(payload, ?) = ?", [path, "true" if value else "false"]
    kind = "'text'" if isinstance(value, str) else "'integer', 'real'"
    return f"(json_type(payload, ?) IN ({kind}) AND json_extract(payload, ?) = ?)", [path, path, value]

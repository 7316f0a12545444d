"""Filters and search against a plain reckoning over all points."""

from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sutazai_faiss.collection import Collection

scalars = st.one_of(
    st.booleans(), st.integers(-3, 3), st.sampled_from([0.5, 1.0, -2.5]), st.sampled_from(["", "a", "A", "1", "true"])
)
fields = st.sampled_from(["k", "t", "x-y"])
payloads = st.dictionaries(fields, st.one_of(scalars, st.none(), st.lists(scalars, max_size=2)), max_size=3)
bounds = st.dictionaries(st.sampled_from(["gt", "gte", "lt", "lte"]), st.integers(-3, 3), min_size=1)
filters = st.dictionaries(
    fields,
    st.one_of(scalars, bounds, st.fixed_dictionaries({"in": st.lists(scalars, min_size=1, max_size=3)})),
    min_size=1,
)


def kind(value: object) -> str:
    return "bool" if isinstance(value, bool) else "number" if isinstance(value, int | float) else type(value).__name__


def fits(payload: dict[str, Any], conditions: dict[str, Any]) -> bool:
    def one(value: Any, wanted: Any) -> bool:
        if isinstance(wanted, dict) and "in" in wanted:
            return any(one(value, w) for w in wanted["in"])
        if isinstance(wanted, dict):
            number = kind(value) == "number"
            tests = {
                "gt": lambda a, b: a > b,
                "gte": lambda a, b: a >= b,
                "lt": lambda a, b: a < b,
                "lte": lambda a, b: a <= b,
            }
            return number and all(tests[k](value, b) for k, b in wanted.items())
        return kind(value) == kind(wanted) and bool(value == wanted)

    return all(f in payload and one(payload[f], w) for f, w in conditions.items())


@settings(max_examples=150, deadline=None)
@given(st.lists(payloads, min_size=1, max_size=12), filters)
def test_a_filter_lets_through_what_fits_and_nothing_else(
    tmp_path_factory: Any, rows: list[dict[str, Any]], conditions: dict[str, Any]
) -> None:
    folder: Path = tmp_path_factory.mktemp("c") / "a"
    c = Collection.create(folder, "a", 4, "l2")
    matrix = np.random.default_rng(1).normal(size=(len(rows), 4)).astype(np.float32)
    c.upsert([str(i) for i in range(len(rows))], matrix, rows)
    query = np.zeros((1, 4), dtype=np.float32)
    found = [h.id for h in c.search(query, 100, conditions)[0]]
    distances = (matrix**2).sum(axis=1)
    wanted = sorted((i for i, p in enumerate(rows) if fits(p, conditions)), key=lambda i: distances[i])
    assert found == [str(i) for i in wanted]
    c.close()

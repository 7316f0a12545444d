"""What requests may hold."""

import json
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

NAME = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$"
FIELD = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$"
MOST_DIMENSIONS = 8192

Name = Annotated[str, Field(pattern=NAME)]
PointId = Annotated[str, Field(min_length=1, max_length=200)]
Number = Annotated[float, Field(allow_inf_nan=False, ge=-1e30, le=1e30)]
# Sums of squares of 8192 of these still fit into the 32-bit numbers that FAISS reckons with.
Component = Annotated[float, Field(allow_inf_nan=False, ge=-1e15, le=1e15)]
Vector = Annotated[list[Component], Field(min_length=1, max_length=MOST_DIMENSIONS)]
Scalar = Annotated[str, Field(max_length=1000)] | bool | Annotated[int, Field(ge=-(2**53), le=2**53)] | Number
FieldName = Annotated[str, Field(pattern=FIELD)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class AnyOf(Strict):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)
    any: Annotated[list[Scalar], Field(alias="in", min_length=1, max_length=100)]


class Bounds(Strict):
    gt: Number | None = None
    gte: Number | None = None
    lt: Number | None = None
    lte: Number | None = None

    @model_validator(mode="after")
    def one_at_least(self) -> "Bounds":
        if not self.model_dump(exclude_none=True):
            raise ValueError("needs in, gt, gte, lt or lte")
        return self


Filter = Annotated[dict[FieldName, Scalar | AnyOf | Bounds], Field(min_length=1, max_length=20)]


def conditions(given: dict[str, Any] | None) -> dict[str, Any] | None:
    """Plain values for `filters.where`."""
    if given is None:
        return None
    return {
        k: {"in": v.any} if isinstance(v, AnyOf) else v.model_dump(exclude_none=True) if isinstance(v, Bounds) else v
        for k, v in given.items()
    }


class NewCollection(Strict):
    dimension: Annotated[int, Field(ge=1, le=MOST_DIMENSIONS)]
    metric: Literal["cosine", "ip", "l2"] = "cosine"


class Point(Strict):
    id: PointId
    vector: Vector
    payload: dict[FieldName, Any] = Field(default_factory=dict)

    @field_validator("payload")
    @classmethod
    def not_too_large(cls, value: dict[str, Any]) -> dict[str, Any]:
        try:
            text = json.dumps(value, allow_nan=False, ensure_ascii=False)
            size = len(text.encode())
        except (ValueError, RecursionError) as error:
            raise ValueError("holds what JSON or UTF-8 cannot") from error
        if size > 65536:
            raise ValueError("is larger than 64 KB")
        return value

    @field_validator("id")
    @classmethod
    def plain(cls, value: str) -> str:
        return utf8(value)


def utf8(value: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise ValueError("holds half a character") from error
    return value


class Points(Strict):
    points: Annotated[list[Point], Field(min_length=1, max_length=10_000)]


class Ids(Strict):
    ids: Annotated[list[PointId], Field(min_length=1, max_length=10_000)]

    @field_validator("ids")
    @classmethod
    def plain(cls, value: list[str]) -> list[str]:
        return [utf8(v) for v in value]


class Removal(Strict):
    ids: Annotated[list[PointId], Field(min_length=1, max_length=10_000)] | None = None
    filter: Filter | None = None

    @model_validator(mode="after")
    def one_of_them(self) -> "Removal":
        if (self.ids is None) == (self.filter is None):
            raise ValueError("needs ids or filter, one of them")
        for id in self.ids or []:
            utf8(id)
        return self


class Search(Strict):
    vector: Vector | None = None
    vectors: Annotated[list[Vector], Field(min_length=1, max_length=256)] | None = None
    limit: Annotated[int, Field(ge=1, le=1000)] = 10
    filter: Filter | None = None
    with_payload: bool = True

    @model_validator(mode="after")
    def one_of_them(self) -> "Search":
        if (self.vector is None) == (self.vectors is None):
            raise ValueError("needs vector or vectors, one of them")
        return self

"""What a JSON route says of itself, beside its door: its summary, what it takes, what it may be asked, its answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import msgspec
from pydantic import BaseModel

from public_api.web.query import Query

T = TypeVar("T")


class Items(msgspec.Struct, Generic[T], rename="camel"):
    """Everything there is, on one page."""

    items: list[T]


class PageOfItems(msgspec.Struct, Generic[T], rename="camel"):
    """One page of a list, and how many there are in all."""

    items: list[T]
    total: int


@dataclass(frozen=True, slots=True)
class Shape:
    """What goes in and what comes out. `answers` is None where nothing comes out, and `File` where a file does."""

    summary: str
    answers: Any = None
    takes: type[BaseModel] | None = None
    asks: type[Query] = Query


class File:
    """An answer that is the file itself."""


def shape(
    summary: str, answers: Any = None, *, takes: type[BaseModel] | None = None, asks: type[Query] = Query
) -> dict[str, Any]:
    """The part of a route's `opt` that the description is made from; the door is the other part."""
    return {"shape": Shape(summary, answers, takes, asks)}

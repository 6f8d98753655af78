"""JSON that comes in: what is refused before anything is done with it, and with which words."""

from __future__ import annotations

from typing import Annotated

import pytest
from pydantic import BaseModel, ConfigDict, Field

from admin.web.json_bodies import DEEPEST, read_json, too_deep
from public_api.web.problems import ProblemRaised
from tests.admin.web.bodies import request_with


class Note(BaseModel):
    """What the tests send."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Annotated[str, Field(min_length=1, max_length=10)]
    hours: Annotated[int, Field(ge=0)] = 0


JSON = "application/json"


async def test_a_good_body_becomes_the_model() -> None:
    """Members become fields, whatever the charset parameter says."""
    note = await read_json(
        request_with(b'{"title": "Caf\xc3\xa9", "hours": 2}', "application/json; charset=utf-8"), Note
    )
    assert Note(title="Café", hours=2) == note


async def test_all_mistakes_are_told_at_once() -> None:
    """Each with the member it is about."""
    with pytest.raises(ProblemRaised) as raised:
        await read_json(request_with(b'{"title": "", "hours": -1, "who": "x"}', JSON), Note)
    assert raised.value.code == "invalid-input"
    assert ["title", "hours", "who"] == [error.name for error in raised.value.errors]


@pytest.mark.parametrize(
    ("body", "content_type", "code"),
    [
        (b'{"title": "a"}', None, "unsupported-media-type"),
        (b'{"title": "a"}', "text/plain", "unsupported-media-type"),
        (b'{"title": "a"}', "application/x-www-form-urlencoded", "unsupported-media-type"),
        (b'{"title": "\xff"}', JSON, "invalid-input"),
        (b'{"title": "a", "title": "b"}', JSON, "invalid-input"),
        (b'{"title": "a\\u0000"}', JSON, "invalid-input"),
        (b'{"title": "a\x00"}', JSON, "invalid-input"),
        (b'{"hours": NaN}', JSON, "invalid-input"),
        (b"", JSON, "invalid-input"),
        (b"[1]", JSON, "invalid-input"),
        (b"[" * 100_000, JSON, "content-too-large"),
        (b"[" * 5_000 + b"]" * 5_000, JSON, "invalid-input"),
        (b'{"title": ' + b'"a"' * 30_000 + b"}", JSON, "content-too-large"),
    ],
)
async def test_what_is_refused(body: bytes, content_type: str | None, code: str) -> None:
    """Another content type, bad encoding, a member twice, NUL, no JSON, too deep, too large."""
    with pytest.raises(ProblemRaised) as raised:
        await read_json(request_with(body, content_type), Note)
    assert code == raised.value.code


def test_brackets_inside_strings_are_not_depth() -> None:
    """Only what nests counts, also past an escaped quotation mark."""
    assert not too_deep('{"a": "' + "[" * 100 + '\\"' + "{" * 100 + '"}')
    assert not too_deep("[" * DEEPEST + "]" * DEEPEST)
    assert too_deep("[" * (DEEPEST + 1))

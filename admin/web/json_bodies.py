"""JSON that comes in: its size, depth, encoding and members are looked at before anything is done with it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from public_api.site import Asked
from public_api.web.language import Sentence, say
from public_api.web.mistakes import mistakes_in
from public_api.web.problems import FieldError, ProblemRaised
from public_api.web.requests import headers_of

LARGEST = 64_000  # bytes
DEEPEST = 16

M = TypeVar("M", bound=BaseModel)


async def read_json(request: Asked, model: type[M], *, largest: int = LARGEST) -> M:
    """The body as the route's model. Raises ProblemRaised with every mistake in it.

    415 for anything but JSON, 413 past `largest` bytes, 400 for what cannot be read: invalid UTF-8, NUL, a member
    twice, a member the model does not know, too deep.
    """
    media_type = headers_of(request.scope).get(b"content-type", b"").partition(b";")[0].strip().lower()
    if media_type != b"application/json":
        raise ProblemRaised("unsupported-media-type", detail=say("Dit adres neemt application/json aan."))
    data = _parsed(await whole_body(request, largest))
    try:
        return model.model_validate(data)
    except ValidationError as invalid:
        errors = [FieldError("body", name, message) for name, message in mistakes_in(invalid)]
        raise ProblemRaised("invalid-input", errors=errors) from None


async def whole_body(request: Asked, largest: int, *, too_large: Sentence | None = None) -> bytes:
    """Every byte that was sent, as long as there are not too many: what is over is never kept."""
    return b"".join([chunk async for chunk in chunks_of(request, largest, too_large=too_large)])


async def chunks_of(request: Asked, largest: int, *, too_large: Sentence | None = None) -> AsyncIterator[bytes]:
    """What was sent, as it comes in. A body that says beforehand that it is larger is not read at all."""
    refusal = ProblemRaised(
        "content-too-large", detail=too_large or say("Hier mag hoogstens {kb} kB.", kb=largest // 1000)
    )
    if said_length(request) > largest:
        raise refusal
    size = 0
    more = True
    while more:
        message: Any = await request.receive()  # not request.stream(): the site at large takes no body at all
        if message["type"] == "http.disconnect":
            raise ProblemRaised("invalid-input", detail=say("Het verzoek is afgebroken."))
        chunk: bytes = message.get("body", b"")
        size += len(chunk)
        if size > largest:
            raise refusal
        yield chunk
        more = message.get("more_body", False)


def said_length(request: Asked) -> int:
    """How long a body is to be, as far as it was said."""
    said = headers_of(request.scope).get(b"content-length", b"")
    return int(said) if said.isdigit() else 0


def _parsed(body: bytes) -> Any:
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise _unreadable(say("Dit is geen geldige UTF-8.")) from None
    if too_deep(text):
        raise _unreadable(say("Dit zit te diep in elkaar: hoogstens {most} lagen.", most=DEEPEST))
    try:
        data = json.loads(text, object_pairs_hook=_members, parse_constant=_no_constant)
    except Twice as twice:
        raise _unreadable(say("Dit staat er twee keer in: {name}.", name=str(twice)[:50])) from None
    except (ValueError, RecursionError):
        raise _unreadable(say("Dit is geen geldige JSON.")) from None
    if "\\u0000" in text or "\x00" in text:
        raise _unreadable(say("Stuurtekens mogen hier niet in staan."))
    return data


def too_deep(text: str) -> bool:
    """Whether brackets nest further than we read; those inside strings do not count."""
    depth = 0
    inside = escaped = False
    for letter in text:
        if inside:
            if escaped:
                escaped = False
            elif letter == "\\":
                escaped = True
            elif letter == '"':
                inside = False
        elif letter == '"':
            inside = True
        elif letter in "[{":
            depth += 1
            if depth > DEEPEST:
                return True
        elif letter in "]}":
            depth -= 1
    return False


class Twice(ValueError):
    """A member that stands in one object twice: a reader that takes the last and one that takes the first differ."""


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise Twice(name)
        found[name] = value
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _unreadable(message: Sentence) -> ProblemRaised:
    return ProblemRaised("invalid-input", errors=[FieldError("body", "", message)])

"""Sample audits: the promises, the list and the draw, so that anybody can do the draw once more."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from litestar import get
from litestar.params import FromPath
from litestar.serialization import encode_json

from public_api.site import Asked
from public_api.web.answers import Answer
from public_api.web.openapi import Description, described
from public_api.web.query import Query, read_query
from registry.sample_standing import Round, read_round, rounds_of

_NOT_KEPT = ((b"cache-control", b"no-cache"),)


class SampleItem(msgspec.Struct, rename="camel"):
    """A round. The digests are SHA-256; `listDigest` comes once the list is fixed, and `seed` with the draw."""

    id: str
    mark: str
    percentage: int
    leaves_out: list[str]
    seed_digest: str
    opened_at: datetime
    list_digest: str | None
    listed_at: datetime | None
    seed: str | None
    drawn_at: datetime | None


class SampleList(msgspec.Struct, rename="camel"):
    """The rounds, the newest first. The list has one page."""

    items: list[SampleItem]
    next: None


class LeftOutItem(msgspec.Struct, rename="camel"):
    """An application that is not drawn from, and by which rule."""

    application: str
    why: str


class SampleDetail(msgspec.Struct, rename="camel"):
    """A round with its list: applications by their identity, which names nobody."""

    round: SampleItem
    drawn_from: list[str]
    left_out: list[LeftOutItem]
    drawn: list[str]


ITEM = {
    "id": "0b1f6a52-6f0c-4d2e-9a39-0c1d5a1f6a52",
    "mark": "noloc-rl",
    "percentage": 10,
    "leavesOut": ["drawn_last_time"],
    "seedDigest": "6a09e667bb67ae853c6ef372a54ff53a510e527f9b05688c1f83d9ab5be0cd19",
    "openedAt": "2026-11-25T09:00:00Z",
    "listDigest": None,
    "listedAt": None,
    "seed": None,
    "drawnAt": None,
}


@get(
    "/api/v1/samples",
    operation_id="listSamples",
    summary="Every round of a sample audit",
    tags=["Samples"],
    opt=described(Description(SampleList, {"items": [ITEM], "next": None}, Query)),
)
async def list_samples(request: Asked) -> Answer:
    """With the digests that were promised before each draw."""
    read_query(request.scope, Query)
    return Answer(encode_json(SampleList([sample_item(one) for one in await rounds_of()], None)), headers=_NOT_KEPT)


@get(
    "/api/v1/samples/{sample:uuid}",
    operation_id="getSample",
    summary="One round with its list",
    tags=["Samples"],
    opt=described(
        Description(
            SampleDetail,
            {"round": ITEM, "drawnFrom": [], "leftOut": [], "drawn": []},
            Query,
            ("not-found",),
            {"sample": "0b1f6a52-6f0c-4d2e-9a39-0c1d5a1f6a52"},
        )
    ),
)
async def get_sample(request: Asked, sample: FromPath[UUID]) -> Answer:
    """What is drawn from, what is left out by a rule, and what was drawn."""
    read_query(request.scope, Query)
    found = await read_round(sample)
    left_out = [LeftOutItem(str(application), why) for application, why in found.left_out]
    names, drawn = ([str(one) for one in some] for some in (found.names, found.drawn))
    return Answer(encode_json(SampleDetail(sample_item(found.round), names, left_out, drawn)), headers=_NOT_KEPT)


def sample_item(one: Round) -> SampleItem:
    """A round as everybody may see it, for whom it is shown to."""
    return SampleItem(
        str(one.id), one.mark, one.percentage, list(one.leaves_out), one.seed_digest, one.opened_at, one.list_digest,
        one.listed_at, one.seed, one.drawn_at,
    )  # fmt: skip

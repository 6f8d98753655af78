"""What an old or loose claim means: "CMI B", "Noloc Erkend"."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec
from litestar import get
from pydantic import Field

from public_api.routes.marks import kept_json
from public_api.site import Asked, Site, site_of
from public_api.web.answers import Answer
from public_api.web.openapi import Description, described
from public_api.web.query import Query, read_query
from registry.catalogue import ClaimMeaning


class ClaimQuery(Query):
    """The claim as somebody wrote it."""

    text: Annotated[
        str, Field(max_length=100, description="The claim, however written; every claim.", examples=["CMI B"])
    ] = ""


class Claim(msgspec.Struct, rename="camel"):
    """One meaning. `endedOn` is the last day on which the mark was given, `succeededBy` the mark that came after."""

    text: str
    mark: str
    level: str | None
    ended_on: date | None
    succeeded_by: str | None
    url: str


class ClaimList(msgspec.Struct, rename="camel"):
    """What the claim can mean; nothing when we do not know it. The list is short and has one page."""

    items: list[Claim]
    next: None


EXAMPLE = {
    "items": [
        {
            "text": "CMI niveau B",
            "mark": "cmi-rl",
            "level": "B",
            "endedOn": "2020-12-31",
            "succeededBy": "noloc-rl",
            "url": "https://register.example/keurmerken/cmi-rl",
        }
    ],
    "next": None,
}


@get(
    "/api/v1/claims",
    operation_id="listClaims",
    summary="What an old or loose claim means",
    tags=["Marks"],
    opt=described(Description(ClaimList, EXAMPLE, ClaimQuery)),
)
async def list_claims(request: Asked) -> Answer:
    """Capitals, accents and punctuation make no difference. Without `text`: every claim that we know."""
    query = read_query(request.scope, ClaimQuery)
    site = site_of(request)
    meanings = (await site.marks.current()).claims(query.text)
    return kept_json(ClaimList([claim_of(meaning, site) for meaning in meanings], None))


def claim_of(meaning: ClaimMeaning, site: Site) -> Claim:
    return Claim(
        text=meaning.text,
        mark=meaning.mark,
        level=meaning.level,
        ended_on=meaning.ended_on,
        succeeded_by=meaning.succeeded_by,
        url=f"{site.settings.base_url}/keurmerken/{meaning.mark}",
    )

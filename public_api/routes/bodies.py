"""Who issues marks, who assesses, and where a complaint goes."""

from __future__ import annotations

from datetime import date

import msgspec
from litestar import get

from accreditation.scheme import Body
from public_api.routes.marks import Texts, kept_json, texts
from public_api.site import Asked, site_of
from public_api.web.answers import Answer
from public_api.web.openapi import Description, described
from public_api.web.query import Query, read_query
from registry.catalogue import Catalogue


class BodyItem(msgspec.Struct, rename="camel"):
    """Who issues marks, and where a complaint about a holder goes."""

    code: str
    name: str
    website: str | None
    assessor: str | None
    complaints: Texts
    ended_on: date | None
    marks: list[str]


def body_of(body: Body, catalogue: Catalogue) -> BodyItem:
    return BodyItem(
        code=body.code,
        name=body.name,
        website=body.website,
        assessor=body.assessor,
        complaints=texts(body.complaints),
        ended_on=body.ended_on,
        marks=[mark.code for mark in catalogue.marks() if mark.body.code == body.code],
    )


class BodyList(msgspec.Struct, rename="camel"):
    """Every body, by code. The list is short and has one page."""

    items: list[BodyItem]
    next: None


EXAMPLE = {
    "items": [
        {
            "code": "noloc",
            "name": "Noloc",
            "website": None,
            "assessor": "DNV",
            "complaints": {"nl": "…", "en": "…"},
            "endedOn": None,
            "marks": ["noloc-rl", "noloc-rj", "noloc-erkend"],
        }
    ],
    "next": None,
}


@get(
    "/api/v1/bodies",
    operation_id="listBodies",
    summary="Every body that issues or issued a mark",
    tags=["Marks"],
    opt=described(Description(BodyList, EXAMPLE, Query)),
)
async def list_bodies(request: Asked) -> Answer:
    """With the codes of their marks."""
    read_query(request.scope, Query)
    catalogue = await site_of(request).marks.current()
    return kept_json(BodyList([body_of(body, catalogue) for body in catalogue.bodies()], None))

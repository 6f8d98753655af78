"""What the marks are: as data and as text, with the versions of their rules."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
from litestar import get
from litestar.params import FromPath
from litestar.serialization import encode_json

from accreditation.scheme import Mark
from public_api.site import Asked, Site, site_of
from public_api.web.answers import Answer, Header, etag_of
from public_api.web.openapi import Description, described
from public_api.web.query import Query, read_query

KEPT: tuple[Header, ...] = ((b"cache-control", b"public, max-age=60"), (b"vary", b"Accept"))


class Texts(msgspec.Struct):
    """One text in both languages."""

    nl: str
    en: str


class MarkSummary(msgspec.Struct, rename="camel"):
    """A mark in a list. `endedOn` is the last day on which it was given."""

    code: str
    name: Texts
    abbreviation: str | None
    body: str
    holder: str
    began_on: date | None
    ended_on: date | None
    succeeds: tuple[str, ...]
    succeeded_by: str | None
    url: str


class MarkList(msgspec.Struct, rename="camel"):
    """Every mark, the live ones first. The list is short and has one page."""

    items: list[MarkSummary]
    next: None


class VersionSummary(msgspec.Struct, rename="camel"):
    """One version of a mark's rules; `inForceFrom` is a day, or "unknown" or "announced"."""

    id: str
    in_force_from: str
    in_force_until: date | None
    planned_from: date | None
    note: Texts | None
    url: str


class MarkDetail(msgspec.Struct, rename="camel"):
    """What a mark says, what it does not say, and the versions of its rules."""

    code: str
    name: Texts
    abbreviation: str | None
    body: str
    assessor: str | None
    holder: str
    began_on: date | None
    ended_on: date | None
    succeeds: tuple[str, ...]
    succeeded_by: str | None
    summary: Texts
    says_not: Texts
    levels: tuple[str, ...]
    scopes: tuple[str, ...]
    claims: list[str]
    versions: list[VersionSummary]
    url: str


def kept_json(content: object, *more: Header) -> Answer:
    """A JSON answer that may be kept for a minute and is then checked by its ETag."""
    body = encode_json(content)
    return Answer(body, headers=(*KEPT, *more), etag=etag_of(body))


def texts(text: Any) -> Texts:
    return Texts(text.nl, text.en)


def summary_of(mark: Mark, site: Site) -> MarkSummary:
    return MarkSummary(
        code=mark.code,
        name=texts(mark.name),
        abbreviation=mark.abbreviation,
        body=mark.body.code,
        holder=mark.holder,
        began_on=mark.began_on,
        ended_on=mark.ended_on,
        succeeds=mark.succeeds,
        succeeded_by=mark.succeeded_by,
        url=f"{site.settings.base_url}/keurmerken/{mark.code}",
    )


def detail_of(mark: Mark, site: Site) -> MarkDetail:
    return MarkDetail(
        **msgspec.structs.asdict(summary_of(mark, site)),
        assessor=mark.body.assessor,
        summary=texts(mark.summary),
        says_not=texts(mark.says_not),
        levels=mark.levels,
        scopes=mark.scopes,
        claims=[claim.text for claim in mark.claims],
        versions=[
            VersionSummary(
                id=version.id,
                in_force_from=str(version.in_force_from),
                in_force_until=version.in_force_until,
                planned_from=version.planned_from,
                note=texts(version.note) if version.note else None,
                url=f"{site.settings.base_url}/keurmerken/{mark.code}/regels/{version.id}",
            )
            for version in mark.versions
        ],
    )


SUMMARY_EXAMPLE = {
    "code": "noloc-rl",
    "name": {"nl": "Register Loopbaanprofessional", "en": "Registered Career Professional"},
    "abbreviation": "RL",
    "body": "noloc",
    "holder": "person",
    "beganOn": "2021-01-01",
    "endedOn": None,
    "succeeds": ["noloc-erkend"],
    "succeededBy": None,
    "url": "https://register.example/keurmerken/noloc-rl",
}


@get(
    "/api/v1/marks",
    operation_id="listMarks",
    summary="Every quality mark, live and historic",
    tags=["Marks"],
    opt=described(Description(MarkList, {"items": [SUMMARY_EXAMPLE], "next": None}, Query)),
)
async def list_marks(request: Asked) -> Answer:
    """The live marks first."""
    read_query(request.scope, Query)
    site = site_of(request)
    catalogue = await site.marks.current()
    return kept_json(MarkList([summary_of(mark, site) for mark in catalogue.marks()], None))


@get(
    "/api/v1/marks/{code:str}",
    operation_id="getMark",
    summary="What a mark says, and what it does not say",
    tags=["Marks"],
    opt=described(
        Description(
            MarkDetail,
            {
                **SUMMARY_EXAMPLE,
                "assessor": "DNV",
                "summary": {"nl": "…", "en": "…"},
                "saysNot": {"nl": "…", "en": "…"},
                "levels": [],
                "scopes": [],
                "claims": ["Noloc RL"],
                "versions": [],
            },
            Query,
            ("not-found",),
            {"code": "noloc-rl"},
        )
    ),
)
async def get_mark(request: Asked, code: FromPath[str]) -> Answer:
    """With every version of its rules that we know of."""
    read_query(request.scope, Query)
    site = site_of(request)
    return kept_json(detail_of((await site.marks.current()).mark(code), site))

"""What the marks are, prove and ask: as data and as text, with the sources."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import lru_cache
from typing import Any

import msgspec
from litestar import get
from litestar.params import FromPath
from litestar.serialization import encode_json

from accreditation.scheme import Mark, SchemeVersion
from public_api.site import Asked, Site, site_of
from public_api.web.answers import Answer, Header, etag_of
from public_api.web.openapi import Description, described
from public_api.web.query import Query, read_query
from registry.catalogue import Scheme

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


class MarkRequirement(msgspec.Struct, rename="camel"):
    """One thing the body asks; `rule` is the rule in the rule language, `confidence` how sure we are of it."""

    code: str
    text: Texts
    rule_in_words: Texts
    at: tuple[str, ...]
    stage: str
    confidence: str
    source: str
    rule: dict[str, Any]


class RuleSource(msgspec.Struct, rename="camel"):
    """Where a rule was read."""

    title: str
    address: str | None
    seen_on: date | None


class MarkVersion(msgspec.Struct, rename="camel"):
    """One version of the rules in full. What the body does not publish is called unknown and never filled in."""

    mark: str
    id: str
    in_force_from: str
    in_force_until: date | None
    planned_from: date | None
    note: Texts | None
    sources: list[RuleSource]
    term: dict[str, Any]
    proves: list[dict[str, Any]]
    conversion: list[dict[str, Any]]
    evidence: list[dict[str, Any]]
    requirements: list[MarkRequirement]
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


@lru_cache(maxsize=256)
def _as_written(text: str, version: str) -> dict[str, Any]:
    """One version as it stands in the scheme file: the rule language itself is the interface, amounts exact."""
    versions: list[dict[str, Any]] = tomllib.loads(text, parse_float=str)["versions"]
    return next(found for found in versions if str(found.get("id", found["in_force_from"])) == version)


def version_of(scheme: Scheme, version: SchemeVersion, site: Site) -> MarkVersion:
    mark, written = scheme.mark, _as_written(scheme.text, version.id)
    rules = {requirement["code"]: requirement["rule"] for requirement in written["requirements"]}
    return MarkVersion(
        mark=mark.code,
        id=version.id,
        in_force_from=str(version.in_force_from),
        in_force_until=version.in_force_until,
        planned_from=version.planned_from,
        note=texts(version.note) if version.note else None,
        sources=[RuleSource(s.title, s.address, s.seen_on) for s in version.source],
        term=written["term"],
        proves=written.get("proves", []),
        conversion=written.get("conversion", []),
        evidence=written.get("evidence", []),
        requirements=[
            MarkRequirement(
                code=r.code,
                text=texts(r.text),
                rule_in_words=Texts(r.rule.sentence("nl"), r.rule.sentence("en")),
                at=r.at,
                stage=r.stage,
                confidence=r.confidence,
                source=r.source,
                rule=rules[r.code],
            )
            for r in version.requirements
        ],
        url=f"{site.settings.base_url}/keurmerken/{mark.code}/regels/{version.id}",
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


@get(
    "/api/v1/marks/{code:str}/versions/{in_force_from:str}",
    operation_id="getMarkVersion",
    summary="One version of a mark's rules, in full",
    tags=["Marks"],
    opt=described(
        Description(
            MarkVersion,
            {
                "mark": "noloc-rl",
                "id": "2021-01-01",
                "inForceFrom": "2021-01-01",
                "inForceUntil": None,
                "plannedFrom": None,
                "note": None,
                "sources": [{"title": "…", "address": None, "seenOn": None}],
                "term": {"validity": "4 years", "anchor": "old_expiry"},
                "proves": [],
                "conversion": [],
                "evidence": [],
                "requirements": [],
                "url": "https://register.example/keurmerken/noloc-rl/regels/2021-01-01",
            },
            Query,
            ("not-found",),
            {"code": "noloc-rl", "inForceFrom": "2021-01-01"},
        )
    ),
)
async def get_mark_version(request: Asked, code: FromPath[str], in_force_from: FromPath[str]) -> Answer:
    """By the `id` of the version, which is the first day it was in force unless the body gave it another."""
    read_query(request.scope, Query)
    site = site_of(request)
    catalogue = await site.marks.current()
    return kept_json(version_of(catalogue.scheme(code), catalogue.version(code, in_force_from), site))

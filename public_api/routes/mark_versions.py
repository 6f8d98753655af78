"""What a mark asks and proves: one version of its rules, in the rule language and in words, with the sources."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import lru_cache
from typing import Any

import msgspec
from litestar import get
from litestar.params import FromPath

from accreditation.scheme import SchemeVersion
from public_api.routes.marks import Texts, kept_json, texts
from public_api.site import Asked, Site, site_of
from public_api.web.answers import Answer
from public_api.web.openapi import Description, described
from public_api.web.query import Query, read_query
from registry.catalogue import Scheme


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
                rule_in_words=Texts(r.rule.sentence(mark.speech("nl")), r.rule.sentence(mark.speech("en"))),
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

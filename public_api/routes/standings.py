"""The verification: is this person certified, by whom, until when, and what does that prove?"""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import Annotated

import msgspec
from litestar import get
from litestar.params import FromPath
from litestar.serialization import encode_json
from pydantic import Field

from accreditation.dates import amsterdam_day
from public_api.marks import names_in
from public_api.numbers import asked_number
from public_api.recall import NO_MOMENT, KeptAnswer
from public_api.site import Asked, Site, site_of
from public_api.statements import statement
from public_api.web.answers import Ready
from public_api.web.language import say
from public_api.web.openapi import Description, described
from public_api.web.problems import FieldError, ProblemRaised
from public_api.web.query import CivilDay, Query, read_query
from public_api.web.requests import headers_of
from registry import standings
from registry.catalogue import Catalogue
from registry.errors import NotFound
from registry.public_view import PublicRegistration, PublicStanding

UNKNOWN_MARK = say("Dit keurmerk kennen we niet. Zie /api/v1/marks.")


class StandingQuery(Query):
    """Which day, as known when, and which mark."""

    on: Annotated[CivilDay | None, Field(description="The civil day in Amsterdam that is asked about; today.")] = None
    known_on: Annotated[
        CivilDay | None, Field(description="What the register knew at the end of this day; now. Not in the future.")
    ] = None
    mark: Annotated[
        str | None, Field(max_length=80, description="Only this mark, by its code.", examples=["noloc-rl"])
    ] = None


PLAIN = StandingQuery()  # today, as known now, every mark


class Statement(msgspec.Struct):
    """The answer as a sentence, for people."""

    nl: str
    en: str


class Span(msgspec.Struct, rename={"since": "from"}):
    """An unbroken stretch of history; both days count."""

    since: date
    until: date


class Measure(msgspec.Struct, rename="camel"):
    """A measure inside its public term. `final` is false while it can still be undone."""

    kind: str
    since: date
    until: date | None
    final: bool


class Registration(msgspec.Struct, rename="camel"):
    """One mark of one person on the day asked. `until` is the last day that counts.

    Both days are null for a registration that was revoked from its very first day: not one day counted.
    """

    mark: str
    body: str
    status: str
    certified: bool
    level: str | None
    scope: tuple[str, ...]
    since: date | None
    until: date | None
    scheme_version: str | None
    conditions: tuple[str, ...]
    measures: list[Measure]
    history: list[Span]
    succeeded_by: str | None


class Standing(msgspec.Struct, rename="camel"):
    """The answer to a verification. Only `checkedAt` differs when nothing changed; the ETag leaves it out."""

    number: str
    name: str
    on: date
    known_on: date | None
    checked_at: str
    certified: bool
    statement: Statement
    registrations: list[Registration]
    proves: dict[str, str]
    url: str


EXAMPLE = {
    "number": "LP-0020418-51",
    "name": "F. el Idrissi",
    "on": "2026-11-22",
    "knownOn": None,
    "checkedAt": "2026-11-22T20:45:00Z",
    "certified": True,
    "statement": {
        "nl": "F. el Idrissi is Register Loopbaanprofessional (Noloc), geldig tot en met 1 maart 2029.",
        "en": "F. el Idrissi is Register Loopbaanprofessional (Noloc), valid until and including 1 March 2029.",
    },
    "registrations": [
        {
            "mark": "noloc-rl",
            "body": "noloc",
            "status": "valid",
            "certified": True,
            "level": None,
            "scope": [],
            "since": "2021-03-02",
            "until": "2029-03-01",
            "schemeVersion": "2021-01-01",
            "conditions": [],
            "measures": [],
            "history": [{"from": "2021-03-02", "until": "2025-03-01"}, {"from": "2025-03-02", "until": "2029-03-01"}],
            "succeededBy": None,
        }
    ],
    "proves": {"education": "proven", "experience": "not_proven", "code_of_conduct": "proven"},
    "url": "https://register.example/professionals/LP-0020418-51",
}


@get(
    "/api/v1/practitioners/{number:str}/standing",
    operation_id="getStanding",
    summary="Is this person certified?",
    description="Today, or on a day, as known now or at the end of a day. 404 only for a number never given, 400 for "
    "one that is mistyped, 410 for one removed by right.",
    tags=["Verification"],
    opt=described(
        Description(
            answer=Standing,
            example=EXAMPLE,
            query=StandingQuery,
            problems=("malformed-number", "wrong-check-digits", "unknown-number", "removed"),
            path={"number": "LP-0020418-51"},
        )
    ),
)
async def get_standing(request: Asked, number: FromPath[str]) -> Ready:
    site = site_of(request)
    query = read_query(request.scope, StandingQuery) if request.scope["query_string"] else PLAIN
    return await verified(site, asked_number(number), query, headers_of(request.scope))


async def verified(site: Site, number: str, query: StandingQuery, headers: dict[bytes, bytes]) -> Ready:
    """The answer from the database. That to the plain question is kept for who asks the same again."""
    heard = site.recall.heard
    catalogue = await site.marks.current()
    at = site.now()
    standing = await asked_standing(catalogue, number, query.on, query.known_on, query.mark, at=at)
    today = amsterdam_day(at) if query.on else standing.on
    kept = _in_bytes(standing, catalogue, site.settings.base_url, today)
    if query is PLAIN:
        site.recall.keep(number, today, kept, heard=heard)
    return kept.told(at, headers.get(b"if-none-match"))


async def asked_standing(
    catalogue: Catalogue, number: str, on: date | None, known_on: date | None, mark: str | None, *, at: datetime
) -> PublicStanding:
    """The standing from the register; ProblemRaised for a day or a mark that cannot be asked about."""
    errors = []
    if known_on is not None and known_on > amsterdam_day(at):
        message = say("Dit is een dag in de toekomst: wat het register dan weet, weet nog niemand.")
        errors.append(FieldError("query", "knownOn", message))
    if mark is not None and mark not in catalogue.schemes:
        errors.append(FieldError("query", "mark", UNKNOWN_MARK))
    if errors:
        raise ProblemRaised("invalid-input", errors=errors)
    try:
        return await standings.standing_of(number, at=at, catalogue=catalogue, on=on, known_on=known_on, mark=mark)
    except NotFound:
        raise ProblemRaised("unknown-number") from None


def _in_bytes(standing: PublicStanding, catalogue: Catalogue, base_url: str, today: date) -> KeptAnswer:
    """The answer as it leaves, but for the moment of asking. The very same standing on the same day has its bytes."""
    worded = _worded(standing.number, base_url)
    if worded.standing is not standing or worded.catalogue is not catalogue or worded.today != today:
        worded.kept = KeptAnswer.of(encode_json(as_json(standing, catalogue, base_url, today)))
        worded.standing, worded.catalogue, worded.today = standing, catalogue, today
    return worded.kept


class _Worded:
    """The last answer about somebody in bytes, and what it was made of."""

    __slots__ = ("catalogue", "kept", "standing", "today")

    kept: KeptAnswer

    def __init__(self) -> None:
        self.standing: PublicStanding | None = None
        self.catalogue: Catalogue | None = None
        self.today: date | None = None


@lru_cache(maxsize=standings.UNDERSTOOD)
def _worded(number: str, base_url: str) -> _Worded:
    """The place for one person's answer; empty at first."""
    return _Worded()


def as_json(standing: PublicStanding, catalogue: Catalogue, base_url: str, today: date) -> Standing:
    """The answer as data; its moment of asking is filled in when it is sent (KeptAnswer)."""
    named = names_in(catalogue)
    return Standing(
        number=standing.number,
        name=standing.name,
        on=standing.on,
        known_on=standing.known_on,
        checked_at=NO_MOMENT,
        certified=standing.certified,
        statement=Statement(
            nl=statement(standing, named, "nl", today=today),
            en=statement(standing, named, "en", today=today),
        ),
        registrations=[registration_as_json(registration) for registration in standing.registrations],
        proves=dict(standing.proves),
        url=f"{base_url}/professionals/{standing.number}",
    )


def registration_as_json(r: PublicRegistration) -> Registration:
    return Registration(
        mark=r.mark,
        body=r.body,
        status=r.status,
        certified=r.certified,
        level=r.level,
        scope=r.scope,
        since=r.since,
        until=r.until,
        scheme_version=r.scheme_version,
        conditions=r.conditions,
        measures=[Measure(m.kind, m.since, m.until, m.final) for m in r.measures],
        history=[Span(span.since, span.until) for span in r.history],
        succeeded_by=r.succeeded_by,
    )

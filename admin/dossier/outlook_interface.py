"""What is still missing as JSON, below /api/v1/me/outlook: the same use case as the pages."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated

import msgspec
from litestar import get
from pydantic import Field

from accreditation.findings import amount_text
from accreditation.overview import Line, Overview
from admin.web.doorman import Door, door, own_number
from admin.web.house import house_of
from admin.web.json_answers import as_json
from admin.web.shapes import Items, shape
from public_api.site import Asked
from public_api.web.answers import Answer
from public_api.web.query import CivilDay, Query, read_query
from registry.drafts import ActivityDraft
from registry.inputs import Kind
from registry.outlooks import outlook_of


class OutlookQuery(Query):
    """Which mark, and an activity to try: `kind`, `on`, and its amounts."""

    mark: Annotated[str | None, Field(max_length=80)] = None
    kind: Kind | None = None
    on: CivilDay | None = None
    minutes: Annotated[int | None, Field(ge=0, le=10_000_000)] = None
    points_hundredths: Annotated[int | None, Field(ge=0, le=10_000_000)] = None


class CountedItem(msgspec.Struct, rename="camel"):
    """An entry that counts, and for how much; `waiting` while the body has not looked at it."""

    entry: str
    amount: str | None
    waiting: bool


class LeftItem(msgspec.Struct, rename="camel"):
    """An entry that does not count, and why."""

    entry: str
    reason: str
    amount: str | None


class HeadingItem(msgspec.Struct, rename="camel"):
    """What matters most about a mark now."""

    kind: str
    requirement: str | None
    amount: str | None
    waiting: str | None
    unit: str | None
    by: date | None


class Requirement(msgspec.Struct, rename="camel"):
    """One requirement: where it stands, the calculation, and by when it can still be helped. Amounts are exact text."""

    code: str
    text: dict[str, str]
    outcome: str
    found: str | None
    needed: str | None
    waiting: str | None
    unit: str | None
    by: date | None
    too_late: bool
    counted: list[CountedItem]
    not_counted: list[LeftItem]
    ask: list[str]
    source: str
    confidence: str


class MarkOutlook(msgspec.Struct, rename="camel"):
    """One mark: what matters most, the dates, and every requirement."""

    mark: str
    version: str
    moment: str
    heading: HeadingItem
    apply_from: date | None
    apply_until: date | None
    expires_on: date | None
    can_apply: bool
    safe_from: date | None
    safe_if_approved_from: date | None
    requirements: list[Requirement]


@get(
    "/api/v1/me/outlook",
    opt=door(Door.PROFESSIONAL)
    | shape("What each mark still asks of you, and by when", Items[MarkOutlook], asks=OutlookQuery),
    include_in_schema=False,
)
async def get_outlook(request: Asked) -> Answer:
    query = read_query(request.scope, OutlookQuery)
    house = house_of(request)
    planned: tuple[ActivityDraft, ...] = ()
    if query.kind is not None and query.on is not None:
        planned = (
            ActivityDraft(
                kind=query.kind, since=query.on, until=query.on, minutes=query.minutes,
                points_hundredths=query.points_hundredths,
            ),
        )  # fmt: skip
    catalogue = await house.site.marks.current()
    seen = await outlook_of(own_number(request), at=house.site.now(), catalogue=catalogue, planned=planned)
    return as_json({"items": [_outlook(one) for one in seen if query.mark in (None, one.mark.code)]})


def _outlook(seen: Overview) -> MarkOutlook:
    heading = seen.heading
    return MarkOutlook(
        mark=seen.mark.code,
        version=seen.version.id,
        moment=seen.moment,
        heading=HeadingItem(
            heading.kind, heading.requirement, _exact(heading.amount), _exact(heading.waiting), heading.unit, heading.by
        ),
        apply_from=seen.apply_from,
        apply_until=seen.apply_until,
        expires_on=seen.expires_on,
        can_apply=seen.can_apply,
        safe_from=seen.safe.certain,
        safe_if_approved_from=seen.safe.hoped,
        requirements=[_requirement(line) for line in seen.lines],
    )  # fmt: skip


def _requirement(line: Line) -> Requirement:
    finding = line.finding
    return Requirement(
        code=line.asked.code,
        text={"nl": line.asked.text.nl, "en": line.asked.text.en},
        outcome=str(line.outcome),
        found=_exact(finding.found),
        needed=_exact(finding.needed),
        waiting=_exact(finding.waiting),
        unit=finding.unit,
        by=line.by,
        too_late=line.too_late,
        counted=[CountedItem(c.entry, _exact(c.amount), c.waiting) for c in line.counted],
        not_counted=[LeftItem(n.entry, str(n.reason), _exact(n.amount)) for n in line.left],
        ask=list(line.ask),
        source=line.asked.source,
        confidence=line.asked.confidence,
    )


def _exact(amount: Fraction | None) -> str | None:
    return None if amount is None else amount_text(amount)


ROUTES = [get_outlook]

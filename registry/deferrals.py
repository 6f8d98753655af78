"""Asking for a deferral because of leave: its effect on the dates is shown first, and the ground is never asked."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from math import ceil
from uuid import UUID

from accreditation.dates import LAST_DAY, ONE_DAY, Span, amsterdam_day, months_in, same_day_later
from accreditation.dossier import Dossier, Leave
from accreditation.evaluate import term_dates
from accreditation.outlook import last_day, outlook
from registry.catalogue import Catalogue
from registry.drafts import LeaveDraft
from registry.entries import add_entry
from registry.errors import Refused
from registry.marks_in_view import InView, view_of
from registry.practitioners import find_practitioner

NO_TERM = "None of your registrations runs on these days. A deferral would change nothing: choose other days."


@dataclass(frozen=True, slots=True)
class Dates:
    """The three dates of a mark; None where the body does not say."""

    apply_from: date | None
    apply_until: date | None
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class UsefulUntil:
    """The last day on which a requirement can still be helped, before and after; None: without end."""

    requirement: str
    before: date | None
    after: date | None


@dataclass(frozen=True, slots=True)
class DatesWithLeave:
    """What a deferral of so many months would do for one mark, if the body grants it as it was asked."""

    mark: str
    months: int
    before: Dates
    after: Dates
    requirements: tuple[UsefulUntil, ...]


async def dates_with_leave(
    number: str, asked: LeaveDraft, *, at: datetime, catalogue: Catalogue
) -> tuple[DatesWithLeave, ...]:
    """What a deferral would do to the dates of each mark whose term it touches; nothing is recorded."""
    on = amsterdam_day(at)
    view = await view_of(await find_practitioner(number), on, catalogue)
    span = Span(asked.since, asked.until)
    months = ceil(months_in(span))
    return tuple(_with_leave(mark, span, months, on) for mark in view.marks if _touches(span, mark))


async def dates_with_months(
    number: str, mark: str, asked: LeaveDraft, months: int, *, at: datetime, catalogue: Catalogue
) -> DatesWithLeave | None:
    """What so many months would do to the dates of one mark; None when the days asked touch no term of it."""
    on = amsterdam_day(at)
    view = await view_of(await find_practitioner(number), on, catalogue)
    span = Span(asked.since, asked.until)
    return next(
        (_with_leave(m, span, months, on) for m in view.marks if m.mark.code == mark and _touches(span, m)), None
    )


def _touches(span: Span, mark: InView) -> bool:
    return mark.dossier.term is not None and bool(span.overlap(mark.dossier.term))


def _with_leave(mark: InView, span: Span, months: int, on: date) -> DatesWithLeave:
    granted = replace(mark.dossier, leave=(*mark.dossier.leave, Leave(span.since, span.until, months)))
    return DatesWithLeave(
        mark.mark.code, months, _dates(mark, mark.dossier, on), _dates(mark, _extended(mark.dossier, months), on),
        tuple(_useful(mark, granted, on)),
    )  # fmt: skip


def _extended(dossier: Dossier, months: int) -> Dossier:
    """The same term with its last day so many months later, as an extension by the body would make it."""
    assert dossier.term is not None  # asked before
    until = min(same_day_later(dossier.term.until + ONE_DAY, months) - ONE_DAY, LAST_DAY)
    return replace(dossier, term=Span(dossier.term.since, until))


def _dates(mark: InView, dossier: Dossier, on: date) -> Dates:
    found = term_dates(mark.version.term, dossier, on, "renewal")
    return Dates(found.apply_from, found.apply_until, found.term.until if found.term else None)


def _useful(mark: InView, granted: Dossier, on: date) -> Iterator[UsefulUntil]:
    """What the rules themselves make of approved leave, where it makes a difference."""
    before = outlook(mark.mark, mark.version, mark.dossier, on).now.requirements
    after = outlook(mark.mark, mark.version, granted, on).now.requirements
    for old, new in zip(before, after, strict=True):
        days = _or_none(last_day(old.finding)), _or_none(last_day(new.finding))
        if days[0] != days[1]:
            yield UsefulUntil(new.code, *days)


def _or_none(day: date) -> date | None:
    return None if day == date.max else day


async def ask_leave(number: str, asked: LeaveDraft, *, catalogue: Catalogue, actor: str, at: datetime) -> UUID:
    """Ask the body for a deferral; gives the identity of the request. Raises Refused when no term would change."""
    if not await dates_with_leave(number, asked, at=at, catalogue=catalogue):
        raise Refused(NO_TERM)
    return await add_entry(number, "leave", asked, actor=actor, at=at)

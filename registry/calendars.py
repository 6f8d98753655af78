"""Somebody's own days in their own calendar: an address with a secret in it, which can be renewed.

A calendar program cannot log in, so whoever has the address sees the days. The register keeps only a digest of it.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from accreditation.dates import LAST_DAY, amsterdam_day
from accreditation.evaluate import term_dates
from accreditation.scheme import Mark
from registry.canonical import digest
from registry.catalogue import Catalogue
from registry.database import once_more
from registry.errors import NotFound
from registry.journal import recording
from registry.marks_in_view import InView, view_of
from registry.practitioners import find_practitioner
from registry.tables_letters import CalendarSecretRow
from registry.tables_people import PractitionerRow

EventKind = Literal["apply_from", "hand_in_until", "expires"]
NO_CALENDAR = "There is no such calendar. Make a new address for it in your own file."


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One day that matters: from when and until when a renewal can be handed in, and the last day of the term."""

    kind: EventKind
    mark: Mark
    on: date


@dataclass(frozen=True, slots=True)
class OwnCalendar:
    """The days of one person, as they are known `at` a moment."""

    at: datetime
    events: tuple[CalendarEvent, ...]


@once_more
async def renew_calendar_secret(number: str, *, actor: str, at: datetime) -> str:
    """A new secret for somebody's calendar; the one before opens nothing any more. It is not kept: show it now."""
    secret = secrets.token_urlsafe(32)
    async with recording(actor=actor, at=at) as journal:
        person = await find_practitioner(number)
        await CalendarSecretRow.delete().where(CalendarSecretRow.practitioner == person["id"])
        await CalendarSecretRow.insert(
            CalendarSecretRow(practitioner=person["id"], digest=digest(secret), renewed_at=journal.at)
        )
        await journal.append("practitioner.calendar_renewed", person["number"])
    return secret


@once_more
async def close_calendar(number: str, *, actor: str, at: datetime) -> None:
    """No calendar any more: the address opens nothing. Raises NotFound when there was none."""
    async with recording(actor=actor, at=at) as journal:
        person = await find_practitioner(number)
        gone = (
            await CalendarSecretRow.delete()
            .where(CalendarSecretRow.practitioner == person["id"])
            .returning(CalendarSecretRow.practitioner)
        )
        if not gone:
            raise NotFound(NO_CALENDAR)
        await journal.append("practitioner.calendar_closed", person["number"])


async def calendar_since(number: str) -> datetime | None:
    """When somebody's calendar got its address; None without one."""
    person = await find_practitioner(number)
    row = await CalendarSecretRow.select().where(CalendarSecretRow.practitioner == person["id"]).first()
    found: datetime | None = row["renewed_at"] if row is not None else None
    return found


async def calendar_of(secret: str, *, at: datetime, catalogue: Catalogue) -> OwnCalendar:
    """The days of whoever has this secret. Raises NotFound, the same for one that never was and one that is over."""
    row = await CalendarSecretRow.select().where(CalendarSecretRow.digest == digest(secret)).first()
    person = (
        await PractitionerRow.select().where(PractitionerRow.id == row["practitioner"]).first()
        if row is not None
        else None
    )
    if person is None or person["removed_on"] is not None:
        raise NotFound(NO_CALENDAR)
    today = amsterdam_day(at)
    view = await view_of(person, today, catalogue)
    events = (event for seen in view.marks for event in _events(seen, today))
    return OwnCalendar(at, tuple(sorted(events, key=lambda event: (event.on, event.mark.code, event.kind))))


def _events(seen: InView, today: date) -> Iterator[CalendarEvent]:
    """The days of one mark. Once it was handed in there is only the last day of the term."""
    until = seen.standing.until
    if until is None or until >= LAST_DAY:  # a mark without an end
        return
    yield CalendarEvent("expires", seen.mark, until)
    if seen.application is None:
        dates = term_dates(seen.version.term, seen.dossier, today, "renewal")
        if dates.apply_from is not None:
            yield CalendarEvent("apply_from", seen.mark, dates.apply_from)
        if dates.apply_until is not None:
            yield CalendarEvent("hand_in_until", seen.mark, dates.apply_until)

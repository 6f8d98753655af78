"""The calendar file is one that calendar programs read, in both languages."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from icalendar import Calendar

from admin.dossier.calendars import calendar_file
from public_api.web.language import LANGUAGES, Language
from registry.calendars import CalendarEvent, OwnCalendar
from registry.catalogue import Catalogue

AT = datetime(2026, 11, 25, 9, tzinfo=UTC)
LAST = date(2027, 3, 1)


def own(catalogue: Catalogue) -> OwnCalendar:
    mark = catalogue.mark("proefmerk")
    return OwnCalendar(
        AT,
        (
            CalendarEvent("apply_from", mark, date(2026, 9, 1)),
            CalendarEvent("expires", mark, LAST),
            CalendarEvent("hand_in_until", mark, LAST),
        ),
    )


def read_back(calendar: OwnCalendar, language: Language) -> Any:
    """As a calendar program reads it."""
    return Calendar.from_ical(calendar_file(calendar, language))


def test_every_day_is_a_whole_day(catalogue: Catalogue) -> None:
    """With an identity of its own, and a warning two weeks before the last day of handing in."""
    read = read_back(own(catalogue), "nl")
    events = list(read.walk("VEVENT"))
    assert [date(2026, 9, 1), LAST, LAST] == [event["DTSTART"].dt for event in events]
    assert all(event["DTEND"].dt - event["DTSTART"].dt == timedelta(days=1) for event in events)
    assert 3 == len({str(event["UID"]) for event in events})
    assert {AT} == {event["DTSTAMP"].dt for event in events}
    assert [timedelta(days=-14)] == [alarm["TRIGGER"].dt for alarm in read.walk("VALARM")]
    assert ("2.0", "PUBLISH") == (str(read["VERSION"]), str(read["METHOD"]))


def test_it_speaks_the_language_of_its_reader(catalogue: Catalogue) -> None:
    """What to do that day, and for which mark."""
    titles = {
        language: [str(e["SUMMARY"]) for e in read_back(own(catalogue), language).walk("VEVENT")]
        for language in LANGUAGES
    }
    assert "Laatste dag om je verlenging in te dienen: Proefmerk" == titles["nl"][2]
    assert "Last day to hand in your renewal: Trial mark" == titles["en"][2]


def test_it_is_written_as_the_standard_asks(catalogue: Catalogue) -> None:
    """Lines end in CRLF and are at most 75 octets; an empty calendar is a calendar."""
    text = calendar_file(own(catalogue), "nl")
    assert all(len(line) <= 75 for line in text.split(b"\r\n"))
    assert b"\n" not in text.replace(b"\r\n", b"")
    assert text.startswith(b"BEGIN:VCALENDAR\r\n")
    empty = read_back(OwnCalendar(AT, ()), "en")
    assert [] == empty.walk("VEVENT")

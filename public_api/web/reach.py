"""How a reader reaches somebody, in words: the way itself, its hours, and whether it is open now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from itertools import groupby
from typing import Protocol

from accreditation.dates import ONE_DAY, amsterdam_day
from public_api.web.language import Language, Sentence, say, weekday_in_words
from registry.contact_points import ContactPoint, Kind
from registry.opening_hours import DAYS, Week

TITLES: Mapping[Kind, Sentence] = {
    "phone": say("Bellen"),
    "chat": say("Chatten"),
    "call_back": say("Teruggebeld worden"),
    "walk_in": say("Langskomen"),
    "mail": say("Mailen"),
}
WEEKDAYS: tuple[Sentence, ...] = (
    say("maandag"), say("dinsdag"), say("woensdag"), say("donderdag"), say("vrijdag"), say("zaterdag"), say("zondag"),
)  # fmt: skip
_WORKING_DAYS = 5


@dataclass(frozen=True, slots=True)
class Way:
    """One way to reach somebody, looked at a moment."""

    point: ContactPoint
    at: datetime

    @property
    def kind(self) -> Kind:
        return self.point.kind

    @property
    def value(self) -> str:
        return self.point.value

    @property
    def title(self) -> Sentence:
        return TITLES[self.point.kind]

    @property
    def link(self) -> str:
        """Where to press; nothing for an address on a street."""
        value = self.point.value
        if self.point.kind == "walk_in":
            return ""
        if value.startswith("https://"):
            return value
        return f"mailto:{value}" if "@" in value else f"tel:{as_dialled(value)}"

    def words(self, language: Language) -> str:
        """What its body says with it."""
        return (self.point.words_en if language == "en" else self.point.words_nl) or ""

    def hours(self, language: Language) -> str:
        """When it is open, in words; nothing where that is not told."""
        return "" if self.point.week is None else hours_in_words(self.point.week, language)

    def open_now(self, language: Language) -> str:
        """Whether it is open at this moment, and until when or from when; nothing where its hours are not told."""
        return "" if self.point.week is None else _open_now(self.point.week, self.at, language)


class Contact(Protocol):
    """How the register itself is reached now, as every page shows it."""

    @property
    def phone(self) -> Way | None: ...
    @property
    def mail(self) -> str: ...
    @property
    def ways(self) -> Sequence[Way]: ...


def as_dialled(number: str) -> str:
    """A telephone number without what stands in it for reading."""
    return "".join(sign for sign in number if sign.isdigit() or sign == "+")


def hours_in_words(week: Week, language: Language) -> str:
    """`op werkdagen van 9.00 tot 17.00 uur`, or day by day with days that are alike together."""
    working, weekend = set(week.days[:_WORKING_DAYS]), set(week.days[_WORKING_DAYS:])
    if len(working) == 1 and weekend == {()} and len(week.days[0]) == 1:
        (span,) = week.days[0]
        told = say("op werkdagen van {opens} tot {closes} uur", opens=_clock(span.opens), closes=_clock(span.closes))
        return told.in_language(language)
    parts = []
    for spans, days in groupby(range(DAYS), key=lambda day: week.days[day]):
        alike = list(days)
        if spans:
            parts.append(f"{_days(alike, language)} {', '.join(map(str, spans))}")
    return "; ".join(parts)


def _days(days: Sequence[int], language: Language) -> str:
    first, last = (WEEKDAYS[day].in_language(language) for day in (days[0], days[-1]))
    if len(days) == 1:
        return first
    return say("{first} tot en met {last}", first=first, last=last).in_language(language)


def _open_now(week: Week, at: datetime, language: Language) -> str:
    until = week.open_until(at)
    if until is not None:
        return say("nu open tot {time}", time=_clock(until)).in_language(language)
    again = week.opens_again(at)
    if again is None:
        return say("nu gesloten").in_language(language)
    day, opens = again
    today, moment = amsterdam_day(at), _clock(opens)
    if day == today:
        return say("nu gesloten, vandaag open om {time}", time=moment).in_language(language)
    if day == today + ONE_DAY:
        return say("nu gesloten, morgen open om {time}", time=moment).in_language(language)
    told = say("nu gesloten, open op {day} om {time}", day=weekday_in_words(day, language), time=moment)
    return told.in_language(language)


def _clock(moment: time) -> str:
    return f"{moment.hour}.{moment.minute:02}"

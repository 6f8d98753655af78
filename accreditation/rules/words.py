"""The small words rule sentences are made of, in Dutch and English."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from accreditation.dates import Period
from accreditation.dossier import Measure
from accreditation.findings import amount_text
from accreditation.rules.values import Texts
from accreditation.rules.where import Where
from accreditation.rules.window import Window

_UNITS = {
    Measure.POINTS: ("punt", "punten", "point", "points"),
    Measure.HOURS: ("uur", "uur", "hour", "hours"),
    Measure.CLIENTS: ("cliënt", "cliënten", "client", "clients"),
    Measure.CONTACT_HOURS: ("contactuur", "contacturen", "contact hour", "contact hours"),
    Measure.CREDITS: ("studiepunt", "studiepunten", "study credit", "study credits"),
    Measure.EVENTS: ("keer", "keer", "time", "times"),
}
_MONTHS = {
    "nl": [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}


@dataclass(frozen=True, slots=True)
class Speech:
    """In which language a rule is said ("nl" or "en"), and what the codes of a scheme file are called there."""

    language: str
    labels: Mapping[str, Texts] = field(default_factory=dict)

    def word(self, code: str) -> str:
        """The label of a code; a code without one is said as it is written."""
        label = self.labels.get(code)
        return label.within(self.language) if label is not None else code.replace("_", " ")

    def listed(self, codes: Sequence[str]) -> str:
        return " / ".join(self.word(code) for code in codes)


def say(speech: Speech, nl: str, en: str) -> str:
    return en if speech.language == "en" else nl


def number(amount: Fraction, speech: Speech) -> str:
    text = amount_text(amount)
    return text if speech.language == "en" else text.replace(".", ",")


def quantity(amount: Fraction, measure: Measure, speech: Speech) -> str:
    """ "75 punten", "1 hour"."""
    one_nl, more_nl, one_en, more_en = _UNITS[measure]
    one, more = say(speech, one_nl, one_en), say(speech, more_nl, more_en)
    return f"{number(amount, speech)} {one if amount == 1 else more}"


def day(on: date, speech: Speech) -> str:
    return f"{on.day} {_MONTHS['en' if speech.language == 'en' else 'nl'][on.month - 1]} {on.year}"


def length(period: Period, speech: Speech) -> str:
    """ "4 jaar", "6 months"."""
    if period.days:
        one = period.days == 1
        return f"{period.days} {say(speech, 'dag' if one else 'dagen', 'day' if one else 'days')}"
    if period.months % 12 == 0:
        years = period.months // 12
        return f"{years} {say(speech, 'jaar', 'year' if years == 1 else 'years')}"
    one = period.months == 1
    return f"{period.months} {say(speech, 'maand' if one else 'maanden', 'month' if one else 'months')}"


def during(window: Window, speech: Speech) -> str:
    """When, as the end of a sentence."""
    if window.term:
        return say(speech, "in de registratieperiode", "during the registration period")
    if window.last is not None:
        return say(speech, "in de laatste ", "in the last ") + length(window.last, speech)
    if window.calendar_years is not None:
        count = window.calendar_years
        return say(speech, f"in {count} kalenderjaren", f"in {count} calendar years")
    if window.since is not None:
        return say(speech, "sinds ", "since ") + day(window.since, speech)
    if window.cycle is not None:
        return say(speech, "in de vaste periode van ", "in the fixed period of ") + length(window.cycle, speech)
    return say(speech, "ooit", "at any time")


def about(where: Where, speech: Speech) -> str:
    """What the rule looks at, in brackets behind the sentence; empty when it looks at everything."""
    values = [*where.kind, *where.category, *where.domain, *where.subject, *where.course, *where.role, *where.mode]
    said = [speech.word(value) for value in values]
    if where.provider_accredited:
        said.append(say(speech, "erkende aanbieder", "accredited provider"))
    said += [say(speech, "bevestigd door ", "confirmed by ") + speech.word(who) for who in where.confirmed_by]
    said += [say(speech, "niet: ", "not: ") + speech.word(kind) for kind in where.except_kind]
    return f" ({', '.join(said)})" if said else ""

"""The small words rule sentences are made of, in Dutch and English."""

from datetime import date
from fractions import Fraction

from accreditation.dates import Period
from accreditation.dossier import Measure
from accreditation.findings import amount_text
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


def say(language: str, nl: str, en: str) -> str:
    return en if language == "en" else nl


def number(amount: Fraction, language: str) -> str:
    text = amount_text(amount)
    return text if language == "en" else text.replace(".", ",")


def quantity(amount: Fraction, measure: Measure, language: str) -> str:
    """ "75 punten", "1 hour"."""
    one_nl, more_nl, one_en, more_en = _UNITS[measure]
    one, more = say(language, one_nl, one_en), say(language, more_nl, more_en)
    return f"{number(amount, language)} {one if amount == 1 else more}"


def day(on: date, language: str) -> str:
    return f"{on.day} {_MONTHS['en' if language == 'en' else 'nl'][on.month - 1]} {on.year}"


def length(period: Period, language: str) -> str:
    """ "4 jaar", "6 months"."""
    if period.days:
        one = period.days == 1
        return f"{period.days} {say(language, 'dag' if one else 'dagen', 'day' if one else 'days')}"
    if period.months % 12 == 0:
        years = period.months // 12
        return f"{years} {say(language, 'jaar', 'year' if years == 1 else 'years')}"
    one = period.months == 1
    return f"{period.months} {say(language, 'maand' if one else 'maanden', 'month' if one else 'months')}"


def during(window: Window, language: str) -> str:
    """When, as the end of a sentence."""
    if window.term:
        return say(language, "in de registratieperiode", "during the registration period")
    if window.last is not None:
        return say(language, "in de laatste ", "in the last ") + length(window.last, language)
    if window.calendar_years is not None:
        count = window.calendar_years
        return say(language, f"in {count} kalenderjaren", f"in {count} calendar years")
    if window.since is not None:
        return say(language, "sinds ", "since ") + day(window.since, language)
    if window.cycle is not None:
        return say(language, "in de vaste periode van ", "in the fixed period of ") + length(window.cycle, language)
    return say(language, "ooit", "at any time")


def about(where: Where, language: str) -> str:
    """What the rule looks at, in brackets behind the sentence; empty when it looks at everything."""
    values = [*where.kind, *where.category, *where.domain, *where.subject, *where.course, *where.role, *where.mode]
    if where.provider_accredited:
        values.append(say(language, "erkende aanbieder", "accredited provider"))
    values += [say(language, f"bevestigd door {who}", f"confirmed by {who}") for who in where.confirmed_by]
    values += [say(language, f"niet: {kind}", f"not: {kind}") for kind in where.except_kind]
    return f" ({', '.join(values).replace('_', ' ')})" if values else ""

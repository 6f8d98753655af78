"""What a registration is, in words: the sentence of an answer, the heading and the tone of a page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from accreditation.dates import ONE_DAY
from public_api.web.language import Language, Sentence, day_in_words, say
from registry.public_view import PublicRegistration, PublicStanding

Tone = Literal["good", "care", "no", "calm"]


@dataclass(frozen=True, slots=True)
class MarkName:
    """How a mark is called in a sentence: `Register Loopbaanprofessional`, issued by `Noloc`."""

    mark: str
    body: str
    successor: str | None = None


# Which name belongs to a mark's code, in a language. The catalogue knows.
Named = Callable[[PublicRegistration, Language], MarkName]


def tone(registration: PublicRegistration) -> Tone:
    """Which icon and colour go with the words."""
    match registration.status:
        case "valid":
            return "good"
        case "valid_with_conditions" | "renewal_pending":
            return "care"
        case "suspended" | "revoked":
            return "no"
        case _:
            return "calm"


def heading(registration: PublicRegistration, language: Language) -> str:
    """The status in a few words."""
    if registration.until is None:
        return say("Doorgehaald vanaf de eerste dag").in_language(language)
    match registration.status:
        case "valid":
            said = say("Geregistreerd")
        case "valid_with_conditions":
            said = say("Geregistreerd onder voorwaarden")
        case "renewal_pending" if registration.certified:
            said = say("Geregistreerd, verlenging loopt")
        case "renewal_pending":
            said = say("Niet geregistreerd, verlenging loopt")
        case "suspended":
            said = say("Geschorst")
        case _:
            gone_since = day_in_words(registration.until + ONE_DAY, language)
            said = say("Niet meer geregistreerd sinds {day}", day=gone_since)
    return said.in_language(language)


def sentence(name: str, registration: PublicRegistration, named: MarkName, language: Language) -> str:
    """One registration of one person as a full sentence."""
    gaps = {"name": name, "mark": named.mark, "body": named.body}
    return _sentence(registration, named, gaps, language).in_language(language)


def _sentence(registration: PublicRegistration, named: MarkName, gaps: dict[str, str], language: Language) -> Sentence:
    last = registration.until
    if last is None:
        return say("{name} is geen {mark}: {body} heeft de registratie doorgehaald vanaf de eerste dag.", **gaps)
    gaps = gaps | {"until": day_in_words(last, language)}
    match registration.status:
        case "valid":
            return say("{name} is {mark} ({body}), geldig tot en met {until}.", **gaps)
        case "valid_with_conditions":
            return say("{name} is {mark} ({body}) onder voorwaarden, geldig tot en met {until}.", **gaps)
        case "renewal_pending" if registration.certified:
            return say(
                "{name} is {mark} ({body}). De termijn liep tot en met {until}; de registratie blijft geldig tot er "
                "over de verlenging is beslist.",
                **gaps,
            )
        case "renewal_pending":
            return say(
                "{name} was {mark} ({body}) tot en met {until}. Er wordt nog over de verlenging beslist; tot dan is de "
                "registratie niet geldig.",
                **gaps,
            )
        case "suspended":
            return _suspended(registration, gaps, language)
        case "revoked":
            return say(
                "{name} is geen {mark} meer: {body} heeft de registratie doorgehaald. De laatste dag was {until}.",
                **gaps,
            )
        case "withdrawn":
            return say("{name} was {mark} ({body}) tot en met {until} en is daar zelf mee gestopt.", **gaps)
        case "converted" if named.successor:
            return say(
                "{name} was {mark} ({body}) tot en met {until}. Dit keurmerk ging over in {successor}.",
                successor=named.successor,
                **gaps,
            )
        case _ if again := next((span.since for span in registration.history if span.since > last), None):
            return say(
                "{name} was {mark} ({body}) tot en met {until}. Op deze dag was er geen registratie. Vanaf {again} is "
                "die er weer.",
                again=day_in_words(again, language),
                **gaps,
            )
        case _:
            return say("{name} was {mark} ({body}) tot en met {until}. De registratie is niet verlengd.", **gaps)


def _suspended(registration: PublicRegistration, gaps: dict[str, str], language: Language) -> Sentence:
    ends = [measure.until for measure in registration.measures if measure.kind == "suspension"]
    until = ends[-1] if ends else None
    if until is None:
        return say("De registratie van {name} als {mark} ({body}) is geschorst en telt nu niet.", **gaps)
    last_day = day_in_words(until, language)
    return say(
        "De registratie van {name} als {mark} ({body}) is geschorst tot en met {last_day} en telt tot dan niet.",
        last_day=last_day,
        **gaps,
    )


def statement(standing: PublicStanding, named: Named, language: Language, *, today: date) -> str:
    """The whole answer in a sentence or two: what counts on the day, or else what there was."""
    matters = [r for r in standing.registrations if r.certified or r.status == "suspended"]
    told = matters or standing.registrations
    said = " ".join(sentence(standing.name, r, named(r, language), language) for r in told)
    if not said:
        said = say("{name} heeft geen registratie.", name=standing.name).in_language(language)
    if standing.known_on is not None:
        known_on = day_in_words(standing.known_on, language)
        said = say("Zoals het register het wist op {day}: {said}", day=known_on, said=said).in_language(language)
    if standing.on != today:
        on = day_in_words(standing.on, language)
        said = say("Op {day}: {said}", day=on, said=said).in_language(language)
    return said

"""Where somebody stands with each mark, above what is still needed: handed in, suspended, or no longer registered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from admin.dossier.tasks import WITH_THE_BODY, Tone
from public_api.web.language import Language, Sentence, day_in_words, say
from registry.catalogue import Catalogue
from registry.leaving import AskedToLeave
from registry.public_view import PublicRegistration
from registry.renewals import Course

ENDED = ("expired", "withdrawn", "revoked", "converted")


@dataclass(frozen=True, slots=True)
class ToldState:
    """One thing to know about a mark, and where to go with it."""

    words: Sentence
    tone: Tone
    address: str
    label: Sentence


def told_states(
    courses: Sequence[Course],
    registrations: Iterable[PublicRegistration],
    catalogue: Catalogue,
    language: Language,
    today: date,
) -> tuple[ToldState, ...]:
    """What matters most first: what was handed in, what was refused, what is suspended, what ended."""
    asked = [course for course in courses if course.status in WITH_THE_BODY]
    waiting = {course.mark for course in asked}
    held = tuple(registrations)
    return (
        *(_handed_in(course, catalogue, language) for course in asked),
        *(
            _refused(one, one.until, catalogue, language)
            for one in courses
            if one.status == "refused" and one.until and one.until >= today
        ),
        *(_suspended(one, catalogue, language) for one in held if one.status == "suspended"),
        *(told for one in held if one.mark not in waiting for told in _ended(one, catalogue, language, today)),
    )


def told_leaving(left: AskedToLeave | None, language: Language) -> tuple[ToldState, ...]:
    """Of somebody who left the register, and can still come back to it."""
    if left is None:
        return ()
    words = say(
        "Je hebt je uitgeschreven: vanaf {since} heb je geen keurmerk meer. Je dossier verdwijnt op {remove_on}.",
        since=day_in_words(left.since, language),
        remove_on=day_in_words(left.remove_on, language),
    )
    return (ToldState(words, "care", "/mijn/gegevens/uitschrijven", say("Bedenk je je?")),)


def _handed_in(course: Course, catalogue: Catalogue, language: Language) -> ToldState:
    mark = catalogue.mark(course.mark).name.within(language)
    if course.open_questions:
        address = f"/mijn/verlengen/{course.application}/vraag"
        words = say("Je instelling heeft een vraag over je aanvraag voor {mark}.", mark=mark)
        return ToldState(words, "care", address, say("Beantwoord de vraag"))
    day = day_in_words(course.handed_in_on, language) if course.handed_in_on is not None else ""
    words = say("Je aanvraag voor {mark} is ingediend op {day} en wacht op een besluit.", mark=mark, day=day)
    return ToldState(words, "calm", f"/mijn/verlengen/aanvraag/{course.application}", say("Bekijk je aanvraag"))


def _refused(course: Course, until: date, catalogue: Catalogue, language: Language) -> ToldState:
    words = say(
        "Je aanvraag voor {mark} is afgewezen. Bezwaar kan tot en met {day}.",
        mark=catalogue.mark(course.mark).name.within(language),
        day=day_in_words(until, language),
    )
    return ToldState(words, "no", f"/mijn/verlengen/aanvraag/{course.application}", say("Lees waarom"))


def _suspended(one: PublicRegistration, catalogue: Catalogue, language: Language) -> ToldState:
    mark = catalogue.mark(one.mark).name.within(language)
    until = [measure.until for measure in one.measures if measure.kind == "suspension"]
    words = say("Je registratie voor {mark} is geschorst en telt nu niet.", mark=mark)
    if until and until[-1] is not None:
        day = day_in_words(until[-1], language)
        words = say(
            "Je registratie voor {mark} is geschorst tot en met {day} en telt tot dan niet.", mark=mark, day=day
        )
    return ToldState(words, "no", "/mijn/verlengen#besluiten", say("Bekijk het besluit"))


def _ended(one: PublicRegistration, catalogue: Catalogue, language: Language, today: date) -> Iterator[ToldState]:
    """A mark that was held, with the way to ask for it again or for the one that came after it."""
    if one.status not in ENDED:
        return
    mark, day = catalogue.mark(one.mark), None if one.until is None else day_in_words(one.until, language)
    name = mark.name.within(language)
    words = say("Je registratie voor {mark} liep tot en met {day}. Je bent daarvoor niet meer geregistreerd.",
                mark=name, day=day)  # fmt: skip
    if one.status == "revoked" or day is None:
        words = say("Je registratie voor {mark} is doorgehaald. Je bent daarvoor niet meer geregistreerd.", mark=name)
    again = mark.code if mark.ended_on is None or mark.ended_on >= today else one.succeeded_by
    address = "/mijn/verlengen" if again is None else f"/mijn/verlengen/{again}"
    yield ToldState(words, "calm", address, say("Kijk wat je nodig hebt om het opnieuw te krijgen"))

"""The letters of a body: what they are called, what the body adds, and how one looks to somebody who does not exist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from accreditation.dates import ONE_DAY, Span
from accreditation.dossier import Dossier
from accreditation.evaluate import last_day_of_handing_in
from accreditation.overview import overview
from accreditation.reminders import Step
from accreditation.scheme import Mark
from admin.post.letters import wording_of
from admin.post.reminder_letters import reminder_letter
from admin.post.wording import Wording
from public_api.web.language import Language, Sentence, say
from registry.catalogue import Catalogue
from registry.letter_texts import BodyLetter, LetterText, body_letter, text_on
from registry.reminder_keys import ReminderKey
from registry.reminders import Reminder

NAMES: Mapping[BodyLetter, Sentence] = {
    "received": say("Aanvraag ontvangen"),
    "question": say("Vraag over een aanvraag"),
    "granted": say("Aanvraag goedgekeurd"),
    "refused": say("Aanvraag afgewezen"),
    "reminder": say("Herinnering"),
    "expired": say("De registratie is voorbij"),
}
NOBODY = "LP-0000000-00"  # a number that nobody has: its last two figures are never right
_APPLICATION = str(UUID(int=0))
_TERM = timedelta(days=4 * 365)
_SOON = timedelta(days=91)
_ABOUT: Mapping[BodyLetter, tuple[str, Mapping[str, str]]] = {
    "received": ("application.received", {}),
    "question": ("application.question", {}),
    "granted": ("application.decided", {"outcome": "granted"}),
    "refused": ("application.decided", {"outcome": "refused"}),
}


def with_text(wording: Wording, text: LetterText | None, body: str, language: Language) -> Wording:
    """A letter with what the body adds: below everything that the register says, and never instead of it."""
    if text is None:
        return wording
    paragraphs = [" ".join(part.split()) for part in text.within(language).split("\n\n")]
    return replace(wording, added=(say("{body} schrijft hierbij:", body=body), *filter(None, paragraphs)))


async def with_text_of_body(
    wording: Wording, kind: str, about: Mapping[str, str], language: Language, *, catalogue: Catalogue, on: date
) -> Wording:
    """A letter of the outbox with what its body adds on a day. `about` names the mark and the outcome."""
    letter = body_letter(kind, about)
    if letter is None:
        return wording
    body = catalogue.mark(about["mark"]).body
    return with_text(wording, await text_on(body.code, letter, on), body.name, language)


async def wording_to_send(
    kind: str, about: Mapping[str, str], language: Language, *, catalogue: Catalogue, on: date
) -> Wording:
    """What a letter of the outbox says when it leaves on a day; also for whoever looks at it before. As wording_of."""
    wording = wording_of(kind, about, language, catalogue)
    return await with_text_of_body(wording, kind, about, language, catalogue=catalogue, on=on)


def invented(letter: BodyLetter, mark: Mark, catalogue: Catalogue, language: Language, *, on: date) -> Wording | None:
    """A letter as it is sent, to somebody who does not exist: with an empty file, and a term that ends soon.

    None where it is not sent: nobody is reminded of a mark without rules.
    """
    if letter in _ABOUT:
        kind, more = _ABOUT[letter]
        about = {"mark": mark.code, "application": _APPLICATION, **more}
        if letter == "granted":
            about["until"] = (on + _TERM).isoformat()
        return wording_of(kind, about, language, catalogue)
    reminder = _invented_reminder(letter, mark, on)
    return None if reminder is None else reminder_letter(reminder, language)


def _invented_reminder(letter: BodyLetter, mark: Mark, on: date) -> Reminder | None:
    """Three months before the end, or the day after it."""
    over = letter == "expired"
    until = on - ONE_DAY if over else on + _SOON
    term = Span(until - _TERM, until)
    nobody = Dossier(holder=NOBODY, registered_on=term.since, term=term, level=next(iter(mark.levels), None))
    version = mark.version_for(nobody, on)
    if version is None:
        return None
    key = ReminderKey(NOBODY, mark.code, until, Step.EXPIRED if over else Step.THREE_MONTHS)
    last = last_day_of_handing_in(version.term, until)
    if over and (last is None or last < on):
        return Reminder(key, mark, None, None)
    return Reminder(key, mark, last, overview(mark, version, nobody, on))

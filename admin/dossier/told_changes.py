"""The earlier versions of an entry, in words: what was done when, by whom, and what stood there before and after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from admin.dossier.entry_form import LABELS
from admin.dossier.entry_options import entry_labels
from admin.dossier.kinds import words_asked
from admin.web.amounts import hours_text, hundredths_text
from admin.web.doorman import own_number, signed_in
from admin.web.house import house_of
from public_api.site import Asked
from public_api.web.language import Language, Sentence, day_in_words, say
from public_api.web.pages import reader_of
from registry.drafts import EntryKind
from registry.entry_changes import Difference, EntryChange, entry_changes
from registry.own_entries import Entry

YES, NO, NOTHING = say("Ja"), say("Nee"), say("Niets ingevuld")
CODES = ("kind", "role", "category", "domain", "mode", "field_of_study", "field_of_work")
BY_YOU, BY_ANOTHER = say("Door jou"), say("Door iemand anders")
DONE: Mapping[str, Sentence] = {
    "corrected": say("Gewijzigd"),
    "handed_in": say("Ingediend"),
    "withdrawn": say("Ingetrokken"),
    "confirmed": say("Bevestigd"),
    "approved": say("Goedgekeurd"),
    "refused": say("Telt niet mee"),
    "waiting": say("Wacht weer op controle"),
    "concept": say("Weer een concept"),
}


@dataclass(frozen=True, slots=True)
class ToldDifference:
    """One field: what it is called, and what stood there before and after."""

    label: Sentence
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ToldChange:
    """One change as its page tells it."""

    done: Sentence
    at: datetime
    by: Sentence
    differences: tuple[ToldDifference, ...]


async def changes_on(
    request: Asked, kind: EntryKind, entry: Entry, fields: Mapping[str, Sentence] = LABELS
) -> tuple[ToldChange, ...]:
    """The changes of an entry in the reader's language, newest first; `fields` is what its page calls each field."""
    found = await entry_changes(own_number(request), kind, entry)
    if not found:
        return ()
    catalogue, language = await house_of(request).site.marks.current(), reader_of(request.scope).language
    labels = entry_labels(catalogue, language)
    for about in ("category", "domain", "role", "mode"):
        labels = dict(words_asked(catalogue, language, about)) | labels
    return told_changes(found, fields, labels, language, signed_in(request).actor)


def told_changes(
    changes: Iterable[EntryChange],
    fields: Mapping[str, Sentence],
    labels: Mapping[str, str],
    language: Language,
    reader: str,
) -> tuple[ToldChange, ...]:
    """Changes in words. Who did it is told as "you" or "somebody else": nobody else's name is theirs to see."""
    return tuple(
        ToldChange(
            DONE[one.change], one.at, BY_YOU if one.by == reader else BY_ANOTHER,
            tuple(_told(difference, fields, labels, language) for difference in one.differences),
        )
        for one in changes
    )  # fmt: skip


def _told(
    difference: Difference, fields: Mapping[str, Sentence], labels: Mapping[str, str], language: Language
) -> ToldDifference:
    name = difference.field
    before, after = (in_words(name, value, labels, language) for value in (difference.before, difference.after))
    return ToldDifference(fields[name], before, after)


def in_words(field: str, value: Any, labels: Mapping[str, str], language: Language) -> str:
    """A value of the register as the page of an entry says it."""
    match value:
        case None | "":
            return NOTHING.in_language(language)
        case bool():
            return (YES if value else NO).in_language(language)
        case date():
            return day_in_words(value, language)
        case int() if field.endswith("minutes"):
            return hours_text(value)
        case int() if field.endswith("hundredths"):
            return hundredths_text(value)
        case _:
            return labels.get(str(value), str(value)) if field in CODES else str(value)

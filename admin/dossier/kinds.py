"""The kinds of activity and of evidence that the marks know, with what they are called: read from the rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Literal

from pydantic import BaseModel

from accreditation.rules.tables import ConversionRow, EvidenceRow
from accreditation.rules.where import Where
from accreditation.rules.words import Speech
from accreditation.scheme import Mark
from public_api.web.language import Language, Sentence, say
from registry.catalogue import Catalogue

Word = Literal["category", "domain", "role", "mode"]
Labels = list[tuple[str, str]]
# What nearly everybody logs; the marks add what they ask for by name.
USUAL: dict[str, Sentence] = {
    "training": say("Training of cursus"),
    "webinar": say("Webinar"),
    "e_learning": say("E-learning"),
    "peer_consultation": say("Intervisie"),
    "supervision": say("Supervisie"),
    "coaching": say("Coaching"),
    "congress": say("Congres of symposium"),
    "working_group": say("Werkgroep"),
    "lecture": say("Lezing of les die je gaf"),
    "publication": say("Artikel of boek dat je schreef"),
    "reading": say("Vakliteratuur"),
    "client_practice": say("Begeleiding van cliënten"),
}
USUAL_EVIDENCE: dict[str, Sentence] = {
    "certificate": say("Certificaat of bewijs van deelname"),
    "attendance_list": say("Presentielijst"),
    "reflection_assignment": say("Reflectieopdracht"),
    "programme": say("Programma"),
    "invoice": say("Factuur"),
    "report": say("Verslag"),
    "presentation": say("Presentatie die je gaf"),
    "agenda_screenshot": say("Schermafdruk van een agenda"),
    "general_linkedin_reference": say("Algemene aanbeveling op LinkedIn"),
}


def activity_kinds(catalogue: Catalogue, language: Language) -> list[tuple[str, str]]:
    """(code, label) of every kind an activity may be, by label."""
    return labelled(catalogue, language, USUAL, _activity_codes)


def evidence_kinds(catalogue: Catalogue, language: Language) -> list[tuple[str, str]]:
    """(code, label) of every kind of evidence, by label."""
    return labelled(catalogue, language, USUAL_EVIDENCE, _evidence_codes)


def words_asked(catalogue: Catalogue, language: Language, about: Word) -> Labels:
    """(code, label) of what the rules ask about an activity besides its kind; nothing where no rule asks."""
    return labelled(
        catalogue, language, {},
        lambda mark: (code for part in parts_of(mark) if isinstance(part, Where) for code in getattr(part, about)),
    )  # fmt: skip


def labelled(
    catalogue: Catalogue,
    language: Language,
    usual: dict[str, Sentence],
    codes: Callable[[Mark], Iterator[str]],
) -> list[tuple[str, str]]:
    """(code, label) of the codes that the marks know and the usual ones, by label."""
    found: dict[str, str] = {}
    for mark in catalogue.marks():
        speech = Speech(language, mark.labels)
        for code in codes(mark):
            label = speech.word(code)
            found.setdefault(code, label[:1].upper() + label[1:])
    named = found | {code: sentence.in_language(language) for code, sentence in usual.items()}
    return sorted(named.items(), key=lambda one: one[1].casefold())


def _activity_codes(mark: Mark) -> Iterator[str]:
    for part in parts_of(mark):
        if isinstance(part, ConversionRow | EvidenceRow | Where):
            yield from (code for code in part.kind if code != "*")


def _evidence_codes(mark: Mark) -> Iterator[str]:
    for part in parts_of(mark):
        if isinstance(part, EvidenceRow):
            yield from part.accepted
            yield from part.refused


def parts_of(value: Any) -> Iterator[BaseModel]:
    """Every record inside a mark, however deep."""
    if isinstance(value, BaseModel):
        yield value
        for name in type(value).model_fields:
            yield from parts_of(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from parts_of(item)

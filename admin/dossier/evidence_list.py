"""Evidence with an entry as the page lists it, and which kinds a mark does not take, said before somebody chooses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from accreditation.rules.words import Speech
from accreditation.scheme import Mark
from public_api.web.language import Language, Sentence, say
from registry.catalogue import Catalogue
from registry.evidence import EvidenceItem, list_evidence
from registry.evidence_refusals import refused_by

SORTS: Mapping[str, Sentence] = {
    "application/pdf": say("PDF"),
    "image/jpeg": say("foto (JPEG)"),
    "image/png": say("afbeelding (PNG)"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": say("Word-document"),
}


@dataclass(frozen=True, slots=True)
class ToldRefusal:
    """A mark, the kinds of evidence that it does not take (code and words), and what it takes instead."""

    mark: Mark
    refused: tuple[tuple[str, str], ...]
    accepted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence on the page. `refusing` are the marks that do not take its kind."""

    item: EvidenceItem
    kind: str
    sort: Sentence | None
    size: str
    refusing: tuple[Mark, ...]


def told_refusals(
    activity: str | None,
    marks: Iterable[str],
    kinds: Sequence[tuple[str, str]],
    catalogue: Catalogue,
    on: date,
    language: Language,
) -> tuple[ToldRefusal, ...]:
    """Each of these marks that does not take some kind of evidence for an activity of a kind."""
    labels = dict(kinds)
    told = []
    for code in marks:
        seen = {kind: refused_by(kind, [code], catalogue, on=on, activity=activity) for kind in labels}
        found = {kind: refusals for kind, refusals in seen.items() if refusals}
        if found:
            mark = catalogue.mark(code)
            speech = Speech(language, mark.labels)
            accepted = dict.fromkeys(word for refusals in found.values() for one in refusals for word in one.accepted)
            refused = tuple((kind, labels[kind]) for kind in found)
            told.append(ToldRefusal(mark, refused, tuple(labels.get(one) or speech.word(one) for one in accepted)))
    return tuple(told)


async def pieces_with(
    number: str, entry: UUID, labels: Mapping[str, str], refusals: Sequence[ToldRefusal], at: datetime
) -> tuple[Piece, ...]:
    """The evidence with one entry of somebody's file, oldest first."""
    found = [
        item
        for item in await list_evidence(number, at=at)
        if entry in (item.activity, item.qualification, item.document)
    ]
    return tuple(
        Piece(
            item,
            labels.get(item.kind, item.kind),
            SORTS.get(item.media_type or ""),
            size_text(item.size_bytes),
            tuple(one.mark for one in refusals if item.kind in dict(one.refused)),
        )
        for item in found
    )


def size_text(size_bytes: int | None) -> str:
    """`640 kB` or `2,4 MB`, rounded up: a file is never smaller than we say."""
    if size_bytes is None:
        return ""
    if size_bytes < 1_000_000:
        return f"{-(-size_bytes // 1_000)} kB"
    tenths = -(-size_bytes // 100_000)
    return f"{tenths // 10},{tenths % 10} MB"

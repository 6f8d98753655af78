"""What was handed in, as whoever judges it reads it: each entry with its words, its evidence and what changed since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from admin.dossier.activity_page import Listed, listed
from admin.dossier.applications import CHANGES
from admin.dossier.entry_fields import BY_KIND
from admin.dossier.entry_form import LABELS
from admin.dossier.entry_options import entry_labels
from admin.dossier.evidence_list import SORTS
from admin.dossier.kinds import evidence_kinds, words_asked
from admin.dossier.told_changes import in_words
from public_api.web.language import Language, Sentence
from registry.case_entries import CaseEntry
from registry.catalogue import Catalogue
from registry.drafts import Draft, EntryKind
from registry.own_entries import PieceOfEvidence

_IN_THE_TITLE = ("title",)
Facts = tuple[tuple[Sentence, str], ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence: what it is, and where its file is; None where there is only the word of the applicant."""

    id: UUID
    kind: str
    sort: Sentence | None
    verified: bool
    has_file: bool


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """One entry. `facts` is what it said when it was handed in, `now` what is different since."""

    listed: Listed
    facts: Facts
    pieces: tuple[Piece, ...]
    change: Sentence | None
    changed_at: datetime | None
    now: Facts

    @property
    def id(self) -> str:
        return str(self.listed.entry.id)

    @property
    def added(self) -> bool:
        """Whether it came after handing in, and so is no part of the application."""
        return self.change == CHANGES["added"]


@dataclass(frozen=True, slots=True)
class _Words:
    """What every code is called, in the language of who reads it."""

    entries: Mapping[str, str]
    evidence: Mapping[str, str]
    language: Language


def shown_entries(entries: Iterable[CaseEntry], catalogue: Catalogue, language: Language) -> tuple[ShownEntry, ...]:
    """In the order in which the register gives them."""
    labels = entry_labels(catalogue, language)
    for about in ("category", "domain", "role", "mode"):
        labels = dict(words_asked(catalogue, language, about)) | labels
    words = _Words(labels, dict(evidence_kinds(catalogue, language)), language)
    return tuple(_shown(one, words) for one in entries)


def _shown(one: CaseEntry, words: _Words) -> ShownEntry:
    entry = one.entry
    before = _facts(entry.kind, entry.said, words)
    after = _facts(entry.kind, one.now, words, titled=True) if one.now is not None else ()
    was = _facts(entry.kind, entry.said, words, titled=True)
    return ShownEntry(
        listed(entry, words.entries),
        before,
        tuple(_piece(piece, words) for piece in entry.evidence),
        CHANGES[one.change] if one.change is not None else None,
        one.changed_at,
        tuple(fact for fact in after if fact not in was),
    )


def _facts(kind: EntryKind, said: Draft, words: _Words, *, titled: bool = False) -> Facts:
    """Every field that holds something, as its page calls it; a title stands above them already."""
    fields = LABELS if kind == "activity" else BY_KIND[kind].labels
    values: dict[str, Any] = said.model_dump()
    if values.get("since") == values.get("until"):
        values["since"] = None
    return tuple(
        (label, in_words(name, values[name], words.entries, words.language))
        for name, label in fields.items()
        if values[name] not in (None, "", False) and (titled or name not in _IN_THE_TITLE)
    )


def _piece(piece: PieceOfEvidence, words: _Words) -> Piece:
    kind = words.evidence.get(piece.kind, piece.kind.replace("_", " "))
    return Piece(piece.id, kind, SORTS.get(piece.media_type or ""), piece.verified, piece.media_type is not None)

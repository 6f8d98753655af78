"""Somebody's file on paper: the same facts as on the pages, in A4, with a heading a part and a number on each page."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import get_args

from accreditation.rules.words import Speech
from admin.dossier.activity_page import STATES, Tone
from admin.dossier.kinds import activity_kinds
from admin.dossier.needs import needs_of
from admin.dossier.own_data import readings_of
from admin.dossier.tasks import STATES as APPLICATION_STATES
from admin.web.amounts import hours_text, hundredths_text
from public_api.pages.profile import told
from public_api.site import Site
from public_api.web.language import Language, Sentence, say
from registry.catalogue import Catalogue
from registry.drafts import (
    ActivityDraft,
    ClientPracticeDraft,
    ClientSurveyDraft,
    Draft,
    EntryKind,
    ExperienceDraft,
    LeaveDraft,
    QualificationDraft,
)
from registry.outlooks import outlook_of
from registry.own_applications import own_applications
from registry.own_details import own_details
from registry.own_entries import Entry, list_entries
from registry.standings import standing_of

MOST = 400  # entries of one kind: paper for longer than anybody reads; the archive has them all
PARTS: dict[EntryKind, Sentence] = {
    "activity": say("Activiteiten"),
    "qualification": say("Diploma's en opleidingen"),
    "experience": say("Werkervaring"),
    "client_practice": say("Begeleiding van cliënten"),
    "client_survey": say("Vragenlijsten aan cliënten"),
    "documents": say("Documenten"),
    "leave": say("Uitstel"),
}


@dataclass(frozen=True, slots=True)
class Written:
    """One entry on paper."""

    on: str
    what: str
    amount: str
    state: Sentence
    tone: Tone
    evidence: int


@dataclass(frozen=True, slots=True)
class Part:
    """The entries of one kind; `more` is how many are left out."""

    title: Sentence
    entries: tuple[Written, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Paper:
    """A page of HTML with its style in it, ready to be set."""

    html: str

    def as_pdf(self) -> bytes:
        """Set as a tagged PDF (PDF/UA). Nothing is fetched from anywhere, whatever stands in somebody's texts."""
        from weasyprint import HTML  # noqa: PLC0415  # takes a second to import, which no start of the site should wait for
        from weasyprint.urls import URLFetcher  # noqa: PLC0415  # as above

        nothing = URLFetcher(allowed_protocols=())
        made: bytes = HTML(string=self.html, url_fetcher=nothing).write_pdf(pdf_variant="pdf/ua-1")
        return made


async def paper_of(number: str, site: Site, language: Language, *, own: Collection[str]) -> Paper:
    """Everything that stands in somebody's file, read once and put on a page."""
    catalogue, now = await site.marks.current(), site.now()
    standing = await standing_of(number, at=now, catalogue=catalogue)
    seen = await outlook_of(number, at=now, catalogue=catalogue)
    environment = site.pages.environment(language)
    html = environment.get_template("paper.html").render(
        about=await own_details(number),
        standing=standing,
        told=told(standing.name, standing.registrations, catalogue, language),
        marks=[needs_of(one, language) for one in seen],
        parts=[await _part(number, kind, catalogue, language) for kind in get_args(EntryKind)],
        applications=await own_applications(number),
        application_states=APPLICATION_STATES,
        named=catalogue.mark,
        readings=await readings_of(number, own=own),
        made_at=now,
    )
    return Paper(html)


async def _part(number: str, kind: EntryKind, catalogue: Catalogue, language: Language) -> Part:
    found = await list_entries(number, kind, size=MOST)
    labels = dict(activity_kinds(catalogue, language))
    speech = Speech(language, {code: label for mark in catalogue.marks() for code, label in mark.labels.items()})
    return Part(
        PARTS[kind],
        tuple(_written(entry, labels, speech) for entry in found.entries),
        max(found.total - MOST, 0),
    )


def _written(entry: Entry, labels: dict[str, str], speech: Speech) -> Written:
    state, tone = STATES[entry.state]
    what, amount = _said(entry.said, labels, speech)
    return Written(entry.on.isoformat(), what, amount, state, tone, len(entry.evidence))


def _said(said: Draft, labels: dict[str, str], speech: Speech) -> tuple[str, str]:
    """What an entry says, and how much, as short as a line of a table."""
    match said:
        case ActivityDraft():
            kind = labels.get(said.kind, said.kind)
            return _joined(said.title, kind, said.provider), _amounts(said)
        case QualificationDraft():
            field = speech.word(said.field_of_study) if said.field_of_study else None
            return _joined(speech.word(said.kind), field, said.provider), _hours(said.minutes)
        case ExperienceDraft():
            return _joined(speech.word(said.role), said.field_of_work), _hours(said.minutes)
        case ClientPracticeDraft():
            return speech.word(said.role), _joined(str(said.clients), _hours(said.minutes))
        case ClientSurveyDraft():
            return "", str(said.answers)
        case LeaveDraft():
            return f"{said.since:%d-%m-%Y} – {said.until:%d-%m-%Y}", ""
        case _:
            return speech.word(said.kind), ""


def _amounts(said: ActivityDraft) -> str:
    points = hundredths_text(said.points_hundredths)
    return _joined(f"{points} p" if points else "", _hours(said.minutes))


def _hours(minutes: int | None) -> str:
    return f"{hours_text(minutes)} u" if minutes else ""


def _joined(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)

"""The page of one activity: what it says, what it counts for, its evidence, and who confirmed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from accreditation.effects import MarkEffect
from admin.dossier.entry_form import FACTS, as_filled
from admin.dossier.evidence_list import pieces_with, told_refusals
from admin.dossier.kinds import activity_kinds, evidence_kinds
from admin.dossier.told_changes import changes_on
from admin.dossier.told_effects import ToldEffect, told_effects
from admin.web.doorman import own_number, visit_to
from admin.web.forms import Filled
from admin.web.house import house_of
from public_api.site import Asked
from public_api.web.answers import Answer
from public_api.web.language import Sentence, say
from public_api.web.pages import reader_of
from registry.confirmations import confirmations_of
from registry.drafts import ActivityDraft, Draft
from registry.grouped_activities import why_not_counted
from registry.outlooks import effect_of
from registry.own_entries import Entry

Tone = Literal["good", "care", "no", "calm"]
COUNTING = ("waiting", "approved")

STATES: dict[str, tuple[Sentence, Tone]] = {
    "concept": (say("Concept"), "calm"),
    "waiting": (say("Ingediend, wacht op controle"), "care"),
    "approved": (say("Goedgekeurd"), "good"),
    "refused": (say("Telt niet mee"), "no"),
    "withdrawn": (say("Ingetrokken"), "calm"),
}


ANSWERS: dict[str, tuple[Sentence, Tone]] = {
    "open": (say("Nog geen antwoord"), "care"),
    "confirmed": (say("Bevestigd"), "good"),
    "declined": (say("Zegt dat het niet klopt"), "no"),
    "expired": (say("Niet op tijd geantwoord"), "calm"),
    "lapsed": (say("Vervallen, want je veranderde de activiteit"), "calm"),
}


@dataclass(frozen=True, slots=True)
class Listed:
    """An activity in a list."""

    entry: Entry
    title: str
    state: Sentence
    tone: Tone


def listed(entry: Entry, labels: Mapping[str, str]) -> Listed:
    state, tone = STATES[entry.state]
    return Listed(entry, listed_title(entry.said, labels) or labels.get(entry.kind, entry.kind), state, tone)


def listed_title(draft: Draft, labels: Mapping[str, str]) -> str:
    """What an entry is called in a list: its own title, or else its kind in words."""
    said = draft.model_dump()
    code = str(said.get("kind") or said.get("role") or "")
    return said.get("title") or labels.get(code) or code.replace("_", " ").replace("-", " ")


def said_in(entry: Entry) -> ActivityDraft:
    """What an activity says."""
    assert isinstance(entry.said, ActivityDraft)  # it was asked for as an activity
    return entry.said


async def effects_on(request: Asked, draft: ActivityDraft, entry: UUID | None = None) -> tuple[ToldEffect, ...]:
    """What an activity counts for, in sentences; `entry` is the one that it corrects."""
    catalogue = await house_of(request).site.marks.current()
    return told_effects(await _effects(request, draft, entry), catalogue, reader_of(request.scope).language)


async def _effects(request: Asked, draft: ActivityDraft, entry: UUID | None) -> tuple[MarkEffect, ...]:
    house = house_of(request)
    catalogue = await house.site.marks.current()
    return await effect_of(own_number(request), draft, instead_of=entry, at=house.site.now(), catalogue=catalogue)


async def activity_page(
    request: Asked,
    entry: Entry,
    *,
    message: Sentence | None = None,
    upload: Filled | None = None,
    asking: Filled | None = None,
    status: int = 200,
) -> Answer:
    """One activity. `upload` and `asking` are the forms for evidence and for a confirmation that were not taken."""
    house = house_of(request)
    language = reader_of(request.scope).language
    catalogue = await house.site.marks.current()
    said = said_in(entry)
    counts = entry.state in COUNTING
    effects = await _effects(request, said, entry.id if counts else None)
    labels = dict(activity_kinds(catalogue, language))
    kinds = evidence_kinds(catalogue, language)
    refusals = told_refusals(said.kind, [one.mark for one in effects], kinds, catalogue, house.site.today(), language)
    return house.site.pages.render(
        request.scope,
        "activity.html",
        status=status,
        visit=visit_to(request),
        entry=entry,
        shown=listed(entry, labels),
        filled=as_filled(said, entry.version),
        kind=labels.get(said.kind, said.kind),
        effects=told_effects(effects, catalogue, language) if counts else None,
        why_not=await why_not_counted(entry.id) if entry.state == "refused" else None,
        message=message,
        pieces=await pieces_with(own_number(request), entry.id, dict(kinds), refusals, house.site.now()),
        evidence_kinds=kinds,
        refusals=refusals,
        upload=upload or Filled(),
        asking=asking or Filled({"brieftaal": language}),
        asked=await confirmations_of(own_number(request), entry.id, at=house.site.now()),
        answers=ANSWERS,
        facts=FACTS,
        changes=await changes_on(request, "activity", entry),
    )

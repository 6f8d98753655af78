"""What is missing for each mark and by when, and what one more activity would do: one reading, one evaluation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from accreditation.credits import EntryCredit, credits_by_entry
from accreditation.dates import amsterdam_day
from accreditation.dossier import Activity, BroughtForward, Dossier, Evidence
from accreditation.effects import MarkEffect, effect
from accreditation.overview import Overview, overview
from registry.applications import ApplicationGiven, require_known
from registry.catalogue import Catalogue
from registry.course_points import accredited_among, with_course_points
from registry.drafts import ActivityDraft
from registry.entry_versions import find_entry
from registry.file_facts import as_activity
from registry.marks_in_view import in_view_for, view_of
from registry.practitioners import find_practitioner

DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Prospect:
    """A mark, or another level of it, that somebody thinks of asking: how it stands, and which credit goes along.

    `brought_forward` is what an earlier term hands on; `credits` is what every entry of the file would count for.
    """

    overview: Overview
    brought_forward: tuple[BroughtForward, ...]
    credits: Mapping[str, tuple[EntryCredit, ...]]


async def outlook_of(
    number: str, *, at: datetime, catalogue: Catalogue, planned: Sequence[ActivityDraft] = ()
) -> tuple[Overview, ...]:
    """Every mark that matters to somebody: what is missing and by when. `planned` are tried as done and approved."""
    on = amsterdam_day(at)
    person = await find_practitioner(number)
    view = await view_of(person, on, catalogue)
    tried = [as_activity(draft, f"planned-{place}") for place, draft in enumerate(planned)]
    courses = await accredited_among(draft.model_dump() for draft in planned)
    return tuple(
        overview(m.mark, m.version, m.dossier, on, None, with_course_points(tried, m.mark.code, courses))
        for m in view.marks
    )


async def effect_of(
    number: str,
    draft: ActivityDraft,
    *,
    at: datetime,
    catalogue: Catalogue,
    evidence: Sequence[str] = (),
    instead_of: UUID | None = None,
) -> tuple[MarkEffect, ...]:
    """What an activity would count for under each mark, as if it were done and approved.

    `evidence` are the kinds that will go with it; `instead_of` is the entry that it corrects.
    """
    on = amsterdam_day(at)
    person = await find_practitioner(number)
    view = await view_of(person, on, catalogue)
    activity = as_activity(draft, DRAFT, evidence)
    if instead_of is not None:
        await find_entry(person["id"], "activity", instead_of)
        old = next(a for a in view.file.activities if a.id == str(instead_of))
        activity = replace(activity, evidence=_together(old.evidence, activity.evidence))
    courses = await accredited_among([draft.model_dump()])
    found = []
    for m in view.marks:
        (seen,) = with_course_points([activity], m.mark.code, courses)
        found.append(effect(m.mark, m.version, _without(m.dossier, instead_of), seen, on, None))
    return tuple(found)


def _together(old: tuple[Evidence, ...], new: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys((*old, *new)))


def _without(dossier: Dossier, entry: UUID | None) -> Dossier:
    kept: tuple[Activity, ...] = tuple(a for a in dossier.activities if a.id != str(entry))
    return replace(dossier, activities=kept)


async def credits_of(number: str, *, at: datetime, catalogue: Catalogue) -> Mapping[str, tuple[EntryCredit, ...]]:
    """What every entry of somebody's file counts for, under every mark that matters; by the entry's identity."""
    found: dict[str, tuple[EntryCredit, ...]] = {}
    for mark in await outlook_of(number, at=at, catalogue=catalogue):
        for entry, credits in credits_by_entry(mark.outlook.now).items():
            found[entry] = (*found.get(entry, ()), *credits)
    return found


async def prospect_of(number: str, asked: ApplicationGiven, *, at: datetime, catalogue: Catalogue) -> Prospect:
    """How somebody would stand for another mark, or another level of one they hold. Raises Malformed or Refused."""
    on = amsterdam_day(at)
    mark = catalogue.mark(asked.mark)
    require_known(mark, asked, on)
    view = await view_of(await find_practitioner(number), on, catalogue)
    version, dossier = in_view_for(
        view, mark, on, level=asked.level, scopes=frozenset(asked.scopes), route=asked.route
    )  # fmt: skip
    seen = overview(mark, version, dossier, on)
    return Prospect(seen, dossier.brought_forward, credits_by_entry(seen.outlook.now))

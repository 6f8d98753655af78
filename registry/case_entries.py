"""The entries of a file that was handed in, for whoever judges it: title, evidence, and what changed since.

The facts of an application hold what the rules read. What an entry is called and which files are with it stands in the
file itself; where the applicant changed it since, the earlier version tells what was handed in.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from accreditation.dossier import Dossier, EntryState
from registry.canonical import from_canonical
from registry.desk import Case
from registry.drafts import DRAFTS, Draft
from registry.entry_kinds import KINDS
from registry.later_corrections import LaterCorrection, later_corrections
from registry.merged_people import whole_of
from registry.own_entries import Entry, entries_among
from registry.tables_decisions import DecisionRow
from registry.tables_history import EntryVersionRow

Change = Literal["corrected", "withdrawn", "added"]
_NOT_HANDED_IN = (EntryState.CONCEPT, EntryState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class CaseEntry:
    """One entry as it was handed in, with the evidence that is there now.

    `change` is what the applicant did with it since then, at `changed_at`; `now` is what a corrected one says today.
    An entry that was added later is no part of the application: it is told, and its evidence is not there to be read.
    """

    entry: Entry
    change: Change | None = None
    changed_at: datetime | None = None
    now: Draft | None = None


async def entries_of(case: Case, handed_in: Dossier) -> tuple[CaseEntry, ...]:
    """The entries of a case that somebody may open, by kind and the newest first; what was added later comes last.

    A concept, and what was withdrawn before, was never handed in.
    """
    frozen = {UUID(one.id) for one in _facts_in(handed_in)}
    changes = {UUID(one.entry): one for one in await later_corrections(case.id)}
    wanted = frozen | changes.keys()
    standing = {one.id: one for one in await entries_among(case.person["id"], wanted)}
    earlier = await _as_it_was(case, wanted)
    found = [
        _told(standing.get(identity), earlier.get(identity), changes.get(identity))
        for identity in sorted(wanted, key=str)
        if identity in standing or identity in earlier
    ]
    kinds = list(KINDS)
    newest = sorted(found, key=lambda one: one.entry.on, reverse=True)
    return tuple(sorted(newest, key=lambda one: (one.change == "added", kinds.index(one.entry.kind))))


def _facts_in(dossier: Dossier) -> list[Any]:
    facts = (*dossier.activities, *dossier.qualifications, *dossier.experience, *dossier.documents)
    return [one for one in facts if getattr(one, "state", None) not in _NOT_HANDED_IN]


async def _as_it_was(case: Case, entries: Collection[UUID]) -> Mapping[UUID, tuple[Entry, datetime]]:
    """What the entries that changed since said on the moment of handing in, and when they were last changed."""
    handed_in = await DecisionRow.select(DecisionRow.recorded_at).where(DecisionRow.id == case.id).first()
    assert handed_in is not None  # an application is a decision
    if not entries:
        return {}
    rows = (
        await EntryVersionRow.select()
        .where(
            EntryVersionRow.practitioner.is_in(await whole_of(case.person["id"])),
            EntryVersionRow.entry.is_in(list(entries)),
        )
        .where(EntryVersionRow.replaced_at >= handed_in["recorded_at"])
        .order_by(EntryVersionRow.version)
    )
    first = {row["entry"]: row for row in reversed(rows)}
    last = {row["entry"]: row["replaced_at"] for row in rows}
    return {entry: (_version(row), last[entry]) for entry, row in first.items()}


def _version(row: Mapping[str, Any]) -> Entry:
    own = KINDS[row["kind"]]
    said = DRAFTS[own.name].model_validate(from_canonical(row["content"], dict[str, Any]))
    on = own.day(own.columns(row["entry"], said, row["state"]))
    return Entry(
        own.name, row["entry"], row["version"], row["state"], on, said, frozenset(), (), row["replaced_at"]
    )  # fmt: skip


def _told(standing: Entry | None, earlier: tuple[Entry, datetime] | None, change: LaterCorrection | None) -> CaseEntry:
    """Also a new title is a change, although the rules do not read it."""
    if change is not None and change.change == "added" and standing is not None:
        return CaseEntry(replace(standing, evidence=()), "added", change.at)
    if standing is None:
        assert earlier is not None  # it is in one of the two
        return CaseEntry(replace(earlier[0], state="withdrawn"), "withdrawn", earlier[1])
    if earlier is None:
        return CaseEntry(standing)
    before, changed_at = earlier
    was = replace(standing, said=before.said, on=before.on, version=before.version)
    if standing.said != before.said:
        return CaseEntry(was, "corrected", changed_at, standing.said)
    return CaseEntry(was, change.change, changed_at) if change is not None else CaseEntry(standing)

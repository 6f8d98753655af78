"""What changed in a file since it was handed in: the application keeps its facts, whoever judges it sees the rest."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from accreditation.dossier import Activity, Dossier, EntryState
from registry.canonical import from_canonical
from registry.errors import NotFound
from registry.gathering import gather_facts
from registry.merged_people import whole_of
from registry.tables_decisions import ApplicationRow
from registry.tables_history import EntryVersionRow
from registry.tables_people import PractitionerRow

NO_APPLICATION = "There is no such application. Open the list of applications again."
_GONE = (EntryState.WITHDRAWN, EntryState.CONCEPT)
_FACTS = ("activities", "qualifications", "experience", "documents")


@dataclass(frozen=True, slots=True)
class LaterCorrection:
    """One entry that is not as it was handed in; `at` is when it was last changed, None for one that was added."""

    facts: str
    entry: str
    change: Literal["corrected", "withdrawn", "added"]
    at: datetime | None


async def later_corrections(application: UUID) -> tuple[LaterCorrection, ...]:
    """Everything in the file that was corrected, withdrawn or added since it was handed in for an application.

    What the body does with an entry, approving it or looking at its evidence, is no correction.
    """
    row = await ApplicationRow.select().where(ApplicationRow.id == application).first()
    if row is None or row["facts"] is None:
        raise NotFound(NO_APPLICATION)
    person = await PractitionerRow.select().where(PractitionerRow.id == row["practitioner"]).first()
    assert person is not None  # a foreign key
    frozen = from_canonical(row["facts"], Dossier)
    now = await gather_facts(person, row["mark"], row["handed_in_on"])
    changed_at = await _last_changes(person["id"])
    return tuple(
        LaterCorrection(name, entry, change, changed_at.get(entry) if change != "added" else None)
        for name in _FACTS
        for entry, change in _differences(getattr(frozen, name), getattr(now, name)).items()
    )


def _differences(
    before: tuple[Any, ...], after: tuple[Any, ...]
) -> dict[str, Literal["corrected", "withdrawn", "added"]]:
    old = {fact.id: fact for fact in before}
    new = {fact.id: fact for fact in after if getattr(fact, "state", None) not in _GONE}
    found: dict[str, Literal["corrected", "withdrawn", "added"]] = {}
    for entry, fact in old.items():
        if getattr(fact, "state", None) in _GONE:
            continue
        if entry not in new:
            found[entry] = "withdrawn"
        elif _said(fact) != _said(new[entry]):
            found[entry] = "corrected"
    started = [entry for entry, fact in old.items() if getattr(fact, "state", None) not in _GONE]
    return found | {entry: "added" for entry in new if entry not in started}


def _said(fact: Any) -> Any:
    """What the professional said: without where it stands, who confirmed it and whether its evidence was looked at."""
    if isinstance(fact, Activity):
        return replace(fact, state=EntryState.WAITING, confirmed_by=frozenset(), evidence=())
    if hasattr(fact, "state"):
        return replace(fact, state=EntryState.WAITING)
    return replace(fact, verified=False)


async def _last_changes(who: UUID) -> Mapping[str, datetime]:
    rows = (
        await EntryVersionRow.select(EntryVersionRow.entry, EntryVersionRow.replaced_at)
        .where(EntryVersionRow.practitioner.is_in(await whole_of(who)))
        .order_by(EntryVersionRow.replaced_at)
    )
    return {str(row["entry"]): row["replaced_at"] for row in rows}

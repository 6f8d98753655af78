"""A body lengthens every running registration of a mark at once: one decision for each person, all of them or none."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from accreditation.dates import LAST_DAY
from accreditation.decisions import GIVES_A_TERM, Kind
from accreditation.scheme import GroupExtension
from accreditation.standing import Status, standing_on
from registry.catalogue import Catalogue, Scheme
from registry.database import once_more
from registry.decision_rows import decisions_on
from registry.errors import Conflict, NotFound
from registry.journal import recording
from registry.measures import apply_decision, new_decision
from registry.tables_decisions import DecisionRow
from registry.tables_people import PractitionerRow

RUNNING = (Status.VALID, Status.VALID_WITH_CONDITIONS, Status.SUSPENDED)
DONE = "This extension was given before. Open a registration to see its new last day."


@once_more
async def extend_group(mark: str, extension: str, *, catalogue: Catalogue, actor: str, at: datetime) -> int:
    """Give an extension that the scheme file of a mark names to everyone it is for; gives how many that are.

    It is for every term valid or suspended on the day the file names. Raises Conflict when it was given before.
    """
    scheme = catalogue.scheme(mark)
    given = _named(scheme, extension)
    async with recording(actor=actor, at=at, patient=True) as journal:
        people = await _holders(mark)
        extended = 0
        for person in people:
            decisions = await decisions_on(person["id"], mark)
            if any(d.kind is Kind.GROUP_EXTENSION and d.extension == given.code for d in decisions):
                raise Conflict(DONE)
            if standing_on(decisions, given.valid_on, LAST_DAY, scheme.rules).status in RUNNING:
                decision = replace(
                    new_decision(Kind.GROUP_EXTENSION, given.valid_on), months=given.months, extension=given.code
                )
                await apply_decision(journal, person, mark, decision, given.text.en, catalogue)
                extended += 1
    return extended


def _named(scheme: Scheme, code: str) -> GroupExtension:
    for extension in scheme.mark.group_extensions:
        if extension.code == code:
            return extension
    raise NotFound("This mark's scheme names no such extension. Add it to the scheme first.")


async def _holders(mark: str) -> list[dict[str, Any]]:
    """Everybody still in the register who was ever given this mark."""
    kinds = [str(kind) for kind in GIVES_A_TERM]
    rows = await DecisionRow.select(DecisionRow.practitioner).where(
        DecisionRow.mark == mark, DecisionRow.kind.is_in(kinds)
    )
    ids = sorted({row["practitioner"] for row in rows})
    if not ids:
        return []
    people = await PractitionerRow.select().where(PractitionerRow.id.is_in(ids), PractitionerRow.removed_on.is_null())
    return list(people)

"""A death: every registration ends, and the person leaves the public register; put right when it was a mistake."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from accreditation.dates import LAST_DAY, amsterdam_day
from accreditation.decisions import GIVES_A_TERM, Decision, Kind, as_known
from registry.catalogue import Catalogue
from registry.database import once_more
from registry.decision_rows import decisions_on
from registry.errors import NotFound, Refused, Removed
from registry.journal import Recording, recording
from registry.measures import apply_decision, new_decision
from registry.merged_people import whole_of
from registry.numbers import read_number
from registry.practitioners import GONE, UNKNOWN, find_practitioner, give_back, mark_removed
from registry.tables_decisions import DecisionRow
from registry.tables_people import PractitionerRow

NOT_DEAD = "This person is not registered as deceased. Open the file again."


@once_more
async def mark_deceased(number: str, since: date, *, catalogue: Catalogue, actor: str, at: datetime) -> None:
    """Somebody died: every registration ends on `since`, and the number answers that it was taken out."""
    async with recording(actor=actor, at=at) as journal:
        person = await find_practitioner(number)
        for mark in await _marks(person["id"], *GIVES_A_TERM):
            await apply_decision(journal, person, mark, new_decision(Kind.DECEASE, since), "Deceased.", catalogue)
        await mark_removed(person, "deceased", journal)
        await journal.append("practitioner.deceased", person["number"])


@once_more
async def take_back_decease(
    number: str, reason: str, *, catalogue: Catalogue, actor: str, at: datetime, named: UUID | None = None
) -> dict[str, UUID]:
    """Somebody was taken for dead by mistake: the number answers again, and every registration runs as it did.

    What was known in between stays known on those days. Gives the correction of each decision that the mistake made;
    `named` must be one of them. Never for somebody who was removed by right.
    """
    async with recording(actor=actor, at=at) as journal:
        person = await _taken_for_dead(number)
        corrections = await _correct_each(journal, person, lambda _: None, reason, catalogue)
        _require(named, corrections)
        await give_back(person, journal)
    return corrections


@once_more
async def redate_decease(
    number: str,
    since: date,
    reason: str,
    *,
    catalogue: Catalogue,
    actor: str,
    at: datetime,
    named: UUID | None = None,
) -> dict[str, UUID]:
    """Somebody died on another day than was written down; gives the correction of each decision that says so."""
    async with recording(actor=actor, at=at) as journal:
        person = await _taken_for_dead(number)
        corrections = await _correct_each(
            journal, person, lambda decease: replace(decease, since=since), reason, catalogue
        )
        _require(named, corrections)
    return corrections


async def _correct_each(
    journal: Recording,
    person: dict[str, Any],
    instead: Callable[[Decision], Decision | None],
    reason: str,
    catalogue: Catalogue,
) -> dict[str, UUID]:
    """A death is one fact, with one decision for each mark: they are put right together."""
    corrections = {}
    for mark in await _marks(person["id"], Kind.DECEASE):
        for decease in as_known(await decisions_on(person["id"], mark), LAST_DAY):
            if decease.kind is Kind.DECEASE:
                correction = new_decision(
                    Kind.CORRECTION, amsterdam_day(journal.at), refers_to=decease.id, replacement=instead(decease)
                )
                await apply_decision(journal, person, mark, correction, reason, catalogue)
                corrections[decease.id] = UUID(correction.id)
    return corrections


def _require(named: UUID | None, corrections: dict[str, UUID]) -> None:
    if named is not None and str(named) not in corrections:
        raise Refused("This decease was taken back before. Open the file again to see the one that stands.")


async def _marks(who: UUID, *kinds: Kind) -> list[str]:
    """The marks about which decisions of these kinds were ever taken."""
    rows = await DecisionRow.select(DecisionRow.mark).where(
        DecisionRow.practitioner.is_in(await whole_of(who)), DecisionRow.kind.is_in([str(kind) for kind in kinds])
    )
    return sorted({row["mark"] for row in rows})


async def _taken_for_dead(number: str) -> dict[str, Any]:
    person = await PractitionerRow.select().where(PractitionerRow.number == read_number(number)).first()
    if person is None:
        raise NotFound(UNKNOWN)
    if person["removal"] == "by_right":
        raise Removed(GONE, person["removal"])
    if person["removal"] != "deceased":
        raise Refused(NOT_DEAD)
    return person

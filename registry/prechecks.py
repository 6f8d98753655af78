"""What the engine says about a file on the day of handing in, kept for the board of the body."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from accreditation.dossier import Dossier
from accreditation.evaluate import evaluate
from accreditation.findings import Outcome
from accreditation.judging import ToJudge, asked_of_people, seats
from registry.canonical import canonical, from_canonical
from registry.catalogue import Catalogue
from registry.database import once_more, transaction
from registry.tables_decisions import ApplicationRow
from registry.tables_desk import PrecheckRow

AT_ONCE = 200  # files in one transaction: a body that hands over its whole queue does not hold up everybody else


def precheck(application: UUID, mark: str, dossier: Dossier, on: date, catalogue: Catalogue) -> PrecheckRow:
    """What the rules say about a file by itself, without what assessors said since."""
    alone = replace(dossier, decided_on=on, judgements=())
    described = catalogue.mark(mark)
    version = described.version_for(alone, on)
    if version is None:
        return PrecheckRow(application=application, evaluated_on=on)
    evaluation = evaluate(described, version, alone, on)
    asked = asked_of_people(version, evaluation)
    deciding = [one.outcome for one in evaluation.requirements if one.decides]
    return PrecheckRow(
        application=application,
        evaluated_on=on,
        version=version.id,
        outcome=str(evaluation.outcome),
        gate=str(evaluation.gate),
        for_people=len(evaluation.for_a_person),
        missing=deciding.count(Outcome.NOT_SATISFIED),
        assessors=seats(asked, {}),
        asked=canonical(asked),
    )


def asked_in(text: str) -> tuple[ToJudge, ...]:
    """What people are asked to judge, from the text of a precheck."""
    return from_canonical(text, tuple[ToJudge, ...])


async def asked_about(application: Mapping[str, Any], catalogue: Catalogue) -> tuple[ToJudge, ...]:
    """What people are asked to judge about an application; worked out for one handed in before it was kept."""
    kept = await PrecheckRow.select(PrecheckRow.asked).where(PrecheckRow.application == application["id"]).first()
    return asked_in(kept["asked"] if kept is not None else _of_row(application, catalogue).asked)


def _of_row(application: Mapping[str, Any], catalogue: Catalogue) -> PrecheckRow:
    facts = from_canonical(application["facts"], Dossier)
    return precheck(application["id"], application["mark"], facts, application["handed_in_on"], catalogue)


async def precheck_earlier(*, catalogue: Catalogue) -> int:
    """Check the open applications that were handed in before this was kept; gives how many. A few at once."""
    done = 0
    while found := await _check_some(catalogue):
        done += found
    return done


@once_more
async def _check_some(catalogue: Catalogue) -> int:
    async with transaction():
        rows = await _unchecked(catalogue)
        if rows:
            new = [_of_row(row, catalogue) for row in rows]
            await PrecheckRow.insert(*new).on_conflict(action="DO NOTHING")
    return len(rows)


async def _unchecked(catalogue: Catalogue) -> Sequence[dict[str, Any]]:
    """Of marks that are no longer known nothing can be said."""
    checked = PrecheckRow.select(PrecheckRow.application)
    found: list[dict[str, Any]] = (
        await ApplicationRow.select()
        .where(ApplicationRow.is_open.is_not_null(), ApplicationRow.facts.is_not_null())
        .where(ApplicationRow.mark.is_in(list(catalogue.schemes)), ApplicationRow.id.not_in(checked))
        .limit(AT_ONCE)
    )
    return found

"""Which files may be approved in bulk: by the rules alone, outside the sample, and nobody works on them.

Whatever a person said about a file is left aside here: what is satisfied only because of that was not by machine.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from accreditation.dates import amsterdam_day
from accreditation.findings import Evaluation, Outcome
from registry.applications import judge
from registry.canonical import canonical, digest
from registry.catalogue import Catalogue
from registry.claims import running
from registry.errors import Malformed, Refused
from registry.sample_standing import standing_in_samples
from registry.tables_asking import QuestionRow
from registry.tables_decisions import DecisionRow
from registry.tables_desk import ClaimRow, InterestRow
from registry.tables_history import EntryVersionRow
from registry.verdicts import Intent, as_decided, decision_by

# Why a file is not approved in bulk; somebody looks at it as at every other file.
WHY = (
    "decided", "claimed", "question", "interest", "drawn", "not_drawn_yet", "corrected", "not_by_machine",
    "term_unknown", "changed", "switched_off", "refused",
)  # fmt: skip
_FINE = (Outcome.SATISFIED, Outcome.NOT_APPLICABLE)
_BY_THE_OWNER = ["corrected", "withdrawn"]


@dataclass(frozen=True, slots=True)
class NewTerm:
    """What approving a file comes to: its first and last day, and the digest of everything that leads to them."""

    since: date
    until: date
    seen: str


async def kept_from(
    rows: Sequence[Mapping[str, Any]], mark: str, actor: str, at: datetime
) -> dict[UUID, str]:  # fmt: skip
    """Of applications for a mark those that are not approved in bulk because of what people do, each with why."""
    on = amsterdam_day(at)
    if not rows:
        return {}
    whose, names = {row["id"]: row["practitioner"] for row in rows}, [row["id"] for row in rows]
    samples = await standing_in_samples(mark, names, on)
    busy = await _busy(names, on)
    corrected, known = await _corrected(whose), await _known_to(actor, list(whose.values()))
    found: dict[UUID, str] = {}
    for row in rows:
        name = row["id"]
        if not row["is_open"] or row["facts"] is None:
            found[name] = "decided"
        elif name in busy:
            found[name] = busy[name]
        elif whose[name] in known:
            found[name] = "interest"
        elif samples[name] != "outside":
            found[name] = samples[name]
        elif name in corrected:
            found[name] = "corrected"
    return found


async def _busy(names: list[UUID], on: date) -> dict[UUID, str]:
    """Those somebody works on, and those whose applicant has a question to answer."""
    questions = await QuestionRow.select(
        QuestionRow.application, QuestionRow.asked_at, QuestionRow.answered_at
    ).where(QuestionRow.application.is_in(names))  # fmt: skip
    claims = await ClaimRow.select().where(ClaimRow.application.is_in(names), ClaimRow.is_open.eq(True))
    found = {one["application"]: "question" for one in questions if one["answered_at"] is None}
    for name in {one["application"] for one in claims}:
        own = [one for one in claims if one["application"] == name]
        if running(own, [one for one in questions if one["application"] == name], on):
            found[name] = "claimed"
    return found


async def _known_to(actor: str, people: list[UUID]) -> set[UUID]:
    """Whom somebody may not decide about."""
    rows = await InterestRow.select(InterestRow.practitioner).where(
        InterestRow.staff == actor, InterestRow.practitioner.is_in(people), InterestRow.ended_at.is_null()
    )
    return {row["practitioner"] for row in rows}


async def _corrected(whose: Mapping[UUID, UUID]) -> set[UUID]:
    """Those whose owner changed or took back something in their file since they handed it in."""
    handed_in = await DecisionRow.select(DecisionRow.id, DecisionRow.recorded_at).where(
        DecisionRow.id.is_in(list(whose))
    )
    changes = await EntryVersionRow.select(EntryVersionRow.practitioner, EntryVersionRow.replaced_at).where(
        EntryVersionRow.practitioner.is_in(list(set(whose.values()))), EntryVersionRow.change.is_in(_BY_THE_OWNER)
    )
    return {
        row["id"]
        for row in handed_in
        if any(c["practitioner"] == whose[row["id"]] and c["replaced_at"] >= row["recorded_at"] for c in changes)
    }


async def new_term(row: Mapping[str, Any], *, catalogue: Catalogue, at: datetime) -> NewTerm | str:
    """What approving an open application would come to today; or why the rules alone do not approve it."""
    scheme = catalogue.scheme(row["mark"])
    dossier = await as_decided(row, amsterdam_day(at))
    try:
        evaluation = judge(catalogue, row["mark"], replace(dossier, judgements=(), set_aside=()))
        if not by_machine(evaluation):
            return "not_by_machine"
        decision = decision_by(Intent(outcome="granted"), row, dossier, evaluation, scheme, at)
    except Malformed:
        return "term_unknown"
    except Refused:
        return "not_by_machine"
    if decision.until is None:
        return "term_unknown"
    said = [canonical(replace(dossier, decided_on=None)), scheme.digest, evaluation.version]
    return NewTerm(decision.since, decision.until, digest(canonical([*said, str(decision.since), str(decision.until)])))


def by_machine(evaluation: Evaluation) -> bool:
    """Whether every requirement is satisfied by the rules alone: none for a person, and none that is unknown."""
    return evaluation.outcome is Outcome.SATISFIED and all(
        one.outcome in _FINE or (not one.decides and one.outcome is Outcome.NOT_SATISFIED)
        for one in evaluation.requirements
    )


def digest_of(files: Collection[tuple[UUID, str]]) -> str:
    """The digest of a whole preview: the files in it and what each comes to."""
    return digest(canonical([f"{name} {seen}" for name, seen in sorted(files, key=lambda one: str(one[0]))]))

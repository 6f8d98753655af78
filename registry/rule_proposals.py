"""New rules take two people: one proposes a draft with its simulation, another approves it, and it is published."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID, uuid4

from accreditation.dates import amsterdam_day
from registry.catalogue import ensure_stored, load_catalogue
from registry.database import conflict_when, once_more
from registry.errors import Conflict, Refused
from registry.evidence_reading import Reader
from registry.inputs import Input, Reason
from registry.journal import Recording, recording
from registry.own_marks import works_for
from registry.rule_drafts import (
    MOVED,
    WAITS,
    end_draft,
    find_draft,
    looked_over,
    newest_text,
    open_proposal,
    readable,
    require_editor,
    require_open,
)
from registry.tables_rules import PopulationRunRow, RuleProposalRow, RuleTextRow

APPROVING = frozenset({"scheme_editor", "officer"})
NOT_SOUND = "There is still something wrong with this draft or its cases. Open the draft and take it out first."
NOT_TRIED = "Nobody tried this text on all files yet, or the rules changed since. Simulate it first."
NOTHING_WAITS = "No proposal waits for an answer. Open the draft again."
FOUR_EYES = "You wrote or proposed this yourself. Somebody else of the body answers it."
NOT_YOUR_TASK = "Approving rules is the work of a scheme editor or an officer of the body. Ask one of them."
NOT_YOUR_PROPOSAL = "Somebody else proposed this. Ask them to take it back, or refuse it with a reason."
KNOWN_TEXT = "The register has this very text already. Change the note of the version, so that it is a text of its own."
_OPEN = ("uq_rule_proposal_open", "rule_proposal.draft, rule_proposal.is_open")


class Proposed(Input):
    """Why the body should take these rules."""

    words: Reason


class Answered(Input):
    """What another person says to it, and why."""

    answer: Literal["approved", "refused"]
    words: Reason


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal as it stands. `answer` is None while it waits."""

    id: UUID
    number: int
    simulation: UUID
    proposed_by: str
    proposed_at: datetime
    words: str
    answer: str | None
    answered_by: str | None
    answered_at: datetime | None
    answer_words: str | None


@once_more
async def propose_rules(draft: UUID, proposed: Proposed, staff: Reader, *, at: datetime) -> UUID:
    """Propose the newest state of a draft; nothing may be wrong with it, and it was tried on all files.

    Raises Refused for what is not ready, Conflict while one waits, or when the rules changed since the draft began.
    """
    async with recording(actor=staff.actor, at=at) as journal:
        row = await find_draft(draft, staff)
        await require_editor(row["mark"], staff)
        require_open(row)
        text = await newest_text(draft)
        await _require_sound(row, text.text, text.cases, journal)
        simulation = await _simulation_of(text.id, row["based_on"])
        identity = uuid4()
        with conflict_when(*_OPEN, message=WAITS):
            await RuleProposalRow.insert(
                RuleProposalRow(
                    id=identity, draft=draft, text=text.id, simulation=simulation, is_open=True,
                    proposed_by=staff.actor, proposed_at=journal.at, words=proposed.words,
                )
            )  # fmt: skip
        await journal.append("rules.proposed", row["mark"], subject_kind="mark", reference=str(identity))
    return identity


async def _require_sound(row: Mapping[str, Any], text: str, cases: str, journal: Recording) -> None:
    """By the rules of this moment, whatever was so when it was kept."""
    scheme = (await load_catalogue()).scheme(row["mark"])
    if scheme.digest != row["based_on"]:
        raise Conflict(MOVED)
    if not looked_over(text, cases, scheme, amsterdam_day(journal.at)).sound:
        raise Refused(NOT_SOUND)


async def _simulation_of(text: UUID, rules: str) -> UUID:
    run = (
        await PopulationRunRow.select(PopulationRunRow.id)
        .where(PopulationRunRow.text == text, PopulationRunRow.state == "done", PopulationRunRow.rules_digest == rules)
        .order_by(PopulationRunRow.ended_at, ascending=False)
        .first()
    )
    if run is None:
        raise Refused(NOT_TRIED)
    found: UUID = run["id"]
    return found


@once_more
async def answer_proposal(draft: UUID, answered: Answered, staff: Reader, *, at: datetime) -> None:
    """Approve a proposal, and it is published; or refuse it, and the draft goes on.

    Raises Refused for whoever wrote or proposed it, and when it no longer holds; Conflict when nothing waits.
    """
    async with recording(actor=staff.actor, at=at) as journal:
        row = await find_draft(draft, staff)
        proposal = await _waiting(draft)
        if not await works_for(row["mark"], staff, APPROVING):
            raise Refused(NOT_YOUR_TASK)
        await _require_other_eyes(draft, proposal, staff)
        if answered.answer == "approved":
            await _publish(journal, row, proposal, staff)
        await _answer(journal, row, proposal, answered.answer, answered.words, staff)


async def _require_other_eyes(draft: UUID, proposal: Mapping[str, Any], staff: Reader) -> None:
    writers = await RuleTextRow.select(RuleTextRow.written_by).where(RuleTextRow.draft == draft)
    if staff.actor in {proposal["proposed_by"], *(one["written_by"] for one in writers)}:
        raise Refused(FOUR_EYES)


async def _publish(journal: Recording, row: Mapping[str, Any], proposal: Mapping[str, Any], staff: Reader) -> None:
    text = await RuleTextRow.select().where(RuleTextRow.id == proposal["text"]).first()
    assert text is not None  # a foreign key
    await _require_sound(row, text["text"], text["cases"], journal)
    if not await ensure_stored(readable(text["text"]), journal, origin="published"):
        raise Conflict(KNOWN_TEXT)
    await end_draft(journal, row, "published", staff)


async def _answer(
    journal: Recording, row: Mapping[str, Any], proposal: Mapping[str, Any], answer: str, words: str, staff: Reader
) -> None:
    answers: dict[Any, Any] = {
        RuleProposalRow.is_open: None, RuleProposalRow.answer: answer, RuleProposalRow.answered_by: staff.actor,
        RuleProposalRow.answered_at: journal.at, RuleProposalRow.answer_words: words,
    }  # fmt: skip
    await RuleProposalRow.update(answers).where(RuleProposalRow.id == proposal["id"])
    await journal.append(f"rules.{answer}", row["mark"], subject_kind="mark", reference=str(proposal["id"]))


@once_more
async def take_proposal_back(draft: UUID, staff: Reader, *, at: datetime) -> None:
    """By whoever proposed it: the draft goes on."""
    async with recording(actor=staff.actor, at=at) as journal:
        row = await find_draft(draft, staff)
        proposal = await _waiting(draft)
        if proposal["proposed_by"] != staff.actor:
            raise Refused(NOT_YOUR_PROPOSAL)
        await _answer(journal, row, proposal, "taken_back", "Taken back by who proposed it.", staff)


async def _waiting(draft: UUID) -> dict[str, Any]:
    proposal = await open_proposal(draft)
    if proposal is None:
        raise Conflict(NOTHING_WAITS)
    return proposal


async def proposals_of(draft: UUID, staff: Reader) -> tuple[Proposal, ...]:
    """Every proposal of a draft: the one that waits for an answer, then the newest."""
    await find_draft(draft, staff)
    rows = (
        await RuleProposalRow.select(*RuleProposalRow.all_columns(), RuleProposalRow.text.number)
        .where(RuleProposalRow.draft == draft)
        .order_by(RuleProposalRow.proposed_at, ascending=False)
    )
    same = ("id", "simulation", "proposed_by", "proposed_at", "words", "answer", "answered_by", "answered_at")
    found = (
        Proposal(**{name: row[name] for name in same}, number=row["text.number"], answer_words=row["answer_words"])
        for row in rows
    )
    return tuple(sorted(found, key=lambda one: one.answer is not None))  # fmt: skip

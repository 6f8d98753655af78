"""A measure takes two people: one officer proposes it, another one approves it or sends it back with a reason.

Only with the approval is there a decision, in the same transaction. What the public will see is shown before; whoever
approves says which preview they saw, so that nobody approves something that became another thing meanwhile.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID, uuid4

from pydantic import Field

from accreditation.dates import amsterdam_day
from accreditation.decisions import Decision, Kind
from accreditation.scheme import Mark
from registry.applications import unknown_to
from registry.canonical import canonical, from_canonical
from registry.catalogue import Catalogue, ensure_stored
from registry.database import conflict_when, once_more
from registry.decision_rows import decisions_on
from registry.desk import DECIDING, Staff
from registry.errors import Conflict, Malformed, NotFound, Problem, Refused, worded
from registry.inputs import Code, Input, Line40, Reason, Text1000
from registry.interests import require_free_of
from registry.journal import Recording, recording
from registry.measure_previews import Preview, preview
from registry.measures import new_decision, require_fit, take_measure
from registry.own_marks import require_mark
from registry.practitioners import find_practitioner
from registry.responses import lifting, respond
from registry.tables_measures import MeasureProposalRow
from registry.tables_people import PractitionerRow

NO_PROPOSAL = "There is no such proposal. Open the list of measures again."
WAITS = "A proposal about this registration waits for an answer. Answer that one first, or take it back."
ANSWERED = "This proposal was answered already. Open it again to see what was said."
FOUR_EYES = "You proposed this yourself. Another officer of the body answers it."
NOT_YOURS = "Somebody else proposed this. Send it back with a reason, or ask them to take it back."
CHANGED = "What the public will see is no longer what you saw. Read it once more, and approve it then."
PAST = "A measure does not begin in the past. Choose today or a later day."
TOO_LATE = "The first day of this measure is over. Send it back, so that it is proposed for a later day."
NO_MEASURE = "There is no such measure for this registration. Open the list of measures again."
OVER = "This measure is over by then without a decision. Choose an earlier day."
NO_WORDS = "Say why it goes back. Who proposed it reads that."
HIDDEN = "A measure that still runs cannot leave the page. Choose its last day or a later one."
_OPEN = (
    "uq_measure_proposal_open",
    "measure_proposal.practitioner, measure_proposal.mark, measure_proposal.is_open",
)
ProposedKind = Literal["condition", "restriction", "suspension", "revocation", "lift"]
_LASTING = ("condition", "restriction", "suspension")


class MeasureProposed(Input):
    """A measure for somebody, or with `kind` "lift" the end of one (`measure`); `since` is then the first day without.

    `public_until` is the last day on which it shows (left out: five years after its end); `interim` says that it works
    at once and is not final; `reason` is for the person and not for the public.
    """

    number: Line40
    mark: Code
    kind: ProposedKind
    since: date
    until: date | None = None
    interim: bool = False
    text: Text1000 | None = Field(default=None, min_length=1, max_length=500)
    scopes: tuple[Code, ...] = ()
    measure: UUID | None = None
    public_until: date | None = None
    reason: Reason


class MeasureAnswered(Input):
    """What another officer says. `seen` is the digest of the preview that they approve; `words` why it goes back."""

    answer: Literal["approved", "sent_back"]
    seen: str | None = Field(default=None, max_length=64)
    words: Text1000 = ""


def decision_of(given: MeasureProposed) -> Decision:
    """The decision that a proposal comes to. Raises Malformed with everything that does not belong together."""
    if problems := _misfits(given):
        raise Malformed(problems)
    if given.kind == "lift":
        return new_decision(Kind.LIFT, given.since, refers_to=str(given.measure))
    return new_decision(
        Kind(given.kind), given.since, given.until, text=given.text, scopes=frozenset(given.scopes),
        public_until=given.public_until, outcome="interim" if given.interim else None,
    )  # fmt: skip


def _misfits(given: MeasureProposed) -> list[Problem]:
    """Each kind says its own things, and no other's."""
    kind, problems = given.kind, []
    needed = {
        "text": (kind == "condition", given.text is not None, worded("Say what the public reads as the condition.")),
        "scopes": (kind == "restriction", bool(given.scopes), worded("Choose the fields of work that are taken out.")),
        "measure": (kind == "lift", given.measure is not None, worded("Choose the measure that ends.")),
    }
    for name, (wanted, found, message) in needed.items():
        if wanted != found:
            problems.append(Problem(name, message if wanted else "This belongs to another kind. Leave it out."))
    if given.until is not None and kind not in _LASTING:
        problems.append(Problem("until", "This has no last day. Leave it out."))
    if given.interim and kind != "suspension":
        problems.append(Problem("interim", "Only a suspension can be interim. Leave this out."))
    if given.public_until is not None:
        if kind == "lift":
            problems.append(Problem("public_until", "This has no public day of its own. Leave it out."))
        elif given.public_until < (given.until or given.since):
            problems.append(Problem("public_until", HIDDEN))
    return problems


async def preview_measure(given: MeasureProposed, staff: Staff, *, catalogue: Catalogue, at: datetime) -> Preview:
    """What the public would see if this were decided now; nothing is written. Raises as propose_measure does."""
    person = await _person_for(given, staff)
    return await _tried(given, person, catalogue, at)


async def _person_for(given: MeasureProposed, staff: Staff) -> dict[str, Any]:
    await require_mark(given.mark, staff, DECIDING)
    return await find_practitioner(given.number)


async def _tried(given: MeasureProposed, person: Mapping[str, Any], catalogue: Catalogue, at: datetime) -> Preview:
    """The dry run, after everything that the real one asks."""
    decision = decision_of(given)
    if given.since < amsterdam_day(at):
        raise Malformed([Problem("since", PAST)])
    mark = catalogue.mark(given.mark)
    if problems := unknown_to(mark, None, given.scopes):
        raise Malformed(problems)
    decisions = await decisions_on(person["id"], given.mark)
    if decision.kind is Kind.LIFT:
        _require_end(_target(decisions, str(given.measure)), given, decisions, mark)
    else:
        require_fit(decision, decisions, catalogue.scheme(given.mark).rules)
    return preview(given.mark, decisions, decision, at=at, catalogue=catalogue)


def _require_end(target: Decision, given: MeasureProposed, decisions: list[Decision], mark: Mark) -> None:
    """That a measure can still end on that day."""
    lifting(given.since)(target, decisions, mark)
    if target.until is not None and target.until < given.since:
        raise Malformed([Problem("since", OVER)])


def _target(decisions: Sequence[Decision], measure: str) -> Decision:
    found = next((one for one in decisions if one.id == measure), None)
    if found is None:
        raise NotFound(NO_MEASURE)
    return found


@once_more
async def propose_measure(given: MeasureProposed, staff: Staff, *, catalogue: Catalogue, at: datetime) -> UUID:
    """Propose a measure for a mark of one's body; gives the proposal.

    Raises Malformed, Refused and Conflict for what could not be decided either, or while another one waits.
    """
    async with recording(actor=staff.actor, at=at) as journal:
        person = await _person_for(given, staff)
        await require_free_of(person, staff, amsterdam_day(journal.at))
        await _tried(given, person, catalogue, journal.at)
        await ensure_stored(catalogue.scheme(given.mark), journal)
        identity = uuid4()
        said = given.model_dump(exclude={"number", "scopes"})
        row = MeasureProposalRow(
            id=identity, practitioner=person["id"], is_open=True, proposed_by=staff.actor, proposed_at=journal.at,
            scopes=canonical(sorted(given.scopes)), **said,
        )  # fmt: skip
        with conflict_when(*_OPEN, message=WAITS):
            await MeasureProposalRow.insert(row)
        await journal.append("measure.proposed", person["number"], reference=str(identity))
    return identity


@once_more
async def answer_measure(
    proposal: UUID, answered: MeasureAnswered, staff: Staff, *, catalogue: Catalogue, at: datetime
) -> UUID | None:
    """Approve a proposal, and the decision is taken: gives its identity. Or send it back with a reason: gives None.

    Raises Refused for who proposed it or has an interest, Conflict for one that was answered, that changed, or whose
    first day is over. Of two people who answer at once one gets Conflict.
    """
    async with recording(actor=staff.actor, at=at) as journal:
        row, person = await own_proposal(proposal, staff)
        if not row["is_open"]:
            raise Conflict(ANSWERED)
        if row["proposed_by"] == staff.actor:
            raise Refused(FOUR_EYES)
        await require_free_of(person, staff, amsterdam_day(journal.at))
        decision = None
        if answered.answer == "approved":
            decision = await _decide(journal, row, person, answered.seen, catalogue)
        elif not answered.words:
            raise Malformed([Problem("words", NO_WORDS)])
        await _answer(journal, row, person["number"], answered, decision)
    return decision


async def _decide(
    journal: Recording, row: Mapping[str, Any], person: dict[str, Any], seen: str | None, catalogue: Catalogue
) -> UUID:
    given = proposed_by_row(row, person["number"])
    if (await preview_again(row, person, catalogue=catalogue, at=journal.at)).digest != seen:
        raise Conflict(CHANGED)
    if given.measure is not None:
        return await respond(journal, given.measure, lifting(given.since), given.reason, catalogue)
    decision = decision_of(given)
    await take_measure(journal, person, given.mark, decision, given.reason, catalogue)
    return UUID(decision.id)


async def preview_again(
    row: Mapping[str, Any], person: Mapping[str, Any], *, catalogue: Catalogue, at: datetime
) -> Preview:
    """What the public would see of a proposal that waits, as it is by now. Raises what is in its way."""
    if row["since"] < amsterdam_day(at):
        raise Conflict(TOO_LATE)
    return await _tried(proposed_by_row(row, person["number"]), person, catalogue, at)


async def _answer(
    journal: Recording,
    row: Mapping[str, Any],
    number: str,
    answered: MeasureAnswered | None,
    decision: UUID | None = None,
) -> None:
    answer = "taken_back" if answered is None else answered.answer
    said: dict[Any, Any] = {
        MeasureProposalRow.is_open: None, MeasureProposalRow.answer: answer, MeasureProposalRow.decision: decision,
        MeasureProposalRow.answered_by: journal.actor, MeasureProposalRow.answered_at: journal.at,
        MeasureProposalRow.answer_words: answered.words if answered and answer == "sent_back" else None,
    }  # fmt: skip
    await MeasureProposalRow.update(said).where(MeasureProposalRow.id == row["id"])
    await journal.append(f"measure.{answer}", number, reference=str(row["id"]))


@once_more
async def take_measure_back(proposal: UUID, staff: Staff, *, at: datetime) -> None:
    """By whoever proposed it, while nobody answered."""
    async with recording(actor=staff.actor, at=at) as journal:
        row, person = await own_proposal(proposal, staff)
        if not row["is_open"]:
            raise Conflict(ANSWERED)
        if row["proposed_by"] != staff.actor:
            raise Refused(NOT_YOURS)
        await _answer(journal, row, person["number"], None)


async def own_proposal(proposal: UUID, staff: Staff) -> tuple[dict[str, Any], dict[str, Any]]:
    """The rows of a proposal and of whom it is about. Raises NotFound for one of another body; Refused."""
    row = await MeasureProposalRow.select().where(MeasureProposalRow.id == proposal).first()
    if row is None:
        raise NotFound(NO_PROPOSAL)
    await require_mark(row["mark"], staff, DECIDING)
    person = await PractitionerRow.select().where(PractitionerRow.id == row["practitioner"]).first()
    assert person is not None  # a foreign key; with a removal the proposal goes as well
    return row, person


def proposed_by_row(row: Mapping[str, Any], number: str) -> MeasureProposed:
    """A proposal as it was given."""
    same = ("mark", "kind", "since", "until", "interim", "text", "measure", "public_until", "reason")
    scopes = tuple(from_canonical(row["scopes"], list[str]))
    return MeasureProposed(number=number, scopes=scopes, **{name: row[name] for name in same})

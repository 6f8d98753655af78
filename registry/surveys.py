"""Clients say what they thought of somebody's work, by a link that works once. Who they are is never kept.

The professional hands the links out: the register never sees an address. Answers are shown and counted only when the
round is over and there are enough of them; a ticket says whether it was used, and no more.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any, Self
from uuid import UUID, uuid4

from pydantic import Field, model_validator

from accreditation.dates import amsterdam_day
from registry.canonical import canonical, digest, from_canonical
from registry.database import insert_rows, once_more
from registry.drafts import Day
from registry.errors import Conflict, Malformed, NotFound, Problem
from registry.inputs import Input
from registry.journal import Recording, recording
from registry.practitioners import find_practitioner
from registry.tables_asking import SurveyAnswerRow, SurveyRoundRow, SurveyTicketRow
from registry.tables_dossier import ClientSurveyRow
from registry.tables_people import PractitionerRow

# With fewer than five, one outspoken answer can be read from the averages by somebody who knows who was invited, and
# with one or two every answer can. Five is what those who measure among few people use as their least.
FEWEST_ANSWERS = 5
LONGEST = timedelta(days=92)
QUESTIONS = ("was_heard", "goal_reached", "knows_the_trade", "clear_agreements", "would_recommend")
LOWEST, HIGHEST = 1, 10
NO_LONGER = "This link does not work any more. It works once, until the round of questions is over."
OVER = "This round of questions is over already. Open it again."
NO_ROUND = "There is no such round of questions in this file. Open the file again."

NewCode = Callable[[], str]


class RoundAsked(Input):
    """A new round: the day it is about, the last day to answer, and how many links are needed."""

    held_on: Day
    closes_on: Day
    invitations: int = Field(ge=FEWEST_ANSWERS, le=500)

    @model_validator(mode="after")
    def not_too_long(self) -> Self:
        if not self.held_on <= self.closes_on <= self.held_on + LONGEST:
            raise ValueError("clients can answer for three months at most: choose another last day")
        return self


@dataclass(frozen=True, slots=True)
class OpenedRound:
    """A round and its links. They are told this once: the register keeps only their digests."""

    id: UUID
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Round:
    """A round as its owner sees it. How many answered is not told before it is over: that would tell who did.

    `averages` per question are there when there were enough answers; `counts` says whether the round is in the file.
    """

    id: UUID
    held_on: date
    closes_on: date  # the last day on which somebody could answer, also when it was closed before
    invitations: int
    is_over: bool
    counts: bool
    answers: int | None
    averages: Mapping[str, Fraction]


def _new_code() -> str:
    return secrets.token_urlsafe(24)


@once_more
async def open_round(
    number: str, asked: RoundAsked, *, actor: str, at: datetime, new_code: NewCode = _new_code
) -> OpenedRound:
    """Begin a round of questions; gives a link's code for each invitation."""
    if asked.closes_on < amsterdam_day(at):
        raise Malformed([Problem("closes_on", "This day is over. Choose a later last day.")])
    codes = tuple(new_code() for _ in range(asked.invitations))
    async with recording(actor=actor, at=at) as journal:
        person = await find_practitioner(number)
        identity = uuid4()
        await SurveyRoundRow.insert(
            SurveyRoundRow(
                id=identity,
                practitioner=person["id"],
                held_on=asked.held_on,
                closes_on=asked.closes_on,
                invitations=asked.invitations,
            )
        )
        rows = sorted((digest(code), identity, False) for code in codes)  # in no order that says anything
        await insert_rows("survey_ticket", ("digest", "round", "used"), rows)
        await journal.append("survey.opened", person["number"], reference=str(identity))
    return OpenedRound(identity, codes)


async def is_open_ticket(code: str, *, at: datetime) -> bool:
    """Whether a link still takes an answer; whose it is and which round stays unsaid."""
    return await _round_of(code, at) is not None


@once_more
async def answer_round(code: str, scores: Mapping[str, int], *, at: datetime) -> None:
    """Take one client's answer, a figure for each question. Raises NotFound for a link that does not work."""
    _require_all(scores)
    async with recording(actor="client", at=at) as journal:
        found = await _round_of(code, journal.at)
        if found is None:
            raise NotFound(NO_LONGER)
        ticket = SurveyTicketRow.digest == digest(code)
        await SurveyTicketRow.update({SurveyTicketRow.used: True}).where(ticket)
        kept = canonical({question: scores[question] for question in QUESTIONS})
        await SurveyAnswerRow.insert(SurveyAnswerRow(round=found["id"], scores=kept))
        number = await _number(found["practitioner"])
        await journal.append("survey.answered", number, reference=str(found["id"]))


def _require_all(scores: Mapping[str, int]) -> None:
    problems = [
        Problem(question, "Choose a figure from 1 to 10.")
        for question in QUESTIONS
        if not LOWEST <= scores.get(question, 0) <= HIGHEST
    ]
    problems += [
        Problem(name, "This is not a question of ours. Leave it out.") for name in scores.keys() - set(QUESTIONS)
    ]
    if problems:
        raise Malformed(problems)


async def _round_of(code: str, at: datetime) -> dict[str, Any] | None:
    ticket = (
        await SurveyTicketRow.select(SurveyTicketRow.round)
        .where(SurveyTicketRow.digest == digest(code), SurveyTicketRow.used.eq(False))
        .first()
    )
    if ticket is None:
        return None
    row = await SurveyRoundRow.select().where(SurveyRoundRow.id == ticket["round"]).first()
    assert row is not None  # a foreign key
    return row if row["closed_at"] is None and amsterdam_day(at) <= row["closes_on"] else None


async def _number(practitioner: UUID) -> str:
    row = await PractitionerRow.select(PractitionerRow.number).where(PractitionerRow.id == practitioner).first()
    assert row is not None  # a foreign key
    return str(row["number"])


@once_more
async def close_round(number: str, identity: UUID, *, actor: str, at: datetime) -> Round:
    """End a round. With enough answers it goes in the file as a client survey that waits for the body; with fewer the
    answers are thrown away, because they would say what one client thought.
    """
    async with recording(actor=actor, at=at) as journal:
        person = await find_practitioner(number)
        row = await _own(person["id"], identity)
        if row["closed_at"] is not None:
            raise Conflict(OVER)
        await _close(journal, row, person["number"])
    return next(found for found in await rounds_of(number) if found.id == identity)


@once_more
async def close_rounds_that_are_over(*, actor: str, at: datetime) -> int:
    """End every round of which the last day to answer has passed; gives how many."""
    async with recording(actor=actor, at=at) as journal:
        rows = await SurveyRoundRow.select().where(
            SurveyRoundRow.closed_at.is_null(), SurveyRoundRow.closes_on < amsterdam_day(journal.at)
        )
        for row in rows:
            await _close(journal, row, await _number(row["practitioner"]))
    return len(rows)


async def _close(journal: Recording, row: Mapping[str, Any], number: str) -> None:
    of_round = SurveyAnswerRow.round == row["id"]
    answers = await SurveyAnswerRow.count().where(of_round)
    survey = None
    if answers >= FEWEST_ANSWERS:
        survey = uuid4()
        await ClientSurveyRow.insert(
            ClientSurveyRow(
                id=survey,
                practitioner=row["practitioner"],
                held_on=row["held_on"],
                answers=answers,
                recorded_at=journal.at,
            )
        )
        await journal.append("client_survey.recorded", number, reference=str(survey))
    else:
        await SurveyAnswerRow.delete().where(of_round)
    await SurveyTicketRow.delete().where(SurveyTicketRow.round == row["id"])
    await SurveyRoundRow.update({SurveyRoundRow.closed_at: journal.at, SurveyRoundRow.survey: survey}).where(
        SurveyRoundRow.id == row["id"]
    )
    await journal.append("survey.closed", number, reference=str(row["id"]))


async def _own(practitioner: UUID, identity: UUID) -> dict[str, Any]:
    row = (
        await SurveyRoundRow.select()
        .where(SurveyRoundRow.id == identity, SurveyRoundRow.practitioner == practitioner)
        .first()
    )
    if row is None:
        raise NotFound(NO_ROUND)
    return row


async def rounds_of(number: str) -> tuple[Round, ...]:
    """Every round of somebody, newest first, with its averages where they may be shown."""
    person = await find_practitioner(number)
    rows = (
        await SurveyRoundRow.select()
        .where(SurveyRoundRow.practitioner == person["id"])
        .order_by(SurveyRoundRow.held_on, ascending=False)
    )
    return tuple([await _round(row) for row in rows])


async def _round(row: Mapping[str, Any]) -> Round:
    is_over, counts = row["closed_at"] is not None, row["survey"] is not None
    answers = []
    if counts:
        found = await SurveyAnswerRow.select(SurveyAnswerRow.scores).where(SurveyAnswerRow.round == row["id"])
        answers = [from_canonical(one["scores"], dict[str, int]) for one in found]
    averages = {
        question: Fraction(sum(answer[question] for answer in answers), len(answers))
        for question in QUESTIONS
        if answers
    }
    last = min(row["closes_on"], amsterdam_day(row["closed_at"])) if is_over else row["closes_on"]
    return Round(
        row["id"], row["held_on"], last, row["invitations"], is_over, counts,
        len(answers) if counts else None, averages,
    )  # fmt: skip

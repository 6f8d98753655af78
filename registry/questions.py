"""A question of the assessor about an application, and the answer of the applicant."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from registry.database import once_more
from registry.errors import Conflict, NotFound, Refused
from registry.inputs import Input, Reason
from registry.journal import Recording, recording
from registry.merged_people import whole_of
from registry.practitioners import find_practitioner
from registry.tables_asking import QuestionRow
from registry.tables_decisions import ApplicationRow
from registry.tables_people import PractitionerRow

DECIDED = "This application was decided or taken back already. Open it again."
ANSWERED = "This question was answered before. Write to the body if you want to add something."
NO_APPLICATION = "There is no such application. Open the list of applications again."
NO_QUESTION = "There is no such question about your application. Open the application again."


class Words(Input):
    """A question, or an answer to one."""

    text: Reason


@dataclass(frozen=True, slots=True)
class Question:
    """A question about an application; `answer` is None while it is open."""

    id: UUID
    text: str
    asked_at: datetime
    answer: str | None
    answered_at: datetime | None


@once_more
async def ask_question(application: UUID, asked: Words, *, actor: str, at: datetime) -> UUID:
    """Ask the applicant something about an open application; gives the identity of the question."""
    async with recording(actor=actor, at=at) as journal:
        row = await ApplicationRow.select().where(ApplicationRow.id == application).first()
        if row is None:
            raise NotFound(NO_APPLICATION)
        _require_open(row)
        applicant = await PractitionerRow.select().where(PractitionerRow.id == row["practitioner"]).first()
        assert applicant is not None  # a foreign key
        return await put_question(journal, application, applicant["number"], asked.text)


async def put_question(journal: Recording, application: UUID, number: str, text: str) -> UUID:
    """As ask_question, in a change that is going on, about an application that is open."""
    identity = uuid4()
    await QuestionRow.insert(
        QuestionRow(id=identity, application=application, asked_by=journal.actor, text=text, asked_at=journal.at)
    )
    await journal.append("question.asked", number, reference=str(identity))
    return identity


@once_more
async def answer_question(number: str, question: UUID, given: Words, *, actor: str, at: datetime) -> None:
    """Answer a question about one's own open application, once."""
    async with recording(actor=actor, at=at) as journal:
        person = await find_practitioner(number)
        row = await QuestionRow.select().where(QuestionRow.id == question).first()
        application = await _own_application(person["id"], row["application"]) if row is not None else None
        if row is None or application is None:
            raise NotFound(NO_QUESTION)
        if row["answer"] is not None:
            raise Conflict(ANSWERED)
        _require_open(application)
        await QuestionRow.update({QuestionRow.answer: given.text, QuestionRow.answered_at: journal.at}).where(
            QuestionRow.id == question
        )
        await journal.append("question.answered", person["number"], reference=str(question))


async def questions_of(number: str, application: UUID) -> tuple[Question, ...]:
    """Every question about one's own application, oldest first. Raises NotFound for somebody else's."""
    person = await find_practitioner(number)
    if await _own_application(person["id"], application) is None:
        raise NotFound(NO_APPLICATION)
    rows = await QuestionRow.select().where(QuestionRow.application == application).order_by(QuestionRow.asked_at)
    return tuple(Question(r["id"], r["text"], r["asked_at"], r["answer"], r["answered_at"]) for r in rows)


async def _own_application(practitioner: UUID, application: UUID) -> dict[str, Any] | None:
    return (
        await ApplicationRow.select()
        .where(ApplicationRow.id == application, ApplicationRow.practitioner.is_in(await whole_of(practitioner)))
        .first()
    )


def _require_open(application: dict[str, Any]) -> None:
    if not application["is_open"]:
        raise Refused(DECIDED)

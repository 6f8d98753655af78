"""A question of whoever works on a case, apart from a requirement: the applicant reads it and answers it once."""

from datetime import datetime
from uuid import UUID

from registry.database import once_more
from registry.desk import Staff, open_case
from registry.interests import require_free
from registry.journal import recording
from registry.questions import Words, put_question


async def ask_applicant(application: UUID, asked: Words, staff: Staff, *, at: datetime) -> UUID:
    """Ask the applicant something for the body; gives the identity of the question.

    Raises NotFound for another body's application, Conflict for one that is no longer open, Refused with an interest.
    """
    await require_free(application, staff, at=at)
    return await _ask(application, asked, staff, at)


@once_more
async def _ask(application: UUID, asked: Words, staff: Staff, at: datetime) -> UUID:
    async with recording(actor=staff.actor, at=at) as journal:
        case = await open_case(application, staff)
        return await put_question(journal, case.id, case.number, asked.text)

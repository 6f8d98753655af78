"""Who works at a body, and which applications are theirs: a body sees only those for its own marks."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Protocol
from uuid import UUID

from accreditation.dates import ONE_DAY
from accreditation.objection_term import is_holiday
from registry.errors import Conflict, NotFound, Refused, Removed
from registry.evidence_reading import ASSESSING, Reader
from registry.merged_people import now_of
from registry.practitioners import GONE
from registry.tables_catalogue import MarkRow
from registry.tables_decisions import ApplicationRow
from registry.tables_people import PractitionerRow

DECIDING = frozenset({"officer"})
NO_CASE = "There is no such application. Open the list of applications again."
DECIDED = "This application was decided or taken back already. Open it again."
NOT_YOUR_TASK = "Deciding is the work of an officer of the body. Ask one of them."
_FIRST_OF_THE_WEEKEND = 5


class Staff(Reader, Protocol):
    """Who works at a body, such as `sessions.Identity`: with the register number and the address that are theirs."""

    @property
    def number(self) -> str | None: ...
    @property
    def email(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Case:
    """An application as a body has it: its row, and that of the applicant."""

    id: UUID
    mark: str
    body: str
    number: str
    is_open: bool
    application: dict[str, Any] = field(repr=False)
    person: dict[str, Any] = field(repr=False)


def bodies_of(staff: Reader, roles: Collection[str] = ASSESSING) -> frozenset[str]:
    """The bodies for which somebody has one of these roles."""
    return frozenset(held.body for held in staff.roles if held.role in roles and held.body is not None)


async def find_case(application: UUID, staff: Reader) -> Case:
    """An application to a body that somebody works for. Raises NotFound for every other; Removed."""
    row = await ApplicationRow.select().where(ApplicationRow.id == application).first()
    mark = await MarkRow.select().where(MarkRow.code == row["mark"]).first() if row is not None else None
    if row is None or mark is None or mark["body"] not in bodies_of(staff):
        raise NotFound(NO_CASE)
    applicant = await PractitionerRow.select().where(PractitionerRow.id == row["practitioner"]).first()
    assert applicant is not None  # a foreign key
    person = await now_of(applicant)
    if person["removed_on"] is not None:
        raise Removed(GONE, person["removal"])
    is_open = bool(row["is_open"]) and row["facts"] is not None
    return Case(application, row["mark"], mark["body"], person["number"], is_open, row, person)


async def open_case(application: UUID, staff: Reader) -> Case:
    """As find_case. Raises Conflict for one that was decided or taken back."""
    case = await find_case(application, staff)
    if not case.is_open:
        raise Conflict(DECIDED)
    return case


def require_officer(case: Case, staff: Reader) -> None:
    """That somebody may decide for the body of this application. Raises Refused."""
    if case.body not in bodies_of(staff, DECIDING):
        raise Refused(NOT_YOUR_TASK)


def working_days_later(day: date, count: int) -> date:
    """So many days later, on which people work: no weekend, and no generally recognised holiday."""
    while count:
        day += ONE_DAY
        count -= day.weekday() < _FIRST_OF_THE_WEEKEND and not is_holiday(day)
    return day


def days_between(since: date, until: date) -> int:
    """How many days lie between two; none when the second is not later."""
    return max((until - since) // timedelta(days=1), 0)

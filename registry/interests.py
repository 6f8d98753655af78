"""Conflicts of interest: who may not judge or decide about whom, from what the register holds and what they say.

Whether there is one is looked up each time somebody takes a file on, judges or decides; what is found is kept.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID, uuid4

from accreditation.dates import LAST_DAY, Period, amsterdam_day, end_of_day
from registry.accounts import email_key
from registry.database import once_more
from registry.desk import Case, Staff, find_case
from registry.ended_work import let_go
from registry.errors import NotFound, Refused
from registry.inputs import Input, Reason
from registry.journal import Recording, recording
from registry.merged_people import whole_of
from registry.tables_accounts import AccountRoleRow
from registry.tables_asking import ConfirmationRow
from registry.tables_catalogue import AffiliationRow
from registry.tables_decisions import DecisionRow
from registry.tables_desk import InterestRow, JudgementRow
from registry.tables_people import PractitionerRow

Ground = Literal["own_file", "mentor", "trainee", "colleague", "reciprocal", "declared"]
# No body says for how long (see docs/decisions/0018): longer than a term for what people did for each other.
COLLEAGUES_FOR = Period(months=24)  # after the last day at the same firm
REMEMBERED_FOR = Period(months=48)  # a confirmation, or a judgement the other way round
INTEREST = "You know this candidate too well to judge or decide. Leave this application to somebody else of the body."
TOO_CLOSE = "You know this person too well to decide about them. Leave it to somebody else of the body."
NO_INTEREST = "You did not say this about this candidate. Open the application again."


class InterestDeclared(Input):
    """Why somebody says that they are not free to judge: a friend, a relative, a quarrel."""

    words: Reason


@dataclass(frozen=True, slots=True)
class Interest:
    """One conflict of interest that holds."""

    ground: Ground
    since: datetime


def worked_together(ours: Sequence[Mapping[str, Any]], theirs: Sequence[Mapping[str, Any]], on: date) -> bool:
    """Whether two people were at one firm at the same time, until not long ago."""
    start = COLLEAGUES_FOR.before(on)
    return any(
        one["organisation"] == other["organisation"]
        and max(one["since"], other["since"]) <= min(_last_day(one), _last_day(other), on)
        and min(_last_day(one), _last_day(other)) >= start
        for one in ours
        for other in theirs
    )


def _last_day(affiliation: Mapping[str, Any]) -> date:
    return affiliation["until"] or LAST_DAY


async def check_interest(application: UUID, staff: Staff, *, at: datetime) -> tuple[Interest, ...]:
    """Look up whether somebody is free to judge an application, and keep what is found. Empty: they are."""
    case = await find_case(application, staff)
    found = await _found(staff, case.person, amsterdam_day(at))
    if found != {row["ground"] for row in await _holding(case, staff)} - {"declared"}:
        await _keep(case, staff, at)
    return tuple(Interest(row["ground"], row["recorded_at"]) for row in await _holding(case, staff))


async def require_free(application: UUID, staff: Staff, *, at: datetime) -> None:
    """That somebody may judge or decide about the applicant. Raises Refused, after it was written down."""
    if await check_interest(application, staff, at=at):
        raise Refused(INTEREST)


async def is_known_to(staff: Staff, person: Mapping[str, Any], on: date) -> bool:
    """Whether somebody is too close to a person to decide about them without an application: found, or said before.

    It is looked up and not kept: nothing is claimed that would have to be let go.
    """
    said = InterestRow.exists().where(
        InterestRow.staff == staff.actor, InterestRow.practitioner == person["id"], InterestRow.ended_at.is_null()
    )
    return bool(await _found(staff, person, on)) or await said


async def require_free_of(person: Mapping[str, Any], staff: Staff, on: date) -> None:
    """That somebody may decide about a person without an application to look at: measures and objections.

    Raises Refused.
    """
    if await is_known_to(staff, person, on):
        raise Refused(TOO_CLOSE)


async def note_free(journal: Recording, case: Case, staff: Staff) -> None:
    """Write down that it was looked up and nothing was found. Raises Refused when they said something meanwhile."""
    if await _holding(case, staff):
        raise Refused(INTEREST)
    await journal.append("interest.none", case.number, reference=str(case.id))


async def _holding(case: Case, staff: Staff) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = (
        await InterestRow.select()
        .where(InterestRow.staff == staff.actor, InterestRow.practitioner == case.person["id"])
        .where(InterestRow.ended_at.is_null())
        .order_by(InterestRow.recorded_at)
    )
    return rows


@once_more
async def _keep(case: Case, staff: Staff, at: datetime) -> None:
    """What was found anew is added, and what is over is ended."""
    async with recording(actor=staff.actor, at=at) as journal:
        found = await _found(staff, case.person, amsterdam_day(journal.at))
        known = {row["ground"]: row["id"] for row in await _holding(case, staff) if row["ground"] != "declared"}
        for ground in sorted(found - set(known)):
            await _add(journal, case, staff, ground)
        for ground in sorted(set(known) - found):
            await InterestRow.update({InterestRow.ended_at: journal.at}).where(InterestRow.id == known[ground])
            await journal.append("interest.ended", case.number, reference=str(known[ground]), body=case.body)


async def _add(journal: Recording, case: Case, staff: Staff, ground: str, words: str | None = None) -> None:
    row = InterestRow(
        id=uuid4(), staff=staff.actor, practitioner=case.person["id"], ground=ground, words=words,
        recorded_at=journal.at,
    )  # fmt: skip
    await InterestRow.insert(row)
    await journal.append(f"interest.{ground}", case.number, reference=str(row.id), body=case.body)
    await let_go(journal, case, staff.actor)


async def declare_interest(application: UUID, given: InterestDeclared, staff: Staff, *, at: datetime) -> None:
    """Say oneself that one is not free to judge this candidate; it holds for every file of theirs.

    What one claimed is free again, and what one said about an open application no longer counts.
    """
    await _declare(application, given, staff, at)


@once_more
async def _declare(application: UUID, given: InterestDeclared, staff: Staff, at: datetime) -> None:
    async with recording(actor=staff.actor, at=at) as journal:
        case = await find_case(application, staff)
        if not any(row["ground"] == "declared" for row in await _holding(case, staff)):
            await _add(journal, case, staff, "declared", given.words)


@once_more
async def take_back_interest(application: UUID, staff: Staff, *, at: datetime) -> None:
    """Take back what one said oneself. What the register found ends by itself, when it is over."""
    async with recording(actor=staff.actor, at=at) as journal:
        case = await find_case(application, staff)
        own = [row["id"] for row in await _holding(case, staff) if row["ground"] == "declared"]
        if not own:
            raise NotFound(NO_INTEREST)
        await InterestRow.update({InterestRow.ended_at: journal.at}).where(InterestRow.id == own[0])
        await journal.append("interest.ended", case.number, reference=str(own[0]), body=case.body)


async def _found(staff: Staff, person: Mapping[str, Any], on: date) -> set[str]:
    """Everything in the register that ties somebody of a body to a candidate."""
    if _is_oneself(staff, person):
        return {"own_file"}
    own = await PractitionerRow.select().where(PractitionerRow.number == staff.number).first() if staff.number else None
    if own is None:
        return set()
    me, other = own["id"], person["id"]
    found = set()
    if worked_together(await _firms(me), await _firms(other), on):
        found.add("colleague")
    since = REMEMBERED_FOR.before(on)
    for roles, as_supervisor in ((await _confirmed(me, other, since), "mentor"),
                                 (await _confirmed(other, me, since), "trainee")):  # fmt: skip
        found |= {as_supervisor if role == "supervisor" else "colleague" for role in roles}
    if await _judged(await _actors(other), me, since):
        found.add("reciprocal")
    return found


def _is_oneself(staff: Staff, person: Mapping[str, Any]) -> bool:
    if staff.number == person["number"]:
        return True
    return bool(person["email"]) and email_key(staff.email) == email_key(person["email"])


async def _firms(who: UUID) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = await AffiliationRow.select(
        AffiliationRow.organisation, AffiliationRow.since, AffiliationRow.until
    ).where(AffiliationRow.practitioner == who, AffiliationRow.organisation.is_not_null())
    return rows


async def _confirmed(confirmer: UUID, owner: UUID, since: date) -> set[str]:
    """The roles in which somebody confirmed activities of another."""
    rows = await ConfirmationRow.select(ConfirmationRow.role).where(
        ConfirmationRow.confirmer == confirmer,
        ConfirmationRow.activity.practitioner == owner,
        ConfirmationRow.confirmed_at >= end_of_day(since),
        ConfirmationRow.lapsed_at.is_null(),
    )
    return {row["role"] for row in rows}


async def _actors(who: UUID) -> list[str]:
    """How the journal names somebody who has a log-in."""
    rows = await AccountRoleRow.select(AccountRoleRow.account).where(AccountRoleRow.practitioner == who)
    return [f"account {row['account']}" for row in rows]


async def _judged(actors: Collection[str], candidate: UUID, since: date) -> bool:
    """Whether one of these judged an application of somebody, or decided it."""
    if not actors:
        return False
    after, whole = end_of_day(since), await whole_of(candidate)
    return await JudgementRow.exists().where(
        JudgementRow.assessor.is_in(list(actors)),
        JudgementRow.application.practitioner.is_in(whole),
        JudgementRow.given_at >= after,
    ) or await DecisionRow.exists().where(
        DecisionRow.practitioner.is_in(whole),
        DecisionRow.answers.is_not_null(),
        DecisionRow.actor.is_in(list(actors)),
        DecisionRow.recorded_at >= after,
    )

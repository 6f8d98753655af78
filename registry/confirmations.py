"""Peers and supervisors confirm what somebody wrote down: by their own log-in, or once by a link in a letter."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal, Self
from uuid import UUID, uuid4

from pydantic import model_validator

from registry.accounts import email_key
from registry.canonical import canonical, digest, from_canonical
from registry.database import once_more
from registry.entry_versions import find_entry, keep_version
from registry.errors import Conflict, NotFound, Refused
from registry.inputs import Email, Input, Line20
from registry.journal import Recording, recording
from registry.letters import Letter, queue_letter
from registry.names import display_name
from registry.practitioners import find_practitioner
from registry.tables_accounts import AccountRoleRow
from registry.tables_asking import ConfirmationRow
from registry.tables_dossier import ActivityRow
from registry.tables_people import PractitionerRow

ANSWER_WITHIN = timedelta(days=30)
MOST_ASKED = 20  # people for one activity: more than sit around a table
NO_LONGER = "This link does not work any more. Ask the person who sent it to you for a new one."
NOT_YOURS = "You cannot confirm your own activity. Ask somebody who was there."
ASKED_BEFORE = "You asked this person before. Wait for the answer, or ask somebody else."
TOO_MANY = "You asked as many people as can be asked for one activity. Wait for their answers."
OVER = "This activity was withdrawn or refused. Correct it first, and then ask for a confirmation."
ANSWERED = "There is nothing to confirm here any more. Open your list again."


class ConfirmationAsked(Input):
    """Whom to ask, in which role: somebody in the register by number, or anybody by an address."""

    role: Literal["peer", "supervisor"]
    number: Line20 | None = None
    email: Email | None = None
    language: Literal["nl", "en"] = "nl"

    @model_validator(mode="after")
    def one_person(self) -> Self:
        if (self.number is None) is (self.email is None):
            raise ValueError("give a register number or an e-mail address, and not both")
        return self


@dataclass(frozen=True, slots=True)
class ToConfirm:
    """What somebody is asked to confirm: whose activity, of which days, in which role."""

    id: UUID
    role: str
    asker: str
    kind: str
    title: str
    since: date
    until: date
    minutes: int | None
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """One person who was asked, as the asker sees it; `number` of somebody in the register only."""

    id: UUID
    role: str
    number: str | None
    state: Literal["open", "confirmed", "declined", "expired", "lapsed"]
    asked_at: datetime


@once_more
async def ask_confirmation(
    number: str,
    activity: UUID,
    asked: ConfirmationAsked,
    *,
    actor: str,
    at: datetime,
) -> UUID:
    """Ask one person to confirm an activity; gives the identity of the request.

    The address asked goes in the letter, which forgets it once it was sent, and nowhere else.
    """
    async with recording(actor=actor, at=at) as journal:
        person = await find_practitioner(number)
        row = await find_entry(person["id"], "activity", activity)
        if row["state"] in ("withdrawn", "refused"):
            raise Refused(OVER)
        if asked.email is not None and await _is_own(asked.email, person):
            raise Refused(NOT_YOURS)
        confirmer = None if asked.number is None else await _confirmer(asked.number, person, activity)
        if await ConfirmationRow.count().where(ConfirmationRow.activity == activity) >= MOST_ASKED:
            raise Refused(TOO_MANY)
        identity, code = uuid4(), secrets.token_urlsafe(32)
        await ConfirmationRow.insert(
            ConfirmationRow(
                id=identity,
                activity=activity,
                role=asked.role,
                confirmer=confirmer,
                digest=digest(code) if asked.email is not None else None,
                asked_at=journal.at,
                expires_at=journal.at + ANSWER_WITHIN,
            )
        )
        if asked.email is not None:
            await queue_letter(journal, _letter(asked, asked.email, identity, code, person))
        await journal.append("confirmation.asked", person["number"], reference=str(identity))
    return identity


async def _is_own(email: str, person: Mapping[str, Any]) -> bool:
    """Whether this is an address of the asker: the one in the register, or the one they log in with."""
    if email_key(email) == email_key(person["email"] or ""):
        return True
    return await AccountRoleRow.exists().where(
        AccountRoleRow.practitioner == person["id"], AccountRoleRow.account.email_key == email_key(email)
    )


async def _confirmer(number: str, asker: Mapping[str, Any], activity: UUID) -> UUID:
    other = await find_practitioner(number)
    if other["id"] == asker["id"]:
        raise Refused(NOT_YOURS)
    if await ConfirmationRow.exists().where(
        ConfirmationRow.activity == activity,
        ConfirmationRow.confirmer == other["id"],
        ConfirmationRow.lapsed_at.is_null(),
    ):
        raise Conflict(ASKED_BEFORE)
    return UUID(str(other["id"]))


def _letter(asked: ConfirmationAsked, to: str, identity: UUID, code: str, person: Mapping[str, Any]) -> Letter:
    about = {"code": code, "role": asked.role, "asker": _name(person)}
    key = f"confirmation:{identity}"
    return Letter("confirmation.asked", to, asked.language, about, key=key, practitioner=person["id"])


def _name(person: Mapping[str, Any]) -> str:
    return display_name(person["initials"], person["prefix"], person["family_name"])


async def confirmation_by_code(code: str, *, at: datetime) -> ToConfirm:
    """What whoever has this link is asked. Raises NotFound, the same for a link that never was and one that is over."""
    row = await ConfirmationRow.select().where(ConfirmationRow.digest == digest(code)).first()
    return await _shown(_open(row, at, message=NO_LONGER))


async def asked_of(number: str, *, at: datetime) -> tuple[ToConfirm, ...]:
    """Everything that somebody in the register is still asked to confirm, oldest first."""
    person = await find_practitioner(number)
    rows = (
        await ConfirmationRow.select()
        .where(ConfirmationRow.confirmer == person["id"])
        .order_by(ConfirmationRow.asked_at)
    )
    return tuple([await _shown(row) for row in rows if _state(row, at) == "open"])


async def confirmations_of(number: str, activity: UUID, *, at: datetime) -> tuple[Asked, ...]:
    """Whom somebody asked to confirm an activity, and what became of it; oldest first."""
    person = await find_practitioner(number)
    await find_entry(person["id"], "activity", activity)
    rows = (
        await ConfirmationRow.select(*ConfirmationRow.all_columns(), ConfirmationRow.confirmer.number.as_alias("who"))
        .where(ConfirmationRow.activity == activity)
        .order_by(ConfirmationRow.asked_at)
    )
    return tuple(Asked(row["id"], row["role"], row["who"], _state(row, at), row["asked_at"]) for row in rows)


@once_more
async def confirm(code: str, *, at: datetime, confirms: bool = True, by: str | None = None) -> None:
    """Answer by a link, once: it was so (`confirms`), or it was not. `by` is whoever is logged in meanwhile."""
    async with recording(actor="confirmer", at=at) as journal:
        row = await ConfirmationRow.select().where(ConfirmationRow.digest == digest(code)).first()
        await _answer(journal, _open(row, journal.at, message=NO_LONGER), confirms, by)


@once_more
async def confirm_as(number: str, confirmation: UUID, *, actor: str, at: datetime, confirms: bool = True) -> None:
    """Answer what somebody in the register was asked. Raises NotFound for what another was asked."""
    async with recording(actor=actor, at=at) as journal:
        person = await find_practitioner(number)
        row = (
            await ConfirmationRow.select()
            .where(ConfirmationRow.id == confirmation, ConfirmationRow.confirmer == person["id"])
            .first()
        )
        await _answer(journal, _open(row, journal.at, message=ANSWERED), confirms, person["number"])


def _open(row: dict[str, Any] | None, at: datetime, *, message: str) -> dict[str, Any]:
    if row is None or _state(row, at) != "open":
        raise NotFound(message)
    return row


def _state(row: Mapping[str, Any], at: datetime) -> Literal["open", "confirmed", "declined", "expired", "lapsed"]:
    if row["lapsed_at"] is not None:
        return "lapsed"
    if row["confirmed_at"] is not None:
        return "confirmed"
    if row["declined_at"] is not None:
        return "declined"
    return "open" if at < row["expires_at"] else "expired"


async def _answer(journal: Recording, row: Mapping[str, Any], confirms: bool, by: str | None) -> None:
    activity, owner = await _activity(row["activity"])
    if by == owner["number"]:
        raise Refused(NOT_YOURS)
    column = ConfirmationRow.confirmed_at if confirms else ConfirmationRow.declined_at
    await ConfirmationRow.update({column: journal.at}).where(ConfirmationRow.id == row["id"])
    if confirms:
        roles = from_canonical(activity["confirmed_by"], frozenset[str])
        await keep_version(journal, "activity", activity, "confirmed")
        await ActivityRow.update({ActivityRow.confirmed_by: canonical(sorted(roles | {row["role"]}))}).where(
            ActivityRow.id == activity["id"]
        )
    said = "confirmed" if confirms else "declined"
    await journal.append(f"confirmation.{said}", owner["number"], reference=str(row["id"]))


async def _activity(identity: UUID) -> tuple[dict[str, Any], dict[str, Any]]:
    """The row of an activity, and of whose it is."""
    activity = await ActivityRow.select().where(ActivityRow.id == identity).first()
    assert activity is not None  # a foreign key
    owner = await PractitionerRow.select().where(PractitionerRow.id == activity["practitioner"]).first()
    assert owner is not None  # as above
    return activity, owner


async def _shown(row: Mapping[str, Any]) -> ToConfirm:
    activity, owner = await _activity(row["activity"])
    return ToConfirm(
        row["id"], row["role"], _name(owner), activity["kind"], activity["title"], activity["since"],
        activity["until"], activity["minutes"], row["expires_at"],
    )  # fmt: skip

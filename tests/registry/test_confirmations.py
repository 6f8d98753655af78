"""Others confirm an activity, once and never their own."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from registry.canonical import digest
from registry.confirmations import (
    ConfirmationAsked,
    ask_confirmation,
    asked_of,
    confirm,
    confirm_as,
    confirmation_by_code,
    confirmations_of,
)
from registry.database import Engine, classify_db_error
from registry.dossiers import judge_entry
from registry.drafts import ActivityDraft
from registry.entries import add_entry, correct_entry, withdraw_entry
from registry.errors import Conflict, Malformed, NotFound, Refused
from registry.inputs import read_input
from registry.own_entries import read_entry
from registry.practitioners import Name
from registry.tables_asking import ConfirmationRow
from registry.tables_people import PractitionerRow
from tests.registry.log_ins import with_account
from tests.registry.mail import letters_to, newest_code
from tests.registry.stories import START, somebody

DAY = date(2021, 3, 1)
MEETING = ActivityDraft(kind="peer_consultation", since=DAY, until=DAY, title="Intervisie", minutes=120)
PEER = ConfirmationAsked(role="peer", email="peer@voorbeeld.nl")
LATER = START + timedelta(days=2)


async def meeting() -> tuple[str, UUID]:
    """Somebody with a meeting of peers in their file."""
    number = await somebody()
    return number, await add_entry(number, "activity", MEETING, actor=number, at=START)


async def ask(number: str, activity: UUID, asked: ConfirmationAsked = PEER) -> UUID:
    return await ask_confirmation(number, activity, asked, actor=number, at=START)


async def code_for(email: str = "peer@voorbeeld.nl") -> str:
    """The code in the last letter to somebody who was asked."""
    return await newest_code(email, "confirmation.asked")


async def confirmed_by(number: str, activity: UUID) -> frozenset[str]:
    return (await read_entry(number, "activity", activity)).confirmed_by


async def test_a_peer_confirms_by_a_link(register: Engine) -> None:
    """The letter holds the only copy of the code; the peer sees what is asked, and the activity follows."""
    number, activity = await meeting()
    identity = await ask(number, activity)
    (letter,) = await letters_to("peer@voorbeeld.nl")
    assert ("confirmation.asked", "nl", f"confirmation:{identity}") == (
        letter["kind"], letter["language"], letter["key"],
    )  # fmt: skip
    code = await code_for()
    shown = await confirmation_by_code(code, at=LATER)
    assert ("peer", "F. el Idrissi", "Intervisie", 120, DAY) == (
        shown.role, shown.asker, shown.title, shown.minutes, shown.until,
    )  # fmt: skip
    await confirm(code, at=LATER)
    assert frozenset({"peer"}) == await confirmed_by(number, activity)
    assert 2 == (await read_entry(number, "activity", activity)).version
    assert ["confirmed"] == [asked.state for asked in await confirmations_of(number, activity, at=LATER)]
    (row,) = await ConfirmationRow.select()
    assert digest(code) == row["digest"]


async def test_a_link_works_once_and_for_a_while(register: Engine) -> None:
    """Used, late, never given: the same sentence."""
    number, activity = await meeting()
    await ask(number, activity)
    code = await code_for()
    with pytest.raises(NotFound) as never:
        await confirm("made-up", at=LATER)
    with pytest.raises(NotFound) as late:
        await confirm(code, at=START + timedelta(days=30))
    await confirm(code, at=LATER, confirms=False)
    with pytest.raises(NotFound) as used:
        await confirm(code, at=LATER)
    with pytest.raises(NotFound) as seen:
        await confirmation_by_code(code, at=LATER)
    assert 1 == len({str(caught.value) for caught in (never, late, used, seen)})
    assert frozenset() == await confirmed_by(number, activity)
    assert ["declined"] == [asked.state for asked in await confirmations_of(number, activity, at=LATER)]


async def test_a_supervisor_in_the_register_confirms_by_their_own_log_in(register: Engine) -> None:
    """It is on their list until they answered; nobody else can answer for them."""
    number, activity = await meeting()
    supervisor, other = await somebody(seed=2), await somebody(seed=3)
    asked = ConfirmationAsked(role="supervisor", number=supervisor)
    identity = await ask(number, activity, asked)
    assert [identity] == [one.id for one in await asked_of(supervisor, at=LATER)]
    assert () == await asked_of(other, at=LATER)
    with pytest.raises(NotFound):
        await confirm_as(other, identity, actor=other, at=LATER)
    with pytest.raises(Conflict, match="asked this person before"):
        await ask(number, activity, asked)
    await confirm_as(supervisor, identity, actor=supervisor, at=LATER)
    assert (frozenset({"supervisor"}), ()) == (
        await confirmed_by(number, activity), await asked_of(supervisor, at=LATER)
    )  # fmt: skip
    assert [supervisor] == [one.number for one in await confirmations_of(number, activity, at=LATER)]
    with pytest.raises(NotFound):
        await confirm_as(supervisor, identity, actor=supervisor, at=LATER)


async def test_nobody_confirms_their_own(register: Engine) -> None:
    """Not by number, by their own address or that of their log-in however it is written, or by a link sent on."""
    number = await with_account("fatima@voorbeeld.nl", at=START)
    await PractitionerRow.update({PractitionerRow.email: "Ander@voorbeeld.nl"}, force=True)
    activity = await add_entry(number, "activity", MEETING, actor=number, at=START)
    for asked in (
        ConfirmationAsked(role="peer", number=number),
        ConfirmationAsked(role="peer", email="Fatima@Voorbeeld.nl"),
        ConfirmationAsked(role="peer", email="ander@voorbeeld.nl"),
    ):
        with pytest.raises(Refused, match="your own"):
            await ask(number, activity, asked)
    await ask(number, activity)
    with pytest.raises(Refused, match="your own"):
        await confirm(await code_for(), at=LATER, by=number)
    assert frozenset() == await confirmed_by(number, activity)


async def test_the_database_refuses_a_confirmation_of_ones_own(register: Engine) -> None:
    """Whoever writes and by whatever road; nor does it let go of an answer."""
    number, activity = await meeting()
    own = await PractitionerRow.select().first()
    assert own is not None
    row: dict[str, Any] = {"activity": activity, "role": "peer", "asked_at": START, "expires_at": LATER}
    with pytest.raises(Exception, match=r"(?i)ck_confirmation_not_own|nobody confirms") as caught:
        await ConfirmationRow.insert(ConfirmationRow(**row, confirmer=own["id"]))
    assert "ck_confirmation_not_own" == getattr(classify_db_error(caught.value), "constraint", None)
    await ask(number, activity)
    await confirm(await code_for(), at=LATER)
    with pytest.raises(Exception, match=r"(?i)ck_confirmation_once|may not change") as caught:
        await ConfirmationRow.update({ConfirmationRow.confirmed_at: None}, force=True)
    assert "ck_confirmation_once" == getattr(classify_db_error(caught.value), "constraint", None)


async def test_a_changed_activity_was_not_confirmed(register: Engine) -> None:
    """Correcting it lets every confirmation lapse, answered or not; withdrawing it too."""
    number, activity = await meeting()
    await ask(number, activity)
    await confirm(await code_for(), at=LATER)
    await ask(number, activity, ConfirmationAsked(role="supervisor", email="super@voorbeeld.nl"))
    done = await correct_entry(number, "activity", activity, MEETING, version=2, actor=number, at=LATER)
    assert (True, frozenset()) == (done.confirmations_lapsed, await confirmed_by(number, activity))
    with pytest.raises(NotFound):
        await confirm(await code_for("super@voorbeeld.nl"), at=LATER)
    await ask(number, activity)
    await withdraw_entry(number, "activity", activity, version=3, actor=number, at=LATER)
    states = {asked.state for asked in await confirmations_of(number, activity, at=LATER)}
    assert {"lapsed"} == states
    with pytest.raises(Refused, match="withdrawn"):
        await ask(number, activity)


async def test_only_what_stands_in_ones_own_file_can_be_confirmed(register: Engine) -> None:
    """Nobody asks for somebody else's activity, a refused one, or a whole town."""
    number, activity = await meeting()
    other = await somebody(name=Name(family_name="Berg"), seed=2)
    for who, what in ((other, activity), (number, uuid4())):
        with pytest.raises(NotFound):
            await ask(who, what)
        with pytest.raises(NotFound):
            await confirmations_of(who, what, at=LATER)
    for _ in range(20):
        await ask(number, activity)
    with pytest.raises(Refused, match="as many people"):
        await ask(number, activity)
    await judge_entry(number, "activity", activity, "refused", actor="desk", at=LATER)
    with pytest.raises(Refused, match="refused"):
        await ask(number, activity)


async def test_an_unanswered_request_expires(register: Engine) -> None:
    """The asker sees so, and it leaves the list of who was asked."""
    number, activity = await meeting()
    peer = await somebody(seed=2)
    await ask(number, activity, ConfirmationAsked(role="peer", number=peer))
    after = START + timedelta(days=30)
    assert () == await asked_of(peer, at=after)
    assert ["expired"] == [asked.state for asked in await confirmations_of(number, activity, at=after)]


@pytest.mark.parametrize("given", [{}, {"number": "LP-1", "email": "a@b.nl"}])
def test_one_person_is_asked_at_a_time(given: dict[str, str]) -> None:
    """By a number or by an address, not both and not neither."""
    with pytest.raises(Malformed, match="not both"):
        read_input(ConfirmationAsked, {"role": "peer", **given})

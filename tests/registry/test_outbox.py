"""The outbox: who claims a letter, what becomes of it, and that nothing of it is kept longer than needed."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from registry.accounts import RoleHeld
from registry.database import Engine, classify_db_error
from registry.errors import Conflict, Refused
from registry.journal import recording
from registry.letters import Letter, queue_letter
from registry.letters_shown import let_go, letters_failed, letters_of, letters_waiting, outbox_for, try_again
from registry.outbox import (
    CLAIM,
    MOST_TRIES,
    SENDING,
    Claimed,
    begin_sending,
    claim_due,
    drop_letter,
    forget_failed_letters,
    mark_failed,
    mark_sent,
    mark_unsure,
    settle_unsure,
)
from registry.practitioners import find_practitioner
from registry.tables_journal import JournalRow
from registry.tables_letters import LetterRow
from tests.registry.desk_stories import Worker, worker
from tests.registry.stories import START as AT
from tests.registry.stories import somebody

LATER = timedelta(minutes=1)
TO = "iemand@voorbeeld.example"
CODE = {"code": "geheimecode"}
OPERATOR = Worker("account operator", (RoleHeld("operator"),))


async def queued(*letters: Letter) -> list[bool]:
    async with recording(actor="test", at=AT) as journal:
        return [await queue_letter(journal, letter) for letter in letters]


def letter(kind: str = "account.exists", about: dict[str, str] | None = None, key: str | None = None) -> Letter:
    return Letter(kind, TO, "nl", about or {}, key)


async def the_row() -> dict[str, Any]:
    (row,) = await LetterRow.select()
    return row


async def one_claimed_of(kind: str) -> Claimed:
    """A letter of this kind that is claimed, while others wait."""
    await queued(letter(kind))
    return next(one for one in await claim_due(AT, most=10) if one.kind == kind)


async def one_claimed(kind: str = "account.exists", about: dict[str, str] | None = None) -> Claimed:
    await queued(letter(kind, about))
    (claimed,) = await claim_due(AT)
    return claimed


async def test_a_letter_is_written_once_by_its_key(register: Engine) -> None:
    """The second with the same key is not there; those without a key are each one letter."""
    assert [True, False, True, True] == await queued(letter(key="a"), letter(key="a"), letter(), letter())
    assert 3 == len(await letters_waiting())


async def test_each_letter_is_claimed_by_one(register: Engine) -> None:
    """Eight workers at once, five letters: each letter has one worker, and the oldest goes first."""
    await queued(*(letter(key=str(number)) for number in range(5)))
    claims = await asyncio.gather(*(claim_due(AT) for _ in range(8)))
    assert sorted(map(str, range(5))) == sorted(claimed.key or "" for claim in claims for claimed in claim)


async def test_a_sent_letter_is_proof_and_nothing_more(register: Engine) -> None:
    """The address and the code go, the day and the Message-ID stay; the journal says that it was sent, not to whom."""
    claimed = await one_claimed("account.confirm", CODE)
    assert (TO, "geheimecode") == (claimed.to, claimed.about["code"])
    assert TO not in repr(claimed)
    assert "geheimecode" not in repr(claimed)
    assert await begin_sending(claimed, AT)
    await mark_sent(claimed, AT + LATER)
    row = await the_row()
    assert ("sent", None, None, AT + LATER) == (row["state"], row["sent_to"], row["about"], row["sent_at"])
    assert claimed.message_id == row["message_id"]
    entry = await JournalRow.select().where(JournalRow.kind == "letter.sent").first()
    assert entry is not None
    assert (str(claimed.id), None) == (entry["subject"], entry["reference"])
    await mark_sent(claimed, AT + 2 * LATER)  # said twice is said once
    assert AT + LATER == (await the_row())["sent_at"]


async def test_a_sent_letter_stays_sent(register: Engine) -> None:
    """The database itself refuses to forget that a letter was sent."""
    claimed = await one_claimed()
    await mark_sent(claimed, AT)
    with pytest.raises(Exception, match=r"ck_letter_stays_sent|may not change") as caught:
        await LetterRow.update({LetterRow.state: "waiting", LetterRow.sent_at: None}, force=True)
    assert "ck_letter_stays_sent" == getattr(classify_db_error(caught.value), "constraint", None)


async def test_a_claim_runs_out_and_another_takes_the_letter(register: Engine) -> None:
    """Until then nobody else gets it; after it the first worker may not send it any more."""
    first = await one_claimed()
    assert () == await claim_due(AT + CLAIM - LATER)
    (second,) = await claim_due(AT + CLAIM)
    assert (first.id, 2) == (second.id, second.tries)
    assert not await begin_sending(first, AT + CLAIM)
    assert await begin_sending(second, AT + CLAIM)


async def test_a_worker_that_slept_through_its_claim_sends_nothing(register: Engine) -> None:
    """Also when nobody took the letter meanwhile."""
    assert not await begin_sending(await one_claimed(), AT + CLAIM)


async def test_what_was_not_taken_is_tried_again_ever_later(register: Engine) -> None:
    """After a minute, five, fifteen, an hour, four hours; and after five days no more."""
    at, waits = AT, []
    await queued(letter("application.received", {"mark": "proefmerk"}))
    for _ in range(MOST_TRIES):
        (claimed,) = await claim_due(at)
        await mark_failed(claimed, "server_says_451", at)
        if (await the_row())["state"] == "failed":
            break
        due = (await the_row())["due_at"]
        waits.append(due - at)
        at = due
    assert [1, 5, 15, 60, 240, 240] == [wait // LATER for wait in waits[:6]]
    assert timedelta(days=4) < at - AT < timedelta(days=5)
    (failed,) = await letters_failed()
    assert ("application.received", "server_says_451", None) == (failed.kind, failed.problem, failed.reminder)


async def test_a_link_that_came_too_late_is_not_sent(register: Engine) -> None:
    """A letter about a log-in is given up after a day, and its code is forgotten."""
    claimed = await one_claimed("account.recover", CODE)
    await mark_failed(claimed, "server_does_not_answer", AT + timedelta(hours=24))
    row = await the_row()
    assert ("failed", None, None) == (row["state"], row["sent_to"], row["about"])


async def test_a_person_can_let_a_failed_letter_go_once_more(register: Engine) -> None:
    """Those without a code, as long as the register remembers the address: thirty days."""
    await mark_failed(await one_claimed(), "server_says_550", AT, for_good=True)
    (failed,) = await letters_failed()
    await try_again(failed.id, OPERATOR, at=AT + LATER)
    (again,) = await claim_due(AT + LATER)
    assert (failed.id, TO, 1) == (again.id, again.to, again.tries)
    with pytest.raises(Conflict):
        await try_again(failed.id, OPERATOR, at=AT + LATER)
    await mark_failed(again, "server_says_550", AT, for_good=True)
    await forget_failed_letters(at=AT + timedelta(days=29))
    assert TO == (await the_row())["sent_to"]
    await forget_failed_letters(at=AT + timedelta(days=31))
    assert (None, None) == ((await the_row())["sent_to"], (await the_row())["about"])
    with pytest.raises(Conflict):
        await try_again(failed.id, OPERATOR, at=AT + timedelta(days=31))


async def test_the_operator_lets_a_failed_letter_go(register: Engine) -> None:
    """It leaves the list, its address is forgotten, what went wrong stays; a letter that waits is not let go."""
    await queued(letter("application.received"))
    failed = await one_claimed_of("account.exists")
    await mark_failed(failed, "server_says_550", AT, for_good=True)
    before = await outbox_for(OPERATOR)
    assert (1, 1, "server_says_550") == (before.waiting_count, before.failed_count, before.failed[0].problem)
    with pytest.raises(Conflict):
        await let_go(before.waiting[0].id, OPERATOR, at=AT)
    await let_go(failed.id, OPERATOR, at=AT)
    row = (await LetterRow.select().where(LetterRow.id == failed.id))[0]
    told = (row["state"], row["sent_to"], row["about"], row["last_problem"])
    assert ("dropped", None, None, "server_says_550") == told
    (last,) = await JournalRow.select().order_by(JournalRow.seq, ascending=False).limit(1)
    assert ("letter.let_go", "account operator") == (last["kind"], last["actor"])
    assert ((), 0) == ((await outbox_for(OPERATOR)).failed, (await outbox_for(OPERATOR)).failed_count)
    with pytest.raises(Conflict):
        await let_go(failed.id, OPERATOR, at=AT)


async def test_the_outbox_is_the_work_of_the_operator(register: Engine) -> None:
    """Whoever works at a body neither sees it nor touches a letter."""
    failed = await one_claimed()
    await mark_failed(failed, "server_says_550", AT, for_good=True)
    other = worker("body_administrator")
    with pytest.raises(Refused):
        await outbox_for(other)
    with pytest.raises(Refused):
        await try_again(failed.id, other, at=AT)
    with pytest.raises(Refused):
        await let_go(failed.id, other, at=AT)
    assert "failed" == (await the_row())["state"]


async def test_what_is_of_no_use_any_more_is_dropped(register: Engine) -> None:
    """It is not sent, and its address goes."""
    await drop_letter(await one_claimed(), "of_no_use_any_more", AT)
    row = await the_row()
    assert ("dropped", None, None, None) == (row["state"], row["sent_to"], row["about"], row["sent_at"])
    assert () == await claim_due(AT + 2 * CLAIM)


@pytest.mark.parametrize(
    ("kind", "state"), [("reminder.3_days", "failed"), ("mark.expired", "failed"), ("account.exists", "waiting")]
)
async def test_what_nobody_knows_is_decided_by_kind(register: Engine, kind: str, state: str) -> None:
    """A reminder may not come twice; whoever waits for a link would rather have it twice than not at all."""
    claimed = await one_claimed(kind)
    assert await begin_sending(claimed, AT)
    await settle_unsure(AT + SENDING - LATER)
    assert "sending" == (await the_row())["state"]
    await settle_unsure(AT + SENDING)
    row = await the_row()
    assert (state, "nobody_knows_whether_it_arrived") == (row["state"], row["last_problem"])


async def test_an_answer_that_never_came_is_as_uncertain(register: Engine) -> None:
    """The same decision, at once, by the worker that saw it."""
    reminder = await one_claimed("reminder.3_days")
    await mark_unsure(reminder, AT)
    assert "failed" == (await the_row())["state"]


async def test_an_answer_that_came_late_is_believed(register: Engine) -> None:
    """The worker was only slow: what the server took was sent."""
    claimed = await one_claimed("reminder.3_days")
    await begin_sending(claimed, AT)
    await settle_unsure(AT + SENDING)
    await mark_sent(claimed, AT + SENDING)
    assert "sent" == (await the_row())["state"]


async def test_a_letter_that_kills_its_workers_is_given_up(register: Engine) -> None:
    """It would be tried for ever, and keep the others waiting."""
    await queued(letter())
    at = AT
    for _ in range(MOST_TRIES):
        assert 1 == len(await claim_due(at))
        await settle_unsure(at)
        at += CLAIM
    await settle_unsure(at)
    assert ("failed", "tried_too_often") == ((await the_row())["state"], (await the_row())["last_problem"])


async def test_what_was_sent_to_somebody_can_be_shown(register: Engine) -> None:
    """Per person: which letter, how it stands, when it was sent."""
    number = await somebody()
    person = await find_practitioner(number)
    await queued(Letter("application.received", TO, "nl", {}, practitioner=person["id"]), letter())
    for claimed in await claim_due(AT, 5):
        await mark_sent(claimed, AT + LATER)
    (shown,) = await letters_of(number)
    assert ("application.received", "sent", AT + LATER) == (shown.kind, shown.state, shown.sent_at)

"""Nobody judges or decides about somebody they know too well: the register says so, or they do themselves."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from registry.accounts import grant_role
from registry.case_decisions import decide_case
from registry.case_files import open_case_file
from registry.claims import ClaimEnded, claim, take_over
from registry.confirmations import ConfirmationAsked, ask_confirmation, confirm_as
from registry.database import Engine
from registry.drafts import ActivityDraft
from registry.entries import add_entry
from registry.errors import NotFound, Refused
from registry.gathering import gather_dossier
from registry.interests import (
    InterestDeclared,
    check_interest,
    declare_interest,
    take_back_interest,
    worked_together,
)
from registry.judgements import judgements_for, read_judgements
from registry.judging import JudgementGiven, judge_requirement
from registry.organisations import Organisation, join_organisation, leave, register_organisation
from registry.tables_desk import InterestRow, JudgementRow
from registry.tables_journal import JournalRow
from registry.verdicts import Verdict
from registry.work_board import work_board
from tests.registry.desk_stories import AT, DAYS, HOUR, MARKS, Worker, candidate, hand_in, worker
from tests.registry.log_ins import account_id, with_account
from tests.registry.stories import somebody
from tests.registry.test_judging import put_past_the_program

GOOD = JudgementGiven(requirement="case", verdict="good")
FRIEND = InterestDeclared(words="Wij zijn bevriend.")
MEETING = ActivityDraft(kind="peer_consultation", since=AT.date(), until=AT.date())


async def grounds(application: UUID, who: Worker, at: datetime = AT) -> list[str]:
    return sorted(one.ground for one in await check_interest(application, who, at=at))


async def test_a_stranger_is_free(register: Engine) -> None:
    """It is written down that it was looked up, with the first thing they do."""
    number, application = await candidate()
    one = worker(number=await somebody(seed=2))
    assert [] == await grounds(application, one)
    await claim(application, "judge", one, catalogue=MARKS, at=AT)
    looked_up = await JournalRow.select().where(JournalRow.kind == "interest.none")
    assert [(number, one.actor, str(application))] == [(r["subject"], r["actor"], r["reference"]) for r in looked_up]


async def test_nobody_judges_themselves(register: Engine) -> None:
    """By their register number, or by their address."""
    number = await with_account("zelf@voorbeeld.example", at=AT)
    application = await hand_in(number)
    for one in (worker(number=number), worker(email="Zelf@voorbeeld.example")):
        assert ["own_file"] == await grounds(application, one)
        with pytest.raises(Refused, match="know this candidate too well"):
            await claim(application, "judge", one, catalogue=MARKS, at=AT)


async def confirmed(asker: str, confirmer: str, role: str) -> None:
    activity = await add_entry(asker, "activity", MEETING, actor=asker, at=AT)
    asked = ConfirmationAsked(role=role, number=confirmer)  # type: ignore[arg-type]  # one of the two roles
    identity = await ask_confirmation(asker, activity, asked, actor=asker, at=AT)
    await confirm_as(confirmer, identity, actor=confirmer, at=AT)


@pytest.mark.parametrize(
    ("of_candidate", "role", "ground"),
    [(True, "supervisor", "mentor"), (False, "supervisor", "trainee"), (True, "peer", "colleague")],
)
async def test_who_confirmed_for_the_other(register: Engine, of_candidate: bool, role: str, ground: str) -> None:
    """A supervisor is a mentor, who was supervised a trainee, a peer a colleague; after four years no more."""
    number, application = await candidate()
    own = await somebody(seed=2)
    one = worker(number=own)
    await confirmed(*((number, own) if of_candidate else (own, number)), role)
    assert [ground] == await grounds(application, one)
    assert [] == await grounds(application, one, datetime(2025, 3, 4, tzinfo=UTC))
    (row,) = await InterestRow.select()
    assert row["ended_at"] is not None


async def test_who_worked_at_the_same_firm(register: Engine) -> None:
    """At the same time, until two years ago."""
    number, application = await candidate()
    own = await somebody(seed=2)
    firm = await register_organisation(Organisation(name="Firma"), actor="desk", at=AT)
    await join_organisation(number, firm, date(2018, 1, 1), actor="desk", at=AT)
    theirs = await join_organisation(own, firm, date(2019, 1, 1), actor="desk", at=AT)
    one = worker(number=own)
    assert ["colleague"] == await grounds(application, one)
    await leave(theirs, date(2019, 3, 1), actor="desk", at=AT)
    assert [] == await grounds(application, one)


def test_together_is_at_the_same_time() -> None:
    """One after the other is not, another firm is not, and a first day to come is not."""

    def at(firm: str, since: str, until: str | None = None) -> dict[str, Any]:
        last = date.fromisoformat(until) if until else None
        return {"organisation": firm, "since": date.fromisoformat(since), "until": last}

    ours, on = [at("a", "2020-01-01", "2020-06-30")], date(2021, 3, 2)
    assert worked_together(ours, [at("a", "2020-06-30")], on)
    assert not worked_together(ours, [at("a", "2020-07-01")], on)
    assert not worked_together(ours, [at("b", "2020-01-01")], on)
    assert not worked_together([at("a", "2020-01-01")], [at("a", "2021-03-03")], on)


async def test_who_judged_the_other_way_round(register: Engine) -> None:
    """The candidate judged or decided an application of this assessor: not four years ago."""
    first = await with_account("een@voorbeeld.example", at=AT)
    account = await account_id("een@voorbeeld.example")
    second = await somebody(seed=2, at=AT)
    of_second = await hand_in(second)
    await grant_role(account, "officer", body="toetshuis", actor="desk", at=AT)
    one = Worker(f"account {account}", worker("officer").roles, first, "een@voorbeeld.example")
    await judge_requirement(of_second, GOOD, one, catalogue=MARKS, at=AT)
    of_first = await hand_in(first)
    assert ["reciprocal"] == await grounds(of_first, worker(number=second))
    assert [] == await grounds(of_first, worker(number=await somebody(seed=3)))
    await JudgementRow.delete().where(JudgementRow.application == of_second)
    assert [] == await grounds(of_first, worker(number=second))
    refusal = Verdict(outcome="refused", reason="Nee.")
    await decide_case(of_second, refusal, one, catalogue=MARKS, at=AT)
    assert ["reciprocal"] == await grounds(of_first, worker(number=second))


async def test_who_says_so_themselves(register: Engine) -> None:
    """Holds for every file of that candidate until it is taken back; the database refuses the judgement too."""
    number, application = await candidate()
    one = worker("officer")
    with pytest.raises(NotFound):
        await take_back_interest(application, one, at=AT)
    for _ in range(2):
        await declare_interest(application, FRIEND, one, at=AT)
    assert ["declared"] == await grounds(application, one)
    other_file = await hand_in(number, "dubbelmerk")
    assert ["declared"] == await grounds(other_file, one)
    with pytest.raises(Exception, match=r"ck_judgement_interest|may not be given"):
        await put_past_the_program(application, one)
    await take_back_interest(application, one, at=AT)
    assert [] == await grounds(application, one)
    await claim(application, "judge", one, catalogue=MARKS, at=AT)
    with pytest.raises(Exception, match=r"ck_interest_ended_once|may not change"):
        await InterestRow.update({InterestRow.ended_at: None}).where(InterestRow.ended_at.is_not_null())


async def test_what_they_did_no_longer_counts(register: Engine) -> None:
    """Of an open application: the seat is free, the rules and the others no longer read it; what was said is kept."""
    number, application = await candidate()
    one, other, officer = worker(), worker(), worker("officer")
    await judge_requirement(application, GOOD, one, catalogue=MARKS, at=AT)
    await declare_interest(application, FRIEND, one, at=AT + HOUR)
    assert () == (await gather_dossier(number, "twijfelmerk", AT.date())).judgements
    (item,) = (await work_board(officer, at=AT + HOUR)).items
    assert ((), 0) == (item.claims, item.judged_by)
    assert () == (await read_judgements(application, officer, catalogue=MARKS, at=AT + HOUR)).others
    grant = Verdict(outcome="granted", reason="Goed.")
    with pytest.raises(Refused, match="assessors are not done"):
        await decide_case(application, grant, officer, catalogue=MARKS, at=AT + HOUR)
    await take_back_interest(application, one, at=AT + HOUR)
    assert () == (await judgements_for(application, one, catalogue=MARKS)).own
    await judge_requirement(application, GOOD, other, catalogue=MARKS, at=AT + 2 * HOUR)
    await decide_case(application, grant, officer, catalogue=MARKS, at=AT + 2 * HOUR)
    assert 1 == len((await judgements_for(application, one, catalogue=MARKS)).own)


async def test_what_was_decided_stays(register: Engine) -> None:
    """An interest that comes to light later changes nothing about a decision: that is corrected as any other."""
    number, application = await candidate()
    one = worker("officer")
    await judge_requirement(application, GOOD, one, catalogue=MARKS, at=AT)
    grant = Verdict(outcome="granted", reason="Goed.")
    await decide_case(application, grant, one, catalogue=MARKS, at=AT)
    await declare_interest(application, FRIEND, one, at=AT + HOUR)
    assert 1 == len((await gather_dossier(number, "twijfelmerk", AT.date())).judgements)


async def test_nothing_is_open_to_who_is_not_free(register: Engine) -> None:
    """Not the file, no claim, no judgement, no decision; that it was refused stays written down."""
    _, application = await candidate()
    held = await claim(application, "judge", worker(), catalogue=MARKS, at=AT)
    one = worker("officer")
    await declare_interest(application, FRIEND, one, at=AT)
    verdict = Verdict(outcome="refused", reason="Nee.")
    tries: list[Callable[[], Awaitable[object]]] = [
        lambda: open_case_file(application, one, catalogue=MARKS, at=AT),
        lambda: claim(application, "decide", one, catalogue=MARKS, at=AT),
        lambda: take_over(application, held, ClaimEnded(reason="Weg."), one, at=AT),
        lambda: judge_requirement(application, GOOD, one, catalogue=MARKS, at=AT),
        lambda: decide_case(application, verdict, one, catalogue=MARKS, at=AT + DAYS),
    ]
    for attempt in tries:
        with pytest.raises(Refused, match="know this candidate too well"):
            await attempt()
    assert 0 == await JournalRow.count().where(JournalRow.kind.like("dossier.read%"))

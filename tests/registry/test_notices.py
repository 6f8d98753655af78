"""Letters that follow from the journal: once, whoever reads it and however often it is interrupted."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from registry.applications import ApplicationGiven, apply
from registry.catalogue import Catalogue
from registry.database import Engine
from registry.decisions import Verdict, decide
from registry.erasure import remove_by_right
from registry.notices import NEWS_FOR, write_notices
from registry.questions import Words, ask_question
from registry.tables_letters import LetterRow, WorkerPositionRow
from registry.tables_people import PractitionerRow
from tests.registry.log_ins import EMAIL, with_account
from tests.registry.mail import letters_to
from tests.registry.stories import OFFICER, START, applicant, somebody

ADDRESS = "f.elidrissi@voorbeeld.example"
GRANTED = Verdict(outcome="granted", reason="Alles is er.")
REFUSED = Verdict(outcome="refused", reason="Er is te weinig.")


async def with_address(number: str) -> None:
    await PractitionerRow.update({PractitionerRow.email: ADDRESS}).where(PractitionerRow.number == number)


async def kinds() -> list[str]:
    rows = await LetterRow.select(LetterRow.kind).order_by(LetterRow.key)
    return [row["kind"] for row in rows]


async def test_somebody_is_told_how_their_application_goes(register: Engine, catalogue: Catalogue) -> None:
    """It came in, there is a question, it was decided: each once, whoever reads the journal how often."""
    number, application = await applicant(catalogue)
    await with_address(number)
    await ask_question(application, Words(text="Welk certificaat?"), actor=OFFICER, at=START)
    await decide(application, GRANTED, catalogue=catalogue, actor=OFFICER, at=START)
    for _ in range(3):
        assert not await write_notices(START)
    assert ["application.received", "application.question", "application.decided"] == await kinds()
    assert all("Welk" not in letter["about"] for letter in await letters_to(ADDRESS))
    assert '"outcome":"granted"' in (await letters_to(ADDRESS))[-1]["about"]


async def test_several_readers_write_each_letter_once(register: Engine, catalogue: Catalogue) -> None:
    """Five workers at once, and then one that forgot how far it was."""
    for seed in range(4):
        await with_address((await applicant(catalogue, seed=seed))[0])
    await asyncio.gather(*(write_notices(START) for _ in range(5)))
    await WorkerPositionRow.update({WorkerPositionRow.seq: 0}).where(WorkerPositionRow.name == "journal")
    await write_notices(START)
    assert ["application.received"] * 4 == await kinds()


async def test_a_long_journal_is_read_in_parts(register: Engine, catalogue: Catalogue) -> None:
    """Others write in between; True says that there is more to read."""
    number = await somebody()
    for seed in range(120):
        await somebody(seed=seed + 2)
    await with_address(number)
    assert [True, False] == [await write_notices(START) for _ in range(2)]
    assert [] == await kinds()


async def test_what_happened_long_ago_is_no_news(register: Engine, catalogue: Catalogue) -> None:
    """A worker that was away for months says nothing about last spring."""
    number, _ = await applicant(catalogue)
    await with_address(number)
    await write_notices(START + NEWS_FOR + timedelta(days=1))
    assert [] == await kinds()


async def test_a_refusal_is_told_without_its_reason(register: Engine, catalogue: Catalogue) -> None:
    """The letter says that there is a decision."""
    number, application = await applicant(catalogue)
    await with_address(number)
    await decide(application, REFUSED, catalogue=catalogue, actor=OFFICER, at=START)
    await write_notices(START)
    last = (await letters_to(ADDRESS))[-1]
    assert '"outcome":"refused"' in last["about"]
    assert "te weinig" not in last["about"]


async def test_who_cannot_be_reached_or_left_gets_nothing(register: Engine, catalogue: Catalogue) -> None:
    """Without an address there is no letter, and about somebody who was erased there is none either."""
    number, application = await applicant(catalogue)
    await ask_question(application, Words(text="Welk certificaat?"), actor=OFFICER, at=START)
    await with_address(number)
    await remove_by_right(number, actor=OFFICER, at=START)
    await applicant(catalogue, seed=2)
    await write_notices(START)
    assert [] == await kinds()


async def test_a_letter_goes_to_the_log_in(register: Engine, catalogue: Catalogue) -> None:
    """Whoever has an account reads there, whatever address the register had."""
    number = await with_account(at=START)
    await with_address(number)
    application = await apply(number, ApplicationGiven(mark="proefmerk"), catalogue=catalogue, actor=number, at=START)
    await decide(application, REFUSED, catalogue=catalogue, actor=OFFICER, at=START)
    await write_notices(START)
    assert [] == await letters_to(ADDRESS)
    assert {"application.received", "application.decided"} <= {one["kind"] for one in await letters_to(EMAIL)}

"""The log of a body: every entry about its work and nobody else's, page by page, and whoever reads it is in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from importlib import import_module
from uuid import UUID, uuid4

import pytest

from registry import logs
from registry.accounts import RoleHeld, grant_role
from registry.case_files import open_case_file
from registry.catalogue import ensure_stored
from registry.claims import ClaimEnded, claim, release
from registry.database import Engine, classify_db_error
from registry.errors import NotFound
from registry.interests import InterestDeclared, declare_interest
from registry.journal import recording, verify_chain
from registry.judging import JudgementGiven, judge_requirement
from registry.logs import LogAsked, LogEntry, read_log
from registry.questions import Words, ask_question
from registry.role_proposals import RoleProposed, propose_role
from registry.sample_rounds import RoundGiven, open_round
from registry.sample_shares import ShareGiven, set_share
from registry.staff import take_staff_role
from registry.tables_accounts import AccountRoleRow
from registry.tables_journal import JournalRow
from registry.tables_logs import JournalBodyRow
from tests.registry.desk_stories import AT, BODY, MARKS, Worker, candidate, worker
from tests.registry.log_ins import account_id, with_account

ADMINISTRATOR = worker("body_administrator")
ELSEWHERE = worker("body_administrator", body="anderhuis")
OLDER = import_module("registry.piccolo_migrations.registry_2026_11_25t16_10_00_000001_older_entries")


@pytest.fixture
async def work(register: Engine) -> tuple[str, UUID]:
    """Two bodies with work of every kind; gives the candidate and the application of the first."""
    async with recording(actor="tests", at=AT) as journal:
        for scheme in MARKS.schemes.values():
            await ensure_stored(scheme, journal)
    number, application = await candidate()
    await candidate("elders", seed=2)
    assessor = worker("assessor")
    await open_case_file(application, assessor, catalogue=MARKS, at=AT)
    await claim(application, "judge", assessor, catalogue=MARKS, at=AT)
    await judge_requirement(
        application, JudgementGiven(requirement="case", verdict="good"), assessor, catalogue=MARKS, at=AT
    )
    await ask_question(application, Words(text="Wanneer?"), actor=assessor.actor, at=AT)
    other = worker("assessor")
    await declare_interest(application, InterestDeclared(words="Buren."), other, at=AT)
    given = RoleProposed(body=BODY, role="officer", email="nieuw@huis.example", reason="x")
    await propose_role(given, ADMINISTRATOR, at=AT)
    return number, application


async def kinds_of(body: str = BODY, who: Worker = ADMINISTRATOR, **asked: object) -> list[str]:
    page = await read_log(body, LogAsked.model_validate(asked), who, at=AT)
    return [one.kind for one in page.entries]


async def test_the_log_is_that_of_the_body(work: tuple[str, UUID]) -> None:
    """Everything about its marks, files and staff, and who reads it; nothing of another body or of the register."""
    own, theirs = await kinds_of(), await kinds_of("anderhuis", ELSEWHERE)
    assert {
        "decision.application", "dossier.read.file", "claim.began", "interest.none", "judgement.given",
        "question.asked", "interest.declared", "role.proposed", "scheme.shipped", "log.read",
    } == set(own)  # fmt: skip
    assert ["log.read", "decision.application", "scheme.shipped"] == theirs


@pytest.mark.parametrize("who", [ELSEWHERE, worker("officer"), Worker("account x", (RoleHeld("operator"),))])
async def test_others_read_nothing_of_it(work: tuple[str, UUID], who: Worker) -> None:
    """Only an administrator of the body; a refusal leaves no entry."""
    before = await JournalRow.count()
    with pytest.raises(NotFound):
        await read_log(BODY, LogAsked(), who, at=AT)
    assert before == await JournalRow.count()


async def test_a_filter_leaves_the_rest_out(work: tuple[str, UUID]) -> None:
    """By subject, by register number, by who did it, by day; the reading itself has whom was looked for."""
    number, _ = work
    account = UUID(ADMINISTRATOR.actor.removeprefix("account "))
    assert ["role.proposed"] == await kinds_of(topic="staff")
    assert {"log.read", "dossier.read.file"} == set(await kinds_of(topic="reading"))
    assert {"practitioner"} == {one.subject_kind for one in await entries(number=number)}
    assert {"role.proposed", "log.read"} == set(await kinds_of(account=account))
    assert [] == await kinds_of(account=uuid4())
    assert [] == await kinds_of(until=date(2021, 3, 1))
    assert [] == await kinds_of(since=date(2021, 3, 3), until=date(2021, 3, 9))
    assert "role.proposed" in await kinds_of(since=date(2021, 3, 2), until=date(2021, 3, 2))
    read = await JournalRow.select(JournalRow.reference).where(JournalRow.kind == "log.read")
    assert 1 == [row["reference"] for row in read].count(number)


async def entries(**asked: object) -> Sequence[LogEntry]:
    return (await read_log(BODY, LogAsked.model_validate(asked), ADMINISTRATOR, at=AT)).entries


async def test_pages_follow_each_other(work: tuple[str, UUID]) -> None:
    """Each begins where the last one ended, and together they are the log."""
    whole = [one.seq for one in await entries()]
    found: list[int] = []
    before: int | None = whole[0] + 1
    while before is not None:
        page = await read_log(BODY, LogAsked(before=before), ADMINISTRATOR, at=AT, most=2)
        found += [one.seq for one in page.entries]
        before = page.before
    assert whole == found


async def test_a_page_looks_no_further_than_it_may(work: tuple[str, UUID], monkeypatch: pytest.MonkeyPatch) -> None:
    """A filter that nothing fits does not read the whole log: it says from where to look on, until the beginning."""
    monkeypatch.setattr(logs, "LOOKED_AT", 2)
    seen, before = 0, None
    while True:
        page = await read_log(BODY, LogAsked(topic="courses", before=before), ADMINISTRATOR, at=AT)
        assert ((), False) == (page.entries, page.whole)
        if page.before is None:
            break
        seen, before = seen + 1, page.before
    assert 3 < seen


async def test_who_works_there_is_named(work: tuple[str, UUID]) -> None:
    """By address, as long as they do; anybody else by the identity of their account only."""
    await with_account("bekend@huis.example", at=AT)
    account = await account_id("bekend@huis.example")
    await grant_role(account, "body_administrator", body=BODY, actor="tests", at=AT)
    oneself = Worker(f"account {account}", (RoleHeld("body_administrator", BODY),), email="bekend@huis.example")
    page = await read_log(BODY, LogAsked(), oneself, at=AT)
    assert "bekend@huis.example" == page.entries[0].email
    assert {None} == {one.email for one in page.entries[1:]}


async def test_a_role_that_is_taken_stays_in_the_log(work: tuple[str, UUID]) -> None:
    """Its row is gone by then, so the entry is told whose it is; so is a seat that comes free with it."""
    await with_account("weg@huis.example", at=AT)
    account = await account_id("weg@huis.example")
    await grant_role(account, "assessor", body=BODY, actor="tests", at=AT)
    row = await AccountRoleRow.select().where(AccountRoleRow.role == "assessor").first()
    assert row is not None
    await take_staff_role(row["id"], ADMINISTRATOR, at=AT)
    assert ["account.role_taken.assessor", "account.role.assessor"] == (await kinds_of(topic="staff"))[:2]


async def test_older_entries_are_found_as_they_are_written_now(work: tuple[str, UUID], register: Engine) -> None:
    """What the migration gives to entries of before is what is written today, but for what only the writer knows."""
    _, application = await candidate(seed=3)
    assessor, officer = worker("assessor"), worker("officer")
    seat = await claim(application, "judge", assessor, catalogue=MARKS, at=AT)
    await release(application, seat, ClaimEnded(reason="Geen tijd."), assessor, at=AT)
    share = ShareGiven(mark="twijfelmerk", percentage=10, since=AT.date(), reason="Zo.")
    await set_share(share, officer, at=AT)
    await open_round(RoundGiven(mark="twijfelmerk"), officer, at=AT)
    await with_account("erbij@huis.example", at=AT)
    await grant_role(await account_id("erbij@huis.example"), "assessor", body=BODY, actor="tests", at=AT)
    older = {(row["seq"], row["body"]) for row in await JournalBodyRow.raw(OLDER.OLDER)}
    written = {(row["seq"], row["body"]) for row in await JournalBodyRow.select()}
    kinds = {row["seq"]: row["kind"] for row in await JournalRow.select()}
    assert set() == older - written
    assert {"interest.declared"} == {kinds[seq] for seq, _ in written - older}


async def test_a_log_is_only_added_to(work: tuple[str, UUID]) -> None:
    """The database refuses to take an entry out or give it to another body; the chain of the journal holds."""
    for change in (
        JournalBodyRow.delete().where(JournalBodyRow.body == BODY),
        JournalBodyRow.update({JournalBodyRow.body: "anderhuis"}).where(JournalBodyRow.body == BODY),
    ):
        with pytest.raises(Exception) as error:  # noqa: PT011  # the two drivers' errors share no class
            await change
        found = classify_db_error(error.value)
        assert found is not None
        assert "ao_journal_body" == found.constraint
    assert None is (await verify_chain()).broken_at

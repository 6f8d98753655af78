"""Two files of one person become one: nothing is lost, the old number leads on, and a day in the past stays true."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from registry.case_files import open_case_file
from registry.database import Engine
from registry.deceases import mark_deceased
from registry.decisions import Extension, Objection, Ruling, extend, extend_group, object_to, replay, rule_on
from registry.dossiers import ActivityGiven, record_activity
from registry.drafts import LeaveDraft
from registry.entries import add_entry
from registry.erasure import remove_by_right
from registry.errors import Merged, Removed
from registry.gathering import gather_dossier
from registry.interests import InterestDeclared, check_interest, declare_interest
from registry.journal import verify_chain
from registry.merge_words import agree_to_merge
from registry.merges import approve_merge
from registry.organisations import join_body
from registry.own_applications import own_applications
from registry.own_data import export_of
from registry.own_decisions import own_decisions
from registry.people import PeopleFilter, find_people
from registry.person_files import open_person
from registry.practitioners import find_practitioner, number_now
from registry.profiles import profile_of
from registry.search import find
from registry.standings import standing_of
from registry.tables import TABLES
from registry.tables_accounts import AccountRoleRow, AccountRow, SessionRow
from registry.tables_decisions import DecisionRow, FindingRow, HoldingRow
from registry.tables_letters import LetterRow
from registry.tables_merging import MergeRow, MovedEntryRow
from registry.tables_people import PractitionerRow
from registry.verdicts import Verdict, decide
from tests.registry.desk_stories import AT, DAYS, MARKS, hand_in, worker
from tests.registry.log_ins import with_account
from tests.registry.merge_stories import GREEN, MARRIED, MERGED_AT, ONE, OTHER, merged, proposed
from tests.registry.test_people import UNTIL, person

BY: dict[str, Any] = {"catalogue": MARKS, "actor": "desk"}
TODAY = MERGED_AT + DAYS


async def granted(number: str, since: date, until: date, at: Any = AT) -> Any:
    """A term of the mark of the body; gives the decision."""
    application = await hand_in(number, at=at)
    verdict = Verdict(outcome="granted", reason="Goed.", since=since, until=until)
    return await decide(application, verdict, at=at, **BY)


async def two(*, account: bool = False) -> tuple[str, str]:
    """The file that stays, with no mark of its own term but a later one, and the one that goes with an earlier term."""
    kept, gone = await person(GREEN, 1, mark=None), await person(MARRIED, 2, "Zwolle", mark=None)
    await granted(gone, date(2021, 3, 2), date(2022, 3, 1))
    await granted(kept, date(2022, 6, 1), UNTIL, AT + timedelta(hours=1))
    return kept, gone


async def test_both_histories_stand_under_the_number_that_stays(register: Engine) -> None:
    """Also for a day in the past, and as it was known in the past: the register knew it under the other number."""
    kept, gone = await two()
    before = await _certified(gone)
    await merged(kept, gone)
    asked = {"at": TODAY, **_just()}
    (one,) = (await standing_of(kept, on=date(2021, 4, 1), **asked)).registrations
    terms = [(date(2021, 3, 2), date(2022, 3, 1)), (date(2022, 6, 1), UNTIL)]
    assert terms == [(span.since, span.until) for span in one.history]
    assert [False, True, True] == before == await _certified(kept)
    with pytest.raises(Merged) as led:
        await standing_of(gone, **asked)
    assert (gone, kept) == (led.value.gone, led.value.kept)
    held = await HoldingRow.select(HoldingRow.since, HoldingRow.practitioner.number).order_by(HoldingRow.since)
    assert [(date(2021, 3, 2), kept), (date(2022, 6, 1), kept)] == [tuple(row.values()) for row in held]
    assert (await verify_chain()).broken_at is None


KNOWN = (date(2021, 3, 1), date(2021, 3, 2), date(2021, 3, 5))


async def _certified(number: str) -> list[bool]:
    """Whether somebody was certified on a day of the first term, as known on each of these days."""
    asked = {"at": TODAY, "on": date(2021, 4, 1), **_just()}
    return [(await standing_of(number, known_on=day, **asked)).certified for day in KNOWN]


async def _decided() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    return (
        await DecisionRow.select().order_by(DecisionRow.seq),
        await FindingRow.select().order_by(FindingRow.decision),
    )


def _just() -> dict[str, Any]:
    return {"catalogue": MARKS}


async def test_nothing_that_was_decided_changes(register: Engine) -> None:
    """Every row of a decision and of what lay under it is as it was, and every decision is proven again."""
    kept, gone = await two()
    before = await _decided()
    await merged(kept, gone)
    assert before == await _decided()
    grants = [row["id"] for row in before[0] if row["kind"] == "grant"]
    assert [True, True] == [(await replay(one)).proven for one in grants]


async def test_the_old_number_leads_on_everywhere(register: Engine) -> None:
    """The file, the profile, a search by the number or by the old name, and a number that led to who went."""
    kept, gone = await two()
    first = await person(MARRIED, 3, mark="twijfelmerk")
    await merged(gone, first)
    await merged(kept, gone, at=MERGED_AT + timedelta(hours=1))
    for number in (gone, first):
        for look in (find_practitioner(number), profile_of(number, at=TODAY)):
            with pytest.raises(Merged) as led:
                await look
            assert kept == led.value.kept
        assert kept == await number_now(number)
        page = await find(at=TODAY, q=number, **_just())
        assert [kept] == [item.profile.number for item in page.items]
    found = await find_people(PeopleFilter(q="zwart"), ONE, at=TODAY, **_just())
    assert [kept] == [one.number for one in found.items]
    listed = await find(at=TODAY, q="groen", on=date(2021, 4, 1), **_just())
    assert [(kept, True)] == [(item.profile.number, item.certified) for item in listed.items]
    file = await open_person(kept, OTHER, at=TODAY, **_just())
    assert tuple(sorted((gone, first))) == file.former_numbers
    assert {gone, first, None} == {one.under for mark in file.marks for one in mark.decisions}


async def test_entries_come_along(register: Engine) -> None:
    """With their evidence and under their own identity; of a leave that both files have, the second stays behind."""
    kept, gone = await two()
    on = date(2021, 2, 1)
    given = ActivityGiven(kind="course", since=on, until=on, state="approved")
    course = await record_activity(gone, given, actor=gone, at=AT)
    for number in (kept, gone):
        await add_entry(number, "leave", LeaveDraft(since=on, until=on), actor=number, at=AT)
    await join_body(gone, "toetshuis", on, actor="desk", at=AT)
    merge = await merged(kept, gone)
    dossier = await gather_dossier(kept, "twijfelmerk", TODAY.date())
    assert ([str(course)], 1, on) == ([one.id for one in dossier.activities], len(dossier.leave), dossier.affiliated_on)
    moved = await MovedEntryRow.select().where(MovedEntryRow.merge == merge)
    assert [("activity", course)] == [(row["kind"], row["entry"]) for row in moved]


async def test_what_was_decided_before_can_still_be_fought(register: Engine) -> None:
    """An objection to a decision of the old file is made, ruled on and read under the number that stays."""
    kept, gone = await two()
    decision = next(one.id for one in await own_decisions(gone, at=AT))
    application = (await own_applications(gone))[0].id
    await merged(kept, gone)
    assert decision in {one.id for one in await own_decisions(kept, at=TODAY)}
    assert 2 == len(await own_applications(kept))
    assert kept == (await open_case_file(application, worker(), at=TODAY, **_just())).number
    await object_to(decision, Objection(since=TODAY.date(), reason="Oneens."), at=TODAY, **BY)
    await rule_on(decision, Ruling(since=TODAY.date(), outcome="upheld", reason="Zo is het."), at=TODAY, **BY)
    longer = Extension(mark="twijfelmerk", since=date(2022, 6, 1), until=date(2026, 3, 1), reason="Uitstel.")
    await extend(kept, longer, at=TODAY, **BY)
    found = await standing_of(kept, at=TODAY, on=date(2026, 1, 1), **_just())
    assert date(2026, 3, 1) == found.registrations[0].until
    await mark_deceased(kept, date(2021, 3, 6), at=TODAY, **BY)


async def test_who_knows_them_knows_the_whole(register: Engine) -> None:
    """An interest in who goes holds for who stays; what it said about what was judged before stays as well."""
    kept, gone = await person(GREEN, 1), await person(MARRIED, 2, mark=None)
    application = await hand_in(gone)
    friend = worker()
    await declare_interest(application, InterestDeclared(words="Vrienden."), friend, at=AT)
    await decide(application, Verdict(outcome="refused", reason="Niet genoeg."), at=AT, **BY)
    await merged(kept, gone)
    later = await hand_in(kept, "dubbelmerk", at=TODAY)
    for one in (later, application):
        assert ["declared"] == [found.ground for found in await check_interest(one, friend, at=TODAY)]


async def test_a_group_extension_is_for_the_whole(register: Engine) -> None:
    """Who stays was only ever given the mark under the other number."""
    kept, gone = await person(GREEN, 1), await person(MARRIED, 2)
    application = await hand_in(gone, "proefmerk")
    verdict = Verdict(outcome="granted", reason="Goed.", since=AT.date(), until=date(2024, 3, 1))
    await decide(application, verdict, at=AT, **BY)
    merge = await proposed(kept, gone)
    await agree_to_merge(merge, worker("officer", body="proefhuis"), at=MERGED_AT, **_just())
    await approve_merge(merge, OTHER, at=MERGED_AT, **_just())
    assert 1 == await extend_group("proefmerk", "extra-year", at=MERGED_AT + timedelta(days=730), **BY)
    held = await HoldingRow.select(HoldingRow.until).where(HoldingRow.mark == "proefmerk")
    assert [date(2025, 3, 1)] == [row["until"] for row in held]


async def test_one_log_in_is_left(register: Engine) -> None:
    """That of who stays; the other one's sessions end, and its owner is told by letter."""
    kept, gone = await with_account("blijft@voorbeeld.nl", at=AT), await with_account("gaat@voorbeeld.nl", at=AT)
    for number in (kept, gone):
        await hand_in_and_refuse(number)
    await merged(kept, gone)
    roles = await AccountRoleRow.select(AccountRoleRow.account.email, AccountRoleRow.practitioner.number)
    assert [("blijft@voorbeeld.nl", kept)] == [tuple(row.values()) for row in roles]
    letters = await LetterRow.select().where(LetterRow.kind == "person.merged")
    assert [("gaat@voorbeeld.nl", True)] == [(row["sent_to"], '"log_in":"ends"' in row["about"]) for row in letters]
    assert 0 == await SessionRow.count().where(SessionRow.account.email == "gaat@voorbeeld.nl")
    assert ["blijft@voorbeeld.nl"] == [row["email"] for row in await AccountRow.select(AccountRow.email)]


async def test_the_only_log_in_goes_along(register: Engine) -> None:
    """Who is kept had none: the person keeps their way in."""
    kept, gone = await person(GREEN, 5), await with_account("gaat@voorbeeld.nl", at=AT)
    await hand_in_and_refuse(gone)
    await merged(kept, gone)
    roles = await AccountRoleRow.select(AccountRoleRow.practitioner.number)
    assert [kept] == [row["practitioner.number"] for row in roles]


async def hand_in_and_refuse(number: str) -> None:
    application = await hand_in(number)
    await decide(application, Verdict(outcome="refused", reason="Niet genoeg."), at=AT, **BY)


async def test_removed_by_right_all_of_it_goes(register: Engine) -> None:
    """Not a word is left of either file, nor of why they were merged; both numbers say that it was removed."""
    kept, gone = await two()
    await merged(kept, gone)
    third = await person(GREEN, 9)
    await proposed(kept, third, at=TODAY)
    assert {"Dezelfde persoon."} == {row["reason"] for row in await MergeRow.select()}
    assert "decision" in await export_of(kept)
    await remove_by_right(kept, actor="desk", at=TODAY)
    dump = str([await table.select() for table in TABLES if table is not PractitionerRow])
    assert [] == [word for word in ("Zwart", "Zwolle", "Dezelfde persoon") if word in dump]
    rows = await PractitionerRow.select().where(PractitionerRow.number.is_in([kept, gone]))
    assert {""} == {row["family_name"] for row in rows}
    with pytest.raises(Removed):
        await find_practitioner(kept)
    with pytest.raises(Merged):
        await find_practitioner(gone)
    assert {"approved", "taken_back"} == {row["answer"] for row in await MergeRow.select()}
    assert (await verify_chain()).broken_at is None

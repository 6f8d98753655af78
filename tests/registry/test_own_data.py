"""Everything about a person can be taken along, everybody who looked is told, and an erased person is nowhere."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from piccolo.table import Table

from accreditation.dossier import Experience
from registry.accounts import grant_role
from registry.applications import ApplicationGiven, apply
from registry.calendars import renew_calendar_secret
from registry.catalogue import Catalogue, store_shipped
from registry.confirmations import ConfirmationAsked, ask_confirmation, confirm, confirm_as
from registry.database import Engine
from registry.dossiers import (
    ActivityGiven,
    EvidenceGiven,
    QualificationGiven,
    record_activity,
    record_fact,
    record_qualification,
)
from registry.drafts import ActivityDraft, ClientPracticeDraft, DocumentDraft, LeaveDraft
from registry.entries import add_entry, correct_entry
from registry.erasure import remove_by_right
from registry.errors import NotFound
from registry.grouped_activities import GroupGiven, decide_group, groups_of
from registry.interests import InterestDeclared, declare_interest
from registry.judging import JudgementGiven, judge_requirement
from registry.leaving import Leaving, leave_register
from registry.own_data import export_of, note_reading, own_files, roles_behind, who_looked
from registry.own_imports import import_activities
from registry.practitioners import (
    Name,
    PublicChoice,
    WorkPlace,
    choose_public,
    find_practitioner,
    move_work_places,
    rename,
)
from registry.questions import Words, answer_question, ask_question
from registry.reminders import choose_reminders
from registry.surveys import QUESTIONS, RoundAsked, answer_round, close_round, open_round
from registry.tables import TABLES
from registry.tables_dossier import EvidenceRow, LeaveRow
from registry.tables_measures import MeasureProposalRow
from registry.tables_people import PractitionerRow
from registry.tables_terms import ExtendedPersonRow, GroupExtensionRow, LeaveAnswerRow
from tests.registry.desk_stories import worker
from tests.registry.log_ins import account_id, token_of, with_account
from tests.registry.mail import newest_code
from tests.registry.stories import OFFICER, START, somebody
from tests.registry.test_own_imports import MARKS, as_csv

DAY = date(2021, 3, 1)
SAME = ActivityDraft(kind="course", since=DAY, until=DAY, title="anders")
SECRETS = (
    "Zwartkruis", "Quirina", "Oudewater", "zwartkruis@voorbeeld.nl", "06 1234 5678", "Kwinkeleer", "geheimtitel",
    "geheimbijeenkomst", "geheimevraag", "geheimantwoord", "geheimeopleiding", "geheimwerkveld",
    "geheimrij", "geheimover", "geheimeopdrachtgever", "geheimoordeel", "geheimmaatregel", "geheimuitstel",
)  # fmt: skip


async def a_whole_life(catalogue: Catalogue) -> str:
    """Somebody with something in every table that can hold anything about a person; the words are easily found."""
    number = await with_account("zwartkruis@voorbeeld.nl", at=START)
    await PractitionerRow.update({PractitionerRow.phone: "06 1234 5678"}).where(PractitionerRow.number == number)
    await rename(number, Name(family_name="Kwinkeleer"), actor="desk", at=START)
    await rename(number, Name(initials="Q.", given_name="Quirina", family_name="Zwartkruis"), actor="desk", at=START)
    await move_work_places(number, (WorkPlace(town="Oudewater", postcode4="3421"),), actor=number, at=START)
    await choose_public(number, PublicChoice(about="geheimover"), actor=number, at=START)
    await renew_calendar_secret(number, actor=number, at=START)
    await choose_reminders(number, False, actor=number, at=START)
    await _entries(number)
    await _others_are_asked(number)
    application = await apply(number, ApplicationGiven(mark="proefmerk"), catalogue=catalogue, actor=number, at=START)
    question = await ask_question(application, Words(text="geheimevraag"), actor=OFFICER, at=START)
    await answer_question(number, question, Words(text="geheimantwoord"), actor=number, at=START)
    said = JudgementGiven(requirement="points", verdict="not_good", words="geheimoordeel")
    await judge_requirement(application, said, worker(body="proefhuis"), catalogue=catalogue, at=START)
    friend = InterestDeclared(words="Wij zijn bevriend.")
    await declare_interest(application, friend, worker(body="proefhuis"), at=START)
    await _something_is_proposed(number)
    await _lengthened(number)
    return number


async def _something_is_proposed(number: str) -> None:
    """As of somebody who holds a mark: whoever has none has no measure either."""
    person = await find_practitioner(number)
    await MeasureProposalRow.insert(
        MeasureProposalRow(
            practitioner=person["id"], mark="proefmerk", kind="suspension", since=DAY, is_open=True,
            reason="geheimmaatregel", proposed_by=OFFICER, proposed_at=START,
        )
    )  # fmt: skip


async def _lengthened(number: str) -> None:
    """A deferral that was refused, and a place on the list of an extension."""
    who = (await find_practitioner(number))["id"]
    leave = await LeaveRow.select().first()
    assert leave is not None
    await LeaveAnswerRow.insert(
        LeaveAnswerRow(
            practitioner=who, leave=leave["id"], mark="proefmerk", reason="geheimuitstel", answered_by="desk",
            answered_at=START,
        )
    )  # fmt: skip
    act = GroupExtensionRow(
        seq=1, mark="proefmerk", valid_on=DAY, months=12, ground="x", reason="x", seen="a" * 64, is_open=True,
        proposed_by="desk", proposed_at=START,
    )  # fmt: skip
    await GroupExtensionRow.insert(act)
    place = ExtendedPersonRow(
        extension=act.id, practitioner=who, until_before=DAY, until_after=date(2022, 1, 1)
    )  # fmt: skip
    await ExtendedPersonRow.insert(place)


async def _the_same_course(catalogue: Catalogue) -> None:
    """Somebody else has one of these courses as well, and the body judges both at once."""
    another = await somebody(seed=77)
    await add_entry(another, "activity", SAME, actor=another, at=START)
    await apply(another, ApplicationGiven(mark="proefmerk"), catalogue=catalogue, actor=another, at=START)
    officer = worker(body="proefhuis")
    (group,) = await groups_of(officer)
    await decide_group(GroupGiven(seen=group.seen, verdict="counts"), officer, at=START)


async def _entries(number: str) -> None:
    secret = ActivityGiven(
        kind="course", since=DAY, until=DAY, title="geheimtitel", commissioner="geheimeopdrachtgever",
        evidence=(EvidenceGiven(kind="certificate", file_digest="ab" * 32),),
    )  # fmt: skip
    activity = await record_activity(number, secret, actor=number, at=START)
    await correct_entry(number, "activity", activity, SAME, version=1, actor=number, at=START)
    diploma = QualificationGiven(kind="bachelor", obtained_on=DAY, provider="geheimeopleiding")
    await record_qualification(number, diploma, actor=number, at=START)
    work = Experience("e1", "coach", DAY, field_of_work="geheimwerkveld")
    await record_fact(number, work, actor=number, at=START)
    for kind, draft in (
        ("client_practice", ClientPracticeDraft(since=DAY, until=DAY, role="coach", clients=3)),
        ("documents", DocumentDraft(kind="cv", written_on=DAY)),
        ("leave", LeaveDraft(since=DAY, until=DAY)),
    ):
        await add_entry(number, kind, draft, actor=number, at=START)  # type: ignore[arg-type]  # kinds of entry
    file = as_csv("Wat;Soort;Datum\ngeheimrij;training;01-03-2021\n")
    await import_activities(number, file, [2], catalogue=MARKS, actor=number, at=START)


async def _others_are_asked(number: str) -> None:
    meeting = ActivityDraft(kind="peer_consultation", since=DAY, until=DAY, title="geheimbijeenkomst")
    activity = await add_entry(number, "activity", meeting, actor=number, at=START)
    peer = ConfirmationAsked(role="peer", email="peer@voorbeeld.nl")
    await ask_confirmation(number, activity, peer, actor=number, at=START)
    await confirm(await newest_code("peer@voorbeeld.nl"), at=START)
    for few in (5, 2):  # one that counts, one that still runs
        asked = RoundAsked(held_on=START.date(), closes_on=date(2021, 4, 1), invitations=8)
        round_ = await open_round(number, asked, actor=number, at=START)
        for code in round_.codes[:few]:
            await answer_round(code, dict.fromkeys(QUESTIONS, 8), at=START)
        if few == 5:
            await close_round(number, round_.id, actor=number, at=START)


async def dump() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table."""
    return {table._meta.tablename: await table.select() for table in TABLES}


def found_in(rows: dict[str, list[dict[str, Any]]], word: str) -> set[str]:
    """The tables in which a word stands anywhere, however it is written."""
    text = {name: " ".join(str(value) for row in content for value in row.values()) for name, content in rows.items()}
    return {name for name, content in text.items() if word.casefold() in content.casefold()}


async def test_an_erased_person_is_found_nowhere(register: Engine, catalogue: Catalogue) -> None:
    """A full dump holds the number, the days and kinds of decisions and the journal about them, and nothing else."""
    number = await a_whole_life(catalogue)
    other = await somebody(seed=2)
    meeting = ActivityDraft(kind="peer_consultation", since=DAY, until=DAY)
    theirs = await add_entry(other, "activity", meeting, actor=other, at=START)
    asked = ConfirmationAsked(role="peer", number=number)
    identity = await ask_confirmation(other, theirs, asked, actor=other, at=START)
    await confirm_as(number, identity, actor=number, at=START)
    await leave_register(number, Leaving(since=START.date()), catalogue=catalogue, actor=number, at=START)
    before = await dump()
    assert [] == [word for word in SECRETS if not found_in(before, word)]
    who = next(row["id"] for row in before["practitioner"] if row["number"] == number)
    await remove_by_right(number, actor="desk", at=START + timedelta(days=1))
    after = await dump()
    assert [] == [word for word in SECRETS if found_in(after, word)]
    assert {"practitioner", "decision", "application"} == found_in(after, str(who))
    # The number stays taken; it says who acted in the journal, a decision, and what they confirmed for another.
    assert {"practitioner", "journal", "decision", "entry_version"} == found_in(after, number)
    kept = next(row for row in after["practitioner"] if row["number"] == number)
    said = {name for name, value in kept.items() if value not in (None, "")}
    assert {"id", "number", "registered_on", "removed_on", "removal", "version"} == said
    assert [None] == [row["facts"] for row in after["application"] if row["practitioner"] == who]
    texts = [(row["reason"], row["facts"], row["findings"]) for row in after["finding"]]
    assert {(None, None, None)} == set(texts)
    assert 1 == len(after["confirmation"])


async def test_every_table_about_a_person_is_emptied(register: Engine, catalogue: Catalogue) -> None:
    """Whatever table is added later: nothing may still refer to who was erased but what the law keeps."""
    number = await a_whole_life(catalogue)
    await _the_same_course(catalogue)
    row = await PractitionerRow.select(PractitionerRow.id).where(PractitionerRow.number == number).first()
    assert row is not None
    about = [table for table in TABLES if _refers_to_people(table)]
    used = {table._meta.tablename for table in about if await _count(table, row["id"])}
    never_used = {"affiliation", "holding", "measure", "leaving"}
    assert {table._meta.tablename for table in about} - never_used - NOT_IN_THIS_TEST == used
    await remove_by_right(number, actor="desk", at=START)
    left = {table._meta.tablename for table in about if await _count(table, row["id"])}
    assert {"decision", "application"} == left


# One names who confirmed, and the test above has it; of merging there is a test beside the others about it.
NOT_IN_THIS_TEST = {"confirmation", "merge", "merged_person", "not_same"}


def _refers_to_people(table: type[Table]) -> bool:
    return any(key._foreign_key_meta.resolved_references is PractitionerRow for key in table._meta.foreign_key_columns)


async def _count(table: Any, who: UUID) -> int:
    keys = [
        key for key in table._meta.foreign_key_columns if key._foreign_key_meta.resolved_references is PractitionerRow
    ]
    return int(sum([await table.count().where(key == who) for key in keys]))


async def test_everything_can_be_taken_along(register: Engine, catalogue: Catalogue) -> None:
    """Every word of a whole life, as plain data that JSON can hold; nothing of anybody else."""
    number = await a_whole_life(catalogue)
    other = await somebody(seed=2)
    text = json.dumps(await export_of(number))
    assert [] == [word for word in SECRETS if word not in text]
    assert other not in text
    assert "search_key" not in text
    export = await export_of(number)
    assert {"activity", "entry_version", "confirmation", "question", "evidence", "journal"} <= set(export)
    assert [1, 1] == [len(export["evidence"]), len(export["question"])]


async def test_who_looked_is_told(register: Engine) -> None:
    """Who, when and at what, newest first; one's own looking is no news."""
    number, other = await somebody(seed=1), await somebody(seed=2)
    later = START + timedelta(hours=1)
    await note_reading(number, "file", actor=OFFICER, at=START)
    await note_reading(number, "evidence", actor="auditor", at=later)
    await note_reading(number, "file", actor=number, at=later)
    await note_reading(number, "file", actor="account-1", at=later)
    await note_reading(other, "file", actor=OFFICER, at=later)
    found = await who_looked(number, own=["account-1"])
    assert [(later, "auditor", "evidence"), (START, OFFICER, "file")] == [(one.at, one.by, one.what) for one in found]
    with pytest.raises(ValueError, match="short word"):
        await note_reading(number, "the file of somebody", actor=OFFICER, at=START)
    with pytest.raises(NotFound):
        await note_reading("LP-0020418-51", "file", actor=OFFICER, at=START)


async def test_the_log_in_goes_along_without_what_opens_it(register: Engine, catalogue: Catalogue) -> None:
    """The address, the roles, the devices and the letters; no password, key, digest or code."""
    number = await with_account(at=START)
    await token_of(at=START)
    export = await export_of(number)
    assert {"account", "account_role", "session", "passkey", "letter"} <= set(export)
    (account,), (session,) = export["account"], export["session"]
    assert ("proef@voorbeeld.example", "Firefox, Linux") == (account["email"], session["device"])
    assert ["professional"] == [row["role"] for row in export["account_role"]]
    told = {name for kind in ("account", "session", "passkey", "letter") for row in export[kind] for name in row}
    assert set() == told & {"password", "digest", "totp", "recovery_codes", "public_key", "about"}


async def test_own_files_are_listed(register: Engine, catalogue: Catalogue) -> None:
    """By the name they were handed in under; evidence without a file is no file."""
    number, other = await somebody(seed=1), await somebody(seed=2)
    evidence = (EvidenceGiven(kind="certificate", file_digest="ab" * 32), EvidenceGiven(kind="programme"))
    given = ActivityGiven(kind="course", since=DAY, until=DAY, evidence=evidence)
    await record_activity(number, given, actor=number, at=START)
    assert () == await own_files(number)
    await EvidenceRow.update({EvidenceRow.name: "diploma.pdf"}).where(EvidenceRow.file_digest == "ab" * 32)
    assert [("ab" * 32, "diploma.pdf")] == [(one.digest, one.name) for one in await own_files(number)]
    assert () == await own_files(other)


async def test_who_looked_is_known_by_their_role(register: Engine) -> None:
    """By what their account may do, at which body; whoever is no account has no role."""
    await store_shipped(actor="tests", at=START)
    await with_account("assessor@voorbeeld.example", at=START)
    account = await account_id("assessor@voorbeeld.example")
    await grant_role(account, "assessor", body="noloc", actor="tests", at=START)
    actor = f"account {account}"
    found = await roles_behind({actor, "the worker", "account of nobody", f"account {UUID(int=1)}"})
    assert {actor: (("assessor", "Noloc"), ("professional", None))} == found
    assert {} == await roles_behind({"desk"})

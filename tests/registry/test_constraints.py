"""What the database itself refuses, whoever writes and by whatever road."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from piccolo.table import Table

from registry.catalogue import Catalogue
from registry.database import Engine, classify_db_error
from registry.tables_asking import ConfirmationRow, LeavingRow, SurveyRoundRow
from registry.tables_bulk import BulkSwitchRow, GroupDecisionRow
from registry.tables_catalogue import AffiliationRow, OrganisationRow, SchemeVersionRow
from registry.tables_contact import ContactPointRow
from registry.tables_courses import AccreditedCourseRow, CoursePointsRow
from registry.tables_decisions import ApplicationRow, DecisionRow, FindingRow, HoldingRow, MeasureRow
from registry.tables_desk import ClaimRow, InterestRow, PrecheckRow
from registry.tables_dossier import (
    ActivityRow,
    ClientPracticeRow,
    ClientSurveyRow,
    EvidenceRow,
    FactRow,
    LeaveRow,
    QualificationRow,
)
from registry.tables_history import EntryVersionRow, ImportBatchRow
from registry.tables_letter_texts import LetterTextRow
from registry.tables_measures import MeasureProposalRow
from registry.tables_merging import MergedPersonRow, MergeRow, MergeWordRow, MovedEntryRow, NotSameRow
from registry.tables_people import PractitionerRow, PublicChoiceRow, WorkPlaceRow
from registry.tables_rules import AssessorTimeRow, PopulationRunRow, RuleDraftRow, RuleProposalRow, RuleTextRow
from registry.tables_samples import SampleRoundRow
from registry.tables_staff import RoleProposalRow
from registry.tables_terms import ExtendedPersonRow, GroupExtensionRow, LeaveAnswerRow
from tests.registry.stories import START, holder, somebody

DAY = date(2021, 5, 4)
BEFORE = date(2021, 5, 3)
DRAFT, TEXT, RUN, MERGE = uuid4(), uuid4(), uuid4(), uuid4()
SOMEBODY = uuid4()  # who stands in both places, in a row about two
LEAVE, EXTENSION, COURSE = uuid4(), uuid4(), uuid4()
APPROVED = {"is_open": None, "answer": "approved", "answered_at": START, "answered_by": "b", "answer_words": "x"}
SENT_BACK = APPROVED | {"answer": "sent_back"}
AGREED = {"is_open": None, "answer": "approved", "answered_at": START, "answered_by": "b", "answer_words": "x"}
ANSWERED = {"is_open": None, "answer": "approved", "answered_at": START, "answered_by": "b"}
WITHDRAWN = {"withdrawn_from": DAY, "withdrawn_by": "a", "withdrawn_at": START, "reason": "x"}
GOOD: dict[type[Table], dict[str, Any]] = {
    PractitionerRow: {"number": "LP-0020418-51", "family_name": "Berg", "registered_on": DAY},
    WorkPlaceRow: {"town": "Utrecht", "postcode4": "3511"},
    PublicChoiceRow: {},
    OrganisationRow: {"name": "Firm", "kvk_number": "12345678"},
    AffiliationRow: {"body": "proefhuis", "since": DAY},
    ActivityRow: {"kind": "course", "since": DAY, "until": DAY, "recorded_at": START},
    QualificationRow: {"kind": "bachelor", "obtained_on": DAY, "level": 6, "recorded_at": START},
    EvidenceRow: {"kind": "certificate", "recorded_at": START},
    ClientPracticeRow: {"since": DAY, "until": DAY, "role": "coach", "recorded_at": START},
    ClientSurveyRow: {"held_on": DAY, "answers": 3, "recorded_at": START},
    LeaveRow: {"id": LEAVE, "since": DAY, "until": DAY, "recorded_at": START},
    FactRow: {"kind": "documents", "details": "{}", "recorded_at": START},
    HoldingRow: {"mark": "oudmerk", "since": DAY, "until": DAY},
    MeasureRow: {"mark": "proefmerk", "kind": "suspension", "since": DAY},
    EntryVersionRow: {
        "kind": "activity",
        "entry": uuid4(),
        "state": "waiting",
        "change": "corrected",
        "replaced_at": START,
        "replaced_by": "desk",
    },
    ImportBatchRow: {"activities": 1, "imported_at": START},
    ConfirmationRow: {"role": "peer", "asked_at": START, "expires_at": START + timedelta(days=1)},
    SurveyRoundRow: {"held_on": DAY, "closes_on": DAY, "invitations": 5},
    LeavingRow: {"since": DAY, "remove_on": DAY, "asked_at": START},
    PrecheckRow: {"evaluated_on": DAY, "version": "2020", "outcome": "satisfied", "gate": "not_applicable"},
    ClaimRow: {"seat": 1, "held_by": "desk", "is_open": True, "claimed_at": START},
    InterestRow: {"staff": "desk", "ground": "colleague", "recorded_at": START},
    SampleRoundRow: {
        "mark": "proefmerk",
        "is_open": True,
        "percentage": 5,
        "seed_digest": "a" * 64,
        "opened_by": "desk",
        "opened_at": START,
    },
    BulkSwitchRow: {
        "mark": "proefmerk",
        "is_open": True,
        "reason": "Why.",
        "proposed_by": "desk",
        "proposed_at": START,
    },
    GroupDecisionRow: {
        "body": "proefhuis",
        "course": "A course",
        "verdict": "counts",
        "decided_by": "desk",
        "decided_at": START,
    },
    RuleDraftRow: {
        "id": DRAFT, "mark": "proefmerk", "title": "x", "opened_by": "a", "opened_at": START, "is_open": True,
    },
    RuleTextRow: {
        "id": TEXT, "seq": 1, "draft": DRAFT, "number": 1, "digest": "a" * 64, "written_by": "a", "written_at": START,
    },
    PopulationRunRow: {
        "id": RUN, "kind": "simulation", "mark": "proefmerk", "text": TEXT, "on_day": DAY, "asked_by": "a",
        "asked_at": START,
    },
    RuleProposalRow: {
        "draft": DRAFT, "text": TEXT, "simulation": RUN, "is_open": True, "proposed_by": "a", "proposed_at": START,
        "words": "x",
    },
    MeasureProposalRow: {
        "mark": "proefmerk", "kind": "suspension", "since": DAY, "is_open": True, "reason": "x", "proposed_by": "a",
        "proposed_at": START, "decision": None,
    },
    MergeRow: {
        "id": MERGE, "body": "proefhuis", "seen": "a" * 64, "reason": "x", "proposed_by": "a", "proposed_at": START,
        "is_open": True,
    },
    MergeWordRow: {"merge": MERGE, "body": "proefhuis", "given_by": "a", "given_at": START},
    MergedPersonRow: {"seq": 1, "merge": MERGE},
    MovedEntryRow: {"merge": MERGE, "kind": "activity", "entry": uuid4()},
    NotSameRow: {"body": "proefhuis", "reason": "x", "said_by": "a", "said_at": START},
    AssessorTimeRow: {"seq": 1, "mark": "proefmerk", "minutes": 60, "set_by": "a", "set_at": START},
    LetterTextRow: {
        "seq": 1, "body": "proefhuis", "letter": "received", "text_nl": "x", "text_en": "x", "since": DAY,
        "reason": "x", "is_open": True, "proposed_by": "a", "proposed_at": START,
    },
    ContactPointRow: {"seq": 1, "kind": "phone", "value": "030", "since": DAY, "set_by": "a", "set_at": START},
    LeaveAnswerRow: {
        "leave": LEAVE, "mark": "proefmerk", "months": 3, "reason": "x", "answered_by": "a", "answered_at": START,
    },
    GroupExtensionRow: {
        "id": EXTENSION, "seq": 1, "mark": "proefmerk", "valid_on": DAY, "months": 12, "ground": "x", "reason": "x",
        "seen": "a" * 64, "is_open": True, "proposed_by": "a", "proposed_at": START,
    },
    ExtendedPersonRow: {
        "extension": EXTENSION, "until_before": BEFORE, "until_after": DAY, "outcome": "done", "handled_at": START,
    },
    AccreditedCourseRow: {
        "id": COURSE, "body": "proefhuis", "code": "C-1", "title": "x", "provider": "y", "since": DAY,
        "accredited_by": "a", "accredited_at": START,
    },
    CoursePointsRow: {"course": COURSE, "mark": "proefmerk", "kind": "course", "points_hundredths": 100},
    RoleProposalRow: {
        "body": "proefhuis", "role": "officer", "email": "a@b.example", "reason": "x", "is_open": True,
        "proposed_by": "a", "proposed_at": START,
    },
}  # fmt: skip
APPROVED_MERGE = {"is_open": None, "answer": "approved", "answered_at": START, "answered_by": "b"}
ENDED = {"is_open": None, "ended_at": START, "ended_by": "desk"}
BAD: list[tuple[type[Table], dict[str, Any], str]] = [
    (PractitionerRow, {"number": "LP-1"}, "ck_practitioner_number"),
    (PractitionerRow, {"family_name": ""}, "ck_practitioner_named"),
    (PractitionerRow, {"removed_on": DAY}, "ck_practitioner_taken_out"),
    (PractitionerRow, {"family_name": "x" * 121}, "ck_practitioner_lengths"),
    (WorkPlaceRow, {"postcode4": "0999"}, "ck_work_place_postcode4"),
    (PublicChoiceRow, {"about": "x" * 1001}, "ck_public_choice_lengths"),
    (OrganisationRow, {"kvk_number": "123"}, "ck_organisation_kvk_number"),
    (AffiliationRow, {"body": None}, "ck_affiliation_with_one"),
    (AffiliationRow, {"until": BEFORE}, "ck_affiliation_period"),
    (ActivityRow, {"until": BEFORE}, "ck_activity_period"),
    (ActivityRow, {"minutes": -1}, "ck_activity_amounts"),
    (ActivityRow, {"state": "fine"}, "ck_activity_state"),
    (ActivityRow, {"kind": ""}, "ck_activity_lengths"),
    (QualificationRow, {"level": 9}, "ck_qualification_level"),
    (EvidenceRow, {"activity": None}, "ck_evidence_of_one_entry"),
    (ClientPracticeRow, {"clients": -1}, "ck_client_practice_amounts"),
    (ClientSurveyRow, {"answers": -1}, "ck_client_survey_answers"),
    (LeaveRow, {"excludes_since": DAY}, "ck_leave_excludes"),
    (LeaveRow, {"extends_months": 121}, "ck_leave_extends_months"),
    (FactRow, {"kind": "gossip"}, "ck_fact_kind"),
    (HoldingRow, {"until": BEFORE}, "ck_holding_period"),
    (MeasureRow, {"kind": "warning"}, "ck_measure_kind"),
    (EntryVersionRow, {"kind": "gossip"}, "ck_entry_version_kind"),
    (EntryVersionRow, {"version": 0}, "ck_entry_version_number"),
    (EntryVersionRow, {"change": ""}, "ck_entry_version_lengths"),
    (ImportBatchRow, {"activities": 0}, "ck_import_batch_activities"),
    (ConfirmationRow, {"role": "friend"}, "ck_confirmation_role"),
    (ConfirmationRow, {"digest": "ab"}, "ck_confirmation_digest"),
    (ConfirmationRow, {"confirmed_at": START, "declined_at": START}, "ck_confirmation_one_answer"),
    (ConfirmationRow, {"confirmed_at": START + timedelta(days=1)}, "ck_confirmation_in_time"),
    (SurveyRoundRow, {"closes_on": BEFORE}, "ck_survey_round_period"),
    (SurveyRoundRow, {"invitations": 4}, "ck_survey_round_invitations"),
    (LeavingRow, {"remove_on": BEFORE}, "ck_leaving_order"),
    (PrecheckRow, {"outcome": None}, "ck_precheck_whole"),
    (PrecheckRow, {"outcome": "fine"}, "ck_precheck_outcomes"),
    (PrecheckRow, {"assessors": 0}, "ck_precheck_counts"),
    (ClaimRow, {"seat": 41}, "ck_claim_seat"),
    (ClaimRow, {"is_open": None}, "ck_claim_ended"),
    (ClaimRow, ENDED | {"ending": "forgotten"}, "ck_claim_ended"),
    (ClaimRow, ENDED | {"ending": "released"}, "ck_claim_reason"),
    (ClaimRow, {"held_by": ""}, "ck_claim_names"),
    (InterestRow, {"ground": "neighbour"}, "ck_interest_ground"),
    (InterestRow, {"ground": "declared"}, "ck_interest_words"),
    (InterestRow, {"words": "Why."}, "ck_interest_words"),
    (SampleRoundRow, {"percentage": 101}, "ck_sample_round_percentage"),
    (SampleRoundRow, {"seed_digest": "a"}, "ck_sample_round_digests"),
    (SampleRoundRow, {"listed_at": START}, "ck_sample_round_listed"),
    (SampleRoundRow, {"drawn_at": START, "drawn_by": "desk", "seed": "b" * 64}, "ck_sample_round_drawn"),
    (BulkSwitchRow, {"approved_by": "desk", "approved_at": START}, "ck_bulk_switch_four_eyes"),
    (BulkSwitchRow, {"ended_at": START}, "ck_bulk_switch_whole"),
    (BulkSwitchRow, {"reason": ""}, "ck_bulk_switch_lengths"),
    (GroupDecisionRow, {"verdict": "perhaps"}, "ck_group_decision_verdict"),
    (GroupDecisionRow, {"verdict": "question"}, "ck_group_decision_words"),
    (GroupDecisionRow, {"course": ""}, "ck_group_decision_lengths"),
    (RuleDraftRow, {"title": ""}, "ck_rule_draft_title"),
    (RuleDraftRow, {"opened_by": ""}, "ck_rule_draft_names"),
    (RuleDraftRow, {"is_open": None}, "ck_rule_draft_ended"),
    (RuleTextRow, {"number": 0}, "ck_rule_text_number"),
    (RuleTextRow, {"digest": "ab"}, "ck_rule_text_lengths"),
    (RuleTextRow, {"written_by": ""}, "ck_rule_text_written_by"),
    (PopulationRunRow, {"near": 6}, "ck_population_run_kind"),
    (PopulationRunRow, {"state": "lost"}, "ck_population_run_state"),
    (PopulationRunRow, {"state": "stopped"}, "ck_population_run_ended"),
    (PopulationRunRow, {"state": "done", "ended_at": START}, "ck_population_run_result"),
    (PopulationRunRow, {"done": -1}, "ck_population_run_counts"),
    (PopulationRunRow, {"asked_by": ""}, "ck_population_run_lengths"),
    (RuleProposalRow, {"is_open": None}, "ck_rule_proposal_answered"),
    (RuleProposalRow, APPROVED | {"answered_by": "a"}, "ck_rule_proposal_four_eyes"),
    (RuleProposalRow, {"words": ""}, "ck_rule_proposal_words"),
    (RuleProposalRow, {"proposed_by": ""}, "ck_rule_proposal_names"),
    (MergeRow, {"kept": SOMEBODY, "gone": SOMEBODY}, "ck_merge_two"),
    (MergeRow, APPROVED_MERGE | {"answered_by": "a"}, "ck_merge_four_eyes"),
    (MergeRow, {"is_open": None}, "ck_merge_answered"),
    (MergeRow, {"reason": ""}, "ck_merge_lengths"),
    (MergeWordRow, {"given_by": ""}, "ck_merge_word_given_by"),
    (MergedPersonRow, {"kept": SOMEBODY, "gone": SOMEBODY}, "ck_merged_person_two"),
    (MovedEntryRow, {"kind": ""}, "ck_moved_entry_kind"),
    (NotSameRow, {"one": SOMEBODY, "other": SOMEBODY}, "ck_not_same_two"),
    (NotSameRow, {"reason": ""}, "ck_not_same_lengths"),
    (AssessorTimeRow, {"minutes": 0}, "ck_assessor_time_minutes"),
    (AssessorTimeRow, {"set_by": ""}, "ck_assessor_time_set_by"),
    (LetterTextRow, {"text_en": ""}, "ck_letter_text_both"),
    (LetterTextRow, {"is_open": None}, "ck_letter_text_answered"),
    (
        LetterTextRow,
        {"is_open": None, "answer": "approved", "answered_at": START, "answered_by": "a"},
        "ck_letter_text_four_eyes",
    ),
    (LetterTextRow, {"reason": ""}, "ck_letter_text_lengths"),
    (ContactPointRow, {"kind": "fax"}, "ck_contact_point_kind"),
    (ContactPointRow, {"words_nl": "x"}, "ck_contact_point_words"),
    (ContactPointRow, {"ended_on": DAY}, "ck_contact_point_ended"),
    (ContactPointRow, {"ended_on": BEFORE, "ended_by": "a", "ended_at": START}, "ck_contact_point_ended"),
    (ContactPointRow, {"value": ""}, "ck_contact_point_lengths"),
    (MeasureProposalRow, {"kind": "warning"}, "ck_measure_proposal_kind"),
    (MeasureProposalRow, {"kind": "condition"}, "ck_measure_proposal_fields"),
    (MeasureProposalRow, {"until": BEFORE}, "ck_measure_proposal_period"),
    (MeasureProposalRow, {"public_until": BEFORE}, "ck_measure_proposal_period"),
    (MeasureProposalRow, {"is_open": None}, "ck_measure_proposal_answered"),
    (MeasureProposalRow, SENT_BACK | {"answer_words": None}, "ck_measure_proposal_answered"),
    (MeasureProposalRow, SENT_BACK | {"answered_by": "a"}, "ck_measure_proposal_four_eyes"),
    (MeasureProposalRow, SENT_BACK | {"answer": "approved", "answer_words": None}, "ck_measure_proposal_decided"),
    (MeasureProposalRow, {"reason": ""}, "ck_measure_proposal_words"),
    (MeasureProposalRow, {"proposed_by": ""}, "ck_measure_proposal_names"),
    (LeaveAnswerRow, {"months": 0}, "ck_leave_answer_months"),
    (LeaveAnswerRow, {"reason": ""}, "ck_leave_answer_lengths"),
    (GroupExtensionRow, {"months": 0}, "ck_group_extension_months"),
    (GroupExtensionRow, {"is_open": None}, "ck_group_extension_answer"),
    (GroupExtensionRow, AGREED | {"answered_by": "a"}, "ck_group_extension_four_eyes"),
    (GroupExtensionRow, AGREED | {"answer": "refused", "done_at": START}, "ck_group_extension_done"),
    (GroupExtensionRow, {"gone": -1}, "ck_group_extension_counts"),
    (GroupExtensionRow, {"ground": ""}, "ck_group_extension_lengths"),
    (ExtendedPersonRow, {"until_after": BEFORE}, "ck_extended_person_days"),
    (ExtendedPersonRow, {"outcome": "left_out"}, "ck_extended_person_outcome"),
    (AccreditedCourseRow, {"until": BEFORE}, "ck_accredited_course_period"),
    (AccreditedCourseRow, {"withdrawn_from": DAY}, "ck_accredited_course_withdrawn"),
    (AccreditedCourseRow, WITHDRAWN | {"withdrawn_from": BEFORE}, "ck_accredited_course_withdrawn"),
    (AccreditedCourseRow, {"code": "x"}, "ck_accredited_course_lengths"),
    (CoursePointsRow, {"points_hundredths": -1}, "ck_course_points_points"),
    (CoursePointsRow, {"kind": ""}, "ck_course_points_kind"),
    (RoleProposalRow, {"role": "operator"}, "ck_role_proposal_role"),
    (RoleProposalRow, {"email": None}, "ck_role_proposal_whom"),
    (RoleProposalRow, {"account": uuid4()}, "ck_role_proposal_whom"),
    (RoleProposalRow, {"answer": "approved"}, "ck_role_proposal_answered"),
    (RoleProposalRow, ANSWERED | {"email": None, "answered_by": "a"}, "ck_role_proposal_four_eyes"),
    (RoleProposalRow, ANSWERED, "ck_role_proposal_whom"),
    (RoleProposalRow, {"reason": ""}, "ck_role_proposal_lengths"),
]


SEQ = ("decision_seq_key", "decision.seq")
EDITION = ("uq_scheme_version_edition", "scheme_version.mark, scheme_version.edition")


async def refused(row: Table) -> str | None:
    """The constraint that refused a row."""
    with pytest.raises(Exception) as error:  # noqa: PT011  # the two drivers' errors share no class
        await type(row).insert(row)
    found = classify_db_error(error.value)
    assert found is not None
    return found.constraint


async def around(catalogue: Catalogue) -> dict[str, Any]:
    """Somebody with a mark, an activity and a decision for rows to refer to."""
    await holder(catalogue)
    person = await PractitionerRow.select(PractitionerRow.id).first()
    activity = await ActivityRow.select(ActivityRow.id).first()
    decision = await DecisionRow.select(DecisionRow.id).where(DecisionRow.kind == "grant").first()
    assert person
    assert activity
    assert decision
    scheme = await SchemeVersionRow.select(SchemeVersionRow.digest).first()
    assert scheme
    await somebody(seed=2)
    another = await PractitionerRow.select(PractitionerRow.id).where(PractitionerRow.id != person["id"]).first()
    assert another
    return {
        **dict.fromkeys(("kept", "one"), person["id"]),
        **dict.fromkeys(("gone", "other"), another["id"]),
        "practitioner": person["id"],
        "activity": activity["id"],
        "decision": decision["id"],
        "application": decision["id"],
        "based_on": scheme["digest"],
    }


def row_of(table: type[Table], links: dict[str, Any], changed: dict[str, Any]) -> Table:
    names = {key._meta.name for key in table._meta.foreign_key_columns}  # a word may also be a count somewhere
    wanted = {name: value for name, value in links.items() if name in names} | GOOD[table] | changed
    return table(**wanted)


async def test_good_rows_are_taken(register: Engine, catalogue: Catalogue) -> None:
    """The rows that the bad ones differ from are fine."""
    links = await around(catalogue)
    await _store_old_mark(register)
    for table in GOOD:
        await table.insert(row_of(table, links, {}))


async def _store_old_mark(register: Engine) -> None:
    await register.run_ddl("INSERT INTO mark (code, body) VALUES ('oudmerk', 'proefhuis')")


@pytest.mark.parametrize(("table", "changed", "constraint"), BAD, ids=[bad[2] for bad in BAD])
async def test_bad_rows_are_refused(
    register: Engine,
    catalogue: Catalogue,
    on_postgres: bool,
    table: type[Table],
    changed: dict[str, Any],
    constraint: str,
) -> None:
    """One value out of range, too long, or missing, and the row is refused by the constraint that says so."""
    links = await around(catalogue)
    await _store_old_mark(register)
    too_long = any(isinstance(value, str) and len(value) > 100 for value in changed.values())
    expected = None if too_long and on_postgres else constraint  # PostgreSQL's columns have a length of their own
    assert expected == await refused(row_of(table, links, changed))


@pytest.mark.parametrize(
    ("since", "until", "free"),
    [
        (date(2020, 1, 1), date(2021, 3, 1), True),
        (date(2020, 1, 1), date(2021, 3, 2), False),
        (date(2022, 1, 1), date(2022, 1, 1), False),
        (date(2025, 3, 1), date(2026, 1, 1), False),
        (date(2025, 3, 2), date(2026, 1, 1), True),
        (date(2020, 1, 1), date(2030, 1, 1), False),
    ],
)
async def test_nobody_holds_a_mark_twice_on_one_day(
    register: Engine, catalogue: Catalogue, since: date, until: date, free: bool
) -> None:
    """Beside a term from 2 March 2021 until 1 March 2025 there is room before it and after it only."""
    links = await around(catalogue)
    row = HoldingRow(practitioner=links["practitioner"], mark="proefmerk", since=since, until=until)
    if free:
        await HoldingRow.insert(row)
        assert 2 == await HoldingRow.count()
    else:
        assert "ex_holding_overlap" == await refused(row)


async def test_overlapping_holdings_written_at_once_leave_one(register: Engine, catalogue: Catalogue) -> None:
    """Of ten overlapping terms written at the same moment one gets in."""
    links = await around(catalogue)
    await _store_old_mark(register)
    rows = [
        HoldingRow(practitioner=links["practitioner"], mark="oudmerk", since=date(2010, 1, day), until=date(2011, 1, 1))
        for day in range(1, 11)
    ]
    results = await asyncio.gather(*(HoldingRow.insert(row).run() for row in rows), return_exceptions=True)
    kinds = {known.kind for error in results if isinstance(error, Exception) and (known := classify_db_error(error))}
    assert kinds <= {"exclusion", "retry"}  # PostgreSQL may settle such a race as a deadlock
    assert 1 == await HoldingRow.count().where(HoldingRow.mark == "oudmerk")


async def test_what_others_refer_to_is_not_deleted(register: Engine, catalogue: Catalogue) -> None:
    """Somebody with decisions cannot be deleted from under them."""
    links = await around(catalogue)
    with pytest.raises(Exception) as error:  # noqa: PT011  # the two drivers' errors share no class
        await PractitionerRow.delete().where(PractitionerRow.id == links["practitioner"])
    found = classify_db_error(error.value)
    assert found is not None
    assert found.kind in ("foreign_key", "refused")  # PostgreSQL 18 calls it a restriction


async def test_an_application_is_answered_once_and_a_decision_needs_its_application(
    register: Engine, catalogue: Catalogue
) -> None:
    """The unique constraint that lets one of two deciders win, and the keys that hold a decision together."""
    await around(catalogue)
    decision = await DecisionRow.select().where(DecisionRow.answers.is_not_null()).first()
    assert decision is not None
    application = await ApplicationRow.select().first()
    scheme = await SchemeVersionRow.select().first()
    assert application is not None
    assert scheme is not None
    assert await refused(DecisionRow(**decision | {"id": uuid4(), "answers": None})) in SEQ
    assert await refused(SchemeVersionRow(**scheme | {"digest": "a" * 64})) in EDITION
    await refused(ApplicationRow(**application | {"id": uuid4(), "is_open": True}))
    await refused(FindingRow(decision=uuid4(), reason="x"))

"""Rows about rules in the making: drafts and their texts, who proposed and approved them, what was tried on all."""

from piccolo.columns import UUID, BigInt, Boolean, Date, Integer, Text, Timestamptz, Varchar
from piccolo.columns.defaults.uuid import UUID4
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from registry.belonging import belongs_to
from registry.tables_catalogue import MarkRow, SchemeVersionRow
from registry.tables_journal import JournalRow

# Whoever works at a body is named as the journal names them.


class RuleDraftRow(Table, tablename="rule_draft"):
    """New rules for a mark in the making, begun from the text that held then. `is_open`: true or null, never false."""

    id = UUID(primary_key=True, null=False, default=UUID4())
    mark = belongs_to(MarkRow, index=True)
    based_on = belongs_to(SchemeVersionRow)
    title = Varchar(length=120, null=False, default="")
    opened_by = Varchar(length=120, null=False, default="")
    opened_at = Timestamptz(null=False, default=None)
    is_open = Boolean(null=True, default=None)
    ending = Varchar(length=20, null=True, default=None)
    ended_by = Varchar(length=120, null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)

    ck_rule_draft_title = Check("length(title) BETWEEN 1 AND 120")
    ck_rule_draft_names = Check(
        "length(opened_by) BETWEEN 1 AND 120 AND coalesce(length(ended_by), 1) BETWEEN 1 AND 120"
    )
    ck_rule_draft_ended = Check(
        "(is_open IS NULL) = (ended_at IS NOT NULL) AND (ended_at IS NULL) = (ending IS NULL) "
        "AND (ended_at IS NULL) = (ended_by IS NULL) AND coalesce(ending, 'withdrawn') IN ('published', 'withdrawn')"
    )


class RuleTextRow(Table, tablename="rule_text"):
    """One state of a draft, with its cases, as somebody kept it; also with mistakes in it. Another comes after it.

    `digest` is that of the text alone, as of a scheme version. `sound`: nothing was wrong with it on that day.
    """

    id = UUID(primary_key=True, null=False, default=UUID4())
    seq = belongs_to(JournalRow, unique=True)
    draft = belongs_to(RuleDraftRow)
    number = Integer(null=False, default=None)
    text = Text(null=False, default="")
    cases = Text(null=False, default="")
    digest = Varchar(length=64, null=False, default="")
    sound = Boolean(null=False, default=False)
    written_by = Varchar(length=120, null=False, default="")
    written_at = Timestamptz(null=False, default=None)

    uq_rule_text_number = Unique([draft, number])
    ck_rule_text_number = Check("number >= 1")
    ck_rule_text_lengths = Check("length(text) <= 1000000 AND length(cases) <= 1000000 AND length(digest) = 64")
    ck_rule_text_written_by = Check("length(written_by) BETWEEN 1 AND 120")


class PopulationRunRow(Table, tablename="population_run"):
    """Something asked of every file: what a text of a draft would do, or what is coming. A worker does it.

    `beat_at` is when the worker last said that it is at it; one that fell silent is followed by another, from the
    start, and `attempts` counts them. `journal_from` and `journal_until` are the entries between which it was read.
    """

    id = UUID(primary_key=True, null=False, default=UUID4())
    kind = Varchar(length=20, null=False, default="")
    mark = belongs_to(MarkRow, index=True)
    text = belongs_to(RuleTextRow, null=True, index=True)
    on_day = Date(null=False, default=None)
    near = Integer(null=True, default=None)
    asked_by = Varchar(length=120, null=False, default="")
    asked_at = Timestamptz(null=False, default=None)
    state = Varchar(length=20, null=False, default="waiting", index=True)
    total = Integer(null=False, default=0)
    done = Integer(null=False, default=0)
    attempts = Integer(null=False, default=0)
    beat_at = Timestamptz(null=True, default=None)
    rules_digest = Varchar(length=64, null=True, default=None)
    journal_from = BigInt(null=True, default=None)
    journal_until = BigInt(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)
    ended_by = Varchar(length=120, null=True, default=None)
    result = Text(null=True, default=None)

    ck_population_run_kind = Check(
        "(kind = 'simulation' AND text IS NOT NULL AND near IS NULL) "
        "OR (kind = 'forecast' AND text IS NULL AND near BETWEEN 1 AND 24)"
    )
    ck_population_run_state = Check("state IN ('waiting', 'running', 'done', 'stopped', 'failed')")
    ck_population_run_ended = Check("(state IN ('done', 'stopped', 'failed')) = (ended_at IS NOT NULL)")
    ck_population_run_result = Check("(state = 'done') = (result IS NOT NULL)")
    ck_population_run_counts = Check("total >= 0 AND done >= 0 AND attempts >= 0")
    ck_population_run_lengths = Check(
        "length(asked_by) BETWEEN 1 AND 120 AND coalesce(length(ended_by), 1) BETWEEN 1 AND 120 "
        "AND coalesce(length(rules_digest), 64) = 64 AND coalesce(length(result), 2) BETWEEN 2 AND 5000000"
    )


class RuleProposalRow(Table, tablename="rule_proposal"):
    """A text that somebody wants to become the rules, with the simulation that was made of it. Another answers it."""

    id = UUID(primary_key=True, null=False, default=UUID4())
    draft = belongs_to(RuleDraftRow)
    text = belongs_to(RuleTextRow)
    simulation = belongs_to(PopulationRunRow)
    is_open = Boolean(null=True, default=None)
    proposed_by = Varchar(length=120, null=False, default="")
    proposed_at = Timestamptz(null=False, default=None)
    words = Text(null=False, default="")
    answer = Varchar(length=20, null=True, default=None)
    answered_by = Varchar(length=120, null=True, default=None)
    answered_at = Timestamptz(null=True, default=None)
    answer_words = Text(null=True, default=None)

    uq_rule_proposal_open = Unique([draft, is_open])
    ck_rule_proposal_answered = Check(
        "(is_open IS NULL) = (answered_at IS NOT NULL) AND (answered_at IS NULL) = (answer IS NULL) "
        "AND (answered_at IS NULL) = (answered_by IS NULL) AND (answered_at IS NULL) = (answer_words IS NULL) "
        "AND coalesce(answer, 'refused') IN ('approved', 'refused', 'taken_back')"
    )
    ck_rule_proposal_four_eyes = Check("answer IS NULL OR answer = 'taken_back' OR answered_by <> proposed_by")
    ck_rule_proposal_words = Check(
        "length(words) BETWEEN 1 AND 4000 AND coalesce(length(answer_words), 1) BETWEEN 1 AND 4000"
    )
    ck_rule_proposal_names = Check(
        "length(proposed_by) BETWEEN 1 AND 120 AND coalesce(length(answered_by), 1) BETWEEN 1 AND 120"
    )


class AssessorTimeRow(Table, tablename="assessor_time"):
    """How long one assessor takes for one file, as the body says itself; the newest counts. None: it does not say."""

    seq = belongs_to(JournalRow, primary_key=True)
    mark = belongs_to(MarkRow, index=True)
    minutes = Integer(null=True, default=None)
    set_by = Varchar(length=120, null=False, default="")
    set_at = Timestamptz(null=False, default=None)

    ck_assessor_time_minutes = Check("minutes IS NULL OR minutes BETWEEN 1 AND 10000")
    ck_assessor_time_set_by = Check("length(set_by) BETWEEN 1 AND 120")

"""Rows about deciding for many at once: bulk approvals that can be undone, and one course judged in many files."""

from piccolo.columns import UUID, Boolean, Date, Integer, Text, Timestamptz, Varchar
from piccolo.columns.defaults.uuid import UUID4
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from registry.belonging import belongs_to
from registry.tables_catalogue import BodyRow, MarkRow
from registry.tables_decisions import DecisionRow
from registry.tables_journal import JournalRow
from registry.tables_people import PractitionerRow


class BulkSwitchRow(Table, tablename="bulk_switch"):
    """A body wants bulk approval for a mark: one person proposes it, another one approves it, and anyone ends it.

    `is_open` is true or null, never false: a mark has one that was not ended. It is on once it was approved.
    """

    id = UUID(primary_key=True, null=False, default=UUID4())
    mark = belongs_to(MarkRow)
    is_open = Boolean(null=True, default=None)
    reason = Text(null=False, default="")
    proposed_by = Varchar(length=120, null=False, default="")
    proposed_at = Timestamptz(null=False, default=None)
    approved_by = Varchar(length=120, null=True, default=None)
    approved_at = Timestamptz(null=True, default=None)
    ended_by = Varchar(length=120, null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)

    uq_bulk_switch_open = Unique([mark, is_open])
    ck_bulk_switch_four_eyes = Check("approved_by IS NULL OR approved_by <> proposed_by")
    ck_bulk_switch_whole = Check(
        "(approved_by IS NULL) = (approved_at IS NULL) AND (ended_by IS NULL) = (ended_at IS NULL) "
        "AND (ended_at IS NULL) = (is_open IS NOT NULL)"
    )
    ck_bulk_switch_lengths = Check("length(reason) BETWEEN 1 AND 4000 AND length(proposed_by) BETWEEN 1 AND 120")


class BulkBatchRow(Table, tablename="bulk_batch"):
    """Files that one officer approved at once, to be carried out at `due_at` and until then undone as if never planned.

    `seq` is its entry in the journal.
    """

    id = UUID(primary_key=True, null=False, default=UUID4())
    seq = belongs_to(JournalRow, unique=True)
    mark = belongs_to(MarkRow, index=True)
    reason = Text(null=False, default="")
    planned_by = Varchar(length=120, null=False, default="")
    planned_at = Timestamptz(null=False, default=None)
    due_at = Timestamptz(null=False, default=None)
    undone_by = Varchar(length=120, null=True, default=None)
    undone_at = Timestamptz(null=True, default=None)
    done_at = Timestamptz(null=True, default=None)

    ck_bulk_batch_later = Check("due_at > planned_at")
    ck_bulk_batch_undone = Check("(undone_by IS NULL) = (undone_at IS NULL)")
    ck_bulk_batch_one_end = Check("undone_at IS NULL OR (done_at IS NULL AND undone_at < due_at)")
    ck_bulk_batch_lengths = Check("length(reason) BETWEEN 1 AND 4000 AND length(planned_by) BETWEEN 1 AND 120")


class BulkFileRow(Table, tablename="bulk_file"):
    """One application of a batch: the term that was shown, `seen` the digest of everything that led to it, and what
    came of it.

    `is_open` is true or null, never false: an application is in one batch that waits. `why` says why it was left out.
    """

    id = UUID(primary_key=True, null=False, default=UUID4())
    batch = belongs_to(BulkBatchRow, index=True)
    application = belongs_to(DecisionRow)
    position = Integer(null=False, default=0)
    since = Date(null=False, default=None)
    until = Date(null=False, default=None)
    seen = Varchar(length=64, null=False, default="")
    is_open = Boolean(null=True, default=None)
    outcome = Varchar(length=20, null=True, default=None)
    why = Varchar(length=30, null=True, default=None)
    decision = belongs_to(DecisionRow, null=True, unique=True)
    handled_at = Timestamptz(null=True, default=None)

    uq_bulk_file_open = Unique([application, is_open])
    uq_bulk_file_once = Unique([batch, application])
    ck_bulk_file_period = Check("until >= since")
    ck_bulk_file_outcome = Check(
        "coalesce(outcome, 'undone') IN ('decided', 'left_out', 'undone') "
        "AND (outcome IS NULL) = (is_open IS NOT NULL) AND (outcome IS NULL) = (handled_at IS NULL)"
    )
    ck_bulk_file_decision = Check("(decision IS NOT NULL) = (coalesce(outcome, 'undone') = 'decided')")
    ck_bulk_file_why = Check("(why IS NOT NULL) = (coalesce(outcome, 'undone') = 'left_out')")
    ck_bulk_file_lengths = Check("length(seen) = 64 AND coalesce(length(why), 1) BETWEEN 1 AND 30")


class GroupDecisionRow(Table, tablename="group_decision"):
    """What somebody of a body said once about the same course in many files. Only appended; no person is in it."""

    id = UUID(primary_key=True, null=False, default=UUID4())
    body = belongs_to(BodyRow, index=True)
    course = Text(null=False, default="")
    verdict = Varchar(length=20, null=False, default="")
    words = Text(null=True, default=None)
    decided_by = Varchar(length=120, null=False, default="")
    decided_at = Timestamptz(null=False, default=None)

    ck_group_decision_verdict = Check("verdict IN ('counts', 'does_not_count', 'question')")
    ck_group_decision_words = Check(
        "coalesce(length(words), 1) BETWEEN 1 AND 4000 AND (words IS NOT NULL OR verdict = 'counts')"
    )
    ck_group_decision_lengths = Check("length(course) BETWEEN 1 AND 400 AND length(decided_by) BETWEEN 1 AND 120")


class GroupedEntryRow(Table, tablename="grouped_entry"):
    """One entry of somebody's file that a group decision is about, and the open application that holds it."""

    id = UUID(primary_key=True, null=False, default=UUID4())
    decision = belongs_to(GroupDecisionRow, index=True)
    practitioner = belongs_to(PractitionerRow, index=True)
    application = belongs_to(DecisionRow)
    entry = UUID(null=False, default=None, index=True)

    uq_grouped_entry_once = Unique([decision, entry])

"""Rows about lengthening terms: what a body said to a deferral, and extensions for everybody at once."""

from piccolo.columns import UUID, Boolean, Date, ForeignKey, Integer, OnDelete, OnUpdate, Text, Timestamptz, Varchar
from piccolo.columns.defaults.uuid import UUID4
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from registry.belonging import belongs_to
from registry.tables_catalogue import MarkRow
from registry.tables_decisions import DecisionRow
from registry.tables_dossier import LeaveRow
from registry.tables_journal import JournalRow
from registry.tables_people import PractitionerRow


class LeaveAnswerRow(Table, tablename="leave_answer"):
    """What a body said to a deferral that was asked, for one of its marks: so many months, or none. Never changed.

    `decision` is the extension that it came to. Somebody with marks of two bodies asks once and is answered by each.
    """

    id = UUID(primary_key=True, null=False, default=UUID4())
    practitioner = belongs_to(PractitionerRow, index=True)
    leave = belongs_to(LeaveRow)
    mark = belongs_to(MarkRow, index=True)
    months = Integer(null=False, default=0)
    reason = Text(null=False, default="")
    decision = belongs_to(DecisionRow, null=True, unique=True)
    answered_by = Varchar(length=120, null=False, default="")
    answered_at = Timestamptz(null=False, default=None)

    uq_leave_answer_once = Unique([leave, mark])
    ck_leave_answer_months = Check("months BETWEEN 0 AND 120 AND (months > 0) = (decision IS NOT NULL)")
    ck_leave_answer_lengths = Check("length(reason) BETWEEN 1 AND 4000 AND length(answered_by) BETWEEN 1 AND 120")


class GroupExtensionRow(Table, tablename="group_extension"):
    """One act of a body: who held a mark on `valid_on` gets so many months, or (`takes_back`) had them wrongly.

    `is_open` is true or null, never false: a mark has one proposal that waits for an answer. `seq` is the entry of its
    proposal in the journal. `ground` is the law or decision that it rests on. `joined`, `gone` and `changed` are how
    many on the list differed when it was approved from when it was proposed.
    """

    id = UUID(primary_key=True, null=False, default=UUID4())
    seq = belongs_to(JournalRow, unique=True)
    mark = belongs_to(MarkRow, index=True)
    takes_back: ForeignKey[Table] = ForeignKey(
        "self", null=True, default=None, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict
    )
    valid_on = Date(null=False, default=None)
    months = Integer(null=False, default=0)
    ground = Varchar(length=400, null=False, default="")
    reason = Text(null=False, default="")
    seen = Varchar(length=64, null=False, default="")
    is_open = Boolean(null=True, default=None)
    proposed_by = Varchar(length=120, null=False, default="")
    proposed_at = Timestamptz(null=False, default=None)
    answer = Varchar(length=20, null=True, default=None)
    answer_words = Text(null=True, default=None)
    answered_by = Varchar(length=120, null=True, default=None)
    answered_at = Timestamptz(null=True, default=None)
    joined = Integer(null=False, default=0)
    gone = Integer(null=False, default=0)
    changed = Integer(null=False, default=0)
    done_at = Timestamptz(null=True, default=None)

    uq_group_extension_open = Unique([mark, is_open])
    ck_group_extension_months = Check("months BETWEEN 1 AND 120")
    ck_group_extension_answer = Check(
        "coalesce(answer, 'refused') IN ('approved', 'refused', 'withdrawn') "
        "AND (answer IS NULL) = (is_open IS NOT NULL) AND (answer IS NULL) = (answered_at IS NULL) "
        "AND (answer IS NULL) = (answered_by IS NULL) AND (answer IS NULL) = (answer_words IS NULL)"
    )
    ck_group_extension_four_eyes = Check("coalesce(answer, 'withdrawn') = 'withdrawn' OR answered_by <> proposed_by")
    ck_group_extension_done = Check("done_at IS NULL OR coalesce(answer, 'refused') = 'approved'")
    ck_group_extension_counts = Check("joined >= 0 AND gone >= 0 AND changed >= 0")
    ck_group_extension_lengths = Check(
        "length(ground) BETWEEN 1 AND 400 AND length(reason) BETWEEN 1 AND 4000 AND length(seen) = 64 "
        "AND length(proposed_by) BETWEEN 1 AND 120 AND coalesce(length(answer_words), 1) BETWEEN 1 AND 4000"
    )


class ExtendedPersonRow(Table, tablename="extended_person"):
    """Somebody on the list of a group extension: the last day before and after it, and what came of it.

    `about` is the decision that is taken back.
    """

    id = UUID(primary_key=True, null=False, default=UUID4())
    extension = belongs_to(GroupExtensionRow, index=True)
    practitioner = belongs_to(PractitionerRow, index=True)
    about = belongs_to(DecisionRow, null=True)
    until_before = Date(null=False, default=None)
    until_after = Date(null=False, default=None)
    outcome = Varchar(length=20, null=True, default=None)
    why = Varchar(length=30, null=True, default=None)
    decision = belongs_to(DecisionRow, null=True, unique=True)
    handled_at = Timestamptz(null=True, default=None)

    uq_extended_person_once = Unique([extension, practitioner])
    ck_extended_person_days = Check("until_after <> until_before")
    ck_extended_person_outcome = Check(
        "coalesce(outcome, 'done') IN ('done', 'left_out') AND (outcome IS NULL) = (handled_at IS NULL) "
        "AND (decision IS NOT NULL) = (coalesce(outcome, 'left_out') = 'done') "
        "AND (why IS NOT NULL) = (coalesce(outcome, 'done') = 'left_out')"
    )

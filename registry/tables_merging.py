"""Rows about two files of one person: what was proposed, whose word it has, what was put together, and what was not."""

from piccolo.columns import UUID, Boolean, Text, Timestamptz, Varchar
from piccolo.columns.defaults.uuid import UUID4
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from registry.belonging import belongs_to
from registry.tables_catalogue import BodyRow
from registry.tables_journal import JournalRow
from registry.tables_people import PractitionerRow


class MergeRow(Table, tablename="merge"):
    """A proposal to put two files together: `kept` stays, `gone` becomes a part of it once somebody else approved.

    `is_open` is true or null, never false: a file has one open proposal to go. `seen` is the digest of both histories
    as they were shown. On removal by right the words go.
    """

    id = UUID(primary_key=True, null=False, default=UUID4())
    kept = belongs_to(PractitionerRow, index=True)
    gone = belongs_to(PractitionerRow, index=True)
    body = belongs_to(BodyRow, index=True)
    seen = Varchar(length=64, null=False, default="")
    reason = Text(null=True, default=None)
    proposed_by = Varchar(length=120, null=False, default="")
    proposed_at = Timestamptz(null=False, default=None)
    is_open = Boolean(null=True, default=None)
    answer = Varchar(length=20, null=True, default=None)
    answered_by = Varchar(length=120, null=True, default=None)
    answered_at = Timestamptz(null=True, default=None)
    answer_words = Text(null=True, default=None)

    uq_merge_open = Unique([gone, is_open])
    ck_merge_two = Check("kept <> gone")
    ck_merge_four_eyes = Check("answer IS NULL OR answer = 'taken_back' OR answered_by <> proposed_by")
    ck_merge_answered = Check(
        "(is_open IS NULL) = (answered_at IS NOT NULL) AND (answered_at IS NULL) = (answer IS NULL) "
        "AND (answered_at IS NULL) = (answered_by IS NULL) "
        "AND coalesce(answer, 'refused') IN ('approved', 'refused', 'taken_back')"
    )
    ck_merge_lengths = Check(
        "length(seen) = 64 AND coalesce(length(reason), 1) BETWEEN 1 AND 4000 "
        "AND coalesce(length(answer_words), 1) BETWEEN 1 AND 4000 AND length(proposed_by) BETWEEN 1 AND 120"
    )


class MergeWordRow(Table, tablename="merge_word"):
    """The word of another body that decided about one of the two, or of the operator in its place. Only appended."""

    id = UUID(primary_key=True, null=False, default=UUID4())
    merge = belongs_to(MergeRow, index=True)
    body = belongs_to(BodyRow)
    by_operator = Boolean(null=False, default=False)
    given_by = Varchar(length=120, null=False, default="")
    given_at = Timestamptz(null=False, default=None)

    uq_merge_word_once = Unique([merge, body])
    ck_merge_word_given_by = Check("length(given_by) BETWEEN 1 AND 120")


class MergedPersonRow(Table, tablename="merged_person"):
    """What was decided about `gone` counts for `kept`, and the number of the first leads to the second. Only appended.

    `seq` is its entry in the journal. When who was kept is merged later on, each part of theirs gets a row more.
    """

    seq = belongs_to(JournalRow, primary_key=True)
    merge = belongs_to(MergeRow, index=True)
    gone = belongs_to(PractitionerRow, index=True)
    kept = belongs_to(PractitionerRow, index=True)

    uq_merged_person_once = Unique([gone, kept])
    ck_merged_person_two = Check("gone <> kept")


class MovedEntryRow(Table, tablename="moved_entry"):
    """An entry that came along from one file into the other; what it says did not change. Only appended."""

    id = UUID(primary_key=True, null=False, default=UUID4())
    merge = belongs_to(MergeRow, index=True)
    kind = Varchar(length=30, null=False, default="")
    entry = UUID(null=False, default=None)

    uq_moved_entry_once = Unique([merge, kind, entry])
    ck_moved_entry_kind = Check("length(kind) BETWEEN 1 AND 30")


class NotSameRow(Table, tablename="not_same"):
    """Two people who look alike and are not the same, says a body. `one` has the lower number. Only appended."""

    id = UUID(primary_key=True, null=False, default=UUID4())
    body = belongs_to(BodyRow)
    one = belongs_to(PractitionerRow, index=True)
    other = belongs_to(PractitionerRow, index=True)
    reason = Text(null=False, default="")
    said_by = Varchar(length=120, null=False, default="")
    said_at = Timestamptz(null=False, default=None)

    uq_not_same_once = Unique([body, one, other])
    ck_not_same_two = Check("one <> other")
    ck_not_same_lengths = Check("length(reason) BETWEEN 1 AND 4000 AND length(said_by) BETWEEN 1 AND 120")

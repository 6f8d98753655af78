"""Rows about what a body adds to the letters of the register."""

from piccolo.columns import UUID, Boolean, Date, Text, Timestamptz, Varchar
from piccolo.columns.defaults.uuid import UUID4
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from registry.belonging import belongs_to
from registry.tables_catalogue import BodyRow
from registry.tables_journal import JournalRow


class LetterTextRow(Table, tablename="letter_text"):
    """A text of a body below one letter, from a day on, once somebody else approved it. Empty texts: nothing any more.

    `is_open` is true or null, never false: a letter of a body has one proposal that waits. `seq` is its entry in the
    journal: of two for one day the later one holds.
    """

    id = UUID(primary_key=True, null=False, default=UUID4())
    seq = belongs_to(JournalRow, unique=True)
    body = belongs_to(BodyRow, index=True)
    letter = Varchar(length=40, null=False, default="")
    text_nl = Text(null=False, default="")
    text_en = Text(null=False, default="")
    since = Date(null=False, default=None)
    reason = Text(null=False, default="")
    is_open = Boolean(null=True, default=None)
    proposed_by = Varchar(length=120, null=False, default="")
    proposed_at = Timestamptz(null=False, default=None)
    answer = Varchar(length=20, null=True, default=None)
    answered_by = Varchar(length=120, null=True, default=None)
    answered_at = Timestamptz(null=True, default=None)

    uq_letter_text_open = Unique([body, letter, is_open])
    ck_letter_text_both = Check("(length(text_nl) = 0) = (length(text_en) = 0)")
    ck_letter_text_answered = Check(
        "(is_open IS NULL) = (answer IS NOT NULL) AND (answer IS NULL) = (answered_by IS NULL) "
        "AND (answer IS NULL) = (answered_at IS NULL) "
        "AND coalesce(answer, 'refused') IN ('approved', 'refused', 'taken_back')"
    )
    ck_letter_text_four_eyes = Check("answer IS NULL OR answer = 'taken_back' OR answered_by <> proposed_by")
    ck_letter_text_lengths = Check(
        "length(letter) BETWEEN 1 AND 40 AND length(text_nl) <= 1000 AND length(text_en) <= 1000 "
        "AND length(reason) BETWEEN 1 AND 4000 AND length(proposed_by) BETWEEN 1 AND 120 "
        "AND coalesce(length(answered_by), 1) BETWEEN 1 AND 120"
    )

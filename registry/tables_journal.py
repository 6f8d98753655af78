"""Rows of the one journal, and of its head: the row every writer locks, so that numbers have no gaps."""

from piccolo.columns import BigInt, SmallInt, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table


class JournalRow(Table, tablename="journal"):
    """One change of state. The database refuses a gap, an edit and a removal; each entry seals the one before it."""

    seq = BigInt(primary_key=True, null=False, default=None)
    recorded_at = Timestamptz(null=False, default=None)
    actor = Varchar(length=120, null=False, default="")
    subject_kind = Varchar(length=30, null=False, default="")
    subject = Varchar(length=60, null=False, default="", index=True)
    kind = Varchar(length=40, null=False, default="")
    reference = Varchar(length=64, null=True, default=None)
    previous = Varchar(length=64, null=False, default="")
    seal = Varchar(length=64, null=False, default="", unique=True)

    ck_journal_seq = Check("seq >= 1")
    ck_journal_seals = Check("length(previous) = 64 AND length(seal) = 64")
    ck_journal_lengths = Check(
        "length(actor) BETWEEN 1 AND 120 AND length(subject_kind) BETWEEN 1 AND 30 "
        "AND length(subject) BETWEEN 1 AND 60 AND length(kind) BETWEEN 1 AND 40 "
        "AND coalesce(length(reference), 0) <= 64"
    )


class JournalHeadRow(Table, tablename="journal_head"):
    """The last entry of the journal; there is one row, with id 1."""

    id = SmallInt(primary_key=True, null=False, default=1)
    seq = BigInt(null=False, default=0)
    recorded_at = Timestamptz(null=False, default=None)
    seal = Varchar(length=64, null=False, default="")

    ck_journal_head_single = Check("id = 1")
    ck_journal_head_seq = Check("seq >= 0")
    ck_journal_head_seal = Check("length(seal) = 64")

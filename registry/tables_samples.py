"""Rows about sample audits: the percentage of a mark, and each round with its list, kept so that all can check it."""

from piccolo.columns import UUID, Boolean, Date, Integer, Text, Timestamptz, Varchar
from piccolo.columns.defaults.uuid import UUID4
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from registry.belonging import belongs_to
from registry.tables_catalogue import MarkRow
from registry.tables_decisions import DecisionRow
from registry.tables_journal import JournalRow


class SampleShareRow(Table, tablename="sample_share"):
    """How much of what is handed in for a mark is looked at by people, in per cent, from a day on. Only appended.

    Without a row there is no sample. `seq` is its entry in the journal: of two for one day the later one holds.
    """

    id = UUID(primary_key=True, null=False, default=UUID4())
    seq = belongs_to(JournalRow, unique=True)
    mark = belongs_to(MarkRow, index=True)
    percentage = Integer(null=False, default=0)
    since = Date(null=False, default=None)
    reason = Text(null=False, default="")
    set_by = Varchar(length=120, null=False, default="")
    set_at = Timestamptz(null=False, default=None)

    ck_sample_share_percentage = Check("percentage BETWEEN 0 AND 100")
    ck_sample_share_lengths = Check("length(reason) BETWEEN 1 AND 4000 AND length(set_by) BETWEEN 1 AND 120")


class SampleRoundRow(Table, tablename="sample_round"):
    """One draw. First the digest of the seed, then the list and its digest, then the seed itself: each once, in order.

    `is_open` is true or null, never false, so that a mark has one round that is not drawn. `leaves_out` are the rules
    by which files are not drawn from, as exact text.
    """

    id = UUID(primary_key=True, null=False, default=UUID4())
    mark = belongs_to(MarkRow, index=True)
    is_open = Boolean(null=True, default=None)
    percentage = Integer(null=False, default=0)
    leaves_out = Text(null=False, default="[]")
    seed_digest = Varchar(length=64, null=False, default="")
    opened_by = Varchar(length=120, null=False, default="")
    opened_at = Timestamptz(null=False, default=None)
    listed_by = Varchar(length=120, null=True, default=None)
    listed_at = Timestamptz(null=True, default=None)
    list_digest = Varchar(length=64, null=True, default=None)
    drawn_by = Varchar(length=120, null=True, default=None)
    drawn_at = Timestamptz(null=True, default=None)
    seed = Varchar(length=64, null=True, default=None)

    uq_sample_round_open = Unique([mark, is_open])
    ck_sample_round_percentage = Check("percentage BETWEEN 1 AND 100")
    ck_sample_round_digests = Check(
        "length(seed_digest) = 64 AND coalesce(length(list_digest), 64) = 64 AND coalesce(length(seed), 64) = 64"
    )
    ck_sample_round_listed = Check(
        "(listed_at IS NULL) = (list_digest IS NULL) AND (listed_at IS NULL) = (listed_by IS NULL)"
    )
    ck_sample_round_drawn = Check(
        "(drawn_at IS NULL) = (seed IS NULL) AND (drawn_at IS NULL) = (drawn_by IS NULL) "
        "AND (drawn_at IS NULL) = (is_open IS NOT NULL) AND (drawn_at IS NULL OR listed_at IS NOT NULL)"
    )
    ck_sample_round_lengths = Check("length(leaves_out) BETWEEN 2 AND 1000 AND length(opened_by) BETWEEN 1 AND 120")


class SampleSeedRow(Table, tablename="sample_seed"):
    """The seed of a round until it is drawn. No page reads this table; with the draw the row goes."""

    round = belongs_to(SampleRoundRow, primary_key=True)
    seed = Varchar(length=64, null=False, default="")

    ck_sample_seed_length = Check("length(seed) = 64")


class SampleFileRow(Table, tablename="sample_file"):
    """One application on the list of a round. `left_out` says by which rule it is not drawn from; none: it is.

    `drawn` is null until the draw. An application is on one list only.
    """

    application = belongs_to(DecisionRow, primary_key=True)
    round = belongs_to(SampleRoundRow, index=True)
    left_out = Varchar(length=30, null=True, default=None)
    drawn = Boolean(null=True, default=None)

    ck_sample_file_left_out = Check("coalesce(length(left_out), 1) BETWEEN 1 AND 30")
    ck_sample_file_drawn = Check("NOT (left_out IS NOT NULL AND coalesce(drawn, false))")

"""Rows about how people reach somebody: the register's own desk, and each body."""

from piccolo.columns import UUID, Boolean, Date, Text, Timestamptz, Varchar
from piccolo.columns.defaults.uuid import UUID4
from piccolo.constraints import Check
from piccolo.table import Table

from registry.belonging import belongs_to
from registry.tables_catalogue import BodyRow
from registry.tables_journal import JournalRow


class ContactPointRow(Table, tablename="contact_point"):
    """One way to reach a body, or the register's own desk (no body), from a day on.

    It is not rewritten: it ends, and another one begins. `ended_on` is the first day without it. `hours` are those of
    Monday to Sunday as exact text; empty ones are not told. `seq` is its entry in the journal.
    """

    id = UUID(primary_key=True, null=False, default=UUID4())
    seq = belongs_to(JournalRow, unique=True)
    body = belongs_to(BodyRow, null=True, index=True)
    kind = Varchar(length=20, null=False, default="")
    value = Varchar(length=200, null=False, default="")
    words_nl = Text(null=True, default=None)
    words_en = Text(null=True, default=None)
    hours = Text(null=False, default="[]")
    on_holidays = Boolean(null=False, default=False)
    since = Date(null=False, default=None)
    set_by = Varchar(length=120, null=False, default="")
    set_at = Timestamptz(null=False, default=None)
    ended_on = Date(null=True, default=None)
    ended_by = Varchar(length=120, null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)

    ck_contact_point_kind = Check("kind IN ('phone', 'mail', 'chat', 'call_back', 'walk_in')")
    ck_contact_point_words = Check(
        "(words_nl IS NULL) = (words_en IS NULL) AND coalesce(length(words_nl), 1) BETWEEN 1 AND 400 "
        "AND coalesce(length(words_en), 1) BETWEEN 1 AND 400"
    )
    ck_contact_point_ended = Check(
        "(ended_on IS NULL) = (ended_by IS NULL) AND (ended_on IS NULL) = (ended_at IS NULL) "
        "AND (ended_on IS NULL OR ended_on >= since)"
    )
    ck_contact_point_lengths = Check(
        "length(value) BETWEEN 1 AND 200 AND length(hours) BETWEEN 2 AND 1000 AND length(set_by) BETWEEN 1 AND 120 "
        "AND coalesce(length(ended_by), 1) BETWEEN 1 AND 120"
    )

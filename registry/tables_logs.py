"""Rows that say in whose log an entry of the journal stands. They stand beside it, so that its chain stays true."""

from piccolo.constraints import Unique
from piccolo.table import Table

from registry.belonging import belongs_to
from registry.tables_catalogue import BodyRow
from registry.tables_journal import JournalRow


class JournalBodyRow(Table, tablename="journal_body"):
    """An entry that is about the work of a body. It is written in the transaction of the entry, and never changed."""

    seq = belongs_to(JournalRow, primary_key=True)
    body = belongs_to(BodyRow)

    uq_journal_body_seq = Unique([body, seq])

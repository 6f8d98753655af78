"""Rows about mail that goes out: written in the transaction of what it is about, sent by a worker afterwards."""

from piccolo.columns import UUID, Integer, Text, Timestamptz, Varchar
from piccolo.columns.defaults.uuid import UUID4
from piccolo.constraints import Check
from piccolo.table import Table

from registry.belonging import belongs_to
from registry.tables_people import PractitionerRow


class LetterRow(Table, tablename="letter"):
    """One letter. `about` and the address go once it was sent; what stays is the proof that it was."""

    id = UUID(primary_key=True, null=False, default=UUID4())
    kind = Varchar(length=60, null=False, default="")
    practitioner = belongs_to(PractitionerRow, null=True, index=True)
    sent_to = Varchar(length=254, null=True, default=None)
    language = Varchar(length=2, null=False, default="nl")
    about = Text(null=True, default=None)
    key = Varchar(length=200, null=True, default=None, unique=True)
    message_id = Varchar(length=120, null=False, default="", unique=True)
    state = Varchar(length=20, null=False, default="waiting")
    due_at = Timestamptz(null=False, default=None, index=True)
    claimed_until = Timestamptz(null=True, default=None)
    tries = Integer(null=False, default=0)
    last_problem = Varchar(length=120, null=True, default=None)
    queued_at = Timestamptz(null=False, default=None)
    sent_at = Timestamptz(null=True, default=None)

    ck_letter_kind = Check("length(kind) BETWEEN 1 AND 60")
    ck_letter_language = Check("length(language) = 2")
    ck_letter_state = Check("state IN ('waiting', 'claimed', 'sending', 'sent', 'failed', 'dropped')")
    ck_letter_sent = Check("(state = 'sent') = (sent_at IS NOT NULL)")
    ck_letter_tries = Check("tries >= 0")
    ck_letter_lengths = Check("coalesce(length(about), 0) <= 8000 AND coalesce(length(key), 0) <= 200")

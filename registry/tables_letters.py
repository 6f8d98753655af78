"""Rows about mail that goes out: written in the transaction of what it is about, sent by a worker afterwards."""

from piccolo.columns import UUID, BigInt, Boolean, Date, Integer, Text, Timestamptz, Varchar
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
    ck_letter_wiped = Check("state NOT IN ('sent', 'dropped') OR (sent_to IS NULL AND about IS NULL)")
    ck_letter_tries = Check("tries >= 0")
    ck_letter_lengths = Check("coalesce(length(about), 0) <= 8000 AND coalesce(length(key), 0) <= 200")


class WorkerPositionRow(Table, tablename="worker_position"):
    """How far the worker came: the last entry of the journal it read, and the last day it wrote reminders for."""

    name = Varchar(length=20, primary_key=True, null=False, default=None)
    seq = BigInt(null=False, default=0)
    day = Date(null=True, default=None)

    ck_worker_position_seq = Check("seq >= 0")


class ReminderChoiceRow(Table, tablename="reminder_choice"):
    """Whether somebody wants reminders. No row: yes."""

    practitioner = belongs_to(PractitionerRow, primary_key=True)
    wanted = Boolean(null=False, default=True)
    chosen_at = Timestamptz(null=False, default=None)


class CalendarSecretRow(Table, tablename="calendar_secret"):
    """The digest of the secret in the address of somebody's calendar; a new one ends the one before."""

    practitioner = belongs_to(PractitionerRow, primary_key=True)
    digest = Varchar(length=64, null=False, default="", unique=True)
    renewed_at = Timestamptz(null=False, default=None)

    ck_calendar_secret_digest = Check("length(digest) = 64")

"""Rows that remember how a file came to be: earlier versions of an entry, and what one spreadsheet brought."""

from piccolo.columns import UUID, ForeignKey, Integer, OnDelete, OnUpdate, Text, Timestamptz, Varchar
from piccolo.columns.defaults.uuid import UUID4
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from registry.tables_dossier import ActivityRow
from registry.tables_people import PractitionerRow


class EntryVersionRow(Table, tablename="entry_version"):
    """What an entry said before a change: who changed it, when, and by doing what. The database refuses an edit.

    The entry itself holds the newest version; its number is one more than that of the last row here.
    """

    id = UUID(primary_key=True, null=False, default=UUID4())
    practitioner = ForeignKey(
        PractitionerRow,
        null=False,
        default=None,
        on_delete=OnDelete.restrict,
        on_update=OnUpdate.restrict,
        index=True,
    )
    kind = Varchar(length=30, null=False, default="")
    entry = UUID(null=False, default=None)
    version = Integer(null=False, default=1)
    state = Varchar(length=20, null=False, default="")
    content = Text(null=False, default="{}")
    change = Varchar(length=20, null=False, default="")
    replaced_at = Timestamptz(null=False, default=None)
    replaced_by = Varchar(length=120, null=False, default="")

    uq_entry_version_number = Unique([entry, version])
    ck_entry_version_kind = Check(
        "kind IN ('activity', 'qualification', 'client_practice', 'client_survey', 'leave', 'experience', 'documents')"
    )
    ck_entry_version_number = Check("version >= 1")
    ck_entry_version_lengths = Check(
        "length(state) BETWEEN 1 AND 20 AND length(content) <= 20000 AND length(change) BETWEEN 1 AND 20 "
        "AND length(replaced_by) BETWEEN 1 AND 120"
    )


class ImportBatchRow(Table, tablename="import_batch"):
    """One spreadsheet of somebody's own activities, taken in whole; undone it is as if it had never come."""

    id = UUID(primary_key=True, null=False, default=UUID4())
    practitioner = ForeignKey(
        PractitionerRow,
        null=False,
        default=None,
        on_delete=OnDelete.restrict,
        on_update=OnUpdate.restrict,
        index=True,
    )
    activities = Integer(null=False, default=0)
    imported_at = Timestamptz(null=False, default=None)
    undone_at = Timestamptz(null=True, default=None)

    ck_import_batch_activities = Check("activities BETWEEN 1 AND 5000")


class ImportedActivityRow(Table, tablename="imported_activity"):
    """Which batch an activity came with."""

    activity = ForeignKey(
        ActivityRow,
        primary_key=True,
        null=False,
        default=None,
        on_delete=OnDelete.restrict,
        on_update=OnUpdate.restrict,
    )
    batch = ForeignKey(
        ImportBatchRow,
        null=False,
        default=None,
        on_delete=OnDelete.restrict,
        on_update=OnUpdate.restrict,
        index=True,
    )

"""The work of a body on what was handed in, as Piccolo wrote it down."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import OnDelete
from piccolo.columns.base import OnUpdate
from piccolo.columns.column_types import BigInt
from piccolo.columns.column_types import Boolean
from piccolo.columns.column_types import Date
from piccolo.columns.column_types import ForeignKey
from piccolo.columns.column_types import Integer
from piccolo.columns.column_types import Text
from piccolo.columns.column_types import Timestamptz
from piccolo.columns.column_types import UUID
from piccolo.columns.column_types import Varchar
from piccolo.columns.defaults.uuid import UUID4
from piccolo.columns.indexes import IndexMethod
from piccolo.constraints import Check
from piccolo.constraints import Unique
from piccolo.table import Table


class DecisionRow(Table, tablename="decision", schema=None):
    id = UUID(
        default=UUID4(),
        null=False,
        primary_key=True,
        unique=False,
        index=False,
        index_method=IndexMethod.btree,
        choices=None,
        db_column_name=None,
        secret=False,
    )


class JournalRow(Table, tablename="journal", schema=None):
    seq = BigInt(
        default=None,
        null=False,
        primary_key=True,
        unique=False,
        index=False,
        index_method=IndexMethod.btree,
        choices=None,
        db_column_name=None,
        secret=False,
    )


class PractitionerRow(Table, tablename="practitioner", schema=None):
    id = UUID(
        default=UUID4(),
        null=False,
        primary_key=True,
        unique=False,
        index=False,
        index_method=IndexMethod.btree,
        choices=None,
        db_column_name=None,
        secret=False,
    )


ID = "2026-11-25T05:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "desk"


async def forwards():
    manager = MigrationManager(
        migration_id=ID, app_name="registry", description=DESCRIPTION
    )

    manager.add_table(
        class_name="InterestRow", tablename="interest", schema=None, columns=None
    )

    manager.add_table(
        class_name="ClaimRow", tablename="claim", schema=None, columns=None
    )

    manager.add_table(
        class_name="JudgementsReadRow",
        tablename="judgements_read",
        schema=None,
        columns=None,
    )

    manager.add_table(
        class_name="JudgementRow",
        tablename="judgement",
        schema=None,
        columns=None,
    )

    manager.add_table(
        class_name="PrecheckRow", tablename="precheck", schema=None, columns=None
    )

    manager.add_column(
        table_class_name="InterestRow",
        tablename="interest",
        column_name="id",
        db_column_name="id",
        column_class_name="UUID",
        column_class=UUID,
        params={
            "default": UUID4(),
            "null": False,
            "primary_key": True,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="InterestRow",
        tablename="interest",
        column_name="staff",
        db_column_name="staff",
        column_class_name="Varchar",
        column_class=Varchar,
        params={
            "length": 120,
            "default": "",
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": True,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="InterestRow",
        tablename="interest",
        column_name="practitioner",
        db_column_name="practitioner",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": PractitionerRow,
            "on_delete": OnDelete.restrict,
            "on_update": OnUpdate.restrict,
            "target_column": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": True,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="InterestRow",
        tablename="interest",
        column_name="ground",
        db_column_name="ground",
        column_class_name="Varchar",
        column_class=Varchar,
        params={
            "length": 20,
            "default": "",
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="InterestRow",
        tablename="interest",
        column_name="words",
        db_column_name="words",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="InterestRow",
        tablename="interest",
        column_name="recorded_at",
        db_column_name="recorded_at",
        column_class_name="Timestamptz",
        column_class=Timestamptz,
        params={
            "default": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="InterestRow",
        tablename="interest",
        column_name="ended_at",
        db_column_name="ended_at",
        column_class_name="Timestamptz",
        column_class=Timestamptz,
        params={
            "default": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ClaimRow",
        tablename="claim",
        column_name="id",
        db_column_name="id",
        column_class_name="UUID",
        column_class=UUID,
        params={
            "default": UUID4(),
            "null": False,
            "primary_key": True,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ClaimRow",
        tablename="claim",
        column_name="application",
        db_column_name="application",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": DecisionRow,
            "on_delete": OnDelete.restrict,
            "on_update": OnUpdate.restrict,
            "target_column": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": True,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ClaimRow",
        tablename="claim",
        column_name="seat",
        db_column_name="seat",
        column_class_name="Integer",
        column_class=Integer,
        params={
            "default": 0,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ClaimRow",
        tablename="claim",
        column_name="held_by",
        db_column_name="held_by",
        column_class_name="Varchar",
        column_class=Varchar,
        params={
            "length": 120,
            "default": "",
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ClaimRow",
        tablename="claim",
        column_name="is_open",
        db_column_name="is_open",
        column_class_name="Boolean",
        column_class=Boolean,
        params={
            "default": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ClaimRow",
        tablename="claim",
        column_name="claimed_at",
        db_column_name="claimed_at",
        column_class_name="Timestamptz",
        column_class=Timestamptz,
        params={
            "default": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ClaimRow",
        tablename="claim",
        column_name="lapses_on",
        db_column_name="lapses_on",
        column_class_name="Date",
        column_class=Date,
        params={
            "default": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ClaimRow",
        tablename="claim",
        column_name="ended_at",
        db_column_name="ended_at",
        column_class_name="Timestamptz",
        column_class=Timestamptz,
        params={
            "default": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ClaimRow",
        tablename="claim",
        column_name="ending",
        db_column_name="ending",
        column_class_name="Varchar",
        column_class=Varchar,
        params={
            "length": 20,
            "default": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ClaimRow",
        tablename="claim",
        column_name="ended_by",
        db_column_name="ended_by",
        column_class_name="Varchar",
        column_class=Varchar,
        params={
            "length": 120,
            "default": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="ClaimRow",
        tablename="claim",
        column_name="reason",
        db_column_name="reason",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="JudgementsReadRow",
        tablename="judgements_read",
        column_name="id",
        db_column_name="id",
        column_class_name="UUID",
        column_class=UUID,
        params={
            "default": UUID4(),
            "null": False,
            "primary_key": True,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="JudgementsReadRow",
        tablename="judgements_read",
        column_name="application",
        db_column_name="application",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": DecisionRow,
            "on_delete": OnDelete.restrict,
            "on_update": OnUpdate.restrict,
            "target_column": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": True,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="JudgementsReadRow",
        tablename="judgements_read",
        column_name="reader",
        db_column_name="reader",
        column_class_name="Varchar",
        column_class=Varchar,
        params={
            "length": 120,
            "default": "",
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="JudgementsReadRow",
        tablename="judgements_read",
        column_name="read_at",
        db_column_name="read_at",
        column_class_name="Timestamptz",
        column_class=Timestamptz,
        params={
            "default": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="JudgementRow",
        tablename="judgement",
        column_name="id",
        db_column_name="id",
        column_class_name="UUID",
        column_class=UUID,
        params={
            "default": UUID4(),
            "null": False,
            "primary_key": True,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="JudgementRow",
        tablename="judgement",
        column_name="seq",
        db_column_name="seq",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": JournalRow,
            "on_delete": OnDelete.restrict,
            "on_update": OnUpdate.restrict,
            "target_column": None,
            "null": False,
            "primary_key": False,
            "unique": True,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="JudgementRow",
        tablename="judgement",
        column_name="application",
        db_column_name="application",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": DecisionRow,
            "on_delete": OnDelete.restrict,
            "on_update": OnUpdate.restrict,
            "target_column": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": True,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="JudgementRow",
        tablename="judgement",
        column_name="requirement",
        db_column_name="requirement",
        column_class_name="Varchar",
        column_class=Varchar,
        params={
            "length": 80,
            "default": "",
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="JudgementRow",
        tablename="judgement",
        column_name="assessor",
        db_column_name="assessor",
        column_class_name="Varchar",
        column_class=Varchar,
        params={
            "length": 120,
            "default": "",
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": True,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="JudgementRow",
        tablename="judgement",
        column_name="form",
        db_column_name="form",
        column_class_name="Varchar",
        column_class=Varchar,
        params={
            "length": 20,
            "default": "written",
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="JudgementRow",
        tablename="judgement",
        column_name="verdict",
        db_column_name="verdict",
        column_class_name="Varchar",
        column_class=Varchar,
        params={
            "length": 20,
            "default": "",
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="JudgementRow",
        tablename="judgement",
        column_name="words",
        db_column_name="words",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="JudgementRow",
        tablename="judgement",
        column_name="given_at",
        db_column_name="given_at",
        column_class_name="Timestamptz",
        column_class=Timestamptz,
        params={
            "default": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="PrecheckRow",
        tablename="precheck",
        column_name="application",
        db_column_name="application",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": DecisionRow,
            "on_delete": OnDelete.restrict,
            "on_update": OnUpdate.restrict,
            "target_column": None,
            "null": False,
            "primary_key": True,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="PrecheckRow",
        tablename="precheck",
        column_name="evaluated_on",
        db_column_name="evaluated_on",
        column_class_name="Date",
        column_class=Date,
        params={
            "default": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="PrecheckRow",
        tablename="precheck",
        column_name="version",
        db_column_name="version",
        column_class_name="Varchar",
        column_class=Varchar,
        params={
            "length": 80,
            "default": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="PrecheckRow",
        tablename="precheck",
        column_name="outcome",
        db_column_name="outcome",
        column_class_name="Varchar",
        column_class=Varchar,
        params={
            "length": 20,
            "default": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="PrecheckRow",
        tablename="precheck",
        column_name="gate",
        db_column_name="gate",
        column_class_name="Varchar",
        column_class=Varchar,
        params={
            "length": 20,
            "default": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="PrecheckRow",
        tablename="precheck",
        column_name="for_people",
        db_column_name="for_people",
        column_class_name="Integer",
        column_class=Integer,
        params={
            "default": 0,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="PrecheckRow",
        tablename="precheck",
        column_name="missing",
        db_column_name="missing",
        column_class_name="Integer",
        column_class=Integer,
        params={
            "default": 0,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="PrecheckRow",
        tablename="precheck",
        column_name="assessors",
        db_column_name="assessors",
        column_class_name="Integer",
        column_class=Integer,
        params={
            "default": 1,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="PrecheckRow",
        tablename="precheck",
        column_name="asked",
        db_column_name="asked",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": "[]",
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_constraint(
        table_class_name="InterestRow",
        tablename="interest",
        constraint_name="ck_interest_ground",
        constraint_class=Check,
        params={
            "condition": "ground IN ('own_file', 'mentor', 'trainee', 'colleague', 'reciprocal', 'declared')"
        },
        schema=None,
    )

    manager.add_constraint(
        table_class_name="InterestRow",
        tablename="interest",
        constraint_name="ck_interest_words",
        constraint_class=Check,
        params={
            "condition": "coalesce(length(words), 1) BETWEEN 1 AND 4000 AND (words IS NOT NULL) = (ground = 'declared')"
        },
        schema=None,
    )

    manager.add_constraint(
        table_class_name="InterestRow",
        tablename="interest",
        constraint_name="ck_interest_staff",
        constraint_class=Check,
        params={"condition": "length(staff) BETWEEN 1 AND 120"},
        schema=None,
    )

    manager.add_constraint(
        table_class_name="ClaimRow",
        tablename="claim",
        constraint_name="uq_claim_seat",
        constraint_class=Unique,
        params={
            "columns": ["application", "seat", "is_open"],
            "nulls_distinct": True,
        },
        schema=None,
    )

    manager.add_constraint(
        table_class_name="ClaimRow",
        tablename="claim",
        constraint_name="ck_claim_seat",
        constraint_class=Check,
        params={"condition": "seat BETWEEN 0 AND 40"},
        schema=None,
    )

    manager.add_constraint(
        table_class_name="ClaimRow",
        tablename="claim",
        constraint_name="ck_claim_ended",
        constraint_class=Check,
        params={
            "condition": "(is_open IS NULL) = (ended_at IS NOT NULL) AND (ended_at IS NULL) = (ending IS NULL) AND (ended_at IS NULL) = (ended_by IS NULL) AND coalesce(ending, 'lapsed') IN ('released', 'taken_over', 'lapsed', 'decided', 'interest')"
        },
        schema=None,
    )

    manager.add_constraint(
        table_class_name="ClaimRow",
        tablename="claim",
        constraint_name="ck_claim_reason",
        constraint_class=Check,
        params={
            "condition": "coalesce(length(reason), 1) BETWEEN 1 AND 4000 AND (coalesce(ending, 'lapsed') NOT IN ('released', 'taken_over') OR reason IS NOT NULL)"
        },
        schema=None,
    )

    manager.add_constraint(
        table_class_name="ClaimRow",
        tablename="claim",
        constraint_name="ck_claim_names",
        constraint_class=Check,
        params={
            "condition": "length(held_by) BETWEEN 1 AND 120 AND coalesce(length(ended_by), 1) BETWEEN 1 AND 120"
        },
        schema=None,
    )

    manager.add_constraint(
        table_class_name="JudgementsReadRow",
        tablename="judgements_read",
        constraint_name="uq_judgements_read_once",
        constraint_class=Unique,
        params={"columns": ["application", "reader"], "nulls_distinct": True},
        schema=None,
    )

    manager.add_constraint(
        table_class_name="JudgementsReadRow",
        tablename="judgements_read",
        constraint_name="ck_judgements_read_reader",
        constraint_class=Check,
        params={"condition": "length(reader) BETWEEN 1 AND 120"},
        schema=None,
    )

    manager.add_constraint(
        table_class_name="JudgementRow",
        tablename="judgement",
        constraint_name="ck_judgement_verdict",
        constraint_class=Check,
        params={
            "condition": "verdict IN ('good', 'question', 'not_good', 'doubt')"
        },
        schema=None,
    )

    manager.add_constraint(
        table_class_name="JudgementRow",
        tablename="judgement",
        constraint_name="ck_judgement_form",
        constraint_class=Check,
        params={"condition": "form IN ('written', 'interview', 'panel')"},
        schema=None,
    )

    manager.add_constraint(
        table_class_name="JudgementRow",
        tablename="judgement",
        constraint_name="ck_judgement_words",
        constraint_class=Check,
        params={
            "condition": "coalesce(length(words), 1) BETWEEN 1 AND 4000 AND (words IS NOT NULL OR verdict = 'good')"
        },
        schema=None,
    )

    manager.add_constraint(
        table_class_name="JudgementRow",
        tablename="judgement",
        constraint_name="ck_judgement_names",
        constraint_class=Check,
        params={
            "condition": "length(requirement) BETWEEN 1 AND 80 AND length(assessor) BETWEEN 1 AND 120"
        },
        schema=None,
    )

    manager.add_constraint(
        table_class_name="PrecheckRow",
        tablename="precheck",
        constraint_name="ck_precheck_whole",
        constraint_class=Check,
        params={
            "condition": "(version IS NULL) = (outcome IS NULL) AND (version IS NULL) = (gate IS NULL)"
        },
        schema=None,
    )

    manager.add_constraint(
        table_class_name="PrecheckRow",
        tablename="precheck",
        constraint_name="ck_precheck_outcomes",
        constraint_class=Check,
        params={
            "condition": "coalesce(outcome, 'satisfied') IN ('satisfied', 'not_satisfied', 'needs_assessor', 'unknown_rule') AND coalesce(gate, 'satisfied') IN ('satisfied', 'not_satisfied', 'needs_assessor', 'unknown_rule', 'not_applicable')"
        },
        schema=None,
    )

    manager.add_constraint(
        table_class_name="PrecheckRow",
        tablename="precheck",
        constraint_name="ck_precheck_counts",
        constraint_class=Check,
        params={
            "condition": "for_people >= 0 AND missing >= 0 AND assessors BETWEEN 1 AND 40"
        },
        schema=None,
    )

    manager.add_constraint(
        table_class_name="PrecheckRow",
        tablename="precheck",
        constraint_name="ck_precheck_lengths",
        constraint_class=Check,
        params={
            "condition": "coalesce(length(version), 0) <= 80 AND length(asked) BETWEEN 2 AND 100000"
        },
        schema=None,
    )

    return manager

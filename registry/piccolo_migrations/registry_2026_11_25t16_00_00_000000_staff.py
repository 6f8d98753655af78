"""Who works at a body: roles that one person proposes and another one approves, as Piccolo wrote it down."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import OnDelete
from piccolo.columns.base import OnUpdate
from piccolo.columns.column_types import Boolean
from piccolo.columns.column_types import ForeignKey
from piccolo.columns.column_types import Text
from piccolo.columns.column_types import Timestamptz
from piccolo.columns.column_types import UUID
from piccolo.columns.column_types import Varchar
from piccolo.columns.defaults.uuid import UUID4
from piccolo.columns.indexes import IndexMethod
from piccolo.constraints import Check
from piccolo.constraints import Unique
from piccolo.table import Table


class BodyRow(Table, tablename="body", schema=None):
    code = Varchar(
        length=80,
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


ID = "2026-11-25T16:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "staff"


async def forwards():
    manager = MigrationManager(
        migration_id=ID, app_name="registry", description=DESCRIPTION
    )

    manager.add_table(
        class_name="RoleProposalRow",
        tablename="role_proposal",
        schema=None,
        columns=None,
    )

    manager.add_column(
        table_class_name="RoleProposalRow",
        tablename="role_proposal",
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
        table_class_name="RoleProposalRow",
        tablename="role_proposal",
        column_name="body",
        db_column_name="body",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": BodyRow,
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
        table_class_name="RoleProposalRow",
        tablename="role_proposal",
        column_name="role",
        db_column_name="role",
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
        table_class_name="RoleProposalRow",
        tablename="role_proposal",
        column_name="account",
        db_column_name="account",
        column_class_name="UUID",
        column_class=UUID,
        params={
            "default": None,
            "null": True,
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
        table_class_name="RoleProposalRow",
        tablename="role_proposal",
        column_name="email",
        db_column_name="email",
        column_class_name="Varchar",
        column_class=Varchar,
        params={
            "length": 254,
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
        table_class_name="RoleProposalRow",
        tablename="role_proposal",
        column_name="reason",
        db_column_name="reason",
        column_class_name="Text",
        column_class=Text,
        params={
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
        table_class_name="RoleProposalRow",
        tablename="role_proposal",
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
        table_class_name="RoleProposalRow",
        tablename="role_proposal",
        column_name="proposed_by",
        db_column_name="proposed_by",
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
        table_class_name="RoleProposalRow",
        tablename="role_proposal",
        column_name="proposed_at",
        db_column_name="proposed_at",
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
        table_class_name="RoleProposalRow",
        tablename="role_proposal",
        column_name="answer",
        db_column_name="answer",
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
        table_class_name="RoleProposalRow",
        tablename="role_proposal",
        column_name="answered_by",
        db_column_name="answered_by",
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
        table_class_name="RoleProposalRow",
        tablename="role_proposal",
        column_name="answered_at",
        db_column_name="answered_at",
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

    manager.add_constraint(
        table_class_name="RoleProposalRow",
        tablename="role_proposal",
        constraint_name="uq_role_proposal_open",
        constraint_class=Unique,
        params={
            "columns": ["body", "role", "account", "is_open"],
            "nulls_distinct": True,
        },
        schema=None,
    )

    manager.add_constraint(
        table_class_name="RoleProposalRow",
        tablename="role_proposal",
        constraint_name="ck_role_proposal_role",
        constraint_class=Check,
        params={
            "condition": "role IN ('assessor', 'officer', 'scheme_editor', 'body_administrator', 'analyst')"
        },
        schema=None,
    )

    manager.add_constraint(
        table_class_name="RoleProposalRow",
        tablename="role_proposal",
        constraint_name="ck_role_proposal_whom",
        constraint_class=Check,
        params={
            "condition": "(is_open IS NOT NULL AND (account IS NULL) = (email IS NOT NULL)) OR (is_open IS NULL AND email IS NULL)"
        },
        schema=None,
    )

    manager.add_constraint(
        table_class_name="RoleProposalRow",
        tablename="role_proposal",
        constraint_name="ck_role_proposal_answered",
        constraint_class=Check,
        params={
            "condition": "(is_open IS NULL) = (answered_at IS NOT NULL) AND (answered_at IS NULL) = (answer IS NULL) AND (answered_at IS NULL) = (answered_by IS NULL) AND coalesce(answer, 'refused') IN ('approved', 'refused', 'taken_back')"
        },
        schema=None,
    )

    manager.add_constraint(
        table_class_name="RoleProposalRow",
        tablename="role_proposal",
        constraint_name="ck_role_proposal_four_eyes",
        constraint_class=Check,
        params={
            "condition": "answer IS NULL OR answer = 'taken_back' OR answered_by <> proposed_by"
        },
        schema=None,
    )

    manager.add_constraint(
        table_class_name="RoleProposalRow",
        tablename="role_proposal",
        constraint_name="ck_role_proposal_lengths",
        constraint_class=Check,
        params={
            "condition": "length(reason) BETWEEN 1 AND 4000 AND length(proposed_by) BETWEEN 1 AND 120 AND coalesce(length(answered_by), 1) BETWEEN 1 AND 120 AND coalesce(length(email), 3) BETWEEN 3 AND 254"
        },
        schema=None,
    )

    return manager

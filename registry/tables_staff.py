"""Rows about who works at a body: a role that one person proposes for another, and a third one answers."""

from piccolo.columns import UUID, Boolean, Text, Timestamptz, Varchar
from piccolo.columns.defaults.uuid import UUID4
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from registry.belonging import belongs_to
from registry.tables_catalogue import BodyRow


class RoleProposalRow(Table, tablename="role_proposal"):
    """A role at a body that somebody should get. The address is kept until the answer, where it has no account yet.

    `account` is no foreign key: an account can be removed by right, and then its identity is left, as in the journal.
    """

    id = UUID(primary_key=True, null=False, default=UUID4())
    body = belongs_to(BodyRow, index=True)
    role = Varchar(length=20, null=False, default="")
    account = UUID(null=True, default=None, index=True)
    email = Varchar(length=254, null=True, default=None)
    reason = Text(null=False, default="")
    is_open = Boolean(null=True, default=None)
    proposed_by = Varchar(length=120, null=False, default="")
    proposed_at = Timestamptz(null=False, default=None)
    answer = Varchar(length=20, null=True, default=None)
    answered_by = Varchar(length=120, null=True, default=None)
    answered_at = Timestamptz(null=True, default=None)

    uq_role_proposal_open = Unique([body, role, account, is_open])
    ck_role_proposal_role = Check("role IN ('assessor', 'officer', 'scheme_editor', 'body_administrator', 'analyst')")
    ck_role_proposal_whom = Check(
        "(is_open IS NOT NULL AND (account IS NULL) = (email IS NOT NULL)) OR (is_open IS NULL AND email IS NULL)"
    )
    ck_role_proposal_answered = Check(
        "(is_open IS NULL) = (answered_at IS NOT NULL) AND (answered_at IS NULL) = (answer IS NULL) "
        "AND (answered_at IS NULL) = (answered_by IS NULL) "
        "AND coalesce(answer, 'refused') IN ('approved', 'refused', 'taken_back')"
    )
    ck_role_proposal_four_eyes = Check("answer IS NULL OR answer = 'taken_back' OR answered_by <> proposed_by")
    ck_role_proposal_lengths = Check(
        "length(reason) BETWEEN 1 AND 4000 AND length(proposed_by) BETWEEN 1 AND 120 "
        "AND coalesce(length(answered_by), 1) BETWEEN 1 AND 120 AND coalesce(length(email), 3) BETWEEN 3 AND 254"
    )

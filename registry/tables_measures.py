"""Rows about measures that one person proposes and another one decides."""

from piccolo.columns import UUID, Boolean, Date, Text, Timestamptz, Varchar
from piccolo.columns.defaults.uuid import UUID4
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from registry.belonging import belongs_to
from registry.tables_catalogue import MarkRow
from registry.tables_decisions import DecisionRow
from registry.tables_people import PractitionerRow

# Whoever works at a body is named as the journal names them.


class MeasureProposalRow(Table, tablename="measure_proposal"):
    """A measure that somebody proposes, or the end of one (`measure`). `is_open`: true or null, never false.

    `decision` is what it became once another one approved it. One waits for an answer at a time: what the public would
    see of a second one depends on the first.
    """

    id = UUID(primary_key=True, null=False, default=UUID4())
    practitioner = belongs_to(PractitionerRow, index=True)
    mark = belongs_to(MarkRow, index=True)
    kind = Varchar(length=20, null=False, default="")
    measure = belongs_to(DecisionRow, null=True)
    since = Date(null=False, default=None)
    until = Date(null=True, default=None)
    interim = Boolean(null=False, default=False)
    text = Varchar(length=500, null=True, default=None)
    scopes = Text(null=False, default="[]")
    public_until = Date(null=True, default=None)
    reason = Text(null=False, default="")
    is_open = Boolean(null=True, default=None)
    proposed_by = Varchar(length=120, null=False, default="")
    proposed_at = Timestamptz(null=False, default=None)
    answer = Varchar(length=20, null=True, default=None)
    answered_by = Varchar(length=120, null=True, default=None)
    answered_at = Timestamptz(null=True, default=None)
    answer_words = Text(null=True, default=None)
    decision = belongs_to(DecisionRow, null=True, unique=True)

    uq_measure_proposal_open = Unique([practitioner, mark, is_open])
    ck_measure_proposal_kind = Check("kind IN ('condition', 'restriction', 'suspension', 'revocation', 'lift')")
    ck_measure_proposal_fields = Check(
        "(kind = 'lift') = (measure IS NOT NULL) AND (kind = 'condition') = (text IS NOT NULL) "
        "AND (kind IN ('condition', 'restriction', 'suspension') OR until IS NULL)"
    )
    ck_measure_proposal_period = Check(
        "coalesce(until, since) >= since AND coalesce(public_until, until, since) >= coalesce(until, since)"
    )
    ck_measure_proposal_answered = Check(
        "(is_open IS NULL) = (answered_at IS NOT NULL) AND (answered_at IS NULL) = (answer IS NULL) "
        "AND (answered_at IS NULL) = (answered_by IS NULL) "
        "AND coalesce(answer, 'approved') IN ('approved', 'sent_back', 'taken_back') "
        "AND (answer_words IS NOT NULL) = (coalesce(answer, '') = 'sent_back')"
    )
    ck_measure_proposal_four_eyes = Check("answer IS NULL OR answer = 'taken_back' OR answered_by <> proposed_by")
    ck_measure_proposal_decided = Check("(decision IS NOT NULL) = (coalesce(answer, '') = 'approved')")
    ck_measure_proposal_words = Check(
        "length(reason) BETWEEN 1 AND 4000 AND coalesce(length(answer_words), 1) BETWEEN 1 AND 4000 "
        "AND coalesce(length(text), 1) BETWEEN 1 AND 500 AND length(scopes) BETWEEN 2 AND 4000"
    )
    ck_measure_proposal_names = Check(
        "length(proposed_by) BETWEEN 1 AND 120 AND coalesce(length(answered_by), 1) BETWEEN 1 AND 120"
    )

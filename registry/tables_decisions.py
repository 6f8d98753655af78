"""Rows about decisions: what was asked, what was decided and why, and what follows from it now."""

from piccolo.columns import UUID, Boolean, Date, ForeignKey, Integer, OnDelete, OnUpdate, Text, Timestamptz, Varchar
from piccolo.columns.defaults.uuid import UUID4
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from registry.belonging import belongs_to
from registry.tables_catalogue import MarkRow, SchemeVersionRow
from registry.tables_journal import JournalRow
from registry.tables_people import PractitionerRow


class DecisionRow(Table, tablename="decision"):
    """One decision. Rows are appended, never changed: the database refuses it. The standing is a fold over them.

    `seq` is the decision's entry in the journal, so there is no decision without one. `answers` is the application it
    decides: unique, so that of two people who decide at once exactly one wins. Nothing here is free text: a row that is
    never changed must hold nothing that somebody has a right to see erased. The words stand in `public_text` and in
    `finding`, and `actor` says who decided, by a number or a code.
    """

    id = UUID(primary_key=True, null=False, default=UUID4())
    seq = belongs_to(JournalRow, unique=True)
    practitioner = belongs_to(PractitionerRow, index=True)
    mark = belongs_to(MarkRow)
    kind = Varchar(length=20, null=False, default="")
    since = Date(null=False, default=None)
    until = Date(null=True, default=None)
    level = Varchar(length=80, null=True, default=None)
    scopes = Text(null=False, default="[]")
    scheme_version = Varchar(length=80, null=True, default=None)
    refers_to: ForeignKey[Table] = ForeignKey(
        "self", null=True, default=None, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict
    )
    answers: ForeignKey[Table] = ForeignKey(
        "self", null=True, default=None, unique=True, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict
    )
    outcome = Varchar(length=20, null=True, default=None)
    months = Integer(null=False, default=0)
    successor = Varchar(length=80, null=True, default=None)
    public_until = Date(null=True, default=None)
    replacement = Text(null=True, default=None)
    recorded_at = Timestamptz(null=False, default=None)
    actor = Varchar(length=120, null=False, default="")
    scheme_digest = belongs_to(SchemeVersionRow, null=True)
    inputs_digest = Varchar(length=64, null=True, default=None)
    findings_digest = Varchar(length=64, null=True, default=None)
    extension = Varchar(length=80, null=True, default=None)

    ck_decision_kind = Check(
        "kind IN ('grant', 'renewal', 'extension', 'group_extension', 'condition', 'restriction', 'suspension', "
        "'lift', 'revocation', 'withdrawal', 'conversion', 'correction', 'decease', 'application', 'refusal', "
        "'objection', 'ruling')"
    )
    ck_decision_period = Check("until IS NULL OR until >= since OR kind = 'ruling'")
    ck_decision_term = Check("kind NOT IN ('grant', 'renewal', 'extension') OR until IS NOT NULL")
    ck_decision_refers = Check(
        "kind NOT IN ('lift', 'correction', 'objection', 'ruling', 'refusal') OR refers_to IS NOT NULL"
    )
    ck_decision_outcome = Check(
        "(kind <> 'ruling' OR outcome IS NOT NULL) AND (outcome IS NULL OR outcome = 'interim' "
        "OR (kind = 'ruling' AND outcome IN ('upheld', 'overturned', 'changed')))"
    )
    ck_decision_months = Check("months BETWEEN 0 AND 120")
    ck_decision_actor = Check("length(actor) BETWEEN 1 AND 120")
    ck_decision_bounds = Check(
        "coalesce(length(level), 0) <= 80 AND length(scopes) <= 4000 AND coalesce(length(scheme_version), 0) <= 80 "
        "AND coalesce(length(extension), 0) <= 80 AND coalesce(length(successor), 0) <= 80"
    )
    ck_decision_digests = Check(
        "coalesce(length(inputs_digest), 64) = 64 AND coalesce(length(findings_digest), 64) = 64"
    )


class ApplicationRow(Table, tablename="application"):
    """A file handed in for a mark; its facts are frozen on that moment.

    It has the identity of its decision of kind "application". `is_open` is true or null, never false, so that the
    unique constraint allows one open application of a person for a mark beside any number of closed ones.
    """

    id = belongs_to(DecisionRow, primary_key=True)
    practitioner = belongs_to(PractitionerRow)
    mark = belongs_to(MarkRow)
    is_open = Boolean(null=True, default=None)
    handed_in_on = Date(null=False, default=None)
    facts = Text(null=True, default=None)
    facts_digest = Varchar(length=64, null=False, default="")

    uq_application_open = Unique([practitioner, mark, is_open])
    ck_application_facts_digest = Check("length(facts_digest) = 64")


class FindingRow(Table, tablename="finding"):
    """What lay under a decision: the reason given, the facts used, the findings of the engine, all as exact text.

    On removal by right the texts go and the digests in the decision stay.
    """

    decision = belongs_to(DecisionRow, primary_key=True)
    reason = Text(null=True, default=None)
    evaluated_on = Date(null=True, default=None)
    outcome = Varchar(length=20, null=True, default=None)
    facts = Text(null=True, default=None)
    findings = Text(null=True, default=None)

    ck_finding_reason = Check("coalesce(length(reason), 1) BETWEEN 1 AND 4000")
    ck_finding_outcome = Check(
        "outcome IS NULL "
        "OR outcome IN ('satisfied', 'not_satisfied', 'needs_assessor', 'unknown_rule', 'not_applicable')"
    )


class PublicTextRow(Table, tablename="public_text"):
    """What the public reads of a decision in words: the text of a condition. On removal by right it goes.

    The text of a condition as it was corrected belongs to the correction.
    """

    decision = belongs_to(DecisionRow, primary_key=True)
    text = Varchar(length=500, null=False, default="")

    ck_public_text_length = Check("length(text) BETWEEN 1 AND 500")


class HoldingRow(Table, tablename="holding"):
    """One unbroken term as it runs by what is known now. Made anew from the decisions with every decision.

    No two of one person and one mark may overlap: the database refuses it.
    """

    id = UUID(primary_key=True, null=False, default=UUID4())
    practitioner = belongs_to(PractitionerRow, index=True)
    mark = belongs_to(MarkRow, index=True)
    since = Date(null=False, default=None)
    until = Date(null=False, default=None, index=True)
    level = Varchar(length=80, null=True, default=None)
    scheme_version = Varchar(length=80, null=True, default=None)

    ck_holding_period = Check("until >= since")
    ck_holding_lengths = Check("coalesce(length(level), 0) <= 80 AND coalesce(length(scheme_version), 0) <= 80")


class MeasureRow(Table, tablename="measure"):
    """A measure as it stands by what is known now, made anew with the holdings. `until` none: with the term."""

    id = UUID(primary_key=True, null=False, default=UUID4())
    decision = belongs_to(DecisionRow)
    practitioner = belongs_to(PractitionerRow, index=True)
    mark = belongs_to(MarkRow)
    kind = Varchar(length=20, null=False, default="")
    since = Date(null=False, default=None)
    until = Date(null=True, default=None)
    final = Boolean(null=False, default=True)
    public_until = Date(null=True, default=None)

    uq_measure_part = Unique([decision, since])
    ck_measure_kind = Check("kind IN ('condition', 'restriction', 'suspension', 'revocation')")
    ck_measure_period = Check("until IS NULL OR until >= since")

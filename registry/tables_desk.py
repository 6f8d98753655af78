"""Rows about the work of a body on what was handed in: who works on it, who judged what, and who may not."""

from piccolo.columns import UUID, Boolean, Date, Integer, Text, Timestamptz, Varchar
from piccolo.columns.defaults.uuid import UUID4
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from registry.belonging import belongs_to
from registry.tables_decisions import DecisionRow
from registry.tables_journal import JournalRow
from registry.tables_people import PractitionerRow

# Whoever works at a body is named as the journal names them (`actor`). An application is referred to by its decision,
# which has the same identity.


class PrecheckRow(Table, tablename="precheck"):
    """What the engine said about an application on the day of handing in, kept so that a board of thousands is one
    query. No `version`: no rules held for this file on that day.

    `for_people` and `missing` count the requirements that wait for a person, and those that are not met. `asked` is
    what people are asked to judge, as exact text.
    """

    application = belongs_to(DecisionRow, primary_key=True)
    evaluated_on = Date(null=False, default=None)
    version = Varchar(length=80, null=True, default=None)
    outcome = Varchar(length=20, null=True, default=None)
    gate = Varchar(length=20, null=True, default=None)
    for_people = Integer(null=False, default=0)
    missing = Integer(null=False, default=0)
    assessors = Integer(null=False, default=1)
    asked = Text(null=False, default="[]")

    ck_precheck_whole = Check("(version IS NULL) = (outcome IS NULL) AND (version IS NULL) = (gate IS NULL)")
    ck_precheck_outcomes = Check(
        "coalesce(outcome, 'satisfied') IN ('satisfied', 'not_satisfied', 'needs_assessor', 'unknown_rule') "
        "AND coalesce(gate, 'satisfied') IN "
        "('satisfied', 'not_satisfied', 'needs_assessor', 'unknown_rule', 'not_applicable')"
    )
    ck_precheck_counts = Check("for_people >= 0 AND missing >= 0 AND assessors BETWEEN 1 AND 40")
    ck_precheck_lengths = Check("coalesce(length(version), 0) <= 80 AND length(asked) BETWEEN 2 AND 100000")


class ClaimRow(Table, tablename="claim"):
    """Somebody took an application on, to judge it (a seat from 1 on) or to decide it (seat 0).

    `is_open` is true or null, never false, so that the unique constraints allow one open claim on a seat beside any
    number of ended ones. `lapses_on` is the last day of a claim that nothing is done with; none once all was judged.
    """

    id = UUID(primary_key=True, null=False, default=UUID4())
    application = belongs_to(DecisionRow, index=True)
    seat = Integer(null=False, default=0)
    held_by = Varchar(length=120, null=False, default="")
    is_open = Boolean(null=True, default=None)
    claimed_at = Timestamptz(null=False, default=None)
    lapses_on = Date(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)
    ending = Varchar(length=20, null=True, default=None)
    ended_by = Varchar(length=120, null=True, default=None)
    reason = Text(null=True, default=None)

    uq_claim_seat = Unique([application, seat, is_open])
    ck_claim_seat = Check("seat BETWEEN 0 AND 40")
    ck_claim_ended = Check(
        "(is_open IS NULL) = (ended_at IS NOT NULL) AND (ended_at IS NULL) = (ending IS NULL) "
        "AND (ended_at IS NULL) = (ended_by IS NULL) "
        "AND coalesce(ending, 'lapsed') IN ('released', 'taken_over', 'lapsed', 'decided', 'interest')"
    )
    ck_claim_reason = Check(
        "coalesce(length(reason), 1) BETWEEN 1 AND 4000 "
        "AND (coalesce(ending, 'lapsed') NOT IN ('released', 'taken_over') OR reason IS NOT NULL)"
    )
    ck_claim_names = Check("length(held_by) BETWEEN 1 AND 120 AND coalesce(length(ended_by), 1) BETWEEN 1 AND 120")


class InterestRow(Table, tablename="interest"):
    """A conflict of interest between somebody of a body and a candidate: what was found, or what they said themselves.

    While it has not ended they neither judge nor decide: the database refuses the judgement.
    """

    id = UUID(primary_key=True, null=False, default=UUID4())
    staff = Varchar(length=120, null=False, default="", index=True)
    practitioner = belongs_to(PractitionerRow, index=True)
    ground = Varchar(length=20, null=False, default="")
    words = Text(null=True, default=None)
    recorded_at = Timestamptz(null=False, default=None)
    ended_at = Timestamptz(null=True, default=None)

    ck_interest_ground = Check("ground IN ('own_file', 'mentor', 'trainee', 'colleague', 'reciprocal', 'declared')")
    ck_interest_words = Check(
        "coalesce(length(words), 1) BETWEEN 1 AND 4000 AND (words IS NOT NULL) = (ground = 'declared')"
    )
    ck_interest_staff = Check("length(staff) BETWEEN 1 AND 120")


class JudgementRow(Table, tablename="judgement"):
    """What one assessor said about one requirement of an application. It is never changed: another one comes after it.

    `seq` is its entry in the journal, so it is known which came last. The last clear one (or doubt) of an assessor has
    the identity of the fact that the rules read; a question is no fact.
    """

    id = UUID(primary_key=True, null=False, default=UUID4())
    seq = belongs_to(JournalRow, unique=True)
    application = belongs_to(DecisionRow, index=True)
    requirement = Varchar(length=80, null=False, default="")
    assessor = Varchar(length=120, null=False, default="", index=True)
    form = Varchar(length=20, null=False, default="written")
    verdict = Varchar(length=20, null=False, default="")
    words = Text(null=True, default=None)
    given_at = Timestamptz(null=False, default=None)

    ck_judgement_verdict = Check("verdict IN ('good', 'question', 'not_good', 'doubt')")
    ck_judgement_form = Check("form IN ('written', 'interview', 'panel')")
    ck_judgement_words = Check(
        "coalesce(length(words), 1) BETWEEN 1 AND 4000 AND (words IS NOT NULL OR verdict = 'good')"
    )
    ck_judgement_names = Check("length(requirement) BETWEEN 1 AND 80 AND length(assessor) BETWEEN 1 AND 120")


class JudgementsReadRow(Table, tablename="judgements_read"):
    """Somebody who judged nothing read what the assessors said, to decide: from then on they do not judge this file."""

    id = UUID(primary_key=True, null=False, default=UUID4())
    application = belongs_to(DecisionRow, index=True)
    reader = Varchar(length=120, null=False, default="")
    read_at = Timestamptz(null=False, default=None)

    uq_judgements_read_once = Unique([application, reader])
    ck_judgements_read_reader = Check("length(reader) BETWEEN 1 AND 120")

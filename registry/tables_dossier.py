"""Rows of a professional's own file: what they did, with what evidence. Amounts are whole minutes and hundredths.

Nothing of this is ever public. Health grounds, birth dates and citizen service numbers have no column on purpose.
"""

from piccolo.columns import UUID, Boolean, Date, Integer, Text, Timestamptz, Varchar
from piccolo.columns.defaults.uuid import UUID4
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from registry.belonging import belongs_to
from registry.tables_catalogue import MarkRow
from registry.tables_people import PractitionerRow

STATES = "state IN ('approved', 'waiting', 'refused', 'concept', 'withdrawn')"


class ActivityRow(Table, tablename="activity"):
    """One dated activity. It counts on its last day; each mark weighs it by its own conversion table."""

    id = UUID(primary_key=True, null=False, default=UUID4())
    practitioner = belongs_to(PractitionerRow, index=True)
    kind = Varchar(length=80, null=False, default="")
    since = Date(null=False, default=None)
    until = Date(null=False, default=None)
    title = Varchar(length=200, null=False, default="")
    category = Varchar(length=80, null=True, default=None)
    domain = Varchar(length=80, null=True, default=None)
    role = Varchar(length=80, null=True, default=None)
    mode = Varchar(length=80, null=True, default=None)
    provider = Varchar(length=120, null=True, default=None)
    provider_accredited = Boolean(null=False, default=False)
    commissioner = Varchar(length=120, null=True, default=None)
    subject = Varchar(length=120, null=True, default=None)
    course = Varchar(length=120, null=True, default=None)
    meeting = Varchar(length=120, null=True, default=None)
    confirmed_by = Text(null=False, default="[]")
    motivation = Text(null=False, default="")
    minutes = Integer(null=True, default=None)
    contact_minutes = Integer(null=True, default=None)
    points_hundredths = Integer(null=True, default=None)
    credits_hundredths = Integer(null=True, default=None)
    clients = Integer(null=True, default=None)
    state = Varchar(length=20, null=False, default="waiting")
    recorded_at = Timestamptz(null=False, default=None)

    ck_activity_period = Check("until >= since")
    ck_activity_state = Check(STATES)
    ck_activity_amounts = Check(
        "coalesce(minutes, 0) BETWEEN 0 AND 10000000 AND coalesce(contact_minutes, 0) BETWEEN 0 AND 10000000 "
        "AND coalesce(points_hundredths, 0) BETWEEN 0 AND 10000000 AND coalesce(clients, 0) BETWEEN 0 AND 100000 "
        "AND coalesce(credits_hundredths, 0) BETWEEN 0 AND 10000000"
    )
    ck_activity_lengths = Check(
        "length(kind) BETWEEN 1 AND 80 AND length(title) <= 200 AND coalesce(length(category), 0) <= 80 "
        "AND coalesce(length(domain), 0) <= 80 AND coalesce(length(role), 0) <= 80 AND coalesce(length(mode), 0) <= 80"
    )
    ck_activity_names = Check(
        "coalesce(length(provider), 0) <= 120 AND coalesce(length(commissioner), 0) <= 120 "
        "AND coalesce(length(subject), 0) <= 120 AND coalesce(length(course), 0) <= 120 "
        "AND coalesce(length(meeting), 0) <= 120 AND length(confirmed_by) <= 2000 AND length(motivation) <= 4000"
    )


class QualificationRow(Table, tablename="qualification"):
    """A diploma, an accredited course or recognised prior learning."""

    id = UUID(primary_key=True, null=False, default=UUID4())
    practitioner = belongs_to(PractitionerRow, index=True)
    kind = Varchar(length=80, null=False, default="")
    obtained_on = Date(null=False, default=None)
    level = Integer(null=True, default=None)
    field_of_study = Varchar(length=120, null=True, default=None)
    provider = Varchar(length=120, null=True, default=None)
    provider_accredited = Boolean(null=False, default=False)
    minutes = Integer(null=True, default=None)
    state = Varchar(length=20, null=False, default="waiting")
    recorded_at = Timestamptz(null=False, default=None)

    ck_qualification_level = Check("level IS NULL OR level BETWEEN 1 AND 8")
    ck_qualification_minutes = Check("coalesce(minutes, 0) BETWEEN 0 AND 10000000")
    ck_qualification_state = Check(STATES)
    ck_qualification_lengths = Check(
        "length(kind) BETWEEN 1 AND 80 AND coalesce(length(field_of_study), 0) <= 120 "
        "AND coalesce(length(provider), 0) <= 120"
    )


class ClientPracticeRow(Table, tablename="client_practice"):
    """Work with clients in a period: how many, how long. Never who."""

    id = UUID(primary_key=True, null=False, default=UUID4())
    practitioner = belongs_to(PractitionerRow)
    since = Date(null=False, default=None)
    until = Date(null=False, default=None)
    role = Varchar(length=80, null=False, default="")
    clients = Integer(null=False, default=0)
    minutes = Integer(null=False, default=0)
    state = Varchar(length=20, null=False, default="waiting")
    recorded_at = Timestamptz(null=False, default=None)

    uq_client_practice_period = Unique([practitioner, since, role])
    ck_client_practice_period = Check("until >= since")
    ck_client_practice_role = Check("length(role) <= 80")
    ck_client_practice_amounts = Check("clients BETWEEN 0 AND 100000 AND minutes BETWEEN 0 AND 10000000")
    ck_client_practice_state = Check(STATES)


class ClientSurveyRow(Table, tablename="client_survey"):
    """A round of questions to clients: how many answered. Never who, never what."""

    id = UUID(primary_key=True, null=False, default=UUID4())
    practitioner = belongs_to(PractitionerRow, index=True)
    held_on = Date(null=False, default=None)
    answers = Integer(null=False, default=0)
    state = Varchar(length=20, null=False, default="waiting")
    recorded_at = Timestamptz(null=False, default=None)

    ck_client_survey_answers = Check("answers BETWEEN 0 AND 100000")
    ck_client_survey_state = Check(STATES)


class LeaveRow(Table, tablename="leave"):
    """A deferral that was asked for. There is no column for the ground."""

    id = UUID(primary_key=True, null=False, default=UUID4())
    practitioner = belongs_to(PractitionerRow, index=True)
    since = Date(null=False, default=None)
    until = Date(null=False, default=None)
    extends_months = Integer(null=False, default=0)
    excludes_since = Date(null=True, default=None)
    excludes_until = Date(null=True, default=None)
    approved = Boolean(null=False, default=False)
    recorded_at = Timestamptz(null=False, default=None)

    uq_leave_start = Unique([practitioner, since])
    ck_leave_period = Check("until >= since")
    ck_leave_extends_months = Check("extends_months BETWEEN 0 AND 120")
    ck_leave_excludes = Check(
        "(excludes_since IS NULL AND excludes_until IS NULL) "
        "OR (excludes_since IS NOT NULL AND excludes_until IS NOT NULL AND excludes_until >= excludes_since)"
    )


class FactRow(Table, tablename="fact"):
    """Any other dated fact in a file, so that a new kind of rule needs no migration.

    `kind` is a field of `accreditation.dossier.Dossier` (experience, documents, declarations, judgements, payments,
    coverages, set_aside, brought_forward, restrictions); `details` is that record as canonical JSON.
    """

    id = UUID(primary_key=True, null=False, default=UUID4())
    practitioner = belongs_to(PractitionerRow, index=True)
    mark = belongs_to(MarkRow, null=True)
    kind = Varchar(length=30, null=False, default="")
    details = Text(null=False, default="{}")
    recorded_at = Timestamptz(null=False, default=None)

    ck_fact_kind = Check(
        "kind IN ('experience', 'documents', 'declarations', 'judgements', 'payments', 'coverages', 'set_aside', "
        "'brought_forward', 'restrictions')"
    )
    ck_fact_details = Check("length(details) BETWEEN 2 AND 8000")


class EvidenceRow(Table, tablename="evidence"):
    """What is known about a piece of evidence: with an activity or a qualification, or as the file of a document.

    The file itself lives elsewhere: `file_digest` says where (see evidence_store); several rows may share one file.
    `name` is only for showing.
    """

    id = UUID(primary_key=True, null=False, default=UUID4())
    activity = belongs_to(ActivityRow, null=True, index=True)
    qualification = belongs_to(QualificationRow, null=True, index=True)
    document = belongs_to(FactRow, null=True, index=True)
    kind = Varchar(length=80, null=False, default="")
    verified = Boolean(null=False, default=False)
    file_digest = Varchar(length=64, null=True, default=None, index=True)
    name = Varchar(length=120, null=True, default=None)
    media_type = Varchar(length=100, null=True, default=None)
    size_bytes = Integer(null=True, default=None)
    recorded_at = Timestamptz(null=False, default=None)

    uq_evidence_activity_file = Unique([activity, file_digest])
    uq_evidence_qualification_file = Unique([qualification, file_digest])
    uq_evidence_document_file = Unique([document, file_digest])
    ck_evidence_of_one_entry = Check(
        "CASE WHEN activity IS NULL THEN 0 ELSE 1 END + CASE WHEN qualification IS NULL THEN 0 ELSE 1 END "
        "+ CASE WHEN document IS NULL THEN 0 ELSE 1 END = 1"
    )
    ck_evidence_kind = Check("length(kind) BETWEEN 1 AND 80")
    ck_evidence_file = Check(
        "coalesce(length(file_digest), 64) = 64 AND coalesce(length(media_type), 0) <= 100 "
        "AND coalesce(size_bytes, 0) BETWEEN 0 AND 100000000"
    )
    ck_evidence_name = Check("coalesce(length(name), 1) BETWEEN 1 AND 120")

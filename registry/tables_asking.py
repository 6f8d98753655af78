"""Rows about what others are asked: peers to confirm, clients for their view, the professional by an assessor."""

from piccolo.columns import UUID, Boolean, Date, ForeignKey, Integer, OnDelete, OnUpdate, Text, Timestamptz, Varchar
from piccolo.columns.defaults.uuid import UUID4
from piccolo.constraints import Check
from piccolo.table import Table

from registry.tables_decisions import DecisionRow
from registry.tables_dossier import ActivityRow, ClientSurveyRow
from registry.tables_people import PractitionerRow


class ConfirmationRow(Table, tablename="confirmation"):
    """One person asked to confirm an activity: somebody in the register, or whoever has the code of which only the
    digest is kept. `lapsed_at`: the activity was changed afterwards, so that something else was confirmed.
    """

    id = UUID(primary_key=True, null=False, default=UUID4())
    activity = ForeignKey(
        ActivityRow,
        null=False,
        default=None,
        on_delete=OnDelete.restrict,
        on_update=OnUpdate.restrict,
        index=True,
    )
    role = Varchar(length=20, null=False, default="")
    confirmer = ForeignKey(
        PractitionerRow,
        null=True,
        default=None,
        on_delete=OnDelete.restrict,
        on_update=OnUpdate.restrict,
        index=True,
    )
    digest = Varchar(length=64, null=True, default=None, unique=True)
    asked_at = Timestamptz(null=False, default=None)
    expires_at = Timestamptz(null=False, default=None)
    confirmed_at = Timestamptz(null=True, default=None)
    declined_at = Timestamptz(null=True, default=None)
    lapsed_at = Timestamptz(null=True, default=None)

    ck_confirmation_role = Check("role IN ('peer', 'supervisor')")
    ck_confirmation_digest = Check("coalesce(length(digest), 64) = 64")
    ck_confirmation_by_one = Check("confirmer IS NULL OR digest IS NULL")
    ck_confirmation_one_answer = Check("confirmed_at IS NULL OR declined_at IS NULL")
    ck_confirmation_in_time = Check(
        "coalesce(confirmed_at, asked_at) < expires_at AND coalesce(declined_at, asked_at) < expires_at"
    )


class SurveyRoundRow(Table, tablename="survey_round"):
    """A round of questions to clients: how many were invited and until when they can answer. Never who they are."""

    id = UUID(primary_key=True, null=False, default=UUID4())
    practitioner = ForeignKey(
        PractitionerRow,
        null=False,
        default=None,
        on_delete=OnDelete.restrict,
        on_update=OnUpdate.restrict,
        index=True,
    )
    held_on = Date(null=False, default=None)
    closes_on = Date(null=False, default=None)
    invitations = Integer(null=False, default=0)
    closed_at = Timestamptz(null=True, default=None)
    survey = ForeignKey(
        ClientSurveyRow,
        null=True,
        default=None,
        unique=True,
        on_delete=OnDelete.restrict,
        on_update=OnUpdate.restrict,
    )

    ck_survey_round_period = Check("closes_on >= held_on")
    ck_survey_round_invitations = Check("invitations BETWEEN 5 AND 500")
    ck_survey_round_counted = Check("survey IS NULL OR closed_at IS NOT NULL")


class SurveyTicketRow(Table, tablename="survey_ticket"):
    """One invitation: the digest of its code, and whether it was used. No address and no time, so that nobody can lay
    it beside an answer.
    """

    digest = Varchar(length=64, primary_key=True, null=False, default=None)
    round = ForeignKey(
        SurveyRoundRow,
        null=False,
        default=None,
        on_delete=OnDelete.restrict,
        on_update=OnUpdate.restrict,
        index=True,
    )
    used = Boolean(null=False, default=False)

    ck_survey_ticket_digest = Check("length(digest) = 64")


class SurveyAnswerRow(Table, tablename="survey_answer"):
    """What one client answered, in figures only. It belongs to a round and to no ticket."""

    id = UUID(primary_key=True, null=False, default=UUID4())
    round = ForeignKey(
        SurveyRoundRow,
        null=False,
        default=None,
        on_delete=OnDelete.restrict,
        on_update=OnUpdate.restrict,
        index=True,
    )
    scores = Text(null=False, default="{}")

    ck_survey_answer_scores = Check("length(scores) BETWEEN 2 AND 400")


class QuestionRow(Table, tablename="question"):
    """A question about an application, and what the applicant answered. Neither is ever changed afterwards.

    It refers to the application by its decision, which has the same identity.
    """

    id = UUID(primary_key=True, null=False, default=UUID4())
    application = ForeignKey(
        DecisionRow,
        null=False,
        default=None,
        on_delete=OnDelete.restrict,
        on_update=OnUpdate.restrict,
        index=True,
    )
    asked_by = Varchar(length=120, null=False, default="")
    text = Text(null=False, default="")
    asked_at = Timestamptz(null=False, default=None)
    answer = Text(null=True, default=None)
    answered_at = Timestamptz(null=True, default=None)

    ck_question_asked_by = Check("length(asked_by) BETWEEN 1 AND 120")
    ck_question_texts = Check("length(text) BETWEEN 1 AND 4000 AND coalesce(length(answer), 1) BETWEEN 1 AND 4000")
    ck_question_answered = Check("(answer IS NULL) = (answered_at IS NULL)")


class LeavingRow(Table, tablename="leaving"):
    """Somebody who left the register at their own wish: `remove_on` is the day on which their file goes for good."""

    practitioner = ForeignKey(
        PractitionerRow,
        primary_key=True,
        null=False,
        default=None,
        on_delete=OnDelete.restrict,
        on_update=OnUpdate.restrict,
    )
    since = Date(null=False, default=None)
    remove_on = Date(null=False, default=None, index=True)
    asked_at = Timestamptz(null=False, default=None)

    ck_leaving_order = Check("remove_on >= since")

"""Every table of the register, in an order in which each comes after those it refers to."""

from piccolo.table import Table

from registry.tables_accounts import (
    AccountRoleRow,
    AccountRow,
    KnownDeviceRow,
    KnownPlaceRow,
    OneTimeCodeRow,
    PasskeyRow,
    RefreshTokenRow,
    SessionRow,
    SigningKeyRow,
    ThrottleRow,
)
from registry.tables_asking import (
    ConfirmationRow,
    LeavingRow,
    QuestionRow,
    SurveyAnswerRow,
    SurveyRoundRow,
    SurveyTicketRow,
)
from registry.tables_bulk import BulkBatchRow, BulkFileRow, BulkSwitchRow, GroupDecisionRow, GroupedEntryRow
from registry.tables_catalogue import AffiliationRow, BodyRow, MarkRow, OrganisationRow, SchemeVersionRow
from registry.tables_contact import ContactPointRow
from registry.tables_courses import AccreditedCourseRow, CoursePointsRow
from registry.tables_decisions import ApplicationRow, DecisionRow, FindingRow, HoldingRow, MeasureRow, PublicTextRow
from registry.tables_desk import ClaimRow, InterestRow, JudgementRow, JudgementsReadRow, PrecheckRow
from registry.tables_dossier import (
    ActivityRow,
    ClientPracticeRow,
    ClientSurveyRow,
    EvidenceRow,
    FactRow,
    LeaveRow,
    QualificationRow,
)
from registry.tables_history import EntryVersionRow, ImportBatchRow, ImportedActivityRow
from registry.tables_journal import JournalHeadRow, JournalRow
from registry.tables_letter_texts import LetterTextRow
from registry.tables_letters import CalendarSecretRow, LetterRow, ReminderChoiceRow, WorkerPositionRow
from registry.tables_logs import JournalBodyRow
from registry.tables_measures import MeasureProposalRow
from registry.tables_merging import MergedPersonRow, MergeRow, MergeWordRow, MovedEntryRow, NotSameRow
from registry.tables_people import FormerNameRow, PractitionerRow, PublicChoiceRow, RetiredNumberRow, WorkPlaceRow
from registry.tables_rules import AssessorTimeRow, PopulationRunRow, RuleDraftRow, RuleProposalRow, RuleTextRow
from registry.tables_samples import SampleFileRow, SampleRoundRow, SampleSeedRow, SampleShareRow
from registry.tables_staff import RoleProposalRow
from registry.tables_terms import ExtendedPersonRow, GroupExtensionRow, LeaveAnswerRow

TABLES: tuple[type[Table], ...] = (
    JournalRow,
    JournalHeadRow,
    PractitionerRow,
    RetiredNumberRow,
    FormerNameRow,
    WorkPlaceRow,
    PublicChoiceRow,
    BodyRow,
    MarkRow,
    SchemeVersionRow,
    OrganisationRow,
    AffiliationRow,
    ActivityRow,
    QualificationRow,
    ClientPracticeRow,
    ClientSurveyRow,
    LeaveRow,
    FactRow,
    EvidenceRow,
    DecisionRow,
    ApplicationRow,
    FindingRow,
    PublicTextRow,
    HoldingRow,
    MeasureRow,
    LetterRow,
    WorkerPositionRow,
    ReminderChoiceRow,
    CalendarSecretRow,
    AccountRow,
    AccountRoleRow,
    SessionRow,
    KnownDeviceRow,
    OneTimeCodeRow,
    ThrottleRow,
    KnownPlaceRow,
    RefreshTokenRow,
    SigningKeyRow,
    PasskeyRow,
    EntryVersionRow,
    ImportBatchRow,
    ImportedActivityRow,
    ConfirmationRow,
    SurveyRoundRow,
    SurveyTicketRow,
    SurveyAnswerRow,
    QuestionRow,
    LeavingRow,
    PrecheckRow,
    ClaimRow,
    InterestRow,
    JudgementRow,
    JudgementsReadRow,
    SampleShareRow,
    SampleRoundRow,
    SampleSeedRow,
    SampleFileRow,
    BulkSwitchRow,
    BulkBatchRow,
    BulkFileRow,
    GroupDecisionRow,
    GroupedEntryRow,
    RuleDraftRow,
    RuleTextRow,
    PopulationRunRow,
    RuleProposalRow,
    AssessorTimeRow,
    ContactPointRow,
    LetterTextRow,
    MeasureProposalRow,
    LeaveAnswerRow,
    GroupExtensionRow,
    ExtendedPersonRow,
    RoleProposalRow,
    JournalBodyRow,
    AccreditedCourseRow,
    CoursePointsRow,
    MergeRow,
    MergeWordRow,
    MergedPersonRow,
    MovedEntryRow,
    NotSameRow,
)

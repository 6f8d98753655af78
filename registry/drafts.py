"""What professionals write in their own file. Who judges, confirms or looked at the evidence is never theirs to say."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from accreditation.dates import FIRST_DAY, LAST_DAY, Period
from registry.inputs import Input, Kind, Line120, Line200, Text4000

Minutes = int
LONGEST_LEAVE = Period(months=60)
Day = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)]  # the calendar of the register
EntryKind = Literal[
    "activity", "qualification", "client_practice", "client_survey", "leave", "experience", "documents"
]  # fmt: skip


class Dated(Input):
    """Something from a first to a last day, both included."""

    since: Day
    until: Day

    @model_validator(mode="after")
    def in_order(self) -> Self:
        if self.until < self.since:
            raise ValueError("the last day lies before the first")
        return self


class ActivityDraft(Dated):
    """An activity of one day or several; it counts on its last day. Amounts in minutes and hundredths."""

    kind: Kind
    title: Line200 = ""
    category: Kind | None = None
    domain: Kind | None = None
    role: Kind | None = None
    mode: Kind | None = None
    provider: Line120 | None = None
    provider_accredited: bool = False
    commissioner: Line120 | None = None
    subject: Line120 | None = None
    course: Line120 | None = None
    meeting: Line120 | None = None
    motivation: Text4000 = ""
    minutes: Minutes | None = Field(default=None, ge=0, le=10_000_000)
    contact_minutes: Minutes | None = Field(default=None, ge=0, le=10_000_000)
    points_hundredths: int | None = Field(default=None, ge=0, le=10_000_000)
    credits_hundredths: int | None = Field(default=None, ge=0, le=10_000_000)
    clients: int | None = Field(default=None, ge=0, le=100_000)


class QualificationDraft(Input):
    """A diploma, an accredited course or recognised prior learning. `level` is an NLQF/EQF number."""

    kind: Kind
    obtained_on: Day
    level: int | None = Field(default=None, ge=1, le=8)
    field_of_study: Line120 | None = None
    provider: Line120 | None = None
    provider_accredited: bool = False
    minutes: Minutes | None = Field(default=None, ge=0, le=10_000_000)


class ClientPracticeDraft(Dated):
    """Work with clients in a period: how many and how long, never who."""

    role: Kind
    clients: int = Field(ge=0, le=100_000)
    minutes: Minutes = Field(default=0, ge=0, le=10_000_000)


class ClientSurveyDraft(Input):
    """A round of questions to clients that was held elsewhere: on which day, and how many answered."""

    held_on: Day
    answers: int = Field(ge=0, le=100_000)


class LeaveDraft(Dated):
    """Days without work for which somebody asks a deferral. There is no field for the ground."""

    @model_validator(mode="after")
    def not_for_ever(self) -> Self:
        if self.until > LONGEST_LEAVE.end_from(self.since):
            raise ValueError("a deferral is for five years at most: choose another last day")
        return self


class ExperienceDraft(Input):
    """Work in a role; `until` is left out for what still goes on, `minutes` where only the years are known."""

    role: Kind
    since: Day
    until: Day | None = None
    minutes: Minutes | None = Field(default=None, ge=0, le=100_000_000)
    field_of_work: Kind | None = None

    @model_validator(mode="after")
    def in_order(self) -> Self:
        if self.until is not None and self.until < self.since:
            raise ValueError("the last day lies before the first")
        return self


class DocumentDraft(Input):
    """A document such as a curriculum vitae or a plan, by kind and the day it was written."""

    kind: Kind
    written_on: Day


Draft = (
    ActivityDraft | QualificationDraft | ClientPracticeDraft | ClientSurveyDraft | LeaveDraft | ExperienceDraft
    | DocumentDraft
)  # fmt: skip

DRAFTS: Mapping[EntryKind, type[Draft]] = MappingProxyType({
    "activity": ActivityDraft,
    "qualification": QualificationDraft,
    "client_practice": ClientPracticeDraft,
    "client_survey": ClientSurveyDraft,
    "leave": LeaveDraft,
    "experience": ExperienceDraft,
    "documents": DocumentDraft,
})  # fmt: skip

"""The kinds of entry in a file: in which table each lies, what it says, which day it is of and where it stands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil
from types import MappingProxyType
from typing import Any
from uuid import UUID

from accreditation import dossier as facts
from accreditation.dates import Span, months_in
from registry.canonical import canonical, from_canonical
from registry.drafts import (
    ActivityDraft,
    ClientPracticeDraft,
    ClientSurveyDraft,
    DocumentDraft,
    Draft,
    EntryKind,
    ExperienceDraft,
    LeaveDraft,
    QualificationDraft,
)
from registry.tables_dossier import (
    ActivityRow,
    ClientPracticeRow,
    ClientSurveyRow,
    FactRow,
    LeaveRow,
    QualificationRow,
)

Row = Mapping[str, Any]
_SAY_THE_STATE = ("state", "approved", "details")


@dataclass(frozen=True, slots=True)
class KindOfEntry:
    """How one kind is kept. `columns` of (identity, draft, state); `keeps_state`: withdrawn it stays, marked so."""

    name: EntryKind
    table: Any
    draft: type[Draft]
    columns: Callable[[UUID, Any, str], dict[str, Any]]
    said: Callable[[Row], Draft]
    day: Callable[[Row], date]
    state: Callable[[Row], str]
    keeps_state: bool = True

    def where(self, practitioner: UUID) -> Any:
        """The rows of this kind that are one person's."""
        own = self.table.practitioner == practitioner
        return own & (FactRow.kind == self.name) if self.table is FactRow else own

    def with_state(self, row: Row, state: str) -> dict[str, Any]:
        """The columns that put an entry in another state."""
        columns = self.columns(row["id"], self.said(row), state)
        return {name: value for name, value in columns.items() if name in _SAY_THE_STATE}


def _plain(name: EntryKind, table: Any, draft: Any, day: str) -> KindOfEntry:
    """A table of its own with a column for each thing that is said, and one for the state."""
    return KindOfEntry(
        name, table, draft,
        columns=lambda _, given, state: given.model_dump() | {"state": state},
        said=lambda row: draft.model_validate({field: row[field] for field in draft.model_fields}),
        day=lambda row: row[day],
        state=lambda row: str(row["state"]),
    )  # fmt: skip


def _leave_columns(_: UUID, given: LeaveDraft, state: str) -> dict[str, Any]:
    """It asks for as many months as were lost, a part of one counted whole; the body may decide otherwise."""
    months = ceil(months_in(Span(given.since, given.until)))
    return given.model_dump() | {"extends_months": months, "approved": state == "approved"}


def _experience_columns(identity: UUID, given: ExperienceDraft, state: str) -> dict[str, Any]:
    hours = None if given.minutes is None else Fraction(given.minutes, 60)
    fact = facts.Experience(
        str(identity), given.role, given.since, given.until, hours, given.field_of_work, facts.EntryState(state)
    )
    return {"kind": "experience", "details": canonical(fact)}


def _experience(row: Row) -> facts.Experience:
    return from_canonical(row["details"], facts.Experience)


def _experience_said(row: Row) -> ExperienceDraft:
    fact = _experience(row)
    minutes = None if fact.hours is None else round(fact.hours * 60)
    return ExperienceDraft(
        role=fact.role, since=fact.since, until=fact.until, minutes=minutes, field_of_work=fact.field_of_work
    )


def _document_columns(identity: UUID, given: DocumentDraft, state: str) -> dict[str, Any]:
    fact = facts.Document(str(identity), given.kind, given.written_on, verified=state == "approved")
    return {"kind": "documents", "details": canonical(fact)}


def _document(row: Row) -> facts.Document:
    return from_canonical(row["details"], facts.Document)


KINDS: Mapping[EntryKind, KindOfEntry] = MappingProxyType({
    kind.name: kind
    for kind in (
        _plain("activity", ActivityRow, ActivityDraft, "until"),
        _plain("qualification", QualificationRow, QualificationDraft, "obtained_on"),
        _plain("client_practice", ClientPracticeRow, ClientPracticeDraft, "until"),
        _plain("client_survey", ClientSurveyRow, ClientSurveyDraft, "held_on"),
        KindOfEntry(
            "leave", LeaveRow, LeaveDraft, _leave_columns,
            said=lambda row: LeaveDraft(since=row["since"], until=row["until"]),
            day=lambda row: row["until"],
            state=lambda row: "approved" if row["approved"] else "waiting",
            keeps_state=False,
        ),
        KindOfEntry(
            "experience", FactRow, ExperienceDraft, _experience_columns,
            said=_experience_said,
            day=lambda row: _experience(row).until or _experience(row).since,
            state=lambda row: str(_experience(row).state),
        ),
        KindOfEntry(
            "documents", FactRow, DocumentDraft, _document_columns,
            said=lambda row: DocumentDraft(kind=_document(row).kind, written_on=_document(row).on),
            day=lambda row: _document(row).on,
            state=lambda row: "approved" if _document(row).verified else "waiting",
            keeps_state=False,
        ),
    )
})  # fmt: skip

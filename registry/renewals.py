"""How far somebody is with each of their marks, in the words of the pages: from not begun to decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from accreditation.dates import LAST_DAY, amsterdam_day
from accreditation.decisions import Decision, Kind, as_known
from accreditation.findings import Outcome
from accreditation.objection_term import last_day_to_object
from accreditation.overview import Overview, overview
from registry.catalogue import Catalogue
from registry.marks_in_view import InView, View, view_of
from registry.practitioners import find_practitioner
from registry.tables_asking import QuestionRow

Status = Literal[
    "not_begun", "under_way", "ready", "handed_in", "being_judged", "question_for_you", "granted", "renewed", "refused",
    "deferred",
]  # fmt: skip
_ANSWERS = (Kind.GRANT, Kind.RENEWAL, Kind.REFUSAL)
_LENGTHENS = (Kind.EXTENSION, Kind.GROUP_EXTENSION)


@dataclass(frozen=True, slots=True)
class Course:
    """One mark and how far it is. `application` and `decision` are the last ones there were.

    `until` belongs to the status: the last day of the term (granted, renewed, deferred), or of objecting (refused).
    """

    mark: str
    status: Status
    application: UUID | None
    handed_in_on: date | None
    decision: UUID | None
    until: date | None
    open_questions: int


async def applications_of(number: str, *, at: datetime, catalogue: Catalogue) -> tuple[Course, ...]:
    """Every mark that somebody holds, asked for, or was refused, and how far it is."""
    on = amsterdam_day(at)
    view = await view_of(await find_practitioner(number), on, catalogue)
    in_view = {mark.mark.code: mark for mark in view.marks}
    questions = await _questions([mark.application["id"] for mark in view.marks if mark.application is not None])
    found = []
    for code, decisions in sorted(view.decisions.items()):
        asked = _last_asked(as_known(decisions, LAST_DAY))
        mark = in_view.get(code)
        if mark is not None and mark.application is not None:
            found.append(_open_course(mark, view, questions.get(mark.application["id"], ())))
        elif mark is not None:
            found.append(_held_course(mark, asked, on))
        elif asked is not None and asked[1] is not None and asked[1].kind is Kind.REFUSAL:
            found.append(_refused_course(code, asked[0], asked[1]))
    return tuple(found)


async def _questions(applications: list[UUID]) -> dict[UUID, tuple[Mapping[str, Any], ...]]:
    found: dict[UUID, tuple[Mapping[str, Any], ...]] = {}
    if applications:
        for row in await QuestionRow.select().where(QuestionRow.application.is_in(applications)):
            found[row["application"]] = (*found.get(row["application"], ()), row)
    return found


def _last_asked(decisions: Sequence[Decision]) -> tuple[Decision, Decision | None] | None:
    """The last application that was not taken back, and the decision on it."""
    asked = [decision for decision in decisions if decision.kind is Kind.APPLICATION]
    if not asked:
        return None
    answers = [d for d in decisions if d.kind in _ANSWERS and d.refers_to == asked[-1].id]
    return asked[-1], answers[-1] if answers else None


def _open_course(mark: InView, view: View, questions: Sequence[Mapping[str, Any]]) -> Course:
    """Handed in: it is with the body, unless a question lies with the applicant."""
    application = mark.application or {}
    unanswered = sum(1 for question in questions if question["answer"] is None)
    judged = any(judgement.on >= application["handed_in_on"] for judgement in mark.dossier.judgements)
    status: Status = "question_for_you" if unanswered else "being_judged" if questions or judged else "handed_in"
    return Course(
        mark.mark.code, status, application["id"], application["handed_in_on"], None, None, unanswered
    )  # fmt: skip


def _held_course(mark: InView, asked: tuple[Decision, Decision | None] | None, on: date) -> Course:
    """Held: the last decision, for as long as nothing was begun since, and then how far the next renewal is."""
    application, answer = asked if asked is not None else (None, None)
    if application is not None and answer is not None and answer.kind is Kind.REFUSAL:
        return _refused_course(mark.mark.code, application, answer)
    seen = overview(mark.mark, mark.version, mark.dossier, on)
    term = mark.dossier.term
    status = _how_far(seen, mark.decisions, answer, on)
    return Course(
        mark.mark.code, status,
        UUID(application.id) if application is not None else None, application.since if application else None,
        UUID(answer.id) if answer is not None else None,
        term.until if term is not None and status in ("granted", "renewed", "deferred") else None, 0,
    )  # fmt: skip


def _how_far(seen: Overview, decisions: Sequence[Decision], answer: Decision | None, on: date) -> Status:
    waits = any(line.outcome in (Outcome.NOT_SATISFIED, Outcome.UNKNOWN_RULE) for line in seen.lines if line.decides)
    if seen.can_apply and seen.apply_from is not None and not waits:
        return "ready"
    known = [d for d in as_known(decisions, LAST_DAY) if d.kind in (*_LENGTHENS, Kind.GRANT, Kind.RENEWAL)]
    if known[-1].kind in _LENGTHENS:
        return "deferred"
    if any(line.counted for line in seen.lines):
        return "under_way"
    if answer is None or (seen.can_apply and seen.apply_from is not None):
        return "not_begun"
    return "renewed" if answer.kind is Kind.RENEWAL else "granted"


def _refused_course(mark: str, application: Decision, answer: Decision) -> Course:
    until = last_day_to_object(amsterdam_day(answer.recorded_at))
    return Course(mark, "refused", UUID(application.id), application.since, UUID(answer.id), until, 0)

"""Everything in somebody's file as plain facts, the way the rules want it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from accreditation import dossier as facts
from accreditation.dates import ONE_DAY, Span, amsterdam_day
from registry.course_points import Accredited, accredited_among, with_course_points
from registry.file_facts import activities_from, fact_from, leave_from, qualification_from
from registry.merged_people import wholes_of_parts
from registry.practitioners import find_practitioner
from registry.tables_catalogue import AffiliationRow, MarkRow
from registry.tables_decisions import ApplicationRow, DecisionRow, HoldingRow
from registry.tables_dossier import (
    ActivityRow,
    ClientPracticeRow,
    ClientSurveyRow,
    EvidenceRow,
    FactRow,
    LeaveRow,
    QualificationRow,
)
from registry.tables_terms import LeaveAnswerRow


async def gather_dossier(number: str, mark: str, on: date, **about: Any) -> facts.Dossier:
    """Everything in somebody's file on a day, as the rules of a mark want it.

    `about` are further fields of Dossier that belong to one application: term, applied_on, level, route …
    """
    person = await find_practitioner(number)
    return await gather_facts(person, mark, on, **about)


async def gather_facts(person: Mapping[str, Any], mark: str, on: date, **about: Any) -> facts.Dossier:
    """As gather_dossier, for a row already read."""
    return (await gather_file(person, on)).for_mark(mark, **about)


@dataclass(frozen=True, slots=True)
class WholeFile:
    """Everything in somebody's file, read once for as many marks as are asked.

    `leave` holds for every mark, and what a body granted for one of its marks is in `granted`;
    `other` facts are by the mark they are about; `members_since` is per body of which somebody is a member;
    `applications` are the open ones and `rounds` the first days after the last decision, per mark. `accredited` is what
    bodies say of the courses that are named in it.
    """

    number: str
    held: tuple[facts.Holding, ...]
    activities: tuple[facts.Activity, ...]
    qualifications: tuple[facts.Qualification, ...]
    leave: tuple[facts.Leave, ...]
    granted: Mapping[str, tuple[facts.Leave, ...]]
    other: Sequence[tuple[str | None, str, Any]]
    bodies: Mapping[str, str]
    members_since: Mapping[str, date]
    applications: Mapping[str, str]
    rounds: Mapping[str, date]
    accredited: Accredited

    def for_mark(self, mark: str, **about: Any) -> facts.Dossier:
        """The file as the rules of one mark want it."""
        own = [holding for holding in self.held if holding.mark == mark]
        dossier = facts.Dossier(
            holder=self.number,
            registered_on=own[0].since if own else None,
            term=Span(own[-1].since, own[-1].until) if own else None,
            former_level=own[-1].level if own else None,
            affiliated_on=self.members_since.get(self.bodies.get(mark, "")),
            application=self.applications.get(mark),
            round_since=self.rounds.get(mark),
            activities=with_course_points(self.activities, mark, self.accredited),
            qualifications=self.qualifications,
            holdings=self.held,
            leave=(*self.leave, *self.granted.get(mark, ())),
        )
        return replace(dossier, **_about(self.other, mark), **about)


async def gather_file(person: Mapping[str, Any], on: date) -> WholeFile:
    """Everything in the file of a row already read, on a day."""
    return (await gather_files([person], on))[0]


async def gather_files(people: Sequence[Mapping[str, Any]], on: date) -> list[WholeFile]:
    """Everything in the files of rows already read, on a day, in their order: a few questions for all of them."""
    whose = [person["id"] for person in people]
    held = await _by_person(HoldingRow.select(), HoldingRow, whose, HoldingRow.since)
    practice, surveys = await _rows(ClientPracticeRow, whose), await _rows(ClientSurveyRow, whose)
    activities, evidence = await _rows(ActivityRow, whose), await _evidence(whose)
    qualifications, leave, other = (
        await _rows(QualificationRow, whose),
        await _rows(LeaveRow, whose),
        await _facts(whose),
    )
    courses = await accredited_among(row for rows in activities.values() for row in rows)
    bodies = {row["code"]: row["body"] for row in await MarkRow.select(MarkRow.code, MarkRow.body)}
    members, granted, open_, rounds = (
        await _members_since(whose, on),
        await _granted_leave(whose),
        await _open_applications(whose),
        await _rounds_since(whose),
    )
    return [
        WholeFile(
            number=person["number"],
            held=tuple(facts.Holding(r["mark"], r["since"], r["until"], r["level"]) for r in held[who]),
            activities=activities_from(activities[who], evidence, practice[who], surveys[who]),
            qualifications=tuple(map(qualification_from, qualifications[who])),
            leave=tuple(map(leave_from, leave[who])),
            granted=granted[who],
            other=other[who],
            bodies=bodies,
            members_since=members[who],
            applications=open_[who],
            rounds=rounds[who],
            accredited=courses,
        )
        for person, who in zip(people, whose, strict=True)
    ]


async def _members_since(whose: Sequence[UUID], on: date) -> Mapping[UUID, dict[str, date]]:
    """Since when each is a member of each body; nothing for a body of which they are no member on this day.

    A membership that ends counts until its last day, also when that day is known long before.
    """
    rows = (
        await AffiliationRow.select(AffiliationRow.practitioner, AffiliationRow.body, AffiliationRow.since)
        .where(AffiliationRow.practitioner.is_in(list(whose)), AffiliationRow.body.is_not_null())
        .where(AffiliationRow.since <= on, AffiliationRow.until.is_null() | (AffiliationRow.until >= on))
        .order_by(AffiliationRow.since)
    )
    found: dict[UUID, dict[str, date]] = defaultdict(dict)
    for row in rows:
        found[row["practitioner"]][row["body"]] = row["since"]
    return found


async def _granted_leave(whose: Sequence[UUID]) -> Mapping[UUID, dict[str, tuple[facts.Leave, ...]]]:
    """Per mark the deferrals that its body granted, each for as many months as it said."""
    leave = LeaveAnswerRow.leave
    rows = (
        await LeaveAnswerRow.select(
            leave.practitioner, LeaveAnswerRow.mark, LeaveAnswerRow.months, leave.since, leave.until
        )
        .where(leave.practitioner.is_in(list(whose)), LeaveAnswerRow.months > 0)
        .order_by(leave.since)
    )
    found: dict[UUID, dict[str, tuple[facts.Leave, ...]]] = defaultdict(dict)
    for row in rows:
        of, mark = found[row["leave.practitioner"]], row["mark"]
        of[mark] = (*of.get(mark, ()), facts.Leave(row["leave.since"], row["leave.until"], row["months"]))
    return found


async def open_application(who: UUID, mark: str) -> str | None:
    """The application for this mark that waits for a decision; None when there is none."""
    return (await _open_applications([who]))[who].get(mark)


async def _open_applications(whose: Sequence[UUID]) -> Mapping[UUID, dict[str, str]]:
    rows = await ApplicationRow.select(ApplicationRow.practitioner, ApplicationRow.id, ApplicationRow.mark).where(
        ApplicationRow.practitioner.is_in(list(whose)), ApplicationRow.is_open.is_not_null()
    )
    found: dict[UUID, dict[str, str]] = defaultdict(dict)
    for row in rows:
        found[row["practitioner"]][row["mark"]] = str(row["id"])
    return found


async def _rounds_since(whose: Sequence[UUID]) -> Mapping[UUID, dict[str, date]]:
    """Per mark the day after the last application for it was decided, as for themselves or for a part of them."""
    wholes = await wholes_of_parts(whose)
    rows = (
        await DecisionRow.select(DecisionRow.practitioner, DecisionRow.mark, DecisionRow.recorded_at)
        .where(DecisionRow.practitioner.is_in([*whose, *wholes]), DecisionRow.answers.is_not_null())
        .order_by(DecisionRow.seq)
    )
    found: dict[UUID, dict[str, date]] = defaultdict(dict)
    for row in rows:
        who = wholes.get(row["practitioner"], row["practitioner"])
        found[who][row["mark"]] = amsterdam_day(row["recorded_at"]) + ONE_DAY
    return found


Rows = Mapping[UUID, list[dict[str, Any]]]


async def _rows(table: Any, whose: Sequence[UUID]) -> Rows:
    return await _by_person(table.select(), table, whose, table.id)


async def _by_person(query: Any, table: Any, whose: Sequence[UUID], order: Any) -> Rows:
    """The rows of each, in an order."""
    found: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for row in await query.where(table.practitioner.is_in(list(whose))).order_by(order):
        found[row["practitioner"]].append(row)
    return found


async def _evidence(whose: Sequence[UUID]) -> Mapping[UUID, tuple[facts.Evidence, ...]]:
    """The evidence of each activity."""
    rows = (
        await EvidenceRow.select(EvidenceRow.activity, EvidenceRow.kind, EvidenceRow.verified)
        .where(EvidenceRow.activity.practitioner.is_in(list(whose)))
        .order_by(EvidenceRow.id)
    )
    found: dict[UUID, tuple[facts.Evidence, ...]] = {}
    for row in rows:
        one = facts.Evidence(row["kind"], bool(row["verified"]))
        found[row["activity"]] = (*found.get(row["activity"], ()), one)
    return found


async def other_facts(who: UUID, mark: str) -> dict[str, Any]:
    """The facts of every other kind that are about this mark, or about none in particular."""
    return _about((await _facts([who]))[who], mark)


async def _facts(whose: Sequence[UUID]) -> Mapping[UUID, list[tuple[str | None, str, Any]]]:
    found: dict[UUID, list[tuple[str | None, str, Any]]] = defaultdict(list)
    for who, rows in (await _rows(FactRow, whose)).items():
        found[who] = [(r["mark"], r["kind"], fact_from(r)) for r in rows]
    return found


def _about(found: Sequence[tuple[str | None, str, Any]], mark: str) -> dict[str, Any]:
    about: dict[str, Any] = {}
    for of, kind, fact in found:
        if of in (None, mark):
            about[kind] = (*about.get(kind, ()), fact)
    return about

"""Everything in somebody's file as plain facts, the way the rules want it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from accreditation import dossier as facts
from accreditation.dates import ONE_DAY, Span, amsterdam_day
from registry.canonical import from_canonical
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

FACT_KINDS: Mapping[str, type[Any]] = {
    "experience": facts.Experience,
    "documents": facts.Document,
    "declarations": facts.Declaration,
    "judgements": facts.Judgement,
    "payments": facts.Payment,
    "coverages": facts.Coverage,
    "set_aside": facts.SetAside,
    "brought_forward": facts.BroughtForward,
    "restrictions": facts.Restriction,
}


async def gather_dossier(number: str, mark: str, on: date, **about: Any) -> facts.Dossier:
    """Everything in somebody's file on a day, as the rules of a mark want it.

    `about` are further fields of Dossier that belong to one application: term, applied_on, level, route …
    """
    person = await find_practitioner(number)
    return await gather_facts(person, mark, on, **about)


async def gather_facts(person: Mapping[str, Any], mark: str, on: date, **about: Any) -> facts.Dossier:
    """As gather_dossier, for a row already read."""
    who = person["id"]
    held = await HoldingRow.select().where(HoldingRow.practitioner == who).order_by(HoldingRow.since)
    own = [row for row in held if row["mark"] == mark]
    dossier = facts.Dossier(
        holder=person["number"],
        registered_on=own[0]["since"] if own else None,
        term=Span(own[-1]["since"], own[-1]["until"]) if own else None,
        former_level=own[-1]["level"] if own else None,
        affiliated_on=await _affiliated_on(who, mark, on),
        application=await open_application(who, mark),
        round_since=await _round_since(who, mark),
        activities=await _activities(who, await _evidence(who)),
        qualifications=await _qualifications(who),
        holdings=tuple(facts.Holding(r["mark"], r["since"], r["until"], r["level"]) for r in held),
        leave=await _leave(who),
    )
    return replace(dossier, **await other_facts(who, mark), **about)


async def _affiliated_on(who: UUID, mark: str, on: date) -> date | None:
    """Since when somebody is a member of the body that issues this mark; None for who is no member on this day.

    A membership that ends counts until its last day, also when that day is known long before.
    """
    issuer = await MarkRow.select(MarkRow.body).where(MarkRow.code == mark).first()
    if issuer is None:
        return None
    row = (
        await AffiliationRow.select(AffiliationRow.since)
        .where(AffiliationRow.practitioner == who, AffiliationRow.body == issuer["body"], AffiliationRow.since <= on)
        .where(AffiliationRow.until.is_null() | (AffiliationRow.until >= on))
        .order_by(AffiliationRow.since, ascending=False)
        .first()
    )
    since: date | None = row["since"] if row else None
    return since


async def open_application(who: UUID, mark: str) -> str | None:
    """The application for this mark that waits for a decision; None when there is none."""
    row = (
        await ApplicationRow.select(ApplicationRow.id)
        .where(ApplicationRow.practitioner == who, ApplicationRow.mark == mark, ApplicationRow.is_open.is_not_null())
        .first()
    )
    return str(row["id"]) if row else None


async def _round_since(who: UUID, mark: str) -> date | None:
    """The day after the last application for this mark was decided; None when none was."""
    row = (
        await DecisionRow.select(DecisionRow.recorded_at)
        .where(DecisionRow.practitioner == who, DecisionRow.mark == mark, DecisionRow.answers.is_not_null())
        .order_by(DecisionRow.seq, ascending=False)
        .first()
    )
    return amsterdam_day(row["recorded_at"]) + ONE_DAY if row else None


async def _rows(table: Any, who: UUID) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = await table.select().where(table.practitioner == who).order_by(table.id)
    return rows


async def _evidence(who: UUID) -> dict[UUID, tuple[facts.Evidence, ...]]:
    rows = (
        await EvidenceRow.select(EvidenceRow.activity, EvidenceRow.kind, EvidenceRow.verified)
        .where(EvidenceRow.activity.practitioner == who)
        .order_by(EvidenceRow.id)
    )
    found: dict[UUID, tuple[facts.Evidence, ...]] = {}
    for row in rows:
        one = facts.Evidence(row["kind"], bool(row["verified"]))
        found[row["activity"]] = (*found.get(row["activity"], ()), one)
    return found


async def _activities(who: UUID, evidence: Mapping[UUID, tuple[facts.Evidence, ...]]) -> tuple[facts.Activity, ...]:
    entries = [_activity(row, evidence.get(row["id"], ())) for row in await _rows(ActivityRow, who)]
    surveys = await _rows(ClientSurveyRow, who)
    entries += [_practice(row, surveys) for row in await _rows(ClientPracticeRow, who)]
    entries += [_survey(row) for row in surveys]
    return tuple(entries)


def _activity(row: Mapping[str, Any], evidence: tuple[facts.Evidence, ...]) -> facts.Activity:
    same = ("kind", "category", "domain", "role", "mode", "provider", "commissioner", "subject", "course", "meeting")
    return facts.Activity(
        id=str(row["id"]),
        on=row["until"],
        since=row["since"],
        amounts=_amounts(row),
        provider_accredited=bool(row["provider_accredited"]),
        confirmed_by=from_canonical(row["confirmed_by"], frozenset[str]),
        evidence=evidence,
        state=facts.EntryState(row["state"]),
        motivation=bool(row["motivation"]),
        **{name: row[name] for name in same},
    )


def _amounts(row: Mapping[str, Any]) -> dict[str, Fraction]:
    given = {
        facts.Measure.HOURS: _part(row["minutes"], 60),
        facts.Measure.CONTACT_HOURS: _part(row["contact_minutes"], 60),
        facts.Measure.POINTS: _part(row["points_hundredths"], 100),
        facts.Measure.CREDITS: _part(row["credits_hundredths"], 100),
        facts.Measure.CLIENTS: _part(row["clients"], 1),
    }
    return {str(name): amount for name, amount in given.items() if amount is not None}


def _part(count: int | None, of: int) -> Fraction | None:
    return None if count is None else Fraction(count, of)


def _practice(row: Mapping[str, Any], surveys: Sequence[Mapping[str, Any]]) -> facts.Activity:
    """Client practice, with every approved survey held inside its days as its evidence."""
    held = [s for s in surveys if row["since"] <= s["held_on"] <= row["until"]]
    approved = [s for s in held if s["state"] == facts.EntryState.APPROVED]
    amounts = {
        str(facts.Measure.CLIENTS): Fraction(row["clients"]),
        str(facts.Measure.CONTACT_HOURS): Fraction(row["minutes"], 60),
    }
    return facts.Activity(
        str(row["id"]), "client_practice", row["until"], row["since"], amounts, role=row["role"],
        evidence=tuple(facts.Evidence("client_survey", verified=True) for _ in approved),
        state=facts.EntryState(row["state"]),
    )  # fmt: skip


def _survey(row: Mapping[str, Any]) -> facts.Activity:
    amounts = {str(facts.Measure.CLIENTS): Fraction(row["answers"])}
    return facts.Activity(
        str(row["id"]), "client_survey", row["held_on"], None, amounts, state=facts.EntryState(row["state"])
    )


async def _qualifications(who: UUID) -> tuple[facts.Qualification, ...]:
    return tuple(
        facts.Qualification(
            id=str(row["id"]),
            kind=row["kind"],
            on=row["obtained_on"],
            level=row["level"],
            field_of_study=row["field_of_study"],
            provider=row["provider"],
            provider_accredited=bool(row["provider_accredited"]),
            hours=_part(row["minutes"], 60),
            state=facts.EntryState(row["state"]),
        )
        for row in await _rows(QualificationRow, who)
    )


async def _leave(who: UUID) -> tuple[facts.Leave, ...]:
    return tuple(
        facts.Leave(
            row["since"],
            row["until"],
            row["extends_months"],
            Span(row["excludes_since"], row["excludes_until"]) if row["excludes_since"] else None,
            bool(row["approved"]),
        )
        for row in await _rows(LeaveRow, who)
    )


async def other_facts(who: UUID, mark: str) -> dict[str, Any]:
    """The facts of every other kind that are about this mark, or about none in particular."""
    rows = await FactRow.select().where(FactRow.practitioner == who).order_by(FactRow.id)
    found: dict[str, Any] = {}
    for row in rows:
        if row["mark"] in (None, mark):
            fact = from_canonical(row["details"], FACT_KINDS[row["kind"]])
            found[row["kind"]] = (*found.get(row["kind"], ()), fact)
    return found

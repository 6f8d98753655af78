"""The rows of somebody's file as plain facts: what each line of it says, in the words of the rules."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any
from uuid import UUID

from accreditation import dossier as facts
from accreditation.dates import Span
from registry.canonical import from_canonical
from registry.drafts import ActivityDraft
from registry.entry_kinds import KINDS

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


def activities_from(
    activities: Sequence[Mapping[str, Any]],
    evidence: Mapping[UUID, tuple[facts.Evidence, ...]],
    practice: Sequence[Mapping[str, Any]],
    surveys: Sequence[Mapping[str, Any]],
) -> tuple[facts.Activity, ...]:
    return (
        *(_activity(row, evidence.get(row["id"], ())) for row in activities),
        *(_practice(row, surveys) for row in practice),
        *(_survey(row) for row in surveys),
    )


def as_activity(draft: ActivityDraft, identity: str, evidence: Sequence[str] = ()) -> facts.Activity:
    """What somebody is about to write down, as the rules would see it: waiting, with evidence nobody looked at yet."""
    row = draft.model_dump() | {"id": identity, "confirmed_by": "[]", "state": "waiting"}
    return _activity(row, tuple(facts.Evidence(kind) for kind in evidence))


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


def qualification_from(row: Mapping[str, Any]) -> facts.Qualification:
    return facts.Qualification(
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


def leave_from(row: Mapping[str, Any]) -> facts.Leave:
    excludes = Span(row["excludes_since"], row["excludes_until"]) if row["excludes_since"] else None
    return facts.Leave(row["since"], row["until"], row["extends_months"], excludes, bool(row["approved"]))


def fact_from(row: Mapping[str, Any]) -> Any:
    """The record that was kept; an entry of the file is known by its row, whatever it was called where it came from."""
    fact = from_canonical(row["details"], FACT_KINDS[row["kind"]])
    return replace(fact, id=str(row["id"])) if row["kind"] in KINDS else fact

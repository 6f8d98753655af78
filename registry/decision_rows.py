"""Decisions in and out of the database, and what follows from them: holdings and measures, made anew each time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from accreditation.dates import LAST_DAY, ONE_DAY, Span
from accreditation.decisions import Decision, Kind
from accreditation.held import Measure
from accreditation.picture import RulesByVersion
from accreditation.standing import standing_on
from registry.canonical import canonical, from_canonical
from registry.journal import Recording
from registry.merged_people import WHOLE
from registry.tables_decisions import DecisionRow, FindingRow, HoldingRow, MeasureRow, PublicTextRow

# Days and moments as text: the same values on both databases. The order is that of `read_decision`. `t` is WITH_TEXT.
COLUMNS = (
    "CAST(d.id AS TEXT), d.seq, d.kind, CAST(d.recorded_at AS TEXT), CAST(d.since AS TEXT), CAST(d.until AS TEXT), "
    "d.level, d.scopes, d.scheme_version, t.text, CAST(d.refers_to AS TEXT), d.outcome, d.months, d.successor, "
    "CAST(d.public_until AS TEXT), d.replacement, d.extension"
)
WITH_TEXT = "LEFT JOIN public_text t ON t.decision = d.id"
_NO_SCOPES: frozenset[str] = frozenset()


def read_decision(row: Sequence[Any]) -> Decision:
    """One decision from the values of COLUMNS."""
    (id_, seq, kind, recorded_at, since, until, level, scopes, version, text,
     refers_to, outcome, months, successor, public_until, replacement, extension) = row  # fmt: skip
    instead = replace(from_canonical(replacement, Decision), text=text) if replacement else None
    return Decision(
        id_,
        seq,
        Kind(kind),
        datetime.fromisoformat(recorded_at),
        date.fromisoformat(since),
        date.fromisoformat(until) if until else None,
        level,
        from_canonical(scopes, frozenset[str]) if scopes != "[]" else _NO_SCOPES,
        version,
        None if instead else text,  # what stands beside a correction is the text of what it puts in place
        refers_to,
        outcome,
        months,
        successor,
        date.fromisoformat(public_until) if public_until else None,
        instead,
        extension,
    )


async def decisions_on(practitioner: UUID, mark: str) -> list[Decision]:
    """Every decision on one mark of one person, in the order of recording, the open transaction's own included.

    Also what was decided while a part of them had a file of its own.
    """
    rows = await DecisionRow.raw(
        f"SELECT {COLUMNS} FROM decision d {WITH_TEXT} "  # noqa: S608  # our own constants, no text from outside
        f"WHERE d.practitioner IN {WHOLE} AND d.mark = {{}} ORDER BY d.seq",
        practitioner,
        practitioner,
        mark,
    )
    return [read_decision(tuple(row.values())) for row in rows]


async def decisions_of(people: Sequence[UUID], mark: str) -> dict[UUID, list[Decision]]:
    """Every decision on one mark of each of these people, in the order of recording."""
    found: dict[UUID, list[Decision]] = {who: [] for who in people}
    if people:
        whose = ", ".join("{}" for _ in people)
        rows = await DecisionRow.raw(
            f"SELECT CAST(d.practitioner AS TEXT) AS who, {COLUMNS} FROM decision d {WITH_TEXT} "  # noqa: S608  # our own constants, no text from outside
            f"WHERE d.mark = {{}} AND d.practitioner IN ({whose}) ORDER BY d.seq",
            mark,
            *people,
        )
        for row in rows:
            who, *decision = row.values()
            found[UUID(who)].append(read_decision(decision))
    return found


async def decisions_by_mark(practitioner: UUID) -> dict[str, list[Decision]]:
    """Every decision on one person, by the mark it is about, in the order of recording."""
    rows = await DecisionRow.raw(
        f"SELECT d.mark, {COLUMNS} FROM decision d {WITH_TEXT} WHERE d.practitioner IN {WHOLE} ORDER BY d.seq",  # noqa: S608  # our own constants, no text from outside
        practitioner,
        practitioner,
    )
    found: dict[str, list[Decision]] = {}
    for row in rows:
        mark, *decision = row.values()
        found.setdefault(mark, []).append(read_decision(decision))
    return found


@dataclass(frozen=True, slots=True)
class Grounds:
    """What lies under a decision: the reason a person gave and, where the rules were asked, their findings."""

    reason: str
    evaluated_on: date | None = None
    outcome: str | None = None
    facts: str | None = None
    findings: str | None = None
    scheme_digest: str | None = None
    inputs_digest: str | None = None
    findings_digest: str | None = None


async def record_decision(
    journal: Recording,
    person: dict[str, Any],
    mark: str,
    decision: Decision,
    grounds: Grounds,
    *,
    answers: str | None = None,
) -> None:
    """Append one decision with its journal entry and its grounds. `seq` and `recorded_at` are the journal's."""
    instead = decision.replacement
    seq = await journal.append(f"decision.{decision.kind}", person["number"], reference=decision.id)
    await DecisionRow.insert(
        DecisionRow(
            id=UUID(decision.id),
            seq=seq,
            practitioner=person["id"],
            mark=mark,
            kind=str(decision.kind),
            since=decision.since,
            until=decision.until,
            level=decision.level,
            scopes=canonical(decision.scopes),
            scheme_version=decision.scheme_version,
            refers_to=UUID(decision.refers_to) if decision.refers_to else None,
            answers=UUID(answers) if answers else None,
            outcome=decision.outcome,
            months=decision.months,
            successor=decision.successor,
            public_until=decision.public_until,
            replacement=canonical(replace(instead, text=None)) if instead else None,
            recorded_at=journal.at,
            actor=journal.actor,
            scheme_digest=grounds.scheme_digest,
            inputs_digest=grounds.inputs_digest,
            findings_digest=grounds.findings_digest,
            extension=decision.extension,
        )
    )
    if text := instead.text if instead else decision.text:
        await PublicTextRow.insert(PublicTextRow(decision=UUID(decision.id), text=text))
    await FindingRow.insert(
        FindingRow(
            decision=UUID(decision.id),
            reason=grounds.reason,
            evaluated_on=grounds.evaluated_on,
            outcome=grounds.outcome,
            facts=grounds.facts,
            findings=grounds.findings,
        )
    )


async def project(practitioner: UUID, mark: str, rules: RulesByVersion) -> None:
    """Make the holdings and measures of one mark of one person anew from all decisions on it."""
    final = standing_on(await decisions_on(practitioner, mark), LAST_DAY, LAST_DAY, rules)
    own = (HoldingRow.practitioner == practitioner) & (HoldingRow.mark == mark)
    await HoldingRow.delete().where(own)
    holdings = [
        HoldingRow(
            practitioner=practitioner,
            mark=mark,
            since=term.since,
            until=term.until,
            level=term.level,
            scheme_version=term.scheme_version,
        )
        for term in final.history
    ]
    if holdings:
        await HoldingRow.insert(*holdings)
    await MeasureRow.delete().where((MeasureRow.practitioner == practitioner) & (MeasureRow.mark == mark))
    measures = [
        MeasureRow(
            decision=UUID(part.decision),
            practitioner=practitioner,
            mark=mark,
            kind=str(part.kind),
            since=part.since,
            until=part.until,
            final=part.final,
            public_until=part.public_until,
        )
        for measure in final.measures
        for part in without_pauses(measure)
    ]
    if measures:
        await MeasureRow.insert(*measures)


def without_pauses(measure: Measure) -> list[Measure]:
    """The stretches in which a measure really holds."""
    parts: list[Measure] = []
    since = measure.since
    last = measure.until or LAST_DAY
    for pause in sorted(measure.paused):
        if pause.since > since:
            parts.append(replace(measure, since=since, until=min(pause.since - ONE_DAY, last)))
        since = max(since, pause.until + ONE_DAY)
    if Span(since, last):
        parts.append(replace(measure, since=since))
    return parts

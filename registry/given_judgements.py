"""What assessors said about an application, as far as it still counts: what each of them said last.

A judgement no longer counts once an interest of its assessor in the candidate came to light.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from accreditation.judging import ToJudge, is_done
from registry.evidence_reading import Reader
from registry.tables_desk import InterestRow, JudgementRow


async def judgements_on(application: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Everything that was said about an application, in the order in which it was said.

    While it is open without what no longer counts; once it is decided it is history, and all of it is there.
    """
    rows: list[dict[str, Any]] = (
        await JudgementRow.select().where(JudgementRow.application == application["id"]).order_by(JudgementRow.seq)
    )
    if not rows or not application["is_open"]:
        return rows
    interests = await InterestRow.select(InterestRow.staff, InterestRow.recorded_at).where(
        InterestRow.practitioner == application["practitioner"]
    )
    return [row for row in rows if not _is_void(row, interests)]


def _is_void(row: Mapping[str, Any], interests: Iterable[Mapping[str, Any]]) -> bool:
    return any(one["staff"] == row["assessor"] and one["recorded_at"] >= row["given_at"] for one in interests)


def said_last(rows: Sequence[Mapping[str, Any]]) -> dict[str, Collection[str]]:
    """Per requirement what each assessor said last, in each form. A question says nothing yet."""
    last = {(row["requirement"], row["assessor"], row["form"]): row["verdict"] for row in rows}
    found: dict[str, Collection[str]] = {}
    for (requirement, _, _), verdict in last.items():
        if verdict != "question":
            found[requirement] = (*found.get(requirement, ()), verdict)
    return found


def has_done_own(rows: Sequence[Mapping[str, Any]], asked: Sequence[ToJudge], staff: Reader) -> bool:
    """Whether somebody gave every judgement that is theirs to give; a question is none."""
    last = {(r["requirement"], r["form"]): r["verdict"] for r in rows if r["assessor"] == staff.actor}
    own = {key for key, verdict in last.items() if verdict != "question"}
    return bool(own) and is_done(asked, own, said_last(rows))


def doubts_in(rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """How many assessors doubt about each requirement, by what each of them said last."""
    last = {(row["requirement"], row["assessor"]): row["verdict"] for row in rows}
    doubts: dict[str, int] = {}
    for (requirement, _), verdict in last.items():
        doubts[requirement] = doubts.get(requirement, 0) + (verdict == "doubt")
    return doubts

"""Proving a decision again: the stored facts and rules give the stored findings, or they do not."""

from dataclasses import dataclass
from uuid import UUID

from accreditation.dossier import Dossier
from accreditation.evaluate import evaluate
from accreditation.findings import evaluation_as_data
from registry.canonical import canonical, digest, from_canonical
from registry.catalogue import read_scheme
from registry.errors import NotFound, Refused
from registry.tables_catalogue import SchemeVersionRow
from registry.tables_decisions import DecisionRow, FindingRow


@dataclass(frozen=True, slots=True)
class Replay:
    """What came out. A decision is proven when all four are true."""

    same_rules: bool
    same_facts: bool
    same_findings: bool
    same_digest: bool

    @property
    def proven(self) -> bool:
        return self.same_rules and self.same_facts and self.same_findings and self.same_digest


async def replay(decision: UUID) -> Replay:
    """Evaluate a decision's frozen facts once more by the rules of its day.

    Raises NotFound for an unknown decision; Refused for one that no evaluation lies under, or whose facts were erased.
    """
    taken = await DecisionRow.select().where(DecisionRow.id == decision).first()
    if taken is None:
        raise NotFound("There is no such decision. Check its identity.")
    under = await FindingRow.select().where(FindingRow.decision == decision).first()
    if under is None or under["findings"] is None or under["facts"] is None:
        raise Refused("No evaluation is kept under this decision: it was a measure, or its facts were erased by right.")
    text = await SchemeVersionRow.select().where(SchemeVersionRow.digest == taken["scheme_digest"]).first()
    assert text is not None  # a foreign key
    mark = read_scheme(text["text"], taken["mark"]).mark
    dossier = from_canonical(under["facts"], Dossier)
    again = evaluate(mark, mark.version(taken["scheme_version"]), dossier, under["evaluated_on"])
    findings = canonical(evaluation_as_data(again))
    return Replay(
        digest(text["text"]) == taken["scheme_digest"],
        digest(canonical(dossier)) == taken["inputs_digest"] == digest(under["facts"]),
        findings == under["findings"],
        digest(findings) == taken["findings_digest"],
    )

"""What people are asked to judge in one file: which requirements, in which form, by how many, the gate first."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from accreditation.findings import Evaluation, Outcome, RequirementFinding
from accreditation.rules.assessment import Assessment
from accreditation.rules.node import walk
from accreditation.scheme import SchemeVersion

_FOR_PEOPLE = (Outcome.NEEDS_ASSESSOR, Outcome.UNKNOWN_RULE)


@dataclass(frozen=True, slots=True)
class ToJudge:
    """One requirement that people judge: `assessors` of them in each of `forms`, and another one for each doubt where
    `second_on_doubt`.
    """

    requirement: str
    stage: str
    forms: tuple[str, ...] = ("written",)
    assessors: int = 1
    second_on_doubt: bool = False

    def seats(self, doubts: int) -> int:
        """How many assessors it takes, now that so many doubt."""
        return self.assessors + (doubts if self.second_on_doubt else 0)


def asked_of_people(version: SchemeVersion, evaluation: Evaluation) -> tuple[ToJudge, ...]:
    """What is left for people by an evaluation; the gate first. A gate that the machine finds closed is one of them."""
    stages = {requirement.code: requirement.stage for requirement in version.requirements}
    found: dict[str, ToJudge] = {}
    for finding in evaluation.requirements:
        if _is_for_people(finding):
            for rule in _assessments(version, finding.code) or [None]:
                one = _asked(finding.code, rule, stages)
                found[one.requirement] = _both(found.get(one.requirement, one), one)
    return tuple(sorted(found.values(), key=lambda one: one.stage != "gate"))


def _is_for_people(finding: RequirementFinding) -> bool:
    if not finding.decides:
        return False
    return finding.outcome in _FOR_PEOPLE or (finding.stage == "gate" and finding.outcome is Outcome.NOT_SATISFIED)


def _assessments(version: SchemeVersion, code: str) -> list[Assessment | None]:
    requirement = next(one for one in version.requirements if one.code == code)
    return [rule for rule in walk(requirement.rule) if isinstance(rule, Assessment)]


def _asked(code: str, rule: Assessment | None, stages: Mapping[str, str]) -> ToJudge:
    if rule is None:
        return ToJudge(code, stages[code])
    about = rule.of or code
    return ToJudge(about, stages[about], rule.forms, rule.assessors, rule.on_doubt == "second_assessor")


def _both(one: ToJudge, other: ToJudge) -> ToJudge:
    """Two rules about one requirement: whatever either asks."""
    return ToJudge(
        one.requirement,
        one.stage,
        tuple(dict.fromkeys((*one.forms, *other.forms))),
        max(one.assessors, other.assessors),
        one.second_on_doubt or other.second_on_doubt,
    )


def seats(asked: Iterable[ToJudge], doubts: Mapping[str, int]) -> int:
    """How many assessors a file takes, by how many doubt about each requirement; one at least."""
    return max((one.seats(doubts.get(one.requirement, 0)) for one in asked), default=1)


def gate_waits_for(asked: Iterable[ToJudge], said: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    """The requirements of the gate that nobody found good yet, or somebody did not: content is not judged before.

    `said` is what everybody who judged a requirement said last.
    """
    return tuple(
        one.requirement
        for one in asked
        if one.stage == "gate" and set(said.get(one.requirement, ())) != {"good"}
    )  # fmt: skip


def is_done(asked: Iterable[ToJudge], own: Collection[tuple[str, str]], said: Mapping[str, Collection[str]]) -> bool:
    """Whether an assessor gave everything that is theirs to give: `own` are the requirements and forms they judged.

    Of the gate it is enough that anybody judged it; where it stays closed, nothing else is judged.
    """
    asked = tuple(asked)
    gate = [one for one in asked if one.stage == "gate"]
    if not all(said.get(one.requirement) for one in gate):
        return False
    if gate_waits_for(gate, said):
        return True
    return all((one.requirement, form) in own for one in asked if one.stage != "gate" for form in one.forms)

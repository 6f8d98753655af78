"""A mark as dated data: its versions, requirements and terms, read from one TOML file and checked as a whole."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, PlainValidator, model_validator

from accreditation.dates import FIRST_DAY, LAST_DAY, Period
from accreditation.dossier import Dossier
from accreditation.findings import Moment
from accreditation.picture import StandingRules
from accreditation.rules import AnyRule
from accreditation.rules.assessment import Assessment
from accreditation.rules.condition import Condition
from accreditation.rules.counting import Windowed
from accreditation.rules.every_period import EveryPeriod
from accreditation.rules.node import Rule, walk
from accreditation.rules.payment import Payment
from accreditation.rules.tables import ConversionRow, EvidenceRow
from accreditation.rules.unknown import Unknown
from accreditation.rules.values import (
    Amount,
    Code,
    Day,
    Length,
    Line,
    Strict,
    Texts,
    check_day,
    length_or,
)
from accreditation.rules.words import Speech
from accreditation.versions import faults, versions_for

Known = Literal["proven", "not_proven", "unknown"]


def _read_start(value: object) -> date | str:
    if isinstance(value, date) and type(value) is date:
        return check_day(value)
    if value in ("unknown", "announced"):
        return str(value)
    raise ValueError('write a day such as 2021-01-01, "unknown" (in force from before we can see) or "announced"')


Start = Annotated[date | str, PlainValidator(_read_start)]
Validity = Annotated[Period | str, PlainValidator(length_or("unknown", "no_end"))]
Opening = Annotated[Period | str, PlainValidator(length_or("unknown"))]
Closing = Annotated[Period | str, PlainValidator(length_or("unknown", "expiry"))]


class Source(Strict):
    """Where a rule was read, and when it was seen there."""

    title: Line
    address: Line | None = None
    seen_on: Day | None = None


class Late(Strict):
    """What applying after the grace costs: from `after` the expiry on, a fee, or extra points a month that began."""

    after: Length
    fee: Code | None = None
    requirement: Code | None = None
    amount: Amount | None = None

    @model_validator(mode="after")
    def _surcharge_whole(self) -> "Late":
        if (self.requirement is None) is not (self.amount is None):
            raise ValueError("a surcharge names both the requirement and the amount a month")
        return self


class Term(Strict):
    """How long a registration lasts and when the next one can be asked. What the body does not say is "unknown"."""

    validity: Validity
    anchor: Literal["old_expiry", "decision", "application", "unknown"]
    apply_from: Opening = "unknown"
    apply_until: Closing = "unknown"
    grace: Length | None = None
    activities_in_grace: bool = False
    late: tuple[Late, ...] = ()
    pending_after_expiry: Literal["shown_as_pending", "stays_valid", "unknown"] = "unknown"
    objection: Literal["suspensive", "not_suspensive", "unknown"] = "unknown"
    objection_decided_within: Opening = "unknown"
    source: Line | None = None

    def objection_due(self, received_on: date) -> date | None:
        """The last day to decide an objection that came in on a day; None where the body does not say."""
        within = self.objection_decided_within
        return within.after(received_on) if isinstance(within, Period) else None

    def standing_rules(self) -> StandingRules:
        """What is unknown counts as the stricter answer: no suspension of a measure, no life after expiry."""
        return StandingRules(self.objection == "suspensive", self.pending_after_expiry == "stays_valid")


class Proof(Strict):
    """What holding the mark proves to a subsidy desk, on the days from `since` to `until`."""

    since: Day | None = None
    until: Day | None = None
    education: Known
    experience: Known
    code_of_conduct: Known
    source: Line


class Requirement(Strict):
    """One thing the body asks, at the moments of `at`. `confidence` "unknown" belongs to a rule of kind unknown."""

    code: Code
    text: Texts
    at: tuple[Moment, ...] = Field(min_length=1)
    stage: Literal["gate", "content"] = "content"
    rule: AnyRule
    source: Line
    confidence: Literal["seen", "reported", "unknown"]
    hardship: bool = True
    scopes: tuple[Code, ...] = ()
    applies_if: Condition | None = None

    @model_validator(mode="after")
    def _sure_or_unknown(self) -> "Requirement":
        if isinstance(self.rule, Unknown) is not (self.confidence == "unknown"):
            raise ValueError('confidence = "unknown" and a rule of kind "unknown" belong together')
        return self

    @model_validator(mode="after")
    def _effect_on_top(self) -> "Requirement":
        inside = (rule for part in self.rule.parts() for rule in walk(part))
        if any(isinstance(rule, Payment) and rule.condition_of == "effect" for rule in inside):
            raise ValueError("a payment of effect is a requirement of its own: take it out of the other rule")
        return self

    @model_validator(mode="after")
    def _windows_for_newcomers(self) -> "Requirement":
        if {"initial", "bridge"} & set(self.at):
            for rule in _with_own_window(self.rule):
                if rule.needs_look_back:
                    raise ValueError(
                        f"the {rule.kind} rule looks at the term, but a first application has none: "
                        'add look_back = "4 years"'
                    )
        return self


def _with_own_window(rule: Rule) -> Iterator[Windowed]:
    """The rules that look at a window; those inside an every-period rule look at its periods."""
    if isinstance(rule, Windowed):
        yield rule
    if not isinstance(rule, EveryPeriod):
        for part in rule.parts():
            yield from _with_own_window(part)


class SchemeVersion(Strict):
    """The rules of a mark from a day on. `id` is its start day unless named; `decided_apart`: no assessor decides."""

    id: Code
    in_force_from: Start
    in_force_until: Day | None = None
    planned_from: Day | None = None
    applies_to: Condition | None = None
    decided_apart: bool = False
    note: Texts | None = None
    source: tuple[Source, ...] = Field(min_length=1)
    term: Term
    proves: tuple[Proof, ...] = ()
    conversion: tuple[ConversionRow, ...] = ()
    evidence: tuple[EvidenceRow, ...] = ()
    requirements: tuple[Requirement, ...] = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _id_from_start(cls, value: object) -> object:
        if isinstance(value, dict) and "id" not in value and "in_force_from" in value:
            return {**value, "id": str(value["in_force_from"])}
        return value

    @model_validator(mode="after")
    def _codes_fit(self) -> "SchemeVersion":
        codes = [r.code for r in self.requirements]
        problems = [f'two requirements are called "{c}"' for c in sorted({c for c in codes if codes.count(c) > 1})]
        named = [c for row in self.evidence for c in row.requirement] + [
            late.requirement for late in self.term.late if late.requirement is not None
        ]
        named += [r.of for q in self.requirements for r in walk(q.rule) if isinstance(r, Assessment) and r.of]
        problems += [f'there is no requirement "{c}"' for c in sorted(set(named) - set(codes))]
        if problems:
            raise ValueError("; ".join(problems))
        return self

    @model_validator(mode="after")
    def _ends_after_it_began(self) -> "SchemeVersion":
        if self.in_force_until is not None and (self.starts is None or self.in_force_until < self.starts):
            raise ValueError("in_force_until lies before in_force_from")
        return self

    @property
    def starts(self) -> date | None:
        """First day in force; None for a version that is only announced."""
        if isinstance(self.in_force_from, date):
            return self.in_force_from
        return FIRST_DAY if self.in_force_from == "unknown" else None

    def proves_on(self, day: date) -> Proof | None:
        """What the mark proves on a day, by this version; None when nothing is known."""
        return next((p for p in self.proves if (p.since or FIRST_DAY) <= day <= (p.until or LAST_DAY)), None)

    def is_payment_of_effect(self, requirement: Requirement) -> bool:
        return isinstance(requirement.rule, Payment) and requirement.rule.condition_of == "effect"


class Claim(Strict):
    """How people write an old or loose claim to the mark, and the level it means."""

    text: Line
    level: str | None = None


class GroupExtension(Strict):
    """Every registration valid on a day becomes longer, by the body's decision."""

    code: Code
    valid_on: Day
    months: int = Field(ge=1, le=120)
    text: Texts
    source: Line


class Body(Strict):
    """Who issues the mark, and where a complaint about a holder goes."""

    code: Code
    name: Line
    website: Line | None = None
    complaints: Texts
    assessor: Line | None = None
    ended_on: Day | None = None


class Mark(Strict):
    """A quality mark with all versions of its rules that we know."""

    code: Code
    name: Texts
    title: Texts | None = None
    abbreviation: Line | None = None
    summary: Texts
    says_not: Texts
    body: Body
    holder: Literal["person", "organisation"]
    version_by: Literal["day_asked", "application", "decision", "expiry"] = "day_asked"
    levels: tuple[str, ...] = ()
    scopes: tuple[Code, ...] = ()
    succeeds: tuple[Code, ...] = ()
    succeeded_by: Code | None = None
    began_on: Day | None = None
    ended_on: Day | None = None
    claims: tuple[Claim, ...] = ()
    labels: dict[Code, Texts] = Field(default_factory=dict)
    group_extensions: tuple[GroupExtension, ...] = ()
    versions: tuple[SchemeVersion, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _versions_apart(self) -> "Mark":
        ids = [v.id for v in self.versions]
        twice = sorted({i for i in ids if ids.count(i) > 1})
        if twice:
            raise ValueError(f"two versions are called {', '.join(twice)}: give one of them its own id")
        problems = list(faults(self))
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def speech(self, language: str) -> Speech:
        """How the rules of this mark are said in a language."""
        return Speech(language, self.labels)

    def version(self, id_: str) -> SchemeVersion:
        """One version. Raises KeyError when the mark has none of that name."""
        for version in self.versions:
            if version.id == id_:
                return version
        raise KeyError(id_)

    def version_for(self, dossier: Dossier, on: date) -> SchemeVersion | None:
        """The version that holds for a file on a day; None before the mark began or after it ended.

        The file was checked when it was parsed: never more than one version holds.
        """
        return next(iter(versions_for(self, dossier, on)), None)

    def standing_rules(self) -> dict[str | None, StandingRules]:
        """Per version what holds for objections and pending applications; None: the newest version in force."""
        rules: dict[str | None, StandingRules] = {v.id: v.term.standing_rules() for v in self.versions}
        in_force = [v for v in self.versions if v.starts is not None]
        if in_force:
            rules[None] = max(in_force, key=lambda v: v.starts or FIRST_DAY).term.standing_rules()
        return rules

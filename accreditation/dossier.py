"""The facts of one file, frozen: what a body knows about a person (or organisation) when it judges.

Amounts are exact fractions. An entry of several days counts on its last day (`on`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from accreditation.dates import Span


class EntryState(StrEnum):
    """Where an entry stands with the body that judges it."""

    APPROVED = "approved"
    WAITING = "waiting"
    REFUSED = "refused"
    CONCEPT = "concept"
    WITHDRAWN = "withdrawn"


class Measure(StrEnum):
    """What can be added up."""

    POINTS = "points"
    HOURS = "hours"
    CLIENTS = "clients"
    CONTACT_HOURS = "contact_hours"
    CREDITS = "credits"
    EVENTS = "events"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence with an entry: `kind` such as "certificate" or "agenda_screenshot"."""

    kind: str
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Activity:
    """Anything dated that can be counted: a course, a meeting, a year of client practice, a client survey.

    `amounts` holds what the entry itself says (hours, clients, credits, and points where they were fixed or claimed);
    a mark's conversion table turns them into that mark's points. `counted_for`: other marks that counted it already.
    """

    id: str
    kind: str
    on: date
    since: date | None = None
    amounts: Mapping[str, Fraction] = field(default_factory=dict)
    category: str | None = None
    domain: str | None = None
    role: str | None = None
    mode: str | None = None
    provider: str | None = None
    provider_accredited: bool = False
    commissioner: str | None = None
    subject: str | None = None
    course: str | None = None
    meeting: str | None = None
    confirmed_by: frozenset[str] = frozenset()
    evidence: tuple[Evidence, ...] = ()
    state: EntryState = EntryState.APPROVED
    motivation: bool = False
    counted_for: frozenset[str] = frozenset()

    @property
    def first_day(self) -> date:
        return self.since or self.on


@dataclass(frozen=True, slots=True)
class Experience:
    """Work in a role. `hours` is the total over the whole span; None where only the years are known."""

    id: str
    role: str
    since: date
    until: date | None = None
    hours: Fraction | None = None
    field_of_work: str | None = None
    state: EntryState = EntryState.APPROVED


@dataclass(frozen=True, slots=True)
class Qualification:
    """A diploma, an accredited course or recognised prior learning. `level` is an NLQF/EQF number."""

    id: str
    kind: str
    on: date
    level: int | None = None
    field_of_study: str | None = None
    provider: str | None = None
    provider_accredited: bool = False
    hours: Fraction | None = None
    state: EntryState = EntryState.APPROVED


@dataclass(frozen=True, slots=True)
class Document:
    """A document in the file: curriculum vitae, development plan, report."""

    id: str
    kind: str
    on: date
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Declaration:
    """A text accepted in a version: a code of conduct, consent to the procedure."""

    id: str
    text: str
    version: str
    on: date


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one assessor said about one requirement: "good", "not_good" or "doubt"."""

    id: str
    requirement: str
    assessor: str
    verdict: str
    on: date
    form: str = "written"
    independent: bool = True


@dataclass(frozen=True, slots=True)
class Payment:
    """A fee that was paid, in euro cents. `application`: the one it is for; None where nobody said so."""

    id: str
    fee: str
    on: date
    cents: int
    application: str | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """Something held over time: a conduct certificate, a quality label, an insurance. `until` None: still running."""

    id: str
    kind: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Holding:
    """Another mark, valid from `since` up to and including `until`."""

    mark: str
    since: date
    until: date
    level: str | None = None


@dataclass(frozen=True, slots=True)
class Leave:
    """An approved deferral. `excludes` names a year (or other period) that drops out of the window and of the norm."""

    since: date
    until: date
    extends_months: int = 0
    excludes: Span | None = None
    approved: bool = True


@dataclass(frozen=True, slots=True)
class SetAside:
    """The hardship clause: a person set one requirement aside, with a reason."""

    requirement: str
    on: date
    reason: str


@dataclass(frozen=True, slots=True)
class BroughtForward:
    """What an earlier term hands on for one requirement: a surplus (positive) or a shortfall (negative)."""

    requirement: str
    amount: Fraction


@dataclass(frozen=True, slots=True)
class Restriction:
    """An order under which practice in a role does not count. `roles` empty: every role."""

    since: date
    until: date | None = None
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything a body knows about one holder for one mark. No two facts of a kind have the same id,
    and every day lies within the calendar (1900 to 2199).

    `term` is the running (or last) registration of this mark, None for a first application;
    `applied_on` the day of handing in, `decided_on` the day of decision, where they are known. `application` is the
    name of what was handed in; `round_since` the day after an earlier application for this mark was decided.
    """

    holder: str
    registered_on: date | None = None
    term: Span | None = None
    applied_on: date | None = None
    decided_on: date | None = None
    affiliated_on: date | None = None
    level: str | None = None
    former_level: str | None = None
    scopes: frozenset[str] = frozenset()
    route: str | None = None
    sampled: bool = False
    activities: tuple[Activity, ...] = ()
    experience: tuple[Experience, ...] = ()
    qualifications: tuple[Qualification, ...] = ()
    documents: tuple[Document, ...] = ()
    declarations: tuple[Declaration, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    payments: tuple[Payment, ...] = ()
    coverages: tuple[Coverage, ...] = ()
    holdings: tuple[Holding, ...] = ()
    leave: tuple[Leave, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    brought_forward: tuple[BroughtForward, ...] = ()
    restrictions: tuple[Restriction, ...] = ()
    people: tuple["Dossier", ...] = ()
    application: str | None = None
    round_since: date | None = None

    def __post_init__(self) -> None:
        """Raises ValueError for two facts with one id: their order would decide which of them counts."""
        for facts in (
            self.activities, self.experience, self.qualifications, self.documents, self.declarations, self.judgements,
            self.payments,
        ):  # fmt: skip
            if len({fact.id for fact in facts}) != len(facts):
                raise ValueError("two facts in the file have the same id")
        if len({person.holder for person in self.people}) != len(self.people):
            raise ValueError("two people in the file have the same name")

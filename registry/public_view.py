"""What the public may see, and nothing else: records that are built by name from the standing, never by copying.

Measures leave by themselves: after `visible_until` they are no longer in the answer, whatever day is asked about.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from accreditation.decisions import Kind
from accreditation.held import Measure
from accreditation.scheme import Proof
from accreditation.standing import Standing, Status
from registry.catalogue import Catalogue

PROOFS = ("education", "experience", "code_of_conduct")


@dataclass(frozen=True, slots=True)
class PublicMeasure:
    """A measure that may be shown. `until` None: with the registration; `final` false: an objection is open."""

    kind: str
    since: date
    until: date | None
    final: bool
    visible_until: date | None


@dataclass(frozen=True, slots=True)
class PublicSpan:
    """One stretch of days, both included, without a gap in it."""

    since: date
    until: date


@dataclass(frozen=True, slots=True)
class PublicRegistration:
    """One mark of one person on the day asked.

    `since` and `until` are None for a registration that was taken away from its very first day: not one day counted.
    """

    mark: str
    body: str
    status: str
    certified: bool
    level: str | None
    scope: tuple[str, ...]
    since: date | None
    until: date | None
    scheme_version: str | None
    conditions: tuple[str, ...]
    measures: tuple[PublicMeasure, ...]
    history: tuple[PublicSpan, ...]
    succeeded_by: str | None


@dataclass(frozen=True, slots=True)
class PublicStanding:
    """The answer to "is this person certified?" on a day, as known on a day (None: now)."""

    number: str
    name: str
    on: date
    known_on: date | None
    certified: bool
    registrations: tuple[PublicRegistration, ...]
    proves: dict[str, str] = field(hash=False)


@dataclass(frozen=True, slots=True)
class PublicPlace:
    """A town where somebody works."""

    town: str
    postcode4: str | None


@dataclass(frozen=True, slots=True)
class PublicProfile:
    """What somebody shows of themselves. Address, telephone and the rest only by their own choice."""

    number: str
    name: str
    family_name_sort_key: str
    work_places: tuple[PublicPlace, ...]
    organisations: tuple[str, ...]
    languages: tuple[str, ...]
    contact_forms: tuple[str, ...]
    goals: tuple[str, ...]
    specialisms: tuple[str, ...]
    website: str | None
    email: str | None
    phone: str | None
    about: str | None


def public_registration(mark: str, standing: Standing, today: date, catalogue: Catalogue) -> PublicRegistration | None:
    """One mark as the public sees it; None when there is no registration to speak of."""
    if standing.status in (Status.NOT_REGISTERED, Status.DECEASED):
        return None
    described = catalogue.mark(mark)
    shown = [m for m in standing.measures if _visible(m, today)]
    revoked = standing.status is Status.REVOKED and any(m.kind is Kind.REVOCATION for m in shown)
    if standing.since is None and not revoked:
        return None  # not one day counted, and why is not public, or not any more
    return PublicRegistration(
        mark,
        described.body.code,
        str(standing.status),
        standing.certified,
        standing.level,
        tuple(sorted(standing.scopes)),
        standing.since,
        standing.until,
        standing.scheme_version,
        tuple(m.text for m in shown if m.kind is Kind.CONDITION and m.text and m.holds_on(standing.on)),
        tuple(PublicMeasure(str(m.kind), m.since, m.until, m.final, m.public_until) for m in shown),
        tuple(PublicSpan(term.since, term.until) for term in standing.history),
        standing.successor or described.succeeded_by,
    )


def _visible(measure: Measure, today: date) -> bool:
    """While it runs, and after that until its last public day."""
    return measure.public_until is None or today <= measure.public_until


def proven(proofs: Iterable[Proof | None]) -> dict[str, str]:
    """What all certified marks together prove: proven by one is proven; unknown of one is unknown, unless proven."""
    found = list(proofs)
    if not found:
        return dict.fromkeys(PROOFS, "not_proven")
    return {name: _best({"unknown" if proof is None else getattr(proof, name) for proof in found}) for name in PROOFS}


def _best(words: set[str]) -> str:
    return next(word for word in ("proven", "unknown", "not_proven") if word in words)

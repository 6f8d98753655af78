"""Writing an import down: every table in batches at the speed of the database, each subject with its journal entry."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from accreditation.dates import Span, amsterdam_day
from registry.canonical import canonical
from registry.catalogue import Catalogue, ensure_stored
from registry.database import conflict_when, insert_rows
from registry.decision_rows import project
from registry.group_extensions import TakenOver, extend_taken_over
from registry.import_lookups import to_fold_again
from registry.import_plan import Holder, Plan, Term
from registry.imported_records import ImportedPerson, ImportedQualification
from registry.journal import Line, Recording
from registry.names import search_key
from registry.verdicts import OVERLAPS

T = TypeVar("T")
NewId = Callable[[], UUID]
Progress = Callable[[int, int], None]  # rows done, rows in all

BATCH = 1_000
_PERSON = (
    "id", "number", "initials", "given_name", "prefix", "family_name", "sort_key", "search_key", "email", "phone",
    "registered_on", "removed_on", "removal", "version",
)  # fmt: skip
_PLACE = ("id", "practitioner", "town", "postcode4")
_FORMER = ("id", "practitioner", "prefix", "family_name", "search_key", "until")
_CHOICE = (
    "practitioner", "show_work_places", "languages", "contact_forms", "goals", "specialisms", "website", "email",
    "phone", "about",
)  # fmt: skip
_DECISION = (
    "id", "seq", "practitioner", "mark", "kind", "since", "until", "level", "scopes", "scheme_version", "months",
    "recorded_at", "actor", "scheme_digest",
)  # fmt: skip
_FINDING = ("decision", "reason")
_HOLDING = ("id", "practitioner", "mark", "since", "until", "level", "scheme_version")
_QUALIFICATION = (
    "id", "practitioner", "kind", "obtained_on", "level", "field_of_study", "provider", "provider_accredited",
    "minutes", "state", "recorded_at",
)  # fmt: skip


async def store(plan: Plan, journal: Recording, *, reason: str, new_id: NewId, progress: Progress) -> None:
    """Write everything in the plan, in the open transaction."""
    total = len(plan.people) + len(plan.terms) + len(plan.qualifications)
    done = 0
    again = await to_fold_again(plan)
    for scheme in {term.scheme.mark.code: term.scheme for term in plan.terms}.values():
        await ensure_stored(scheme, journal)
    for people in _batches(plan.people):
        await _store_people(people, journal, new_id)
        progress(done := done + len(people), total)
    for terms in _batches(plan.terms):
        with conflict_when("ex_holding_overlap", message=OVERLAPS):
            await _store_terms(terms, journal, reason, new_id, again)
        progress(done := done + len(terms), total)
    for qualifications in _batches(plan.qualifications):
        await _store_qualifications(qualifications, journal, new_id)
        progress(done := done + len(qualifications), total)
    rules = {term.scheme.mark.code: term.scheme.rules for term in plan.terms}
    touched = {(term.holder.id, term.scheme.mark.code) for term in plan.terms}
    for who, mark in sorted(again & touched, key=str):
        await project(who, mark, rules[mark])
    await _extend(plan.terms, journal)


async def _extend(terms: Sequence[Term], journal: Recording) -> None:
    """Whoever held a mark on the day of an extension that its body gave before gets it with the term taken over."""
    catalogue = Catalogue({term.scheme.mark.code: term.scheme for term in terms})
    for mark in catalogue.schemes:
        own = [term for term in terms if term.scheme.mark.code == mark]
        await extend_taken_over(journal, map(_taken_over, own), mark, catalogue=catalogue)


def _taken_over(term: Term) -> TakenOver:
    assert term.holder.id is not None  # the people were stored before their terms
    assert term.holder.number is not None  # as they were given numbers
    span = Span(term.given.since, term.given.until)
    return TakenOver(term.holder.id, term.holder.number, span, term.version)


def _batches(things: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(things), BATCH):
        yield things[start : start + BATCH]


async def _store_people(people: Sequence[Holder], journal: Recording, new_id: NewId) -> None:
    today = amsterdam_day(journal.at)
    rows, places, former, choices = [], [], [], []
    for holder in people:
        person = holder.person
        assert person is not None  # those to be entered have one
        holder.id = who = new_id()
        rows.append(_person_row(holder, person, who, today))
        if person.town:
            places.append((new_id(), who, person.town, person.postcode4))
        if person.former_family_name:
            former.append((new_id(), *_former_columns(person, who)))
        if choice := _choice_row(person, who):
            choices.append(choice)
    await journal.append_all(Line("practitioner.registered", holder.number or "") for holder in people)
    await insert_rows("practitioner", _PERSON, rows)
    for table, columns, more in (
        ("work_place", _PLACE, places),
        ("former_name", _FORMER, former),
        ("public_choice", _CHOICE, choices),
    ):
        if more:
            await insert_rows(table, columns, more)


def _person_row(holder: Holder, person: ImportedPerson, who: UUID, today: date) -> tuple[Any, ...]:
    return (
        who, holder.number, person.initials, person.given_name, person.prefix, person.family_name, holder.sort_key,
        holder.search_key, person.email, person.phone, today, None, None, 1,
    )  # fmt: skip


def _former_columns(person: ImportedPerson, who: UUID) -> tuple[Any, ...]:
    prefix, name = person.former_prefix, person.former_family_name
    return who, prefix, name, search_key(person.given_name, person.initials, prefix, name), person.former_until


def _choice_row(person: ImportedPerson, who: UUID) -> tuple[Any, ...] | None:
    """Work places, and what the earlier register showed as well; an address or a telephone is never shown unasked."""
    shown = (person.languages, person.contact_forms, person.goals, person.specialisms)
    if not any(shown) and person.website is None:
        return None
    return who, True, *(_listed(words) for words in shown), person.website, None, None, None


def _listed(words: Sequence[str]) -> str:
    return canonical(words) if words else "[]"


async def _store_terms(
    terms: Sequence[Term], journal: Recording, reason: str, new_id: NewId, again: set[tuple[UUID, str]]
) -> None:
    identities = [new_id() for _ in terms]
    entries = await journal.append_all(
        Line("decision.grant", term.holder.number or "", reference=str(identity))
        for term, identity in zip(terms, identities, strict=True)
    )
    decisions, findings, holdings = [], [], []
    for term, identity, entry in zip(terms, identities, entries, strict=True):
        given, mark, who = term.given, term.scheme.mark.code, term.holder.id
        scopes = canonical(frozenset(given.scopes)) if given.scopes else "[]"
        decisions.append((
            identity, entry.seq, who, mark, "grant", given.since, given.until, term.level, scopes, term.version, 0,
            journal.at, journal.actor, term.scheme.digest,
        ))  # fmt: skip
        findings.append((identity, reason))
        if (who, mark) not in again:
            holdings.append((new_id(), who, mark, given.since, given.until, term.level, term.version))
    await insert_rows("decision", _DECISION, decisions)
    await insert_rows("finding", _FINDING, findings)
    if holdings:
        await insert_rows("holding", _HOLDING, holdings)


async def _store_qualifications(
    qualifications: Sequence[tuple[Holder, ImportedQualification]], journal: Recording, new_id: NewId
) -> None:
    rows, lines = [], []
    for holder, given in qualifications:
        identity = new_id()
        rows.append((
            identity, holder.id, given.kind, given.obtained_on, given.level, given.field_of_study, given.provider,
            given.provider_accredited, given.minutes, "approved", journal.at,
        ))  # fmt: skip
        lines.append(Line("qualification.recorded", holder.number or "", reference=str(identity)))
    await insert_rows("qualification", _QUALIFICATION, rows)
    await journal.append_all(lines)


def numbers_given(plan: Plan) -> Mapping[str, str]:
    """The register number of everybody entered, by the reference of the old register where there is one."""
    return {
        holder.person.reference or holder.number: holder.number
        for holder in plan.people
        if holder.person is not None and holder.number is not None
    }

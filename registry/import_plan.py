"""What an import would do, decided before anything is written: who holds what, and whatever does not fit together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from uuid import UUID

from accreditation.dates import ONE_DAY, Span
from accreditation.dossier import Dossier
from registry.catalogue import Catalogue, Scheme
from registry.import_problems import Problems
from registry.imported_records import ImportedPerson, ImportedQualification, ImportedRegistration
from registry.names import fold, search_key, sort_key


@dataclass(slots=True)
class Holder:
    """Somebody in an import: to be entered (`person`), or in the register already (by `number`)."""

    person: ImportedPerson | None
    number: str | None
    row: int
    sort_key: str = ""
    search_key: str = ""
    id: UUID | None = None


@dataclass(slots=True)
class Term:
    """One registration to record."""

    holder: Holder
    given: ImportedRegistration
    scheme: Scheme
    level: str | None
    version: str | None = None


@dataclass(slots=True)
class Plan:
    """Everything an import will record. `known` are those in the register already, by number."""

    people: list[Holder] = field(default_factory=list)
    known: dict[str, Holder] = field(default_factory=dict)
    terms: list[Term] = field(default_factory=list)
    qualifications: list[tuple[Holder, ImportedQualification]] = field(default_factory=list)


def draft(
    people: Iterable[ImportedPerson],
    registrations: Iterable[ImportedRegistration],
    qualifications: Iterable[ImportedQualification],
    faulty: frozenset[str],
    catalogue: Catalogue,
    problems: Problems,
) -> Plan:
    """Put the records together and check them against each other and the marks.

    `faulty` names the people whose own row is wrong: of them nothing more is said.
    """
    draft_ = _Draft(Plan(), problems, faulty, _marks(catalogue))
    for person in people:
        draft_.enter(person)
    for given in registrations:
        draft_.register(given)
    for qualification in qualifications:
        holder = draft_.holder("qualifications", qualification)
        if holder is not None:
            draft_.plan.qualifications.append((holder, qualification))
    _put_in_order(draft_.plan.terms, problems)
    return draft_.plan


Marks = Mapping[str, tuple[Scheme, str | None]]


def _marks(catalogue: Catalogue) -> Marks:
    """Every way to write a mark that means one mark only: its code, its names, and old claims with their level."""
    found: dict[str, set[tuple[str, str | None]]] = {}
    for mark in catalogue.marks():
        for text in (mark.code, mark.name.nl, mark.name.en, mark.abbreviation or ""):
            found.setdefault(fold(text), set()).add((mark.code, None))
        for claim in mark.claims:
            found.setdefault(fold(claim.text), set()).add((mark.code, claim.level))
    found.pop("", None)
    one_meaning = {text: next(iter(meanings)) for text, meanings in found.items() if len(meanings) == 1}
    codes = {fold(mark.code): (mark.code, None) for mark in catalogue.marks()}
    return {text: (catalogue.scheme(code), level) for text, (code, level) in (one_meaning | codes).items()}


class _Draft:
    """A plan in the making, with what is needed to see doubles and to find whom a row is about."""

    def __init__(self, plan: Plan, problems: Problems, faulty: frozenset[str], marks: Marks) -> None:
        self.plan = plan
        self._problems = problems
        self._faulty = faulty
        self._marks = marks
        self._mark_texts: dict[str, tuple[Scheme, str | None] | None] = {}
        self._by_reference: dict[str, Holder] = {}
        self._by_number: dict[str, Holder] = {}
        self._places: dict[tuple[str, str], Holder] = {}
        self._mails: dict[tuple[str, str], Holder] = {}

    def enter(self, person: ImportedPerson) -> None:
        """Take somebody up, once."""
        holder = Holder(
            person,
            person.number,
            person.row,
            sort_key(person.initials, person.prefix, person.family_name),
            search_key(person.given_name, person.initials, person.prefix, person.family_name),
        )
        self._check_former_name(person)
        if person.postcode4 is not None and not person.town:
            self._problems.at("people", person.row, "town", "Write the town that belongs to the postcode.")
        self._once(self._by_reference, person.reference, "reference", holder)
        self._once(self._by_number, person.number, "number", holder)
        double = self._same_person(person, holder)
        if double is not None:
            self._problems.at(
                "people",
                person.row,
                "family_name",
                f"Row {double.row} has the same name and the same place or e-mail address. "
                "Delete one of the two, or give each an e-mail address of their own.",
            )
        self.plan.people.append(holder)

    def _check_former_name(self, person: ImportedPerson) -> None:
        if (person.former_family_name == "") is not (person.former_until is None):
            field = "former_until" if person.former_until is None else "former_family_name"
            self._problems.at(
                "people", person.row, field, "Fill in both the earlier name and its last day, or neither."
            )

    def _once(self, seen: dict[str, Holder], key: str | None, field: str, holder: Holder) -> None:
        if key and seen.setdefault(key, holder) is not holder:
            self._problems.at(
                "people", holder.row, field, f"This stands on row {seen[key].row} too. Give each person their own."
            )

    def _same_person(self, person: ImportedPerson, holder: Holder) -> Holder | None:
        """Somebody with the same name, and the same e-mail address, or the same place unless both have an address."""
        place = (holder.search_key, person.postcode4 or fold(person.town))
        there = self._places.setdefault(place, holder)
        if person.email is None:
            return there if there is not holder else None
        mailed = self._mails.setdefault((holder.search_key, person.email.casefold()), holder)
        if mailed is not holder:
            return mailed
        nobody_mailed = there is not holder and there.person is not None and there.person.email is None
        return there if nobody_mailed else None

    def holder(self, kind: str, given: ImportedRegistration | ImportedQualification) -> Holder | None:
        """Whom a row is about; None, with a problem, when nobody can tell."""
        if given.number in self._faulty or given.reference in self._faulty:
            return None
        if given.number is not None:
            found = self._by_number.get(given.number)
            if given.reference and (found is None or found is not self._by_reference.get(given.reference)):
                message = (
                    "The person with this reference does not have this register number on the sheet of people. "
                    "Correct one of the two, or leave one empty."
                )
                self._problems.at(kind, given.row, "number", message)
                return None
            return found or self.plan.known.setdefault(given.number, Holder(None, given.number, given.row))
        if not given.reference:
            message = "Whom is this row about? Write their reference or their register number."
            self._problems.at(kind, given.row, "reference", message)
            return None
        found = self._by_reference.get(given.reference)
        if found is None:
            message = "Nobody on the sheet of people has this reference. Add them there, or write a register number."
            self._problems.at(kind, given.row, "reference", message)
        return found

    def register(self, given: ImportedRegistration) -> None:
        """Take a registration up, if its mark can have it."""
        holder = self.holder("registrations", given)
        meant = self._meant(given)
        if meant is None:
            return
        scheme, level = meant
        before = len(self._problems)
        level = self._level(given, scheme, level)
        for name, message in _unfit(given, scheme):
            self._problems.at("registrations", given.row, name, message)
        if holder is not None and len(self._problems) == before:
            self.plan.terms.append(Term(holder, given, scheme, level, given.version))

    def _meant(self, given: ImportedRegistration) -> tuple[Scheme, str | None] | None:
        text = given.mark
        if text not in self._mark_texts:
            self._mark_texts[text] = self._marks.get(fold(text))
        meant = self._mark_texts[text]
        if meant is None:
            codes = ", ".join(sorted({scheme.mark.code for scheme, _ in self._marks.values()}))
            message = f"There is no such mark. Choose from: {codes}."
            self._problems.at("registrations", given.row, "mark", message)
        return meant

    def _level(self, given: ImportedRegistration, scheme: Scheme, claimed: str | None) -> str | None:
        levels = {level.casefold(): level for level in scheme.mark.levels}
        written = given.level or (claimed if levels else None)
        if written is None and not levels:
            return None
        level = levels.get((written or "").casefold())
        if level is None:
            known = ", ".join(scheme.mark.levels)
            message = f"This mark has the levels {known}. Choose one." if known else "This mark has no levels."
            self._problems.at("registrations", given.row, "level", message)
        return level


def _unfit(given: ImportedRegistration, scheme: Scheme) -> Iterable[tuple[str, str]]:
    """What this mark cannot have, by field."""
    mark = scheme.mark
    if mark.holder == "organisation":
        yield "mark", "This mark is given to organisations, not to people. Delete this row."
    if given.until < given.since:
        yield "until", "The last day lies before the first. Write a later day."
    if mark.ended_on is not None and given.since > mark.ended_on:
        yield (
            "since",
            f"This mark was given until {mark.ended_on:%d-%m-%Y}. Choose the mark that succeeded it.",
        )
    if mark.began_on is not None and given.since < mark.began_on:
        yield "since", f"This mark did not exist before {mark.began_on:%d-%m-%Y}. Write a later day, or another mark."
    if given.version is not None and given.version not in {version.id for version in mark.versions}:
        yield "version", f"Choose from: {', '.join(version.id for version in mark.versions)}, or leave this empty."
    if unknown := sorted(set(given.scopes) - set(mark.scopes)):
        yield (
            "scopes",
            f"This mark has no field of work {', '.join(unknown)}. It has: {', '.join(mark.scopes) or 'none'}.",
        )


def _put_in_order(terms: list[Term], problems: Problems) -> None:
    """Find terms that overlap, and under which version of the rules each was given."""
    held: dict[tuple[int, str], list[Term]] = {}
    for term in terms:
        held.setdefault((id(term.holder), term.scheme.mark.code), []).append(term)
    for own in held.values():
        own.sort(key=lambda term: term.given.since)
        for earlier, later in pairwise(own):
            if later.given.since <= earlier.given.until:
                message = (
                    f"These days overlap with those on row {earlier.given.row}. "
                    f"Let this one begin after {earlier.given.until:%d-%m-%Y}."
                )
                problems.at("registrations", later.given.row, "since", message)
        running: Span | None = None
        for term in own:
            term.version = term.version or _version(term, own[0].given, running)
            running = Span(term.given.since, term.given.until)


def _version(term: Term, first: ImportedRegistration, running: Span | None) -> str | None:
    """The rules that held for the file on the first day of the term, by the mark's own calendar; None: not known."""
    since = term.given.since
    file = Dossier(
        "imported",
        registered_on=first.since if running else None,
        term=running,
        applied_on=since if running is None else min(since, running.until),
        decided_on=since,
        level=term.level,
    )
    version = term.scheme.mark.version_for(file, since)
    return version.id if version else None


def overlap_of(term: Term, held: Span) -> str | None:
    """What to say of a term that overlaps one in the register; None when it does not."""
    if not held.overlap(Span(term.given.since, term.given.until)):
        return None
    return (
        f"The register has this mark from {held.since:%d-%m-%Y} until {held.until:%d-%m-%Y}. "
        f"Let this one begin after that, on {held.until + ONE_DAY:%d-%m-%Y}."
    )

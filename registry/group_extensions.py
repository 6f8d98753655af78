"""A body lengthens every running registration of a mark at once: one decision for each person, all of them or none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from accreditation.dates import LAST_DAY, ONE_DAY, Period, Span, same_day_later
from accreditation.decisions import GIVES_A_TERM, Decision, Kind
from accreditation.scheme import GroupExtension, Mark
from accreditation.standing import Status, standing_on
from registry.catalogue import Catalogue, Scheme
from registry.database import Statement, once_more
from registry.decision_rows import decisions_on
from registry.errors import Conflict, NotFound
from registry.journal import Recording, recording
from registry.measures import apply_decision, new_decision
from registry.merged_people import wholes_with
from registry.tables_decisions import DecisionRow
from registry.tables_people import PractitionerRow
from registry.tables_terms import GroupExtensionRow


@dataclass(frozen=True, slots=True)
class TakenOver:
    """A term that an import took over from an earlier register, as it was written down there."""

    practitioner: UUID
    number: str
    span: Span
    version: str | None


@dataclass(frozen=True, slots=True)
class Given:
    """An extension that its body gave to everybody at once. `code` is how a decision names it."""

    code: str
    valid_on: date
    months: int
    reason: str


RUNNING = (Status.VALID, Status.VALID_WITH_CONDITIONS, Status.SUSPENDED)
MOST_WORDS = 4000  # what a reason may be
# Whether anybody was given it for whom it was not taken away since.
_STANDS = Statement(
    "SELECT 1 AS one FROM decision d WHERE d.mark = $1 AND d.kind = 'group_extension' AND d.extension = $2 "
    "AND NOT EXISTS (SELECT 1 FROM decision c WHERE c.refers_to = d.id AND c.kind = 'correction' "
    "AND c.replacement IS NULL) LIMIT 1"
)
DONE = "This extension was given before. Open a registration to see its new last day."


@once_more
async def extend_group(mark: str, extension: str, *, catalogue: Catalogue, actor: str, at: datetime) -> int:
    """Give an extension that the scheme file of a mark names to everyone it is for; gives how many that are.

    It is for every term valid or suspended on the day the file names, also for one that the register hears of later:
    an import that takes such a term over gives the extension with it (extend_taken_over). Only a term that is decided
    on an application afterwards is left: whoever decided it knew of the extension and chose its last day. Raises
    Conflict when it was given before.
    """
    scheme = catalogue.scheme(mark)
    given = _from_scheme(_named(scheme, extension))
    async with recording(actor=actor, at=at, patient=True) as journal:
        people = await _holders(mark)
        extended = 0
        for person in people:
            decisions = await decisions_on(person["id"], mark)
            if _has(decisions, given):
                raise Conflict(DONE)
            extended += await _give(journal, person, mark, decisions, given, catalogue)
    return extended


async def extend_taken_over(
    journal: Recording, taken_over: Iterable[TakenOver], mark: str, *, catalogue: Catalogue
) -> None:
    """Give these people, whose terms were recorded just now, every extension that the body gave before.

    A term that was written down with the extension in it, longer than the mark's rules make any term, has had it.
    """
    given_before = await _given_before(catalogue.scheme(mark))
    for one in taken_over if given_before else ():
        for given in given_before:
            if given.valid_on in one.span and not _in_it(one, given, catalogue.mark(mark)):
                person = {"id": one.practitioner, "number": one.number}
                decisions = await decisions_on(one.practitioner, mark)
                if not _has(decisions, given):
                    await _give(journal, person, mark, decisions, given, catalogue)


async def _given_before(scheme: Scheme) -> list[Given]:
    """What the body gave and did not take back: by its scheme, and as an act of its desk."""
    found = []
    for extension in scheme.mark.group_extensions:
        if await _STANDS.rows(scheme.mark.code, extension.code):
            found.append(_from_scheme(extension))
    rows = await GroupExtensionRow.select().where(
        GroupExtensionRow.mark == scheme.mark.code, GroupExtensionRow.answer == "approved"
    )
    gone = {row["takes_back"] for row in rows}
    return found + [given_by(row) for row in rows if row["takes_back"] is None and row["id"] not in gone]


def given_by(row: Mapping[str, Any]) -> Given:
    """An act of the desk as what was given."""
    return Given(str(row["id"]), row["valid_on"], row["months"], f"{row['ground']}\n{row['reason']}")


def _from_scheme(extension: GroupExtension) -> Given:
    return Given(extension.code, extension.valid_on, extension.months, extension.text.en)


def _in_it(one: TakenOver, given: Given, mark: Mark) -> bool:
    """Whether the last day that was written down is that of a whole term with the extension after it."""
    validity = next((v.term.validity for v in mark.versions if v.id == one.version), None)
    if not isinstance(validity, Period):
        return False
    plain = validity.end_from(one.span.since)
    return one.span.until >= same_day_later(plain + ONE_DAY, given.months) - ONE_DAY


def _has(decisions: Iterable[Decision], given: Given) -> bool:
    return any(d.kind is Kind.GROUP_EXTENSION and d.extension == given.code for d in decisions)


async def _give(
    journal: Recording,
    person: dict[str, Any],
    mark: str,
    decisions: list[Decision],
    given: Given,
    catalogue: Catalogue,
) -> bool:
    """Record it for one person, if it is for them."""
    rules = catalogue.scheme(mark).rules
    if standing_on(decisions, given.valid_on, LAST_DAY, rules).status not in RUNNING:
        return False
    decision = replace(new_decision(Kind.GROUP_EXTENSION, given.valid_on), months=given.months, extension=given.code)
    await apply_decision(journal, person, mark, decision, given.reason[:MOST_WORDS], catalogue)
    return True


def _named(scheme: Scheme, code: str) -> GroupExtension:
    for extension in scheme.mark.group_extensions:
        if extension.code == code:
            return extension
    raise NotFound("This mark's scheme names no such extension. Add it to the scheme first.")


async def _holders(mark: str) -> list[dict[str, Any]]:
    """Everybody still in the register who was ever given this mark."""
    kinds = [str(kind) for kind in GIVES_A_TERM]
    rows = await DecisionRow.select(DecisionRow.practitioner).where(
        DecisionRow.mark == mark, DecisionRow.kind.is_in(kinds)
    )
    given = {row["practitioner"] for row in rows}
    ids = sorted(given | await wholes_with(given))
    if not ids:
        return []
    people = await PractitionerRow.select().where(PractitionerRow.id.is_in(ids), PractitionerRow.removed_on.is_null())
    return list(people)

"""What the register already knows of the people in an import; asked inside the import's own transaction."""

from collections.abc import AsyncIterator, Iterable
from typing import Any
from uuid import UUID

from piccolo.columns import Column

from accreditation.dates import Span
from accreditation.decisions import GIVES_A_TERM
from registry.import_plan import Holder, Plan, overlap_of
from registry.import_problems import Problems
from registry.names import fold
from registry.numbers import Draw, new_number
from registry.practitioners import GONE, UNKNOWN
from registry.tables_decisions import DecisionRow, HoldingRow
from registry.tables_people import PractitionerRow, RetiredNumberRow, WorkPlaceRow

AT_ONCE = 500  # values in one query


async def compare(plan: Plan, problems: Problems) -> None:
    """Check a plan against the register, and find the identity of those who are in it already."""
    await _check_new_numbers(plan, problems)
    await _find_known(plan, problems)
    await _check_doubles(plan, problems)
    await _check_overlaps(plan, problems)


async def _rows(column: Column, values: Iterable[Any], *wanted: Column) -> AsyncIterator[dict[str, Any]]:
    """The rows in which a column has one of these values."""
    left = list(values)
    table: Any = column._meta.table
    for start in range(0, len(left), AT_ONCE):
        for row in await table.select(*wanted).where(column.is_in(left[start : start + AT_ONCE])):
            yield row


async def _taken(numbers: Iterable[str]) -> set[str]:
    """Which of these numbers were ever given to anybody."""
    asked = list(numbers)
    given = {row["number"] async for row in _rows(PractitionerRow.number, asked, PractitionerRow.number)}
    return given | {row["number"] async for row in _rows(RetiredNumberRow.number, asked, RetiredNumberRow.number)}


async def _check_new_numbers(plan: Plan, problems: Problems) -> None:
    own = {holder.number: holder for holder in plan.people if holder.number is not None}
    for number in await _taken(own):
        message = "This number is in the register already. Leave this row out, or leave the number empty."
        problems.at("people", own[number].row, "number", message)


async def _find_known(plan: Plan, problems: Problems) -> None:
    wanted = (PractitionerRow.id, PractitionerRow.number, PractitionerRow.removed_on)
    found = {row["number"]: row async for row in _rows(PractitionerRow.number, plan.known, *wanted)}
    registering = {term.holder.number for term in plan.terms}
    for number, holder in plan.known.items():
        row = found.get(number)
        if row is None or row["removed_on"] is not None:
            kind = "registrations" if number in registering else "qualifications"
            problems.at(kind, holder.row, "number", UNKNOWN if row is None else GONE)
        else:
            holder.id = row["id"]


async def _check_doubles(plan: Plan, problems: Problems) -> None:
    """Somebody of the same name and place is in the register already, under another number perhaps."""
    if not await PractitionerRow.exists():
        return
    names: dict[str, list[Holder]] = {}
    for holder in plan.people:
        names.setdefault(holder.sort_key, []).append(holder)
    wanted = (PractitionerRow.id, PractitionerRow.sort_key, PractitionerRow.search_key, PractitionerRow.email)
    same = [row async for row in _rows(PractitionerRow.sort_key, names, *wanted)]
    places = {row["id"]: {""} for row in same}
    async for place in _rows(WorkPlaceRow.practitioner, places):
        places[place["practitioner"]] |= {place["postcode4"] or "", fold(place["town"])}
    for row in same:
        for holder in names[row["sort_key"]]:
            if holder.search_key == row["search_key"] and _is_same(holder, row["email"], places[row["id"]]):
                message = (
                    "The register has somebody with this name and place or e-mail address. Leave this row out and "
                    "use their register number, or give this person an e-mail address of their own."
                )
                problems.at("people", holder.row, "family_name", message)


def _is_same(holder: Holder, email: str | None, places: set[str]) -> bool:
    person = holder.person
    assert person is not None  # only those to be entered are compared
    if person.email is not None and email is not None:
        return person.email.casefold() == email.casefold()
    return (person.postcode4 or fold(person.town)) in places


async def _check_overlaps(plan: Plan, problems: Problems) -> None:
    held: dict[tuple[Any, str], list[Span]] = {}
    known = [holder.id for holder in plan.known.values() if holder.id is not None]
    async for row in _rows(HoldingRow.practitioner, known):
        held.setdefault((row["practitioner"], row["mark"]), []).append(Span(row["since"], row["until"]))
    for term in plan.terms if held else ():
        for span in held.get((term.holder.id, term.scheme.mark.code), ()):
            if message := overlap_of(term, span):
                problems.at("registrations", term.given.row, "since", message)


async def to_fold_again(plan: Plan) -> set[tuple[UUID, str]]:
    """The people and marks with more than plain terms behind them: their holdings follow from all decisions."""
    known = [holder.id for holder in plan.known.values()]
    wanted = (DecisionRow.practitioner, DecisionRow.mark, DecisionRow.kind)
    rows = [row async for row in _rows(DecisionRow.practitioner, known, *wanted)]
    return {(row["practitioner"], row["mark"]) for row in rows if row["kind"] not in GIVES_A_TERM}


async def give_numbers(plan: Plan, draw: Draw) -> None:
    """Draw a number for everybody without one. Nobody else can take it meanwhile: we hold the head of the journal."""
    used = {holder.number for holder in plan.people}
    waiting = [holder for holder in plan.people if holder.number is None]
    while waiting:
        for holder in waiting:
            number = new_number(draw)
            while number in used:
                number = new_number(draw)
            used.add(number)
            holder.number = number
        taken = await _taken([holder.number for holder in waiting if holder.number is not None])
        waiting = [holder for holder in waiting if holder.number in taken]

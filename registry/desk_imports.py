"""A body takes its own people over: the same plan as the command line, for its own marks, with a look at it first."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from registry.catalogue import Catalogue
from registry.desk import bodies_of
from registry.errors import NotFound
from registry.evidence_reading import Reader
from registry.import_lookups import compare
from registry.import_plan import Holder, Plan
from registry.import_problems import ImportRefused, Problems, RowProblem
from registry.importing import Imported, import_register, planned
from registry.names import display_name
from registry.own_marks import SETTING
from registry.sheets import SourceFile

NO_MARKS = "Importing is the work of an officer or an administrator of a body. Ask one of them."
NOBODYS = "This person gets no registration in this file. Add one for a mark of your body, or leave this row out."


@dataclass(frozen=True, slots=True)
class PlannedTerm:
    """A registration that would be recorded, with the row it stands on; no number yet for who is new."""

    row: int
    number: str | None
    name: str = field(repr=False)
    mark: str
    level: str | None
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What would be recorded, or else everything that is wrong. `count` also counts what is not shown."""

    people: int
    qualifications: int
    terms: tuple[PlannedTerm, ...]
    problems: tuple[RowProblem, ...]
    count: int


async def preview_import(files: Sequence[SourceFile], staff: Reader, *, catalogue: Catalogue) -> ImportPreview:
    """Look at files; nothing is recorded. Raises NotFound for who may not import for any body."""
    ours = _own(staff, catalogue)
    try:
        plan, problems = await asyncio.to_thread(planned, files, ours)
        only_their_own(plan, problems)
        await compare(plan, problems)
        problems.raise_if_any()
    except ImportRefused as refused:
        return ImportPreview(0, 0, (), refused.rows, refused.count)
    terms = tuple(
        PlannedTerm(
            term.given.row, term.holder.number, _name(term.holder), term.scheme.mark.code, term.level, term.given.since,
            term.given.until,
        )
        for term in plan.terms
    )  # fmt: skip
    return ImportPreview(len(plan.people), len(plan.qualifications), terms, (), 0)


async def import_for_body(
    files: Sequence[SourceFile], staff: Reader, *, catalogue: Catalogue, at: datetime
) -> Imported:  # fmt: skip
    """Take everything in these files over, or nothing. Raises ImportRefused with everything that is wrong."""
    return await import_register(
        files, catalogue=_own(staff, catalogue), actor=staff.actor, at=at, also=only_their_own
    )  # fmt: skip


def _own(staff: Reader, catalogue: Catalogue) -> Catalogue:
    """The marks of one's body alone: of every other an import says that there is no such mark."""
    bodies = bodies_of(staff, SETTING)
    if not bodies:
        raise NotFound(NO_MARKS)
    own = {code: scheme for code, scheme in catalogue.schemes.items() if scheme.mark.body.code in bodies}
    return Catalogue(own)


def only_their_own(plan: Plan, problems: Problems) -> None:
    """A body enters, and says something about, only whom it gives a registration in the same file."""
    if problems:
        return  # a registration that is wrong is in no plan: what follows from that is not said
    theirs = {id(term.holder) for term in plan.terms}
    for holder in plan.people:
        if id(holder) not in theirs:
            problems.at("people", holder.row, "family_name", NOBODYS)
    for holder, given in plan.qualifications:
        if id(holder) not in theirs:
            problems.at("qualifications", given.row, "number", NOBODYS)


def _name(holder: Holder) -> str:
    person = holder.person
    return "" if person is None else display_name(person.initials, person.prefix, person.family_name)

"""Taking over an existing register: people, their registrations and their qualifications, all of it or nothing."""

import asyncio
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from registry.catalogue import Catalogue
from registry.import_columns import read_records
from registry.import_lookups import compare, give_numbers
from registry.import_plan import Plan, draft
from registry.import_problems import ImportRefused, Problems, RowProblem
from registry.import_storage import NewId, Progress, numbers_given, store
from registry.imported_records import ImportedPerson, ImportedQualification, ImportedRegistration
from registry.journal import recording
from registry.numbers import Draw
from registry.sheets import SourceFile, Unreadable, read_sheets

__all__ = [
    "ImportRefused",
    "Imported",
    "ImportedPerson",
    "ImportedQualification",
    "ImportedRegistration",
    "RowProblem",
    "SourceFile",
    "import_register",
    "import_rows",
]

TAKEN_OVER = "Taken over from an earlier register."


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import recorded or, after a dry run, would record.

    `numbers` are those of the people entered, by the old register's reference (or by the number itself without one);
    empty after a dry run, for numbers are drawn only when they are given.
    """

    people: int
    registrations: int
    qualifications: int
    dry_run: bool
    numbers: Mapping[str, str]


def _silent(done: int, total: int) -> None:
    """Progress that nobody watches."""


async def import_register(
    files: Sequence[SourceFile],
    *,
    catalogue: Catalogue,
    actor: str,
    at: datetime,
    dry_run: bool = False,
    progress: Progress = _silent,
    also: Callable[[Plan, Problems], None] | None = None,
) -> Imported:
    """Take over a register from CSV files (one kind of record each) or a workbook with a sheet for each kind.

    `also` looks at the plan as well. Raises ImportRefused with everything that is wrong in every file, each with sheet,
    row and column; then nothing is recorded. Raises Conflict when the register changed under it, DatabaseBusy or
    DatabaseAway.
    """
    plan, problems = await asyncio.to_thread(planned, files, catalogue)  # seconds of work: others go on meanwhile
    if also is not None:
        also(plan, problems)
    return await _carry_out(plan, problems, actor=actor, at=at, dry_run=dry_run, progress=progress)


def planned(files: Sequence[SourceFile], catalogue: Catalogue) -> tuple[Plan, Problems]:
    """Everything about the files that can be said without the register."""
    problems = Problems()
    sheets = []
    for file in files:
        try:
            sheets += read_sheets(file)
        except Unreadable as error:
            problems.add(error.file, error.row or 0, "", str(error))
    problems.raise_if_any()
    read = read_records(sheets, problems)
    plan = draft(
        read["people"].records,
        read["registrations"].records,
        read["qualifications"].records,
        read["people"].faulty_keys,
        catalogue,
        problems,
    )
    return plan, problems


async def import_rows(
    people: Iterable[ImportedPerson],
    registrations: Iterable[ImportedRegistration] = (),
    qualifications: Iterable[ImportedQualification] = (),
    *,
    catalogue: Catalogue,
    actor: str,
    at: datetime,
    dry_run: bool = False,
    reason: str = TAKEN_OVER,
    draw: Draw = secrets.randbelow,
    new_id: NewId = uuid4,
    progress: Progress = _silent,
) -> Imported:
    """As import_register, for records that are made already. With a seeded `draw` and `new_id` it repeats itself."""
    problems = Problems()
    plan = draft(people, registrations, qualifications, frozenset(), catalogue, problems)
    return await _carry_out(
        plan,
        problems,
        actor=actor,
        at=at,
        dry_run=dry_run,
        reason=reason,
        draw=draw,
        new_id=new_id,
        progress=progress,
    )


async def _carry_out(
    plan: Plan,
    problems: Problems,
    *,
    actor: str,
    at: datetime,
    dry_run: bool,
    progress: Progress,
    reason: str = TAKEN_OVER,
    draw: Draw = secrets.randbelow,
    new_id: NewId = uuid4,
) -> Imported:
    """One transaction: compare with the register, and then record everything, or say everything that is wrong."""
    async with recording(actor=actor, at=at, patient=True) as journal:
        await compare(plan, problems)
        problems.raise_if_any()
        if not dry_run:
            await give_numbers(plan, draw)
            await store(plan, journal, reason=reason, new_id=new_id, progress=progress)
    counts = (len(plan.people), len(plan.terms), len(plan.qualifications))
    return Imported(*counts, dry_run, {} if dry_run else numbers_given(plan))

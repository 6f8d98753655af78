"""`loopbaanregister import`: take over an existing register from CSV files or a workbook, all of it or nothing."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from admin.commands.exits import Exit, Stop, end
from admin.commands.opening import with_database
from admin.commands.progress import progress
from admin.commands.schemes import READABLE

if TYPE_CHECKING:
    from registry.import_problems import ImportRefused
    from registry.importing import Imported

MOST_PRINTED = 200
LONGEST_ACTOR = 120  # what the journal keeps


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=READABLE)
@click.option("--dry-run", is_flag=True, help="Only look: say what is wrong, or what would be imported.")
@click.option("--actor", default="loopbaanregister import", show_default=True, help="Who imports, for the journal.")
@click.option("--json", "as_json", is_flag=True, help="For machines: the counts and numbers, or every problem.")
def import_(files: tuple[Path, ...], dry_run: bool, actor: str, as_json: bool) -> None:
    """Take over people, registrations and qualifications from CSV files, or from a workbook with a sheet of each.

    Everything that is wrong is listed at once with its sheet, row and column, and then nothing is imported.
    The exit code is 0 when all was imported (or could be), 1 when something is wrong.

    \b
    Examples:
      loopbaanregister import register.xlsx --dry-run
      loopbaanregister import mensen.csv registraties.csv
      loopbaanregister import register.xlsx --json > numbers.json
    """
    from registry.import_problems import ImportRefused

    if not actor.strip() or len(actor) > LONGEST_ACTOR:
        raise Stop(f"--actor: say who imports, in at most {LONGEST_ACTOR} characters.", Exit.ASKED_WRONGLY)
    contents = [(file.name, _content(file)) for file in files]
    try:
        imported = with_database(lambda: _import(contents, dry_run, actor))
    except ImportRefused as refused:
        _tell_problems(refused, as_json)
        end(Exit.NO)
    if as_json:
        click.echo(json.dumps(asdict(imported), indent=2))
    else:
        what = "Would import" if dry_run else "Imported"
        click.echo(
            f"{what} {imported.people} people, {imported.registrations} registrations "
            f"and {imported.qualifications} qualifications."
        )


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Stop(f"Cannot read {file}: {error.strerror}.", Exit.ASKED_WRONGLY) from None


async def _import(contents: list[tuple[str, bytes]], dry_run: bool, actor: str) -> "Imported":
    from registry.catalogue import load_catalogue
    from registry.clock import SystemClock
    from registry.importing import SourceFile, import_register

    with progress("Importing") as report:
        return await import_register(
            [SourceFile(name, content) for name, content in contents],
            catalogue=await load_catalogue(),
            actor=actor,
            at=SystemClock().now(),
            dry_run=dry_run,
            progress=report,
        )


def _tell_problems(refused: "ImportRefused", as_json: bool) -> None:
    if as_json:
        problems: list[dict[str, Any]] = [asdict(row) for row in refused.rows]
        click.echo(json.dumps({"count": refused.count, "problems": problems}, indent=2, ensure_ascii=False))
        return
    for row in refused.rows[:MOST_PRINTED]:
        place = ", ".join(part for part in (row.sheet, f"row {row.row}" if row.row else "", row.column) if part)
        click.echo(f"{place}: {row.message}", err=True)
    more = refused.count - min(len(refused.rows), MOST_PRINTED)
    if more:
        click.echo(f"… and {more} more; --json lists them all.", err=True)
    click.echo(f"Nothing was imported: {refused.count} things to correct.", err=True)

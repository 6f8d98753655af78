"""`loopbaanregister scheme`: check the files that hold the rules of a mark, run their cases, show what they say."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from admin.commands.exits import Exit, Stop, end

if TYPE_CHECKING:
    from accreditation.reading import SchemeError
    from accreditation.scheme import Mark

READABLE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def scheme() -> None:
    """Check and show the rules of marks.

    \b
    Examples:
      loopbaanregister scheme show
      loopbaanregister scheme check my-mark.toml
    """


@scheme.command("check")
@click.argument("files", nargs=-1, required=True, type=READABLE)
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def check(files: tuple[Path, ...], as_json: bool) -> None:
    """Read scheme files, run the cases that lie beside them, and list every mistake with its file and line.

    The cases of `my-mark.toml` are in `cases/my-mark.toml` or `my-mark.cases.toml` beside it.
    The exit code is 1 when anything at all is wrong.

    \b
    Examples:
      loopbaanregister scheme check my-mark.toml
      loopbaanregister scheme check --json schemes/*.toml
    """
    checked = [_check(file) for file in files]
    if as_json:
        click.echo(json.dumps(checked, indent=2, ensure_ascii=False))
    else:
        for result in checked:
            for mistake in result["mistakes"]:
                click.echo(mistake)
            if not result["mistakes"]:
                click.echo(f"{result['file']}: good, {result['cases']} cases came out as written")
    if any(result["mistakes"] for result in checked):
        end(Exit.NO)


def _check(file: Path) -> dict[str, Any]:
    """One file: how many cases ran, and every mistake."""
    try:
        mark = read_mark_file(file)
    except SchemeUnreadable as error:
        return {"file": str(file), "cases": 0, "mistakes": list(error.lines)}
    ran, mistakes = 0, []
    for cases in case_files(file):
        count, wrong = _run_cases(mark, cases)
        ran += count
        mistakes += wrong
    return {"file": str(file), "cases": ran, "mistakes": mistakes}


def _run_cases(mark: "Mark", file: Path) -> tuple[int, list[str]]:
    """How many cases of one file ran, and those that came out differently."""
    from accreditation.cases import parse_cases, try_case
    from accreditation.reading import SchemeError

    text = read_text(file)
    try:
        written = parse_cases(text, file.name)
    except SchemeError as error:
        return 0, list(with_place(file, error))
    wrong = (
        [] if written.mark == mark.code else [f'{file}:1: these are cases of "{written.mark}", not of "{mark.code}"']
    )
    lines = text.splitlines()
    for case in written.case:
        line = next((number for number, content in enumerate(lines, 1) if f'"{case.name}"' in content), 1)
        wrong += [f"{file}:{line}: {difference}" for difference in try_case(mark, case)]
    return len(written.case), wrong


class SchemeUnreadable(Exception):
    """A scheme file with mistakes; a line for each."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        self.lines = lines
        super().__init__("\n".join(lines))


def read_mark_file(file: Path) -> "Mark":
    """The mark in a file. Raises SchemeUnreadable."""
    from accreditation.reading import SchemeError, parse_mark

    try:
        return parse_mark(read_text(file), file.name)
    except SchemeError as error:
        raise SchemeUnreadable(tuple(with_place(file, error))) from None


def read_text(file: Path) -> str:
    """The text of a file in UTF-8, or a Stop that says what is wrong with it."""
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else error.strerror
        raise Stop(f"Cannot read {file}: {reason}.", Exit.ASKED_WRONGLY) from None


def with_place(file: Path, error: "SchemeError") -> Iterator[str]:
    """Each mistake as editors and compilers write it: file:line: path: what to do."""
    for mistake in error.mistakes:
        yield f"{file}:{mistake.line or 1}: {mistake.path}: {mistake.message}"


def case_files(file: Path) -> list[Path]:
    """Where the cases of a scheme file lie."""
    names = (file.parent / "cases" / file.name, file.with_suffix(".cases.toml"))
    return [path for path in names if path.is_file()]


@scheme.command("show")
@click.argument("mark", required=False)
@click.option("--language", type=click.Choice(["nl", "en"]), default="en", show_default=True)
def show(mark: str | None, language: str) -> None:
    """Show the shipped marks, or the versions and requirements of one.

    \b
    Examples:
      loopbaanregister scheme show
      loopbaanregister scheme show noloc-rl --language nl
    """
    from registry.catalogue import shipped_catalogue

    catalogue = shipped_catalogue()
    if mark is None:
        for each in catalogue.marks():
            ended = f", ended on {each.ended_on}" if each.ended_on else ""
            click.echo(f"{each.code:<14} {each.name.within(language)} ({each.body.name}{ended})")
        return
    found = catalogue.mark(mark)
    click.echo(f"{found.name.within(language)}: {found.summary.within(language)}")
    for version in found.versions:
        click.echo(f"\n{version.id}, in force from {version.in_force_from}")
        for requirement in version.requirements:
            click.echo(f"  {requirement.code:<28} {requirement.text.within(language)}")

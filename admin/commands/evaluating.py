"""`loopbaanregister evaluate`: what a mark's rules say about one file of facts, with the reasons."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from admin.commands.exits import Exit, Stop, end
from admin.commands.schemes import READABLE, SchemeUnreadable, read_mark_file, read_text, with_place

if TYPE_CHECKING:
    from accreditation.dossier import Dossier
    from accreditation.findings import Finding
    from accreditation.outlook import Missing, Outlook
    from accreditation.scheme import Mark, SchemeVersion

DAY = click.DateTime(["%Y-%m-%d"])
CURES = {
    "amount": "helps: add",
    "approval": "helps: let the body approve",
    "declaration": "helps: sign",
    "document": "helps: hand in",
    "judgement": "helps: let an assessor judge",
    "mark": "helps: hold the mark",
    "payment": "helps: pay",
    "person": "helps: appoint",
    "rule": "not known to us; ask",
}
MOMENTS = ["initial", "renewal", "continuous", "bridge"]


@click.command()
@click.argument("rules")
@click.argument("facts", type=READABLE)
@click.option("--on", "on", type=DAY, help="The day to judge on; today without this option.")
@click.option("--version", "version", help="A version of the rules; without this option the one that holds.")
@click.option("--moment", type=click.Choice(MOMENTS), help="Without this option: renewal for a file with a term.")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def evaluate(rules: str, facts: Path, on: Any, version: str | None, moment: Any, as_json: bool) -> None:
    """Judge a file of FACTS by the RULES of a mark: a scheme file, or the code of a shipped mark.

    For each requirement: the outcome, what was found and needed, what counted, what did not and why, and what
    would help until when. The engine advises; a person decides. The facts are TOML or JSON, written as in a case.
    The exit code is 0 when every requirement is satisfied and 1 when not.

    \b
    Examples:
      loopbaanregister evaluate noloc-rl facts.toml --on 2026-11-22
      loopbaanregister evaluate my-mark.toml facts.json --json
    """
    from accreditation.outlook import outlook

    mark = _mark(rules)
    dossier = _dossier(facts)
    day = on.date() if on else _today()
    view = outlook(mark, _version(mark, dossier, day, version), dossier, day, moment)
    click.echo(json.dumps(_as_data(view), indent=2, ensure_ascii=False) if as_json else _in_words(mark, view))
    if not view.now.eligible:
        end(Exit.NO)


def _mark(rules: str) -> "Mark":
    from registry.catalogue import shipped_catalogue
    from registry.errors import NotFound

    file = Path(rules)
    if file.is_file():
        try:
            return read_mark_file(file)
        except SchemeUnreadable as error:
            raise Stop(
                f"{error}\nCorrect these first: loopbaanregister scheme check {file}", Exit.ASKED_WRONGLY
            ) from None
    try:
        return shipped_catalogue().mark(rules)
    except NotFound as error:
        raise Stop(f'"{rules}" is neither a file nor a shipped mark. {error}', Exit.ASKED_WRONGLY) from None


def _dossier(file: Path) -> "Dossier":
    from pydantic import ValidationError

    from accreditation.reading import SchemeError, explain, parse_toml
    from accreditation.written_facts import Facts

    text = read_text(file)
    try:
        data = _json(file, text) if file.suffix == ".json" else parse_toml(text, file.name)
        return Facts.model_validate(data).dossier()
    except ValidationError as error:
        wrong = SchemeError(file.name, explain(error, text))
    except SchemeError as error:
        wrong = error
    raise Stop("\n".join(with_place(file, wrong)), Exit.ASKED_WRONGLY)


def _json(file: Path, text: str) -> Any:
    try:
        return json.loads(text, parse_float=Decimal)
    except (json.JSONDecodeError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise Stop(f"{file}:{line}: this is not JSON: {error}", Exit.ASKED_WRONGLY) from None


def _today() -> date:
    from accreditation.dates import amsterdam_day
    from registry.clock import SystemClock

    return amsterdam_day(SystemClock().now())


def _version(mark: "Mark", dossier: "Dossier", on: date, named: str | None) -> "SchemeVersion":
    names = ", ".join(version.id for version in mark.versions)
    if named is not None:
        try:
            return mark.version(named)
        except KeyError:
            raise Stop(f"{mark.code} has no version {named}. Its versions are: {names}.", Exit.ASKED_WRONGLY) from None
    version = mark.version_for(dossier, on)
    if version is None:
        raise Stop(f"No version of {mark.code} holds on {on}. Name one with --version: {names}.", Exit.ASKED_WRONGLY)
    return version


def _as_data(view: "Outlook") -> dict[str, Any]:
    from accreditation.findings import amount_text, evaluation_as_data

    def exact(amount: Any) -> str | None:
        return None if amount is None else amount_text(amount)

    missing = [
        {
            "requirement": item.requirement,
            "outcome": str(item.outcome),
            "amount": exact(item.amount),
            "waiting": exact(item.waiting),
            "unit": item.unit,
            "by": item.by.isoformat() if item.by else None,
            "too_late": item.too_late,
            "helps": [
                {"kind": c.kind, "what": c.what, "amount": exact(c.amount), "by": c.by.isoformat() if c.by else None}
                for c in item.helps
            ],
        }
        for item in view.missing
    ]
    later = {"missing": missing, "lapses": list(view.lapses), "can_apply": view.can_apply}
    return {"evaluation": evaluation_as_data(view.now), "outlook": later}


def _in_words(mark: "Mark", view: "Outlook") -> str:
    now = view.now
    lines = [f"{mark.name.en}, version {now.version}, {now.moment}, on {now.on}: {_word(now.outcome)}"]
    missing = {item.requirement: item for item in view.missing}
    for requirement in now.requirements:
        finding = requirement.finding
        lines.append(f"\n{requirement.code}: {_word(requirement.outcome)}{_amounts(finding)}")
        lines += _entries(finding)
        if requirement.code in missing:
            lines += _help(missing[requirement.code])
    if now.apply_from or now.apply_until:
        lines.append(f"\nApplying: from {now.apply_from or 'any day'} until {now.apply_until or 'any day'}")
    if view.lapses:
        lines.append(f"Satisfied today, but not on the last day of applying: {', '.join(view.lapses)}")
    return "\n".join(lines)


def _word(outcome: Any) -> str:
    return str(outcome).replace("_", " ")


def _amounts(finding: "Finding") -> str:
    from accreditation.findings import amount_text

    if finding.found is None or finding.needed is None:
        return ""
    waiting = f", {amount_text(finding.waiting)} waiting for approval" if finding.waiting else ""
    unit = f" {finding.unit}" if finding.unit else ""
    return f" (found {amount_text(finding.found)} of {amount_text(finding.needed)}{unit}{waiting})"


def _entries(finding: "Finding", indent: str = "  ") -> list[str]:
    """What counted and what did not; for a combination of rules, each part."""
    from accreditation.findings import amount_text

    lines = [
        f"{indent}+ {c.entry}: {amount_text(c.amount)}{' (waiting)' if c.waiting else ''}" for c in finding.counted
    ]
    for left in finding.left:
        lost = f", {amount_text(left.amount)}" if left.amount else ""
        lines.append(f"{indent}- {left.entry}: {_word(left.reason)}{lost}")
    for part in finding.parts:
        lines.append(f"{indent}{part.rule}: {_word(part.outcome)}{_amounts(part)}")
        lines += _entries(part, indent + "  ")
    return lines


def _help(item: "Missing") -> list[str]:
    from accreditation.findings import amount_text

    lines = []
    for cure in item.helps:
        amount = f"{amount_text(cure.amount)} " if cure.amount is not None else ""
        by = f", by {cure.by}" if cure.by else ""
        how = CURES.get(cure.kind, cure.kind.replace("_", " "))
        lines.append(f"  > {how} {amount}{cure.what}{by}")
    if item.too_late:
        lines.append("  > too late: nothing helps any more for this day")
    return lines

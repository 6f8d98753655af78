"""The marks that matter to somebody today: those held, those that can still be renewed, and those applied for."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from accreditation.dates import LAST_DAY
from accreditation.decisions import Decision
from accreditation.dossier import Dossier
from accreditation.evaluate import term_dates
from accreditation.scheme import Mark, SchemeVersion
from accreditation.standing import Standing, Status, standing_on
from registry.canonical import from_canonical
from registry.catalogue import Catalogue
from registry.decision_rows import decisions_by_mark
from registry.errors import Refused
from registry.gathering import WholeFile, gather_file
from registry.tables_decisions import ApplicationRow

NO_RULES = "No version of this mark's rules holds for this file on this day. Choose another mark."
_RUNNING = (Status.VALID, Status.VALID_WITH_CONDITIONS, Status.SUSPENDED, Status.RENEWAL_PENDING)


@dataclass(frozen=True, slots=True)
class InView:
    """One mark of somebody, with their file as its rules want it. `application` is the row of the open one."""

    mark: Mark
    version: SchemeVersion
    dossier: Dossier
    standing: Standing
    decisions: tuple[Decision, ...]
    application: Mapping[str, Any] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class View:
    """A whole file with the marks that matter; read once, so that every question about it is answered alike."""

    file: WholeFile
    marks: tuple[InView, ...]
    decisions: Mapping[str, list[Decision]]


async def view_of(person: Mapping[str, Any], on: date, catalogue: Catalogue) -> View:
    """Read somebody's file once, and find the marks that matter on a day."""
    file = await gather_file(person, on)
    decisions = await decisions_by_mark(person["id"])
    rows = await ApplicationRow.select().where(
        ApplicationRow.practitioner == person["id"], ApplicationRow.is_open.eq(True)
    )
    open_ = {row["mark"]: row for row in rows}
    found = (
        _in_view(code, decisions[code], open_.get(code), file, on, catalogue)
        for code in sorted(decisions)
        if code in catalogue.schemes
    )
    return View(file, tuple(mark for mark in found if mark is not None), decisions)


def _in_view(
    code: str,
    decisions: list[Decision],
    application: Mapping[str, Any] | None,
    file: WholeFile,
    on: date,
    catalogue: Catalogue,
) -> InView | None:
    scheme = catalogue.scheme(code)
    standing = standing_on(decisions, on, LAST_DAY, scheme.rules)
    held = standing.status in _RUNNING or standing.status is Status.EXPIRED
    if not held and application is None:
        return None
    dossier = as_asked(file, code, standing, application)
    version = scheme.mark.version_for(dossier, on)
    if version is None or (application is None and _too_late_to_renew(standing, version, dossier, on)):
        return None
    return InView(scheme.mark, version, dossier, standing, tuple(decisions), application)


def as_asked(file: WholeFile, code: str, standing: Standing, application: Mapping[str, Any] | None) -> Dossier:
    """The file as it is now, for the level and fields of work that were asked, or else for those held."""
    if application is not None and application["facts"] is not None:
        asked = from_canonical(application["facts"], Dossier)
        return file.for_mark(
            code, level=asked.level, scopes=asked.scopes, route=asked.route, applied_on=asked.applied_on
        )
    return file.for_mark(code, level=standing.level, scopes=standing.scopes)


def _too_late_to_renew(standing: Standing, version: SchemeVersion, dossier: Dossier, on: date) -> bool:
    """Over, and past the grace in which a body still takes an application."""
    if standing.status is not Status.EXPIRED:
        return False
    until = term_dates(version.term, dossier, on, "renewal").apply_until
    return until is None or until < on


def in_view_for(
    view: View, mark: Mark, on: date, *, level: str | None, scopes: frozenset[str], route: str | None
) -> tuple[SchemeVersion, Dossier]:
    """A mark as it would be asked today, whether it is held or not. Raises Refused when no rules hold."""
    dossier = replace(
        view.file.for_mark(mark.code), level=level, scopes=scopes, route=route, applied_on=on
    )  # fmt: skip
    version = mark.version_for(dossier, on)
    if version is None:
        raise Refused(NO_RULES)
    return version, dossier

"""A draft of new rules for a mark: everything that is wrong with it at once, and what it may not change."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from accreditation.cases import CaseFile, Difference, parse_cases, try_case
from accreditation.dates import FIRST_DAY, ONE_DAY
from accreditation.reading import Mistake, SchemeError, parse_mark
from accreditation.scheme import Mark, SchemeVersion
from accreditation.versions import TOO_MANY, key_day, tries_around, versions_for

# What may still be said about rules that hold already: for whom, until when, and where they were read.
OPEN = frozenset({"applies_to", "in_force_until", "note", "source"})
_HEADER = re.compile(r"^\[\[versions\]\]\s*(#.*)?$", re.MULTILINE)
_OWN = re.compile(r"^(id|in_force_from|in_force_until|planned_from)\s*=.*\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft that was looked over. `mark` is None when the text cannot be read."""

    mark: Mark | None
    mistakes: tuple[Mistake, ...]
    case_mistakes: tuple[Mistake, ...]
    differences: tuple[Difference, ...]
    cases: int

    @property
    def sound(self) -> bool:
        """Whether it may become the rules: nothing wrong with the text, and every case comes out as written."""
        return not (self.mistakes or self.case_mistakes or self.differences)


def look_over(text: str, cases: str, current: Mark, today: date) -> Draft:
    """Read a draft and its cases beside the rules that hold on a day; nothing is hidden behind the first mistake."""
    mark, mistakes = _read(text)
    written, case_mistakes = _read_cases(cases)
    if mark is None:
        return Draft(None, mistakes, case_mistakes, (), len(written.case) if written else 0)
    mistakes = tuple(Mistake("file", problem) for problem in _what_may_not_change(current, mark, today))
    if written is None:
        return Draft(mark, mistakes, case_mistakes, (), 0)
    case_mistakes = tuple(Mistake("file", problem) for problem in _missing_cases(current, mark, written))
    differences = tuple(found for case in written.case for found in try_case(mark, case))
    return Draft(mark, mistakes, case_mistakes, differences, len(written.case))


def begin_version(text: str, current: Mark, first: date, today: date) -> str:
    """The text of a mark with its newest rules once more at the end, from a later day on: what a draft begins with."""
    begun = [place for place, v in enumerate(current.versions) if v.starts is not None and v.starts <= today]
    newest = max(begun, key=lambda place: current.versions[place].starts or FIRST_DAY) if begun else 0
    headers = [found.start() for found in _HEADER.finditer(text)]
    if len(headers) != len(current.versions):
        return text  # written in another way: whoever drafts copies it by hand
    block = text[headers[newest] : [*headers, len(text)][newest + 1]]
    again = _OWN.sub("", block).replace("[[versions]]", f"[[versions]]\nin_force_from = {first}", 1)
    return f"{text.rstrip()}\n\n{again.rstrip()}\n"


def _read(text: str) -> tuple[Mark | None, tuple[Mistake, ...]]:
    try:
        return parse_mark(text, "draft"), ()
    except SchemeError as error:
        return None, error.mistakes


def _read_cases(text: str) -> tuple[CaseFile | None, tuple[Mistake, ...]]:
    if not text.strip():
        return None, (Mistake("file", "there are no cases: write at least one for each day on which a rule changes"),)
    try:
        return parse_cases(text, "cases"), ()
    except SchemeError as error:
        return None, error.mistakes


def _what_may_not_change(current: Mark, mark: Mark, today: date) -> Iterator[str]:
    for name in ("code", "holder"):
        if getattr(current, name) != getattr(mark, name):
            yield f'{name} may not change: write "{getattr(current, name)}"'
    if current.body.code != mark.body.code:
        yield f'body.code may not change: write "{current.body.code}"'
    if current.group_extensions != mark.group_extensions[: len(current.group_extensions)]:
        yield "the group extensions that were given stay as they are: leave them, in their order"
    yield from _what_holds_already(current, mark, today)
    if current.versions == mark.versions:
        yield "no version is new or different: add one with the day on which it comes into force"
    elif current.code == mark.code:
        yield from _another_past(current, mark, today)


def _what_holds_already(current: Mark, mark: Mark, today: date) -> Iterator[str]:
    """Rules that began are history: decisions were taken by them."""
    kept = {version.id: version for version in mark.versions}
    known = {version.id: version for version in current.versions}
    for version in current.versions:
        if _has_begun(version, today):
            if version.id not in kept:
                yield f"version {version.id} holds or held: put it back as it was"
            elif _fixed(version) != _fixed(kept[version.id]):
                yield f"version {version.id} holds or held: put it back as it was, and add a version of its own"
    for version in mark.versions:
        if _has_begun(version, today) and not (version.id in known and _has_begun(known[version.id], today)):
            yield f"version {version.id} begins on {version.starts}: new rules begin on {today + ONE_DAY} or later"


def _has_begun(version: SchemeVersion, today: date) -> bool:
    return version.starts is not None and version.starts <= today


def _fixed(version: SchemeVersion) -> dict[str, object]:
    return {name: getattr(version, name) for name in SchemeVersion.model_fields if name not in OPEN}


def _another_past(current: Mark, mark: Mark, today: date) -> Iterator[str]:
    """A transitional clause decides about days to come, never about a day that was."""
    tries = tries_around(current, mark)
    if tries is None:
        yield TOO_MANY
        return
    for on, file in tries:
        if on > today or max(key_day(current, file, on), key_day(mark, file, on)) > today:
            continue
        before, after = (" and ".join(v.id for v in versions_for(one, file, on)) for one in (current, mark))
        if before != after:
            yield f"on {on} {before or 'no version'} held for some files, and by this text {after or 'no version'}"
            return


def _missing_cases(current: Mark, mark: Mark, written: CaseFile) -> Iterator[str]:
    """Each day on which something new begins has a case, and so has the day before it."""
    if written.mark != mark.code:
        yield f'these are cases of "{written.mark}": write mark = "{mark.code}"'
    days = {case.on for case in written.case}
    for version in mark.versions:
        if version in current.versions or version.starts is None or version.starts <= FIRST_DAY:
            continue
        for day in (version.starts - ONE_DAY, version.starts):
            if day not in days:
                yield f"add a case on {day}: version {version.id} begins on {version.starts}"

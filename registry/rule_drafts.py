"""Drafting new rules for a mark of one's body: begin, keep each state of the text with its cases, withdraw."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from importlib.resources import files
from typing import Any
from uuid import UUID, uuid4

from accreditation.dates import amsterdam_day
from accreditation.drafting import Draft, begin_version, look_over
from registry.canonical import digest
from registry.catalogue import Catalogue, Scheme, ensure_stored, read_scheme
from registry.database import once_more
from registry.desk import bodies_of
from registry.errors import Conflict, Malformed, NotFound, Problem, Refused
from registry.evidence_reading import Reader
from registry.inputs import Input, Required120, TomlText
from registry.journal import Recording, recording
from registry.own_marks import own_scheme, works_for
from registry.tables_rules import RuleDraftRow, RuleProposalRow, RuleTextRow

EDITING = frozenset({"scheme_editor"})
READING = frozenset({"scheme_editor", "officer"})
NO_DRAFT = "There is no such draft. Open the list of drafts again."
NOT_YOUR_TASK = "Drafting rules is the work of a scheme editor of the body. Ask one of them."
OVER = "This draft was published or withdrawn already. Begin a new one."
WAITS = "This draft waits for somebody to answer the proposal. Take the proposal back first."
MOVED = "The rules of this mark changed since this draft began. Begin a new draft from the rules of today."
ENDED = "This mark is no longer given, so it gets no new rules."
TOO_SOON = "New rules begin tomorrow at the soonest. Choose a later day."


class DraftBegun(Input):
    """What a draft is called, and the day from which its rules should hold."""

    title: Required120
    first: date


class TextKept(Input):
    """A state of a draft: the text of the mark, and the cases beside it."""

    text: TomlText
    cases: TomlText


@dataclass(frozen=True, slots=True)
class TextShown:
    """One state of a draft."""

    id: UUID
    number: int
    text: str = field(repr=False)
    cases: str = field(repr=False)
    digest: str
    sound: bool
    written_by: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class DraftShown:
    """A draft with its newest state. `based_on` is the digest of the rules that it began from."""

    id: UUID
    mark: str
    title: str
    based_on: str
    opened_at: datetime
    is_open: bool
    ending: str | None
    ended_at: datetime | None
    newest: TextShown
    writers: frozenset[str]
    proposed: bool


async def find_draft(draft: UUID, staff: Reader) -> dict[str, Any]:
    """The row of a draft of one's body. Raises NotFound for every other."""
    row: dict[str, Any] | None = await RuleDraftRow.select().where(RuleDraftRow.id == draft).first()
    if row is None or not await works_for(row["mark"], staff, READING):
        raise NotFound(NO_DRAFT)
    return row


async def require_editor(mark: str, staff: Reader) -> None:
    """That somebody drafts rules for the body of a mark. Raises Refused."""
    if not await works_for(mark, staff, EDITING):
        raise Refused(NOT_YOUR_TASK)


async def begin_draft(mark: str, begun: DraftBegun, staff: Reader, *, catalogue: Catalogue, at: datetime) -> UUID:
    """Begin new rules for a mark: its text of today, with its newest version once more, from a later day on.

    Raises NotFound for the mark of another body, Refused for somebody else or a mark that ended, Malformed for a day
    that is not to come.
    """
    scheme = own_scheme(mark, staff, catalogue, READING)
    if scheme.mark.body.code not in bodies_of(staff, EDITING):
        raise Refused(NOT_YOUR_TASK)
    return await _begin(scheme, begun, staff, at)


@once_more
async def _begin(scheme: Scheme, begun: DraftBegun, staff: Reader, at: datetime) -> UUID:
    async with recording(actor=staff.actor, at=at) as journal:
        today = amsterdam_day(journal.at)
        if scheme.mark.ended_on is not None and scheme.mark.ended_on <= today:
            raise Refused(ENDED)
        if begun.first <= today:
            raise Malformed([Problem("first", TOO_SOON)])
        await ensure_stored(scheme, journal)
        identity = uuid4()
        await RuleDraftRow.insert(
            RuleDraftRow(
                id=identity, mark=scheme.mark.code, based_on=scheme.digest, title=begun.title,
                opened_by=staff.actor, opened_at=journal.at, is_open=True,
            )
        )  # fmt: skip
        await journal.append("rules.draft_begun", scheme.mark.code, subject_kind="mark", reference=str(identity))
        text = begin_version(scheme.text, scheme.mark, begun.first, today)
        kept = TextKept(text=text, cases=await _cases_of(scheme.mark.code))
        await _keep(journal, identity, 1, kept, scheme, staff)
    return identity


async def _cases_of(mark: str) -> str:
    """The cases beside the newest rules that were published, or else those that come with the program."""
    published = (
        await RuleTextRow.select(RuleTextRow.cases)
        .where(RuleTextRow.draft.mark == mark, RuleTextRow.draft.ending == "published")
        .order_by(RuleTextRow.seq, ascending=False)
        .first()
    )
    return published["cases"] if published is not None else _shipped_cases(mark)


def _shipped_cases(mark: str) -> str:
    file = files("accreditation") / "schemes" / "cases" / f"{mark}.toml"
    return file.read_text("utf-8") if file.is_file() else ""


@once_more
async def keep_text(draft: UUID, kept: TextKept, staff: Reader, *, catalogue: Catalogue, at: datetime) -> int:
    """Keep another state of a draft, also with mistakes in it; gives its number. The same text again is no new one.

    Raises Conflict while it waits for an answer and after it ended.
    """
    async with recording(actor=staff.actor, at=at) as journal:
        row = await _find_to_work_on(draft, staff)
        last = await newest_text(draft)
        if (last.text, last.cases) == (kept.text, kept.cases):
            return last.number
        await _keep(journal, draft, last.number + 1, kept, catalogue.scheme(row["mark"]), staff)
    return last.number + 1


async def _keep(
    journal: Recording, draft: UUID, number: int, kept: TextKept, scheme: Scheme, staff: Reader
) -> None:  # fmt: skip
    found = looked_over(kept.text, kept.cases, scheme, amsterdam_day(journal.at))
    identity = uuid4()
    seq = await journal.append(
        "rules.text_kept", scheme.mark.code, subject_kind="mark", reference=str(identity)
    )  # fmt: skip
    await RuleTextRow.insert(
        RuleTextRow(
            id=identity, seq=seq, draft=draft, number=number, text=kept.text, cases=kept.cases,
            digest=digest(kept.text), sound=found.sound, written_by=staff.actor, written_at=journal.at,
        )
    )  # fmt: skip


@once_more
async def withdraw_draft(draft: UUID, staff: Reader, *, at: datetime) -> None:
    """Give a draft up; everything that was kept of it stays. Raises Conflict while it waits for an answer."""
    async with recording(actor=staff.actor, at=at) as journal:
        row = await _find_to_work_on(draft, staff)
        await end_draft(journal, row, "withdrawn", staff)
        await journal.append("rules.draft_withdrawn", row["mark"], subject_kind="mark", reference=str(draft))


async def end_draft(journal: Recording, row: Mapping[str, Any], ending: str, staff: Reader) -> None:
    """Close a draft, in a change that is going on."""
    ended: dict[Any, Any] = {
        RuleDraftRow.is_open: None, RuleDraftRow.ending: ending, RuleDraftRow.ended_by: staff.actor,
        RuleDraftRow.ended_at: journal.at,
    }  # fmt: skip
    await RuleDraftRow.update(ended).where(RuleDraftRow.id == row["id"])


def require_open(row: Mapping[str, Any]) -> None:
    """That a draft is still one. Raises Conflict."""
    if not row["is_open"]:
        raise Conflict(OVER)


async def open_proposal(draft: UUID) -> dict[str, Any] | None:
    """The proposal that waits for an answer, if there is one."""
    found: dict[str, Any] | None = (
        await RuleProposalRow.select()
        .where(RuleProposalRow.draft == draft, RuleProposalRow.is_open.eq(True))
        .first()
    )  # fmt: skip
    return found


async def _find_to_work_on(draft: UUID, staff: Reader) -> dict[str, Any]:
    """The row of a draft that somebody may change now. Raises NotFound, Refused, Conflict."""
    row = await find_draft(draft, staff)
    await require_editor(row["mark"], staff)
    require_open(row)
    if await open_proposal(draft) is not None:
        raise Conflict(WAITS)
    return row


async def newest_text(draft: UUID) -> TextShown:
    """The last state that was kept of a draft."""
    row = (
        await RuleTextRow.select()
        .where(RuleTextRow.draft == draft)
        .order_by(RuleTextRow.number, ascending=False)
        .first()
    )  # fmt: skip
    assert row is not None  # a draft begins with one
    return _text(row)


async def texts_of(draft: UUID, staff: Reader) -> tuple[TextShown, ...]:
    """Every state of a draft, the newest first."""
    await find_draft(draft, staff)
    rows = await RuleTextRow.select().where(RuleTextRow.draft == draft).order_by(RuleTextRow.number, ascending=False)
    return tuple(_text(row) for row in rows)


def _text(row: Mapping[str, Any]) -> TextShown:
    names = ("id", "number", "text", "cases", "digest", "sound", "written_by", "written_at")
    return TextShown(**{name: row[name] for name in names})


async def draft_of(draft: UUID, staff: Reader) -> DraftShown:
    """A draft of one's body. Raises NotFound for every other."""
    return await _shown(await find_draft(draft, staff))


async def drafts_of(mark: str, staff: Reader, *, catalogue: Catalogue) -> tuple[DraftShown, ...]:
    """The drafts for a mark of one's body: open ones first, then the newest."""
    own_scheme(mark, staff, catalogue, READING)
    rows = (
        await RuleDraftRow.select().where(RuleDraftRow.mark == mark).order_by(RuleDraftRow.opened_at, ascending=False)
    )
    shown = [await _shown(row) for row in rows]
    return tuple(sorted(shown, key=lambda one: not one.is_open))


async def _shown(row: Mapping[str, Any]) -> DraftShown:
    writers = await RuleTextRow.select(RuleTextRow.written_by).where(RuleTextRow.draft == row["id"])
    return DraftShown(
        row["id"], row["mark"], row["title"], row["based_on"], row["opened_at"], bool(row["is_open"]), row["ending"],
        row["ended_at"], await newest_text(row["id"]), frozenset(one["written_by"] for one in writers),
        await open_proposal(row["id"]) is not None,
    )  # fmt: skip


def looked_over(text: str, cases: str, scheme: Scheme, today: date) -> Draft:
    """A draft beside the rules that hold, with everything that is wrong with it."""
    return _looked_over(text, cases, scheme.text, today)


@lru_cache(maxsize=64)
def _looked_over(text: str, cases: str, current: str, today: date) -> Draft:
    return look_over(text, cases, read_scheme(current, "current").mark, today)


def readable(text: str) -> Scheme:
    """The scheme of a text that was found to be one."""
    return read_scheme(text, "draft")

"""How people reach somebody, as dated data: phone, mail, chat, call-back and walk-in, with opening hours."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID, uuid4

from pydantic import AfterValidator

from accreditation.dates import amsterdam_day
from registry.canonical import canonical, from_canonical
from registry.database import Hot, once_more
from registry.errors import Conflict, Malformed, NotFound, Problem, worded
from registry.evidence_reading import Reader
from registry.inputs import EMAIL, PHONE, Code, Input, Line160, Line200
from registry.journal import recording
from registry.opening_hours import DAYS, Week, read_spans, read_week, written_week
from registry.operators import require_operator
from registry.settings import Settings
from registry.tables_catalogue import BodyRow
from registry.tables_contact import ContactPointRow

Kind = Literal["phone", "mail", "chat", "call_back", "walk_in"]
KINDS: tuple[Kind, ...] = ("phone", "chat", "call_back", "walk_in", "mail")
LINK = r"^https://[^\s<>\"'@]+\.[^\s<>\"'@]+$"
NO_POINT = "There is no such way to reach somebody. Open the list again."
NO_BODY = "Choose a body of the list, or the register itself."
ENDED = "This was ended already. Open the list again."
NOT_BACK = "Choose today or a later day: how people reached you before is not changed."
ALL_DAYS = "Give hours for all seven days, Monday first. An empty one is a day that is closed."
BOTH_LANGUAGES = "Write the words in Dutch and in English, or in neither."
BEFORE_IT_BEGAN = "It ends on the day on which it begins, or later."
_POINTS = Hot(
    "SELECT CAST(c.id AS TEXT), c.body, b.name, c.kind, c.value, c.words_nl, c.words_en, c.hours, c.on_holidays, "
    "CAST(c.since AS TEXT), CAST(c.ended_on AS TEXT) FROM contact_point c LEFT JOIN body b ON b.code = c.body "
    "ORDER BY c.since, c.seq"
)
_SHAPES: dict[Kind, tuple[str, str]] = {
    "phone": (PHONE, worded("Write a telephone number, such as 030 000 00 00.")),
    "mail": (EMAIL, worded("Write an address for mail, such as vragen@register.example.")),
    "chat": (LINK, worded("Write the address of the chat, which begins with https://.")),
    "call_back": (
        f"{PHONE}|{EMAIL}|{LINK}",
        worded("Write a telephone number, an address for mail, or a link with https://."),
    ),
    "walk_in": (r"^.*\S.*$", worded("Write the street, number and town.")),
}


def _hours(text: str) -> str:
    return ", ".join(map(str, read_spans(text)))


Hours = Annotated[Line160, AfterValidator(_hours)]


class ContactPointGiven(Input):
    """One way to reach a body (None: the register itself). `hours`: Monday to Sunday, or none at all."""

    body: Code | None = None
    kind: Kind
    value: Line200
    words_nl: Line200 | None = None
    words_en: Line200 | None = None
    hours: tuple[Hours, ...] = ()
    on_holidays: bool = False
    since: date


@dataclass(frozen=True, slots=True)
class ContactPoint:
    """One way to reach somebody, from `since` on. `id` None: as the settings say. `ended_on`: the first day without."""

    id: UUID | None
    body: str | None
    kind: Kind
    value: str
    words_nl: str | None = None
    words_en: str | None = None
    week: Week | None = None
    since: date | None = None
    ended_on: date | None = None
    body_name: str | None = None

    def holds_on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.ended_on is None or day < self.ended_on)

    @property
    def hours(self) -> tuple[str, ...]:
        """Monday to Sunday as text."""
        return written_week(self.week)


@once_more
async def add_contact_point(given: ContactPointGiven, staff: Reader, *, at: datetime) -> UUID:
    """A new way to reach somebody, from today or a later day. Raises Refused, Malformed."""
    require_operator(staff)
    async with recording(actor=staff.actor, at=at) as journal:
        if problems := await _problems(given, amsterdam_day(journal.at)):
            raise Malformed(problems)
        identity = uuid4()
        subject = given.body or "register"
        seq = await journal.append("contact.added", subject, subject_kind="contact", reference=str(identity))
        await ContactPointRow.insert(
            ContactPointRow(
                id=identity,
                seq=seq,
                body=given.body,
                kind=given.kind,
                value=given.value,
                words_nl=given.words_nl or None,
                words_en=given.words_en or None,
                hours=canonical(list(given.hours)),
                on_holidays=given.on_holidays,
                since=given.since,
                set_by=journal.actor,
                set_at=journal.at,
            )
        )
    return identity


async def _problems(given: ContactPointGiven, today: date) -> list[Problem]:
    found = []
    shape, message = _SHAPES[given.kind]
    if not re.fullmatch(shape, given.value):
        found.append(Problem("value", message))
    if given.body is not None and not await BodyRow.exists().where(BodyRow.code == given.body):
        found.append(Problem("body", NO_BODY))
    if len(given.hours) not in (0, DAYS):
        found.append(Problem("hours", ALL_DAYS))
    if bool(given.words_nl) != bool(given.words_en):
        found.append(Problem("words_en" if given.words_nl else "words_nl", BOTH_LANGUAGES))
    if given.since < today:
        found.append(Problem("since", NOT_BACK))
    return found


@once_more
async def end_contact_point(point: UUID, ended_on: date, staff: Reader, *, at: datetime) -> None:
    """From `ended_on` on, today or later, it is there no more. Raises Refused, NotFound, Conflict, Malformed."""
    require_operator(staff)
    async with recording(actor=staff.actor, at=at) as journal:
        row = await ContactPointRow.select().where(ContactPointRow.id == point).first()
        if row is None:
            raise NotFound(NO_POINT)
        if row["ended_on"] is not None:
            raise Conflict(ENDED)
        if ended_on < amsterdam_day(journal.at):
            raise Malformed([Problem("ended_on", NOT_BACK)])
        if ended_on < row["since"]:
            raise Malformed([Problem("ended_on", BEFORE_IT_BEGAN)])
        await ContactPointRow.update(
            {
                ContactPointRow.ended_on: ended_on,
                ContactPointRow.ended_by: journal.actor,
                ContactPointRow.ended_at: journal.at,
            }
        ).where(ContactPointRow.id == point)
        subject = row["body"] or "register"
        await journal.append("contact.ended", subject, subject_kind="contact", reference=str(point))


async def contact_points() -> tuple[ContactPoint, ...]:
    """Everything that was ever set, by body (the register first), kind and day."""
    found = [_point(row) for row in await _POINTS.rows()]
    return tuple(sorted(found, key=lambda one: (one.body or "", KINDS.index(one.kind))))


def _point(row: Sequence[Any]) -> ContactPoint:
    point, body, name, kind, value, words_nl, words_en, hours, on_holidays, since, ended_on = row
    return ContactPoint(
        UUID(point), body, kind, value, words_nl, words_en,
        read_week(from_canonical(hours, list[str]), on_holidays=bool(on_holidays)), date.fromisoformat(since),
        None if ended_on is None else date.fromisoformat(ended_on), name,
    )  # fmt: skip


def from_settings(settings: Settings) -> tuple[ContactPoint, ...]:
    """The register's own desk as the settings have it: for an installation whose operator set nothing yet."""
    phone = settings.contact_phone
    hours = (settings.contact_hours or "",) * 5 + ("", "")
    found = [ContactPoint(None, None, "phone", phone, week=read_week(hours))] if phone else []
    return (*found, ContactPoint(None, None, "mail", settings.contact_email))


def own_desk(points: Sequence[ContactPoint], settings: Settings, on: date) -> tuple[ContactPoint, ...]:
    """How the register itself is reached on a day. A kind that was never set is as the settings say; there is always
    an address for mail."""
    ours = [one for one in points if one.body is None]
    set_before = {one.kind for one in ours}
    today = [one for one in ours if one.holds_on(on)]
    there = {one.kind for one in today}
    for one in from_settings(settings):
        if one.kind not in set_before or (one.kind == "mail" and "mail" not in there):
            today.append(one)
    return tuple(sorted(today, key=lambda one: KINDS.index(one.kind)))


def desks_of_bodies(points: Iterable[ContactPoint], on: date) -> dict[str, tuple[ContactPoint, ...]]:
    """How each body is reached on a day, as far as it was set."""
    found: dict[str, tuple[ContactPoint, ...]] = {}
    for one in points:
        if one.body is not None and one.holds_on(on):
            found[one.body] = (*found.get(one.body, ()), one)
    return found


async def bodies_to_reach() -> tuple[tuple[str, str], ...]:
    """The code and name of every body in the register, by name."""
    rows = await BodyRow.select().order_by(BodyRow.name)
    return tuple((row["code"], row["name"]) for row in rows)


async def settings_on(settings: Settings, on: date) -> Settings:
    """The settings with the telephone number and the address for mail that hold on a day: what a letter ends with."""
    desk = own_desk(await contact_points(), settings, on)
    phone = next((one.value for one in desk if one.kind == "phone"), None)
    mail = next(one.value for one in desk if one.kind == "mail")
    return settings.model_copy(update={"contact_phone": phone, "contact_email": mail})

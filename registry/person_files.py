"""What a body may see of one person: everything on its own marks, what they were called, and what is public now.

Of marks of other bodies it sees what everybody sees. Each reading is written down, and shown to the person.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from accreditation.dates import LAST_DAY, amsterdam_day
from accreditation.decisions import Kind
from accreditation.held import Measure
from accreditation.standing import Standing, standing_on
from registry.catalogue import Catalogue
from registry.database import once_more
from registry.decision_rows import decisions_by_mark
from registry.desk import bodies_of
from registry.errors import NotFound
from registry.evidence_reading import Reader
from registry.journal import recording
from registry.letters_of_marks import LetterOfMark, letters_of_marks
from registry.merged_people import whole_of
from registry.names import display_name
from registry.own_data import LOOKED
from registry.own_marks import marks_of
from registry.people import LOOKING
from registry.practitioners import find_practitioner
from registry.profiles import profiles_of
from registry.public_view import PublicProfile, PublicRegistration, public_registration
from registry.tables_catalogue import MarkRow
from registry.tables_decisions import ApplicationRow, DecisionRow, FindingRow, PublicTextRow
from registry.tables_people import FormerNameRow, PractitionerRow

NOT_OF_YOURS = "Your body decided nothing about somebody with this number. Check the number."
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FormerName:
    """What somebody was called until a day: found in a search, never shown to the public as the name."""

    name: str
    until: date


@dataclass(frozen=True, slots=True)
class DecisionTold:
    """One decision with the reason that was given. `under` is the number it was taken under, when that is another."""

    id: UUID
    kind: Kind
    recorded_at: datetime
    since: date
    until: date | None
    outcome: str | None
    refers_to: UUID | None
    reason: str | None
    words: str | None
    by: str
    under: str | None


@dataclass(frozen=True, slots=True)
class MeasureTold:
    """A measure, and whether the public can see it today."""

    measure: Measure
    is_public: bool


@dataclass(frozen=True, slots=True)
class ApplicationTold:
    """One application: when it was handed in, and what came of it."""

    id: UUID
    handed_in_on: date
    state: str


@dataclass(frozen=True, slots=True)
class MarkFile:
    """One mark of the body: how it stands, what the public sees of it, and all that happened, the newest first."""

    mark: str
    standing: Standing
    public: PublicRegistration | None
    decisions: tuple[DecisionTold, ...]
    measures: tuple[MeasureTold, ...]
    applications: tuple[ApplicationTold, ...]
    letters: tuple[LetterOfMark, ...]


@dataclass(frozen=True, slots=True)
class PersonFile:
    """One person as a body may see them. `elsewhere` are their marks of other bodies, as everybody sees them."""

    number: str
    name: str
    given_name: str
    former_names: tuple[FormerName, ...]
    former_numbers: tuple[str, ...]
    registered_on: date
    has_email: bool
    has_phone: bool
    shown: PublicProfile
    marks: tuple[MarkFile, ...]
    elsewhere: tuple[PublicRegistration, ...]


@dataclass(frozen=True, slots=True)
class OwnPerson:
    """Somebody about whom one's body decided: their row, the parts of them, and the marks of the body."""

    row: dict[str, Any]
    whole: tuple[UUID, ...]
    marks: tuple[str, ...]


async def find_own_person(number: str, staff: Reader, roles: Collection[str] = LOOKING) -> OwnPerson:
    """Raises NotFound for who holds nothing of the body and never asked for it; Malformed, Merged, Removed."""
    ours = await marks_of(staff, roles)
    row = await find_practitioner(number)
    whole = await whole_of(row["id"])
    decided = (
        await DecisionRow.select(DecisionRow.mark).where(
            DecisionRow.practitioner.is_in(whole), DecisionRow.mark.is_in(list(ours))
        )
        if ours
        else []
    )
    if not decided:
        raise NotFound(NOT_OF_YOURS)
    return OwnPerson(row, tuple(whole), tuple(sorted({one["mark"] for one in decided})))


@once_more
async def open_person(number: str, staff: Reader, *, catalogue: Catalogue, at: datetime) -> PersonFile:
    """Read somebody's file as a body, which is written down. Raises NotFound for who is none of its people."""
    async with recording(actor=staff.actor, at=at) as journal:
        person = await find_own_person(number, staff)
        body = min(await bodies_with(person.marks) & bodies_of(staff, LOOKING))  # in whose log the reading stands
        await journal.append(f"{LOOKED}person", person.row["number"], body=body)
        return await file_of(person, catalogue, amsterdam_day(journal.at))


async def bodies_with(marks: Collection[str]) -> frozenset[str]:
    """The bodies that issue these marks."""
    rows = await MarkRow.select(MarkRow.body).where(MarkRow.code.is_in(list(marks)))
    return frozenset(row["body"] for row in rows)


async def file_of(person: OwnPerson, catalogue: Catalogue, today: date) -> PersonFile:
    """The whole file of one of the body's own people, without writing down that it was read."""
    row, whole = person.row, list(person.whole)
    names = await FormerNameRow.select().where(FormerNameRow.practitioner == row["id"]).order_by(FormerNameRow.until)
    parts = await PractitionerRow.select(PractitionerRow.id, PractitionerRow.number).where(
        PractitionerRow.id.is_in(whole), PractitionerRow.id != row["id"]
    )
    marks, elsewhere = await _marks(person, catalogue, {one["id"]: one["number"] for one in parts}, today)
    return PersonFile(
        row["number"],
        display_name(row["initials"], row["prefix"], row["family_name"]),
        row["given_name"],
        tuple(FormerName(display_name("", one["prefix"], one["family_name"]), one["until"]) for one in names),
        tuple(sorted(one["number"] for one in parts)),
        row["registered_on"],
        row["email"] is not None,
        row["phone"] is not None,
        (await profiles_of([row], today))[0],
        marks,
        elsewhere,
    )


async def _marks(
    person: OwnPerson, catalogue: Catalogue, parts: Mapping[UUID, str], today: date
) -> tuple[tuple[MarkFile, ...], tuple[PublicRegistration, ...]]:
    """The marks of the body with all that happened, and those of other bodies as the public sees them."""
    told = await _told(person, parts)
    asked = await _applications(person)
    letters = await letters_of_marks(person.whole, person.marks)
    marks, elsewhere = [], []
    for mark, decisions in sorted((await decisions_by_mark(person.row["id"])).items()):
        standing = standing_on(decisions, today, LAST_DAY, catalogue.scheme(mark).rules)
        public = public_registration(mark, standing, today, catalogue)
        if mark not in person.marks:
            elsewhere += [public] if public is not None else []
            continue
        measures = tuple(MeasureTold(one, one.public_until is None or today <= one.public_until)
                         for one in standing.measures)  # fmt: skip
        sent = tuple(letter for letter in letters if letter.mark == mark)
        marks.append(
            MarkFile(mark, standing, public, told.get(mark, ()), measures, asked.get(mark, ()), sent)
        )  # fmt: skip
    return tuple(marks), tuple(elsewhere)


async def _told(person: OwnPerson, parts: Mapping[UUID, str]) -> Mapping[str, tuple[DecisionTold, ...]]:
    rows = (
        await DecisionRow.select()
        .where(DecisionRow.practitioner.is_in(list(person.whole)), DecisionRow.mark.is_in(list(person.marks)))
        .order_by(DecisionRow.seq, ascending=False)
    )
    decisions = [row["id"] for row in rows]
    under = await FindingRow.select(FindingRow.decision, FindingRow.reason).where(FindingRow.decision.is_in(decisions))
    said = await PublicTextRow.select().where(PublicTextRow.decision.is_in(decisions))
    reasons = {row["decision"]: row["reason"] for row in under}
    words = {row["decision"]: row["text"] for row in said}
    found: dict[str, tuple[DecisionTold, ...]] = {}
    for row in rows:
        one = DecisionTold(
            row["id"], Kind(row["kind"]), row["recorded_at"], row["since"], row["until"], row["outcome"],
            row["refers_to"], reasons.get(row["id"]), words.get(row["id"]), row["actor"],
            parts.get(row["practitioner"]),
        )  # fmt: skip
        found[row["mark"]] = (*found.get(row["mark"], ()), one)
    return found


async def _applications(person: OwnPerson) -> Mapping[str, tuple[ApplicationTold, ...]]:
    rows = (
        await ApplicationRow.select()
        .where(ApplicationRow.practitioner.is_in(list(person.whole)), ApplicationRow.mark.is_in(list(person.marks)))
        .order_by(ApplicationRow.handed_in_on, ascending=False)
    )
    asked = [row["id"] for row in rows]
    answers = await DecisionRow.select().where(DecisionRow.answers.is_in(asked)) if asked else []
    kinds = {row["answers"]: row["kind"] for row in answers}
    found: dict[str, tuple[ApplicationTold, ...]] = {}
    for row in rows:
        told = ApplicationTold(row["id"], row["handed_in_on"], _state(row, kinds.get(row["id"])))
        found[row["mark"]] = (*found.get(row["mark"], ()), told)
    return found


def _state(application: Row, answer: str | None) -> str:
    if answer is None:
        return "open" if application["is_open"] else "withdrawn"
    return "refused" if answer == Kind.REFUSAL else "granted"

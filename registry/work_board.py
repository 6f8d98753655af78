"""The work of a body: its open applications by expiry date, who works on them, what the engine said, how long it takes.

A whole queue is three queries and one pass over the rows, however many wait.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from accreditation.dates import LAST_DAY, ONE_DAY, amsterdam_day
from accreditation.judging import seats
from registry.claims import Claim, running
from registry.database import Hot
from registry.desk import Staff, bodies_of
from registry.given_judgements import doubts_in
from registry.inputs import Code, Input
from registry.names import display_name
from registry.prechecks import asked_in

Side = Literal["body", "applicant"]
# A reasonable time for a decision (Algemene wet bestuursrecht, 4:13); a question to the applicant stops it (4:15).
DECIDE_WITHIN = timedelta(weeks=8)
SOON, SOONER = timedelta(days=60), timedelta(days=14)

_OF_A_BODY = "JOIN mark m ON m.code = a.mark WHERE m.body = $1 AND a.is_open IS NOT NULL AND a.facts IS NOT NULL"
_APPLICATIONS = Hot(
    "SELECT CAST(a.id AS TEXT), a.mark, p.number, p.initials, p.prefix, p.family_name, "  # noqa: S608  # our own constant
    "CAST(a.handed_in_on AS TEXT), (SELECT CAST(max(h.until) AS TEXT) FROM holding h "
    "WHERE h.practitioner = a.practitioner AND h.mark = a.mark), c.outcome, c.gate, c.for_people, c.missing, c.asked "
    "FROM application a JOIN practitioner p ON p.id = a.practitioner "
    f"LEFT JOIN precheck c ON c.application = a.id {_OF_A_BODY}"
)
_QUESTIONS = Hot(
    "SELECT CAST(q.application AS TEXT), CAST(q.asked_at AS TEXT), CAST(q.answered_at AS TEXT) "  # noqa: S608  # as above
    f"FROM question q JOIN application a ON a.id = q.application {_OF_A_BODY} ORDER BY q.asked_at"
)
_CLAIMS = Hot(
    "SELECT CAST(c.application AS TEXT), CAST(c.id AS TEXT), c.seat, c.held_by, CAST(c.claimed_at AS TEXT), "  # noqa: S608  # as above
    "CAST(c.lapses_on AS TEXT) "
    f"FROM claim c JOIN application a ON a.id = c.application {_OF_A_BODY} AND c.is_open IS NOT NULL"
)
_JUDGEMENTS = Hot(
    "SELECT CAST(j.application AS TEXT), j.requirement, j.assessor, j.verdict "  # noqa: S608  # as above
    f"FROM judgement j JOIN application a ON a.id = j.application {_OF_A_BODY} AND NOT EXISTS ("
    "SELECT 1 FROM interest i WHERE i.staff = j.assessor AND i.practitioner = a.practitioner "
    "AND i.recorded_at >= j.given_at) ORDER BY j.seq"
)


class BoardFilter(Input):
    """Which applications to show. `claimed` "mine": by whoever looks; `ready`: wholly satisfied by the engine."""

    mark: Code | None = None
    claimed: Literal["mine", "others", "nobody"] | None = None
    waits_for: Side | None = None
    ready: bool = False
    overdue: bool = False
    for_assessors: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """One application on the board.

    `expires_on` is the last day of the running term, None for a first application. `outcome` and `gate` are what the
    engine said on the day of handing in, None where it could not. `seats` is how many assessors it takes and
    `judged_by` how many said something.
    """

    application: UUID
    mark: str
    number: str
    name: str
    handed_in_on: date
    expires_on: date | None
    waits_for: Side
    since: date
    decide_by: date
    outcome: str | None
    gate: str | None
    for_people: int
    missing: int
    seats: int
    judged_by: int
    claims: tuple[Claim, ...]

    @property
    def ready(self) -> bool:
        return self.outcome == "satisfied"

    @property
    def wants_assessors(self) -> bool:
        return sum(one.task == "judge" for one in self.claims) < self.seats

    def is_overdue(self, on: date) -> bool:
        """Whether it waits for the body, and later than it should: past a reasonable time, or past the term."""
        return self.waits_for == "body" and (on > self.decide_by or (self.expires_on or LAST_DAY) < on)


@dataclass(frozen=True, slots=True)
class Summary:
    """The whole queue in figures, whatever is filtered."""

    total: int
    ends_within_14_days: int
    ends_within_60_days: int
    waits_for_body: int
    waits_for_applicant: int
    overdue: int
    ready: int
    oldest: date | None


@dataclass(frozen=True, slots=True)
class Board:
    """One page of the queue, how many there are behind the filter, and the figures of the whole."""

    items: tuple[Waiting, ...]
    total: int
    summary: Summary


async def work_board(
    staff: Staff, wanted: BoardFilter | None = None, *, at: datetime, page: int = 1, size: int = 50
) -> Board:
    """The open applications for the marks of one's body, in order of expiry date, first applications after those."""
    on = amsterdam_day(at)
    found = [one for body in sorted(bodies_of(staff)) for one in await _waiting(body, on)]
    found.sort(key=lambda one: (one.expires_on or LAST_DAY, one.handed_in_on, str(one.application)))
    shown = [one for one in found if _takes(wanted or BoardFilter(), one, staff, on)]
    return Board(tuple(shown[(page - 1) * size : page * size]), len(shown), _summary(found, on))


async def _waiting(body: str, on: date) -> list[Waiting]:
    questions = _by_application(await _QUESTIONS.rows(body))
    claims = _by_application(await _CLAIMS.rows(body))
    judgements = _by_application(await _JUDGEMENTS.rows(body))
    return [
        _as_waiting(row, questions.get(row[0], ()), claims.get(row[0], ()), judgements.get(row[0], ()), on)
        for row in await _APPLICATIONS.rows(body)
    ]


Rows = Sequence[Sequence[Any]]


def _by_application(rows: Iterable[Sequence[Any]]) -> dict[str, list[Sequence[Any]]]:
    found: dict[str, list[Sequence[Any]]] = {}
    for application, *rest in rows:
        found.setdefault(application, []).append(rest)
    return found


def _as_waiting(row: Sequence[Any], asked: Rows, claimed: Rows, judged: Rows, on: date) -> Waiting:
    identity, mark, number, initials, prefix, family, handed_in, until, outcome, gate, people, missing, text = row
    questions = [{"asked_at": _moment(since), "answered_at": _moment(then)} for since, then in asked]
    handed_in_on = date.fromisoformat(handed_in)
    side, since = whose_turn(handed_in_on, questions)
    return Waiting(
        UUID(identity), mark, number, display_name(initials, prefix, family), handed_in_on,
        date.fromisoformat(until) if until else None, side, since, decide_by(handed_in_on, questions, on),
        outcome, gate, people or 0, missing or 0, _seats(text, judged), len({assessor for _, assessor, _ in judged}),
        running([_claim(one) for one in claimed], questions, on),
    )  # fmt: skip


def _claim(row: Sequence[Any]) -> Mapping[str, Any]:
    identity, seat, held_by, claimed_at, lapses_on = row
    return {
        "id": UUID(identity), "seat": seat, "held_by": held_by, "claimed_at": _moment(claimed_at),
        "lapses_on": date.fromisoformat(lapses_on) if lapses_on else None,
    }  # fmt: skip


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _seats(asked: str | None, judged: Rows) -> int:
    """How many assessors it takes: what the rules ask, and one more for each doubt where they ask so."""
    rows = [{"requirement": code, "assessor": assessor, "verdict": said} for code, assessor, said in judged]
    return seats(asked_in(asked) if asked else (), doubts_in(rows))


def whose_turn(handed_in_on: date, questions: Collection[Mapping[str, Any]]) -> tuple[Side, date]:
    """Who has to do something, and since which day: the applicant while a question is open."""
    open_ = [amsterdam_day(q["asked_at"]) for q in questions if q["answered_at"] is None]
    if open_:
        return "applicant", min(open_)
    return "body", max((amsterdam_day(q["answered_at"]) for q in questions), default=handed_in_on)


def decide_by(handed_in_on: date, questions: Collection[Mapping[str, Any]], on: date) -> date:
    """The last day of a reasonable time: each day on which a question waited for its answer comes on top, once."""
    waited: set[int] = set()
    for question in questions:
        answered = amsterdam_day(question["answered_at"]) if question["answered_at"] else on
        waited.update(range(amsterdam_day(question["asked_at"]).toordinal() + 1, answered.toordinal() + 1))
    return handed_in_on + DECIDE_WITHIN + len(waited) * ONE_DAY


def _takes(wanted: BoardFilter, one: Waiting, staff: Staff, on: date) -> bool:
    holders = {claim.held_by for claim in one.claims}
    return (
        (wanted.mark is None or one.mark == wanted.mark)
        and (wanted.waits_for is None or one.waits_for == wanted.waits_for)
        and (wanted.claimed is None or wanted.claimed == _whose(holders, staff))
        and (not wanted.ready or one.ready)
        and (not wanted.overdue or one.is_overdue(on))
        and (not wanted.for_assessors or one.wants_assessors)
    )


def _whose(holders: Collection[str], staff: Staff) -> str:
    if staff.actor in holders:
        return "mine"
    return "others" if holders else "nobody"


def _summary(found: Sequence[Waiting], on: date) -> Summary:
    ends = [one.expires_on for one in found if one.expires_on is not None]
    of_body = [one for one in found if one.waits_for == "body"]
    return Summary(
        len(found), sum(on <= day <= on + SOONER for day in ends), sum(on <= day <= on + SOON for day in ends),
        len(of_body), len(found) - len(of_body), sum(one.is_overdue(on) for one in of_body),
        sum(one.ready for one in found), min((one.handed_in_on for one in found), default=None),
    )  # fmt: skip

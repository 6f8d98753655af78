"""Verification answers kept in memory, for as long as the journal is followed and says nothing about the person.

Most questions are the same one: is this number certified today? The answer is kept as bytes, around the one thing
that differs each time: the moment of asking. Every process hears of a decision within a second (see
registry.journal_follower); a process that may have missed something answers from the database.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from accreditation.dates import AMSTERDAM, ONE_DAY
from public_api.web.answers import JSON, Header, Ready, etag_of, names_etag, opening
from registry.clock import Clock
from registry.journal_follower import Entry, Follower

BEFORE_NUMBER = "/api/v1/practitioners/"
AFTER_NUMBER = "/standing"
TEMPLATE = "/api/v1/practitioners/{number}/standing"
NEVER_SHOWN = ("account", "letter")  # what is about a log-in or about mail changes no public answer
MOST = 50_000  # answers of about 1.5 kB

HEADERS: tuple[Header, ...] = ((b"cache-control", b"public, max-age=60"), (b"vary", b"Accept"))
_CHECKED_AT = b'"checkedAt":"'
NO_MOMENT = "0000-00-00T00:00:00Z"  # holds the place of the moment of asking


def number_asked_about(scope: Any) -> str | None:
    """The number, as written, of a plain verification of today; None for any other request."""
    path: str = scope["path"]
    if not (path.endswith(AFTER_NUMBER) and path.startswith(BEFORE_NUMBER)):
        return None
    if scope["query_string"] or scope["method"] != "GET":
        return None
    number = path[len(BEFORE_NUMBER) : -len(AFTER_NUMBER)]
    return None if "/" in number or not number else number


def written(moment: datetime) -> str:
    """A moment in UTC as the interface writes it, to the second."""
    return f"{moment.isoformat()[:19]}Z"


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """The bytes before and after the moment of asking. The ETag is over both: asking again changes nothing.

    `start` opens every answer of these bytes: a moment is always as long, and so is the answer.
    """

    before: bytes
    after: bytes
    etag: bytes
    start: dict[str, Any]
    unchanged: Ready

    @classmethod
    def of(cls, body: bytes) -> KeptAnswer:
        start = body.index(_CHECKED_AT) + len(_CHECKED_AT)
        before, after = body[:start], body[start + len(NO_MOMENT) :]
        etag = etag_of(before + after)
        headers = [*HEADERS, (b"etag", etag)]
        described = [*headers, (b"content-type", JSON), (b"content-length", b"%d" % len(body))]
        return cls(before, after, etag, opening(200, described), Ready(opening(304, headers), b""))

    def told(self, moment: datetime, if_none_match: bytes | None) -> Ready:
        """The answer at this moment; 304 to whoever names its ETag."""
        if if_none_match is not None and names_etag(if_none_match, self.etag):
            return self.unchanged
        return Ready(self.start, b"%b%b%b" % (self.before, written(moment).encode(), self.after))


class Recall:
    """What was answered today about whom."""

    def __init__(self, clock: Clock, follower: Follower, *, most: int = MOST) -> None:
        self._clock = clock
        self._follower = follower
        self.most = most
        self._kept: dict[str, KeptAnswer] = {}
        self._day: date | None = None
        self._begins = self._ends = clock.now()  # of that day; nothing is kept yet
        self.heard = 0  # how often anything was forgotten
        follower.listeners.append(self.forget)

    def answer(self, number: str, headers: dict[bytes, bytes]) -> Ready | None:
        """The answer to a plain verification of today, where it is known for sure."""
        kept = self._kept.get(number)
        if kept is None or not self._follower.is_sure():
            return None
        now = self._clock.now()
        if not self._begins <= now < self._ends:
            return None
        return kept.told(now, headers.get(b"if-none-match"))

    def is_sure(self) -> bool:
        """Whether memory may be used at all: nothing committed more than a second ago can have been missed."""
        return self._follower.is_sure()

    def keep(self, number: str, on: date, answer: KeptAnswer, *, heard: int) -> None:
        """Keep an answer about today. `heard` is the counter from before its facts were read: if anything was
        forgotten since, the facts may be the old ones and the answer is not kept."""
        if heard != self.heard or not self.is_sure():
            return
        if on != self._day:
            self._kept.clear()
            self._day = on
            self._begins, self._ends = _midnight(on), _midnight(on + ONE_DAY)
        if len(self._kept) >= self.most:
            del self._kept[next(iter(self._kept))]
        self._kept[number] = answer

    def forget(self, entries: Sequence[Entry]) -> None:
        """A decision about a person drops that person's answer; anything else, or a beginning, touches all of them."""
        self.heard += 1
        if not entries:
            self._kept.clear()
        for entry in entries:
            if entry.subject_kind == "practitioner":
                self._kept.pop(entry.subject, None)
            elif entry.subject_kind in NEVER_SHOWN:
                continue
            else:
                self._kept.clear()


def _midnight(day: date) -> datetime:
    """When a day begins in Amsterdam, in UTC: comparing moments of one zone is cheap."""
    return datetime.combine(day, time(), AMSTERDAM).astimezone(UTC)

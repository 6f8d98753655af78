"""Files of invented professionals with sixty activities each, made up one after the other and the same every time."""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from random import Random

from accreditation.dates import Span
from accreditation.dossier import (
    Activity,
    Declaration,
    Document,
    Dossier,
    EntryState,
    Evidence,
    Holding,
    Leave,
    Restriction,
)

ON = date(2026, 11, 25)
ACTIVITIES = 60
TERM = timedelta(days=4 * 365)
KINDS = (
    "training", "webinar", "e_learning", "peer_consultation", "supervision", "coaching", "congress", "working_group",
)  # fmt: skip
SUBJECTS = ("loopbaantheorie", "methodisch-werken", None, None)
DOMAINS = ("psychodiagnostics", "labour_market", None)
STATES = (EntryState.APPROVED,) * 8 + (EntryState.WAITING, EntryState.REFUSED)
DOCUMENTS = ("cv", "development_plan", "reflection_report", "renewal_form")
WITH_LEAVE = 0.02
UNDER_ORDER = 0.005


def invented_files(count: int, seed: int = 1) -> Iterator[Dossier]:
    """`count` files of people whose terms began on any day of three years."""
    chance = Random(seed)
    for number in range(count):
        since = date(2022, 12, 1) + timedelta(days=chance.randrange(3 * 365))
        until = since + TERM
        activities = tuple(_activity(chance, place, since) for place in range(ACTIVITIES))
        documents = tuple(
            Document(kind, kind, since + timedelta(days=chance.randrange(1300)), chance.random() < 0.9)
            for kind in DOCUMENTS
            if chance.random() < 0.8
        )
        yield Dossier(
            f"LP-{number:07}", since, Span(since, until), affiliated_on=since, activities=activities,
            documents=documents, declarations=(Declaration("code", "noloc_code", "2021", since),),
            holdings=(Holding("noloc-rl", since, until),),
            leave=(Leave(since, since + timedelta(days=60), 2),) if chance.random() < WITH_LEAVE else (),
            restrictions=(Restriction(since),) if chance.random() < UNDER_ORDER else (),
        )  # fmt: skip


def _activity(chance: Random, place: int, since: date) -> Activity:
    kind = chance.choice(KINDS)
    amounts = {"hours": Fraction(chance.randrange(30, 400), 60)}
    if kind != "peer_consultation":
        amounts["points"] = Fraction(chance.randrange(100, 800), 100)
    return Activity(
        f"a{place}", kind, since + timedelta(days=chance.randrange(1400)), None, amounts,
        provider=f"provider-{chance.randrange(300)}", course=f"course-{chance.randrange(500)}", meeting=f"m{place}",
        subject=chance.choice(SUBJECTS), domain=chance.choice(DOMAINS),
        evidence=(Evidence("certificate", chance.random() < 0.8),), state=chance.choice(STATES),
    )  # fmt: skip

"""Objections: listed with the clock of the mark, and decided by somebody who had no part in the decision."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from accreditation.decisions import Kind
from registry.applications import ApplicationGiven, apply
from registry.catalogue import Catalogue, read_scheme
from registry.database import Engine
from registry.decisions import Conversion, Extension, Objection, Verdict, convert, decide, extend, object_to
from registry.erasure import remove_by_right
from registry.errors import Conflict, Malformed, NotFound, Refused
from registry.measure_board import measures_at
from registry.objection_board import ObjectionShown, objection_of, objections_at
from registry.objection_rulings import ObjectionDecided, decide_objection
from registry.own_decisions import own_decisions
from registry.standings import standing_of
from registry.tables_decisions import DecisionRow
from tests.registry.desk_stories import Worker, worker
from tests.registry.measure_stories import AT, BODY, LAST, MARK, TODAY, a_measure, held, officer, taken
from tests.registry.stories import OFFICER, START, applicant, somebody

LATER = AT + timedelta(days=10)
WHY = Objection(since=LATER.date(), reason="Ik had het dossier gegeven.")


async def objected(catalogue: Catalogue, one: Worker, other: Worker, **more: Any) -> tuple[str, UUID]:
    """Somebody with a measure that two officers took, and an objection to it ten days later."""
    number = await held(catalogue)
    measure = await taken(a_measure(number, **more), one, other, catalogue)
    return number, await object_to(measure, WHY, catalogue=catalogue, actor=number, at=LATER)


def said(outcome: str, **more: Any) -> ObjectionDecided:
    return ObjectionDecided.model_validate({"outcome": outcome, "reason": "Zo is het.", **more})


async def status_on(number: str, day: date, catalogue: Catalogue) -> tuple[str, int]:
    found = (await standing_of(number, at=LATER, catalogue=catalogue, on=day)).registrations[0]
    return found.status, len(found.measures)


async def first(staff: Worker, catalogue: Catalogue) -> ObjectionShown:
    return (await objections_at(staff, catalogue=catalogue))[0]


async def test_who_decided_or_proposed_does_not_decide_again(register: Engine, catalogue: Catalogue) -> None:
    """Neither of the two; a third officer does, once. Nobody of another body sees it."""
    one, other, third = officer(), officer(), officer()
    number, objection = await objected(catalogue, one, other)
    for barred in (one, other):
        assert (await first(barred, catalogue)).not_by_me
        with pytest.raises(Refused, match="Somebody else"):
            await decide_objection(objection, said("never"), barred, catalogue=catalogue, at=LATER)
    assert () == await objections_at(worker("officer", body="elders"), catalogue=catalogue)
    for stranger in (worker("officer", body="elders"), worker("assessor", body=BODY)):
        with pytest.raises((NotFound, Refused)):
            await decide_objection(objection, said("never"), stranger, catalogue=catalogue, at=LATER)
    own = worker("officer", body=BODY, number=number)
    with pytest.raises(Refused, match="too well"):
        await decide_objection(objection, said("never"), own, catalogue=catalogue, at=LATER)
    with pytest.raises(NotFound):
        await decide_objection(uuid4(), said("never"), third, catalogue=catalogue, at=LATER)
    with pytest.raises(NotFound):
        await objection_of(uuid4(), third, catalogue=catalogue)
    opened = await objection_of(objection, third, catalogue=catalogue)
    assert (WHY.reason, "Klacht.", False) == (opened.grounds, opened.reason, opened.shown.not_by_me)
    await decide_objection(objection, said("never"), third, catalogue=catalogue, at=LATER)
    with pytest.raises(Conflict, match="decided already"):
        await decide_objection(objection, said("never"), third, catalogue=catalogue, at=LATER)
    ruled = (await first(third, catalogue)).ruled
    assert ruled is not None
    assert ("overturned", "Zo is het.") == (ruled.outcome, ruled.reason)


async def test_two_who_decide_at_once_make_one_ruling(register: Engine, catalogue: Catalogue) -> None:
    """The other one is told that it was decided."""
    _, objection = await objected(catalogue, officer(), officer())
    results = await asyncio.gather(
        *(decide_objection(objection, said("never"), officer(), catalogue=catalogue, at=LATER) for _ in range(2)),
        return_exceptions=True,
    )
    assert 1 == sum(isinstance(one, Conflict) for one in results)
    assert 1 == await DecisionRow.count().where(DecisionRow.kind == "ruling")


OUTCOMES: list[tuple[dict[str, Any], tuple[str, int], tuple[str, int], str]] = [
    ({"outcome": "dismissed"}, ("suspended", 1), ("suspended", 1), "upheld"),
    ({"outcome": "never"}, ("valid", 0), ("valid", 0), "overturned"),
    ({"outcome": "ends", "until": date(2023, 5, 9)}, ("suspended", 1), ("valid", 1), "changed"),
    (
        {"outcome": "replaced", "instead": {"kind": "condition", "since": LATER.date(), "until": LAST, "text": "Zo."}},
        ("valid", 0),
        ("valid_with_conditions", 1),
        "overturned",
    ),
]


@pytest.mark.parametrize(
    ("given", "begun", "now", "recorded"), OUTCOMES, ids=[one[0]["outcome"] for one in OUTCOMES]
)  # fmt: skip
async def test_what_comes_of_it_is_what_the_public_sees(
    register: Engine, catalogue: Catalogue, given: dict[str, Any], begun: tuple[str, int], now: tuple[str, int],
    recorded: str,
) -> None:  # fmt: skip
    """On the first day of the measure and on the day of the ruling; the professional reads the reason."""
    number, objection = await objected(catalogue, officer(), officer())
    assert ("suspended", False) == (
        (r := (await standing_of(number, at=LATER, catalogue=catalogue)).registrations[0]).status, r.measures[0].final,
    )  # fmt: skip
    await decide_objection(objection, said(**given), officer(), catalogue=catalogue, at=LATER)
    assert begun == await status_on(number, TODAY, catalogue)
    assert now == await status_on(number, LATER.date(), catalogue)
    ruling = next(d.ruling for d in await own_decisions(number, at=LATER) if d.kind is Kind.SUSPENSION)
    assert ruling is not None
    assert (recorded, "Zo is het.", given.get("until")) == (ruling.outcome, ruling.reason, ruling.until)


SHORT = {"kind": "suspension", "since": "2023-05-01", "until": "2023-05-20"}
UNFIT: list[tuple[dict[str, Any], str]] = [
    ({"outcome": "replaced"}, "instead"),
    ({"outcome": "replaced", "instead": {"since": "2023-05-01", "until": "2023-05-20"}}, "instead"),
    ({"outcome": "replaced", "instead": {"kind": "revocation", "since": "2023-05-11"}}, "instead"),
    ({"outcome": "replaced", "instead": SHORT | {"since": "2023-04-30"}}, "instead"),
    ({"outcome": "replaced", "instead": SHORT | {"until": "2023-07-01"}}, "instead"),
    ({"outcome": "replaced", "instead": SHORT | {"scopes": ["zang"]}}, "scopes"),
    ({"outcome": "replaced", "instead": SHORT | {"text": "Zo."}}, "text"),
    ({"outcome": "ends"}, "until"),
    ({"outcome": "ends", "until": "2023-07-01"}, "until"),
    ({"outcome": "never", "until": "2023-05-20"}, "until"),
]


@pytest.mark.parametrize(("given", "field"), UNFIT)
async def test_nobody_becomes_worse_off_by_objecting(
    register: Engine, catalogue: Catalogue, given: dict[str, Any], field: str
) -> None:
    """Nothing heavier, earlier or longer; and what is said belongs together."""
    _, objection = await objected(catalogue, officer(), officer())
    with pytest.raises(Malformed) as error:
        await decide_objection(objection, said(**given), officer(), catalogue=catalogue, at=LATER)
    assert field == error.value.problems[0].field


async def test_a_refusal_is_replaced_by_a_term(register: Engine, catalogue: Catalogue) -> None:
    """Never by nothing: the application would have no answer. Whoever refused it does not decide again."""
    number, application = await applicant(catalogue)
    refusal = await decide(
        application, Verdict(outcome="refused", reason="Te weinig."), catalogue=catalogue, actor=OFFICER, at=START
    )  # fmt: skip
    objection = await object_to(
        refusal, Objection(since=START.date(), reason="Toch."), catalogue=catalogue, actor=number, at=START
    )
    third = officer()
    for given in (said("never"), said("ends"), said("replaced"),
                  said("replaced", instead={"since": "2021-03-02", "until": "2025-03-01", "level": "Z"})):  # fmt: skip
        with pytest.raises(Malformed):
            await decide_objection(objection, given, third, catalogue=catalogue, at=START)
    term = said("replaced", instead={"since": "2021-03-02", "until": "2025-03-01"})
    await decide_objection(objection, term, third, catalogue=catalogue, at=START)
    found = (await standing_of(number, at=START, catalogue=catalogue)).registrations[0]
    assert ("valid", date(2025, 3, 1)) == (found.status, found.until)


async def test_other_decisions_go_or_stay(register: Engine, catalogue: Catalogue) -> None:
    """An extension that was wrong; nothing can take its place."""
    number = await held(catalogue)
    given = Extension(mark=MARK, since=TODAY, until=date(2026, 3, 1), reason="Ziekte.")
    extension = await extend(number, given, catalogue=catalogue, actor=OFFICER, at=AT)
    objection = await object_to(extension, WHY, catalogue=catalogue, actor=number, at=LATER)
    with pytest.raises(Malformed):
        await decide_objection(objection, said("replaced", instead=SHORT), officer(), catalogue=catalogue, at=LATER)
    await decide_objection(objection, said("never"), officer(), catalogue=catalogue, at=LATER)
    found = (await standing_of(number, at=LATER, catalogue=catalogue)).registrations[0]
    assert date(2025, 3, 1) == found.until


async def test_a_conversion_goes_with_what_it_gave(register: Engine, catalogue: Catalogue) -> None:
    """The old mark runs on, and the new one was never there."""
    early = datetime(2018, 3, 2, 9, tzinfo=UTC)
    number = await somebody(at=early)
    application = await apply(number, ApplicationGiven(mark="oudmerk"), catalogue=catalogue, actor=number, at=early)
    verdict = Verdict(outcome="granted", reason="Yes.", since=early.date(), until=date(2022, 3, 1))
    await decide(application, verdict, catalogue=catalogue, actor=OFFICER, at=early)
    given = Conversion(
        mark="oudmerk", successor=MARK, since=date(2021, 4, 1), until=date(2025, 3, 31), reason="Omgezet."
    )  # fmt: skip
    old, _ = await convert(number, given, catalogue=catalogue, actor=OFFICER, at=START)
    objection = await object_to(
        old, Objection(since=START.date(), reason="Toch."), catalogue=catalogue, actor=number, at=START
    )
    await decide_objection(objection, said("never"), officer(), catalogue=catalogue, at=START)
    found = (await standing_of(number, at=START, catalogue=catalogue, on=date(2021, 5, 1))).registrations
    assert [("oudmerk", "valid")] == [(one.mark, one.status) for one in found]


@pytest.mark.parametrize(
    ("term", "effect", "due"),
    [
        ('objection = "not_suspensive"', "not_suspensive", None),
        ('objection = "suspensive"\nobjection_decided_within = "6 weeks"', "suspensive", date(2023, 6, 22)),
        ("", "unknown", None),
    ],
)
async def test_the_clock_is_that_of_the_mark(
    register: Engine, catalogue: Catalogue, term: str, effect: str, due: date | None
) -> None:
    """By the rules of the mark; what the body does not say stays unknown, and no law is filled in for it."""
    text = catalogue.scheme(MARK).text.replace('objection = "not_suspensive"', term)
    other_rules = replace(catalogue, schemes={**catalogue.schemes, MARK: read_scheme(text, MARK)})
    one, other = officer(), officer()
    number = await held(other_rules)
    measure = await taken(a_measure(number), one, other, other_rules)
    await object_to(measure, WHY, catalogue=other_rules, actor=number, at=LATER)
    found = await first(one, other_rules)
    assert (effect, LATER.date(), due) == (found.effect, found.received_on, found.decide_by)
    assert (due is not None, False) == (found.is_late(date(2023, 6, 23)), found.is_late(date(2023, 6, 22)))


async def test_whoever_was_removed_is_on_no_list(register: Engine, catalogue: Catalogue) -> None:
    """What was said on both sides went with them."""
    one, other = officer(), officer()
    number, _ = await objected(catalogue, one, other)
    await remove_by_right(number, actor="desk", at=LATER)
    board = await measures_at(one, at=LATER)
    assert ((), (), (), ()) == (
        await objections_at(one, catalogue=catalogue), board.waiting, board.answered, board.measures,
    )  # fmt: skip

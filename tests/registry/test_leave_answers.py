"""A body answers a deferral: so many months, fewer, or none; each mark by its own body."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from registry.catalogue import Catalogue
from registry.database import Engine
from registry.deferrals import ask_leave
from registry.drafts import LeaveDraft
from registry.entries import withdraw_entry
from registry.errors import Conflict, Malformed, NotFound, Refused
from registry.gathering import gather_dossier
from registry.inputs import read_input
from registry.journal import verify_chain
from registry.leave_answers import LeaveAnswer, answer_leave
from registry.leave_requests import LeaveStanding, dates_of, read_request, standing_of_leave, waiting_leave
from registry.notices import write_notices
from registry.practitioners import find_practitioner
from registry.standings import standing_of
from registry.tables_decisions import DecisionRow, HoldingRow
from registry.tables_journal import JournalRow
from tests.registry.bulk_stories import HOUSE, MARK, colleague
from tests.registry.desk_stories import worker
from tests.registry.mail import letters_to
from tests.registry.stories import holder
from tests.registry.test_deferrals import ASKED, moving_end
from tests.registry.test_notices import ADDRESS, with_address
from tests.registry.test_outlooks import holder_of_both
from tests.registry.test_races import at_once

__all__ = ["moving_end"]  # a fixture of another module
AT = datetime(2024, 6, 1, 9, tzinfo=UTC)
END, LATER = date(2025, 3, 1), date(2025, 6, 1)


async def _asked(catalogue: Catalogue) -> tuple[str, UUID]:
    number, _ = await holder(catalogue)
    return number, await ask_leave(number, ASKED, catalogue=catalogue, actor=number, at=AT)


def _answer(months: int = 3, expires_on: date | None = LATER, **changed: Any) -> LeaveAnswer:
    said = {"mark": MARK, "months": months, "version": 1, "expires_on": expires_on, "reason": "Zo."}
    return read_input(LeaveAnswer, said | changed)


async def _ends() -> list[date]:
    return [row["until"] for row in await HoldingRow.select(HoldingRow.until).order_by(HoldingRow.until)]


async def test_what_was_asked_is_granted(register: Engine, catalogue: Catalogue) -> None:
    """The dates are shown first and come true; it is in the history, the file and the journal, and not asked again."""
    number, leave = await _asked(catalogue)
    officer = colleague()
    (request,) = await waiting_leave(officer)
    assert (leave, MARK, number, ASKED, 3, AT.date(), 1) == (
        request.id, request.mark, request.number, request.asked, request.months, request.asked_on, request.version,
    )  # fmt: skip
    dates = await dates_of(request, 3, at=AT, catalogue=catalogue)
    assert dates is not None
    assert (END, LATER) == (dates.before.expires_on, dates.after.expires_on)
    answer = await answer_leave(leave, _answer(), officer, catalogue=catalogue, at=AT)
    assert [LATER] == await _ends()
    assert () == await waiting_leave(officer)
    (row,) = await DecisionRow.select().where(DecisionRow.kind == "extension")
    assert (END, LATER, officer.actor) == (row["since"], row["until"], row["actor"])
    entries = await JournalRow.select(JournalRow.kind, JournalRow.reference).order_by(JournalRow.seq)
    assert [("decision.extension", str(row["id"])), ("leave.granted", str(answer))] == [
        (one["kind"], one["reference"]) for one in entries[-2:]
    ]
    assert (await verify_chain()).broken_at is None
    after = datetime(2025, 5, 31, 9, tzinfo=UTC)
    assert (await standing_of(number, at=after, catalogue=catalogue)).certified
    file = await gather_dossier(number, MARK, AT.date())
    assert [(3, True)] == [(one.extends_months, one.approved) for one in file.leave if one.approved]


async def test_fewer_months_and_none(register: Engine, catalogue: Catalogue) -> None:
    """Fewer than were asked; never more; and a refusal changes no date but is told with its reason."""
    number, leave = await _asked(catalogue)
    second = LeaveDraft(since=date(2024, 10, 1), until=date(2024, 10, 31))
    other = await ask_leave(number, second, catalogue=catalogue, actor=number, at=AT)
    with pytest.raises(Malformed, match="so many months"):
        await answer_leave(leave, _answer(4, date(2025, 7, 1)), colleague(), catalogue=catalogue, at=AT)
    await answer_leave(leave, _answer(1, date(2025, 4, 1)), colleague(), catalogue=catalogue, at=AT)
    refusal = _answer(0, None, reason="Een maand is kort.")
    await answer_leave(other, refusal, colleague(), catalogue=catalogue, at=AT)
    assert [date(2025, 4, 1)] == await _ends()
    who = (await find_practitioner(number))["id"]
    assert {
        leave: (LeaveStanding(MARK, 1, "Zo.", date(2025, 4, 1)),),
        other: (LeaveStanding(MARK, 0, "Een maand is kort.", None),),
    } == await standing_of_leave(who)
    file = await gather_dossier(number, MARK, AT.date())
    assert [1] == [one.extends_months for one in file.leave if one.approved]
    with pytest.raises(Conflict, match="answered before"):
        await answer_leave(other, refusal, colleague(), catalogue=catalogue, at=AT)
    with pytest.raises(Refused, match="stays as it is"):
        await withdraw_entry(number, "leave", leave, version=1, actor=number, at=AT)


async def test_each_mark_is_answered_by_its_own_body(register: Engine, moving_end: Catalogue) -> None:
    """Somebody with two marks asks once: what one body grants moves nothing of the other's."""
    number = await holder_of_both(moving_end)
    leave = await ask_leave(number, ASKED, catalogue=moving_end, actor=number, at=AT)
    assert {MARK, "urenmerk"} == {one.mark for one in (await standing_of_leave(
        (await find_practitioner(number))["id"]
    ))[leave]}  # fmt: skip
    await answer_leave(leave, _answer(), colleague(), catalogue=moving_end, at=AT)
    assert [END, LATER] == await _ends()
    granted, other = [
        [one.extends_months for one in (await gather_dossier(number, mark, AT.date())).leave if one.approved]
        for mark in (MARK, "urenmerk")
    ]
    assert ([3], []) == (granted, other)


async def test_only_an_officer_of_the_body_who_is_free(register: Engine, catalogue: Catalogue) -> None:
    """Another role, another body, and oneself answer nothing and see nothing."""
    number, leave = await _asked(catalogue)
    for stranger, error in ((colleague("assessor"), Refused), (worker("officer", body="elders"), NotFound)):
        assert () == await waiting_leave(stranger)
        with pytest.raises(error):
            await answer_leave(leave, _answer(), stranger, catalogue=catalogue, at=AT)
    oneself = worker("officer", body=HOUSE, number=number)
    with pytest.raises(Refused, match="too well"):
        await answer_leave(leave, _answer(), oneself, catalogue=catalogue, at=AT)
    with pytest.raises(NotFound):
        await answer_leave(UUID(int=1), _answer(), colleague(), catalogue=catalogue, at=AT)
    assert [END] == await _ends()


async def test_what_changed_since_is_looked_at_again(register: Engine, catalogue: Catalogue) -> None:
    """Another version of the request, another last day than was shown, and a request that is no more."""
    number, leave = await _asked(catalogue)
    for stale in (_answer(version=2), _answer(expires_on=date(2025, 5, 1))):
        with pytest.raises(Conflict, match="changed since"):
            await answer_leave(leave, stale, colleague(), catalogue=catalogue, at=AT)
    with pytest.raises(Malformed):
        _answer(0, LATER)
    request = await read_request(leave, MARK, colleague())
    await withdraw_entry(number, "leave", leave, version=1, actor=number, at=AT)
    with pytest.raises(NotFound):
        await answer_leave(leave, _answer(), colleague(), catalogue=catalogue, at=AT)
    assert request.id == leave


async def test_two_officers_at_once(register: Engine, catalogue: Catalogue) -> None:
    """One answers, the other hears that it was answered; the term is lengthened once."""
    _, leave = await _asked(catalogue)
    both = [answer_leave(leave, _answer(), colleague(), catalogue=catalogue, at=AT) for _ in range(2)]
    assert ["Conflict", "done"] == sorted(await at_once(*both))
    assert [LATER] == await _ends()


async def test_the_professional_is_written_to(register: Engine, catalogue: Catalogue) -> None:
    """Once, with the new last day or that there is none, and without the reason."""
    number, leave = await _asked(catalogue)
    await with_address(number)
    second = LeaveDraft(since=date(2024, 10, 1), until=date(2024, 10, 31))
    other = await ask_leave(number, second, catalogue=catalogue, actor=number, at=AT)
    await answer_leave(leave, _answer(), colleague(), catalogue=catalogue, at=AT)
    await answer_leave(other, _answer(0, None), colleague(), catalogue=catalogue, at=AT)
    for _ in range(2):
        await write_notices(AT)
    assert [
        ("term.deferred", '{"mark":"proefmerk","until":"2025-06-01"}'),
        ("term.not_deferred", '{"mark":"proefmerk"}'),
    ] == [(one["kind"], one["about"]) for one in await letters_to(ADDRESS)]

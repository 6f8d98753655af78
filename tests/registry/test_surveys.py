"""Clients answer without being known, and only enough answers say anything."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import count
from uuid import UUID, uuid4

import pytest
from pydantic import ValidationError

from registry.database import Engine, classify_db_error
from registry.drafts import ClientSurveyDraft
from registry.entries import correct_entry
from registry.errors import Conflict, Malformed, NotFound, Refused
from registry.gathering import gather_dossier
from registry.own_entries import list_entries
from registry.surveys import (
    FEWEST_ANSWERS,
    QUESTIONS,
    OpenedRound,
    RoundAsked,
    answer_round,
    close_round,
    close_rounds_that_are_over,
    is_open_ticket,
    open_round,
    rounds_of,
)
from registry.tables_asking import SurveyAnswerRow, SurveyTicketRow
from registry.tables_journal import JournalRow
from tests.registry.stories import somebody

AT = datetime(2024, 6, 1, 9, tzinfo=UTC)
ASKED = RoundAsked(held_on=date(2024, 6, 1), closes_on=date(2024, 6, 30), invitations=8)
LAST_MOMENT = datetime(2024, 6, 30, 21, 59, tzinfo=UTC)
AFTER = datetime(2024, 6, 30, 22, 0, tzinfo=UTC)  # midnight in Amsterdam


async def opened(number: str) -> OpenedRound:
    return await open_round(number, ASKED, actor=number, at=AT)


def scores(figure: int) -> dict[str, int]:
    return dict.fromkeys(QUESTIONS, figure)


async def answered(number: str, times: int) -> UUID:
    """A round with so many answers: 6, 7, 8 …"""
    round_ = await opened(number)
    for code, figure in zip(round_.codes[:times], count(6)):
        await answer_round(code, scores(min(figure, 10)), at=AT + timedelta(hours=figure))
    return round_.id


async def test_a_round_counts_once_it_is_over(register: Engine) -> None:
    """With its number of answers, waiting for the body; its averages are told then and not before."""
    number = await somebody()
    identity = await answered(number, 5)
    (before,) = await rounds_of(number)
    assert (False, None, {}) == (before.is_over, before.answers, before.averages)
    assert () == (await gather_dossier(number, "proefmerk", ASKED.held_on)).activities
    closed = await close_round(number, identity, actor=number, at=LAST_MOMENT)
    assert (True, 5, dict.fromkeys(QUESTIONS, Fraction(8))) == (closed.counts, closed.answers, closed.averages)
    (survey,) = (await list_entries(number, "client_survey")).entries
    assert (ClientSurveyDraft(held_on=ASKED.held_on, answers=5), "waiting") == (survey.said, survey.state)
    with pytest.raises(Conflict, match="over already"):
        await close_round(number, identity, actor=number, at=LAST_MOMENT)
    with pytest.raises(Refused, match="counted by the register"):
        await correct_entry(number, "client_survey", survey.id, survey.said, version=1, actor=number, at=LAST_MOMENT)


async def test_too_few_answers_say_nothing(register: Engine) -> None:
    """They are thrown away: one more would have made them a group."""
    number = await somebody()
    identity = await answered(number, FEWEST_ANSWERS - 1)
    closed = await close_round(number, identity, actor=number, at=LAST_MOMENT)
    assert (True, False, None, {}) == (closed.is_over, closed.counts, closed.answers, closed.averages)
    assert (0, 0) == (await SurveyAnswerRow.count(), (await list_entries(number, "client_survey")).total)


async def test_a_link_takes_one_answer(register: Engine) -> None:
    """Used, closed, late and never given answer alike."""
    number = await somebody()
    round_ = await opened(number)
    first, second, third, *_ = round_.codes
    assert await is_open_ticket(first, at=AT)
    await answer_round(first, scores(7), at=AT)
    await answer_round(second, scores(7), at=LAST_MOMENT)
    sentences = set()
    for code, at in ((first, AT), (third, AFTER), ("made-up", AT)):
        with pytest.raises(NotFound) as caught:
            await answer_round(code, scores(7), at=at)
        sentences.add(str(caught.value))
        assert not await is_open_ticket(code, at=at)
    assert 1 == len(sentences)
    await close_round(number, round_.id, actor=number, at=LAST_MOMENT)
    assert not await is_open_ticket(third, at=LAST_MOMENT)


async def test_nothing_that_is_kept_leads_from_an_answer_to_a_ticket(register: Engine) -> None:
    """A ticket has no time and no address, an answer no ticket; the tickets go when the round is over."""
    number = await somebody()
    identity = await answered(number, 5)
    tickets, answers = await SurveyTicketRow.select(), await SurveyAnswerRow.select()
    assert {"digest", "round", "used"} == set(tickets[0])
    assert {"id", "round", "scores"} == set(answers[0])
    said = [entry for entry in await JournalRow.select() if entry["kind"] == "survey.answered"]
    assert {("client", number, str(identity))} == {(e["actor"], e["subject"], e["reference"]) for e in said}
    await close_round(number, identity, actor=number, at=LAST_MOMENT)
    assert 0 == await SurveyTicketRow.count()


async def test_the_database_lets_a_ticket_be_used_once(register: Engine) -> None:
    """Also by a program that forgot to look."""
    number = await somebody()
    await answered(number, 1)
    with pytest.raises(Exception, match=r"(?i)ck_survey_ticket_once|may not change") as caught:
        await SurveyTicketRow.update({SurveyTicketRow.used: False}).where(SurveyTicketRow.used.eq(True))
    assert "ck_survey_ticket_once" == getattr(classify_db_error(caught.value), "constraint", None)


async def test_rounds_end_by_themselves(register: Engine) -> None:
    """The day after the last day to answer, each once."""
    number = await somebody()
    await answered(number, 5)
    assert 0 == await close_rounds_that_are_over(actor="worker", at=LAST_MOMENT)
    assert 1 == await close_rounds_that_are_over(actor="worker", at=AFTER)
    assert 0 == await close_rounds_that_are_over(actor="worker", at=AFTER)
    assert [5] == [round_.answers for round_ in await rounds_of(number)]


async def test_every_question_is_answered_in_figures(register: Engine) -> None:
    """All that is wrong at once: a figure too high, one missing, a question that is not ours. No words."""
    number = await somebody()
    code = (await opened(number)).codes[0]
    wrong = scores(7) | {"was_heard": 11, "goal_reached": 0, "words": 3}
    del wrong["would_recommend"]
    with pytest.raises(Malformed) as caught:
        await answer_round(code, wrong, at=AT)
    fields = {"was_heard", "goal_reached", "words", "would_recommend"}
    assert fields == {problem.field for problem in caught.value.problems}
    assert await is_open_ticket(code, at=AT)


async def test_nobody_closes_the_round_of_somebody_else(register: Engine) -> None:
    """It is not there for them."""
    number, other = await somebody(seed=1), await somebody(seed=2)
    round_ = await opened(number)
    for who, what in ((other, round_.id), (number, uuid4())):
        with pytest.raises(NotFound):
            await close_round(who, what, actor=who, at=AT)
    assert () == await rounds_of(other)


async def test_a_round_is_for_enough_people_and_ends(register: Engine) -> None:
    """At least as many invitations as answers are needed, within three months, and not in the past."""
    first = date(2024, 6, 1)
    for closes_on, invitations in ((first, 4), (date(2024, 12, 1), 8), (date(2024, 5, 31), 8)):
        with pytest.raises(ValidationError):
            RoundAsked(held_on=first, closes_on=closes_on, invitations=invitations)
    number = await somebody()
    with pytest.raises(Malformed, match="This day is over"):
        await open_round(number, ASKED, actor=number, at=AFTER)


async def test_a_round_that_was_closed_early_ended_that_day(register: Engine) -> None:
    """Nobody could answer after it, whatever day was announced."""
    number = await somebody()
    identity = (await opened(number)).id
    closed = await close_round(number, identity, actor=number, at=AT)
    assert AT.date() == closed.closes_on < ASKED.closes_on

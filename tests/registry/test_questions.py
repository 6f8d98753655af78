"""The assessor asks, the applicant answers: once, and only about their own open application."""

from __future__ import annotations

from uuid import uuid4

import pytest

from registry.applications import withdraw_application
from registry.catalogue import Catalogue
from registry.database import Engine, classify_db_error
from registry.errors import Conflict, Malformed, NotFound, Refused
from registry.inputs import read_input
from registry.questions import Words, answer_question, ask_question, questions_of
from registry.tables_asking import QuestionRow
from tests.registry.stories import OFFICER, START, applicant, somebody

WHICH = Words(text="Welk certificaat hoort hierbij?")
THIS = Words(text="Dat van mei.")


async def test_a_question_is_answered(register: Engine, catalogue: Catalogue) -> None:
    """Both see what was said and when; a second answer is a conflict."""
    number, application = await applicant(catalogue)
    question = await ask_question(application, WHICH, actor=OFFICER, at=START)
    (asked,) = await questions_of(number, application)
    assert (WHICH.text, None, None) == (asked.text, asked.answer, asked.answered_at)
    await answer_question(number, question, THIS, actor=number, at=START)
    (asked,) = await questions_of(number, application)
    assert (THIS.text, START) == (asked.answer, asked.answered_at)
    with pytest.raises(Conflict):
        await answer_question(number, question, THIS, actor=number, at=START)
    with pytest.raises(Exception, match=r"(?i)ck_question_answered_once|may not change") as caught:
        await QuestionRow.update({QuestionRow.answer: "Toch niet."}).where(QuestionRow.id == question)
    assert "ck_question_answered_once" == getattr(classify_db_error(caught.value), "constraint", None)


async def test_nobody_answers_for_another(register: Engine, catalogue: Catalogue) -> None:
    """Nor sees what they are asked."""
    number, application = await applicant(catalogue)
    other = await somebody(seed=2)
    question = await ask_question(application, WHICH, actor=OFFICER, at=START)
    with pytest.raises(NotFound):
        await questions_of(other, application)
    for who, what in ((other, question), (number, uuid4())):
        with pytest.raises(NotFound):
            await answer_question(who, what, THIS, actor=who, at=START)


async def test_only_an_open_application_is_asked_about(register: Engine, catalogue: Catalogue) -> None:
    """Once it is decided or taken back there is nothing to ask or to answer."""
    number, application = await applicant(catalogue)
    question = await ask_question(application, WHICH, actor=OFFICER, at=START)
    await withdraw_application(application, catalogue=catalogue, actor=number, at=START)
    with pytest.raises(Refused):
        await ask_question(application, WHICH, actor=OFFICER, at=START)
    with pytest.raises(Refused):
        await answer_question(number, question, THIS, actor=number, at=START)
    with pytest.raises(NotFound):
        await ask_question(uuid4(), WHICH, actor=OFFICER, at=START)
    with pytest.raises(Malformed):
        read_input(Words, {"text": "  "})

"""What a body adds to letters: by two people, from a day on, as plain text in both languages, and never rewritten."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from registry.database import Engine, classify_db_error
from registry.errors import Conflict, Malformed, NotFound, Refused
from registry.inputs import read_input
from registry.letter_texts import BodyLetter, TextGiven, answer_text, body_letter, propose_text, text_on, texts_of
from registry.tables_catalogue import BodyRow
from registry.tables_journal import JournalRow
from registry.tables_letter_texts import LetterTextRow
from tests.registry.desk_stories import AT, BODY, Worker, worker

TODAY = AT.date()
DAY = timedelta(days=1)
PROPOSER, OTHER = worker("officer"), worker("body_administrator")


@pytest.fixture
async def body(register: Engine) -> str:
    """A body that is in the register."""
    await BodyRow.insert(BodyRow(code=BODY, name="Een huis"), BodyRow(code="anderhuis", name="Ander huis"))
    return BODY


async def proposed(staff: Worker = PROPOSER, **what: Any) -> UUID:
    given = {"body": BODY, "letter": "received", "text_nl": "Dank.", "text_en": "Thanks.", "since": TODAY}
    return await propose_text(read_input(TextGiven, given | {"reason": "Zo."} | what), staff, at=AT)


async def approved(**what: Any) -> UUID:
    text = await proposed(**what)
    await answer_text(text, "approved", OTHER, at=AT)
    return text


async def said(on: date, letter: BodyLetter = "received", body: str = BODY) -> str | None:
    found = await text_on(body, letter, on)
    return None if found is None else found.within("nl") + found.within("en")


async def test_it_holds_from_its_day_until_the_next(body: str) -> None:
    """Of two for one day the later one holds, an empty one ends it, and other letters and bodies have none."""
    await approved()
    await approved(text_nl="Later.", text_en="Later!", since=TODAY + 2 * DAY)
    await approved(text_nl="Toch.", text_en="Still.", since=TODAY + 2 * DAY)
    await approved(text_nl="", text_en="", since=TODAY + 4 * DAY)
    await proposed(text_nl="Wacht.", text_en="Waits.")
    days = [await said(TODAY + days * DAY) for days in (-1, 0, 1, 2, 3, 4)]
    assert [None, "Dank.Thanks.", "Dank.Thanks.", "Toch.Still.", "Toch.Still.", None] == days
    assert (None, None) == (await said(TODAY, "granted"), await said(TODAY, body="anderhuis"))
    kinds = [row["kind"] for row in await JournalRow.select().order_by(JournalRow.seq)]
    assert ["letter_text.proposed", "letter_text.approved"] * 4 + ["letter_text.proposed"] == kinds


async def test_it_takes_two(body: str) -> None:
    """Who proposed it does not answer it, only they take it back, and it is answered once; the database agrees."""
    text = await proposed()
    for answer, staff in (("approved", PROPOSER), ("refused", PROPOSER), ("taken_back", OTHER)):
        with pytest.raises(Refused):
            await answer_text(text, answer, staff, at=AT)  # type: ignore[arg-type]  # each is an answer
    with pytest.raises(Exception, match=r"ck_letter_text_four_eyes|may not change") as caught:
        await LetterTextRow.update(
            {
                LetterTextRow.is_open: None, LetterTextRow.answer: "approved", LetterTextRow.answered_at: AT,
                LetterTextRow.answered_by: PROPOSER.actor,
            }
        ).where(LetterTextRow.id == text)  # fmt: skip
    assert "ck_letter_text_four_eyes" == getattr(classify_db_error(caught.value), "constraint", None)
    await answer_text(text, "refused", OTHER, at=AT)
    assert (None, ["refused"]) == (await said(TODAY), [one.answer for one in await texts_of(OTHER)])
    with pytest.raises(Conflict):
        await answer_text(text, "approved", OTHER, at=AT)
    with pytest.raises(Exception, match=r"ck_letter_text_answered_once|may not change"):
        await LetterTextRow.update({LetterTextRow.answer: "approved"}).where(LetterTextRow.id == text)
    again = await proposed()
    with pytest.raises(Exception, match=r"ck_letter_text_unchanged|may not change"):
        await LetterTextRow.update({LetterTextRow.text_nl: "Anders."}).where(LetterTextRow.id == again)
    await answer_text(again, "taken_back", PROPOSER, at=AT)


async def test_one_waits_for_each_letter(body: str) -> None:
    """A second proposal for the same letter waits for the first to be answered; another letter does not."""
    await proposed()
    await proposed(letter="granted")
    with pytest.raises(Conflict):
        await proposed(OTHER)


async def test_it_is_approved_before_its_day_is_over(body: str) -> None:
    """Otherwise letters that were sent would have had another text than the page says."""
    text = await proposed()
    with pytest.raises(Conflict):
        await answer_text(text, "approved", OTHER, at=AT + DAY)
    await answer_text(text, "refused", OTHER, at=AT + DAY)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text_nl": "<b>Dank</b>"}, "text_nl"),
        ({"text_en": "See https://elders.example"}, "text_en"),
        ({"text_en": "See WWW.elders.example"}, "text_en"),
        ({"text_en": ""}, "text_en"),
        ({"text_nl": " "}, "text_nl"),
        ({"since": TODAY - DAY}, "since"),
        ({"letter": "birthday"}, "letter"),
        ({"reason": ""}, "reason"),
    ],
)
async def test_what_is_no_text_says_why(body: str, wrong: dict[str, Any], field: str) -> None:
    """Nothing is stored, and the field is named."""
    with pytest.raises(Malformed) as refused:
        await proposed(**wrong)
    assert [field] == [problem.field for problem in refused.value.problems]
    assert 0 == await LetterTextRow.count()


async def test_whose_letters_they_are(body: str) -> None:
    """Another body finds nothing; an assessor reads them and changes none."""
    text = await proposed()
    for staff in (worker("officer", body="anderhuis"), worker("scheme_editor")):
        with pytest.raises(NotFound):
            await answer_text(text, "approved", staff, at=AT)
        assert () == await texts_of(staff)
    reader = worker("assessor")
    with pytest.raises(Refused):
        await proposed(reader, letter="granted")
    with pytest.raises(Refused):
        await answer_text(text, "approved", reader, at=AT)
    with pytest.raises(NotFound):
        await answer_text(uuid4(), "approved", OTHER, at=AT)
    assert [text] == [one.id for one in await texts_of(reader)]


def test_which_letter_is_which() -> None:
    """Those about a mark are of its body; those about a log-in or a confirmation are of the register."""
    kinds = [
        ("application.received", {}), ("application.question", {}), ("application.decided", {"outcome": "granted"}),
        ("application.decided", {"outcome": "refused"}), ("reminder.3_days", {}), ("mark.expired", {}),
        ("account.recover", {}), ("confirmation.asked", {}),
    ]  # fmt: skip
    told = [body_letter(kind, about) for kind, about in kinds]
    assert ["received", "question", "granted", "refused", "reminder", "expired", None, None] == told

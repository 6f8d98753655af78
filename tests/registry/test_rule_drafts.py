"""Drafts of rules: kept state by state, for whoever drafts at this body, and published by two people only."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from registry.catalogue import load_catalogue, publish_scheme, shipped_catalogue, store_shipped
from registry.database import Engine
from registry.errors import Conflict, Malformed, NotFound, Refused
from registry.journal import verify_chain
from registry.own_marks import own_marks
from registry.rule_drafts import (
    READING,
    DraftBegun,
    TextKept,
    begin_draft,
    draft_of,
    drafts_of,
    keep_text,
    looked_over,
    texts_of,
    withdraw_draft,
)
from registry.rule_proposals import (
    Answered,
    Proposed,
    answer_proposal,
    proposals_of,
    propose_rules,
    take_proposal_back,
)
from registry.tables_catalogue import SchemeVersionRow
from registry.tables_journal import JournalRow
from tests.registry.desk_stories import worker
from tests.registry.rule_stories import (
    AT,
    BODY,
    CASES,
    HOUR,
    LATER,
    MARK,
    a_draft,
    editor,
    holders,
    later_rules,
    officer,
    published,
    rules_in_force,
    simulated,
)
from tests.registry.stories import START

YES = Answered(answer="approved", words="Goed zo.")
BEGUN = DraftBegun(title="Meer punten", first=LATER)
WHY = Proposed(words="Het kan beter.")


async def kinds() -> list[str]:
    rows = await JournalRow.select(JournalRow.kind).where(JournalRow.subject == MARK).order_by(JournalRow.seq)
    return [row["kind"] for row in rows]


async def test_each_state_of_a_draft_is_kept_with_what_is_wrong_in_it(register: Engine) -> None:
    """It begins with the rules of today once more; nothing that somebody kept is lost."""
    catalogue, writer = await rules_in_force(), editor()
    draft = await begin_draft(MARK, BEGUN, writer, catalogue=catalogue, at=AT)
    first = (await draft_of(draft, writer)).newest
    scheme = catalogue.scheme(MARK)
    assert [str(v.id) for v in (looked_over(first.text, "", scheme, AT.date()).mark or scheme.mark).versions] == [
        "2020-01-01", str(LATER),
    ]  # fmt: skip
    wrong = TextKept(text="x = ", cases="")
    good = TextKept(text=later_rules(), cases=CASES)
    numbers = [await keep_text(draft, kept, writer, catalogue=catalogue, at=AT + HOUR) for kept in (wrong, good, good)]
    assert [2, 3, 3] == numbers
    assert [(3, True), (2, False), (1, False)] == [(t.number, t.sound) for t in await texts_of(draft, writer)]
    assert ("x = ", True) == ((await texts_of(draft, writer))[1].text, (await verify_chain()).broken_at is None)
    shown = await draft_of(draft, writer)
    assert (True, False, frozenset({writer.actor})) == (shown.is_open, shown.proposed, shown.writers)
    assert ["scheme.published", "rules.draft_begun", *["rules.text_kept"] * 3] == await kinds()


async def test_a_draft_is_for_who_drafts_at_this_body(register: Engine) -> None:
    """An officer reads it; another body finds nothing; and an assessor finds nothing either."""
    catalogue, writer = await rules_in_force(), editor()
    draft = await a_draft(writer, catalogue)
    assert draft == (await draft_of(draft, officer())).id
    for stranger in (worker("scheme_editor", body="elders"), worker("assessor", body=BODY)):
        with pytest.raises(NotFound):
            await draft_of(draft, stranger)
        with pytest.raises(NotFound):
            await begin_draft(MARK, BEGUN, stranger, catalogue=catalogue, at=AT)
        assert [] == list(own_marks(stranger, catalogue, READING))
    with pytest.raises(Refused, match="scheme editor"):
        await begin_draft(MARK, BEGUN, officer(), catalogue=catalogue, at=AT)
    with pytest.raises(Refused, match="scheme editor"):
        await keep_text(draft, TextKept(text="x", cases=""), officer(), catalogue=catalogue, at=AT)
    with pytest.raises(Refused, match="scheme editor"):
        await withdraw_draft(draft, officer(), at=AT)
    assert ([MARK], [draft]) == (
        [mark.code for mark in own_marks(writer, catalogue, READING)],
        [one.id for one in await drafts_of(MARK, writer, catalogue=catalogue)],
    )  # fmt: skip


async def test_no_draft_of_a_mark_that_ended_or_of_a_day_that_was(register: Engine) -> None:
    """New rules are for days to come."""
    await store_shipped(actor="system", at=START)
    shipped = shipped_catalogue()
    cmi = worker("scheme_editor", body=shipped.mark("cmi-rl").body.code)
    with pytest.raises(Refused, match="no longer given"):
        await begin_draft("cmi-rl", BEGUN, cmi, catalogue=shipped, at=AT)
    noloc = worker("scheme_editor", body="noloc")
    with pytest.raises(Malformed, match="tomorrow"):
        await begin_draft("noloc-rl", DraftBegun(title="x", first=AT.date()), noloc, catalogue=shipped, at=AT)
    draft = await begin_draft("noloc-rl", BEGUN, noloc, catalogue=shipped, at=AT)
    assert "[[case]]" in (await draft_of(draft, noloc)).newest.cases  # those that come with the program


async def test_a_withdrawn_draft_stays_as_it_was(register: Engine) -> None:
    """It can be read, and nothing is kept in it or proposed of it any more."""
    catalogue, writer = await rules_in_force(), editor()
    draft = await a_draft(writer, catalogue)
    await withdraw_draft(draft, writer, at=AT)
    assert (False, "withdrawn") == ((d := await draft_of(draft, writer)).is_open, d.ending)
    with pytest.raises(Conflict, match="withdrawn already"):
        await keep_text(draft, TextKept(text="x", cases=""), writer, catalogue=catalogue, at=AT)
    with pytest.raises(Conflict, match="withdrawn already"):
        await withdraw_draft(draft, writer, at=AT)


async def test_one_proposes_and_another_approves(register: Engine) -> None:
    """Who wrote or proposed it does not approve it; then it is published, and the draft is over."""
    catalogue, writer, other = await rules_in_force(), editor(), officer()
    await holders(catalogue)
    draft = await a_draft(writer, catalogue)
    run = await simulated(draft, writer, catalogue)
    await propose_rules(draft, WHY, writer, at=AT + HOUR)
    with pytest.raises(Refused, match="yourself"):
        await answer_proposal(draft, YES, writer, at=AT + HOUR)
    with pytest.raises(Conflict, match="waits"):
        await keep_text(draft, TextKept(text="x", cases=""), writer, catalogue=catalogue, at=AT)
    with pytest.raises(Conflict, match="waits"):
        await withdraw_draft(draft, writer, at=AT)
    with pytest.raises(Conflict, match="waits"):
        await propose_rules(draft, WHY, writer, at=AT)
    await answer_proposal(draft, YES, other, at=AT + HOUR)
    assert later_rules() == (await load_catalogue()).scheme(MARK).text
    assert ("published", False) == ((d := await draft_of(draft, writer)).ending, d.is_open)
    (proposal,) = await proposals_of(draft, other)
    assert (2, run, "approved", other.actor) == (
        proposal.number, proposal.simulation, proposal.answer, proposal.answered_by,
    )  # fmt: skip
    assert ["rules.proposed", "scheme.published", "rules.approved"] == (await kinds())[-3:]
    with pytest.raises(Conflict, match="No proposal"):
        await answer_proposal(draft, YES, other, at=AT)
    again = await begin_draft(MARK, DraftBegun(title="Weer", first=date(2028, 1, 1)), writer,
        catalogue=await load_catalogue(), at=AT)  # fmt: skip
    assert CASES == (await draft_of(again, writer)).newest.cases


async def test_a_second_editor_approves_unless_they_wrote_along(register: Engine) -> None:
    """Four eyes are those of whoever had no hand in the text."""
    catalogue, writer, second = await rules_in_force(), editor(), editor()
    draft = await a_draft(writer, catalogue)
    await keep_text(draft, TextKept(text=later_rules() + "\n", cases=CASES), second, catalogue=catalogue, at=AT)
    await simulated(draft, writer, catalogue)
    await propose_rules(draft, WHY, writer, at=AT)
    with pytest.raises(Refused, match="yourself"):
        await answer_proposal(draft, YES, second, at=AT)
    await answer_proposal(draft, YES, editor(), at=AT)
    assert "published" == (await draft_of(draft, writer)).ending


async def test_what_is_not_ready_is_not_proposed(register: Engine) -> None:
    """Something wrong, not tried on everybody, or tried in an earlier state."""
    catalogue, writer = await rules_in_force(), editor()
    draft = await a_draft(writer, catalogue, cases="")
    with pytest.raises(Refused, match="something wrong"):
        await propose_rules(draft, WHY, writer, at=AT)
    good = TextKept(text=later_rules(), cases=CASES)
    await keep_text(draft, good, writer, catalogue=catalogue, at=AT)
    with pytest.raises(Refused, match="Simulate"):
        await propose_rules(draft, WHY, writer, at=AT)
    await simulated(draft, writer, catalogue)
    await keep_text(draft, TextKept(text=later_rules() + "\n", cases=CASES), writer, catalogue=catalogue, at=AT)
    with pytest.raises(Refused, match="Simulate"):
        await propose_rules(draft, WHY, writer, at=AT)


async def test_a_proposal_is_refused_or_taken_back_and_the_draft_goes_on(register: Engine) -> None:
    """Both are kept, with the reason."""
    catalogue, writer, other = await rules_in_force(), editor(), officer()
    draft = await a_draft(writer, catalogue)
    await simulated(draft, writer, catalogue)
    await propose_rules(draft, WHY, writer, at=AT)
    with pytest.raises(Refused, match="Somebody else"):
        await take_proposal_back(draft, other, at=AT)
    await answer_proposal(draft, Answered(answer="refused", words="Te zwaar."), other, at=AT + HOUR)
    await propose_rules(draft, WHY, writer, at=AT + 2 * HOUR)
    await take_proposal_back(draft, writer, at=AT + 2 * HOUR)
    assert [("taken_back", True), ("refused", True)] == [
        (one.answer, bool(one.answer_words)) for one in await proposals_of(draft, writer)
    ]
    assert 1 == await SchemeVersionRow.count().where(SchemeVersionRow.mark == MARK)


async def test_rules_that_changed_or_began_meanwhile_are_not_published(register: Engine) -> None:
    """The draft was made and tried beside other rules, or its first day has come."""
    catalogue, writer, other = await rules_in_force(), editor(), officer()
    draft = await a_draft(writer, catalogue)
    await simulated(draft, writer, catalogue)
    await propose_rules(draft, WHY, writer, at=AT)
    with pytest.raises(Refused, match="something wrong"):
        await answer_proposal(draft, YES, other, at=AT + timedelta(days=60))
    second = await a_draft(writer, catalogue, text=later_rules() + "# anders\n")
    await simulated(second, writer, catalogue)
    await published(second, writer, other)
    with pytest.raises(Conflict, match="changed since"):
        await answer_proposal(draft, YES, other, at=AT)


async def test_a_text_that_was_published_before_is_not_published_again(register: Engine) -> None:
    """Two editions with one digest could not be told apart."""
    catalogue, writer, other = await rules_in_force(), editor(), officer()
    await publish_scheme(later_rules(), actor="huis:director", at=AT)
    await publish_scheme(catalogue.scheme(MARK).text + "\n# weg\n", actor="huis:director", at=AT)
    now = await load_catalogue()
    draft = await a_draft(writer, now)
    await simulated(draft, writer, now)
    await propose_rules(draft, WHY, writer, at=AT)
    with pytest.raises(Conflict, match="this very text"):
        await answer_proposal(draft, YES, other, at=AT)

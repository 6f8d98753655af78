"""Who may merge: two officers, with the word of each other body that decided, and nothing in the way."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from registry.accounts import RoleHeld
from registry.confirmations import ConfirmationAsked, ask_confirmation, confirm_as
from registry.database import Engine
from registry.drafts import ActivityDraft
from registry.entries import add_entry
from registry.errors import Conflict, Malformed, NotFound, Refused
from registry.leaving import Leaving, leave_register
from registry.merge_previews import ELSEWHERE as SOMETHING_ELSEWHERE
from registry.merge_previews import OPEN_APPLICATION
from registry.merge_rows import merges_of, merges_waiting, show_merge
from registry.merge_words import agree_for_body, agree_to_merge
from registry.merges import MergeGiven, approve_merge, look_at_both, propose_merge, refuse_merge, take_merge_back
from registry.own_data import who_looked
from registry.practitioners import find_practitioner
from registry.tables_desk import InterestRow
from registry.tables_merging import MergedPersonRow
from registry.verdicts import Verdict, decide
from tests.registry.desk_stories import BODY, MARKS, Worker, hand_in, worker
from tests.registry.merge_stories import ELSEWHERE, GREEN, MARRIED, MERGED_AT, ONE, OTHER, merged, proposed
from tests.registry.test_people import person

BY: dict[str, Any] = {"catalogue": MARKS, "at": MERGED_AT}
OPERATOR = Worker("account 11111111-1111-4111-8111-111111111111", (RoleHeld("operator"),))


async def two(mark: str = "twijfelmerk") -> tuple[str, str]:
    """Two people of the body; the second holds another mark as well."""
    kept, gone = await person(GREEN, 1), await person(MARRIED, 2)
    if mark == "elders":
        application = await hand_in(gone, "elders")
        granted = Verdict(outcome="granted", reason="Goed.", since=MERGED_AT.date(), until=MERGED_AT.date())
        await decide(application, granted, catalogue=MARKS, actor="desk", at=MERGED_AT)
    return kept, gone


async def test_both_are_shown_before(register: Engine) -> None:
    """Both files with their marks, the result, what becomes of the log-in; and that they were read."""
    kept, gone = await two("elders")
    shown = await look_at_both(kept, gone, ONE, **BY)
    assert ([kept, gone], "none", ("anderhuis",), ()) == (
        [shown.kept.number, shown.gone.number], shown.log_in, shown.needs, shown.stops,
    )  # fmt: skip
    assert [("elders", None), ("twijfelmerk", "valid")] == [
        (one.mark, str(one.kept.status) if one.kept else None) for one in shown.marks
    ]
    assert ["person"] == [one.what for one in await who_looked(gone)]


async def test_who_confirmed_their_own(register: Engine) -> None:
    """An activity that the one entered and the other confirmed is told: of one person that is no confirmation."""
    kept, gone = await two()
    meeting = ActivityDraft(kind="peer_consultation", since=MERGED_AT.date(), until=MERGED_AT.date())
    activity = await add_entry(gone, "activity", meeting, actor=gone, at=MERGED_AT)
    asked = ConfirmationAsked(role="peer", number=kept)
    identity = await ask_confirmation(gone, activity, asked, actor=gone, at=MERGED_AT)
    assert 0 == (await look_at_both(kept, gone, ONE, **BY)).confirmed
    await confirm_as(kept, identity, actor=kept, at=MERGED_AT)
    assert [1, 1] == [(await look_at_both(*pair, ONE, **BY)).confirmed for pair in ((kept, gone), (gone, kept))]


async def test_four_eyes(register: Engine) -> None:
    """Who proposed does not approve; another officer of the body does, once."""
    merge = await proposed(*(await two()))
    with pytest.raises(Refused, match="proposed this yourself"):
        await approve_merge(merge, ONE, **BY)
    for stranger in (worker("officer", body="anderhuis"), worker("assessor"), worker("body_administrator")):
        with pytest.raises(NotFound):
            await approve_merge(merge, stranger, **BY)
    with pytest.raises(NotFound):
        await approve_merge(uuid4(), OTHER, **BY)
    results = await asyncio.gather(
        approve_merge(merge, OTHER, **BY), approve_merge(merge, worker("officer"), **BY), return_exceptions=True
    )
    assert [Conflict] == [type(one) for one in results if one is not None]
    assert 1 == await MergedPersonRow.count()
    shown = await show_merge(merge, ONE, **BY)
    assert ("approved", None) == (shown.merge.answer, shown.preview)


async def test_another_body_has_a_word(register: Engine) -> None:
    """It decided about one of the two: it agrees or refuses, it does not put them together."""
    merge = await proposed(*(await two("elders")))
    with pytest.raises(Refused, match="has not agreed yet"):
        await approve_merge(merge, OTHER, **BY)
    assert [merge] == [one.id for one in await merges_of(ELSEWHERE)]
    with pytest.raises(Refused, match="puts the files together"):
        await approve_merge(merge, ELSEWHERE, **BY)
    with pytest.raises(Refused, match="not needed"):
        await agree_to_merge(merge, OTHER, **BY)
    await agree_to_merge(merge, ELSEWHERE, **BY)
    with pytest.raises(Conflict, match="given before"):
        await agree_to_merge(merge, worker("officer", body="anderhuis"), **BY)
    assert ("anderhuis",) == (await show_merge(merge, ELSEWHERE, **BY)).merge.words
    await approve_merge(merge, OTHER, **BY)
    assert () == await merges_of(ELSEWHERE)


async def test_the_operator_in_its_place(register: Engine) -> None:
    """For a body that does not answer; only for one whose word is needed, and nobody else does this."""
    merge = await proposed(*(await two("elders")))
    with pytest.raises(NotFound):
        await agree_for_body(merge, "anderhuis", ELSEWHERE, **BY)
    with pytest.raises(Refused, match="not needed"):
        await agree_for_body(merge, BODY, OPERATOR, **BY)
    assert [merge] == [one.id for one in await merges_waiting(OPERATOR)]
    assert (await show_merge(merge, OPERATOR, **BY)).preview is not None
    await agree_for_body(merge, "anderhuis", OPERATOR, **BY)
    await approve_merge(merge, OTHER, **BY)
    with pytest.raises(Conflict):
        await agree_for_body(merge, "anderhuis", OPERATOR, **BY)
    with pytest.raises(NotFound):
        await merges_waiting(ONE)


async def test_nobody_at_two_bodies_gives_both_words(register: Engine) -> None:
    """Whoever proposed it does not agree for another body, nor as an operator."""
    both = Worker(ONE.actor, (*ONE.roles, *ELSEWHERE.roles, *OPERATOR.roles))
    merge = await proposed(*(await two("elders")), by=both)
    with pytest.raises(Refused, match="proposed this yourself"):
        await agree_to_merge(merge, both, **BY)
    with pytest.raises(Refused, match="proposed this yourself"):
        await agree_for_body(merge, "anderhuis", both, **BY)


async def test_refused_or_taken_back(register: Engine) -> None:
    """Another body can refuse; only who proposed takes it back; then it can be proposed anew."""
    kept, gone = await two("elders")
    merge = await proposed(kept, gone)
    with pytest.raises(Conflict, match="proposed before"):
        await proposed(gone, kept, by=OTHER)
    with pytest.raises(Refused, match="Only who proposed"):
        await take_merge_back(merge, OTHER, **BY)
    await take_merge_back(merge, ONE, **BY)
    again = await proposed(gone, kept)
    await refuse_merge(again, "Dat zijn er twee.", ELSEWHERE, **BY)
    assert ["refused", "taken_back"] == sorted(str(one.answer) for one in await merges_of(ONE))
    for late in (refuse_merge(again, "Nee.", OTHER, **BY), take_merge_back(again, ONE, **BY)):
        with pytest.raises(Conflict):
            await late
    assert 0 == await MergedPersonRow.count()


async def test_what_is_in_the_way(register: Engine) -> None:
    """An open application of who goes, and somebody who leaves; both are told before."""
    kept, gone = await two()
    waits = await person(MARRIED, 3, mark=None)
    await hand_in(waits)
    with pytest.raises(Refused, match="open application"):
        await proposed(kept, waits)
    merge = await proposed(waits, gone)
    await leave_register(gone, Leaving(since=MERGED_AT.date()), catalogue=MARKS, actor=gone, at=MERGED_AT)
    with pytest.raises(Refused, match="asked to leave"):
        await approve_merge(merge, OTHER, **BY)


async def test_what_was_seen_is_what_is_done(register: Engine) -> None:
    """A decision in between, before the proposal or after it, makes somebody look again."""
    kept, gone = await two()
    with pytest.raises(Conflict, match="since you looked"):
        await propose_merge(MergeGiven(kept=kept, gone=gone, seen="0" * 64, reason="Zo."), ONE, **BY)
    merge = await proposed(kept, gone)
    await hand_in(kept, "dubbelmerk", at=MERGED_AT)
    with pytest.raises(Conflict, match="since then"):
        await approve_merge(merge, OTHER, **BY)


async def test_who_and_whom(register: Engine) -> None:
    """Two people of one's body, neither of them oneself; somebody merged is asked for by the number that stays."""
    kept, gone = await two()
    other = await person(MARRIED, 4, mark="elders")
    with pytest.raises(Malformed):
        await look_at_both(kept, kept, ONE, **BY)
    with pytest.raises(NotFound):
        await look_at_both(kept, other, ONE, **BY)
    with pytest.raises(Refused):
        await look_at_both(kept, gone, worker("body_administrator"), **BY)
    with pytest.raises(Refused, match="your own file"):
        await look_at_both(kept, gone, worker("officer", number=gone), **BY)
    merge = await proposed(kept, gone)
    with pytest.raises(Refused, match="your own file"):
        await approve_merge(merge, worker("officer", number=kept), **BY)
    with pytest.raises(NotFound):
        await show_merge(merge, worker("officer", body="nergens"), **BY)


async def test_two_bodies_of_one_officer(register: Engine) -> None:
    """Both people must be of one and the same body."""
    kept, other = await person(GREEN, 1), await person(MARRIED, 4, mark="elders")
    with pytest.raises(Refused, match="decided about both"):
        await look_at_both(kept, other, Worker(ONE.actor, (*ONE.roles, *ELSEWHERE.roles)), **BY)
    await merged(kept, await person(GREEN, 5))
    assert 1 == await MergedPersonRow.count()


async def test_what_goes_on_elsewhere_is_not_told(register: Engine) -> None:
    """That something must end first is; not what another body does about one of the two."""
    kept, gone = await two()
    await hand_in(gone, "elders")
    assert (elsewhere_too := (await look_at_both(kept, gone, ONE, **BY)).stops) == (SOMETHING_ELSEWHERE,)
    await hand_in(gone, "twijfelmerk")
    assert (OPEN_APPLICATION, *elsewhere_too) == (await look_at_both(kept, gone, ONE, **BY)).stops


async def test_whoever_is_too_close_leaves_it_to_others(register: Engine) -> None:
    """To either of the two, and also when they would only approve."""
    kept, gone = await two()
    merge = await proposed(kept, gone)
    for officer in (ONE, OTHER):
        await InterestRow.insert(
            InterestRow(
                staff=officer.actor, practitioner=(await find_practitioner(gone))["id"], ground="declared",
                words="Wij zijn bevriend.", recorded_at=MERGED_AT,
            )
        )  # fmt: skip
    with pytest.raises(Refused, match="too well"):
        await approve_merge(merge, OTHER, **BY)
    with pytest.raises(Refused, match="too well"):
        await look_at_both(kept, gone, ONE, **BY)


async def test_who_looked_stays_known(register: Engine) -> None:
    """Also what was read under the number that went."""
    kept, gone = await two()
    await look_at_both(kept, gone, ONE, **BY)
    before = len(await who_looked(gone))
    await merged(kept, gone)
    assert len(await who_looked(kept)) >= 2 * before > 0

"""An extension for everybody at once takes two people, says what changed in between, and is taken back as a whole."""

from __future__ import annotations

import json
from dataclasses import astuple
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from registry.catalogue import Catalogue
from registry.database import Engine
from registry.decisions import Ending, revoke
from registry.erasure import remove_by_right
from registry.errors import Conflict, Malformed, NotFound, Refused
from registry.extension_acts import acts_of, list_of, read_act
from registry.extension_proposals import (
    Approval,
    Changes,
    ExtensionAsked,
    ExtensionGiven,
    Refusal,
    approve_extension,
    look_at_proposal,
    preview_extension,
    preview_reversal,
    propose_extension,
    refuse_extension,
)
from registry.extension_work import carry_out_extension
from registry.importing import ImportedRegistration, import_rows
from registry.journal import verify_chain
from registry.notices import write_notices
from registry.own_extensions import own_extensions
from registry.standings import standing_of
from registry.tables_decisions import DecisionRow, FindingRow, HoldingRow
from registry.tables_journal import JournalRow
from registry.tables_terms import ExtendedPersonRow
from tests.registry.bulk_stories import MARK, colleague
from tests.registry.desk_stories import worker
from tests.registry.mail import letters_to
from tests.registry.stories import OFFICER
from tests.registry.term_stories import (
    AT,
    GROUND,
    ON,
    YEAR,
    approved,
    carried_out,
    given,
    holders,
    proposed,
    reversal,
)
from tests.registry.test_notices import ADDRESS, with_address
from tests.registry.test_races import at_once

END, LATER = date(2024, 12, 31), date(2025, 12, 31)


async def _ends() -> list[date]:
    return [row["until"] for row in await HoldingRow.select(HoldingRow.until).order_by(HoldingRow.until)]


async def test_the_list_comes_first(register: Engine, catalogue: Catalogue) -> None:
    """Who held the mark on the day, with both last days; who was over before, or began later, is not on it."""
    numbers = await holders(catalogue, 2)
    await holders(catalogue, 1, until=date(2024, 4, 30), first=10)
    await holders(catalogue, 1, since=date(2024, 5, 2), until=date(2028, 5, 1), first=20)
    seen = await preview_extension(YEAR, colleague(), catalogue=catalogue, at=AT)
    assert [(number, END, LATER) for number in sorted(numbers)] == [
        (one.number, one.until_before, one.until_after) for one in seen.people
    ]
    assert (0, {}) == (seen.over, seen.left)
    assert 0 == await ExtendedPersonRow.count()
    tomorrow = ExtensionAsked(mark=MARK, valid_on=date(2024, 6, 2), months=12)
    with pytest.raises(Malformed, match="nobody knows yet"):
        await preview_extension(tomorrow, colleague(), catalogue=catalogue, at=AT)


async def test_two_people_and_then_everybody(register: Engine, catalogue: Catalogue) -> None:
    """Nothing happens before another officer approves; then each has one decision, with ground and journal entry."""
    numbers = await holders(catalogue, 3)
    one, other = colleague(), colleague()
    extension = await proposed(catalogue, one)
    with pytest.raises(Refused, match="yourself"):
        await approved(catalogue, extension, one)
    with pytest.raises(Conflict, match="waits for an answer"):
        await proposed(catalogue, other)
    assert not await carry_out_extension(AT, catalogue=catalogue)
    await approved(catalogue, extension, other)
    with pytest.raises(Conflict, match="answered before"):
        await approved(catalogue, extension, other)
    assert [END] * 3 == await _ends()
    await carried_out(catalogue)
    assert [LATER] * 3 == await _ends()
    decisions = await DecisionRow.select().where(DecisionRow.kind == "group_extension")
    assert {(ON, 12, str(extension), other.actor)} == {
        (row["since"], row["months"], row["extension"], row["actor"]) for row in decisions
    }
    reasons = await FindingRow.select(FindingRow.reason).where(FindingRow.decision.is_in([d["id"] for d in decisions]))
    assert {f"{GROUND}\nZo."} == {row["reason"] for row in reasons}
    act = await read_act(extension, one)
    assert ("done", 3, 3, 0) == (act.state, act.total, act.done, act.left_out)
    assert ["done"] * 3 == [line.outcome for line in await list_of(extension, one)]
    told = await JournalRow.select(JournalRow.kind).where(JournalRow.subject_kind == "mark").order_by(JournalRow.seq)
    assert ["group_extension.proposed", "group_extension.approved", "group_extension.done"] == [
        row["kind"] for row in told if row["kind"].startswith("group")
    ]
    after = datetime(2025, 6, 1, 9, tzinfo=UTC)
    assert (await standing_of(numbers[0], at=after, catalogue=catalogue)).certified
    assert (await verify_chain()).broken_at is None


async def test_what_changed_between_the_two_is_told(register: Engine, catalogue: Catalogue) -> None:
    """Somebody joined, somebody left the register, a term ended sooner: seen before approving, and counted after."""
    stays, gone, ended = await holders(catalogue, 3)
    extension = await proposed(catalogue, colleague())
    (joined,) = await holders(catalogue, 1, first=10)
    await remove_by_right(gone, actor="desk", at=AT)
    stop = Ending(mark=MARK, since=date(2024, 11, 1), reason="Zo.")
    await revoke(ended, stop, catalogue=catalogue, actor=OFFICER, at=AT)
    officer = colleague()
    now, changes = await look_at_proposal(extension, officer, catalogue=catalogue, at=AT)
    assert Changes((joined,), (ended,), ()) == changes  # who was removed is on no list any more
    assert sorted([stays, joined]) == [one.number for one in now.people]
    assert {"no_gain": 1} == now.left
    old = Approval(words="Akkoord.", seen="0" * 64)
    with pytest.raises(Conflict, match="list changed"):
        await approve_extension(extension, old, officer, catalogue=catalogue, at=AT)
    await approved(catalogue, extension, officer)
    await carried_out(catalogue)
    act = await read_act(extension, officer)
    assert ("done", 1, 1, 0, 2) == (act.state, act.joined, act.gone, act.changed, act.done)


async def test_it_is_taken_back_for_everybody(register: Engine, catalogue: Catalogue) -> None:
    """Again by two people and by new decisions; what was known before stays known, and it may be given once more."""
    numbers = await holders(catalogue, 2)
    extension = await given(catalogue)
    with pytest.raises(Conflict, match="before"):
        await proposed(catalogue, colleague())
    later = datetime(2024, 7, 1, 9, tzinfo=UTC)
    one, other = colleague(), colleague()
    back = await reversal(catalogue, extension, one, later)
    with pytest.raises(Refused, match="yourself"):
        await approved(catalogue, back, one, later)
    await approved(catalogue, back, other, later)
    await carried_out(catalogue, later)
    assert [END] * 2 == await _ends()
    assert ["taken_back", "done"] == [(await read_act(name, one)).state for name in (extension, back)]
    corrections = await DecisionRow.select().where(DecisionRow.kind == "correction")
    assert 2 == len([row for row in corrections if row["replacement"] is None])
    day: dict[str, Any] = {"on": date(2025, 6, 1), "catalogue": catalogue}
    then = await standing_of(numbers[0], at=later, known_on=date(2024, 6, 15), **day)
    assert (True, False) == (then.certified, (await standing_of(numbers[0], at=later, **day)).certified)
    assert [(MARK, ON, 12, AT.date(), f"{GROUND}\nZo.", later.date(), f"{GROUND}\nVergissing.")] == [
        astuple(one) for one in await own_extensions(numbers[0])
    ]
    with pytest.raises(Refused, match="cannot be taken back"):
        await preview_reversal(extension, one, catalogue=catalogue, at=later)
    with pytest.raises(Refused, match="cannot be taken back"):
        await preview_reversal(back, one, catalogue=catalogue, at=later)
    assert (back, extension) == tuple(act.id for act in await acts_of(other))
    await given(catalogue, at=later)
    assert [LATER] * 2 == await _ends()


async def test_who_was_renewed_since_keeps_it(register: Engine, catalogue: Catalogue) -> None:
    """Whoever decided the new term knew of the extension: the reversal leaves it, and says for how many."""
    await holders(catalogue, 1)
    extension = await given(catalogue)
    await holders(catalogue, 1, first=5)  # hears of the extension with what is taken over, and is in the reversal
    first = await ExtendedPersonRow.select(ExtendedPersonRow.practitioner.number).first()
    assert first is not None
    again = datetime(2024, 8, 1, 9, tzinfo=UTC)
    renewed = ImportedRegistration(
        number=first["practitioner.number"], mark=MARK, since=date(2026, 1, 1), until=date(2029, 12, 31)
    )
    await import_rows([], [renewed], catalogue=catalogue, actor="import", at=again)
    seen = await preview_reversal(extension, colleague(), catalogue=catalogue, at=again)
    assert ({"renewed": 1}, 1) == (seen.left, len(seen.people))
    back = await reversal(catalogue, extension, colleague(), again)
    await approved(catalogue, back, colleague(), again)
    await carried_out(catalogue, again)
    assert [END, LATER, date(2029, 12, 31)] == await _ends()


async def test_what_is_heard_of_later_gets_it_until_it_is_taken_back(register: Engine, catalogue: Catalogue) -> None:
    """An import gives the extension with a term of that day; after the reversal it does not."""
    await holders(catalogue, 1)
    extension = await given(catalogue)
    await holders(catalogue, 1, first=10)
    assert [LATER] * 2 == await _ends()
    back = await reversal(catalogue, extension, colleague())
    await approved(catalogue, back, colleague())
    await holders(catalogue, 1, first=20)
    await carried_out(catalogue)
    assert [END] * 3 == await _ends()


async def test_who_comes_under_it_while_it_is_carried_out_is_done_as_well(
    register: Engine, catalogue: Catalogue
) -> None:
    """A term taken over between approving and the last decision has it once."""
    await holders(catalogue, 1)
    extension = await proposed(catalogue, colleague())
    await approved(catalogue, extension, colleague())
    await ExtendedPersonRow.delete(force=True)  # as if the list had been made a moment earlier
    await holders(catalogue, 1, first=10)
    await carried_out(catalogue)
    assert [LATER] * 2 == await _ends()
    assert 2 == await DecisionRow.count().where(DecisionRow.kind == "group_extension")
    assert ("done", 1) == ((act := await read_act(extension, colleague())).state, act.done)


async def test_refused_or_taken_back_it_is_as_if_never_proposed(register: Engine, catalogue: Catalogue) -> None:
    """Another officer refuses, or the one who proposed withdraws; then there is room for another proposal."""
    await holders(catalogue, 1)
    one, other = colleague(), colleague()
    for who, answer in ((other, "refused"), (one, "withdrawn")):
        extension = await proposed(catalogue, one)
        await refuse_extension(extension, Refusal(words="Nee."), who, at=AT)
        act = await read_act(extension, one)
        assert (answer, "Nee.") == (act.state, act.answer_words)
    assert not await carry_out_extension(AT, catalogue=catalogue)
    assert [END] == await _ends()


async def test_only_an_officer_of_the_body(register: Engine, catalogue: Catalogue) -> None:
    """Another role is refused, another body finds nothing; an old list, or an empty one, is not proposed."""
    await holders(catalogue, 1)
    extension = await proposed(catalogue, colleague())
    for stranger, error in ((colleague("assessor"), Refused), (worker("officer", body="elders"), NotFound)):
        for ask in (
            preview_extension(YEAR, stranger, catalogue=catalogue, at=AT),
            read_act(extension, stranger),
            approved(catalogue, extension, stranger),
            refuse_extension(extension, Refusal(words="Nee."), stranger, at=AT),
        ):
            with pytest.raises(error):
                await ask
        assert () == await acts_of(stranger)
    with pytest.raises(NotFound):
        await read_act(UUID(int=1), colleague())
    stale = ExtensionGiven(**YEAR.model_dump(), ground=GROUND, reason="Zo.", seen="0" * 64)
    with pytest.raises(Conflict, match="list changed"):
        await propose_extension(stale, colleague(), catalogue=catalogue, at=AT)
    nobody = ExtensionAsked(mark=MARK, valid_on=date(2020, 1, 1), months=12)
    with pytest.raises(Refused, match="Nobody's registration"):
        await proposed(catalogue, colleague(), nobody)


async def test_two_approve_and_two_workers_carry_out_at_once(register: Engine, catalogue: Catalogue) -> None:
    """One approval holds, and each person has one decision."""
    await holders(catalogue, 60)
    extension = await proposed(catalogue, colleague())
    assert ["Conflict", "done"] == sorted(
        await at_once(*(approved(catalogue, extension, colleague()) for _ in range(2)))
    )
    assert {"done"} == set(await at_once(*(carried_out(catalogue) for _ in range(2))))
    assert [LATER] * 60 == await _ends()
    assert 60 == await DecisionRow.count().where(DecisionRow.kind == "group_extension")
    assert (await verify_chain()).broken_at is None


async def test_everybody_is_written_to_and_again_when_it_is_taken_back(register: Engine, catalogue: Catalogue) -> None:
    """Each once with their own last day; who gave no address is not."""
    first, _ = await holders(catalogue, 2)
    await with_address(first)
    extension = await given(catalogue)
    back = await reversal(catalogue, extension, colleague())
    await approved(catalogue, back, colleague())
    await carried_out(catalogue)
    while await write_notices(AT):
        pass
    assert [("term.lengthened", "2025-12-31"), ("term.shortened", "2024-12-31")] == [
        (one["kind"], json.loads(one["about"])["until"]) for one in await letters_to(ADDRESS)
    ]

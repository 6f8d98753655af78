"""What is kept in memory before the journal is followed: nobody tells of a change, so it is not believed afterwards."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from public_api.marks import KeptCatalogue
from public_api.recall import KeptAnswer, Recall
from registry import database
from registry.catalogue import publish_scheme
from registry.clock import MovableClock
from registry.journal_follower import Follower
from tests.public_api import people
from tests.registry.stories import until

ANSWER = KeptAnswer.of(b'{"checkedAt":"0000-00-00T00:00:00Z"}')


async def _publish_another_summary() -> str:
    summary = f"Het keurmerk van {uuid4().hex}."
    text = people.SCHEMES[1].replace("Het keurmerk van vroeger.", summary)
    await publish_scheme(text, actor=people.ACTOR, at=people.moment(date(2026, 11, 22)))
    return summary


async def test_rules_read_before_following_are_read_again(tables: None) -> None:
    """New rules that another process published before we began to listen are in the next answer."""
    follower = Follower()
    kept = KeptCatalogue(follower)
    async with database.running():
        await kept.current()
        summary = await _publish_another_summary()
        async with follower.following():
            await until(follower.is_sure)
            assert summary == (await kept.current()).mark(people.OLD_MARK).summary.nl
            assert await kept.current() is await kept.current()


async def test_nothing_is_missed_between_two_times_of_following(tables: None) -> None:
    """What was published while nobody listened is read when listening begins again."""
    follower = Follower()
    kept = KeptCatalogue(follower)
    async with database.running():
        async with follower.following():
            await until(follower.is_sure)
            await kept.current()
        summary = await _publish_another_summary()
        async with follower.following():
            await until(follower.is_sure)
            assert summary == (await kept.current()).mark(people.OLD_MARK).summary.nl


async def test_an_answer_read_before_following_is_not_kept(tables: None, clock: MovableClock) -> None:
    """A reader that began before we listened may hold what has changed since."""
    follower = Follower()
    recall = Recall(clock, follower)
    async with database.running():
        heard = recall.heard
        async with follower.following():
            await until(follower.is_sure)
            recall.keep("LP-1", date(2026, 11, 22), ANSWER, heard=heard)
            assert recall.answer("LP-1", {}) is None
            recall.keep("LP-1", date(2026, 11, 22), ANSWER, heard=recall.heard)
            assert recall.answer("LP-1", {}) is not None
        async with follower.following():
            await until(follower.is_sure)
            assert recall.answer("LP-1", {}) is None

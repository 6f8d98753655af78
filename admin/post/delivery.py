"""One letter from the outbox to the mail server, and what came of it written down."""

import asyncio
import logging
from datetime import datetime

from accreditation.dates import amsterdam_day
from admin.post.body_letters import with_text_of_body, wording_to_send
from admin.post.carriers import Carrier, Outcome
from admin.post.letters import UnknownKind
from admin.post.messages import Envelope, NoAddress, written
from admin.post.reminder_letters import reminder_letter
from admin.post.wording import Wording, as_language
from registry.catalogue import Catalogue
from registry.clock import Clock
from registry.contact_points import settings_on
from registry.errors import DatabaseAway, DatabaseBusy, NotFound
from registry.outbox import Claimed, begin_sending, drop_letter, mark_failed, mark_sent, mark_unsure
from registry.reminder_keys import ReminderKey
from registry.reminders import reminder_of
from registry.settings import Settings

WRITTEN_WITHIN = 120  # tries, a second apart: well within the time in which nobody else decides about the letter

log = logging.getLogger("post")


async def deliver(letter: Claimed, carrier: Carrier, *, catalogue: Catalogue, settings: Settings, clock: Clock) -> None:
    """Send one letter that is ours, or write down why not."""
    try:
        envelope = await _envelope(letter, catalogue, settings, clock.now())
    except (
        UnknownKind,
        NotFound,
        KeyError,
        ValueError,
    ):  # it waits for a version that can
        log.warning("letter %s (%s): it cannot be written", letter.id, letter.kind)
        await mark_failed(letter, "cannot_be_written", clock.now())
        return
    except NoAddress:
        await mark_failed(letter, "no_such_address", clock.now(), for_good=True)
        return
    if envelope is None:
        await drop_letter(letter, "of_no_use_any_more", clock.now())
        return

    async def begin() -> bool:
        return await begin_sending(letter, clock.now())

    async with carrier.carry(envelope, str(letter.id), begin) as outcome:
        await _surely_written_down(letter, outcome, clock)


async def _envelope(letter: Claimed, catalogue: Catalogue, settings: Settings, at: datetime) -> Envelope | None:
    wording = await _wording(letter, catalogue, at)
    if wording is None:
        return None
    return written(
        wording, to=letter.to, message_id=letter.message_id, language=as_language(letter.language), at=at,
        settings=await settings_on(settings, amsterdam_day(at)),
    )  # fmt: skip


async def _wording(letter: Claimed, catalogue: Catalogue, at: datetime) -> Wording | None:
    """What a reminder says is made up when it leaves: somebody may have handed in since it was written down.

    What a body adds is what it adds on the day of sending.
    """
    language, on = as_language(letter.language), amsterdam_day(at)
    key = ReminderKey.read(letter.key)
    if key is None:
        return await wording_to_send(letter.kind, letter.about, language, catalogue=catalogue, on=on)
    reminder = await reminder_of(key, at=at, catalogue=catalogue)
    if reminder is None:
        return None
    wording = reminder_letter(reminder, language)
    return await with_text_of_body(wording, key.kind, {"mark": key.mark}, language, catalogue=catalogue, on=on)


async def _surely_written_down(letter: Claimed, outcome: Outcome, clock: Clock) -> None:
    """A database that is away for a while must not make a letter uncertain that was certainly taken."""
    for _ in range(WRITTEN_WITHIN):
        try:
            await _write_down(letter, outcome, clock.now())
        except (DatabaseAway, DatabaseBusy):
            await asyncio.sleep(1)
        else:
            break
    level = logging.INFO if outcome.what == "taken" else logging.WARNING
    log.log(level, "letter %s (%s): %s %s", letter.id, letter.kind, outcome.what, outcome.problem)


async def _write_down(letter: Claimed, outcome: Outcome, at: datetime) -> None:
    match outcome.what:
        case "taken":
            await mark_sent(letter, at)
        case "later":
            await mark_failed(letter, outcome.problem, at)
        case "refused":
            await mark_failed(letter, outcome.problem, at, for_good=True)
        case "unsure":
            await mark_unsure(letter, at)
        case "let_go":
            pass

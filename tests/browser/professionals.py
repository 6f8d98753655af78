"""Invented professionals who log in, and what happens behind the counter while they do."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any, TypeVar

from fixtures.situations import RL, one_point_short
from fixtures.telling import Life, Story, tell_all
from registry.catalogue import shipped_catalogue
from registry.confirmations import ConfirmationAsked, ask_confirmation
from registry.database import running
from registry.decisions import Verdict, decide
from registry.own_applications import own_applications
from registry.own_decisions import own_decisions
from registry.own_entries import Filter, list_entries
from registry.practitioners import Name, Person, register_practitioner
from registry.surveys import RoundAsked, open_round
from tests.admin.signing_in import new_log_in, professional
from tests.public_api.serving import NOW
from tests.registry.mail import newest_code

T = TypeVar("T")
LAST_DAY = 60  # days from today
PEER = "collega@voorbeeld.example"
PASSWORD = "een fietsbel op maandag"


@dataclass(frozen=True, slots=True)
class Own:
    """The professional of the demo, signed in: the session's token, and what is in the file.

    `ticket` is the link of a client, `code` that of a peer who was asked by mail.
    """

    session: str
    number: str
    activity: str
    diploma: str
    document: str
    application: str
    decision: str
    ticket: str
    code: str


@dataclass(frozen=True, slots=True)
class Renewing:
    """Somebody who will renew: nine points and one meeting short, and in the register with this address."""

    email: str
    number: str
    until: date


def _nine_points_short(email: str) -> Any:
    async def story(life: Life) -> Story:
        until = life.day(LAST_DAY)
        since = life.term_until(until, 4)
        yield since
        name = Name(initials="R.", given_name="Roos", prefix="van", family_name="Reiziger")
        number = await register_practitioner(Person(name=name, email=email), actor="tests", at=life.at)
        life.people.append((number, "R. van Reiziger"))
        await life.hand_in_diploma(date(2009, 7, 1))
        await life.hold(RL, since, until)
        for days, points in ((-900, 26), (-600, 24), (-300, 16)):
            yield life.day(days)
            await life.log("training", life.day(days), points)
            await life.log("peer_consultation", life.day(days))
        yield life.day(-30)
        for kind in ("reflection_report", "cv", "development_plan"):
            await life.add_document(kind, life.day(-30))

    return story


async def tell_professionals(emails: tuple[str, ...]) -> tuple[Own, Mapping[str, Renewing]]:
    """Enter them all: first of everybody, because their lives begin years ago."""
    stories = [one_point_short, *map(_nine_points_short, emails)]
    draw = Random(7).randrange
    lives = await tell_all(stories, catalogue=shipped_catalogue(), now=NOW, draw=draw)
    renewing = {
        email: Renewing(email, life.number, life.day(LAST_DAY)) for email, life in zip(emails, lives[1:], strict=True)
    }
    own = await _signed_in(lives[0].number)
    await _ask(lives[1].number, ConfirmationAsked(role="peer", number=own.number))
    return own, renewing


async def _signed_in(number: str) -> Own:
    found = await new_log_in(professional(number), at=NOW)
    asked = RoundAsked(held_on=NOW.date(), closes_on=NOW.date() + timedelta(days=30), invitations=5)
    opened = await open_round(number, asked, actor="tests", at=NOW)
    activity = await _ask(number, ConfirmationAsked(role="supervisor", email=PEER))
    diploma = str((await list_entries(number, "qualification", Filter())).entries[0].id)
    document = str((await list_entries(number, "documents", Filter())).entries[0].id)
    application, decision = (await own_applications(number))[0].id, (await own_decisions(number, at=NOW))[0].id
    code = await newest_code(PEER)
    return Own(
        found.token, number, activity, diploma, document, str(application), str(decision), opened.codes[0], code
    )  # fmt: skip


async def _ask(number: str, asked: ConfirmationAsked) -> str:
    """Ask somebody to confirm the newest activity in a file; gives that activity."""
    newest = (await list_entries(number, "activity", Filter())).entries[0].id
    await ask_confirmation(number, newest, asked, actor="tests", at=NOW)
    return str(newest)


def behind_the_counter(work: Coroutine[Any, Any, T]) -> T:
    """Do something in the register while a browser is open: in a thread, because the browser has this one's loop."""

    async def opened() -> T:
        async with running():
            return await work

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, opened()).result()


def code_for(email: str) -> str:
    """The code in the letter that asks to confirm an address."""
    return behind_the_counter(newest_code(email, "account.confirm"))


def renew(who: Renewing, until: date) -> None:
    """The officer of the body reads what was handed in, and decides."""
    behind_the_counter(_renew(who, until))


async def _renew(who: Renewing, until: date) -> None:
    [open_one] = [one for one in await own_applications(who.number) if one.state == "open"]
    verdict = Verdict(outcome="granted", reason="Je dossier is compleet.", since=_day_after(who.until), until=until)
    await decide(open_one.id, verdict, catalogue=shipped_catalogue(), actor="noloc:officer-1", at=NOW)


def _day_after(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)

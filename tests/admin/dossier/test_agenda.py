"""Somebody's days in their own calendar program: an address that only they get, once, and can renew and take away."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from icalendar import Calendar

from registry.applications import ApplicationGiven, apply
from registry.catalogue import load_catalogue
from registry.clock import MovableClock
from registry.verdicts import Verdict, decide
from tests.admin.signing_in import AT, SignedInBrowser, Site

ADDRESS = re.compile(r"https://register\.example(/agenda/[\w-]{43}\.ics\?taal=(nl|en))")


async def shown_address(page: str) -> str:
    """The path of the address on the page."""
    found = ADDRESS.search(page)
    assert found is not None
    return found[1]


@pytest.mark.parametrize(("language", "title"), [("nl", "Laatste dag van je registratie"), ("en", "Last day of your")])
async def test_the_days_come_by_the_address(site: Site, fatima: SignedInBrowser, language: str, title: str) -> None:
    """A calendar program asks without a log-in and gets the last day of the term, in the language of the page."""
    catalogue = await load_catalogue()
    number = str(fatima.number)
    application = await apply(number, ApplicationGiven(mark="noloc-rl"), catalogue=catalogue, actor=number, at=AT)
    until = (AT + timedelta(days=365)).date()
    verdict = Verdict(outcome="granted", reason="Voldoet.", since=AT.date(), until=until)
    await decide(application, verdict, catalogue=catalogue, actor="noloc:1", at=AT)
    before = await fatima.get("/mijn/agenda")
    assert (200, False) == (before.status_code, "/agenda/" in before.text.replace("/mijn/agenda", ""))
    page = await fatima.client.post(
        f"/mijn/agenda?taal={language}", data={"formulier": fatima.form_token}, headers={"accept": "text/html"}
    )
    async with site.client() as program:
        answer = await program.get(await shown_address(page.text), headers={"accept": "text/calendar,*/*;q=0.1"})
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert ("text/calendar; charset=utf-8", "private, no-store") == (
        answer.headers["content-type"],
        answer.headers["cache-control"],
    )
    assert [(until, True)] == [
        (event.decoded("dtstart"), str(event.get("summary")).startswith(title)) for event in events
    ]


async def test_only_the_newest_address_opens_it(site: Site, fatima: SignedInBrowser, clock: MovableClock) -> None:
    """A new one closes the old one; taken away, none does; and the page does not show it again."""
    old = await shown_address((await fatima.post("/mijn/agenda")).text)
    clock.move(timedelta(minutes=1))
    new = await shown_address((await fatima.post("/mijn/agenda")).text)
    again = await fatima.get("/mijn/agenda")
    async with site.client() as program:
        opened = [(await program.get(address)).status_code for address in (old, new)]
        gone = await fatima.post("/mijn/agenda/weg")
        after = [(await program.get(address)).status_code for address in (new, "/agenda/niets.ics")]
    assert ([404, 200], 303, [404, 404]) == (opened, gone.status_code, after)
    assert ADDRESS.search(again.text) is None
    assert 404 == (await fatima.post("/mijn/agenda/weg")).status_code


async def test_reminders_can_be_switched_off_and_on(fatima: SignedInBrowser) -> None:
    """They are on until somebody says otherwise, and the page shows what was chosen."""
    box = 'name="herinner" value="ja" checked'
    asked = [box in (await fatima.get("/mijn/agenda")).text]
    for fields in ({}, {"herinner": "ja"}):
        await fatima.post("/mijn/agenda/herinneringen", fields)
        asked.append(box in (await fatima.get("/mijn/agenda")).text)
    assert [True, False, True] == asked

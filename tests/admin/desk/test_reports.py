"""Reports as a page, as a table and for programs: the same figures, with what they mean."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from decimal import Decimal

import pytest

from admin.desk.reports import in_decimals
from registry.accounts import RoleHeld
from registry.case_decisions import decide_case
from registry.catalogue import publish_scheme
from registry.clock import MovableClock
from registry.database import Engine
from registry.judging import JudgementGiven, judge_requirement
from registry.verdicts import Verdict
from tests.admin.signing_in import SignedInBrowser, Site, bearer, open_site, settings_for, signed_in_client
from tests.registry.desk_stories import AT, BODY, DAYS, MARKS, TEXTS, candidate, worker

HERE = "/instelling/rapporten"
MARCH = "vanaf=2021-03-01&totenmet=2021-03-31"
NOW = AT + 40 * DAYS


@asynccontextmanager
async def an_analyst(database_url: str) -> AsyncIterator[tuple[Site, SignedInBrowser]]:
    """Somebody who sees figures of the made-up body, in April."""
    async with (
        open_site(settings_for(database_url), MovableClock(NOW)) as site,
        signed_in_client(site, RoleHeld("analyst", BODY), at=NOW) as analyst,
    ):
        yield site, analyst


async def a_month_of_work() -> None:
    """Two assessors disagree about one file, which is refused on the fifth day; another one waits."""
    await publish_scheme(TEXTS["twijfelmerk"], actor="tests", at=AT)
    _, application = await candidate(seed=1)
    await candidate(seed=2)
    doubt = JudgementGiven(requirement="case", verdict="doubt", words="Ik twijfel.")
    await judge_requirement(application, doubt, worker(), catalogue=MARKS, at=AT)
    officer = worker("officer")
    no = JudgementGiven(requirement="case", verdict="not_good", words="Het is niet genoeg.")
    await judge_requirement(application, no, officer, catalogue=MARKS, at=AT + timedelta(days=1))
    verdict = Verdict(outcome="refused", reason="Het is niet genoeg.")
    await decide_case(application, verdict, officer, catalogue=MARKS, at=AT + timedelta(days=5))


async def test_the_same_figures_everywhere(register: Engine, database_url: str) -> None:
    """On the page, in the table and for a program; one pair is too few to say anything."""
    await a_month_of_work()
    async with an_analyst(database_url) as (site, analyst):
        page = " ".join((await analyst.get(f"{HERE}?{MARCH}")).text.split())
        table = await analyst.get(f"{HERE}/tabel.csv?{MARCH}")
        asked = {"since": "2021-03-01", "until": "2021-03-31"}
        told = await analyst.client.get("/api/v1/desk/reports", params=asked, headers=await bearer(site, analyst, NOW))
    parts = (
        "de helft binnen 5 dagen, negen van de tien binnen 5 dagen", "0,0 procent (0 van 1 keer)", "kappa 0,00",
        "Te weinig om iets over de beoordelaars te zeggen", "zoals het register het weet op 11 april 2021",
    )  # fmt: skip
    assert [True] * len(parts) == [part in page for part in parts]
    rows = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig")), delimiter=";"))
    line = "twijfelmerk 2021-03-01 2021-03-31 1 5 5 0 1 0.0 1 0 0.0 0.00 nee"
    assert line.split() == rows[1]
    assert (["twijfelmerk", "2021-03-31", "1", "29"], "private, no-store") == (rows[-1], table.headers["cache-control"])
    data = told.json()
    (item,) = data["items"]
    assert ("2021-04-11", "0.0", {"on": "2021-03-31", "waiting": 1, "oldest": 29}) == (
        data["knownOn"], item["approvalPercentage"], item["backlog"][-1],
    )  # fmt: skip
    assert {"pairs": 1, "alike": 0, "percentage": "0.0", "kappa": "0.00", "isEnough": False} == item["agreement"]


async def test_without_days_it_is_the_last_year(register: Engine, database_url: str) -> None:
    """And where nothing happened, the page says so; a last day alone has the year before it."""
    await publish_scheme(TEXTS["twijfelmerk"], actor="tests", at=AT)
    async with an_analyst(database_url) as (_, analyst):
        asked = ("", "?totenmet=2021-01-31", "?vanaf=2021-04-01")
        pages = [(await analyst.get(f"{HERE}{days}")).text for days in asked]
    days = ("1 april 2020 tot en met 11 april 2021", "1 januari 2020 tot en met 31 januari 2021", "1 april 2021")
    assert [True] * 3 == [day in page for day, page in zip(days, pages, strict=True)]
    assert [True] * 3 == ["er is niets besloten en er wachtte niets" in page for page in pages]


@pytest.mark.parametrize("asked", ["vanaf=2021-03-31&totenmet=2021-03-01", "totenmet=2030-01-01", "vanaf=gisteren"])
async def test_a_period_that_cannot_be(register: Engine, database_url: str, asked: str) -> None:
    """The page, the table and the interface each say 400."""
    await publish_scheme(TEXTS["twijfelmerk"], actor="tests", at=AT)
    async with an_analyst(database_url) as (site, analyst):
        in_english = asked.replace("vanaf", "since").replace("totenmet", "until")
        who = await bearer(site, analyst, NOW)
        answers = [
            await analyst.get(f"{HERE}?{asked}"),
            await analyst.get(f"{HERE}/tabel.csv?{asked}"),
            await analyst.client.get(f"/api/v1/desk/reports?{in_english}", headers=who),
        ]
    assert [400] * 3 == [answer.status_code for answer in answers]


def test_decimals_as_a_language_writes_them() -> None:
    """With a comma in Dutch."""
    assert ("87,5", "87.5") == (in_decimals(Decimal("87.5"), "nl"), in_decimals(Decimal("87.5"), "en"))

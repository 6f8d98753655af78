"""The page of accredited courses: accrediting one, and withdrawing it after looking whom it touches."""

from __future__ import annotations

import io
import re
from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest

from registry.accounts import RoleHeld
from registry.applications import ApplicationGiven, apply
from registry.catalogue import shipped_catalogue, store_shipped
from registry.clock import MovableClock
from registry.drafts import ActivityDraft
from registry.entries import add_entry
from registry.practitioners import Name, Person, register_practitioner
from tests.admin.signing_in import AT, SignedInBrowser, Site, bearer, open_site, settings_for, signed_in_client
from tests.register import empty_register

HERE, API = "/instelling/opleidingen", "/api/v1/desk/courses"
FORM: dict[str, Any] = {
    "code": "nl-2026-1", "titel": "Luisteren", "aanbieder": "Huis", "vanaf": "2026-01-01",
    "keurmerk": ["noloc-rl", "noloc-rj"], "soort_1": "training", "punten_1": "2,5",
}  # fmt: skip


@pytest.fixture
async def site(database_url: str) -> AsyncIterator[Site]:
    """The site with the real bodies in it."""
    async with empty_register():
        await store_shipped(actor="tests", at=AT)
        async with open_site(settings_for(database_url), MovableClock(AT), log_to=io.StringIO()) as found:
            yield found


@pytest.fixture
async def officer(site: Site) -> AsyncIterator[SignedInBrowser]:
    """The browser of an officer of Noloc."""
    async with signed_in_client(site, RoleHeld("officer", "noloc")) as browser:
        yield browser


async def an_applicant() -> str:
    """Somebody who handed in a file in which the course is named twice."""
    number = await register_practitioner(Person(name=Name(initials="A.", family_name="Berk")), actor="tests", at=AT)
    for day in (date(2026, 3, 1), date(2026, 9, 1)):
        draft = ActivityDraft(kind="training", title="Luisteren", since=day, until=day, course="NL-2026-1")
        await add_entry(number, "activity", draft, actor=number, at=AT)
    given = ApplicationGiven(mark="noloc-rl")
    await apply(number, given, catalogue=shipped_catalogue(), actor=number, at=AT)
    return number


async def test_a_course_from_accrediting_to_withdrawing(site: Site, officer: SignedInBrowser) -> None:
    """The list, whom it touches and who keeps it, a reason that stays away, and the withdrawal."""
    done = await officer.post(HERE, FORM)
    assert 303 == done.status_code
    page = (await officer.get(done.headers["location"])).text
    assert "De opleiding is erkend." in page
    assert 2 == page.count("Training of cursus: 2,5 punten")
    number = await an_applicant()
    (course,) = set(re.findall(rf"{HERE}/([0-9a-f-]{{36}})", page))
    look = (await officer.get(f"{HERE}/{course}?vanaf=2026-06-01")).text
    assert "Het raakt 1 activiteit<" in look
    assert "1 activiteit van eerder blijft tellen" in look
    assert number in look
    seen = re.findall(r'name="gezien" value="([0-9a-f]{64})"', look)[0]
    given = {"vanaf": "2026-06-01", "gezien": seen}
    wrong: dict[str, str]
    for wrong, status in (
        ({}, 400),
        ({"reden": "x" * 4001}, 400),
        ({"reden": "Zo.", "gezien": "0" * 64}, 409),
        ({"vanaf": "gisteren"}, 400),
        ({"reden": "Zo.", "vanaf": "2025-01-01"}, 400),
    ):
        answer = await officer.post(f"{HERE}/{course}/intrekken", given | wrong)
        assert status == answer.status_code
    done = await officer.post(f"{HERE}/{course}/intrekken", given | {"reden": "De aanbieder is gestopt."})
    page = (await officer.get(done.headers["location"])).text
    assert "Ingetrokken vanaf 1 juni 2026: De aanbieder is gestopt." in page
    assert "Geldt vandaag niet." in page
    assert "De aanbieder is gestopt." in (await officer.get(f"{HERE}/{course}?vanaf=2026-06-01")).text
    again = await officer.post(f"{HERE}/{course}/intrekken", given | {"reden": "Zo."})
    assert 409 == again.status_code
    api = await bearer(site, officer)
    (item,) = (await officer.client.get(API, headers=api)).json()["items"]
    assert ("NL-2026-1", "2026-05-31") == (item["code"], item["lastDay"])


async def test_what_is_wrong_with_a_course_is_said(officer: SignedInBrowser) -> None:
    """Everything at once, beside its field; a code that is accredited then is a conflict."""
    wrong: dict[str, Any]
    for wrong in (
        {"keurmerk": []},
        {"soort_1": ""},
        {"soort_1": "", "punten_1": ""},
        {"code": "een twee"},
        {"vanaf": ""},
        {"tot": "2025-01-01"},
        {"soort_2": "training", "punten_2": "1"},
        {"keurmerk": ["nergens"]},
    ):
        answer = await officer.post(HERE, FORM | wrong)
        assert answer.status_code in (400, 404), wrong
    assert 303 == (await officer.post(HERE, FORM)).status_code
    assert 409 == (await officer.post(HERE, FORM)).status_code


async def test_an_assessor_looks_only(site: Site) -> None:
    """They see the list, without a form."""
    async with signed_in_client(site, RoleHeld("assessor", "noloc")) as browser:
        page = await browser.get(HERE)
        assert (200, False) == (page.status_code, "Een opleiding erkennen" in page.text)


async def test_programs_hear_what_is_wrong(site: Site, officer: SignedInBrowser) -> None:
    """With the member it is about."""
    api = await bearer(site, officer)
    points = [{"mark": "noloc-rl", "kind": "training", "pointsHundredths": 100}]
    body = {"code": "NL-1", "title": "x", "provider": "y", "since": "2026-01-01", "points": points}
    wrong: dict[str, Any]
    for wrong in ({"code": "x"}, {"points": []}):
        assert 400 == (await officer.client.post(API, json=body | wrong, headers=api)).status_code
    course = (await officer.client.post(API, json=body, headers=api)).json()["id"]
    early = await officer.client.get(f"{API}/{course}/withdrawal?since=2025-01-01", headers=api)
    late = await officer.client.post(
        f"{API}/{course}/withdrawal", json={"since": "2026-01-01", "reason": "", "seen": ""}, headers=api
    )
    assert (400, 400) == (early.status_code, late.status_code)

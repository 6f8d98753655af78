"""The verification: every day that matters, every kind of no, and what never changes the ETag."""

from __future__ import annotations

from datetime import date, timedelta

import httpx
import pytest

from public_api.web.language import day_in_words
from registry.clock import MovableClock
from tests.public_api import people

PROBLEM = "application/problem+json"


async def test_a_certified_person(site: httpx.AsyncClient) -> None:
    """Exactly the shape that docs and clients rely on."""
    who = await people.certified("F.", "Idrissi", "el")
    answer = await site.get(f"/api/v1/practitioners/{who.number}/standing")
    assert answer.status_code == 200
    assert answer.json() == {
        "number": who.number,
        "name": "F. el Idrissi",
        "on": "2026-11-22",
        "knownOn": None,
        "checkedAt": "2026-11-22T20:45:00Z",
        "certified": True,
        "statement": {
            "nl": "F. el Idrissi is Proef Loopbaanprofessional (Proefinstelling), geldig tot en met 1 maart 2029.",
            "en": "F. el Idrissi is Trial Career Professional (Proefinstelling), "
            "valid until and including 1 March 2029.",
        },
        "registrations": [
            {
                "mark": "proef-rl",
                "body": "proef",
                "status": "valid",
                "certified": True,
                "level": None,
                "scope": [],
                "since": "2021-03-02",
                "until": "2029-03-01",
                "schemeVersion": "2015-01-01",
                "conditions": [],
                "measures": [],
                "history": [
                    {"from": "2021-03-02", "until": "2025-03-01"},
                    {"from": "2025-03-02", "until": "2029-03-01"},
                ],
                "succeededBy": None,
            }
        ],
        "proves": {"education": "proven", "experience": "not_proven", "code_of_conduct": "unknown"},
        "url": f"https://register.example/professionals/{who.number}",
    }


@pytest.mark.parametrize(
    ("on", "status", "certified"),
    [
        ("2021-03-01", None, False),
        ("2021-03-02", "valid", True),
        ("2023-03-01", "valid", True),
        ("2023-03-02", "expired", False),
        ("2023-05-03", "expired", False),
        ("2023-05-04", "valid", True),
        ("2027-05-03", "valid", True),
        ("2027-05-04", "expired", False),
    ],
)
async def test_the_days_around_a_gap(site: httpx.AsyncClient, on: str, status: str | None, certified: bool) -> None:
    """A day counts until its end, a gap stays a gap, and before the first day there is no registration at all."""
    who = await people.enter("A.", "Gat")
    await people.grant(who, date(2021, 3, 2), date(2023, 3, 1))
    await people.grant(who, date(2023, 5, 4), date(2027, 5, 3))
    answer = (await site.get(f"/api/v1/practitioners/{who.number}/standing", params={"on": on})).json()
    assert answer["certified"] is certified
    assert [r["status"] for r in answer["registrations"]] == ([status] if status else [])
    for registration in answer["registrations"]:
        assert registration["history"] == [
            {"from": "2021-03-02", "until": "2023-03-01"},
            {"from": "2023-05-04", "until": "2027-05-03"},
        ]


async def test_what_was_known_before_and_after_a_correction(site: httpx.AsyncClient, clock: MovableClock) -> None:
    """A correction changes the answer for the day, never the answer for an earlier `knownOn`."""
    decided_on = await people.next_day()
    corrected_on = decided_on + timedelta(days=30)
    clock.at = people.moment(corrected_on + timedelta(days=5))
    who = await people.enter("B.", "Correctie")
    decision = await people.grant(who, date(2024, 1, 1), date(2027, 12, 31), decided_on=decided_on)
    await people.shorten(decision, date(2024, 12, 31), on=corrected_on)
    address = f"/api/v1/practitioners/{who.number}/standing"
    day_before = corrected_on - timedelta(days=1)
    before = (await site.get(address, params={"on": "2025-03-01", "knownOn": str(day_before)})).json()
    after = (await site.get(address, params={"on": "2025-03-01", "knownOn": str(corrected_on)})).json()
    now = (await site.get(address, params={"on": "2025-03-01"})).json()
    assert [True, False, False] == [before["certified"], after["certified"], now["certified"]]
    words = day_in_words(day_before, "nl")
    assert before["statement"]["nl"].startswith(
        f"Op 1 maart 2025: Zoals het register het wist op {words}: B. Correctie"
    )


async def test_a_suspension_is_shown_until_its_public_end(site: httpx.AsyncClient) -> None:
    """Not certified on its days; the sentence says until when."""
    who = await people.certified("C.", "Schorsing")
    await people.suspend_for(who, date(2026, 11, 1), date(2026, 12, 31))
    answer = (await site.get(f"/api/v1/practitioners/{who.number}/standing")).json()
    (registration,) = answer["registrations"]
    assert (answer["certified"], registration["status"]) == (False, "suspended")
    assert registration["measures"] == [
        {"kind": "suspension", "since": "2026-11-01", "until": "2026-12-31", "final": True}
    ]
    assert "is geschorst tot en met 31 december 2026" in answer["statement"]["nl"]


async def test_revoked_from_the_first_day_claims_no_days(site: httpx.AsyncClient) -> None:
    """The interface and the page say revoked, without a first and last day that never were."""
    who = await people.enter("K.", "Nooit")
    await people.grant(who, date(2026, 10, 1), date(2030, 9, 30))
    await people.revoke_from(who, date(2026, 10, 1))
    answer = (await site.get(f"/api/v1/practitioners/{who.number}/standing")).json()
    (registration,) = answer["registrations"]
    assert (False, "revoked", None, None, []) == (
        answer["certified"],
        *(registration[name] for name in ("status", "since", "until", "history")),
    )
    assert answer["statement"] == {
        "nl": "K. Nooit is geen Proef Loopbaanprofessional: Proefinstelling heeft de registratie doorgehaald vanaf de "
        "eerste dag.",
        "en": "K. Nooit is not Trial Career Professional: Proefinstelling revoked the registration from its first day.",
    }
    page = (await site.get(f"/professionals/{who.number}")).text
    assert "Doorgehaald vanaf de eerste dag" in page


async def test_four_kinds_of_no_are_kept_apart(site: httpx.AsyncClient) -> None:
    """No number, a mistyped number, a number never given, a number taken out: each has its own kind and status."""
    who = await people.certified("D.", "Weg")
    await people.remove(who)
    kinds = {}
    for name, number in {
        "no number": "piet",
        "mistyped": people.mistyped(who.number),
        "never given": people.NEVER_GIVEN,
        "taken out": who.number,
    }.items():
        answer = await site.get(f"/api/v1/practitioners/{number}/standing")
        assert answer.headers["content-type"] == PROBLEM
        kinds[name] = (answer.status_code, answer.json()["type"].partition("#")[2])
    assert kinds == {
        "no number": (400, "malformed-number"),
        "mistyped": (400, "wrong-check-digits"),
        "never given": (404, "unknown-number"),
        "taken out": (410, "removed"),
    }


async def test_a_number_is_read_forgivingly_and_answered_exactly(site: httpx.AsyncClient) -> None:
    """Small letters, spaces and a missing prefix are fine."""
    who = await people.certified("E.", "Vergevend")
    figures = who.number.removeprefix("LP-").replace("-", " ")
    for written in (who.number.lower(), figures, f"lp{figures}"):
        answer = await site.get(f"/api/v1/practitioners/{written}/standing")
        assert answer.json()["number"] == who.number


async def test_everything_wrong_with_a_question_is_said_at_once(site: httpx.AsyncClient) -> None:
    """Unknown, repeated and malformed parameters in one answer; nothing is quietly ignored."""
    who = await people.certified("F.", "Fouten")
    address = (
        f"/api/v1/practitioners/{who.number}/standing?on=gisteren&knownOn=2026-02-30&on=x&kleur=rood&mark={'m' * 81}"
    )
    answer = await site.get(address)
    assert answer.status_code == 400
    assert {error["name"] for error in answer.json()["errors"]} == {"on", "knownOn", "kleur", "mark"}


@pytest.mark.parametrize("query", ["knownOn=2026-11-23", "on=1899-12-31", "on=2200-01-01", "on=20261122", "mark=nope"])
async def test_a_question_without_an_answer_is_refused(site: httpx.AsyncClient, query: str) -> None:
    """A `knownOn` in the future, a day out of bounds or in another form, and an unknown mark."""
    who = await people.certified("G.", "Vraag")
    answer = await site.get(f"/api/v1/practitioners/{who.number}/standing?{query}")
    assert (answer.status_code, len(answer.json()["errors"])) == (400, 1)


async def test_asking_again_gives_304_until_something_changes(site: httpx.AsyncClient, clock: MovableClock) -> None:
    """The moment of asking is not in the ETag; a decision is, at once."""
    who = await people.certified("H.", "Etag")
    address = f"/api/v1/practitioners/{who.number}/standing"
    first = await site.get(address)
    clock.move(timedelta(minutes=5))
    later = await site.get(address)
    assert later.json()["checkedAt"] == "2026-11-22T20:50:00Z"
    assert later.headers["etag"] == first.headers["etag"]
    known = {"If-None-Match": first.headers["etag"]}
    assert (await site.get(address, headers=known)).status_code == 304
    await people.suspend_for(who, date(2026, 11, 22), date(2026, 11, 30))
    changed = await site.get(address, headers=known)
    assert (changed.status_code, changed.json()["certified"]) == (200, False)


async def test_a_kept_answer_ends_with_the_day(site: httpx.AsyncClient, clock: MovableClock) -> None:
    """After midnight in Amsterdam the question is about another day, also when the clock was put back."""
    who = await people.enter("I.", "Middernacht")
    await people.grant(who, date(2021, 1, 1), date(2026, 11, 22))
    address = f"/api/v1/practitioners/{who.number}/standing"
    assert (await site.get(address)).json()["certified"] is True
    clock.move(timedelta(hours=2, minutes=14))
    assert (await site.get(address)).json()["on"] == "2026-11-22"
    clock.move(timedelta(minutes=1))
    tomorrow = (await site.get(address)).json()
    assert (tomorrow["on"], tomorrow["certified"]) == ("2026-11-23", False)
    clock.move(timedelta(days=-2))
    assert (await site.get(address)).json()["on"] == "2026-11-21"


async def test_the_profile_as_data_shows_what_was_chosen(site: httpx.AsyncClient) -> None:
    """Contact details only after somebody chose to show them; a browser is sent to the page."""
    who = await people.certified("J.", "Profiel", "van der")
    address = f"/api/v1/practitioners/{who.number}"
    before = (await site.get(address)).json()
    assert (before["name"], before["certified"], before["email"]) == ("J. van der Profiel", True, None)
    await people.show_all(who)
    after = (await site.get(address)).json()
    assert (after["email"], after["workPlaces"]) == (
        "post@voorbeeld.example",
        [{"town": "Utrecht", "postcode4": "3511"}],
    )
    browser = await site.get(address, headers={"Accept": "text/html"})
    assert (browser.status_code, browser.headers["location"]) == (303, f"/professionals/{who.number}")

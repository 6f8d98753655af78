"""Asking for time, answering a question, objecting, stopping: the requests of a professional through the pages."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from accreditation.dates import amsterdam_day
from registry.applications import ApplicationGiven, apply
from registry.catalogue import Catalogue, load_catalogue, store_shipped
from registry.clock import MovableClock
from registry.drafts import ActivityDraft
from registry.entries import add_entry, withdraw_entry
from registry.own_applications import own_applications
from registry.own_decisions import own_decisions
from registry.own_entries import list_entries
from registry.questions import Words, ask_question, questions_of
from registry.standings import standing_of
from registry.verdicts import Verdict, decide
from tests.admin.signing_in import AT, SignedInBrowser, Site, professional, signed_in_client
from tests.registry.stories import somebody

TODAY = amsterdam_day(AT)
MARK = "noloc-rl"


async def the_marks() -> Catalogue:
    await store_shipped(actor="tests", at=AT)
    return await load_catalogue()


async def handed_in(number: str) -> UUID:
    return await apply(number, ApplicationGiven(mark=MARK), catalogue=await the_marks(), actor=number, at=AT)


async def decided(number: str, outcome: str = "granted") -> UUID:
    """A decision of today about somebody's application for the mark."""
    application = await handed_in(number)
    days = {"since": TODAY, "until": date(2030, 11, 24)} if outcome == "granted" else {}
    verdict = Verdict(outcome=outcome, reason="Zo is het.", **days)  # type: ignore[arg-type]  # one of the outcomes
    return await decide(application, verdict, catalogue=await the_marks(), actor="noloc:1", at=AT)


async def test_the_task_list_follows_an_application(fatima: SignedInBrowser) -> None:
    """Handed in, a question, its answer, and the page of the application says the same."""
    number = str(fatima.number)
    application = await handed_in(number)
    assert "Ingediend" in (await fatima.get("/mijn/verlengen")).text
    question = await ask_question(application, Words(text="Welke opleiding was dit?"), actor="noloc:1", at=AT)
    await ask_question(application, Words(text="En wanneer?"), actor="noloc:1", at=AT + timedelta(seconds=1))
    tasks = (await fatima.get("/mijn/verlengen")).text
    assert (True, True) == ("Vraag aan jou" in tasks, f"/mijn/verlengen/{application}/vraag" in tasks)
    page = await fatima.get(f"/mijn/verlengen/{application}/vraag")
    assert (True, True) == ("Welke opleiding was dit?" in page.text, "Hierna komen er nog 1." in page.text)
    answer = {"vraag": str(question), "antwoord": "Mijn hbo."}
    done = await fatima.post(f"/mijn/verlengen/{application}/vraag", answer)
    assert f"/mijn/verlengen/aanvraag/{application}?melding=beantwoord" == done.headers["location"]
    shown = (await fatima.get(done.headers["location"])).text
    assert [True] * 3 == [one in shown for one in ("Je antwoord is verstuurd.", "Mijn hbo.", "En wanneer?")]
    assert ["Mijn hbo.", None] == [one.answer for one in await questions_of(number, application)]
    twice = await fatima.post(f"/mijn/verlengen/{application}/vraag", answer)
    assert (409, True) == (twice.status_code, "En wanneer?" in twice.text)
    empty = await fatima.post(f"/mijn/verlengen/{application}/vraag", answer | {"antwoord": " "})
    assert 400 == empty.status_code


async def test_without_a_question_there_is_nothing_to_answer(fatima: SignedInBrowser) -> None:
    """And after taking it back an answer is refused."""
    application = await handed_in(str(fatima.number))
    assert "Er is nu geen vraag voor je." in (await fatima.get(f"/mijn/verlengen/{application}/vraag")).text
    question = await ask_question(application, Words(text="Welke?"), actor="noloc:1", at=AT)
    back = await fatima.post(f"/mijn/verlengen/aanvraag/{application}/intrekken")
    assert (303, "/mijn/verlengen?melding=ingetrokken") == (back.status_code, back.headers["location"])
    late = await fatima.post(f"/mijn/verlengen/{application}/vraag", {"vraag": str(question), "antwoord": "Deze."})
    assert 400 == late.status_code
    assert "Door jou ingetrokken" in (await fatima.get(f"/mijn/verlengen/aanvraag/{application}")).text


async def test_what_changed_since_is_shown(fatima: SignedInBrowser) -> None:
    """What was added and what was withdrawn after handing in, by its title."""
    number = str(fatima.number)
    draft = ActivityDraft(kind="training", title="Van tevoren", since=TODAY, until=TODAY, minutes=60)
    before = await add_entry(number, "activity", draft, actor=number, at=AT)
    application = await handed_in(number)
    address = f"/mijn/verlengen/aanvraag/{application}"
    assert "Je hebt daarna niets veranderd." in (await fatima.get(address)).text
    await withdraw_entry(number, "activity", before, version=1, actor=number, at=AT)
    later = draft.model_copy(update={"title": "Achteraf"})
    await add_entry(number, "activity", later, actor=number, at=AT)
    page = (await fatima.get(address)).text
    assert ("Van tevoren: Ingetrokken na het indienen" in page, "Achteraf: Toegevoegd na" in page) == (True, True)


async def test_nobody_reaches_anothers_requests(site: Site, fatima: SignedInBrowser, other: SignedInBrowser) -> None:
    """Their application, questions, decision and deferral are not there."""
    number = str(fatima.number)
    decision = await decided(number)
    (application,) = await own_applications(number)
    await fatima.post("/mijn/uitstel", {"van": "2026-12-01", "tot": "2027-02-28", "knop": "stuur"})
    (leave,) = (await list_entries(number, "leave")).entries
    for address in (
        f"/mijn/verlengen/aanvraag/{application.id}", f"/mijn/verlengen/{application.id}/vraag",
        f"/mijn/bezwaar/{decision}", f"/mijn/bezwaar/{uuid4()}",
    ):  # fmt: skip
        assert 404 == (await other.get(address)).status_code
    assert 404 == (await other.post(f"/mijn/uitstel/{leave.id}/intrekken", {"versie": "1"})).status_code
    assert 404 == (await other.post(f"/mijn/verlengen/aanvraag/{application.id}/intrekken")).status_code
    assert 404 == (await other.post(f"/mijn/bezwaar/{decision}", {"gronden": "Nee."})).status_code
    assert 1 == (await list_entries(number, "leave")).total


async def test_a_deferral_shows_its_dates_first(fatima: SignedInBrowser) -> None:
    """Nothing is sent until the button under the new dates; then it waits, and can be taken back."""
    number = str(fatima.number)
    await decided(number)
    asked = {"van": "2026-12-01", "tot": "2027-02-28"}
    shown = await fatima.post("/mijn/uitstel", asked | {"knop": "bekijk"})
    assert (200, 0) == (shown.status_code, (await list_entries(number, "leave")).total)
    told = ("Je krijgt 3 maanden extra.", "24 november 2030", "24 februari 2031")
    assert [True] * 3 == [one in shown.text for one in told]
    sent = await fatima.post("/mijn/uitstel", asked | {"knop": "stuur"})
    assert (303, "/mijn/uitstel?melding=gevraagd") == (sent.status_code, sent.headers["location"])
    assert "Gevraagd, wacht op je instelling" in (await fatima.get("/mijn/uitstel")).text
    twice = await fatima.post("/mijn/uitstel", asked | {"knop": "stuur"})
    assert 409 == twice.status_code
    (leave,) = (await list_entries(number, "leave")).entries
    assert 400 == (await fatima.post(f"/mijn/uitstel/{leave.id}/intrekken")).status_code
    back = await fatima.post(f"/mijn/uitstel/{leave.id}/intrekken", {"versie": str(leave.version)})
    assert (303, 0) == (back.status_code, (await list_entries(number, "leave")).total)


@pytest.mark.parametrize(
    ("van", "tot", "said"),
    [
        ("2027-02-01", "2026-12-01", 'id="tot-fout"'),
        ("morgen", "2027-02-01", "Schrijf de datum als jaar-maand-dag"),
        ("2026-12-01", "2036-12-01", 'id="tot-fout"'),
        ("1990-01-01", "1990-02-01", "Uitstel verandert dan niets"),
    ],
)
async def test_a_deferral_that_cannot_be(fatima: SignedInBrowser, van: str, tot: str, said: str) -> None:
    """It says why, whichever button was pressed, and sends nothing."""
    await decided(str(fatima.number))
    for button in ("bekijk", "stuur"):
        answer = await fatima.post("/mijn/uitstel", {"van": van, "tot": tot, "knop": button})
        assert 400 == answer.status_code
        if button == "bekijk":
            assert said in answer.text
    assert 0 == (await list_entries(str(fatima.number), "leave")).total


async def test_an_objection_in_time(fatima: SignedInBrowser) -> None:
    """From the task list, with the reason of the decision and the last day; once."""
    number = str(fatima.number)
    decision = await decided(number, "refused")
    tasks = (await fatima.get("/mijn/verlengen")).text
    assert ("Bezwaar kan tot en met 6 januari 2027" in tasks, f"/mijn/bezwaar/{decision}" in tasks) == (True, True)
    page = (await fatima.get(f"/mijn/bezwaar/{decision}")).text
    assert [True] * 3 == [one in page for one in ("Aanvraag afgewezen", "Zo is het.", "6 januari 2027")]
    assert 400 == (await fatima.post(f"/mijn/bezwaar/{decision}", {"gronden": ""})).status_code
    done = await fatima.post(f"/mijn/bezwaar/{decision}", {"gronden": "Mijn opleiding telt niet mee."})
    assert (303, "/mijn/verlengen?melding=bezwaar") == (done.status_code, done.headers["location"])
    assert [True] == [one.objected for one in await own_decisions(number, at=AT)]
    again = await fatima.post(f"/mijn/bezwaar/{decision}", {"gronden": "Nog eens."})
    assert 409 == again.status_code
    assert "Je hebt al bezwaar gemaakt" in (await fatima.get(f"/mijn/bezwaar/{decision}")).text
    (application,) = await own_applications(number)
    assert "Je hebt bezwaar gemaakt" in (await fatima.get(f"/mijn/verlengen/aanvraag/{application.id}")).text


async def test_a_late_objection_asks_why(site: Site, clock: MovableClock) -> None:
    """The field is there once the six weeks are over, and must be filled in."""
    number = await somebody()
    decision = await decided(number, "refused")
    clock.move(timedelta(days=60))
    async with signed_in_client(site, professional(number), at=clock.now()) as browser:
        page = (await browser.get(f"/mijn/bezwaar/{decision}")).text
        assert ("De zes weken" in page, "Waarom kon het niet eerder?" in page) == (True, True)
        answer = await browser.post(f"/mijn/bezwaar/{decision}", {"gronden": "Nee."})
        assert (400, True) == (answer.status_code, 'id="laat-fout"' in answer.text)
        done = await browser.post(f"/mijn/bezwaar/{decision}", {"gronden": "Nee.", "laat": "Ik was op reis."})
    assert (303, [True]) == (done.status_code, [one.objected for one in await own_decisions(number, at=AT)])


async def test_a_mark_is_stopped(fatima: SignedInBrowser) -> None:
    """With a tick and from a day; the file stays, and there is then nothing to stop."""
    number = str(fatima.number)
    await decided(number)
    address = f"/mijn/verlengen/{MARK}/stoppen"
    assert 200 == (await fatima.get(address)).status_code
    for wrong in ({"vanaf": "2026-11-25"}, {"vanaf": "nooit", "zeker": "ja"}, {"vanaf": "2026-01-01", "zeker": "ja"}):
        assert 400 == (await fatima.post(address, wrong)).status_code
    done = await fatima.post(address, {"vanaf": "2026-11-25", "zeker": "ja"})
    assert (303, "/mijn/verlengen?melding=gestopt") == (done.status_code, done.headers["location"])
    assert not (await standing_of(number, at=AT, catalogue=await load_catalogue())).certified
    assert 404 == (await fatima.get(address)).status_code


async def test_what_goes_along_to_another_mark(fatima: SignedInBrowser) -> None:
    """The entries that count under its own rules, and the older mark that it follows on."""
    number = str(fatima.number)
    draft = ActivityDraft(kind="training", title="Telt ook hier", since=TODAY, until=TODAY, points_hundredths=1000)
    await add_entry(number, "activity", draft, actor=number, at=AT)
    await decided(number)
    page = (await fatima.get(f"/mijn/verlengen/{MARK}")).text
    assert "Je hebt dit keurmerk tot en met 24 november 2030." in page
    assert ("Wat er meegaat" in page, "Telt ook hier: 10 punten" in page) == (True, True)
    other = (await fatima.get("/mijn/verlengen/register-bka")).text
    assert ("Je hebt dit keurmerk" in other, "Telt ook hier" in other) == (False, False)


async def test_the_level_can_be_chosen_first(fatima: SignedInBrowser) -> None:
    """A mark without levels has nothing to choose; a level that is not there is told."""
    await the_marks()
    assert "Voor welk niveau" not in (await fatima.get(f"/mijn/verlengen/{MARK}")).text
    assert 400 == (await fatima.get(f"/mijn/verlengen/{MARK}?niveau=Z")).status_code


async def test_handing_in_asks_a_tick(fatima: SignedInBrowser) -> None:
    """Without it nothing is handed in and the page says so; with it the receipt follows, and once is enough."""
    await the_marks()
    address = f"/mijn/verlengen/{MARK}"
    answer = await fatima.post(address)
    assert (400, True) == (answer.status_code, "Zet een vinkje" in answer.text)
    assert () == await own_applications(str(fatima.number))
    answer = await fatima.post(address, {"akkoord": "ja"})
    assert (303, f"{address}/ingediend") == (answer.status_code, answer.headers["location"])
    assert 200 == (await fatima.get(f"{address}/ingediend")).status_code
    assert [(MARK, "open")] == [(one.mark, one.state) for one in await own_applications(str(fatima.number))]
    assert "Je hebt dit al ingediend." in (await fatima.get(address)).text
    assert 409 == (await fatima.post(address, {"akkoord": "ja"})).status_code
    assert 404 == (await fatima.get("/mijn/verlengen/register-bka/ingediend")).status_code

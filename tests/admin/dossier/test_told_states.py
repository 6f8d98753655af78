"""Where somebody stands is told above what is still needed: handed in, suspended, no longer registered."""

from __future__ import annotations

from datetime import timedelta

from registry.leaving import Leaving, leave_register
from registry.measures import Suspension, suspend
from registry.questions import Words, ask_question
from tests.admin.dossier.pages import said_in
from tests.admin.dossier.test_requests import MARK, TODAY, decided, handed_in, the_marks
from tests.admin.signing_in import AT, SignedInBrowser, Site, professional, signed_in_client
from tests.registry.stories import holder


async def test_whoever_handed_in_reads_that_it_waits(fatima: SignedInBrowser) -> None:
    """And not that things are missing; a question of the body comes first."""
    application = await handed_in(str(fatima.number))
    told = said_in(await fatima.get("/mijn"))
    assert [True, False] == [one in told for one in ("wacht op een besluit. Bekijk je aanvraag", "Onderteken:")]
    await ask_question(application, Words(text="Wanneer?"), actor="noloc:1", at=AT)
    page = await fatima.get("/mijn")
    assert (True, True) == (f"/mijn/verlengen/{application}/vraag" in page.text, "een vraag over je" in said_in(page))


async def test_whoever_is_suspended_reads_it(fatima: SignedInBrowser) -> None:
    """On the overview and on the task list, which else would say that the mark was granted."""
    number = str(fatima.number)
    await decided(number)
    last = TODAY + timedelta(days=30)
    given = Suspension(mark=MARK, since=TODAY, until=last, reason="Er loopt een onderzoek.")
    await suspend(number, given, catalogue=await the_marks(), actor="noloc:1", at=AT)
    assert "geschorst tot en met 25 december 2026 en telt tot dan niet" in said_in(await fatima.get("/mijn"))
    tasks = said_in(await fatima.get("/mijn/verlengen"))
    assert (True, False) == ("Geschorst Je hebt nog" in tasks, "Toegekend Geldig" in tasks)


async def test_whoever_is_no_longer_registered_reads_since_when(site: Site) -> None:
    """Not that they never had a mark; and where to ask for it again."""
    number, _ = await holder(await the_marks(), mark=MARK)
    async with signed_in_client(site, professional(number)) as browser:
        page = await browser.get("/mijn")
    told = "liep tot en met 1 maart 2025. Je bent daarvoor niet meer geregistreerd."
    assert [True, False] == [one in said_in(page) for one in (told, "Je hebt nog geen keurmerk")]
    assert f'href="/mijn/verlengen/{MARK}"' in page.text


async def test_the_heading_the_tag_and_what_is_to_do_say_one_figure(site: Site, fatima: SignedInBrowser) -> None:
    """What waits for the body counts in each of them, and somebody is told what they can do themselves."""
    number = str(fatima.number)
    await decided(number)
    done = {"wat": "Training", "soort": "training", "datum": TODAY.isoformat(), "punten": "0,5"}
    await fatima.post("/mijn/activiteiten/nieuw", done)
    page = said_in(await fatima.get("/mijn"))
    for told in ("Je hebt nog 74,5 punten nodig", "Nog 74,5 punten nodig", "Doe en noteer nog: 74,5 punten"):
        assert told in page


async def test_the_other_language_of_a_form_that_was_sent_is_a_page(fatima: SignedInBrowser) -> None:
    """The form goes to an address that only takes forms; the link leads to the page it stands on."""
    wrong = await fatima.post("/mijn/veiligheid/adres", {"email": "geen"})
    assert (400, True) == (wrong.status_code, 'href="/mijn/veiligheid?taal=en"' in wrong.text)
    fine = await fatima.get("/mijn/veiligheid")
    assert 'href="/mijn/veiligheid?taal=en"' in fine.text


async def test_whoever_left_reads_it_on_the_overview(fatima: SignedInBrowser) -> None:
    """With the day on which the file goes, and the way back."""
    number = str(fatima.number)
    await leave_register(number, Leaving(since=TODAY), catalogue=await the_marks(), actor=number, at=AT)
    page = said_in(await fatima.get("/mijn"))
    assert "vanaf 25 november 2026 heb je geen keurmerk meer. Je dossier verdwijnt op 25 november 2027." in page


async def test_mistakes_that_read_the_same_name_their_field(fatima: SignedInBrowser) -> None:
    """At the top of the form each says what it is about."""
    page = said_in(await fatima.post("/mijn/activiteiten/nieuw", {"datum": TODAY.isoformat()}))
    for told in ("Wat heb je gedaan? Dit moet je invullen.", "Soort activiteit: Dit moet je invullen."):
        assert told in page
    page = said_in(await fatima.post("/mijn/dossier/opleiding/nieuw", {}))
    assert "Wanneer behaald? Dit moet je invullen." in page


async def test_whoever_was_refused_reads_it_and_objects_once(fatima: SignedInBrowser) -> None:
    """The overview says until when; after the objection the task list no longer asks for one."""
    decision = await decided(str(fatima.number), "refused")
    told = "is afgewezen. Bezwaar kan tot en met 6 januari 2027. Lees waarom"
    assert told in said_in(await fatima.get("/mijn"))
    here = f'class="button" href="/mijn/bezwaar/{decision}"'
    assert here in (await fatima.get("/mijn/verlengen")).text
    await fatima.post(f"/mijn/bezwaar/{decision}", {"gronden": "Dat klopt niet."})
    tasks = await fatima.get("/mijn/verlengen")
    assert (False, True) == (here in tasks.text, "Afgewezen Je hebt bezwaar gemaakt." in said_in(tasks))

"""An application decided by hand: read, previewed, confirmed; two at once; a page out of date; the letter that left."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html import unescape
from pathlib import Path
from uuid import UUID

import httpx
import pypdf
import pytest

from admin.post.folder import FolderCarrier
from admin.post.worker import Worker as Post
from public_api.marks import KeptCatalogue
from registry.accounts import RoleHeld
from registry.applications import withdraw_application
from registry.catalogue import publish_scheme
from registry.claims import claim
from registry.clock import MovableClock
from registry.database import Engine
from registry.dossiers import ActivityGiven, record_activity
from registry.journal_follower import Follower
from registry.judging import JudgementGiven, judge_requirement
from registry.letter_texts import TextGiven, answer_text, propose_text
from registry.questions import Words, ask_question
from registry.sessions import identify
from registry.tables_accounts import AccountRow
from registry.tables_decisions import DecisionRow, FindingRow
from registry.tables_people import PractitionerRow
from registry.tokens import issue_tokens
from tests.admin.signing_in import SignedInBrowser, Site, open_site, settings_for, signed_in_client
from tests.admin.test_messages import unflowed
from tests.registry.desk_stories import AT, BODY, MARKS, TEXTS, candidate, worker
from tests.registry.test_races import TIMES

OFFICER, ASSESSOR = RoleHeld("officer", BODY), RoleHeld("assessor", BODY)
WHY = "Je dossier is in orde.\nMet <groet>."
GRANT = {"uitkomst": "granted", "reden": WHY}


@dataclass(frozen=True, slots=True)
class Desk:
    """A site with a mark of its own, and its clock."""

    site: Site
    clock: MovableClock
    mail: Path

    async def case(self, seed: int = 1, *, judged: bool = True) -> tuple[str, UUID]:
        """Somebody with an address who handed in, and an assessor who found it good."""
        number, application = await candidate(seed=seed)
        await PractitionerRow.update({PractitionerRow.email: f"{number}@voorbeeld.example"}).where(
            PractitionerRow.number == number
        )
        if judged:
            good = JudgementGiven(requirement="case", verdict="good")
            await judge_requirement(application, good, worker(), catalogue=MARKS, at=AT)
        return number, application

    async def brought(self) -> list[EmailMessage]:
        """What the worker brings to the post, decisions only."""
        post = Post(FolderCarrier(self.mail), self.site.settings, self.clock)
        await post.do_what_is_due(KeptCatalogue(Follower()))
        files = sorted(self.mail.iterdir()) if self.mail.exists() else []
        letters = [message_from_bytes(one.read_bytes(), _class=EmailMessage, policy=default) for one in files]
        return [one for one in letters if "besluit" in one["Subject"] or "decision" in one["Subject"]]


@pytest.fixture
async def desk(register: Engine, database_url: str, tmp_path: Path) -> AsyncIterator[Desk]:
    await publish_scheme(TEXTS["twijfelmerk"], actor="tests", at=AT)
    clock = MovableClock(AT)
    settings = settings_for(database_url, tmp_path / "evidence")
    async with open_site(settings, clock, log_to=io.StringIO()) as site:
        yield Desk(site, clock, tmp_path / "mail")


@asynccontextmanager
async def officer(desk: Desk, *, has_read: UUID | None = None) -> AsyncIterator[SignedInBrowser]:
    """An officer's browser, who read what the assessors said of a file."""
    async with signed_in_client(desk.site, OFFICER, at=AT) as browser:
        if has_read is not None:
            assert 303 == (await browser.post(address(has_read), {"knop": "lees"})).status_code
        yield browser


def address(application: UUID) -> str:
    return f"/instelling/verlengingen/{application}/besluit"


def seen_in(page: httpx.Response) -> str:
    found = re.search(r'name="gezien" value="([0-9a-f]{64})"', page.text)
    assert found is not None, page.text
    return found[1]


async def previewed(browser: SignedInBrowser, application: UUID, **more: str) -> httpx.Response:
    page = await browser.post(address(application), {"knop": "bekijk", **GRANT, **more})
    assert 200 == page.status_code, page.text
    return page


async def decided(browser: SignedInBrowser, application: UUID, seen: str, **more: str) -> httpx.Response:
    return await browser.post(address(application), {"knop": "besluit", **GRANT, "gezien": seen, **more})


def letters_on(page: str) -> Mapping[str, str]:
    """The letters that a page shows, by language, as lines of text."""
    boxes = re.findall(r'<section class="box plain"[^>]*lang="(\w\w)">(.*?)</section>', page, re.S)
    return {
        language: unescape("\n\n".join(re.findall(r'<p class="typed[^"]*">(.*?)</p>', box, re.S)))
        for language, box in boxes
    }


async def test_from_the_case_to_the_post(desk: Desk) -> None:
    """What the assessors said is read first; what was previewed is recorded; the letter is the one that was shown."""
    number, application = await desk.case()
    async with officer(desk) as browser:
        page = await browser.get(address(application))
        assert "Lees dat eerst" in page.text
        assert 'name="uitkomst"' not in page.text
        early = await browser.post(address(application), {"knop": "bekijk", **GRANT})
        assert 400 == early.status_code
        read = await browser.post(address(application), {"knop": "lees"})
        assert f"{address(application)}?melding=gelezen" == read.headers["location"]
        form = (await browser.get(address(application))).text
        assert all(words in form for words in ("Voldoet", "Goed", "Toekennen"))
        shown = await previewed(browser, application)
        assert "van 2 maart 2021 tot en met 1 maart 2025" in shown.text
        assert "Met &lt;groet&gt;." in shown.text
        assert 0 == await DecisionRow.count().where(DecisionRow.kind == "grant")
        done = await decided(browser, application, seen_in(shown))
        assert f"{address(application)}?melding=besloten" == done.headers["location"]
        after = await browser.get(done.headers["location"])
        assert "Jij hebt hierover besloten" in after.text
    [row] = await DecisionRow.select().where(DecisionRow.answers == application)
    finding = await FindingRow.select().where(FindingRow.decision == row["id"]).first()
    assert finding is not None
    assert (WHY, "satisfied") == (finding["reason"], finding["outcome"])
    [letter] = await desk.brought()
    assert f"{number}@voorbeeld.example" == letter["To"]
    text = unflowed(letter).replace("\n-- ", "\n").strip()
    assert [text, text] == [letters_on(page.text)["nl"] for page in (shown, after)]


async def test_the_letter_on_paper_and_in_the_other_language(desk: Desk) -> None:
    """The same words in the PDF, before and after; somebody who reads English gets the English one that was shown."""
    _, application = await desk.case()
    async with officer(desk, has_read=application) as browser:
        shown = await previewed(browser, application, totenmet="2022-06-30")
        found = {language: (f"{address(application)}/brief.pdf?uitkomst=granted&totenmet=2022-06-30&brief={language}")
                 for language in ("nl", "en")}  # fmt: skip
        assert all(unescape(link) in unescape(shown.text) for link in found.values())
        for language, words in (("nl", "Je registratie loopt tot en met 30 juni 2022."), ("en", "30 June 2022")):
            made = await browser.get(found[language])
            assert (200, "application/pdf") == (made.status_code, made.headers["content-type"])
            said = said_on(made.content)
            assert words in said
            assert " ".join(letters_on(shown.text)[language].split()) in said
        await decided(browser, application, seen_in(shown), totenmet="2022-06-30")
        after = said_on((await browser.get(f"{address(application)}/brief.pdf")).content)
        assert "30 juni 2022" in after
        nothing = await browser.get(f"{address(application)}/brief.pdf?uitkomst=misschien")
        assert 400 == nothing.status_code


def said_on(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


async def test_what_the_body_adds_goes_along(desk: Desk) -> None:
    """Approved after the preview it makes the page out of date; then it is in the preview and in the letter."""
    _, application = await desk.case()
    async with officer(desk, has_read=application) as browser:
        before = await previewed(browser, application)
        given = TextGiven(
            body=BODY, letter="granted", text_nl="Welkom terug.", text_en="Welcome back.", since=AT.date(), reason="Zo."
        )
        text = await propose_text(given, worker("officer"), at=AT)
        await answer_text(text, "approved", worker("officer"), at=AT)
        late = await decided(browser, application, seen_in(before))
        assert (409, False, True) == (late.status_code, "Welkom terug." in before.text, "Welkom terug." in late.text)
        assert 303 == (await decided(browser, application, seen_in(late))).status_code
    [letter] = await desk.brought()
    assert unflowed(letter).replace("\n-- ", "\n").strip() == letters_on(late.text)["nl"]


async def test_a_page_out_of_date_decides_nothing(desk: Desk) -> None:
    """The file changed between preview and confirming: it is shown again with what was typed."""
    _, application = await desk.case()
    async with officer(desk, has_read=application) as browser:
        shown = await previewed(browser, application)
        await ask_question(application, Words(text="Welke?"), actor="a", at=AT)
        late = await decided(browser, application, seen_in(shown))
        assert (409, True, True) == (
            late.status_code, "Er is iets veranderd in dit dossier" in late.text or "changed" in late.text,
            "Met &lt;groet&gt;." in late.text,
        )  # fmt: skip
        assert 0 == await DecisionRow.count().where(DecisionRow.kind == "grant")
        assert 303 == (await decided(browser, application, seen_in(late))).status_code


async def test_a_form_is_shown_again_with_what_is_wrong(desk: Desk) -> None:
    """Nothing chosen, no reason, days that cannot be: beside the field, and nothing that was typed is lost."""
    _, application = await desk.case()
    async with officer(desk, has_read=application) as browser:
        for sent, words in (
            ({"reden": WHY}, "Kies toekennen of afwijzen."),
            ({"uitkomst": "granted"}, 'id="reden-fout"'),
            ({**GRANT, "totenmet": "1999-01-01"}, 'id="totenmet-fout"'),
            ({**GRANT, "totenmet": "morgen"}, 'id="totenmet-fout"'),
        ):
            page = await browser.post(address(application), {"knop": "bekijk", **sent})
            assert (400, True) == (page.status_code, words in page.text), page.text
            assert ("Met &lt;groet&gt;." in page.text) is ("reden" in sent)
        back = await browser.post(address(application), {"knop": "verander", **GRANT, "totenmet": "2022-01-01"})
        assert (200, True) == (back.status_code, 'value="2022-01-01"' in back.text)
        assert 'value="granted" checked' in back.text


async def test_before_the_assessors_are_done_only_a_refusal(desk: Desk) -> None:
    """A grant is told so with the text kept; a refusal is previewed."""
    _, application = await desk.case(judged=False)
    async with officer(desk) as browser:
        page = await browser.post(address(application), {"knop": "bekijk", **GRANT})
        assert (400, True) == (page.status_code, "Met &lt;groet&gt;." in page.text)
        refused = await previewed(browser, application, uitkomst="refused")
        assert "Afwijzen" in refused.text
        done = await decided(browser, application, seen_in(refused), uitkomst="refused")
        assert 303 == done.status_code
    [letter] = await desk.brought()
    assert "goedgekeurd" not in unflowed(letter)


async def test_two_officers_at_the_same_moment(desk: Desk) -> None:
    """One decides; the other is told who did and when, with the way back and what they typed. Nothing is done twice."""
    for seed in range(TIMES // 5):
        _, application = await desk.case(seed=seed + 1)
        async with officer(desk, has_read=application) as one, officer(desk, has_read=application) as other:
            seen = [seen_in(await previewed(browser, application)) for browser in (one, other)]
            answers = await asyncio.gather(
                *(decided(browser, application, told) for browser, told in zip((one, other), seen, strict=True))
            )
            assert [303, 409] == sorted(answer.status_code for answer in answers)
            first = one if answers[0].status_code == 303 else other
            late = next(answer for answer in answers if answer.status_code == 409)
            row = await AccountRow.select().where(AccountRow.id == first.signed_in.account).first()
            assert row is not None
            for words in (f"{row['email']} heeft hierover besloten", "Wat jij had geschreven",
                          "Terug naar de aanvragen", "Met &lt;groet&gt;."):  # fmt: skip
                assert words in late.text
            assert 1 == await DecisionRow.count().where(DecisionRow.answers == application)
    assert TIMES // 5 == len(await desk.brought())


async def test_who_judges_as_well_reads_nothing_before_their_own(desk: Desk) -> None:
    """An officer with a seat among the assessors is told to judge first; a doubt of another asks for them."""
    _, application = await desk.case(judged=False)
    doubt = JudgementGiven(requirement="case", verdict="doubt", words="Het is dun.")
    await judge_requirement(application, doubt, worker(), catalogue=MARKS, at=AT)
    async with signed_in_client(desk.site, OFFICER, ASSESSOR, at=AT) as browser:
        identity = await identify(browser.signed_in.token, at=AT)
        assert identity is not None
        await claim(application, "judge", identity, catalogue=MARKS, at=AT)
        early = await browser.post(address(application), {"knop": "lees"})
        assert (400, False) == (early.status_code, "Het is dun." in early.text)
        good = JudgementGiven(requirement="case", verdict="good")
        await judge_requirement(application, good, identity, catalogue=MARKS, at=AT)
        assert "Het is dun." in (await browser.get(address(application))).text
        assert "Ken toe" in (await previewed(browser, application)).text


async def test_a_colleague_who_works_on_it(desk: Desk) -> None:
    """Somebody else took deciding on: the page says who, and a decision is refused with what was typed."""
    _, application = await desk.case()
    async with officer(desk, has_read=application) as one, officer(desk, has_read=application) as other:
        identity = await identify(other.signed_in.token, at=AT)
        assert identity is not None
        await claim(application, "decide", identity, catalogue=MARKS, at=AT)
        assert f"{identity.email} werkt sinds" in (await one.get(address(application))).text
        late = await decided(one, application, seen_in(await previewed(one, application)))
        assert (409, True, True) == (late.status_code, "gezien" in late.text, "Met &lt;groet&gt;." in late.text)
        assert 0 == await DecisionRow.count().where(DecisionRow.kind == "grant")


async def test_taken_back_while_it_was_decided(desk: Desk) -> None:
    """The applicant withdrew: nothing is decided any more."""
    number, application = await desk.case()
    async with officer(desk, has_read=application) as browser:
        seen = seen_in(await previewed(browser, application))
        await withdraw_application(application, catalogue=MARKS, actor=number, at=AT)
        late = await decided(browser, application, seen)
        assert (409, True, True) == (
            late.status_code, "Deze aanvraag is ingetrokken" in late.text, "Met &lt;groet&gt;." in late.text,
        )  # fmt: skip
        assert 0 == await DecisionRow.count().where(DecisionRow.kind == "grant")


async def bearer(desk: Desk, browser: SignedInBrowser) -> dict[str, str]:
    identity = await identify(browser.signed_in.token, at=AT)
    assert identity is not None
    tokens = await issue_tokens(identity, settings=desk.site.settings, at=AT)
    return {"authorization": f"Bearer {tokens.access}"}


async def test_by_programs_at_the_same_moment(desk: Desk) -> None:
    """The preview of the letter, and of two decisions at once one; a preview out of date is refused."""
    number, application = await desk.case()
    api = f"/api/v1/desk/applications/{application}"
    async with officer(desk, has_read=application) as one, officer(desk, has_read=application) as other:
        headers = [await bearer(desk, browser) for browser in (one, other)]
        old = (await one.client.get(f"{api}/letter?outcome=granted", headers=headers[0])).json()
        assert ("grant", "2025-03-01", "satisfied", "nl") == (old["kind"], old["until"], old["advice"], old["sentIn"])
        late = ActivityGiven(kind="course", since=AT.date(), until=AT.date(), points_hundredths=100)
        await record_activity(number, late, actor=number, at=AT)
        given = {"outcome": "granted", "reason": WHY, "seen": old["seen"]}
        assert 409 == (await one.client.post(f"{api}/decision", json=given, headers=headers[0])).status_code
        new = (await one.client.get(f"{api}/letter?outcome=granted&scopes=", headers=headers[0])).json()
        answers = await asyncio.gather(*(
            other.client.post(f"{api}/decision", json=given | {"seen": new["seen"]}, headers=who) for who in headers
        ))  # fmt: skip
        assert [201, 409] == sorted(answer.status_code for answer in answers)
        done = next(answer.json() for answer in answers if answer.status_code == 201)
        assert ("granted", WHY, "2025-03-01") == (done["outcome"], done["reason"], done["until"])
        wrong = [
            (await one.client.get(f"{api}/letter?outcome=granted&until=1999-01-01", headers=headers[0])).status_code,
            (await one.client.post(f"{api}/decision", json=given | {"reason": ""}, headers=headers[0])).status_code,
        ]
        assert [409, 400] == wrong
    [letter] = await desk.brought()
    shown = next(one for one in new["letters"] if one["language"] == "nl")
    assert unflowed(letter).strip() == "\n\n".join(shown["paragraphs"]) + "\n\n-- " + "\n".join(shown["below"])
    assert shown["subject"] == letter["Subject"]

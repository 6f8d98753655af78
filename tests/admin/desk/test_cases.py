"""The story of one application at the desk, told through its pages and once more by programs."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from admin.web.trust import form_token
from registry.accounts import RoleHeld
from registry.applications import ApplicationGiven, apply
from registry.case_decisions import decide_case
from registry.catalogue import Catalogue, publish_scheme, read_scheme
from registry.claims import claims_on
from registry.clock import MovableClock
from registry.database import Engine
from registry.dossiers import ActivityGiven, EvidenceGiven, record_activity
from registry.drafts import ActivityDraft, QualificationDraft
from registry.entries import add_entry, correct_entry
from registry.evidence import EvidenceHandedIn, add_evidence
from registry.sessions import identify
from registry.verdicts import Verdict
from tests.admin.signing_in import COOKIE, SignedInBrowser, Site, bearer, new_log_in, open_site, settings_for
from tests.registry.desk_stories import AT, BODY, DAYS, a_mark
from tests.registry.stories import somebody
from tests.registry.uploads import good

MARK = "toetsmerk"
TEXT = a_mark(
    MARK,
    ("diploma", "gate", '"education", kinds = ["bachelor"]'),
    ("points", "content", '"sum", measure = "points", at_least = 10, look_back = "4 years"'),
    ("case", "content", '"assessment", on_doubt = "second_assessor"'),
)
MARKS = Catalogue({MARK: read_scheme(TEXT, MARK)})
QUEUE, API = "/instelling/verlengingen", "/api/v1/desk/applications"
DAY = date(2021, 2, 1)
PDF = good.pdf_of(good.CATALOG, good.PAGES, good.PAGE, good.flate(b"BT ET"))
DOUBT = "doubt:Ik twijfel. Een tweede beoordelaar kijkt ook."


@dataclass(frozen=True, slots=True)
class House:
    """A body with a file that was handed in, and the browsers of who comes to it."""

    site: Site
    clock: MovableClock
    stack: AsyncExitStack
    number: str
    application: UUID

    @property
    def page(self) -> str:
        return f"{QUEUE}/{self.application}"

    @property
    def api(self) -> str:
        return f"{API}/{self.application}"

    async def browser(self, *roles: RoleHeld) -> SignedInBrowser:
        """Somebody new."""
        found = await new_log_in(*roles, at=self.clock.now())
        client = await self.stack.enter_async_context(self.site.client())
        client.cookies.set(COOKIE, found.token)
        return SignedInBrowser(client, None, found, form_token(found.token, self.site.house.form_key))

    async def assessor(self) -> SignedInBrowser:
        return await self.browser(RoleHeld("assessor", BODY))

    async def officer(self) -> SignedInBrowser:
        return await self.browser(RoleHeld("officer", BODY))


@asynccontextmanager
async def house(database_url: str, folder: Path, activities: int = 1) -> AsyncIterator[House]:
    await publish_scheme(TEXT, actor="tests", at=AT)
    number = await somebody()
    diploma = QualificationDraft(kind="bachelor", obtained_on=DAY, level=6)
    await add_entry(number, "qualification", diploma, as_concept=False, actor=number, at=AT)
    course = ActivityGiven(
        kind="course", title="Leren coachen", since=DAY, until=DAY, points_hundredths=600,
        evidence=(EvidenceGiven(kind="certificate"),), motivation="Omdat het past.",
    )  # fmt: skip
    for _ in range(activities):
        await record_activity(number, course, actor=number, at=AT)
    application = await apply(number, ApplicationGiven(mark=MARK), catalogue=MARKS, actor=number, at=AT)
    clock = MovableClock(AT)
    settings = settings_for(database_url, folder)
    async with open_site(settings, clock, log_to=io.StringIO()) as site, AsyncExitStack() as stack:
        yield House(site, clock, stack, number, application)


async def judge(who: SignedInBrowser, at: House, requirement: str, verdict: str, **more: str) -> tuple[int, str]:
    answer = await who.post(f"{at.page}/oordeel", {"eis": requirement, "oordeel": verdict, **more})
    return answer.status_code, answer.text


async def test_the_file_beside_its_evidence(register: Engine, database_url: str, tmp_path: Path) -> None:
    """What was handed in with its evidence, what the rules make of it, and what the applicant changed since."""
    async with house(database_url, tmp_path) as at:
        one = await at.assessor()
        queue = (await one.get(QUEUE)).text
        assert f'href="{at.page}"' in queue
        text = (await one.get(at.page)).text
        for words in (
            "Aanvraag van F. el Idrissi", at.number, "Leren coachen", "Omdat het past.",
            "0 van 10 punten tellen nu mee, 6 wacht op controle.",
            ", zonder bestand", "Harde eisen: eerst deze",
            "Wie twijfelt, roept een tweede beoordelaar erbij.",
        ):  # fmt: skip
            assert words in text, words
        assert "Nu staat er:" not in text
        found = (await one.client.get(at.api, headers=await bearer(at.site, one, AT))).json()
        entry = next(one for one in found["entries"] if one["kind"] == "activity")
        given = EvidenceHandedIn(activity=UUID(entry["id"]), kind="certificate", name="bewijs.pdf")
        piece = await add_evidence(at.number, given, PDF, store=at.site.house.store, actor=at.number, at=AT)
        assert f'<a href="/bewijs/{piece}" download>' in (await one.get(at.page)).text
        file = await one.get(f"/bewijs/{piece}")
        assert (200, "attachment") == (file.status_code, file.headers["content-disposition"].partition(";")[0])
        later = ActivityDraft(kind="course", title="Leren luisteren", since=DAY, until=DAY, points_hundredths=600)
        changed = UUID(entry["id"])
        await correct_entry(at.number, "activity", changed, later, version=1, actor=at.number, at=AT + DAYS)
        text = (await one.get(at.page)).text
        assert all(words in text for words in ("Leren coachen", "Nu staat er:", "Leren luisteren"))


async def test_a_file_of_forty_activities(register: Engine, database_url: str, tmp_path: Path) -> None:
    """The page of a large file stays a page that a telephone reads at once."""
    async with house(database_url, tmp_path, activities=40) as at:
        one = await at.assessor()
        assert 60_000 > len((await one.get(at.page)).content)
        assert 303 == (await judge(one, at, "diploma", "good"))[0]
        pages = [(await one.get(f"{at.page}{query}")).text for query in ("", "?eis=diploma")]
        assert [0, 1] == [page.count('name="eis" value="diploma"') for page in pages]


async def test_two_assessors_of_whom_one_doubts(register: Engine, database_url: str, tmp_path: Path) -> None:
    """The gate first; the doubt brings a second one, who sees nothing before giving their own."""
    async with house(database_url, tmp_path) as at:
        one, other, third = [await at.assessor() for _ in range(3)]
        assert 303 == (await one.post(f"{at.page}/taak", {"taak": "judge"})).status_code
        taken = await other.post(f"{at.page}/taak", {"taak": "judge"})
        assert (409, True) == (taken.status_code, "werkt al aan deze aanvraag" in taken.text)
        early = await judge(one, at, "case", "not_good", woorden="Mijn eigen woorden.")
        assert (409, True) == (early[0], "Mijn eigen woorden." in early[1])
        assert 303 == (await judge(one, at, "diploma", "good"))[0]
        wrong = await judge(one, at, "case", "not_good", zin=DOUBT)
        assert (400, True) == (wrong[0], "hoort bij een ander oordeel" in wrong[1])
        bare = await judge(one, at, "case", "doubt")
        assert (400, True) == (bare[0], "Schrijf waarom, of kies een zin die past." in bare[1])
        assert 303 == (await judge(one, at, "case", "doubt", zin=DOUBT, woorden="De datum klopt niet."))[0]
        assert "De datum klopt niet." in (await one.get(at.page)).text
        assert "De datum klopt niet." not in (await other.get(at.page)).text
        assert 303 == (await other.post(f"{at.page}/taak", {})).status_code
        assert 409 == (await third.post(f"{at.page}/taak", {})).status_code
        assert 303 == (await judge(other, at, "case", "good"))[0]
        assert "De datum klopt niet." in (await other.get(at.page)).text
        assert "De datum klopt niet." not in (await third.get(at.page)).text
        officer = await at.officer()
        assert f'{at.page}/besluit"' in (await officer.get(at.page)).text


async def test_a_question_and_its_answer(register: Engine, database_url: str, tmp_path: Path) -> None:
    """Asked about a requirement or apart from one; the applicant reads it in their own file and answers."""
    async with house(database_url, tmp_path) as at:
        one = await at.assessor()
        owner = await at.browser(RoleHeld("professional", number=at.number))
        empty = await one.post(f"{at.page}/vraag", {"vraag": " "})
        assert 400 == empty.status_code
        assert 303 == (await one.post(f"{at.page}/vraag", {"vraag": "Welke cursus was dit?"})).status_code
        assert 303 == (await judge(one, at, "diploma", "question", woorden="Van welke school?"))[0]
        for words, answer in (("Welke cursus was dit?", "Die van mei."), ("Van welke school?", "Die in Utrecht.")):
            asked = (await owner.get(f"/mijn/verlengen/{at.application}/vraag")).text
            assert words in asked
            question = asked.split('name="vraag" value="')[1].split('"')[0]
            sent = {"vraag": question, "antwoord": answer}
            assert 303 == (await owner.post(f"/mijn/verlengen/{at.application}/vraag", sent)).status_code
            assert answer in (await one.get(at.page)).text


async def test_who_works_on_it(register: Engine, database_url: str, tmp_path: Path) -> None:
    """Given back and taken over with a reason; without one the form is shown again."""
    async with house(database_url, tmp_path) as at:
        one, other, officer = await at.assessor(), await at.assessor(), await at.officer()
        await one.post(f"{at.page}/taak", {"taak": "judge"})
        [held] = await claims_on(at.application, AT.date())
        claim = str(held.id)
        bare = await other.post(f"{at.page}/overnemen", {"claim": claim, "reden": ""})
        assert (400, 400) == (bare.status_code, (await one.post(f"{at.page}/teruggeven", {})).status_code)
        assert 409 == (await other.post(f"{at.page}/teruggeven", {"claim": claim, "reden": "Zo."})).status_code
        assert 303 == (await other.post(f"{at.page}/overnemen", {"claim": claim, "reden": "Ziek."})).status_code
        [held] = await claims_on(at.application, AT.date())
        gone = await other.post(f"{at.page}/teruggeven", {"claim": str(held.id), "reden": "Te druk."})
        assert (303, ()) == (gone.status_code, await claims_on(at.application, AT.date()))
        assert 409 == (await one.post(f"{at.page}/taak", {"taak": "decide"})).status_code
        assert 303 == (await officer.post(f"{at.page}/taak", {"taak": "decide"})).status_code
        assert 400 == (await officer.post(f"{at.page}/taak", {"taak": "slapen"})).status_code
        assert "Jij beslist over deze aanvraag." in (await officer.get(at.page)).text


async def test_two_who_take_it_on_at_once(register: Engine, database_url: str, tmp_path: Path) -> None:
    """One has it, and the other reads that somebody works on it already."""
    async with house(database_url, tmp_path) as at:
        people = [await at.assessor(), await at.assessor()]
        answers = await asyncio.gather(*(who.post(f"{at.page}/taak", {"taak": "judge"}) for who in people))
        assert [303, 409] == sorted(answer.status_code for answer in answers)
        assert 1 == len(await claims_on(at.application, AT.date()))


async def test_somebody_who_knows_the_applicant(register: Engine, database_url: str, tmp_path: Path) -> None:
    """Who says so does not open the file any more, until they take it back; one's own file never opens."""
    async with house(database_url, tmp_path) as at:
        close = await at.assessor()
        own = await at.browser(RoleHeld("assessor", BODY), RoleHeld("professional", number=at.number))
        assert 400 == (await close.post(f"{at.page}/band", {"woorden": ""})).status_code
        assert 303 == (await close.post(f"{at.page}/band", {"woorden": "Een vriend."})).status_code
        shut = await close.get(at.page)
        assert (422, True) == (shut.status_code, "Je hebt zelf gezegd" in shut.text)
        assert "Leren coachen" not in shut.text
        mine = await own.get(at.page)
        assert (422, True, False) == (
            mine.status_code,
            "Dit is je eigen dossier." in mine.text,
            "band/weg" in mine.text,
        )
        assert 303 == (await close.post(f"{at.page}/band/weg")).status_code
        assert 200 == (await close.get(at.page)).status_code
        assert 409 == (await close.post(f"{at.page}/band/weg")).status_code


async def test_a_file_that_was_decided(register: Engine, database_url: str, tmp_path: Path) -> None:
    """It is there to be read until the time to object is over, without a form to judge it by."""
    async with house(database_url, tmp_path) as at:
        officer = await at.officer()
        identity = await identify(officer.signed_in.token, at=AT)
        assert identity is not None
        verdict = Verdict(outcome="refused", reason="Niet genoeg.")
        await decide_case(at.application, verdict, identity, catalogue=MARKS, at=AT)
        text = (await officer.get(at.page)).text
        assert ("Over deze aanvraag is besloten." in text, "/oordeel" in text, "Leren coachen" in text) == (
            True,
            False,
            True,
        )
        late = await judge(officer, at, "diploma", "not_good", woorden="Dat typte ik net.")
        assert (409, True) == (late[0], "Dat typte ik net." in late[1])
        at.clock.move(timedelta(days=60))
        shut = await at.assessor()
        assert 422 == (await shut.get(at.page)).status_code


async def test_the_same_by_programs(register: Engine, database_url: str, tmp_path: Path) -> None:
    """Claimed, judged with a ready sentence, asked, and read by who decides."""
    async with house(database_url, tmp_path) as at:
        people = [await at.assessor(), await at.assessor(), await at.officer()]
        one, other, officer = [await bearer(at.site, who, AT) for who in people]
        client = people[0].client

        async def post(path: str, body: dict[str, object], who: dict[str, str]) -> tuple[int, Any]:
            answer = await client.post(f"{at.api}/{path}", json=body, headers=who)
            return answer.status_code, answer.json() if answer.content else {}

        status, claim = await post("claim", {"task": "judge"}, one)
        assert (201, "judge", True) == (status, claim["task"], claim["mine"])
        assert 409 == (await post("claim", {"task": "judge"}, other))[0]
        file = (await client.get(at.api, headers=one)).json()
        asked = {one["code"]: one for one in file["requirements"]}
        assert ["0", "6", "10", None] == [asked["points"][name] for name in ("found", "waiting", "needed", "forms")]
        assert (["written"], True) == (asked["case"]["forms"], asked["case"]["secondOnDoubt"])
        assert (None, ["diploma"]) == (file["judgements"]["others"], file["judgements"]["gateWaitsFor"])
        for code, verdict in (("diploma", "good"), ("case", "doubt")):
            words = asked[code]["sentences"][verdict][0]
            said = {"requirement": code, "verdict": verdict, "words": words}
            assert 201 == (await post("judgements", said, one))[0]
        assert 400 == (await post("judgements", {"requirement": "no", "verdict": "good"}, other))[0]
        status, seen = await post("judgements", {"requirement": "case", "verdict": "good"}, other)
        assert (201, 2, 2) == (status, len(seen["others"]), seen["seats"])
        assert 201 == (await post("questions", {"text": "Welke?"}, other))[0]
        status, read = await post("judgements/reading", {}, officer)
        assert (200, 3) == (status, len(read["others"]))
        findings = (await client.get(f"{at.api}/findings", headers=officer)).json()["findings"]
        assert MARK == findings["mark"]
        status, _ = await post("claim/release", {"claim": claim["id"], "reason": "Klaar."}, one)
        assert 204 == status

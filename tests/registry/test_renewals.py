"""How far somebody is with each mark, from not begun to decided."""

from __future__ import annotations

from datetime import UTC, date, datetime

from accreditation.dossier import Judgement
from registry.applications import ApplicationGiven, apply, withdraw_application
from registry.catalogue import Catalogue
from registry.database import Engine
from registry.decisions import Extension, Verdict, decide, extend
from registry.dossiers import ActivityGiven, record_activity, record_fact
from registry.questions import Words, answer_question, ask_question
from registry.renewals import Course, applications_of
from tests.registry.stories import OFFICER, START, applicant, holder, somebody

EARLY = datetime(2022, 6, 1, 9, tzinfo=UTC)
OPEN = datetime(2024, 10, 1, 9, tzinfo=UTC)  # applying opens on 1 September 2024, half a year before 1 March 2025
END = date(2025, 3, 1)
RENEWAL = ApplicationGiven(mark="proefmerk")


async def course(number: str, catalogue: Catalogue, at: datetime) -> Course:
    """The one mark of somebody."""
    (found,) = await applications_of(number, at=at, catalogue=catalogue)
    return found


async def status(number: str, catalogue: Catalogue, at: datetime) -> str:
    return (await course(number, catalogue, at)).status


async def earn(number: str, points: int, on: date) -> None:
    given = ActivityGiven(kind="course", since=on, until=on, points_hundredths=points * 100, state="approved")
    await record_activity(number, given, actor=number, at=START)


async def test_who_asked_for_nothing_has_no_course(register: Engine, catalogue: Catalogue) -> None:
    """An application that was taken back is as if it had never been."""
    number, application = await applicant(catalogue)
    await withdraw_application(application, catalogue=catalogue, actor=number, at=START)
    assert () == await applications_of(number, at=START, catalogue=catalogue)
    assert () == await applications_of(await somebody(seed=2), at=START, catalogue=catalogue)


async def test_an_application_is_followed_to_its_decision(register: Engine, catalogue: Catalogue) -> None:
    """Handed in, a question for you, being judged, granted until a day."""
    number, application = await applicant(catalogue)
    assert Course("proefmerk", "handed_in", application, START.date(), None, None, 0) == (
        await course(number, catalogue, START)
    )
    question = await ask_question(application, Words(text="Welke?"), actor=OFFICER, at=START)
    seen = await course(number, catalogue, START)
    assert ("question_for_you", 1) == (seen.status, seen.open_questions)
    await answer_question(number, question, Words(text="Deze."), actor=number, at=START)
    assert "being_judged" == await status(number, catalogue, START)
    verdict = Verdict(outcome="granted", reason="Good.", since=date(2021, 3, 2), until=END)
    decision = await decide(application, verdict, catalogue=catalogue, actor=OFFICER, at=START)
    assert Course("proefmerk", "granted", application, START.date(), decision, END, 0) == (
        await course(number, catalogue, START)
    )


async def test_a_judgement_shows_that_somebody_looks_at_it(register: Engine, catalogue: Catalogue) -> None:
    """Also where nobody asked anything."""
    number, _ = await applicant(catalogue)
    judgement = Judgement("j", "points", "assessor-1", "good", START.date())
    await record_fact(number, judgement, actor=OFFICER, at=START, mark="proefmerk")
    assert "being_judged" == await status(number, catalogue, START)


async def test_a_renewal_goes_from_under_way_to_ready(register: Engine, catalogue: Catalogue) -> None:
    """What counts begins it; it is ready when nothing is missing and applying is open, and then renewed."""
    number, _ = await holder(catalogue)
    await earn(number, 4, date(2022, 5, 1))
    assert "under_way" == await status(number, catalogue, EARLY)
    await earn(number, 6, date(2022, 5, 2))
    assert ["under_way", "ready"] == [await status(number, catalogue, at) for at in (EARLY, OPEN)]
    application = await apply(number, RENEWAL, catalogue=catalogue, actor=number, at=OPEN)
    assert "handed_in" == await status(number, catalogue, OPEN)
    verdict = Verdict(outcome="granted", reason="Good.")
    await decide(application, verdict, catalogue=catalogue, actor=OFFICER, at=OPEN)
    seen = await course(number, catalogue, OPEN)
    assert ("renewed", date(2029, 3, 1)) == (seen.status, seen.until)


async def test_nothing_done_when_applying_opens_is_not_begun(register: Engine, catalogue: Catalogue) -> None:
    """The grant of years ago is no news any more."""
    number, _ = await holder(catalogue)
    assert ["granted", "not_begun"] == [await status(number, catalogue, at) for at in (EARLY, OPEN)]


async def test_a_refusal_can_be_objected_to(register: Engine, catalogue: Catalogue) -> None:
    """Of a first application and of a renewal: until a day, and until it is asked again."""
    number, application = await applicant(catalogue)
    no = Verdict(outcome="refused", reason="Too little.")
    decision = await decide(application, no, catalogue=catalogue, actor=OFFICER, at=START)
    assert Course("proefmerk", "refused", application, START.date(), decision, date(2021, 4, 13), 0) == (
        await course(number, catalogue, START)
    )
    await apply(number, RENEWAL, catalogue=catalogue, actor=number, at=START)
    assert "handed_in" == await status(number, catalogue, START)
    other, _ = await holder(catalogue, seed=2)
    renewal = await apply(other, RENEWAL, catalogue=catalogue, actor=other, at=OPEN)
    await decide(renewal, no, catalogue=catalogue, actor=OFFICER, at=OPEN)
    assert "refused" == await status(other, catalogue, OPEN)


async def test_a_deferral_says_until_when(register: Engine, catalogue: Catalogue) -> None:
    """The new last day of the term; once everything is there it is ready all the same."""
    number, _ = await holder(catalogue)
    later = Extension(mark="proefmerk", since=date(2024, 9, 1), until=date(2025, 9, 1), reason="Leave.")
    await extend(number, later, catalogue=catalogue, actor=OFFICER, at=OPEN)
    seen = await course(number, catalogue, OPEN)
    assert ("deferred", date(2025, 9, 1)) == (seen.status, seen.until)
    await earn(number, 10, date(2022, 5, 2))
    assert "ready" == await status(number, catalogue, datetime(2025, 4, 1, 9, tzinfo=UTC))

"""The mail queue in the hands of the operator: on the page and for programs, without anybody's address."""

from __future__ import annotations

from collections.abc import Mapping

from accreditation.reminders import Step
from admin.post.kinds import LETTERS, PROBLEMS, problem_said
from registry.accounts import RoleHeld
from registry.clock import MovableClock
from registry.database import Engine
from registry.journal import recording
from registry.letters import Letter, queue_letter
from registry.outbox import claim_due, mark_failed
from registry.reminder_keys import ReminderKey
from tests.admin.signing_in import AT, bearer, open_site, settings_for, signed_in_client

TO = "quokka@voorbeeld.example"
HERE, API = "/beheer/post", "/api/v1/operations/letters"


async def given_up(kind: str = "account.exists", about: Mapping[str, str] | None = None) -> str:
    """A letter that a mail server refused."""
    async with recording(actor="tests", at=AT) as journal:
        await queue_letter(journal, Letter(kind, TO, "nl", about or {}))
    (claimed,) = await claim_due(AT)
    await mark_failed(claimed, "server_says_550", AT, for_good=True)
    return str(claimed.id)


async def test_a_letter_is_sent_again_or_let_go(register: Engine, database_url: str) -> None:
    """Each once; a second time the page says what to do. A code that was in a letter cannot be sent again."""
    letters = [await given_up(), await given_up(), await given_up("account.recover", {"code": "geheim"})]
    async with (
        open_site(settings_for(database_url), MovableClock(AT)) as site,
        signed_in_client(site, RoleHeld("operator")) as operator,
    ):
        page = (await operator.get(HERE)).text
        assert [True, True, False] == [f"{letter}/opnieuw" in page for letter in letters]
        assert [3, False] == [page.count("de mailserver weigert met code 550"), TO in page]
        again = await operator.post(f"{HERE}/{letters[0]}/opnieuw")
        assert (303, f"{HERE}?melding=opnieuw") == (again.status_code, again.headers["location"])
        gone = await operator.post(f"{HERE}/{letters[1]}/loslaten")
        assert (303, f"{HERE}?melding=losgelaten") == (gone.status_code, gone.headers["location"])
        assert "Het adres is gewist." in (await operator.get(gone.headers["location"])).text
        twice = [(await operator.post(f"{HERE}/{letter}/loslaten")).status_code for letter in letters[:2]]
        assert [409, 409] == twice
        told = (await operator.client.get(API, headers=await bearer(site, operator))).json()
    assert (1, 1, False) == (told["waitingCount"], told["failedCount"], told["failed"][0]["canBeSentAgain"])
    assert TO not in str(told)


async def test_a_program_sends_again_and_lets_go(register: Engine, database_url: str) -> None:
    """And hears what is left."""
    letters = [await given_up(), await given_up()]
    async with (
        open_site(settings_for(database_url), MovableClock(AT)) as site,
        signed_in_client(site, RoleHeld("operator")) as operator,
    ):
        who = await bearer(site, operator)
        again = await operator.client.post(f"{API}/{letters[0]}/retry", headers=who)
        gone = await operator.client.post(f"{API}/{letters[1]}/let-go", headers=who)
        twice = await operator.client.post(f"{API}/{letters[1]}/let-go", headers=who)
        jobs = await operator.client.get("/api/v1/operations/jobs", headers=who)
        bodies = (await operator.client.get("/api/v1/operations/bodies", headers=who)).json()["items"]
    assert (1, 1) == (again.json()["waitingCount"], again.json()["failedCount"])
    assert (0, 409, {"items": []}) == (gone.json()["failedCount"], twice.status_code, jobs.json())
    assert ([], True) == ([one for one in bodies if one["staff"]], any("noloc-rl" in one["marks"] for one in bodies))


def test_every_letter_and_problem_has_its_words() -> None:
    """Each step of a reminder is a letter of its own; a code from a version to come says itself."""
    steps = {ReminderKey("LP-1", "proefmerk", AT.date(), step).kind for step in Step}
    assert set() == steps - set(LETTERS)
    told = [problem_said(code).in_language("nl") for code in ("later_than_us", "tried_too_often", "server_says_421")]
    assert ["later_than_us", PROBLEMS["tried_too_often"].source, "de mailserver weigert met code 421"] == told

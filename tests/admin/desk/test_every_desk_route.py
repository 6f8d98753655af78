"""Every route of the desk and of the operator, asked by everybody: only who has the role, at this body, comes in.

A new route fails here until it has its line in tests/admin/desk/ways.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest

from admin.web.doorman import Door
from registry.tables_journal import JournalRow
from registry.tables_logs import JournalBodyRow
from tests.admin.desk.town import AT_A_BODY, SECRET, WORKERS, Town, open_town
from tests.admin.desk.ways import every_way
from tests.admin.fitting import document_of, misfits
from tests.admin.rows import rows
from tests.admin.signing_in import settings_for
from tests.admin.visitors import doors_of
from tests.register import empty_register

WAYS = every_way()
PAGES = [name for name in WAYS if "/api/" not in name]
FORMS = [name for name in PAGES if name.startswith("POST")]
INTERFACE = [name for name in WAYS if "/api/" in name]
AN_ACCESS_TOKEN = timedelta(minutes=10)
BEGINS: dict[object, tuple[str, ...]] = {
    Door.BODY: ("/instelling", "/api/v1/desk"),
    Door.OPERATOR: ("/beheer", "/api/v1/operations"),
}


@pytest.fixture(scope="module")
async def town(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    """One town for all the tests here: none of them changes anything, but the last."""
    settings = settings_for(database_url, tmp_path_factory.mktemp("evidence"))
    async with empty_register(), open_town(settings) as found:
        yield found


async def test_every_route_has_its_line(town: Town) -> None:
    """A route of the desk or of the operator is asked below, and its address says whose it is."""
    doors = dict(doors_of(town.site.app))
    behind = {name: door for name, door in doors.items() if door in BEGINS}
    assert set(WAYS) == set(behind)
    assert [] == [name for name, door in behind.items() if not name.split()[1].startswith(BEGINS[door])]
    ours = tuple(begin for begins in BEGINS.values() for begin in begins)
    assert set() == {name for name in doors if name.split()[1].startswith(ours)} - set(behind)


def is_refused(name: str, answer: httpx.Response, *, statuses: tuple[int, ...]) -> str:
    """Nothing when this is how a stranger is to be answered; otherwise what is wrong."""
    told = f"{name}: {answer.status_code}"
    if SECRET in (answer.text + str(answer.headers)).casefold():
        return f"{told} shows something of the candidate"
    fine = answer.status_code in statuses and "no-store" in answer.headers.get("cache-control", "")
    if "/api/" in name:
        fine = fine and answer.headers.get("content-type", "").startswith("application/problem+json")
    elif answer.status_code == 303:
        fine = fine and answer.headers.get("location", "").split("?")[0] == "/inloggen"
    return "" if fine else told


async def test_nobody_comes_in(town: Town) -> None:
    """Without a log-in: pages lead to the log-in, the interface says 401, and nothing changes."""
    before = await rows()
    wrong = [is_refused(name, await town.ask(name, None), statuses=(303,)) for name in PAGES]
    wrong += [is_refused(name, await town.ask(name, None), statuses=(401,)) for name in INTERFACE]
    assert [] == [told for told in wrong if told]
    assert before == await rows()


async def test_a_token_that_is_not_ours_opens_nothing(town: Town) -> None:
    """One that was changed and one that ran out."""
    right = {name: await town.bearer(_first(name)) for name in INTERFACE}
    before = await rows()
    for name in INTERFACE:
        head, dot, tail = right[name].rpartition(".")
        for bad in (f"{head}{dot}{tail[:4]}{'A' if tail[4] != 'A' else 'B'}{tail[5:]}", f"{head}{dot}", "Bearer x"):
            answer = await town.ask(name, _first(name), authorization=bad)
            assert "" == is_refused(name, answer, statuses=(401,))
    town.clock.move(AN_ACCESS_TOKEN)
    for name in INTERFACE:
        answer = await town.ask(name, _first(name), authorization=right[name])
        assert "" == is_refused(name, answer, statuses=(401,))
    town.clock.move(-AN_ACCESS_TOKEN)
    assert before == await rows()


def _first(name: str) -> str:
    return WAYS[name].roles[0]


async def test_a_form_of_somebody_else_is_refused(town: Town) -> None:
    """With the token of another, and from another site."""
    before = await rows()
    for name in FORMS:
        way, who = WAYS[name], _first(name)
        async with town.site.client() as client:
            client.cookies.set("__Host-sessie", town.people[who].token)
            for token, headers in (
                (town.form_token("professional"), {}),
                ("", {}),
                (town.form_token(who), {"origin": "https://evil.example"}),
            ):
                answer = await client.post(town.path(way), data={"formulier": token}, headers=headers)
                assert "" == is_refused(name, answer, statuses=(403,))
    assert before == await rows()


@pytest.mark.parametrize("who", WORKERS)
async def test_who_may_not_is_refused(town: Town, who: str) -> None:
    """A role that does not open a door stays outside; one at another body finds nothing of this body."""
    elsewhere = who.endswith(" elsewhere")
    about = (town.number, *town.owns.values())
    before = await rows(about=about)
    wrong = []
    for name, way in WAYS.items():
        if who.removesuffix(" elsewhere") not in way.roles:
            wrong.append(is_refused(name, await town.ask(name, who), statuses=(403,)))
        elif elsewhere and way.of_one_thing:
            wrong.append(is_refused(name, await town.ask(name, who), statuses=(404,)))
        elif elsewhere:
            answer = await town.ask(name, who)
            fine = answer.status_code < 500 and SECRET not in answer.text.casefold()
            wrong.append("" if fine else f"{name}: {answer.status_code} shows something of the candidate")
    assert [] == [told for told in wrong if told]
    assert before == await rows(about=about)


async def test_who_may_comes_in(town: Town) -> None:
    """So every refusal above is for who asks, and not for how it was asked. This one changes things: it is the last."""
    told = {name: await town.ask(name, _first(name)) for name in WAYS}
    assert {name: way.own for name, way in WAYS.items()} == {name: answer.status_code for name, answer in told.items()}
    async with town.site.client() as anybody:
        document = await document_of(anybody)
    unlike = [misfits(document, name, told[name], town.filled(WAYS[name])) for name in INTERFACE]
    assert [] == [one for found in unlike for one in found]
    for name, way in WAYS.items():
        for who in way.roles[1:]:
            answer = await town.ask(name, who)
            assert answer.status_code not in (401, 403, 500), (name, who, answer.text)
    assert [] == await _in_no_log([town.actor(who) for who in AT_A_BODY])


async def _in_no_log(actors: list[str]) -> list[str]:
    """What people of a body did that stands in no log; signing in is their own."""
    logged = {row["seq"] for row in await JournalBodyRow.select(JournalBodyRow.seq)}
    done = await JournalRow.select(JournalRow.seq, JournalRow.kind).where(JournalRow.actor.is_in(actors))
    return [row["kind"] for row in done if row["seq"] not in logged and not row["kind"].startswith("account.")]

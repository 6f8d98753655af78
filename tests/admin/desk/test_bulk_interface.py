"""A bulk approval by programs, from the preview to the letters that the worker brings away."""

from __future__ import annotations

import asyncio
import io
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import httpx

from admin.post.folder import FolderCarrier
from admin.post.worker import Worker
from public_api.marks import KeptCatalogue
from registry.accounts import RoleHeld
from registry.catalogue import publish_scheme
from registry.clock import MovableClock
from registry.database import Engine
from registry.journal_follower import Follower
from registry.practitioners import find_practitioner
from registry.sessions import identify
from registry.tables_bulk import BulkBatchRow
from registry.tables_decisions import DecisionRow
from registry.tables_people import PractitionerRow
from registry.tokens import issue_tokens
from tests.admin.conftest import SCHEMES
from tests.admin.signing_in import Site, new_log_in, open_site, settings_for
from tests.registry.bulk_stories import HOUSE, MARK, good_files, switched_on
from tests.registry.desk_stories import AT

API = "/api/v1/desk/bulk-approvals"


async def bearer(site: Site, clock: MovableClock) -> dict[str, str]:
    """An officer of the invented body, as a program sends it."""
    found = await new_log_in(RoleHeld("officer", HOUSE), at=clock.now())
    identity = await identify(found.token, at=clock.now())
    assert identity is not None
    tokens = await issue_tokens(identity, settings=site.settings, at=clock.now())
    return {"authorization": f"Bearer {tokens.access}"}


async def wanted(client: httpx.AsyncClient, headers: dict[str, str]) -> dict[str, object]:
    """Everything in the preview, as it is sent back."""
    seen = (await client.get(f"{API}/preview", params={"mark": MARK}, headers=headers)).json()
    names = [one["application"] for one in seen["files"]]
    return {"mark": MARK, "applications": names, "seen": seen["seen"], "reason": "Alles is er."}


async def test_undone_by_a_program_and_carried_out_by_the_worker(
    register: Engine, database_url: str, tmp_path: Path
) -> None:
    """Of two who plan the same at once one does; undone nothing leaves; carried out each person gets one letter."""
    await publish_scheme((SCHEMES / "proefmerk.toml").read_text("utf-8"), actor="tests", at=AT)
    files = await good_files(3)
    for number, _ in files:
        who = PractitionerRow.id == (await find_practitioner(number))["id"]
        await PractitionerRow.update({PractitionerRow.email: f"{number}@voorbeeld.example"}).where(who)
    await switched_on()
    clock = MovableClock(AT)
    settings = settings_for(database_url, tmp_path / "evidence")
    worker = Worker(FolderCarrier(tmp_path / "mail"), settings, clock)
    async with open_site(settings, clock, log_to=io.StringIO()) as site, site.client() as client:
        one, other = await bearer(site, clock), await bearer(site, clock)
        given = await wanted(client, one)
        answers = await asyncio.gather(*(client.post(API, json=given, headers=who) for who in (one, other)))
        assert [201, 409] == sorted(answer.status_code for answer in answers)
        batch = next(answer.json()["id"] for answer in answers if answer.status_code == 201)
        assert (3, None) == (len((await client.get(f"{API}/{batch}", headers=one)).json()["files"]), None)
        undone = await client.post(f"{API}/{batch}/undo", headers=other)
        assert ["undone"] * 3 == [file["outcome"] for file in undone.json()["files"]]
        planned = await client.post(API, json=await wanted(client, one), headers=one)
        assert 201 == planned.status_code
        clock.move(timedelta(minutes=29))
        await worker.do_what_is_due(KeptCatalogue(Follower()))
        assert 0 == await DecisionRow.count().where(DecisionRow.kind == "grant")
        clock.move(timedelta(minutes=1))
        await worker.do_what_is_due(KeptCatalogue(Follower()))
    assert 3 == await DecisionRow.count().where(DecisionRow.kind == "grant")
    letters = [
        str(message_from_bytes(file.read_bytes(), policy=default).get_content())
        for file in sorted((tmp_path / "mail").iterdir())
    ]
    assert 3 == sum("tot en met 1 maart 2025" in " ".join(letter.split()) for letter in letters)
    assert 1 == await BulkBatchRow.count().where(BulkBatchRow.done_at.is_not_null())

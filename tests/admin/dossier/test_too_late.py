"""A form that was filled in for so long that its log-in ended: nothing of it is lost."""

from __future__ import annotations

import re
from datetime import timedelta

from registry.accounts import RoleHeld
from registry.clock import MovableClock
from registry.own_entries import list_entries
from registry.passwords import hashed
from registry.tables_accounts import AccountRow
from tests.admin.dossier.pages import said_in, token_in
from tests.admin.signing_in import PAGE, SignedInBrowser, Site, signed_in_client

PASSWORD = "een fietsbel op maandag"  # of somebody invented
TRAINING = {
    "wat": "Training",
    "soort": "training",
    "datum": "2026-11-20",
    "uren": "2,5",
    "motivatie": "Een lang\nverhaal.",
}


async def test_what_was_typed_is_sent_after_logging_in_again(fatima: SignedInBrowser, clock: MovableClock) -> None:
    """The log-in ended half an hour later; the form is one button away, and only then in the file."""
    await AccountRow.update({AccountRow.password: await hashed(PASSWORD)}).where(
        AccountRow.id == fatima.signed_in.account
    )
    account = await AccountRow.select().where(AccountRow.id == fatima.signed_in.account).first()
    assert account is not None
    clock.move(timedelta(minutes=31))
    late = await fatima.post("/mijn/activiteiten/nieuw", TRAINING)
    assert (403, True) == (late.status_code, "Wat je had ingevuld raakt niet kwijt" in said_in(late))
    kept = re.search(r'name="bewaard" value="([^"]+)"', late.text)
    assert kept is not None
    form = {"email": account["email"], "wachtwoord": "verkeerd", "bewaard": kept[1], "formulier": token_in(late)}
    wrong = await fatima.client.post("/inloggen", data=form, headers=PAGE)
    assert (403, True) == (wrong.status_code, kept[1] in wrong.text)
    back = await fatima.client.post("/inloggen", data={**form, "wachtwoord": PASSWORD}, headers=PAGE)
    assert (200, True) == (back.status_code, "Je bent weer ingelogd" in back.text)
    assert 0 == (await list_entries(str(fatima.number), "activity")).total
    sent = {name: value for name, value in TRAINING.items() if name in back.text}
    done = await fatima.client.post(
        "/mijn/activiteiten/nieuw", data={**sent, "formulier": token_in(back)}, headers=PAGE
    )
    assert 303 == done.status_code
    (entry,) = (await list_entries(str(fatima.number), "activity")).entries
    assert "Een lang\nverhaal." == entry.said.model_dump()["motivation"]


async def test_a_form_of_nobody_is_not_kept(site: Site, fatima: SignedInBrowser, clock: MovableClock) -> None:
    """Without the token of the session that ended, or without a session, there is only the way to the log-in."""
    clock.move(timedelta(minutes=31))
    forged = await fatima.client.post("/mijn/activiteiten/nieuw", data={**TRAINING, "formulier": "x"}, headers=PAGE)
    assert (303, "/inloggen") == (forged.status_code, forged.headers["location"])
    async with site.client() as anybody:
        answer = await anybody.post("/mijn/activiteiten/nieuw", data=TRAINING, headers=PAGE)
    assert (303, "/inloggen") == (answer.status_code, answer.headers["location"])


async def test_nobody_gets_into_a_file_by_a_kept_form(site: Site, fatima: SignedInBrowser) -> None:
    """An operator who sends the form of a professional is still refused."""
    async with signed_in_client(site, RoleHeld("operator")) as operator:
        assert 403 == (await operator.post("/mijn/activiteiten/nieuw", TRAINING)).status_code

"""What a reminder says: the last day, what is missing by when, and one address to go to."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from accreditation.reminders import Step
from admin.post.carriers import Carrier
from admin.post.delivery import deliver
from admin.post.folder import FolderCarrier
from admin.post.reminder_letters import reminder_letter
from registry.applications import ApplicationGiven, apply
from registry.catalogue import Catalogue, read_scheme
from registry.clock import FixedClock
from registry.database import Engine
from registry.dossiers import ActivityGiven, record_activity
from registry.journal import recording
from registry.letters import Letter, queue_letter
from registry.outbox import claim_due
from registry.reminder_keys import ReminderKey
from registry.reminders import reminder_of
from registry.settings import Settings
from registry.tables_letters import LetterRow
from tests.admin.test_messages import as_mail, unflowed
from tests.registry.stories import holder

UNTIL = date(2025, 3, 1)
EARLY, ON, OVER = date(2024, 3, 1), date(2024, 12, 1), date(2025, 3, 2)
UNKNOWN = """
[[versions.requirements]]
code = "code"
text = { nl = "Je houdt je aan de gedragscode.", en = "You keep to the code of conduct." }
at = ["renewal"]
source = "Verzonnen"
confidence = "unknown"
rule = { kind = "unknown", ask = "de ledenraad", what = { nl = "Wat je moet doen.", en = "What to do." } }
"""

EVERY_YEAR = """
[[versions.requirements]]
code = "yearly"
text = { nl = "Elk jaar iets.", en = "Something every year." }
at = ["renewal"]
source = "Verzonnen"
confidence = "seen"
[versions.requirements.rule]
kind = "every_period"
period = "year"
rest = "whole"
rule = { kind = "sum", measure = "points", at_least = 1, window = "term" }
"""


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def changed(catalogue: Catalogue, old: str = "", new: str = "", more: str = "") -> Catalogue:
    text = catalogue.scheme("proefmerk").text.replace(old, new) + more
    return Catalogue({"proefmerk": read_scheme(text, "proefmerk.toml")})


async def earn(number: str, points: int, state: str = "approved") -> None:
    on = date(2024, 2, 1)
    course = ActivityGiven(kind="course", since=on, until=on, points_hundredths=points * 100, state=state)  # type: ignore[arg-type]  # a state
    await record_activity(number, course, actor=number, at=noon(on))


async def said(number: str, step: Step, day: date, catalogue: Catalogue, language: Any = "nl") -> tuple[str, str]:
    """The subject and the text of a reminder."""
    key = ReminderKey(number, "proefmerk", UNTIL, step)
    reminder = await reminder_of(key, at=noon(day), catalogue=catalogue)
    assert reminder is not None
    mail = as_mail(reminder_letter(reminder, language), language)
    return str(mail["Subject"]), unflowed(mail)


async def test_what_is_missing_is_said(register: Engine, catalogue: Catalogue) -> None:
    """How much, of what, until when, and where to go; what nobody knows is said too."""
    known = changed(catalogue, more=UNKNOWN)
    number, _ = await holder(known)
    await earn(number, 4)
    subject, text = await said(number, Step.THREE_MONTHS, ON, known)
    assert "Verleng je registratie voor Proefmerk tot en met 1 maart 2025" == subject
    assert "* Tien punten. Nog 6 punten nodig. Dit kan tot en met 1 maart 2025." in text
    assert "* Je houdt je aan de gedragscode. Regel niet bekend. Wat hier precies voor geldt, weten we" in text
    assert "Vraag het aan de ledenraad." in text
    assert "https://register.example/mijn/eisen\n" in text
    subject, text = await said(number, Step.THREE_MONTHS, ON, known, "en")
    assert "Renew your registration for Trial mark by 1 March 2025" == subject
    assert "* Ten points." in text


@pytest.mark.parametrize(
    ("step", "day", "link", "words"),
    [
        (Step.TWELVE_MONTHS, EARLY, "/mijn\n", "Indienen kan vanaf 1 september 2024."),
        (Step.THREE_MONTHS, ON, "/mijn/verlengen\n", "Dien hier je verlenging in:"),
    ],
)
async def test_who_has_everything_is_told_to_hand_in(
    register: Engine, catalogue: Catalogue, step: Step, day: date, link: str, words: str
) -> None:
    """Or from which day that can be done."""
    number, _ = await holder(catalogue)
    await earn(number, 10)
    _, text = await said(number, step, day, catalogue)
    assert "Je hebt alles gedaan wat je zelf kunt doen." in text
    assert words in text
    assert f"https://register.example{link}" in text
    assert "Dit heb je nog nodig" not in text


async def test_what_waits_for_approval_is_said(register: Engine, catalogue: Catalogue) -> None:
    """Nothing to do about it, and nothing is called missing."""
    number, _ = await holder(catalogue)
    await earn(number, 10, "waiting")
    _, text = await said(number, Step.THREE_MONTHS, ON, catalogue)
    assert "Er wacht nog iets op controle." in text


async def test_what_can_no_longer_be_done_is_said(register: Engine, catalogue: Catalogue) -> None:
    """With whom to ask."""
    yearly = changed(catalogue, more=EVERY_YEAR)
    number, _ = await holder(yearly)
    _, text = await said(number, Step.THREE_MONTHS, ON, yearly)
    assert "* Elk jaar iets. Ontbreekt. Dat kan niet meer op tijd. Vraag aan Proefhuis wat je kunt doen." in text


async def test_a_term_that_is_over(register: Engine, catalogue: Catalogue) -> None:
    """Whom to ask, or until when handing in still can."""
    number, _ = await holder(catalogue)
    subject, text = await said(number, Step.EXPIRED, OVER, catalogue)
    assert "Je registratie voor Proefmerk is verlopen" == subject
    assert "Sinds 2 maart 2025 ben je niet meer geregistreerd voor dit keurmerk." in text
    assert "Vraag aan Proefhuis wat je nu nog kunt doen." in text
    late = changed(catalogue, 'apply_until = "expiry"', 'apply_until = "expiry"\ngrace = "2 months"')
    _, text = await said(number, Step.EXPIRED, OVER, late)
    assert "Je kunt je verlenging nog indienen tot en met 1 mei 2025." in text
    assert "https://register.example/mijn/eisen\n" in text


async def test_a_body_that_says_no_last_day_of_handing_in(register: Engine, catalogue: Catalogue) -> None:
    """The letter names only the last day of the term."""
    silent = changed(catalogue, 'apply_until = "expiry"', 'apply_until = "unknown"')
    number, _ = await holder(silent)
    subject, text = await said(number, Step.THREE_MONTHS, ON, silent)
    assert "Je registratie voor Proefmerk loopt tot en met 1 maart 2025" == subject
    assert "Dien je verlenging dan in" not in text


async def _delivered(carrier: Carrier, day: date, catalogue: Catalogue) -> str:
    clock = FixedClock(noon(day))
    for letter in await claim_due(clock.now()):
        await deliver(letter, carrier, catalogue=catalogue, settings=Settings(), clock=clock)
    (row,) = await LetterRow.select()
    return str(row["state"])


async def test_a_reminder_is_looked_at_again_when_it_leaves(
    register: Engine, catalogue: Catalogue, tmp_path: Any
) -> None:
    """Whoever handed in since it was written gets none."""
    number, _ = await holder(catalogue)
    key = ReminderKey(number, "proefmerk", UNTIL, Step.THREE_MONTHS)
    async with recording(actor="test", at=noon(ON)) as journal:
        await queue_letter(journal, Letter(key.kind, "f@voorbeeld.example", "nl", {}, key=str(key)))
    given = ApplicationGiven(mark="proefmerk")
    await apply(number, given, catalogue=catalogue, actor=number, at=noon(ON))
    assert "dropped" == await _delivered(FolderCarrier(tmp_path / "mail"), ON, catalogue)
    assert not (tmp_path / "mail").exists()


async def test_a_reminder_that_is_of_use_leaves(register: Engine, catalogue: Catalogue, tmp_path: Any) -> None:
    """With what is missing on the day that it leaves."""
    number, _ = await holder(catalogue)
    key = ReminderKey(number, "proefmerk", UNTIL, Step.THREE_MONTHS)
    async with recording(actor="test", at=noon(ON)) as journal:
        await queue_letter(journal, Letter(key.kind, "f@voorbeeld.example", "nl", {}, key=str(key)))
    assert "sent" == await _delivered(FolderCarrier(tmp_path / "mail"), ON, catalogue)
    (file,) = (tmp_path / "mail").iterdir()
    assert b"Tien punten" in file.read_bytes()

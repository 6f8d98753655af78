"""People for the tests of the public site: entered and decided about through the register's own use cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from accreditation.dates import ONE_DAY, amsterdam_day
from registry.applications import ApplicationGiven, apply
from registry.catalogue import load_catalogue, publish_scheme
from registry.erasure import remove_by_right
from registry.journal import recording
from registry.measures import Ending, Suspension, revoke, suspend
from registry.practitioners import Name, Person, PublicChoice, WorkPlace, choose_public, register_practitioner
from registry.responses import Correction, correct
from registry.verdicts import Verdict, decide

ACTOR = "tests"
MARK = "proef-rl"
OLD_MARK = "proef-oud"
BODY = "Proefinstelling"

SCHEMES = (
    f"""
code = "{MARK}"
name = {{ nl = "Proef Loopbaanprofessional", en = "Trial Career Professional" }}
abbreviation = "PL"
summary = {{ nl = "Voor wie anderen begeleidt bij hun loopbaan.", en = "For those who guide others in their career." }}
says_not = {{ nl = "Of iemand ervaring heeft met jouw beroep.", en = "Whether somebody knows your profession." }}
holder = "person"
succeeds = ["{OLD_MARK}"]
began_on = 2015-01-01
claims = [{{ text = "Proef PL" }}]

[body]
code = "proef"
name = "{BODY}"
website = "https://proef.example"
assessor = "Proefbeoordeling"
complaints = {{ nl = "Schrijf naar de klachtencommissie.", en = "Write to the complaints committee." }}

[[versions]]
in_force_from = 2015-01-01
source = [{{ title = "Reglement 2015", address = "https://proef.example/reglement", seen_on = 2026-11-01 }}]
note = {{ nl = "De eerste regels.", en = "The first rules." }}
term = {{ validity = "4 years", anchor = "old_expiry", apply_from = "3 months", apply_until = "expiry" }}
proves = [
    {{ education = "proven", experience = "not_proven", code_of_conduct = "unknown", source = "Reglement 2015" }},
]

[[versions.requirements]]
code = "code-of-conduct"
text = {{ nl = "Je onderschrijft de gedragscode.", en = "You accept the code of conduct." }}
at = ["initial", "renewal"]
rule = {{ kind = "declaration", text = "gedragscode" }}
source = "Reglement 2015, artikel 1"
confidence = "seen"

[[versions.requirements]]
code = "hours"
text = {{ nl = "Je hebt genoeg ervaring.", en = "You have enough experience." }}
at = ["initial"]
rule = {{ kind = "unknown", what = {{ nl = "hoeveel uren", en = "how many hours" }} }}
source = "Reglement 2015, artikel 2"
confidence = "unknown"
""",
    f"""
code = "{OLD_MARK}"
name = {{ nl = "Oude Proef", en = "Old Trial" }}
summary = {{ nl = "Het keurmerk van vroeger.", en = "The mark of before." }}
says_not = {{ nl = "Of iemand nu nog wordt gecontroleerd.", en = "Whether somebody is still checked." }}
holder = "person"
succeeded_by = "{MARK}"
ended_on = 2014-12-31
levels = ["A", "B"]
claims = [{{ text = "Oude Proef niveau B", level = "B" }}]

[body]
code = "proef"
name = "{BODY}"
website = "https://proef.example"
assessor = "Proefbeoordeling"
complaints = {{ nl = "Schrijf naar de klachtencommissie.", en = "Write to the complaints committee." }}

[[versions]]
in_force_from = "unknown"
source = [{{ title = "Oude website" }}]
term = {{ validity = "unknown", anchor = "unknown" }}

[[versions.requirements]]
code = "everything"
text = {{ nl = "Er waren regels.", en = "There were rules." }}
at = ["initial"]
rule = {{ kind = "unknown", what = {{ nl = "alles", en = "everything" }} }}
source = "Oude website"
confidence = "unknown"
""",
)


def moment(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


async def next_day() -> date:
    """The day after everything recorded so far: the journal's days never go back, whatever a test says the day is."""
    async with recording(actor=ACTOR, at=moment(date(2026, 11, 22))) as journal:
        return amsterdam_day(journal.at) + ONE_DAY


async def publish_marks() -> None:
    """The two made-up marks, as a body would publish them."""
    for text in SCHEMES:
        await publish_scheme(text, actor=ACTOR, at=moment(date(2015, 1, 1)))


@dataclass(frozen=True, slots=True)
class Somebody:
    """Who a test is about."""

    number: str
    name: str


async def enter(initials: str, family_name: str, prefix: str = "", *, on: date = date(2021, 1, 4)) -> Somebody:
    """Somebody who is in the register and has no mark."""
    person = Person(
        name=Name(initials=initials, prefix=prefix, family_name=family_name),
        work_places=(WorkPlace(town="Utrecht", postcode4="3511"),),
    )
    number = await register_practitioner(person, actor=ACTOR, at=moment(on))
    return Somebody(number, " ".join(part for part in (initials, prefix, family_name) if part))


async def grant(who: Somebody, since: date, until: date, *, decided_on: date | None = None, mark: str = MARK) -> UUID:
    """A term for somebody, decided on its first day unless said otherwise."""
    catalogue = await load_catalogue()
    at = moment(decided_on or since)
    given = ApplicationGiven(mark=mark, level="B" if mark == OLD_MARK else None)
    application = await apply(who.number, given, catalogue=catalogue, actor=ACTOR, at=at)
    verdict = Verdict(outcome="granted", reason="Voldoet.", since=since, until=until)
    return await decide(application, verdict, catalogue=catalogue, actor=ACTOR, at=at)


async def certified(initials: str, family_name: str, prefix: str = "") -> Somebody:
    """Somebody who is certified from 2 March 2021 until 1 March 2029, in two terms."""
    who = await enter(initials, family_name, prefix)
    await grant(who, date(2021, 3, 2), date(2025, 3, 1))
    await grant(who, date(2025, 3, 2), date(2029, 3, 1), decided_on=date(2025, 2, 1))
    return who


async def show_all(who: Somebody) -> None:
    """Let somebody show everything there is to show."""
    choice = PublicChoice(
        languages=("nl", "ar"),
        contact_forms=("video",),
        goals=("retraining",),
        specialisms=("Omscholen naar techniek",),
        website="https://voorbeeld.example",
        email="post@voorbeeld.example",
        phone="030 123 45 67",
        about="Ik luister eerst.",
    )
    await choose_public(who.number, choice, actor=ACTOR, at=moment(date(2026, 1, 5)))


async def shorten(decision: UUID, until: date, *, on: date) -> None:
    """Correct a decision: its term ended earlier than was written down."""
    given = Correction(until=until, reason="Verkeerde datum overgenomen.")
    await correct(decision, given, catalogue=await load_catalogue(), actor=ACTOR, at=moment(on))


async def suspend_for(who: Somebody, since: date, until: date) -> UUID:
    """A suspension for some days, decided on the first of them."""
    given = Suspension(mark=MARK, since=since, until=until, reason="Onderzoek.")
    return await suspend(who.number, given, catalogue=await load_catalogue(), actor=ACTOR, at=moment(since))


async def revoke_from(who: Somebody, since: date) -> UUID:
    """The mark taken away, decided on the first day without it."""
    given = Ending(mark=MARK, since=since, reason="Onjuiste gegevens.")
    return await revoke(who.number, given, catalogue=await load_catalogue(), actor=ACTOR, at=moment(since))


async def remove(who: Somebody) -> None:
    """Take somebody out of the register by right."""
    await remove_by_right(who.number, actor=ACTOR, at=moment(date(2026, 6, 1)))


def mistyped(number: str) -> str:
    """The number with its first figure mistyped: the check figures no longer fit."""
    return f"LP-{(int(number[3]) + 1) % 10}{number[4:]}"


# Valid check figures; 0000000 is never drawn.
NEVER_GIVEN = "LP-0000000-98"

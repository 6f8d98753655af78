"""A body with people who work there, its marks, and files that were handed in to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from registry.accounts import Role, RoleHeld
from registry.applications import ApplicationGiven, apply
from registry.catalogue import Catalogue, read_scheme
from tests.registry.stories import somebody

AT = datetime(2021, 3, 2, 9, 0, tzinfo=UTC)  # a Tuesday
HOUR = timedelta(hours=1)
DAYS = timedelta(days=1)
BODY = "toetshuis"

HEAD = """
code = "{code}"
name = {{ nl = "Een keurmerk", en = "A mark" }}
summary = {{ nl = "Een verzonnen keurmerk.", en = "A made-up mark." }}
says_not = {{ nl = "Het zegt niets over iemands karakter.", en = "It says nothing about character." }}
holder = "person"

[body]
code = "{body}"
name = "Een huis"
complaints = {{ nl = "Schrijf het huis.", en = "Write to the house." }}

[[versions]]
in_force_from = 2020-01-01
source = [{{ title = "Verzonnen reglement" }}]
{more}

[versions.term]
validity = "4 years"
anchor = "decision"
apply_from = "6 months"
apply_until = "expiry"
"""
REQUIREMENT = """
[[versions.requirements]]
code = "{code}"
text = {{ nl = "Iets.", en = "Something." }}
at = ["initial", "renewal"]
stage = "{stage}"
source = "Verzonnen"
confidence = "seen"
rule = {{ kind = {rule} }}
"""


def a_mark(code: str, *requirements: tuple[str, str, str], body: str = BODY, more: str = "") -> str:
    """The text of a mark with these requirements: code, stage and rule."""
    asked = (REQUIREMENT.format(code=c, stage=stage, rule=rule) for c, stage, rule in requirements)
    return HEAD.format(code=code, body=body, more=more) + "".join(asked)


TEXTS = {
    # one assessor, a second one on doubt; whoever judges may decide
    "twijfelmerk": a_mark("twijfelmerk", ("case", "content", '"assessment", on_doubt = "second_assessor"')),
    # a gate, then two assessors; decided apart from them
    "dubbelmerk": a_mark(
        "dubbelmerk",
        ("diploma", "gate", '"document", kinds = ["diploma"]'),
        ("case", "content", '"assessment", assessors = 2'),
        ("talk", "content", '"assessment", assessors = 2, forms = ["interview"]'),
        more="decided_apart = true",
    ),
    # a rule that speaks of another requirement, which does not apply to who has no diploma
    "omwegmerk": a_mark(
        "omwegmerk",
        ("papers", "content", '"document", kinds = ["cv"]'),
        ("case", "content", '"assessment", applies_if = { qualification = { kind = ["diploma"] } }'),
        ("instead", "content", '"assessment", of = "case", forms = ["panel"]'),
    ),
    "elders": a_mark("elders", ("case", "content", '"assessment"'), body="anderhuis"),
}
MARKS = Catalogue({code: read_scheme(text, code) for code, text in TEXTS.items()} | {
    "proefmerk": read_scheme(
        (Path(__file__).parent / "schemes" / "proefmerk.toml").read_text("utf-8"), "proefmerk.toml"
    )
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who works at a body, as the desk sees them."""

    actor: str
    roles: tuple[RoleHeld, ...]
    number: str | None = None
    email: str = "iemand@huis.example"


def worker(role: Role = "assessor", *, body: str = BODY, number: str | None = None, email: str = "") -> Worker:
    """Somebody new at a body, with a file of their own where they have a number."""
    account = uuid4()
    own = (RoleHeld("professional", number=number),) if number else ()
    return Worker(f"account {account}", (RoleHeld(role, body), *own), number, email or f"{account}@huis.example")


async def candidate(mark: str = "twijfelmerk", seed: int = 1, at: datetime = AT) -> tuple[str, UUID]:
    """Somebody who handed in a file without anything in it; gives the number and the application."""
    number = await somebody(seed=seed, at=at)
    return number, await hand_in(number, mark, at)


async def hand_in(number: str, mark: str = "twijfelmerk", at: datetime = AT) -> UUID:
    return await apply(number, ApplicationGiven(mark=mark), catalogue=MARKS, actor=number, at=at)

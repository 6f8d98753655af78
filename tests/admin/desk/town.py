"""A site with a body, a candidate of it, and everybody who may or may not see them: each role here and elsewhere."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, get_args

import httpx

from admin.web.trust import form_token
from registry.accounts import Role, RoleHeld
from registry.applications import ApplicationGiven, apply
from registry.catalogue import Catalogue, shipped_catalogue, store_shipped
from registry.clock import MovableClock
from registry.drafts import ActivityDraft
from registry.entries import add_entry
from registry.practitioners import Name, Person, register_practitioner
from registry.sessions import SignedIn, identify
from registry.settings import Settings
from registry.tokens import issue_tokens
from tests.admin.desk.ways import Way, every_way, subjects
from tests.admin.signing_in import AT, COOKIE, Site, new_log_in, open_site

SECRET = "quokka"  # stands in everything of the candidate, in one spelling or another
BODY, ELSEWHERE = "noloc", "beroepskeuze"
MARK = "noloc-rl"
AT_A_BODY = ("assessor", "officer", "scheme_editor", "body_administrator", "analyst at a body")
WORKERS = (*AT_A_BODY, *(f"{role} elsewhere" for role in AT_A_BODY), "operator", "analyst", "professional")


@dataclass(frozen=True, slots=True)
class Town:
    """The site with everybody in it, by the names in WORKERS; `owns` is what the ways need, by their names."""

    site: Site
    clock: MovableClock
    number: str
    people: Mapping[str, SignedIn]
    owns: dict[str, str] = field(default_factory=dict)

    @property
    def catalogue(self) -> Catalogue:
        return shipped_catalogue()

    @property
    def at(self) -> datetime:
        return self.clock.now()

    def actor(self, who: str) -> str:
        return f"account {self.people[who].account}"

    async def ask(self, name: str, who: str | None, **headers: str) -> httpx.Response:
        """Ask a route as it is in its line, with the right cookie, token of the form or access token."""
        way, method = every_way()[name], name.split()[0]
        async with self.site.client() as client:
            if "/api/" in name:
                sent = headers if who is None or headers else {"authorization": await self.bearer(who)}
                body = self.filled(way) if method in ("POST", "PUT") else None
                return await client.request(method, self.path(way), json=body, headers=sent)
            fields = self.filled(way)
            if who is not None:
                client.cookies.set(COOKIE, self.people[who].token)
                fields = {"formulier": self.form_token(who), **fields}
            data = fields if method == "POST" else None
            return await client.request(method, self.path(way), data=data, headers=headers)

    def path(self, way: Way) -> str:
        return way.path.format(**self.owns)

    def filled(self, way: Way) -> dict[str, Any]:
        """What is sent along, with the identities of what the body has."""
        return {name: one.format(**self.owns) if isinstance(one, str) else one for name, one in way.send.items()}

    def form_token(self, who: str) -> str:
        return form_token(self.people[who].token, self.site.house.form_key)

    async def bearer(self, who: str) -> str:
        identity = await identify(self.people[who].token, at=self.at)
        assert identity is not None
        return f"Bearer {(await issue_tokens(identity, settings=self.site.settings, at=self.at)).access}"


@asynccontextmanager
async def open_town(settings: Settings) -> AsyncIterator[Town]:
    """A candidate of the body, who handed in a file, and whoever works there or elsewhere."""
    clock = MovableClock(AT)
    await store_shipped(actor="tests", at=AT)
    person = Person(name=Name(given_name=SECRET, family_name="Quokka"))
    number = await register_practitioner(person, actor="tests", at=datetime(2026, 1, 5, 9, tzinfo=UTC))
    other = await register_practitioner(Person(name=Name(family_name="Ander")), actor="tests", at=AT)
    training = ActivityDraft(kind="training", title=SECRET, since=date(2026, 10, 1), until=date(2026, 10, 1))
    await add_entry(number, "activity", training, as_concept=False, actor="tests", at=AT)
    catalogue = shipped_catalogue()
    application = await apply(number, ApplicationGiven(mark=MARK), catalogue=catalogue, actor="tests", at=AT)
    people = {who: await new_log_in(_held(who, other)) for who in WORKERS}
    async with open_site(settings, clock, log_to=io.StringIO()) as site:
        town = Town(site, clock, number, people, {"application": str(application), "number": number})
        for subject in subjects():
            if prepare := getattr(subject, "prepare", None):
                town.owns.update(await prepare(town))
        yield town


def _held(who: str, number: str) -> RoleHeld:
    if who == "professional":
        return RoleHeld("professional", number=number)
    role: Role = next(one for one in get_args(Role) if who.startswith(one))
    body = None if who in ("operator", "analyst") else ELSEWHERE if who.endswith("elsewhere") else BODY
    return RoleHeld(role, body)

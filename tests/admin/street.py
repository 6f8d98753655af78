"""A site with somebody who has a full file, and everybody who may not come at it."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from public_api.web.edge import Edge
from registry.applications import ApplicationGiven, apply
from registry.catalogue import shipped_catalogue, store_shipped
from registry.clock import MovableClock
from registry.confirmations import ConfirmationAsked, ask_confirmation
from registry.decisions import Verdict, decide
from registry.drafts import ActivityDraft, LeaveDraft, QualificationDraft
from registry.entries import add_entry
from registry.evidence import EvidenceHandedIn, add_evidence
from registry.own_imports import import_activities
from registry.practitioners import Name
from registry.questions import Words, ask_question
from registry.settings import Settings
from registry.sheets import SourceFile
from registry.stores import open_store
from registry.surveys import RoundAsked, open_round
from registry.tables_accounts import PasskeyRow, SessionRow
from tests.admin.signing_in import AT, open_site
from tests.admin.visitors import Known, Visitor, professional, staff
from tests.admin.ways import MARK, OTHER_MARK
from tests.registry.uploads import good

SECRET = "quokka"  # stands in everything of the first person's file, in one spelling or another
PASSKEY = "YS1wYXNzLWtleQ"
PDF = good.pdf_of(good.CATALOG, good.PAGES, good.PAGE, good.flate(b"BT ET"))
LIST = f"Wat;Soort;Datum;Uren\n{SECRET};webinar;2026-05-05;2\n"
LONG_AGO = date(2026, 10, 1)


@dataclass(frozen=True, slots=True)
class Street:
    """The site with everybody in it; `owns` is what the first person has, by the names in WAYS."""

    app: Edge
    clock: MovableClock
    first: Known
    second: Known
    assessor: Known
    operator: Known
    owns: Mapping[str, str]


@asynccontextmanager
async def open_street(settings: Settings) -> AsyncIterator[Street]:
    """The first person and their file, another professional, an assessor of another body and an operator."""
    clock = MovableClock(AT)
    await store_shipped(actor="tests", at=AT)
    first = await professional(f"{SECRET}@voorbeeld.example", Name(family_name="Quokka"), settings)
    second = await professional("ander@voorbeeld.example", Name(family_name="Ander"), settings)
    assessor = await staff("beoordelaar@voorbeeld.example", "assessor", "beroepskeuze", settings)
    operator = await staff("operator@voorbeeld.example", "operator", None, settings)
    owns = {
        **await _activities(first, settings),
        **await _decided(first),
        "confirmation": await _asked_by_a_third(first, settings),
        "round": await _with_clients(first),
        "passkey": await _with_passkey(first),
    }
    async with open_site(settings, clock, log_to=io.StringIO()) as site:
        await Visitor(site.app).sign_in(first.email)  # on another device
        session = await SessionRow.select(SessionRow.id).where(SessionRow.account == first.account).first()
        assert session is not None
        yield Street(site.app, clock, first, second, assessor, operator, {**owns, "session": str(session["id"])})


async def _activities(owner: Known, settings: Settings) -> dict[str, str]:
    """Four activities (one of them a concept), a list that was taken in, a diploma, leave, and evidence."""

    async def activity(title: str, *, concept: bool = False) -> UUID:
        draft = ActivityDraft(
            kind="training", title=title, since=LONG_AGO, until=LONG_AGO, motivation=SECRET, provider=SECRET
        )
        return await add_entry(owner.number, "activity", draft, as_concept=concept, actor="tests", at=AT)

    made = {name: await activity(f"{SECRET} {name}") for name in ("activity", "spare", "other")}
    made["concept"] = await activity(f"{SECRET} concept", concept=True)
    diploma = QualificationDraft(kind="bachelor", obtained_on=date(2011, 7, 1), provider=SECRET)
    made["diploma"] = await add_entry(owner.number, "qualification", diploma, actor="tests", at=AT)
    leave = LeaveDraft(since=LONG_AGO, until=date(2027, 2, 1))
    made["leave"] = await add_entry(owner.number, "leave", leave, as_concept=False, actor="tests", at=AT)
    store = open_store(settings.evidence_address)
    piece = EvidenceHandedIn(activity=made["activity"], kind="certificate", name=f"{SECRET}.pdf")
    made["evidence"] = await add_evidence(owner.number, piece, PDF, store=store, actor="tests", at=AT)
    file = SourceFile("lijst.csv", LIST.encode())
    made["batch"] = await import_activities(
        owner.number, file, [2], catalogue=shipped_catalogue(), actor="tests", at=AT
    )
    return {name: str(thing) for name, thing in made.items()}


async def _decided(owner: Known) -> dict[str, str]:
    """A mark that they hold, by a decision, and an application for another with a question about it."""
    catalogue = shipped_catalogue()
    given = ApplicationGiven(mark=OTHER_MARK)
    granted = await apply(owner.number, given, catalogue=catalogue, actor="tests", at=AT)
    verdict = Verdict(outcome="granted", reason=SECRET, since=date(2026, 11, 20), until=date(2030, 11, 19))
    decision = await decide(granted, verdict, catalogue=catalogue, actor="tests", at=AT)
    application = await apply(owner.number, ApplicationGiven(mark=MARK), catalogue=catalogue, actor="tests", at=AT)
    question = await ask_question(application, Words(text=SECRET), actor="tests", at=AT)
    return {"decision": str(decision), "application": str(application), "question": str(question)}


async def _with_clients(owner: Known) -> str:
    """A round of questions that is open."""
    asked = RoundAsked(held_on=AT.date(), closes_on=date(2026, 12, 20), invitations=5)
    return str((await open_round(owner.number, asked, actor="tests", at=AT)).id)


async def _with_passkey(owner: Known) -> str:
    await PasskeyRow.insert(PasskeyRow(id=PASSKEY, account=owner.account, public_key="AA", name=SECRET, added_at=AT))
    return PASSKEY


async def _asked_by_a_third(first: Known, settings: Settings) -> str:
    """Somebody else asks the first person to confirm that they met."""
    third = await professional("derde@voorbeeld.example", Name(family_name="Derde"), settings)
    draft = ActivityDraft(kind="peer_consultation", title=SECRET, since=LONG_AGO, until=LONG_AGO)
    met = await add_entry(third.number, "activity", draft, as_concept=False, actor="tests", at=AT)
    asked = ConfirmationAsked(role="peer", number=first.number)
    return str(await ask_confirmation(third.number, met, asked, actor="tests", at=AT))

"""Asking for a mark: what is asked for, checking what will be handed in, handing in, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from litestar import get, post
from litestar.params import FromPath
from pydantic import Field

from accreditation.rules.words import Speech
from accreditation.rules.words import number as number_in_words
from accreditation.scheme import Mark
from admin.dossier.activity_page import Listed, listed
from admin.dossier.entry_options import entry_labels
from admin.dossier.needs import needs_of
from admin.dossier.objections import KINDS
from admin.dossier.overviews import amounts_of, entries_by_id
from admin.dossier.tasks import STATES, tasks_of
from admin.web.doorman import Door, door, own_number, signed_in, visit_to
from admin.web.forms import Filled, Form, Tick, read_form, said_by_register
from admin.web.house import house_of
from public_api.site import Asked
from public_api.web.answers import Answer, redirect
from public_api.web.language import Language, Sentence, say
from public_api.web.pages import reader_of
from public_api.web.query import PageQuery, read_query
from registry.applications import ApplicationGiven, apply
from registry.catalogue import Catalogue
from registry.errors import Conflict, Malformed, NotFound, Refused
from registry.outlooks import Prospect, outlook_of, prospect_of
from registry.own_applications import own_applications
from registry.own_decisions import own_decisions
from registry.own_entries import list_entries
from registry.public_view import PublicRegistration
from registry.renewals import applications_of
from registry.standings import standing_of

HERE = "/mijn/verlengen"
ALL = 1_000
FIELDS = {"level": "niveau", "scopes": "werkveld", "mark": ""}
MESSAGES: dict[str, Sentence] = {
    "ingetrokken": say("Je aanvraag is ingetrokken. Je kunt opnieuw indienen."),
    "bezwaar": say("Je bezwaar is verstuurd. Je instelling beslist erover; je leest dat hier."),
    "gestopt": say("Je keurmerk stopt. Je dossier blijft, en je kunt het later opnieuw aanvragen."),
}


class RenewalQuery(PageQuery):
    """What just happened."""

    melding: Annotated[str, Field(max_length=20)] = ""


class CheckQuery(PageQuery):
    """Which level somebody thinks of."""

    niveau: Annotated[str | None, Field(max_length=80)] = None


class HandInForm(Form):
    """What is asked for, besides the mark."""

    niveau: Annotated[str | None, Field(max_length=80)] = None
    werkveld: tuple[str, ...] = ()
    akkoord: Tick = False


@dataclass(frozen=True, slots=True)
class Along:
    """What somebody brings: entries that count (title, amount), and what an earlier term hands on (rule, amount)."""

    entries: tuple[tuple[str, str], ...]
    brought: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A registration that somebody has or had, beside the one they think of."""

    mark: Mark
    registration: PublicRegistration


@get(HERE, opt=door(Door.PROFESSIONAL), include_in_schema=False)
async def show_renewals(request: Asked) -> Answer:
    query = read_query(request.scope, RenewalQuery)
    house, number = house_of(request), own_number(request)
    catalogue, now = await house.site.marks.current(), house.site.now()
    language = reader_of(request.scope).language
    seen = await outlook_of(number, at=now, catalogue=catalogue)
    courses = await applications_of(number, at=now, catalogue=catalogue)
    known = {one.mark for one in courses}
    held = (await standing_of(number, at=now, catalogue=catalogue)).registrations
    decisions = await own_decisions(number, at=now)
    suspended = frozenset(one.mark for one in held if one.status == "suspended")
    return house.site.pages.render(
        request.scope,
        "renewals.html",
        visit=visit_to(request),
        tasks=tasks_of(courses, seen, suspended, catalogue, language),
        others=[mark for mark in _given_now(catalogue, request) if mark.code not in known],
        applications=await own_applications(number),
        decisions=decisions,
        objected={one.id for one in decisions if one.objected},
        decided=KINDS,
        states=STATES,
        named=catalogue.mark,
        message=MESSAGES.get(query.melding),
    )


def _given_now(catalogue: Catalogue, request: Asked) -> list[Mark]:
    """The marks that a person can ask for today."""
    today = house_of(request).site.today()
    return [
        mark
        for mark in catalogue.marks()
        if mark.holder == "person" and (mark.ended_on is None or mark.ended_on >= today)
    ]


@get(f"{HERE}/{{mark:str}}", opt=door(Door.PROFESSIONAL), include_in_schema=False)
async def show_check(request: Asked, mark: FromPath[str]) -> Answer:
    query = read_query(request.scope, CheckQuery)
    return await _check_page(request, mark, Filled({"niveau": query.niveau or ""}))


@post(f"{HERE}/{{mark:str}}", opt=door(Door.PROFESSIONAL), include_in_schema=False, status_code=200)
async def take_hand_in(request: Asked, mark: FromPath[str]) -> Answer:
    given = read_form(request, HandInForm, lists=("werkveld",))
    if given.form is None:
        return await _check_page(request, mark, given.filled, status=400)
    if not given.form.akkoord:
        wrong = given.filled.with_mistakes(("akkoord", say("Zet een vinkje als wat hier staat klopt.")))
        return await _check_page(request, mark, wrong, status=400)
    house = house_of(request)
    asked = ApplicationGiven(mark=mark, level=given.form.niveau, scopes=given.form.werkveld)
    try:
        await apply(
            own_number(request), asked, catalogue=await house.site.marks.current(), actor=signed_in(request).actor,
            at=house.site.now(),
        )  # fmt: skip
    except (Malformed, Refused, Conflict) as error:
        status = 409 if isinstance(error, Conflict) else 400
        return await _check_page(request, mark, said_by_register(given.filled, error, FIELDS), status=status)
    return redirect(f"{HERE}/{mark}/ingediend")


@get(f"{HERE}/{{mark:str}}/ingediend", opt=door(Door.PROFESSIONAL), include_in_schema=False)
async def show_receipt(request: Asked, mark: FromPath[str]) -> Answer:
    read_query(request.scope, PageQuery)
    house = house_of(request)
    catalogue = await house.site.marks.current()
    described = catalogue.mark(mark)
    newest = next((one for one in await own_applications(own_number(request)) if one.mark == mark), None)
    if newest is None:
        raise NotFound("There is no such application. Open the list of applications again.")
    return house.site.pages.render(
        request.scope, "receipt.html", visit=visit_to(request), mark=described, application=newest
    )


async def _check_page(request: Asked, mark: str, filled: Filled, *, status: int = 200) -> Answer:
    """What would be handed in, with what is ready and what is not."""
    house, number = house_of(request), own_number(request)
    catalogue = await house.site.marks.current()
    described = catalogue.mark(mark)
    level = filled.value("niveau") or (described.levels[0] if described.levels else None)
    now, language = house.site.now(), reader_of(request.scope).language
    prospect = await prospect_of(number, ApplicationGiven(mark=mark, level=level), at=now, catalogue=catalogue)
    return house.site.pages.render(
        request.scope,
        "hand_in.html",
        status=status,
        visit=visit_to(request),
        mark=described,
        needs=needs_of(prospect.overview, language),
        fileless=await _without_file(number, prospect, entry_labels(catalogue, language)),
        along=await _along(prospect, number, catalogue, language),
        held=await _held_now(number, mark, catalogue, request),
        filled=Filled({**filled.values, "niveau": level}, filled.mistakes),
        levels=[(level, level) for level in described.levels],
        is_open=any(one.mark == mark and one.state == "open" for one in await own_applications(number)),
    )


async def _without_file(number: str, prospect: Prospect, labels: Mapping[str, str]) -> tuple[Listed, ...]:
    """The documents that would be handed in without a file: nobody could read them."""
    counted = {one.entry for line in prospect.overview.lines for one in line.counted}
    documents = await list_entries(number, "documents", size=ALL)
    return tuple(listed(e, labels) for e in documents.entries if str(e.id) in counted and not e.evidence)


async def _along(prospect: Prospect, number: str, catalogue: Catalogue, language: Language) -> Along:
    """What goes along from what somebody did for other marks or before."""
    entries = await entries_by_id(number, entry_labels(catalogue, language))
    texts = {line.asked.code: line.asked.text.within(language) for line in prospect.overview.lines}
    amounts = amounts_of(prospect.credits, language)
    return Along(
        tuple((entries[one].title, amount) for one, amount in amounts.items() if one in entries),
        tuple(
            (texts.get(one.requirement, one.requirement), number_in_words(one.amount, Speech(language)))
            for one in prospect.brought_forward
        ),
    )


async def _held_now(number: str, mark: str, catalogue: Catalogue, request: Asked) -> Held | None:
    """The registration that is asked anew, or the older one that this mark follows on, where there is one."""
    site = house_of(request).site
    standing = await standing_of(number, at=site.now(), catalogue=catalogue)
    followed = (mark, *catalogue.mark(mark).succeeds)
    held = next((r for r in standing.registrations if r.mark in followed and r.until is not None), None)
    return None if held is None else Held(catalogue.mark(held.mark), held)


PAGES = [show_renewals, show_check, take_hand_in, show_receipt]

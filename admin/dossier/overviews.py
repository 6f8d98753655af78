"""The first page of somebody's own file, and the page with every requirement: what is missing and by when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, get_args

from litestar import get
from pydantic import Field

from accreditation.credits import EntryCredit
from accreditation.rules.words import Speech
from admin.dossier.activity_page import Listed, listed
from admin.dossier.entry_options import entry_labels
from admin.dossier.kinds import activity_kinds
from admin.dossier.needs import Needs, amount_of, needs_of
from admin.dossier.reasons import UNITS
from admin.dossier.tasks import WITH_THE_BODY
from admin.dossier.told_states import told_leaving, told_states
from admin.web.amounts import Hours, Points
from admin.web.doorman import Door, door, own_number, signed_in, visit_to
from admin.web.forms import Filled, Form, check_form
from admin.web.homes import home_of
from admin.web.house import house_of
from public_api.site import Asked
from public_api.web.answers import Answer, redirect
from public_api.web.language import Language, Sentence, say
from public_api.web.pages import reader_of
from public_api.web.query import CivilDay, PageQuery, read_query
from registry.confirmations import asked_of
from registry.drafts import ActivityDraft, EntryKind
from registry.inputs import Kind
from registry.leaving import leaving_of
from registry.outlooks import credits_of, outlook_of
from registry.own_entries import Entry, Filter, list_entries
from registry.renewals import applications_of
from registry.standings import standing_of

LATEST = 5
MOST_TO_DO = 8
ALL_ENTRIES = 10_000


@dataclass(frozen=True, slots=True)
class ToDo:
    """One thing to do, and where."""

    words: Sentence
    about: str
    address: str
    by: date | None = None


class TryQuery(PageQuery):
    """What stands in the form of the what-if, as it was typed."""

    soort: Annotated[str, Field(max_length=80)] = ""
    op: Annotated[str, Field(max_length=40)] = ""
    punten: Annotated[str, Field(max_length=40)] = ""
    uren: Annotated[str, Field(max_length=40)] = ""


class TryForm(Form):
    """An activity that somebody thinks of doing."""

    soort: Kind | None = None
    op: CivilDay | None = None
    punten: Points | None = None
    uren: Hours | None = None


@get("/mijn", opt=door(Door.SIGNED_IN), include_in_schema=False)
async def show_overview(request: Asked) -> Answer:
    """The overview of one's own file. Whoever has none is led to where their work begins: every page links to here."""
    read_query(request.scope, PageQuery)
    if signed_in(request).number is None:
        return redirect(home_of(signed_in(request)))
    house, number = house_of(request), own_number(request)
    catalogue, now = await house.site.marks.current(), house.site.now()
    language = reader_of(request.scope).language
    seen = await outlook_of(number, at=now, catalogue=catalogue)
    marks = [needs_of(one, language) for one in seen]
    courses = await applications_of(number, at=now, catalogue=catalogue)
    asked = {course.mark for course in courses if course.status in WITH_THE_BODY}
    held = (await standing_of(number, at=now, catalogue=catalogue)).registrations
    entries = await list_entries(number, "activity", size=LATEST)
    labels = dict(activity_kinds(catalogue, language))
    last = marks[0].apply_until or marks[0].expires_on if marks else None
    today = house.site.today()
    return house.site.pages.render(
        request.scope,
        "overview.html",
        visit=visit_to(request),
        marks=marks,
        states=(
            *told_leaving(await leaving_of(number), language),
            *told_states(courses, held, catalogue, language, today),
        ),
        asked=asked,
        today=today,
        latest=[listed(entry, labels) for entry in entries.entries],
        counts=amounts_of(await credits_of(number, at=now, catalogue=catalogue), language),
        days_left=(last - today).days if last is not None and last >= today else None,
        todo=await _to_do(number, [one for one in marks if one.mark.code not in asked], now),
    )


async def _to_do(number: str, marks: list[Needs], at: datetime) -> list[ToDo]:
    """What somebody can do now: hand in what is ready, confirm, finish concepts, and what each mark still lacks."""
    found: list[ToDo] = []
    waiting = await asked_of(number, at=at)
    if waiting:
        found.append(ToDo(say("Bevestigen voor anderen:"), str(len(waiting)), "/mijn/bevestigingen"))
    concepts = await list_entries(number, "activity", Filter(state=("concept",)), size=3)
    found += [ToDo(say("Concept afmaken:"), _title(one), f"/mijn/activiteiten/{one.id}") for one in concepts.entries]
    for one in marks:
        if one.can_apply and not one.open:
            found.insert(0, ToDo(say("Je kunt je verlenging indienen"), "", "/mijn/verlengen", one.apply_until))
        for need in one.open:
            if need.helps and not need.too_late and need.tone != "calm":
                address = f"/mijn/eisen#{one.mark.code}-{need.code}"
                own = next((help_ for help_ in need.helps if help_.address), need.helps[0])  # not what others do
                found.append(ToDo(own.what, own.about, address, need.by))
    return found[:MOST_TO_DO]


def amounts_of(credits: Mapping[str, tuple[EntryCredit, ...]], language: Language) -> dict[str, str]:
    """What each entry counts for, as one amount: the first that it counts for at all."""
    speech = Speech(language)
    return {
        entry: amount_of(one.counts + one.waiting, one.unit, speech)
        for entry, found in credits.items()
        if (one := next((c for c in found if c.unit in UNITS and c.counts + c.waiting), None))
    }


def _title(entry: Entry) -> str:
    said: Any = entry.said
    return str(said.title or said.kind)


@get("/mijn/eisen", opt=door(Door.PROFESSIONAL), include_in_schema=False)
async def show_requirements(request: Asked) -> Answer:
    query = read_query(request.scope, TryQuery)
    house, number = house_of(request), own_number(request)
    catalogue = await house.site.marks.current()
    language = reader_of(request.scope).language
    given = check_form(query.model_dump(exclude={"taal"}), TryForm)
    planned = _planned(given.form)
    seen = await outlook_of(number, at=house.site.now(), catalogue=catalogue, planned=planned)
    return house.site.pages.render(
        request.scope,
        "requirements.html",
        status=200 if given.form is not None else 400,
        visit=visit_to(request),
        marks=[needs_of(one, language) for one in seen],
        entries=await entries_by_id(number, entry_labels(catalogue, language)),
        planned=planned,
        tried=Filled({**given.filled.values, "soort": query.soort or "training"}, given.filled.mistakes),
        kinds=activity_kinds(catalogue, language),
    )


async def entries_by_id(number: str, labels: dict[str, str]) -> dict[str, Listed]:
    """Every entry of somebody's file by its identity, as a list shows it."""
    shown: dict[str, Listed] = {}
    for kind in get_args(EntryKind):
        entries = await list_entries(number, kind, size=ALL_ENTRIES)
        shown |= {str(entry.id): listed(entry, labels) for entry in entries.entries}
    return shown


def _planned(form: TryForm | None) -> tuple[ActivityDraft, ...]:
    if form is None or form.soort is None or form.op is None:
        return ()
    return (
        ActivityDraft(kind=form.soort, since=form.op, until=form.op, points_hundredths=form.punten, minutes=form.uren),
    )


PAGES = [show_overview, show_requirements]

"""Taking a spreadsheet of one's own activities in: choose, match the columns, look at each row, take in, and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from pydantic import Field

from admin.dossier.activity_page import listed_title
from admin.dossier.kinds import activity_kinds
from admin.dossier.sheet_steps import MEANINGS, Step, as_seen, carry, read_step
from admin.web.amounts import hours_text, hundredths_text
from admin.web.doorman import Door, came_in, door, own_number, signed_in, visit_to
from admin.web.forms import Filled
from admin.web.house import house_of
from public_api.site import Asked
from public_api.web.answers import Answer, redirect
from public_api.web.language import Sentence, from_register, say
from public_api.web.pages import reader_of
from public_api.web.query import PageQuery, read_query
from registry.errors import Conflict, Malformed, Refused
from registry.own_imports import Preview, batches_of, import_activities, preview_activities, undo_batch

HERE = "/mijn/activiteiten/import"
CHOOSE = say("Kies een bestand.")
CHANGED = say("Je veranderde wat de kolommen betekenen. Kijk eerst hoe de rijen nu worden gelezen.")
MESSAGES: dict[str, Sentence] = {
    "overgenomen": say("Je lijst is overgenomen. Klopt er iets niet, dan kun je alles in één keer terugdraaien."),
    "teruggedraaid": say("Teruggedraaid. De activiteiten uit die lijst staan niet meer in je dossier."),
}


class MessageQuery(PageQuery):
    """What just happened."""

    melding: Annotated[str, Field(max_length=20)] = ""


@get(HERE, opt=door(Door.PROFESSIONAL), include_in_schema=False)
async def show_import(request: Asked) -> Answer:
    query = read_query(request.scope, MessageQuery)
    return await _choose_page(request, message=MESSAGES.get(query.melding))


@post(HERE, opt=door(Door.PROFESSIONAL, uploads=True), include_in_schema=False, status_code=200)
async def take_step(request: Asked) -> Answer:
    """One step further: a look at a file, the same file with other columns, or its rows into the file."""
    step = read_step(came_in(request))
    if step is None:
        return await _choose_page(request, Filled().with_mistakes(("bestand", CHOOSE)), status=400)
    number, catalogue = own_number(request), await house_of(request).site.marks.current()
    try:
        guessed = await preview_activities(number, step.file, catalogue=catalogue)
    except Malformed as error:
        wrong = [("bestand", from_register(problem.message)) for problem in error.problems]
        return await _choose_page(request, Filled().with_mistakes(*wrong), status=400)
    mapping = step.mapping(guessed.columns)
    try:
        preview = guessed
        if mapping is not None:
            preview = await preview_activities(number, step.file, catalogue=catalogue, mapping=mapping)
    except Malformed as error:
        return await _rows_page(request, step, guessed, mistakes=_about_columns(error, guessed), status=400)
    if came_in(request).first("knop") != "neem":
        return await _rows_page(request, step, preview)
    if as_seen(preview.columns) != step.seen:
        return await _rows_page(request, step, preview, mistakes=(("", CHANGED),), status=400)
    return await _take_in(request, step, preview, mapping)


async def _take_in(request: Asked, step: Step, preview: Preview, mapping: Mapping[str, str] | None) -> Answer:
    house = house_of(request)
    try:
        await import_activities(
            own_number(request), step.file, step.rows, catalogue=await house.site.marks.current(), mapping=mapping,
            actor=signed_in(request).actor, at=house.site.now(),
        )  # fmt: skip
    except Malformed as error:
        wrong = tuple(("", from_register(problem.message)) for problem in error.problems)
        return await _rows_page(request, step, preview, mistakes=tuple(dict.fromkeys(wrong)), status=400)
    return redirect(f"{HERE}?melding=overgenomen")


def _about_columns(error: Malformed, seen: Preview) -> tuple[tuple[str, Sentence], ...]:
    places = {column.heading: f"kolom-{place}" for place, column in enumerate(seen.columns)}
    return tuple((places.get(p.field, ""), from_register(p.message)) for p in error.problems)


@post(f"{HERE}/{{batch:uuid}}/terug", opt=door(Door.PROFESSIONAL), include_in_schema=False, status_code=200)
async def take_undo(request: Asked, batch: FromPath[UUID]) -> Answer:
    try:
        await undo_batch(own_number(request), batch, actor=signed_in(request).actor, at=house_of(request).site.now())
    except (Refused, Conflict) as error:
        wrong = Filled().with_mistakes(("", from_register(error.message)))
        return await _choose_page(request, wrong, status=409)
    return redirect(f"{HERE}?melding=teruggedraaid")


async def _choose_page(
    request: Asked, filled: Filled | None = None, *, message: Sentence | None = None, status: int = 200
) -> Answer:
    return house_of(request).site.pages.render(
        request.scope,
        "import.html",
        status=status,
        visit=visit_to(request),
        filled=filled or Filled(),
        batches=await batches_of(own_number(request)),
        meanings=MEANINGS,
        message=message,
    )


def _new_and_done(preview: Preview, today: date) -> frozenset[int]:
    """The rows that are ticked at first."""
    return frozenset(r.number for r in preview.rows if r.is_new and r.draft is not None and r.draft.until <= today)


async def _rows_page(
    request: Asked, step: Step, preview: Preview, *, mistakes: tuple[tuple[str, Sentence], ...] = (), status: int = 200
) -> Answer:
    """The columns and every row. Rows that were ticked stay so; at first the ones that are new are."""
    house = house_of(request)
    labels = dict(activity_kinds(await house.site.marks.current(), reader_of(request.scope).language))
    chosen = {f"kolom-{place}": step.meanings.get(place, c.meaning) for place, c in enumerate(preview.columns)}
    return house.site.pages.render(
        request.scope,
        "import_rows.html",
        status=status,
        visit=visit_to(request),
        filled=Filled(chosen, mistakes),
        name=step.file.name,
        content=carry(step.file),
        seen=as_seen(preview.columns),
        columns=preview.columns,
        rows=preview.rows,
        ticked=step.rows if step.seen == as_seen(preview.columns) else _new_and_done(preview, house.site.today()),
        meanings=MEANINGS,
        titled=lambda draft: listed_title(draft, labels),
        labels=labels,
        today=house.site.today(),
        told=from_register,
        hours_of=hours_text,
        points_of=hundredths_text,
    )


PAGES = [show_import, take_step, take_undo]

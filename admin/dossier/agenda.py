"""The days that matter to somebody: in their own calendar program, and in their mail."""

from __future__ import annotations

from typing import Annotated

from litestar import get, post
from litestar.params import FromPath
from pydantic import Field

from admin.dossier.calendars import calendar_file
from admin.web.doorman import Door, door, own_number, signed_in, visit_to
from admin.web.forms import Form, Tick, read_form
from admin.web.house import house_of
from public_api.site import Asked
from public_api.web.answers import Answer, redirect
from public_api.web.language import Sentence, say
from public_api.web.pages import reader_of
from public_api.web.query import PageQuery, read_query
from registry.calendars import calendar_of, calendar_since, close_calendar, renew_calendar_secret
from registry.reminders import choose_reminders, wants_reminders

HERE = "/mijn/agenda"
CALENDAR = b"text/calendar; charset=utf-8"
MESSAGES: dict[str, Sentence] = {
    "weg": say("Je agenda heeft geen adres meer. Het oude adres doet niets meer."),
    "aan": say("We sturen je herinneringen."),
    "uit": say("We sturen je geen herinneringen meer. Dat een termijn voorbij is, laten we wel weten."),
}


class RemindersForm(Form):
    """Whether somebody wants to be reminded."""

    herinner: Tick = False


class AgendaQuery(PageQuery):
    """What just happened."""

    melding: Annotated[str, Field(max_length=20)] = ""


@get(HERE, opt=door(Door.PROFESSIONAL), include_in_schema=False)
async def show_agenda(request: Asked) -> Answer:
    query = read_query(request.scope, AgendaQuery)
    return await _agenda_page(request, message=MESSAGES.get(query.melding))


@post(HERE, opt=door(Door.PROFESSIONAL), include_in_schema=False, status_code=200)
async def take_new_address(request: Asked) -> Answer:
    """The address is shown this once: the register keeps only what proves it."""
    house = house_of(request)
    secret = await renew_calendar_secret(own_number(request), actor=signed_in(request).actor, at=house.site.now())
    language = reader_of(request.scope).language
    address = f"{house.site.settings.base_url.rstrip('/')}/agenda/{secret}.ics?taal={language}"
    return await _agenda_page(request, address=address)


@post(f"{HERE}/weg", opt=door(Door.PROFESSIONAL), include_in_schema=False, status_code=200)
async def take_away(request: Asked) -> Answer:
    await close_calendar(own_number(request), actor=signed_in(request).actor, at=house_of(request).site.now())
    return redirect(f"{HERE}?melding=weg")


@post(f"{HERE}/herinneringen", opt=door(Door.PROFESSIONAL), include_in_schema=False, status_code=200)
async def take_reminders(request: Asked) -> Answer:
    given = read_form(request, RemindersForm)
    wanted = given.form is not None and given.form.herinner
    await choose_reminders(own_number(request), wanted, actor=signed_in(request).actor, at=house_of(request).site.now())
    return redirect(f"{HERE}?melding={'aan' if wanted else 'uit'}")


@get("/agenda/{secret:str}", opt=door(Door.ANYONE), include_in_schema=False)
async def show_calendar(request: Asked, secret: FromPath[str]) -> Answer:
    """A calendar program asks, without a log-in: the address itself is the key."""
    read_query(request.scope, PageQuery)
    site = house_of(request).site
    found = await calendar_of(secret.removesuffix(".ics"), at=site.now(), catalogue=await site.marks.current())
    name = b'attachment; filename="loopbaanregister.ics"'
    return Answer(
        calendar_file(found, reader_of(request.scope).language), CALENDAR, headers=((b"content-disposition", name),)
    )


async def _agenda_page(request: Asked, *, address: str = "", message: Sentence | None = None) -> Answer:
    house = house_of(request)
    return house.site.pages.render(
        request.scope,
        "agenda.html",
        visit=visit_to(request),
        address=address,
        since=await calendar_since(own_number(request)),
        wants_reminders=await wants_reminders(own_number(request)),
        message=message,
    )


PAGES = [show_agenda, take_new_address, take_away, take_reminders, show_calendar]

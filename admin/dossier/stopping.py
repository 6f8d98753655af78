"""Stopping with one mark at one's own wish; the file and the other marks stay."""

from __future__ import annotations

from litestar import get, post
from litestar.params import FromPath

from admin.web.doorman import Door, door, own_number, signed_in, visit_to
from admin.web.forms import Filled, Form, Tick, read_form, said_by_register
from admin.web.house import house_of
from public_api.site import Asked
from public_api.web.answers import Answer, redirect
from public_api.web.language import say
from public_api.web.query import CivilDay, PageQuery, read_query
from registry.errors import Malformed, NotFound
from registry.leaving import NOT_HELD, Leaving, leaving_would, stop_mark

FIELDS = {"since": "vanaf"}
NOT_SURE = say("Zet een vinkje als je het zeker weet.")


class StoppingForm(Form):
    """From which day, and that it is meant."""

    vanaf: CivilDay
    zeker: Tick = False


@get("/mijn/verlengen/{mark:str}/stoppen", opt=door(Door.PROFESSIONAL), include_in_schema=False)
async def show_stopping(request: Asked, mark: FromPath[str]) -> Answer:
    read_query(request.scope, PageQuery)
    return await _page(request, mark, Filled({"vanaf": house_of(request).site.today().isoformat()}))


@post("/mijn/verlengen/{mark:str}/stoppen", opt=door(Door.PROFESSIONAL), include_in_schema=False, status_code=200)
async def take_stopping(request: Asked, mark: FromPath[str]) -> Answer:
    given = read_form(request, StoppingForm)
    if given.form is None:
        return await _page(request, mark, given.filled, status=400)
    if not given.form.zeker:
        return await _page(request, mark, given.filled.with_mistakes(("zeker", NOT_SURE)), status=400)
    house = house_of(request)
    try:
        await stop_mark(
            own_number(request), mark, Leaving(since=given.form.vanaf), catalogue=await house.site.marks.current(),
            actor=signed_in(request).actor, at=house.site.now(),
        )  # fmt: skip
    except Malformed as error:
        return await _page(request, mark, said_by_register(given.filled, error, FIELDS), status=400)
    return redirect("/mijn/verlengen?melding=gestopt")


async def _page(request: Asked, mark: str, filled: Filled, *, status: int = 200) -> Answer:
    """Only for a mark that runs: there is nothing to stop otherwise."""
    house, number = house_of(request), own_number(request)
    catalogue = await house.site.marks.current()
    described = catalogue.mark(mark)
    running = await leaving_would(number, Leaving(since=house.site.today()), catalogue=catalogue)
    if mark not in running.marks:
        raise NotFound(NOT_HELD)
    return house.site.pages.render(
        request.scope, "stopping.html", status=status, visit=visit_to(request), mark=described, filled=filled
    )


PAGES = [show_stopping, take_stopping]

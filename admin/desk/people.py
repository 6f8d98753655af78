"""The people of a body: finding them, and one person as the body may see them."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from litestar import get
from litestar.params import FromPath
from pydantic import Field

from admin.desk import people_words as words
from admin.desk.menu import DECIDING, PEOPLE
from admin.desk.pages import desk_page, may
from admin.web.doorman import Door, door, signed_in
from admin.web.forms import Filled, said_by_register
from admin.web.house import house_of
from public_api.numbers import asked_number
from public_api.site import Asked
from public_api.web.answers import Answer, redirect
from public_api.web.pages import reader_of
from public_api.web.query import PageQuery, read_query
from registry.errors import Malformed
from registry.inputs import Code
from registry.own_marks import marks_of
from registry.people import LOOKING, PeopleFilter, PeoplePage, State, find_people
from registry.person_files import open_person

HERE = "/instelling/professionals"
NOBODY = PeoplePage((), more=False)


class PeopleQuery(PageQuery):
    """Whom to find; it stands in the address, so that it can be kept. No log holds an address with what was asked."""

    q: Annotated[str, Field(max_length=200)] = ""
    plaats: Annotated[str, Field(max_length=80)] = ""
    keurmerk: Code | None = None
    stand: State | None = None
    pagina: Annotated[int, Field(ge=1, le=10_000)] = 1

    def wanted(self) -> PeopleFilter:
        return PeopleFilter(q=self.q, place=self.plaats, mark=self.keurmerk, state=self.stand)


class PersonQuery(PageQuery):
    """Nothing but the language."""


@get(HERE, opt=door(Door.BODY, roles=PEOPLE), include_in_schema=False)
async def show_people(request: Asked) -> Answer:
    query = read_query(request.scope, PeopleQuery)
    house, staff = house_of(request), signed_in(request)
    catalogue, now = await house.site.marks.current(), house.site.now()
    filled, found, status = Filled(), NOBODY, 200
    try:
        found = await find_people(query.wanted(), staff, catalogue=catalogue, at=now, page=query.pagina)
    except Malformed as error:
        filled, status = said_by_register(Filled({"q": query.q}), error, {"q": "q"}), 400
    ours = await marks_of(staff, LOOKING)
    return await desk_page(
        request,
        "desk_people.html",
        status=status,
        found=found,
        query=query,
        filled=filled,
        options=[(code, catalogue.mark(code).name.within(reader_of(request.scope).language)) for code in ours],
        names={code: catalogue.mark(code).name for code in ours},
        states=words.STATES,
        statuses=words.STATUSES,
        decides=may(request, DECIDING),
        earlier=_page(query, query.pagina - 1) if query.pagina > 1 else None,
        later=_page(query, query.pagina + 1) if found.more else None,
    )


def _page(query: PeopleQuery, page: int) -> str:
    """Another page of what is shown now."""
    kept = query.model_dump(exclude_defaults=True, exclude={"pagina", "taal"})
    return f"?{urlencode({**kept, 'pagina': page})}"


@get(f"{HERE}/{{number:str}}", opt=door(Door.BODY, roles=PEOPLE), include_in_schema=False)
async def show_person(request: Asked, number: FromPath[str]) -> Answer:
    read_query(request.scope, PersonQuery)
    exact = asked_number(number)
    if exact != number:
        return redirect(f"{HERE}/{exact}")
    site = house_of(request).site
    catalogue = await site.marks.current()
    file = await open_person(exact, signed_in(request), catalogue=catalogue, at=site.now())
    return await desk_page(
        request,
        "desk_person.html",
        file=file,
        decides=may(request, DECIDING),
        names={mark.code: mark.name for mark in catalogue.marks()},
        statuses=words.STATUSES,
        kinds=words.DECISIONS,
        asked=words.APPLICATIONS,
        letters=words.LETTERS,
        reminder=words.REMINDER,
        post=words.POST,
        post_waits=words.POST_WAITS,
    )


PAGES = [show_people, show_person]

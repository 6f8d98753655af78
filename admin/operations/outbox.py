"""The work that goes on by itself: the mail queue, what was given up of it, and the jobs of the worker."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.params import FromPath
from pydantic import Field

from admin.operations.pages import operations_page
from admin.post.kinds import LETTERS, problem_said
from admin.web.doorman import Door, door, signed_in
from admin.web.forms import Filled, said_by_register
from admin.web.house import house_of
from admin.web.json_answers import as_json
from public_api.site import Asked
from public_api.web.answers import Answer, redirect
from public_api.web.language import Sentence, say
from public_api.web.query import PageQuery, Query, read_query
from registry.errors import Conflict
from registry.jobs import Job, jobs_for
from registry.letters_shown import LetterShown, Outbox, let_go, outbox_for, try_again

HERE, API = "/beheer/post", "/api/v1/operations/letters"
MESSAGES: dict[str, Sentence] = {
    "opnieuw": say("De brief wordt opnieuw verstuurd."),
    "losgelaten": say("De brief wordt niet meer verstuurd. Het adres is gewist."),
}
JOBS: dict[str, Sentence] = {
    "simulation": say("Nieuwe regels doorrekenen"),
    "forecast": say("Vooruitblik berekenen"),
    "bulk_approval": say("In één keer goedkeuren"),
}
STATES: dict[str, Sentence] = {
    "waiting": say("wacht"),
    "running": say("bezig"),
    "failed": say("mislukt"),
}


class PostQuery(PageQuery):
    """What just happened."""

    melding: Annotated[str, Field(max_length=20)] = ""


class LetterItem(msgspec.Struct, rename="camel"):
    """One letter: its kind and how it stands. To whom is not told."""

    id: str
    kind: str
    state: str
    queued_at: datetime
    due_at: datetime
    tries: int
    problem: str | None
    can_be_sent_again: bool


class JobItem(msgspec.Struct, rename="camel"):
    """One job of the worker."""

    id: str
    kind: str
    mark: str
    state: str
    asked_at: datetime
    due_at: datetime | None
    done: int
    total: int
    attempts: int


class OutboxItem(msgspec.Struct, rename="camel"):
    """The mail queue: at most 200 of each list, and how many there are."""

    waiting_count: int
    failed_count: int
    waiting: list[LetterItem]
    failed: list[LetterItem]


@get(HERE, opt=door(Door.OPERATOR), include_in_schema=False)
async def show_post(request: Asked) -> Answer:
    query = read_query(request.scope, PostQuery)
    return await _page(request, message=MESSAGES.get(query.melding))


@post(f"{HERE}/{{letter:uuid}}/opnieuw", opt=door(Door.OPERATOR), include_in_schema=False, status_code=200)
async def take_again(request: Asked, letter: FromPath[UUID]) -> Answer:
    return await _take(request, try_again, letter, "opnieuw")


@post(f"{HERE}/{{letter:uuid}}/loslaten", opt=door(Door.OPERATOR), include_in_schema=False, status_code=200)
async def take_let_go(request: Asked, letter: FromPath[UUID]) -> Answer:
    return await _take(request, let_go, letter, "losgelaten")


async def _take(request: Asked, step: Callable[..., Awaitable[None]], letter: UUID, message: str) -> Answer:
    try:
        await step(letter, signed_in(request), at=house_of(request).site.now())
    except Conflict as error:
        return await _page(request, filled=said_by_register(Filled(), error, {}), status=409)
    return redirect(f"{HERE}?melding={message}")


async def _page(
    request: Asked, *, message: Sentence | None = None, filled: Filled | None = None, status: int = 200
) -> Answer:
    site, staff = house_of(request).site, signed_in(request)
    catalogue, now = await site.marks.current(), site.now()
    return operations_page(
        request,
        "operations_post.html",
        status=status,
        filled=filled or Filled(),
        message=message,
        outbox=await outbox_for(staff),
        jobs=await jobs_for(staff, at=now),
        names={mark.code: mark.name for mark in catalogue.marks()},
        letters=LETTERS,
        problem_said=problem_said,
        kinds=JOBS,
        states=STATES,
        sends=site.settings.mail_server is not None,
    )


@get(API, opt=door(Door.OPERATOR), include_in_schema=False)
async def get_letters(request: Asked) -> Answer:
    read_query(request.scope, Query)
    return as_json(_outbox(await outbox_for(signed_in(request))))


@post(f"{API}/{{letter:uuid}}/retry", opt=door(Door.OPERATOR), include_in_schema=False, status_code=200)
async def post_retry(request: Asked, letter: FromPath[UUID]) -> Answer:
    return await _post(request, try_again, letter)


@post(f"{API}/{{letter:uuid}}/let-go", opt=door(Door.OPERATOR), include_in_schema=False, status_code=200)
async def post_let_go(request: Asked, letter: FromPath[UUID]) -> Answer:
    return await _post(request, let_go, letter)


async def _post(request: Asked, step: Callable[..., Awaitable[None]], letter: UUID) -> Answer:
    staff = signed_in(request)
    await step(letter, staff, at=house_of(request).site.now())
    return as_json(_outbox(await outbox_for(staff)))


@get("/api/v1/operations/jobs", opt=door(Door.OPERATOR), include_in_schema=False)
async def list_jobs(request: Asked) -> Answer:
    read_query(request.scope, Query)
    found = await jobs_for(signed_in(request), at=house_of(request).site.now())
    return as_json({"items": [_job(one) for one in found]})


def _outbox(found: Outbox) -> OutboxItem:
    return OutboxItem(
        found.waiting_count,
        found.failed_count,
        [_letter(one) for one in found.waiting],
        [_letter(one) for one in found.failed],
    )


def _letter(one: LetterShown) -> LetterItem:
    return LetterItem(
        str(one.id), one.kind, one.state, one.queued_at, one.due_at, one.tries, one.problem,
        one.state == "failed" and one.has_address,
    )  # fmt: skip


def _job(one: Job) -> JobItem:
    return JobItem(
        str(one.id), one.kind, one.mark, one.state, one.asked_at, one.due_at, one.done, one.total, one.attempts
    )  # fmt: skip


PAGES = [show_post, take_again, take_let_go]
ROUTES = [get_letters, post_retry, post_let_go, list_jobs]

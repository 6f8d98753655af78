"""Sample audits as everybody can check them: what was promised, when, and the list as a file."""

from __future__ import annotations

from uuid import UUID

from litestar import get
from litestar.params import FromPath

from public_api.site import Asked, site_of
from public_api.web.answers import Answer
from public_api.web.language import Sentence, say
from public_api.web.query import PageQuery, read_query
from registry.sample_standing import read_round, rounds_of

LEFT_OUT: dict[str, Sentence] = {
    "drawn_last_time": say("vorige keer al getrokken"),
    "first_application": say("eerste aanvraag"),
}


@get("/steekproeven", include_in_schema=False)
async def samples(request: Asked) -> Answer:
    read_query(request.scope, PageQuery)
    site = site_of(request)
    catalogue = await site.marks.current()
    return site.pages.render(request.scope, "samples.html", rounds=await rounds_of(), catalogue=catalogue)


@get("/steekproeven/{sample:uuid}", include_in_schema=False)
async def sample(request: Asked, sample: FromPath[UUID]) -> Answer:
    read_query(request.scope, PageQuery)
    site = site_of(request)
    found = await read_round(sample)
    mark = (await site.marks.current()).mark(found.round.mark)
    return site.pages.render(request.scope, "sample.html", found=found, mark=mark, left_out=LEFT_OUT)


@get("/steekproeven/{sample:uuid}/lijst.txt", include_in_schema=False)
async def sample_list(request: Asked, sample: FromPath[UUID]) -> Answer:
    """Byte for byte what the digest was promised of; empty while it is not fixed."""
    read_query(request.scope, PageQuery)
    found = await read_round(sample)
    return Answer(found.as_file.encode(), b"text/plain; charset=utf-8", headers=((b"cache-control", b"no-cache"),))

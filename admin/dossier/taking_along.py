"""Taking everything along: the archive, the paper file, and the same through the interface."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from functools import partial
from typing import Any

from litestar import get

from admin.dossier.archive import Archive, as_json, as_table
from admin.dossier.paper import paper_of
from admin.web.doorman import Door, door, own_number, signed_in
from admin.web.downloads import Streamed, as_download
from admin.web.house import House, house_of
from admin.web.json_answers import NOT_KEPT
from admin.web.shapes import shape
from public_api.site import Asked
from public_api.web.answers import Answer
from public_api.web.language import Language, say
from public_api.web.pages import reader_of
from public_api.web.query import PageQuery, Query, read_query
from registry.errors import Damaged, StoreAway
from registry.evidence_store import read_kept
from registry.own_data import OwnFile, Records, export_of, note_reading, own_files

PAPER_SECONDS = 30  # the first one of a process also reads in what sets it, and two may be waiting before it
READ_ME = say(
    "Dit is alles wat het Loopbaanregister van je bewaart, zoals het nu is.\n\n"
    "gegevens.json      alles bij elkaar, precies zoals het is bewaard\n"
    "tabellen/*.csv     hetzelfde, per soort, te openen in Excel. Begint een tekst met = + - of @, dan staat er een\n"
    "                   aanhalingsteken voor, zodat Excel er niet mee gaat rekenen.\n"
    "bewijs/*           de bestanden die je als bewijs hebt ingediend\n\n"
    "Wachtwoorden en sleutels staan er niet in. Wat anderen over hun eigen dossier schreven ook niet.\n"
)
FAILED = say("Deze bestanden konden we nu niet lezen. Probeer het later opnieuw, of vraag het ons:")


@get("/mijn/gegevens.zip", opt=door(Door.PROFESSIONAL), include_in_schema=False)
async def get_archive(request: Asked) -> Streamed:
    read_query(request.scope, PageQuery)
    house, number = house_of(request), own_number(request)
    records, files = await export_of(number), await own_files(number)
    if "asked_head" not in request.scope:
        await note_reading(number, "export", actor=signed_in(request).actor, at=house.site.now())
    pieces = _pieces(house, records, files, reader_of(request.scope).language)
    return Streamed(pieces, b"application/zip", f"loopbaanregister-{number}.zip")


async def _pieces(
    house: House, records: Mapping[str, Records], files: tuple[OwnFile, ...], language: Language
) -> AsyncIterator[bytes]:
    """The archive as it is made. A file that cannot be read is named in it: the rest is no less theirs."""
    archive = Archive(house.site.now())
    yield archive.add("LEES-MIJ.txt", READ_ME.in_language(language).encode())
    yield await house.workroom.do(lambda: archive.add("gegevens.json", as_json(records)))
    for kind, rows in records.items():
        yield await house.workroom.do(partial(_add_table, archive, kind, rows))
    failed = []
    for place, file in enumerate(files, start=1):
        name = f"bewijs/{place:03d}-{file.name}"
        try:
            content = await read_kept(house.store, file.digest)
        except (StoreAway, Damaged):
            failed.append(name)
            continue
        yield await house.workroom.do(partial(archive.add, name, content, packed=False))
    if failed:
        told = "\n".join([FAILED.in_language(language), *failed, ""])
        yield archive.add("NIET-GELUKT.txt", told.encode())
    yield archive.close()


def _add_table(archive: Archive, kind: str, rows: Records) -> bytes:
    return archive.add(f"tabellen/{kind}.csv", as_table(rows)) if rows else b""


@get("/mijn/dossier.pdf", opt=door(Door.PROFESSIONAL) | {"patience": PAPER_SECONDS}, include_in_schema=False)
async def get_paper(request: Asked) -> Answer:
    read_query(request.scope, PageQuery)
    house, number = house_of(request), own_number(request)
    paper = await paper_of(number, house.site, reader_of(request.scope).language, own=(signed_in(request).actor,))
    made = await house.workroom.do(paper.as_pdf)
    return Answer(made, b"application/pdf", headers=(as_download(f"dossier-{number}.pdf"),))


@get(
    "/api/v1/me/export",
    opt=door(Door.PROFESSIONAL) | shape("Everything that is kept about you", dict[str, list[dict[str, Any]]]),
    include_in_schema=False,
)
async def get_export(request: Asked) -> Answer:
    """Everything about a person by the name of each kind of record; files are listed and fetched one by one."""
    read_query(request.scope, Query)
    house, number = house_of(request), own_number(request)
    records = await export_of(number)
    await note_reading(number, "export", actor=signed_in(request).actor, at=house.site.now())
    return Answer(await house.workroom.do(lambda: as_json(records)), headers=NOT_KEPT)


PAGES = [get_archive, get_paper]
ROUTES = [get_export]

"""How the register is doing: one page with what to look at first, and the same for a program that watches."""

from __future__ import annotations

from datetime import datetime

import msgspec
from litestar import get

from admin.operations.pages import operations_page
from admin.web.doorman import Door, door, signed_in
from admin.web.house import house_of
from admin.web.json_answers import as_json
from public_api.site import Asked
from public_api.web.answers import Answer
from public_api.web.language import Sentence, say
from public_api.web.query import PageQuery, Query, read_query
from registry.health import Health, health_for

WORRIES: dict[str, Sentence] = {
    "migrations": say("De database mist wijzigingen van deze versie. Voer `loopbaanregister migrate` uit."),
    "worker_silent": say("De worker heeft langer dan twee uur niets gedaan. Start `loopbaanregister work`."),
    "worker_behind": say("De worker loopt achter met het lezen van het logboek. Kijk of hij nog werkt."),
    "letters_late": say("Er wacht post die al een half uur weg had moeten zijn. Kijk bij Post en taken."),
    "letters_failed": say("Er is post die niet verstuurd kon worden. Kijk bij Post en taken."),
    "disk": say("Op een schijf is minder dan een tiende vrij. Maak ruimte."),
    "backup_unknown": say(
        "Hoe oud de back-up is, is onbekend. Laat hem een bestand bijwerken en noem dat in BACKUP_MARK."
    ),
    "backup_old": say("De back-up is ouder dan 26 uur. Kijk of hij nog draait."),
}
DISKS: dict[str, Sentence] = {"database": say("De database"), "evidence": say("De bewijsstukken")}


class DiskItem(msgspec.Struct, rename="camel"):
    """A disk of this machine, in bytes."""

    what: str
    free: int
    total: int


class HealthItem(msgspec.Struct, rename="camel"):
    """How the register is doing; null is not known. `worries` are codes of what somebody has to look at."""

    at: datetime
    worries: list[str]
    database: str
    missing_migrations: list[str]
    journal_until: int
    journal_at: datetime | None
    worker_read_until: int
    worker_turn_at: datetime | None
    follows_journal: bool
    oldest_letter_due_at: datetime | None
    failed_letters: int
    evidence_files: int
    evidence_bytes: int
    disks: list[DiskItem]
    backup_at: datetime | None


@get("/beheer/gezondheid", opt=door(Door.OPERATOR), include_in_schema=False)
async def show_health(request: Asked) -> Answer:
    read_query(request.scope, PageQuery)
    site = house_of(request).site
    found = await health_for(signed_in(request), settings=site.settings, at=site.now())
    return operations_page(
        request,
        "operations_health.html",
        health=found,
        follows=site.recall.is_sure(),
        worries=[WORRIES[code] for code in found.worries],
        disks=[(DISKS[disk.what], in_gigabytes(disk.free), in_gigabytes(disk.total)) for disk in found.disks],
        store=in_gigabytes(found.file_bytes),
    )


@get("/api/v1/operations/health", opt=door(Door.OPERATOR), include_in_schema=False)
async def get_health(request: Asked) -> Answer:
    read_query(request.scope, Query)
    site = house_of(request).site
    found = await health_for(signed_in(request), settings=site.settings, at=site.now())
    return as_json(_item(found, follows=site.recall.is_sure()))


def in_gigabytes(count: int) -> str:
    """`12,3 GB`, rounded down: there is never less free than we say."""
    tenths = count // 10**8
    return f"{tenths // 10},{tenths % 10} GB"


def _item(found: Health, *, follows: bool) -> HealthItem:
    return HealthItem(
        at=found.at,
        worries=list(found.worries),
        database=found.database,
        missing_migrations=list(found.missing),
        journal_until=found.journal_until,
        journal_at=found.journal_at,
        worker_read_until=found.read_until,
        worker_turn_at=found.turn_at,
        follows_journal=follows,
        oldest_letter_due_at=found.oldest_due_at,
        failed_letters=found.failed_letters,
        evidence_files=found.files,
        evidence_bytes=found.file_bytes,
        disks=[DiskItem(disk.what, disk.free, disk.total) for disk in found.disks],
        backup_at=found.backup_at,
    )


PAGES = [show_health]
ROUTES = [get_health]

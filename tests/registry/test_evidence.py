"""Evidence is added, listed, opened and removed by those who may, and each of these is in the journal."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import pytest

from registry.accounts import RoleHeld
from registry.applications import ApplicationGiven, apply, withdraw_application
from registry.catalogue import Catalogue, shipped_catalogue
from registry.database import Engine
from registry.decisions import Objection, Ruling, Verdict, decide, object_to, rule_on
from registry.dossiers import ActivityGiven, EvidenceGiven, QualificationGiven, record_activity, record_qualification
from registry.erasure import remove_by_right
from registry.errors import Conflict, Damaged, Malformed, NotFound, Refused, StoreAway
from registry.evidence import EvidenceHandedIn, add_evidence, list_evidence
from registry.evidence_reading import EvidenceFile, read_evidence
from registry.evidence_refusals import refused_by
from registry.evidence_removal import remove_evidence, sweep_orphans
from registry.evidence_store import EvidenceStore
from registry.file_kinds import UnfitFile
from registry.inputs import read_input
from registry.tables_dossier import EvidenceRow
from registry.tables_journal import JournalRow
from registry.virus_scan import ClamAV
from tests.registry.stores import bucket, bucket_server, folder, store
from tests.registry.stories import START, somebody
from tests.registry.uploads import good

__all__ = ["bucket", "bucket_server", "folder", "store"]  # fixtures

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LATER = START + HOUR
FAR = datetime(2100, 1, 1, tzinfo=UTC)
ON = date(2021, 2, 1)
DIPLOMA = good.pdf_of(good.CATALOG, good.PAGES, good.PAGE, good.flate(b"BT ET"))


@dataclass(frozen=True, slots=True)
class Somebody:
    """A reader as the doorman would know them."""

    actor: str
    roles: tuple[RoleHeld, ...]


def professional(number: str) -> Somebody:
    return Somebody("account 1", (RoleHeld("professional", number=number),))


def of_body(role: str, body: str = "proefhuis") -> Somebody:
    return Somebody("account 2", (RoleHeld(role, body=body),))  # type: ignore[arg-type]  # the auditor is to come


async def activity(number: str) -> UUID:
    """A course with ten points."""
    course = ActivityGiven(kind="course", since=ON, until=ON, points_hundredths=1000, state="approved")
    return await record_activity(number, course, actor=number, at=START)


async def add(
    number: str,
    entry: UUID,
    store: EvidenceStore,
    data: bytes = DIPLOMA,
    name: str = "diploma.pdf",
    at: datetime = LATER,
) -> UUID:
    given = EvidenceHandedIn(activity=entry, kind="certificate", name=name)
    return await add_evidence(number, given, data, store=store, actor=number, at=at)


async def hand_in(number: str, catalogue: Catalogue, at: datetime = LATER) -> UUID:
    return await apply(number, ApplicationGiven(mark="proefmerk"), catalogue=catalogue, actor=number, at=at)


async def decide_on(application: UUID, catalogue: Catalogue, at: datetime, outcome: Any = "granted") -> UUID:
    verdict = Verdict(outcome=outcome, reason="Gezien.", since=date(2021, 3, 2), until=date(2025, 3, 1))
    if outcome == "refused":
        verdict = Verdict(outcome="refused", reason="Te weinig.")
    return await decide(application, verdict, catalogue=catalogue, actor="proefhuis:officer-1", at=at)


async def may_read(evidence: UUID, reader: Somebody, store: EvidenceStore, at: datetime) -> bool:
    with suppress(NotFound):
        await read_evidence(evidence, reader, store=store, at=at)
        return True
    return False


async def kept(store: EvidenceStore) -> set[str]:
    return {one.digest async for one in store.kept()}


def digest(data: bytes) -> str:
    return sha256(data).hexdigest()


async def journal() -> list[tuple[str, str, str, str | None]]:
    rows = await JournalRow.select().order_by(JournalRow.seq)
    return [(r["kind"], r["actor"], r["subject"], r["reference"]) for r in rows]


async def test_what_was_added_is_listed_and_read_back(register: Engine, store: EvidenceStore) -> None:
    """With the name it is shown by and the kind it really is, in a folder and in a bucket; the journal has it all."""
    number = await somebody()
    entry = await activity(number)
    added = await add(number, entry, store, name="..\\Mijn diploma.exe")
    (item,) = await list_evidence(number, at=LATER)
    assert ("Mijn diploma.pdf", "application/pdf", len(DIPLOMA), False) == (
        item.name, item.media_type, item.size_bytes, item.needed,
    )  # fmt: skip
    found = await read_evidence(added, professional(number), store=store, at=LATER)
    assert EvidenceFile(DIPLOMA, "application/pdf", "Mijn diploma.pdf") == found
    await remove_evidence(number, added, store=store, actor=number, at=LATER)
    assert [
        ("evidence.added", number, number, str(added)),
        ("dossier.read.evidence", "account 1", number, str(added)),
        ("evidence.removed", number, number, str(added)),
    ] == (await journal())[-3:]
    assert ((), set()) == (await list_evidence(number, at=LATER), await kept(store))


async def test_evidence_with_a_qualification(register: Engine, folder: EvidenceStore) -> None:
    """A diploma is evidence for a qualification in the same way, and an assessor sees it in the same way."""
    number = await somebody()
    given = QualificationGiven(kind="diploma", obtained_on=ON)
    entry = await record_qualification(number, given, actor=number, at=START)
    handed_in = EvidenceHandedIn(qualification=entry, kind="diploma_copy", name="foto.heic")
    added = await add_evidence(number, handed_in, good.heic(), store=folder, actor=number, at=LATER)
    (item,) = await list_evidence(number, at=LATER)
    assert (entry, None, "foto.jpg", "image/jpeg") == (item.qualification, item.activity, item.name, item.media_type)
    assert await may_read(added, professional(number), folder, LATER)
    await remove_evidence(number, added, store=folder, actor=number, at=LATER)
    assert () == await list_evidence(number, at=LATER)


async def test_it_is_for_one_entry() -> None:
    """Neither none nor two; and what it is called is no reason to refuse it."""
    for wrong in ({}, {"activity": str(uuid4()), "qualification": str(uuid4())}):
        with pytest.raises(Malformed, match="one activity, qualification or document"):
            read_input(EvidenceHandedIn, {"kind": "certificate", **wrong})


async def test_only_into_ones_own_file(register: Engine, folder: EvidenceStore) -> None:
    """An entry of somebody else, or of nobody, is not there; nothing is stored then."""
    number, other = await somebody(), await somebody(seed=2)
    theirs = await activity(other)
    for entry in (theirs, uuid4()):
        with pytest.raises(NotFound, match="no such entry"):
            await add(number, entry, folder)
    added = await add(other, theirs, folder)
    for evidence in (added, uuid4()):
        with pytest.raises(NotFound, match="no such piece of evidence"):
            await remove_evidence(number, evidence, store=folder, actor=number, at=LATER)
    assert 1 == len(await list_evidence(other, at=LATER))
    assert () == await list_evidence(number, at=LATER)


async def test_a_refused_file_leaves_nothing(register: Engine, folder: EvidenceStore) -> None:
    """No file, no row, no entry of the journal."""
    number = await somebody()
    entry = await activity(number)
    before = await journal()
    with pytest.raises(UnfitFile):
        await add(number, entry, folder, b"<html>")
    assert (set(), (), before) == (await kept(folder), await list_evidence(number, at=LATER), await journal())


async def test_a_scanner_that_is_away_lets_nothing_in(register: Engine, folder: EvidenceStore) -> None:
    """Where a virus scanner is set, no file is taken without it."""
    number = await somebody()
    given = EvidenceHandedIn(activity=await activity(number), kind="certificate")
    scanner = ClamAV("127.0.0.1", 9)
    with pytest.raises(StoreAway, match="viruses"):
        await add_evidence(number, given, DIPLOMA, store=folder, scanner=scanner, actor=number, at=LATER)
    assert set() == await kept(folder)


async def test_one_file_once_with_an_entry(register: Engine, folder: EvidenceStore) -> None:
    """The database refuses the second; with another entry it is welcome, and stored once."""
    number = await somebody()
    first, second = await activity(number), await activity(number)
    await add(number, first, folder)
    with pytest.raises(Conflict, match="with this entry already"):
        await add(number, first, folder)
    await add(number, second, folder)
    assert (2, {digest(DIPLOMA)}) == (len(await list_evidence(number, at=LATER)), await kept(folder))


async def test_at_most_twenty_with_an_entry(register: Engine, folder: EvidenceStore) -> None:
    """The twenty-first is refused."""
    number = await somebody()
    entry = await activity(number)
    for page in range(20):
        await add(number, entry, folder, good.pdf_of(good.CATALOG, b"(%d)" % page))
    with pytest.raises(Refused, match="at most 20"):
        await add(number, entry, folder)


async def test_who_reads_evidence_of_an_open_application(
    register: Engine, folder: EvidenceStore, catalogue: Catalogue
) -> None:
    """Its owner, an assessor and an officer of the body it was handed in to, the auditor; nobody else in any role."""
    number, other = await somebody(), await somebody(seed=2)
    added = await add(number, await activity(number), folder)
    await hand_in(number, catalogue, LATER)
    readers = {
        "owner": (professional(number), True),
        "assessor": (of_body("assessor"), True),
        "officer": (of_body("officer"), True),
        "auditor": (of_body("auditor"), True),
        "another professional": (professional(other), False),
        "assessor elsewhere": (of_body("assessor", "noloc"), False),
        "auditor elsewhere": (of_body("auditor", "noloc"), False),
        "assessor of nobody": (Somebody("account 3", (RoleHeld("assessor"),)), False),
        "nobody": (Somebody("account 4", ()), False),
        "both": (Somebody("account 5", (*professional(other).roles, *of_body("assessor").roles)), True),
        **{role: (of_body(role), False) for role in ("scheme_editor", "body_administrator", "operator", "analyst")},
    }
    before = len(await journal())
    for name, (reader, expected) in readers.items():
        assert expected is await may_read(added, reader, folder, LATER), name
    readings = [kind for kind, *_ in (await journal())[before:]]
    assert ["dossier.read.evidence"] * sum(expected for _, expected in readers.values()) == readings


async def test_what_one_may_not_read_is_not_there(register: Engine, folder: EvidenceStore) -> None:
    """Word for word the same answer for a file of somebody else and for one that never was."""
    number, other = await somebody(), await somebody(seed=2)
    added = await add(number, await activity(number), folder)
    for evidence in (added, uuid4()):
        with pytest.raises(NotFound) as refused:
            await read_evidence(evidence, professional(other), store=folder, at=LATER)
        assert "There is no such file. Open the list of evidence again." == str(refused.value)


async def test_when_an_assessor_reads_evidence(register: Engine, folder: EvidenceStore, catalogue: Catalogue) -> None:
    """From handing in to the end of the objection term, and while an objection runs; never of an entry left out."""
    number = await somebody()
    inside = await add(number, await activity(number), folder)
    assessor, auditor = of_body("assessor"), of_body("auditor")
    assert not await may_read(inside, assessor, folder, LATER)
    application = await hand_in(number, catalogue, LATER)
    outside = await add(number, await activity(number), folder, at=LATER + HOUR)
    assert not await may_read(outside, assessor, folder, LATER + HOUR)
    decided = START + 10 * DAY
    await decide_on(application, catalogue, decided, "refused")
    for days, expected in ((0, True), (42, True), (46, True), (47, False), (400, False)):
        assert expected is await may_read(inside, assessor, folder, decided + days * DAY), days
        assert await may_read(inside, auditor, folder, decided + days * DAY)


async def test_an_objection_keeps_it_open(register: Engine, folder: EvidenceStore, catalogue: Catalogue) -> None:
    """Until its ruling, however long that takes."""
    number = await somebody()
    added = await add(number, await activity(number), folder)
    application = await hand_in(number, catalogue)
    decision = await decide_on(application, catalogue, START + DAY)
    objection = Objection(since=date(2021, 3, 20), reason="Niet eens.")
    await object_to(decision, objection, catalogue=catalogue, actor=number, at=START + 18 * DAY)
    assert await may_read(added, of_body("assessor"), folder, START + 300 * DAY)
    ruling = Ruling(since=date(2022, 1, 10), outcome="upheld", reason="Het blijft zo.")
    await rule_on(decision, ruling, catalogue=catalogue, actor="proefhuis:officer-1", at=START + 314 * DAY)
    assert not await may_read(added, of_body("assessor"), folder, START + 315 * DAY)


async def test_an_application_taken_back_closes_at_once(
    register: Engine, folder: EvidenceStore, catalogue: Catalogue
) -> None:
    """Whoever withdraws takes the evidence back too."""
    number = await somebody()
    added = await add(number, await activity(number), folder)
    application = await hand_in(number, catalogue)
    await withdraw_application(application, catalogue=catalogue, actor=number, at=LATER + HOUR)
    assert not await may_read(added, of_body("assessor"), folder, LATER + HOUR)
    await remove_evidence(number, added, store=folder, actor=number, at=LATER + HOUR)


async def test_evidence_stays_while_it_is_needed(register: Engine, folder: EvidenceStore, catalogue: Catalogue) -> None:
    """While an open application holds its entry it is marked as needed and cannot be removed; afterwards it can."""
    number = await somebody()
    added = await add(number, await activity(number), folder)
    application = await hand_in(number, catalogue)
    assert [True] == [item.needed for item in await list_evidence(number, at=LATER)]
    await decide_on(application, catalogue, START + DAY)
    for at in (LATER, START + 40 * DAY):
        with pytest.raises(Refused, match="objection term"):
            await remove_evidence(number, added, store=folder, actor=number, at=at)
    assert [False] == [item.needed for item in await list_evidence(number, at=START + 60 * DAY)]
    await remove_evidence(number, added, store=folder, actor=number, at=START + 60 * DAY)
    assert set() == await kept(folder)


async def test_a_damaged_file_is_not_given_and_not_noted(register: Engine, folder: EvidenceStore) -> None:
    """Changed or gone, it is an error that says so; nobody read anything, so the journal says nothing."""
    number = await somebody()
    added = await add(number, await activity(number), folder)
    before = await journal()
    await folder.put(digest(DIPLOMA), b"%PDF-1.7 iets anders")
    with pytest.raises(Damaged, match="damaged or changed"):
        await read_evidence(added, professional(number), store=folder, at=LATER)
    await folder.remove(digest(DIPLOMA))
    with pytest.raises(Damaged, match="no longer in the store"):
        await read_evidence(added, professional(number), store=folder, at=LATER)
    assert before == await journal()


async def test_evidence_without_a_file_cannot_be_opened(register: Engine, folder: EvidenceStore) -> None:
    """What came from another register is known by its kind only."""
    number = await somebody()
    course = ActivityGiven(kind="course", since=ON, until=ON, evidence=(EvidenceGiven(kind="certificate"),))
    await record_activity(number, course, actor=number, at=START)
    (item,) = await list_evidence(number, at=LATER)
    assert (None, "certificate") == (item.name, item.kind)
    assert not await may_read(item.id, professional(number), folder, LATER)
    await remove_evidence(number, item.id, store=folder, actor=number, at=LATER)
    assert () == await list_evidence(number, at=LATER)


async def test_erasure_takes_the_files_that_nobody_else_has(register: Engine, store: EvidenceStore) -> None:
    """The same diploma form in two files stays for the other; what only the erased person had is gone."""
    number, other = await somebody(), await somebody(seed=2)
    own = good.pdf_of(good.CATALOG, b"(van mij alleen)")
    entry = await activity(number)
    await add(number, entry, store)
    mine = await add(number, entry, store, own)
    shared = await add(other, await activity(other), store)
    await remove_by_right(number, actor="desk", at=LATER, store=store)
    assert ({digest(DIPLOMA)}, 1) == (await kept(store), await EvidenceRow.count())
    assert not await may_read(mine, professional(number), store, LATER)
    assert await may_read(shared, professional(other), store, LATER)


async def test_erasure_does_not_wait_for_the_store(register: Engine, folder: EvidenceStore) -> None:
    """A store that is away keeps nobody in the register: the files are named by nothing and the sweep takes them."""
    number = await somebody()
    entry = await activity(number)
    await add(number, entry, folder)
    await remove_by_right(number, actor="desk", at=LATER, store=Away(folder))
    assert {digest(DIPLOMA)} == await kept(folder)
    assert 1 == await sweep_orphans(store=folder, actor="sweep", at=FAR)
    assert set() == await kept(folder)


class Away:
    """A store that has gone away between one question and the next: it removes nothing."""

    def __init__(self, store: EvidenceStore) -> None:
        self._store = store

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    async def remove(self, digest: str) -> None:
        raise StoreAway("The store for files does not answer. Nothing was recorded. Try again later.")


async def test_the_sweep_takes_only_what_nobody_names(register: Engine, store: EvidenceStore) -> None:
    """An upload cut off before it was recorded is swept, once it is older than an hour; named files stay."""
    number = await somebody()
    await add(number, await activity(number), store)
    orphan = b"%PDF-1.7 nooit vastgelegd"
    await store.put(digest(orphan), orphan)
    (at,) = [one.at async for one in store.kept() if one.digest == digest(orphan)]
    entries = await journal()
    assert 0 == await sweep_orphans(store=store, actor="sweep", at=at + HOUR - DAY / 24 / 60)
    assert {digest(DIPLOMA), digest(orphan)} == await kept(store)
    assert 1 == await sweep_orphans(store=store, actor="sweep", at=at + 2 * HOUR)
    assert ({digest(DIPLOMA)}, entries) == (await kept(store), await journal())


async def test_the_sweep_manages_many(register: Engine, folder: EvidenceStore) -> None:
    """More than it looks at in one go."""
    for number in range(1_003):
        data = number.to_bytes(2, "big")
        await folder.put(digest(data), data)
    assert 1_003 == await sweep_orphans(store=folder, actor="sweep", at=FAR)


async def test_adding_and_removing_the_same_file_at_once(register: Engine, folder: EvidenceStore) -> None:
    """Thirty times: whoever comes first, a row is never left without its file."""
    number = await somebody()
    first, second = await activity(number), await activity(number)
    for _ in range(30):
        added = await add(number, first, folder)
        _, again = await asyncio.gather(
            remove_evidence(number, added, store=folder, actor=number, at=LATER),
            add(number, second, folder),
        )
        assert DIPLOMA == (await read_evidence(again, professional(number), store=folder, at=LATER)).data
        await remove_evidence(number, again, store=folder, actor=number, at=LATER)
        assert set() == await kept(folder)


class Forgetful:
    """A store whose file is removed just before it is recorded, as by somebody who removes the last other use of it."""

    def __init__(self, store: EvidenceStore) -> None:
        self._store = store
        self.puts = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    async def put(self, digest: str, data: bytes) -> None:
        self.puts += 1
        await self._store.put(digest, data)
        if self.puts == 1:
            await self._store.remove(digest)


async def test_a_file_that_was_just_removed_is_put_again(register: Engine, folder: EvidenceStore) -> None:
    """Under the lock of the journal it is seen that it is no longer there."""
    number = await somebody()
    forgetful = Forgetful(folder)
    added = await add(number, await activity(number), forgetful)
    assert (2, True) == (forgetful.puts, await may_read(added, professional(number), folder, LATER))


async def test_a_mark_says_at_once_which_evidence_it_refuses() -> None:
    """CMI takes no screenshot of an agenda, by its own rules; the others say nothing about it."""
    catalogue = shipped_catalogue()
    marks = ("cmi-rl", "noloc-rl", "register-bka")
    (refusal,) = refused_by("agenda_screenshot", marks, catalogue, on=date(2020, 6, 1))
    assert ("cmi-rl", ("certificate", "invoice", "presentation")) == (refusal.mark, refusal.accepted)
    assert refusal == refused_by("agenda_screenshot", ["cmi-rl"], catalogue, on=date(2026, 6, 1), activity="course")[0]
    assert () == refused_by("certificate", marks, catalogue, on=date(2020, 6, 1))
    with pytest.raises(NotFound):
        refused_by("certificate", ["no-such-mark"], catalogue, on=date(2020, 6, 1))

"""A document and the file that it is: added, opened and withdrawn together; and who may open it."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from accreditation.dossier import Document
from registry.catalogue import Catalogue
from registry.database import Engine
from registry.documents import add_document, withdraw_document
from registry.dossiers import record_fact
from registry.drafts import DocumentDraft
from registry.entries import add_entry, correct_entry, withdraw_entry
from registry.erasure import remove_by_right
from registry.errors import Conflict, NotFound, Refused
from registry.evidence import OF_A_DOCUMENT, EvidenceHandedIn, add_evidence, list_evidence
from registry.evidence_removal import remove_evidence, sweep_orphans
from registry.evidence_store import EvidenceStore
from registry.file_kinds import UnfitFile
from registry.own_data import export_of, own_files
from registry.own_entries import list_entries, read_entry
from registry.replay import replay
from registry.tables_dossier import EvidenceRow, FactRow
from tests.registry.stores import folder
from tests.registry.stories import START, somebody
from tests.registry.test_evidence import (
    DAY,
    DIPLOMA,
    FAR,
    HOUR,
    LATER,
    Away,
    activity,
    decide_on,
    digest,
    hand_in,
    journal,
    kept,
    may_read,
    of_body,
    professional,
)

__all__ = ["folder"]  # a fixture

CV = DocumentDraft(kind="cv", written_on=START.date())


async def cv_of(number: str, store: EvidenceStore, data: bytes = DIPLOMA) -> UUID:
    """A curriculum vitae with its file."""
    return await add_document(number, CV, data, "cv.docx", store=store, actor=number, at=LATER)


async def piece_of(number: str) -> UUID:
    """The only piece of evidence of somebody."""
    (item,) = await list_evidence(number, at=LATER)
    return item.id


async def test_a_document_comes_with_its_file(register: Engine, folder: EvidenceStore) -> None:
    """Both at once, each with its line in the journal; the file says of which document it is."""
    number = await somebody()
    document = await cv_of(number, folder)
    (item,) = await list_evidence(number, at=LATER)
    assert (document, None, OF_A_DOCUMENT, "cv.pdf") == (item.document, item.activity, item.kind, item.name)
    entry = await read_entry(number, "documents", document)
    assert (CV, [item.id]) == (entry.said, [piece.id for piece in entry.evidence])
    assert [
        ("documents.recorded", number, number, str(document)),
        ("evidence.added", number, number, str(item.id)),
    ] == (await journal())[-2:]
    assert await may_read(item.id, professional(number), folder, LATER)


async def test_a_file_that_is_not_taken_leaves_no_document(register: Engine, folder: EvidenceStore) -> None:
    """Nor a file, nor an entry of the journal."""
    number = await somebody()
    before = await journal()
    with pytest.raises(UnfitFile):
        await cv_of(number, folder, b"<html>")
    with pytest.raises(NotFound):
        await cv_of("LP-0020418-51", folder)
    assert (0, 0, set(), before) == (
        await FactRow.count(), await EvidenceRow.count(), await kept(folder), await journal(),
    )  # fmt: skip


async def test_a_file_is_added_to_a_document_later(register: Engine, folder: EvidenceStore) -> None:
    """As with an activity: only to one's own, the same file once, and it stays when the document is corrected."""
    number, other = await somebody(), await somebody(seed=2)
    document = await add_entry(number, "documents", CV, actor=number, at=START)
    given = EvidenceHandedIn(document=document, kind=OF_A_DOCUMENT, name="cv.pdf")
    with pytest.raises(NotFound):
        await add_evidence(other, given, DIPLOMA, store=folder, actor=other, at=LATER)
    added = await add_evidence(number, given, DIPLOMA, store=folder, actor=number, at=LATER)
    with pytest.raises(Conflict, match="with this entry already"):
        await add_evidence(number, given, DIPLOMA, store=folder, actor=number, at=LATER)
    plan = DocumentDraft(kind="development_plan", written_on=START.date())
    await correct_entry(number, "documents", document, plan, version=1, actor=number, at=LATER)
    assert [added] == [piece.id for piece in (await read_entry(number, "documents", document)).evidence]
    with pytest.raises(NotFound):
        await remove_evidence(other, added, store=folder, actor=other, at=LATER)
    await remove_evidence(number, added, store=folder, actor=number, at=LATER)
    assert set() == await kept(folder)


async def test_only_a_document_takes_a_file_this_way(register: Engine, folder: EvidenceStore) -> None:
    """Other facts lie in the same table, and are no documents; an activity is none either."""
    number = await somebody()
    payment = await record_fact(number, Document("x", "cv", START.date()), actor="desk", at=START)
    await FactRow.update({FactRow.kind: "payments"}).where(FactRow.id == payment)
    for entry in (payment, await activity(number), uuid4()):
        given = EvidenceHandedIn(document=entry, kind=OF_A_DOCUMENT)
        with pytest.raises(NotFound, match="no such entry"):
            await add_evidence(number, given, DIPLOMA, store=folder, actor=number, at=LATER)


async def test_who_assesses_an_application_reads_its_documents(
    register: Engine, folder: EvidenceStore, catalogue: Catalogue
) -> None:
    """Those that were handed in, as long as it is open; of one that was added later, or by another body, nothing."""
    number, other = await somebody(), await somebody(seed=2)
    await cv_of(number, folder)
    inside = await piece_of(number)
    assert not await may_read(inside, of_body("assessor"), folder, LATER)
    application = await hand_in(number, catalogue)
    await cv_of(number, folder)
    outside = next(item.id for item in await list_evidence(number, at=LATER) if item.id != inside)
    assert [True, True, True, False, False, False] == [
        await may_read(inside, reader, folder, LATER)
        for reader in (
            of_body("assessor"), of_body("officer"), of_body("auditor"), of_body("assessor", "noloc"),
            professional(other), of_body("operator"),
        )
    ]  # fmt: skip
    assert not await may_read(outside, of_body("assessor"), folder, LATER)
    await decide_on(application, catalogue, START + DAY)
    assert [True, False] == [
        await may_read(inside, of_body("assessor"), folder, START + days * DAY) for days in (47, 48)
    ]


async def test_a_document_from_elsewhere_is_known_by_its_row(
    register: Engine, folder: EvidenceStore, catalogue: Catalogue
) -> None:
    """Whatever it was called where it came from: a file that goes with it is read by who assesses it."""
    number = await somebody()
    document = await record_fact(number, Document("cv", "cv", START.date()), actor="desk", at=START)
    given = EvidenceHandedIn(document=document, kind=OF_A_DOCUMENT)
    added = await add_evidence(number, given, DIPLOMA, store=folder, actor=number, at=LATER)
    application = await hand_in(number, catalogue)
    assert await may_read(added, of_body("assessor"), folder, LATER)
    decision = await decide_on(application, catalogue, LATER + HOUR)
    assert (await replay(decision)).proven


async def test_a_document_that_was_handed_in_stays(
    register: Engine, folder: EvidenceStore, catalogue: Catalogue
) -> None:
    """With its file, until the objection term is over; then both go, and the file leaves the store."""
    number = await somebody()
    document = await cv_of(number, folder)
    application = await hand_in(number, catalogue)
    assert [True] == [item.needed for item in await list_evidence(number, at=LATER)]
    with pytest.raises(Refused, match="objection term"):
        await withdraw_document(number, document, version=1, store=folder, actor=number, at=LATER)
    await decide_on(application, catalogue, START + DAY)
    piece = await piece_of(number)
    await withdraw_document(number, document, version=1, store=folder, actor=number, at=START + 60 * DAY)
    assert (0, set()) == ((await list_entries(number, "documents")).total, await kept(folder))
    assert [
        ("evidence.removed", number, number, str(piece)),
        ("documents.withdrawn", number, number, str(document)),
    ] == (await journal())[-2:]


async def test_a_document_without_a_file_is_withdrawn_as_before(
    register: Engine, folder: EvidenceStore, catalogue: Catalogue
) -> None:
    """The application keeps what it froze: there is nothing else for anybody to look at."""
    number = await somebody()
    document = await add_entry(number, "documents", CV, actor=number, at=START)
    await hand_in(number, catalogue)
    await withdraw_document(number, document, version=1, store=folder, actor=number, at=LATER)
    assert 0 == await FactRow.count()


async def test_withdrawing_does_not_wait_for_the_store(register: Engine, folder: EvidenceStore) -> None:
    """The document is gone; the file is named by nothing any more, and the sweep takes it."""
    number = await somebody()
    first = await cv_of(number, folder)
    await withdraw_document(number, first, version=1, store=Away(folder), actor=number, at=LATER)
    assert (0, {digest(DIPLOMA)}) == (await EvidenceRow.count(), await kept(folder))
    second = await cv_of(number, folder)
    assert 0 == await sweep_orphans(store=folder, actor="sweep", at=FAR)
    assert [digest(DIPLOMA)] == await withdraw_entry(
        number, "documents", second, version=1, actor=number, at=LATER
    )  # fmt: skip
    assert 1 == await sweep_orphans(store=folder, actor="sweep", at=FAR)


async def test_the_files_of_documents_go_along_and_go(register: Engine, folder: EvidenceStore) -> None:
    """In the export of one person and of nobody else; and with the person when they are erased."""
    number, other = await somebody(), await somebody(seed=2)
    document = await cv_of(number, folder)
    assert [str(document)] == [row["document"] for row in (await export_of(number))["evidence"]]
    assert [(digest(DIPLOMA), "cv.pdf")] == [(one.digest, one.name) for one in await own_files(number)]
    assert ([], ()) == ((await export_of(other))["evidence"], await own_files(other))
    await remove_by_right(number, actor="desk", at=LATER, store=folder)
    assert (0, 0, set()) == (await EvidenceRow.count(), await FactRow.count(), await kept(folder))

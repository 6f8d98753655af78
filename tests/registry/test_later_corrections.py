"""What changed since a file was handed in."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from registry.applications import ApplicationGiven, apply
from registry.catalogue import Catalogue
from registry.confirmations import ConfirmationAsked, ask_confirmation, confirm
from registry.database import Engine
from registry.dossiers import judge_entry
from registry.drafts import DocumentDraft, Draft, EntryKind, QualificationDraft
from registry.entries import add_entry, correct_entry, hand_in_entry, withdraw_entry
from registry.erasure import remove_by_right
from registry.errors import NotFound
from registry.later_corrections import LaterCorrection, later_corrections
from tests.registry.mail import newest_code
from tests.registry.stories import START, somebody
from tests.registry.test_entries import COURSE

DAY = date(2021, 5, 4)
LATER = START + timedelta(days=1)
DIPLOMA = QualificationDraft(kind="bachelor", obtained_on=DAY, level=6)
CV = DocumentDraft(kind="cv", written_on=DAY)


async def test_corrections_after_handing_in_are_visible(register: Engine, catalogue: Catalogue) -> None:
    """Corrected, withdrawn and added; what stayed, and what the body or a peer did, is no correction."""
    number = await somebody()

    async def add(kind: EntryKind, draft: Draft, *, as_concept: bool = False) -> str:
        return str(await add_entry(number, kind, draft, actor=number, at=START, as_concept=as_concept))

    corrected, withdrawn, judged = [await add("activity", COURSE) for _ in range(3)]
    diploma, kept = [await add("qualification", DIPLOMA) for _ in range(2)]
    cv = await add("documents", CV)
    concept = await add("activity", COURSE, as_concept=True)
    asked = ApplicationGiven(mark="proefmerk")
    application = await apply(number, asked, catalogue=catalogue, actor=number, at=START)
    assert () == await later_corrections(application)
    peer = ConfirmationAsked(role="peer", email="peer@voorbeeld.nl")
    await ask_confirmation(number, UUID(judged), peer, actor=number, at=START)
    await confirm(await newest_code("peer@voorbeeld.nl"), at=START)
    await judge_entry(number, "activity", UUID(judged), "approved", actor="desk", at=LATER)
    await judge_entry(number, "documents", UUID(cv), "approved", actor="desk", at=LATER)
    assert () == await later_corrections(application)
    shorter = COURSE.model_copy(update={"minutes": 30})
    await correct_entry(number, "activity", UUID(corrected), shorter, version=1, actor=number, at=LATER)
    other = DIPLOMA.model_copy(update={"level": 7})
    await correct_entry(number, "qualification", UUID(diploma), other, version=1, actor=number, at=LATER)
    await withdraw_entry(number, "activity", UUID(withdrawn), version=1, actor=number, at=LATER)
    await hand_in_entry(number, "activity", UUID(concept), version=1, actor=number, at=LATER)
    added = await add("documents", CV)
    found = set(await later_corrections(application))
    assert {
        LaterCorrection("activities", corrected, "corrected", LATER),
        LaterCorrection("activities", withdrawn, "withdrawn", LATER),
        LaterCorrection("activities", concept, "added", None),
        LaterCorrection("qualifications", diploma, "corrected", LATER),
        LaterCorrection("documents", added, "added", None),
    } == found
    assert kept not in {one.entry for one in found}


async def test_without_an_application_there_is_nothing_to_compare(register: Engine, catalogue: Catalogue) -> None:
    """One that never was, or of somebody who was removed."""
    number = await somebody()
    application = await apply(number, ApplicationGiven(mark="proefmerk"), catalogue=catalogue, actor=number, at=START)
    await remove_by_right(number, actor="desk", at=LATER)
    for what in (application, uuid4()):
        with pytest.raises(NotFound):
            await later_corrections(what)

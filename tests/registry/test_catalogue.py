"""The marks as the register knows them: shipped, published by a body, and claimed in old words."""

from __future__ import annotations

from datetime import date

import pytest

from registry.catalogue import (
    Catalogue,
    ensure_stored,
    load_catalogue,
    publish_scheme,
    shipped_catalogue,
    store_shipped,
)
from registry.database import Engine
from registry.errors import Conflict, Malformed, NotFound
from registry.journal import recording
from registry.tables_catalogue import BodyRow, MarkRow, SchemeVersionRow
from tests.registry.stories import START


async def test_shipped_marks_are_stored_once(register: Engine) -> None:
    """The texts that come with the program are recorded with their marks and bodies, and not a second time."""
    codes = {mark.code for mark in shipped_catalogue().marks()}
    assert codes == set(await store_shipped(actor="system", at=START))
    assert () == await store_shipped(actor="system", at=START)
    assert (len(codes), len(codes)) == (await MarkRow.count(), await SchemeVersionRow.count())
    assert {body.code for body in shipped_catalogue().bodies()} == {
        row["code"] for row in await BodyRow.select(BodyRow.code)
    }


async def test_a_published_text_goes_before_a_shipped_one(register: Engine, catalogue: Catalogue) -> None:
    """What a body publishes is the mark from then on; the text before it stays in the register."""
    text = catalogue.scheme("proefmerk").text
    await publish_scheme(text, actor="proefhuis:director", at=START)
    later = text.replace("Tien punten", "Tien punten of meer")
    await publish_scheme(later, actor="proefhuis:director", at=START)
    assert later == (await load_catalogue()).scheme("proefmerk").text
    rows = await SchemeVersionRow.select(SchemeVersionRow.edition, SchemeVersionRow.origin).order_by(
        SchemeVersionRow.edition
    )
    assert [{"edition": 1, "origin": "published"}, {"edition": 2, "origin": "published"}] == rows


async def test_a_mark_no_longer_shipped_is_still_known(register: Engine, catalogue: Catalogue) -> None:
    """Decisions about it stay readable."""
    async with recording(actor="system", at=START) as journal:
        await ensure_stored(catalogue.scheme("oudmerk"), journal)
    assert "oudmerk" == (await load_catalogue()).mark("oudmerk").code


async def test_the_same_text_is_not_published_twice(register: Engine, catalogue: Catalogue) -> None:
    """Nothing would change."""
    text = catalogue.scheme("proefmerk").text
    await publish_scheme(text, actor="proefhuis:director", at=START)
    with pytest.raises(Conflict, match="this very text"):
        await publish_scheme(text, actor="proefhuis:director", at=START)


async def test_a_wrong_text_is_refused_with_every_mistake(register: Engine, catalogue: Catalogue) -> None:
    """All mistakes at once, each with its place."""
    text = catalogue.scheme("proefmerk").text.replace("4 years", "four years").replace("seen", "sure")
    with pytest.raises(Malformed) as wrong:
        await publish_scheme(text, actor="proefhuis:director", at=START)
    assert 2 <= len(wrong.value.problems)


def test_old_claims_are_understood(catalogue: Catalogue) -> None:
    """However it is written, an old claim names its mark, its level, its end and what came after."""
    meanings = catalogue.claims("oud  MERK b")
    assert [("oudmerk", "B", date(2021, 1, 1), "proefmerk")] == [
        (m.mark, m.level, m.ended_on, m.succeeded_by) for m in meanings
    ]
    assert () == catalogue.claims("Nieuw Merk")


def test_live_marks_come_first(catalogue: Catalogue) -> None:
    """Marks that ended are listed after those that are given."""
    assert ["proefmerk", "oudmerk"] == [mark.code for mark in catalogue.marks()]


def test_what_is_not_there_is_named_with_what_is(catalogue: Catalogue) -> None:
    """An unknown mark or version is answered with the known ones."""
    with pytest.raises(NotFound, match="oudmerk, proefmerk"):
        catalogue.mark("nomark")
    with pytest.raises(NotFound, match="2020-01-01"):
        catalogue.version("proefmerk", "1999-01-01")

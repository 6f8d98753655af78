"""The badge that other sites show: true at each moment, harmless, and not made up by changing its address."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from datetime import date

import httpx
import pytest

from tests.public_api import people

BADGE = "/professionals/{}/badge.svg"
SVG = "{http://www.w3.org/2000/svg}"


def said(answer: httpx.Response) -> str:
    """Everything that can be read in the picture."""
    return " ".join(ElementTree.fromstring(answer.content).itertext())  # noqa: S314  # our own answer


async def test_a_valid_mark_has_a_badge(site: httpx.AsyncClient) -> None:
    """With the mark, until when, the name, the number, where to check it and of which day it is."""
    who = await people.certified("B.", "Adge")
    answer = await site.get(BADGE.format(who.number), params={"keurmerk": people.MARK})
    assert (200, "image/svg+xml") == (answer.status_code, answer.headers["content-type"])
    told = (
        "Proef Loopbaanprofessional", "Geregistreerd", "tot en met 1 maart 2029", f"B. Adge · {who.number}",
        f"Controleer op register.example/p/{who.number}", "Zoals bekend op",
    )  # fmt: skip
    assert [] == [one for one in told if one not in said(answer)]


async def test_other_sites_may_show_it(site: httpx.AsyncClient) -> None:
    """It may be embedded, runs nothing, sets no cookie, and is asked for again each time."""
    who = await people.certified("B.", "Adge")
    answer = await site.get(BADGE.format(who.number), headers={"accept": "image/avif,image/svg+xml,*/*;q=0.5"})
    assert ["cross-origin"] == answer.headers.get_list("cross-origin-resource-policy")
    assert ["no-cache"] == answer.headers.get_list("cache-control")
    assert ("set-cookie" in answer.headers, "default-src 'none'" in answer.headers["content-security-policy"]) == (
        False,
        True,
    )
    assert {"svg", "title", "rect", "path", "g", "text"} == {
        element.tag.removeprefix(SVG) for element in ElementTree.fromstring(answer.content).iter()  # noqa: S314  # as above
    }  # fmt: skip
    again = await site.get(BADGE.format(who.number), headers={"if-none-match": answer.headers["etag"]})
    assert 304 == again.status_code


async def test_it_says_by_itself_that_a_registration_ended(site: httpx.AsyncClient) -> None:
    """A revocation is on it the moment it is recorded."""
    who = await people.certified("B.", "Adge")
    await people.revoke_from(who, date(2026, 11, 20))
    answer = await site.get(BADGE.format(who.number), params={"keurmerk": people.MARK})
    ended = "Niet meer geregistreerd sinds 20 november 2026"
    assert (True, False) == (ended in " ".join(said(answer).split()), "tot en met 1 maart 2029" in said(answer))


@pytest.mark.parametrize("mark", ["proef-oud", "bestaat-niet"])
async def test_a_badge_of_a_mark_one_never_had_is_not_there(site: httpx.AsyncClient, mark: str) -> None:
    """Changing the address makes no badge."""
    who = await people.certified("B.", "Adge")
    assert 404 == (await site.get(BADGE.format(who.number), params={"keurmerk": mark})).status_code
    without = await people.enter("Z.", "Onder")
    assert 404 == (await site.get(BADGE.format(without.number))).status_code


async def test_a_removed_person_has_no_badge(site: httpx.AsyncClient) -> None:
    """Their number answers 410, and one that was never given 404."""
    who = await people.certified("B.", "Adge")
    await people.remove(who)
    assert 410 == (await site.get(BADGE.format(who.number))).status_code
    assert 404 == (await site.get(BADGE.format(people.NEVER_GIVEN))).status_code


async def test_a_number_written_otherwise_leads_to_the_badge(site: httpx.AsyncClient) -> None:
    """With the mark that was asked for."""
    who = await people.certified("B.", "Adge")
    answer = await site.get(BADGE.format(who.number.lower()), params={"keurmerk": people.MARK})
    expected = f"/professionals/{who.number}/badge.svg?keurmerk={people.MARK}"
    assert (303, expected) == (answer.status_code, answer.headers["location"])

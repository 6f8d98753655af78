"""The badge to copy: only for marks that count today."""

from __future__ import annotations

import html

from tests.admin.dossier.test_leaving import given_a_mark
from tests.admin.signing_in import BASE_URL, SignedInBrowser

SNIPPET = (
    '<a href="{base}/p/{number}"><img src="{base}/professionals/{number}/badge.svg?keurmerk=noloc-rl&amp;taal=nl" '
    'alt="Register Loopbaanprofessional: controleer mijn registratie" width="360"></a>'
)


async def test_without_a_mark_there_is_no_badge(fatima: SignedInBrowser) -> None:
    """It says why, and where to go."""
    page = await fatima.get("/mijn/badge")
    assert (200, True) == (page.status_code, "Daarom is er geen badge." in page.text)
    assert "<img" not in page.text


async def test_a_valid_mark_can_be_copied(fatima: SignedInBrowser) -> None:
    """The HTML works as it stands, and its picture is the public one."""
    number = str(fatima.number)
    await given_a_mark(number)
    page = (await fatima.get("/mijn/badge")).text
    assert SNIPPET.format(base=BASE_URL, number=number) in html.unescape(page)
    picture = await fatima.get(f"/professionals/{number}/badge.svg?keurmerk=noloc-rl&taal=nl")
    assert (200, "image/svg+xml") == (picture.status_code, picture.headers["content-type"])

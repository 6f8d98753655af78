"""The pages as a reader meets them: what is said, in which language, and that no link is dead."""

from __future__ import annotations

import re
from datetime import date, timedelta

import httpx
import pytest

from registry.clock import MovableClock
from tests.public_api import people

BROWSER = {"Accept": "text/html,*/*;q=0.8"}
LINK = re.compile(r'(?:href|src|action)="([^"]+)"')


async def _page(site: httpx.AsyncClient, address: str, status: int = 200) -> str:
    answer = await site.get(address, headers=BROWSER)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html; charset=utf-8")
    return answer.text


async def test_a_profile_says_it_in_words_and_in_order(site: httpx.AsyncClient) -> None:
    """Status, until when, what was checked, what was not, history: in that order."""
    who = await people.certified("F.", "Volgorde", "el")
    await people.show_all(who)
    page = await _page(site, f"/professionals/{who.number}")
    said = [
        "<h1>F. el Volgorde</h1>",
        ">Geregistreerd</h2>",
        "F. el Volgorde is Proef Loopbaanprofessional (Proefinstelling), geldig tot en met 1 maart 2029.",
        "Gecontroleerd op zondag 22 november 2026 om 21.45 uur.",
        "Wat is gecontroleerd?",
        "Je onderschrijft de gedragscode.",
        "Niet bewezen door dit keurmerk",
        "Wat is niet gecontroleerd?",
        "Of iemand ervaring heeft met jouw beroep.",
        "Geschiedenis",
        "2 maart 2021 tot en met 1 maart 2025",
        "Nederlands, Arabisch",
    ]
    places = [page.find(part) for part in said]
    assert -1 not in places
    assert places == sorted(places)
    assert "post@voorbeeld.example" in page
    assert "Schrijf naar de klachtencommissie." in page
    assert '<svg role="img" aria-labelledby="qr-uitleg"' in page


async def test_a_profile_calls_chosen_only_what_was_chosen(site: httpx.AsyncClient) -> None:
    """A town shows without anybody choosing so; the sentence about choosing stands below it, over what was chosen."""
    chosen = "Dit heeft de professional zelf gekozen om te laten zien."
    who = await people.certified("F.", "Gekozen")
    page = await _page(site, f"/professionals/{who.number}")
    assert ("<dd>Utrecht</dd>" in page, chosen in page) == (True, False)
    await people.show_all(who)
    page = await _page(site, f"/professionals/{who.number}")
    assert 0 < page.find("<dd>Utrecht</dd>") < page.find(chosen) < page.find("<dd>Nederlands, Arabisch</dd>")


async def test_page_and_interface_agree_on_every_day(site: httpx.AsyncClient, clock: MovableClock) -> None:
    """Today, the last valid day, the day after, a day in a gap, and before and after a correction."""
    decided_on = await people.next_day()
    corrected_on = decided_on + timedelta(days=30)
    clock.at = people.moment(corrected_on + timedelta(days=5))
    who = await people.enter("G.", "Gelijk")
    await people.grant(who, date(2018, 1, 1), date(2021, 12, 31), decided_on=decided_on)
    second = await people.grant(who, date(2022, 3, 1), date(2026, 2, 28), decided_on=decided_on)
    await people.shorten(second, date(2025, 12, 31), on=corrected_on)
    days = [str(clock.at.date()), "2021-12-31", "2022-01-01", "2022-02-01", "2022-03-01", "2025-12-31", "2026-01-05"]
    questions: list[tuple[str, str | None]] = [(day, None) for day in days]
    questions += [("2026-01-05", str(corrected_on - timedelta(days=1))), ("2026-01-05", str(corrected_on))]
    expected = [False, True, False, False, True, True, False, True, False]
    for (on, known_on), certified in zip(questions, expected, strict=True):
        asked = {"on": on} | ({"knownOn": known_on} if known_on else {})
        data = (await site.get(f"/api/v1/practitioners/{who.number}/standing", params=asked)).json()
        query = f"?op={on}" + (f"&bekend={known_on}" if known_on else "")
        page = await _page(site, f"/professionals/{who.number}{query}")
        assert data["certified"] is certified, (on, known_on)
        assert ("Wat is gecontroleerd?" in page) is certified, (on, known_on)


async def test_a_gap_is_shown_and_a_suspension_is_explained(site: httpx.AsyncClient) -> None:
    """The history keeps its gap; a measure is shown with its last public day."""
    who = await people.enter("H.", "Gat")
    await people.grant(who, date(2017, 5, 4), date(2021, 5, 3))
    await people.grant(who, date(2021, 7, 4), date(2027, 7, 3))
    await people.suspend_for(who, date(2026, 11, 1), date(2026, 12, 31))
    page = await _page(site, f"/professionals/{who.number}")
    assert "4 mei 2021 tot en met 3 juli 2021: niet geregistreerd" in " ".join(page.split())
    assert ">Geschorst</h2>" in page
    assert "Schorsing: van 1 november 2026 tot en met 31 december 2026" in " ".join(page.split())


async def test_the_box_takes_a_number_a_name_or_a_claim(site: httpx.AsyncClient) -> None:
    """A number jumps, a mistyped one is explained in the box, a name lists, a claim is explained."""
    who = await people.certified("Ö.", "Çelik-Box")
    jump = await site.get("/controleren", params={"q": who.number.lower(), "op": "2024-03-14"}, headers=BROWSER)
    assert (jump.status_code, jump.headers["location"]) == (303, f"/professionals/{who.number}?op=2024-03-14")
    mistyped = await site.get("/controleren", params={"q": people.mistyped(who.number)}, headers=BROWSER)
    assert mistyped.status_code == 400
    assert 'aria-invalid="true"' in mistyped.text
    assert f'href="/professionals/{who.number}"' in await _page(site, "/controleren?q=celik+box")
    claim = await _page(site, "/controleren?q=oude+proef,+niveau+b")
    assert "Dat is het keurmerk Oude Proef van Proefinstelling." in claim
    assert "Het niveau was B." in claim


async def test_nobody_found_does_not_sound_like_guilt(site: httpx.AsyncClient) -> None:
    """The three things it can mean, and what it does not mean."""
    page = await _page(site, "/controleren?q=bestaatniet")
    assert "Dat kan drie dingen betekenen" in page
    assert "Niet in het register betekent niet dat iemand slecht werk doet." in page


async def test_who_lost_a_registration_is_found_by_the_whole_name(site: httpx.AsyncClient) -> None:
    """Never a list of people without a mark; but the person asked for by name is shown, with what there was."""
    who = await people.enter("K.", "Voorbijgaand")
    await people.grant(who, date(2017, 5, 4), date(2021, 5, 3))
    assert who.number not in await _page(site, "/controleren?q=voorbijgaand")
    page = await _page(site, "/controleren?q=k.+voorbijgaand")
    assert "Niet meer geregistreerd sinds 4 mei 2021" in page


async def test_a_long_list_goes_on(site: httpx.AsyncClient) -> None:
    """Following the button and following `next` give everybody once, on the page and in the interface."""
    expected = {(await people.certified(f"{chr(65 + n)}.", "Lijstnaam")).number for n in range(23)}
    address: str | None = "/controleren?q=lijstnaam"
    seen: list[str] = []
    while address:
        page = await _page(site, address)
        seen += re.findall(r'<h3><a href="/professionals/(LP-[0-9-]+)"', page)
        more = re.search(r'<a class="button" href="(/controleren[^"]+)"', page)
        address = more[1].replace("&amp;", "&") if more else None
    assert (len(seen), set(seen)) == (23, expected)
    following: str | None = "/api/v1/practitioners?q=lijstnaam&limit=7"
    found: list[str] = []
    while following:
        answer = await site.get(following)
        found += [item["number"] for item in answer.json()["items"]]
        following = answer.json()["next"]
        assert answer.headers.get("link") == (f'<{following}>; rel="next"' if following else None)
    assert found == seen


@pytest.mark.parametrize("cursor", ["AAAA", "%F0%9F%92%A9"])
async def test_a_made_up_place_in_a_list_is_refused(site: httpx.AsyncClient, cursor: str) -> None:
    """400 that names the parameter."""
    answer = await site.get(f"/api/v1/practitioners?q=a&cursor={cursor}")
    assert (answer.status_code, answer.json()["errors"][0]["name"]) == (400, "cursor")


async def test_a_short_link_and_a_loose_number_lead_to_the_profile(site: httpx.AsyncClient) -> None:
    """One address for one person, whatever was typed."""
    who = await people.certified("L.", "Kort")
    for typed in (f"/p/{who.number}", f"/p/{who.number.lower()}", f"/professionals/{who.number.lower()}"):
        answer = await site.get(typed, headers=BROWSER)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/professionals/{who.number}")


async def test_the_four_kinds_of_no_are_pages_too(site: httpx.AsyncClient) -> None:
    """Mistyped, never given, taken out and no number: each with its own words."""
    who = await people.certified("M.", "Weg")
    await people.remove(who)
    for number, status, words in (
        ("piet", 400, "Dit is geen registernummer"),
        (people.mistyped(who.number), 400, "Er zit een typefout in het registernummer"),
        (people.NEVER_GIVEN, 404, "Dit nummer staat niet in het register"),
        (who.number, 410, "Deze registratie is verwijderd"),
    ):
        assert f"<h1>{words}</h1>" in await _page(site, f"/professionals/{number}", status)


async def test_a_chosen_language_is_remembered(site: httpx.AsyncClient) -> None:
    """`?taal=en` speaks English and sets the one cookie; a browser's own wish comes after that; Dutch is the rest."""
    chosen = await site.get("/?taal=en", headers=BROWSER)
    assert "How can we help you?" in chosen.text
    assert '<html lang="en">' in chosen.text
    assert chosen.headers["set-cookie"].startswith("taal=en; Path=/;")
    assert {"HttpOnly", "SameSite=Lax", "Secure"} <= set(chosen.headers["set-cookie"].split("; "))
    site.cookies.clear()
    wished = await site.get("/", headers={**BROWSER, "Accept-Language": "en-GB"})
    assert "How can we help you?" in wished.text
    assert "set-cookie" not in wished.headers
    assert "Waar kunnen we je mee helpen?" in await _page(site, "/")


async def test_the_rules_of_a_mark_in_full(site: httpx.AsyncClient) -> None:
    """Text, plain rule, source and certainty; what is unknown is called unknown."""
    page = await _page(site, f"/keurmerken/{people.MARK}/regels/2015-01-01")
    for part in ("Akkoord met: gedragscode.", "Bron: Reglement 2015, artikel 1", "4 jaar", "Deze regel is niet bekend"):
        assert part in page
    assert "gelezen op 1 november 2026" in page


async def test_no_link_is_dead_and_nothing_is_inline(site: httpx.AsyncClient) -> None:
    """From the start page on every address of ours answers, with one h1, no script and no style in the page."""
    who = await people.certified("N.", "Linkje")
    await people.show_all(who)
    waiting, seen = ["/", f"/professionals/{who.number}", f"/controleren?q={who.number}"], set()
    while waiting:
        address = waiting.pop()
        if address in seen or "/api/" in address or "/static/" in address:
            continue
        seen.add(address)
        answer = await site.get(address, headers=BROWSER, follow_redirects=True)
        assert answer.status_code == 200, address
        page = answer.text
        assert page.count("<h1>") == 1, address
        assert not re.search(r"<script|<style|\sstyle=|\son\w+=|javascript:", page), address
        assert 'class="skip"' in page
        assert "Liever iemand spreken?" in page
        links = [link.replace("&amp;", "&") for link in LINK.findall(page)]
        waiting += [link.partition("#")[0] for link in links if re.match(r"/(?!/)", link) and "taal=" not in link]
    assert len(seen) > 15


async def test_every_anchor_and_every_file_is_there(site: httpx.AsyncClient) -> None:
    """A link to a part of a page finds that part; the style sheet and the icon are served, for ever and compressed."""
    start = await _page(site, "/")
    for path, anchor in re.findall(r'href="(/[a-z]+)#([a-z-]+)"', start):
        assert f'id="{anchor}"' in await _page(site, path)
    for address in re.findall(r'href="(/static/[^"]+)"', start):
        plain = await site.get(address, headers={"Accept-Encoding": "identity"})
        packed = await site.get(address, headers={"Accept-Encoding": "gzip"})
        assert plain.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert packed.headers["content-encoding"] == "gzip"
        assert packed.content == plain.content
        assert packed.headers["etag"] != plain.headers["etag"]

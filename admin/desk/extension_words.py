"""What is said about an extension for everybody at once, and its list as a table to take along."""

from __future__ import annotations

from collections.abc import Sequence

from admin.dossier.archive import as_table
from admin.web.downloads import as_download
from public_api.web.answers import Answer
from public_api.web.language import Sentence, say
from registry.extension_acts import OnList
from registry.extension_lists import Listed

MESSAGES: dict[str, Sentence] = {
    "voorgesteld": say("Voorgesteld. Er gebeurt niets, tot een andere medewerker het goedkeurt."),
    "goedgekeurd": say("Goedgekeurd. Het wordt nu uitgevoerd, voor iedereen op de lijst."),
    "afgewezen": say("Afgewezen. Er gebeurt niets."),
}
WHY: dict[str, Sentence] = {
    "no_gain": say("hun laatste dag verandert er niet door"),
    "renewed": say("hun registratie is daarna verlengd, en dat blijft zo"),
    "not_on_that_day": say("hun registratie liep niet op die dag"),
    "has_it": say("dat is al zo"),
    "removed": say("ze staan niet meer in het register"),
    "refused": say("het register nam het besluit niet aan"),
}
STATES: dict[str, Sentence] = {
    "proposed": say("Wacht op een andere medewerker"),
    "refused": say("Afgewezen"),
    "withdrawn": say("Ingetrokken"),
    "under_way": say("Wordt uitgevoerd"),
    "done": say("Uitgevoerd"),
    "taken_back": say("Teruggedraaid"),
}


def list_as_table(name: str, lines: Sequence[Listed | OnList]) -> Answer:
    """The list to take along."""
    rows = [
        {"registernummer": x.number, "naam": x.name, "loopt_nu_tot_en_met": x.until_before.isoformat(),
         "loopt_dan_tot_en_met": x.until_after.isoformat()}
        for x in lines
    ]  # fmt: skip
    kept = (as_download(name), (b"cache-control", b"no-store"))
    return Answer(as_table(rows), media_type=b"text/csv; charset=utf-8", headers=kept)

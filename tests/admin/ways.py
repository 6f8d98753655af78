"""How each route behind the log-in is asked, for tests that ask them all. A new route gets its line here.

`{activity}`, `{concept}` and the like are what the first person of tests/admin/test_closed_doors.py has.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

MARK, OTHER_MARK = "noloc-rl", "noloc-rj"  # applied for; held
ACTIVITY = {"wat": "Anders", "soort": "training", "datum": "2026-11-01", "uren": "2", "versie": "1"}
DIPLOMA = {"soort": "bachelor", "behaald": "2012-07-01", "versie": "1"}
ACTIVITY_JSON = {"kind": "training", "title": "Anders", "since": "2026-11-01", "until": "2026-11-01", "minutes": 60}


@dataclass(frozen=True, slots=True)
class Way:
    """How a route is asked: its path filled in with what is the first person's, what is sent along, and what the
    first person themselves is answered."""

    path: str
    send: Mapping[str, Any] = field(default_factory=dict)
    own: int = 200

    @property
    def of_one_thing(self) -> bool:
        """Whether the path names something of the first person, which is nothing to anybody else."""
        return "{" in self.path


WAYS: dict[str, Way] = {
    "GET /mijn": Way("/mijn"),
    "GET /mijn/eisen": Way("/mijn/eisen"),
    "GET /mijn/activiteiten": Way("/mijn/activiteiten"),
    "GET /mijn/activiteiten/nieuw": Way("/mijn/activiteiten/nieuw"),
    "GET /mijn/activiteiten/{entry:uuid}": Way("/mijn/activiteiten/{activity}"),
    "GET /mijn/activiteiten/{entry:uuid}/wijzigen": Way("/mijn/activiteiten/{activity}/wijzigen"),
    "GET /mijn/verlengen": Way("/mijn/verlengen"),
    "GET /mijn/verlengen/{mark:str}": Way(f"/mijn/verlengen/{MARK}"),
    "GET /mijn/verlengen/{mark:str}/ingediend": Way(f"/mijn/verlengen/{MARK}/ingediend"),
    "GET /mijn/bewijs/{piece:uuid}": Way("/mijn/bewijs/{evidence}"),
    "GET /bewijs/{piece:uuid}": Way("/bewijs/{evidence}"),
    "GET /mijn/bevestigingen": Way("/mijn/bevestigingen"),
    "GET /mijn/klanten": Way("/mijn/klanten", {}, 301),  # its old address
    "GET /mijn/clienten": Way("/mijn/clienten"),
    "GET /mijn/agenda": Way("/mijn/agenda"),
    "POST /mijn/agenda": Way("/mijn/agenda"),
    "POST /mijn/agenda/weg": Way("/mijn/agenda/weg", {}, 303),
    "POST /mijn/agenda/herinneringen": Way("/mijn/agenda/herinneringen", {"herinner": "ja"}, 303),
    "GET /mijn/activiteiten/import": Way("/mijn/activiteiten/import"),
    "GET /mijn/verlengen/aanvraag/{application:uuid}": Way("/mijn/verlengen/aanvraag/{application}"),
    "GET /mijn/verlengen/{application:uuid}/vraag": Way("/mijn/verlengen/{application}/vraag"),
    "GET /mijn/uitstel": Way("/mijn/uitstel"),
    "GET /mijn/bezwaar/{decision:uuid}": Way("/mijn/bezwaar/{decision}"),
    "GET /mijn/verlengen/{mark:str}/stoppen": Way(f"/mijn/verlengen/{OTHER_MARK}/stoppen"),
    "GET /mijn/dossier": Way("/mijn/dossier"),
    "GET /mijn/dossier/{slug:str}/nieuw": Way("/mijn/dossier/opleiding/nieuw"),
    "GET /mijn/dossier/{slug:str}/{entry:uuid}": Way("/mijn/dossier/opleiding/{diploma}"),
    "GET /mijn/dossier/{slug:str}/{entry:uuid}/wijzigen": Way("/mijn/dossier/opleiding/{diploma}/wijzigen"),
    "GET /mijn/gegevens": Way("/mijn/gegevens"),
    "GET /mijn/gegevens/verbeteren": Way("/mijn/gegevens/verbeteren"),
    "GET /mijn/gegevens/uitschrijven": Way("/mijn/gegevens/uitschrijven"),
    "GET /mijn/gegevens/wissen": Way("/mijn/gegevens/wissen"),
    "GET /mijn/gegevens.zip": Way("/mijn/gegevens.zip"),
    "GET /mijn/dossier.pdf": Way("/mijn/dossier.pdf"),
    "GET /mijn/profiel": Way("/mijn/profiel"),
    "GET /mijn/badge": Way("/mijn/badge"),
    "GET /mijn/veiligheid": Way("/mijn/veiligheid"),
    "POST /mijn/activiteiten/nieuw": Way("/mijn/activiteiten/nieuw", ACTIVITY, 303),
    "POST /mijn/activiteiten/{entry:uuid}/wijzigen": Way("/mijn/activiteiten/{activity}/wijzigen", ACTIVITY, 303),
    "POST /mijn/activiteiten/{entry:uuid}/kopie": Way("/mijn/activiteiten/{activity}/kopie", {}, 303),
    "POST /mijn/activiteiten/{entry:uuid}/indienen": Way("/mijn/activiteiten/{concept}/indienen", {"versie": "1"}, 303),
    "POST /mijn/activiteiten/{entry:uuid}/intrekken": Way("/mijn/activiteiten/{spare}/intrekken", {"versie": "1"}, 303),
    "POST /mijn/activiteiten/{entry:uuid}/bewijs": Way("/mijn/activiteiten/{activity}/bewijs", {}, 400),  # no file
    "POST /mijn/activiteiten/{entry:uuid}/bevestiging": Way(
        "/mijn/activiteiten/{activity}/bevestiging", {"rol": "peer", "email": "collega@voorbeeld.example"}, 303
    ),
    "POST /mijn/bevestigingen/{confirmation:uuid}": Way("/mijn/bevestigingen/{confirmation}", {"antwoord": "ja"}, 303),
    "POST /mijn/clienten": Way("/mijn/clienten", {"dag": "2026-11-25", "sluit": "2026-12-20", "aantal": "5"}),
    "POST /mijn/clienten/{identity:uuid}/sluiten": Way("/mijn/clienten/{round}/sluiten", {"akkoord": "ja"}, 303),
    "POST /mijn/dossier/{slug:str}/nieuw": Way("/mijn/dossier/opleiding/nieuw", DIPLOMA, 303),
    "POST /mijn/dossier/{slug:str}/{entry:uuid}/wijzigen": Way(
        "/mijn/dossier/opleiding/{diploma}/wijzigen", DIPLOMA, 303
    ),
    "POST /mijn/dossier/{slug:str}/{entry:uuid}/bewijs": Way("/mijn/dossier/opleiding/{diploma}/bewijs", {}, 400),
    "POST /mijn/dossier/{slug:str}/{entry:uuid}/intrekken": Way(
        "/mijn/dossier/opleiding/{diploma}/intrekken", {"versie": "2"}, 303
    ),
    "POST /mijn/akkoord": Way("/mijn/akkoord", {"keurmerk": MARK, "tekst": "noloc_code"}, 303),
    "POST /mijn/activiteiten/import": Way("/mijn/activiteiten/import", {"knop": "neem"}, 400),  # no file
    "POST /mijn/activiteiten/import/{batch:uuid}/terug": Way("/mijn/activiteiten/import/{batch}/terug", {}, 409),
    "POST /mijn/verlengen/{application:uuid}/vraag": Way(
        "/mijn/verlengen/{application}/vraag", {"vraag": "{question}", "antwoord": "Hier is het."}, 303
    ),
    "POST /mijn/uitstel": Way("/mijn/uitstel", {"van": "2027-03-01", "tot": "2027-06-01", "knop": "vraag"}),
    "POST /mijn/uitstel/{entry:uuid}/intrekken": Way("/mijn/uitstel/{leave}/intrekken", {"versie": "1"}, 303),
    "POST /mijn/bezwaar/{decision:uuid}": Way("/mijn/bezwaar/{decision}", {"gronden": "Dat klopt niet."}, 303),
    "POST /mijn/verlengen/{mark:str}/stoppen": Way(
        f"/mijn/verlengen/{OTHER_MARK}/stoppen", {"vanaf": "2026-12-01", "zeker": "ja"}, 303
    ),
    "POST /mijn/gegevens/verbeteren/naam": Way("/mijn/gegevens/verbeteren/naam", {"achternaam": "Anders"}, 400),
    "POST /mijn/gegevens/verbeteren/contact": Way(
        "/mijn/gegevens/verbeteren/contact", {"telefoon": "030 1234567"}, 303
    ),
    "POST /mijn/gegevens/verbeteren/plaatsen": Way("/mijn/gegevens/verbeteren/plaatsen", {"plaatsen": "Ede 6711"}, 303),
    "POST /mijn/profiel": Way("/mijn/profiel", {"over": "Anders", "knop": "bewaar"}, 303),
    "POST /mijn/gegevens/uitschrijven": Way("/mijn/gegevens/uitschrijven", {"vanaf": "2026-12-01", "nummer": "x"}, 400),
    "POST /mijn/gegevens/uitschrijven/terug": Way("/mijn/gegevens/uitschrijven/terug", {}, 404),
    "POST /mijn/gegevens/wissen": Way("/mijn/gegevens/wissen", {"nummer": "x"}, 400),
    "POST /mijn/verlengen/aanvraag/{application:uuid}/intrekken": Way(
        "/mijn/verlengen/aanvraag/{application}/intrekken", {}, 303
    ),
    "POST /mijn/bewijs/{piece:uuid}/weg": Way("/mijn/bewijs/{evidence}/weg", {}, 422),  # it was handed in
    "POST /mijn/verlengen/{mark:str}": Way(f"/mijn/verlengen/{MARK}", {"akkoord": "ja"}, 303),
    "POST /mijn/veiligheid/sessies/{session:uuid}": Way("/mijn/veiligheid/sessies/{session}", {}, 303),
    "POST /mijn/veiligheid/sessies": Way("/mijn/veiligheid/sessies", {}, 303),
    "POST /mijn/veiligheid/code": Way("/mijn/veiligheid/code", {}, 303),
    "POST /mijn/veiligheid/code/bevestigen": Way("/mijn/veiligheid/code/bevestigen", {"code": "000000"}, 400),
    "POST /mijn/veiligheid/code/uit": Way("/mijn/veiligheid/code/uit", {"wachtwoord": "een ander"}, 400),
    "POST /mijn/veiligheid/wachtwoord": Way("/mijn/veiligheid/wachtwoord", {"oud": "x", "nieuw": "y"}, 400),
    "POST /mijn/veiligheid/adres": Way("/mijn/veiligheid/adres", {"email": "nieuw@voorbeeld.example"}, 303),
    "POST /mijn/veiligheid/passkey": Way("/mijn/veiligheid/passkey"),
    "POST /mijn/veiligheid/passkey/antwoord": Way(
        "/mijn/veiligheid/passkey/antwoord", {"kaartje": "x", "answer": "x"}, 400
    ),
    "POST /mijn/veiligheid/passkeys/{passkey:str}": Way("/mijn/veiligheid/passkeys/{passkey}", {}, 303),
    "POST /uitloggen": Way("/uitloggen", {}, 303),
    "GET /api/v1/me": Way("/api/v1/me"),
    "GET /api/v1/me/outlook": Way("/api/v1/me/outlook"),
    "GET /api/v1/me/activities": Way("/api/v1/me/activities"),
    "GET /api/v1/me/activities/{entry:uuid}": Way("/api/v1/me/activities/{activity}"),
    "GET /api/v1/me/activities/{entry:uuid}/versions": Way("/api/v1/me/activities/{activity}/versions"),
    "GET /api/v1/me/applications": Way("/api/v1/me/applications"),
    "GET /api/v1/me/export": Way("/api/v1/me/export"),
    "POST /api/v1/me/activities": Way("/api/v1/me/activities", ACTIVITY_JSON, 201),
    "PUT /api/v1/me/activities/{entry:uuid}": Way("/api/v1/me/activities/{other}", ACTIVITY_JSON),
    "DELETE /api/v1/me/activities/{entry:uuid}": Way("/api/v1/me/activities/{other}?version=2"),
    "GET /api/v1/me/activities/{entry:uuid}/evidence": Way("/api/v1/me/activities/{activity}/evidence"),
    "POST /api/v1/me/activities/{entry:uuid}/evidence": Way(
        "/api/v1/me/activities/{activity}/evidence", ACTIVITY_JSON, 415
    ),
    "GET /api/v1/me/evidence/{piece:uuid}": Way("/api/v1/me/evidence/{evidence}"),
    "GET /api/v1/evidence/{piece:uuid}": Way("/api/v1/evidence/{evidence}"),
    "DELETE /api/v1/me/evidence/{piece:uuid}": Way("/api/v1/me/evidence/{evidence}", {}, 422),  # it was handed in
    "POST /api/v1/me/applications": Way("/api/v1/me/applications", {"mark": OTHER_MARK}, 201),
    "GET /api/v1/me/entries/{kind:str}": Way("/api/v1/me/entries/qualifications"),
    "GET /api/v1/me/entries/{kind:str}/{entry:uuid}/versions": Way(
        "/api/v1/me/entries/qualifications/{diploma}/versions"
    ),
    "GET /api/v1/me/activities/{entry:uuid}/confirmations": Way("/api/v1/me/activities/{activity}/confirmations"),
    "POST /api/v1/me/activities/{entry:uuid}/confirmations": Way(
        "/api/v1/me/activities/{activity}/confirmations", {"role": "peer", "email": "nog.een@voorbeeld.example"}, 201
    ),
    "GET /api/v1/me/confirmations": Way("/api/v1/me/confirmations"),
    "POST /api/v1/me/confirmations/{confirmation:uuid}": Way(
        "/api/v1/me/confirmations/{confirmation}",
        {"confirms": True},
        404,  # it was answered on the page
    ),
    "GET /api/v1/me/imports": Way("/api/v1/me/imports"),
    "POST /api/v1/me/imports/preview": Way("/api/v1/me/imports/preview", {}, 415),  # no form
    "POST /api/v1/me/imports": Way("/api/v1/me/imports", {}, 415),
    "POST /api/v1/me/imports/{batch:uuid}/undo": Way("/api/v1/me/imports/{batch}/undo", {}, 422),  # it was handed in
    "GET /api/v1/me/deferrals": Way("/api/v1/me/deferrals"),
    "GET /api/v1/me/deferrals/preview": Way("/api/v1/me/deferrals/preview?since=2027-03-01&until=2027-06-01"),
    "POST /api/v1/me/deferrals": Way("/api/v1/me/deferrals", {"since": "2027-03-01", "until": "2027-06-01"}, 422),
    "DELETE /api/v1/me/deferrals/{entry:uuid}": Way("/api/v1/me/deferrals/{leave}?version=2", {}, 404),  # taken back
    "GET /api/v1/me/decisions": Way("/api/v1/me/decisions"),
    "POST /api/v1/me/decisions/{decision:uuid}/objections": Way(
        "/api/v1/me/decisions/{decision}/objections",
        {"grounds": "Dat klopt niet."},
        409,  # on the page before
    ),
    "DELETE /api/v1/sessions/current": Way("/api/v1/sessions/current", {}, 204),
}

# What belongs to logging in, or is reached by the link in a letter, and so is open to everybody.
# Nothing below /mijn or /api/v1/me may ever be here.
OPEN = {
    "GET /inloggen", "POST /inloggen", "POST /inloggen/code", "POST /inloggen/passkey",
    "POST /inloggen/passkey/antwoord", "GET /aanmelden", "POST /aanmelden", "GET /bevestigen", "POST /bevestigen",
    "GET /wachtwoord-vergeten", "POST /wachtwoord-vergeten", "GET /wachtwoord-herstellen",
    "POST /wachtwoord-herstellen", "GET /adres-bevestigen", "POST /adres-bevestigen", "POST /api/v1/tokens",
    "POST /api/v1/tokens/refresh", "GET /bevestiging", "POST /bevestiging", "GET /vragenlijst/{code:str}",
    "POST /vragenlijst/{code:str}", "GET /agenda/{secret:str}",
    "GET /api/v1/signed-in/openapi.json",
}  # fmt: skip

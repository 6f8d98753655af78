"""Taking a body's own people over from a spreadsheet."""

from __future__ import annotations

import base64

from tests.admin.desk.ways import Way

IMPORTING = ("officer", "body_administrator")
HERE, API = "/instelling/import", "/api/v1/desk/imports"
FILE = base64.b64encode(b"kenmerk;achternaam\nQ1;Nieuweling\n").decode()  # without a registration: it is refused
WAYS = {
    f"GET {HERE}": Way(HERE, IMPORTING),
    f"POST {HERE}": Way(HERE, IMPORTING, {"naam": "mensen.csv", "inhoud": FILE, "knop": "neem"}, 400),
    f"POST {API}": Way(API, IMPORTING, {"files": [{"name": "mensen.csv", "content": FILE}]}, 400),
}

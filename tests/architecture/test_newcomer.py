"""What a newcomer touches, kept as promised: each addition is really made, in a copy of the house, and used.

Where a promise breaks here, the house is wrong, not the test.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from tests.architecture.code_base import PACKAGES, ROOT, tracked_files

SCHEME = """
code = "proefkeurmerk"
name = { nl = "Proefkeurmerk", en = "Trial Mark" }
summary = { nl = "Een keurmerk voor deze proef.", en = "A mark for this trial." }
says_not = { nl = "Of iemand goed werk doet.", en = "Whether somebody does good work." }
holder = "person"

[body]
code = "proef"
name = "Proefinstelling"
assessor = "Proefinstelling"
complaints = { nl = "Schrijf ons.", en = "Write to us." }

[[versions]]
in_force_from = 2020-01-01
source = [{ title = "Reglement 2020" }]
term = { validity = "4 years", anchor = "old_expiry" }

[[versions.requirements]]
code = "asked"
text = { nl = "Dit vraagt het keurmerk.", en = "This is what the mark asks." }
at = ["initial", "renewal"]
source = "Reglement 2020, artikel 1"
confidence = "seen"
rule = {RULE}
"""
# In a .po file an empty text means "not translated yet".
CATALOGUE = """
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "Keurmerken"
msgstr "Keurmerken yn it Frysk"
"""
CASES = """
mark = "proefkeurmerk"

[[case]]
name = "Somebody with three documents"
on = 2024-06-01
facts.documents = [
    { kind = "cv", on = 2024-01-01 },
    { kind = "diploma_copy", on = 2024-01-01 },
    { kind = "case_description", on = 2024-01-01 },
]
expect.requirements.asked = { outcome = "satisfied" }

[[case]]
name = "Somebody without"
on = 2024-06-01
expect.requirements.asked = { outcome = "not_satisfied" }
"""


@dataclass(frozen=True, slots=True)
class House:
    """A copy of the code that a newcomer may change."""

    folder: Path

    def write(self, place: str, text: str) -> None:
        """Add a file; the promise is about files that were not there."""
        path = self.folder / place
        assert not path.exists()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def replace(self, place: str, old: str, new: str) -> None:
        """Change one line of a file that is there."""
        text = (self.folder / place).read_text()
        assert 1 == text.count(old), f"{old!r} should stand once in {place}"
        (self.folder / place).write_text(text.replace(old, new))

    def run(self, *arguments: str) -> str:
        """Run Python in the copy, on an empty SQLite database of its own; returns what it printed."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=self.folder,
            env=kept | {"PYTHONPATH": str(self.folder), "DATABASE_URL": f"sqlite:///{self.folder}/newcomer.sqlite"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert 0 == done.returncode, done.stdout + done.stderr
        return done.stdout

    def command(self, *arguments: str) -> str:
        """Run the command line `loopbaanregister`."""
        return self.run("-c", "from admin.commands import main; main()", *arguments)

    def get(self, *paths: str) -> str:
        """Ask the site for each of these and return the answers, each after a line with its status."""
        return self.run("-c", ASK, *paths)


ASK = dedent("""
    import asyncio, os, sys
    import httpx
    from public_api.app import create_app
    from registry.clock import SystemClock
    from registry.database import running
    from registry.migrate import migrate
    from registry.settings import read_settings
    from tests.public_api.asking import started

    async def ask():
        async with running():
            await migrate()
        app = create_app(read_settings(os.environ), SystemClock(), log_to=sys.stderr)
        async with started(app):
            client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://register.example")
            for path in sys.argv[1:]:
                answer = await client.get(path)
                print(answer.status_code, path)
                print(answer.text)
            await client.aclose()

    asyncio.run(ask())
""")


@pytest.fixture
def house(tmp_path: Path) -> House:
    for path in tracked_files():
        place = path.relative_to(ROOT)
        if place.parts[0] in PACKAGES or place.as_posix() in {"tests/__init__.py", "tests/public_api/asking.py"}:
            (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, tmp_path / place)
    (tmp_path / "tests/public_api/__init__.py").touch()
    return House(tmp_path)


def test_a_mark_is_a_file(house: House) -> None:
    """A scheme and its cases, and the mark is checked, listed, and has its page: no Python."""
    rule = '{ kind = "document", kinds = ["cv"] }'
    house.write("accreditation/schemes/proefkeurmerk.toml", SCHEME.replace("{RULE}", rule))
    house.write("accreditation/schemes/cases/proefkeurmerk.toml", CASES)
    checked = house.command("scheme", "check", "accreditation/schemes/proefkeurmerk.toml")
    assert "2 cases came out as written" in checked
    answers = house.get("/api/v1/marks/proefkeurmerk", "/keurmerken/proefkeurmerk", "/keurmerken")
    assert 3 == answers.count("200 /")
    assert 3 <= answers.count("Proefkeurmerk")


def test_a_rule_kind_is_a_file_and_a_line(house: House) -> None:
    """One file and one line in the union, and a scheme may use it, evaluate it and say it in a sentence."""
    house.write(
        "accreditation/rules/enough_papers.py",
        dedent('''
            """So many documents, of any kind."""

            from typing import Literal

            from accreditation.findings import Finding, Outcome
            from accreditation.rules.case import Case
            from accreditation.rules.node import Rule
            from accreditation.rules.words import Speech, say


            class EnoughPapers(Rule):
                kind: Literal["enough_papers"] = "enough_papers"
                at_least: int

                def find(self, case: Case) -> Finding:
                    enough = len(case.dossier.documents) >= self.at_least
                    return Finding(self.kind, Outcome.SATISFIED if enough else Outcome.NOT_SATISFIED)

                def sentence(self, speech: Speech) -> str:
                    return say(speech, f"Minstens {self.at_least} papieren.", f"At least {self.at_least} papers.")
        ''').lstrip(),
    )
    place = "accreditation/rules/__init__.py"
    house.replace(place, "    | Unknown,", "    | Unknown\n    | enough_papers.EnoughPapers,")
    house.replace(
        place,
        "from accreditation.rules.unknown import Unknown",
        "from accreditation.rules import enough_papers\nfrom accreditation.rules.unknown import Unknown",
    )
    rule = '{ kind = "enough_papers", at_least = 3 }'
    house.write("accreditation/schemes/proefkeurmerk.toml", SCHEME.replace("{RULE}", rule))
    house.write("accreditation/schemes/cases/proefkeurmerk.toml", CASES)
    checked = house.command("scheme", "check", "accreditation/schemes/proefkeurmerk.toml")
    assert "2 cases came out as written" in checked
    assert "Minstens 3 papieren" in house.get("/keurmerken/proefkeurmerk/regels/2020-01-01")


def test_an_endpoint_is_a_file_and_a_line(house: House) -> None:
    """A route file and its line in the list, and it answers and is described with an example."""
    house.write(
        "public_api/routes/colours.py",
        dedent('''
            """The colours of the register."""

            import msgspec
            from litestar import get

            from public_api.routes.marks import kept_json
            from public_api.site import Asked
            from public_api.web.answers import Answer
            from public_api.web.openapi import Description, described


            class ColourList(msgspec.Struct, rename="camel"):
                items: list[str]


            @get(
                "/api/v1/colours",
                operation_id="listColours",
                summary="Every colour",
                tags=["Colours"],
                opt=described(Description(ColourList, {"items": ["orange"]})),
            )
            async def list_colours(request: Asked) -> Answer:
                """In no order."""
                return kept_json(ColourList(["orange"]))
        ''').lstrip(),
    )
    place = "public_api/app.py"
    house.replace(place, "    bodies.list_bodies,", "    bodies.list_bodies,\n    colours.list_colours,")
    house.replace(place, "from public_api.routes import bodies,", "from public_api.routes import bodies, colours,")
    answers = house.get("/api/v1/colours", "/api/v1/openapi.json")
    assert '200 /api/v1/colours\n{"items":["orange"]}' in answers
    assert '"operationId":"listColours"' in answers


def test_a_language_is_a_catalogue(house: House) -> None:
    """A catalogue and its code in the list of languages, and every page speaks it as far as it is translated."""
    catalogue = io.BytesIO()
    write_mo(catalogue, read_po(io.StringIO(CATALOGUE), locale="fy"))
    folder = house.folder / "public_api/locales/fy/LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.mo").write_bytes(catalogue.getvalue())
    house.replace(
        "public_api/web/language.py", 'Language = Literal["nl", "en"]', 'Language = Literal["nl", "en", "fy"]'
    )
    house.replace("public_api/web/language.py", '= ("nl", "en")', '= ("nl", "en", "fy")')
    answers = house.get("/?taal=fy", "/keurmerken?taal=fy", "/keurmerken/noloc-rl?taal=fy", "/controleren?taal=fy")
    assert 4 == answers.count("200 /")
    assert "Keurmerken yn it Frysk" in answers

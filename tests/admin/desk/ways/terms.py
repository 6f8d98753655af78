"""Deferrals that wait for an answer, and extensions for everybody at once."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from registry.accounts import RoleHeld
from registry.deferrals import ask_leave
from registry.drafts import LeaveDraft
from registry.extension_proposals import (
    Approval,
    ExtensionAsked,
    ExtensionGiven,
    approve_extension,
    look_at_proposal,
    preview_extension,
    propose_extension,
)
from registry.extension_work import carry_out_extension
from registry.importing import ImportedPerson, ImportedRegistration, import_rows
from tests.admin.desk import town as of
from tests.admin.desk.ways import Way
from tests.registry.desk_stories import Worker

OFFICER = ("officer",)
MARK, OTHER = "noloc-rj", "noloc-erkend"  # nobody here holds the one that the rules in the making are about
HERE, GROUP = "/instelling/uitstel", "/instelling/uitstel/groep"
API, ACTS = "/api/v1/desk/deferrals", "/api/v1/desk/group-extensions"
NOTHING = "0" * 64
WAYS = {
    f"GET {HERE}": Way(HERE, OFFICER),
    f"GET {HERE}/{{leave:uuid}}/{{mark:str}}": Way(f"{HERE}/{{leave}}/{MARK}", OFFICER),
    f"POST {HERE}/{{leave:uuid}}/{{mark:str}}": Way(
        f"{HERE}/{{leave}}/{MARK}", OFFICER, {"knop": "afwijzen", "maanden": "1", "versie": "1", "reden": "Zo."}, 303
    ),
    f"GET {API}": Way(API, OFFICER),
    f"GET {API}/{{leave:uuid}}/{{mark:str}}": Way(f"{API}/{{other_leave}}/{MARK}", OFFICER),
    f"POST {API}/{{leave:uuid}}/{{mark:str}}": Way(
        f"{API}/{{other_leave}}/{MARK}", OFFICER, {"months": 0, "version": 1, "reason": "Zo."}, 201
    ),
    f"GET {GROUP}": Way(GROUP, OFFICER),
    f"GET {GROUP}/lijst": Way(f"{GROUP}/lijst?keurmerk={MARK}&dag=2026-11-01&maanden=6", OFFICER),
    f"GET {GROUP}/lijst/tabel.csv": Way(f"{GROUP}/lijst/tabel.csv?keurmerk={MARK}&dag=2026-11-01&maanden=6", OFFICER),
    f"POST {GROUP}": Way(
        GROUP,
        OFFICER,
        {"keurmerk": MARK, "dag": "2026-11-01", "maanden": "6", "gezien": NOTHING, "grondslag": "X.", "reden": "Zo."},
        409,
    ),
    f"GET {GROUP}/{{extension:uuid}}": Way(f"{GROUP}/{{extension}}", OFFICER),
    f"GET {GROUP}/{{extension:uuid}}/tabel.csv": Way(f"{GROUP}/{{extension}}/tabel.csv", OFFICER),
    f"POST {GROUP}/{{extension:uuid}}/antwoord": Way(
        f"{GROUP}/{{extension}}/antwoord", OFFICER, {"knop": "afwijzen", "woorden": "Nee."}, 303
    ),
    f"GET {GROUP}/{{extension:uuid}}/terug": Way(f"{GROUP}/{{given}}/terug", OFFICER),
    f"GET {GROUP}/{{extension:uuid}}/terug/tabel.csv": Way(f"{GROUP}/{{given}}/terug/tabel.csv", OFFICER),
    f"POST {GROUP}/{{extension:uuid}}/terug": Way(
        f"{GROUP}/{{given}}/terug", OFFICER, {"gezien": NOTHING, "grondslag": "X.", "reden": "Zo."}, 409
    ),
    f"GET {ACTS}": Way(ACTS, OFFICER),
    f"GET {ACTS}/preview": Way(f"{ACTS}/preview?mark={MARK}&validOn=2026-11-01&months=6", OFFICER),
    f"POST {ACTS}": Way(
        ACTS,
        OFFICER,
        {"mark": MARK, "validOn": "2026-11-01", "months": 6, "ground": "X.", "reason": "Zo.", "seen": NOTHING},
        409,
    ),
    f"GET {ACTS}/{{extension:uuid}}": Way(f"{ACTS}/{{given}}", OFFICER),
    f"GET {ACTS}/{{extension:uuid}}/list": Way(f"{ACTS}/{{given}}/list", OFFICER),
    f"POST {ACTS}/{{extension:uuid}}/approve": Way(
        f"{ACTS}/{{other_extension}}/approve", OFFICER, {"words": "Ja.", "seen": NOTHING}, 409
    ),
    f"POST {ACTS}/{{extension:uuid}}/refuse": Way(f"{ACTS}/{{other_extension}}/refuse", OFFICER, {"words": "Nee."}),
    f"GET {ACTS}/{{extension:uuid}}/reversal": Way(f"{ACTS}/{{given}}/reversal", OFFICER),
    f"POST {ACTS}/{{extension:uuid}}/reversal": Way(
        f"{ACTS}/{{given}}/reversal", OFFICER, {"ground": "X.", "reason": "Zo.", "seen": NOTHING}, 409
    ),
}


async def prepare(town: of.Town) -> dict[str, str]:
    """Somebody with two marks who asked for two deferrals; an extension that was given, and two that wait."""
    people = [ImportedPerson(reference="U1", initials="U.", family_name="Uitstelvrager")]
    terms = [
        ImportedRegistration(reference="U1", mark=mark, since=since, until=date(2027, 12, 31))
        for mark, since in ((MARK, date(2024, 1, 1)), (OTHER, date(2020, 6, 1)))
    ]
    done = await import_rows(people, terms, catalogue=town.catalogue, actor="tests", at=town.at)
    leave = [
        await ask_leave(
            done.numbers["U1"], LeaveDraft(since=date(2027, month, 1), until=date(2027, month, 28)),
            catalogue=town.catalogue, actor="tests", at=town.at,
        )
        for month in (2, 4)
    ]  # fmt: skip
    given = await _proposed(town, OTHER, date(2026, 10, 1))
    approver = _colleague()
    now, _ = await look_at_proposal(given, approver, catalogue=town.catalogue, at=town.at)
    await approve_extension(
        given, Approval(words="Ja.", seen=now.seen), approver, catalogue=town.catalogue, at=town.at
    )  # fmt: skip
    while await carry_out_extension(town.at, catalogue=town.catalogue):
        pass
    return {
        "leave": str(leave[0]), "other_leave": str(leave[1]), "given": str(given),
        "extension": str(await _proposed(town, MARK, date(2026, 10, 1))),
        "other_extension": str(await _proposed(town, OTHER, date(2026, 11, 1))),
    }  # fmt: skip


def _colleague() -> Worker:
    return Worker(f"account {UUID(int=7)}", (RoleHeld("officer", of.BODY),))


async def _proposed(town: of.Town, mark: str, on: date) -> UUID:
    """A proposal by somebody who is in nobody's line."""
    proposer = Worker(f"account {UUID(int=8)}", (RoleHeld("officer", of.BODY),))
    asked = ExtensionAsked(mark=mark, valid_on=on, months=6)
    seen = await preview_extension(asked, proposer, catalogue=town.catalogue, at=town.at)
    given = ExtensionGiven(**asked.model_dump(), ground="Artikel 1", reason="Zo.", seen=seen.seen)
    return await propose_extension(given, proposer, catalogue=town.catalogue, at=town.at)

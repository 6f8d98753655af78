"""Evidence as it was kept before documents had files: with a diploma."""

from __future__ import annotations

from tests.registry.old_decisions import HERE

PERSON, DIPLOMA, PIECE = (f"00000000-0000-4000-8000-{figure:012}" for figure in (1, 2, 3))
DIGEST = "a" * 64
_AT = "2022-01-01 00:00:00+00:00"

STATEMENTS = (
    "INSERT INTO practitioner (id, number, initials, given_name, prefix, family_name, sort_key, search_key, "
    f"registered_on, version) VALUES ('{PERSON}', '{HERE}', '', '', '', 'Berg', '', '', '2022-01-01', 1)",
    "INSERT INTO qualification (id, practitioner, kind, obtained_on, provider_accredited, state, recorded_at) "
    f"VALUES ('{DIPLOMA}', '{PERSON}', 'bachelor', '2011-07-01', false, 'approved', '{_AT}')",
    "INSERT INTO evidence (id, qualification, kind, verified, file_digest, recorded_at) "
    f"VALUES ('{PIECE}', '{DIPLOMA}', 'diploma_copy', true, '{DIGEST}', '{_AT}')",
)

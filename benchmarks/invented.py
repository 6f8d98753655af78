"""CSV files of invented people and their registrations, plain and in any number."""

import csv
import io
from collections.abc import Iterator
from random import Random

from registry.importing import SourceFile

MARK = "noloc-rl"
VERSION = "2021-01-01"
TERMS = (("2021-03-02", "2025-03-01"), ("2025-03-02", "2029-03-01"))
INITIALS = "ABCDEFGHIJKLMNPRSTVWZ"
PREFIXES = ("", "", "", "", "van", "de", "van der", "el")
SYLLABLES = ("bak", "ver", "jan", "dijk", "sma", "lin", "hof", "kui", "per", "mee", "ster", "wou", "den", "bos", "laan")
TOWNS = (("Utrecht", "3511"), ("Assen", "9401"), ("Breda", "4811"), ("Zwolle", "8011"), ("Gouda", "2801"))

Person = dict[str, str]


def invented_people(count: int, seed: int) -> Iterator[Person]:
    """`count` people, the same for the same seed, by the titles of the import's columns."""
    chance = Random(seed)
    for number in range(count):
        town, postcode4 = chance.choice(TOWNS)
        yield {
            "reference": f"{seed}-{number}",
            "initials": f"{chance.choice(INITIALS)}.{chance.choice(INITIALS)}.",
            "prefix": chance.choice(PREFIXES),
            "family name": "".join(chance.choices(SYLLABLES, k=3)).capitalize(),
            "town": town,
            "postcode": postcode4,
            "email": f"{seed}-{number}@voorbeeld.example",  # of two people with one name in one town, an import asks
        }


def as_files(people: list[Person]) -> list[SourceFile]:
    """The same people as two CSV files."""
    terms = [
        {"reference": person["reference"], "mark": MARK, "since": since, "until": until, "version": VERSION}
        for person in people
        for since, until in TERMS
    ]
    return [_file("people.csv", people), _file("registrations.csv", terms)]


def _file(name: str, rows: list[Person]) -> SourceFile:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return SourceFile(name, text.getvalue().encode())

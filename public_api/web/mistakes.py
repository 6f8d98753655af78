"""What pydantic finds wrong with a value, as a sentence that says what to write instead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from accreditation.dates import FIRST_DAY, LAST_DAY
from public_api.web.language import Sentence, from_register, say
from registry.inputs import EMAIL, PHONE

WHOLE = say("Schrijf een heel getal.")
PLAIN: Mapping[str, Sentence] = {
    "int_parsing": WHOLE,
    "int_type": WHOLE,
    "int_parsing_size": WHOLE,
    "missing": say("Dit moet je invullen."),
    "hours": say("Schrijf een aantal uren, bijvoorbeeld 2,5 of 2:30. Hoogstens 99999."),
    "points": say("Schrijf een aantal, bijvoorbeeld 4 of 4,5. Hoogstens 99999."),
}
SHAPES: Mapping[str, Sentence] = {
    EMAIL: say("Schrijf een e-mailadres zoals naam@voorbeeld.nl."),
    PHONE: say("Schrijf een telefoonnummer zoals 030 123 45 67 of +31 30 123 45 67."),
}
UNREADABLE = say("Deze waarde kunnen we niet lezen.")


def mistakes_in(invalid: ValidationError) -> Iterator[tuple[str, Sentence]]:
    """Each mistake with the name of the field it is about (inside a record: with dots between)."""
    for error in invalid.errors(include_url=False, include_input=False):
        name = ".".join(str(part) for part in error["loc"])
        yield name, _message(error["type"], error.get("ctx", {}))


def _message(kind: str, limits: dict[str, Any]) -> Sentence:
    """Pydantic's kind of error as a sentence that says what to write instead."""
    match kind:
        case "day":
            return say(
                "Schrijf de datum als jaar-maand-dag, bijvoorbeeld 2026-11-22, tussen {first} en {last}.",
                first=FIRST_DAY,
                last=LAST_DAY,
            )
        case "greater_than_equal":
            return say("Dit moet {least} of meer zijn.", least=limits["ge"])
        case "less_than_equal":
            return say("Dit mag hoogstens {most} zijn.", most=limits["le"])
        case "string_too_short":
            return say("Schrijf hier {least} of meer tekens.", least=limits["min_length"])
        case "string_too_long":
            return say("Schrijf hier hoogstens {most} tekens.", most=limits["max_length"])
        case "string_pattern_mismatch":
            return SHAPES.get(limits["pattern"], UNREADABLE)
        case "value_error":
            return from_register(str(limits["error"]))
        case _:
            return PLAIN.get(kind, UNREADABLE)

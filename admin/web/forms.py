"""Forms that come in. A form that is wrong is shown again with everything that was typed, and what to change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Generic, TypeVar
from urllib.parse import parse_qsl

from multipart import parse_options_header
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from admin.web.json_bodies import whole_body
from admin.web.multipart_bodies import Part, read_parts, unreadable
from public_api.site import Asked
from public_api.web.language import Sentence, from_register, say
from public_api.web.mistakes import mistakes_in
from public_api.web.problems import ProblemRaised
from public_api.web.requests import headers_of
from registry.errors import Conflict, Malformed, Refused

LARGEST = 64_000  # bytes
MOST_FIELDS = 400


class Form(BaseModel):
    """What a form may hold. Field names are those on the page; what is not known is ignored, as buttons send names."""

    model_config = ConfigDict(frozen=True, extra="ignore", str_strip_whitespace=True, hide_input_in_errors=True)


F = TypeVar("F", bound=Form)
# A tick, whatever its value: browsers send one that stands, and nothing at all for one that does not.
Tick = Annotated[bool, BeforeValidator(lambda sent: True)]


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it stands on the page: the text in each field, and what is wrong with which."""

    values: Mapping[str, Any] = field(default_factory=dict)
    mistakes: tuple[tuple[str, Sentence], ...] = ()

    def value(self, name: str) -> str:
        """What stands in a field; nothing when it was not filled in."""
        found = self.values.get(name)
        return "" if found is None or isinstance(found, list) else str(found)

    def chosen(self, name: str, option: str) -> bool:
        """Whether an option of a field with several was chosen."""
        found = self.values.get(name)
        return option in found if isinstance(found, list) else found == option

    def wrong(self, name: str) -> Sentence | None:
        """What is wrong with a field, if anything is."""
        return next((message for where, message in self.mistakes if where == name), None)

    def with_mistakes(self, *mistakes: tuple[str, Sentence]) -> Filled:
        return Filled(self.values, (*self.mistakes, *mistakes))

    @property
    def general(self) -> tuple[Sentence, ...]:
        """What is wrong with no field in particular."""
        return tuple(message for where, message in self.mistakes if not where)


@dataclass(frozen=True, slots=True)
class Given(Generic[F]):
    """A form that came in: `form` when it could be read, and how it stands on the page in any case."""

    form: F | None
    filled: Filled


def read_form(request: Asked, model: type[F], *, lists: Iterable[str] = ()) -> Given[F]:
    """The form that came in (the doorman has read it), against its model. `lists` may come more than once."""
    scope: Any = request.scope
    return check_form(_fields(scope["came_in"].fields, frozenset(lists)), model)


def check_form(values: Mapping[str, Any], model: type[F]) -> Given[F]:
    """Fields that were read already, against the model; empty ones count as not filled in."""
    asked = {name: value for name, value in values.items() if not isinstance(value, str) or value.strip()}
    try:
        return Given(model.model_validate(asked), Filled(values))
    except ValidationError as invalid:
        mistakes = {name.partition(".")[0]: message for name, message in mistakes_in(invalid)}
        return Given(None, Filled(values, tuple(mistakes.items())))


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came in: what it was called there, and its bytes. Neither says what it is."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class CameIn:
    """Everything in the body of a form."""

    fields: tuple[tuple[str, str], ...]
    files: tuple[tuple[str, Upload], ...] = ()

    def first(self, name: str) -> str:
        return next((value for field, value in self.fields if field == name), "")

    def file(self, name: str) -> Upload | None:
        """The file in a field; None when none was chosen."""
        return next((upload for field, upload in self.files if field == name), None)


async def receive_form(request: Asked, *, largest: int = LARGEST, sent: int | None = None) -> CameIn:
    """The body of a form, as browsers send it: at most `largest` bytes are kept of it. Raises ProblemRaised for what
    no browser sends. Where more may be `sent`, a file that is too large does not cost the text beside it: it comes cut
    off, and larger than the register takes.
    """
    header = headers_of(request.scope).get(b"content-type", b"").decode("latin-1")
    media_type, options = parse_options_header(header)
    if media_type == "application/x-www-form-urlencoded":
        return CameIn(tuple(_urlencoded(await whole_body(request, LARGEST))))
    if media_type == "multipart/form-data" and largest > LARGEST:
        parts = await read_parts(request, options.get("boundary", ""), kept=largest, sent=sent or largest)
        return _came_in(parts)
    raise ProblemRaised("unsupported-media-type", detail=say("Dit adres neemt alleen een formulier aan."))


def _urlencoded(body: bytes) -> list[tuple[str, str]]:
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError:
        raise unreadable() from None
    return _clean(pairs)


def _came_in(parts: list[Part]) -> CameIn:
    """The fields and the files; a field for a file in which none was chosen brings nothing."""
    try:
        fields = [(part.name, part.content.decode()) for part in parts if part.filename is None]
    except UnicodeDecodeError:
        raise unreadable() from None
    files = [
        (part.name, Upload(part.filename, part.content))
        for part in parts
        if part.filename is not None and (part.filename or part.kept)
    ]
    return CameIn(tuple(_clean(fields)), tuple(files))


def _clean(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    if any("\x00" in part for pair in pairs for part in pair):
        raise unreadable()
    return pairs


def _fields(pairs: Iterable[tuple[str, str]], lists: frozenset[str]) -> dict[str, Any]:
    values: dict[str, Any] = {name: [] for name in lists}
    for name, value in pairs:
        if name in lists:
            values[name].append(value)
        else:
            values[name] = value.replace("\r\n", "\n")
    return values


def said_by_register(filled: Filled, error: Malformed | Refused | Conflict, fields: Mapping[str, str]) -> Filled:
    """The form with what the register has against it, beside the fields it is about (`fields`: its name, ours)."""
    if isinstance(error, Malformed):
        told = {fields.get(p.field.partition(".")[0], ""): from_register(p.message) for p in error.problems}
        return filled.with_mistakes(*told.items())
    return filled.with_mistakes(("", from_register(error.message)))

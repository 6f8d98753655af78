"""Every setting of the register: read once from the environment, frozen, all wrong ones reported together."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import unquote, urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError

from registry.mail_server import MailServer, read_mail_server, read_sender
from registry.opening_hours import read_spans
from registry.service_addresses import read_scanner, read_store


class SettingsError(Exception):
    """One or more settings are wrong; `problems` holds a line for each."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        self.problems = problems
        super().__init__("These settings are wrong:\n" + "\n".join(f"  {line}" for line in problems))


def _database_url(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme == "sqlite" and parts.path.strip("/") and not parts.netloc:
        return url
    if parts.scheme in ("postgres", "postgresql") and (parts.hostname or "host=" in parts.query):
        return url
    raise ValueError("write sqlite:///file.sqlite or postgresql://user:password@host:5432/database")


def _base_url(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme in ("http", "https") and parts.hostname and not parts.query and not parts.fragment:
        return url.rstrip("/")
    raise ValueError("write the address people type, such as https://register.example.nl")


def _phone(number: str) -> str:
    if re.fullmatch(r"\+?[0-9 ()-]{3,24}", number):
        return number
    raise ValueError("write a telephone number, such as 030 000 00 00")


def _hours(text: str) -> str:
    read_spans(text)
    return text


def _store(address: str) -> str:
    read_store(address)
    return address


def _scanner(address: str) -> str:
    read_scanner(address)
    return address


def _mail_server(url: SecretStr) -> SecretStr:
    read_mail_server(url.get_secret_value())
    return url


def _sender(text: str) -> str:
    read_sender(text)
    return text


class Settings(BaseModel):
    """One field per setting; its name in capitals is the name of the variable. `.env.example` explains each."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    database_url: Annotated[str, AfterValidator(_database_url)] = "sqlite:///loopbaanregister.sqlite"
    database_pool_size: int = Field(default=10, ge=2, le=100)
    base_url: Annotated[str, AfterValidator(_base_url)] = "http://127.0.0.1:8000"
    host: str = Field(default="127.0.0.1", min_length=1)
    port: int = Field(default=8000, ge=1, le=65535)
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["console", "json"] = "console"
    contact_phone: Annotated[str, AfterValidator(_phone)] | None = None
    contact_hours: Annotated[str, AfterValidator(_hours)] | None = None
    contact_email: str = Field(default="vragen@register.example", pattern=r"^[^@\s]+@[^@\s]+$")
    trusted_proxies: str = ""
    secret_key: SecretStr | None = Field(default=None, min_length=32)
    evidence_store: Annotated[str, AfterValidator(_store)] | None = None
    clamav: Annotated[str, AfterValidator(_scanner)] | None = None
    smtp_url: Annotated[SecretStr, AfterValidator(_mail_server)] | None = None
    backup_mark: Path | None = None
    mail_from: Annotated[str, AfterValidator(_sender)] = "Loopbaanregister <geen-antwoord@register.example>"

    @property
    def evidence_address(self) -> str:
        """Where evidence is kept: as EVIDENCE_STORE says, or else in var/evidence beside the database.

        Each database has a folder of its own there: sweeping the files of one must not touch another's.
        """
        if self.evidence_store is not None:
            return self.evidence_store
        parts = urlsplit(self.database_url)
        database = Path(unquote(parts.path[1:]))
        beside = database.parent if parts.scheme == "sqlite" else Path()
        return (beside.absolute() / "var" / "evidence" / (database.stem or "database")).as_uri()

    @property
    def mail_server(self) -> MailServer | None:
        """Who takes letters for everybody; None without SMTP_URL."""
        return None if self.smtp_url is None else read_mail_server(self.smtp_url.get_secret_value())


def read_settings(env: Mapping[str, str]) -> Settings:
    """The settings in `env` (usually os.environ); an empty value means the default. Raises SettingsError."""
    given = {name: env[name.upper()] for name in Settings.model_fields if env.get(name.upper())}
    try:
        return Settings.model_validate(given)
    except ValidationError as error:
        raise SettingsError(tuple(_line(e["loc"], e["msg"]) for e in error.errors(include_input=False))) from None


def _line(where: tuple[int | str, ...], message: str) -> str:
    return f"{'.'.join(str(part) for part in where).upper()}: {message.removeprefix('Value error, ')}"

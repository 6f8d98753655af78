"""The lines of the server itself (started, stopping, an unforeseen error), for people or for machines."""

import json
import logging
import logging.config
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from registry.settings import Settings


class ServerLine(logging.Formatter):
    """One line a record: as JSON with `event`, `level` and `at`, or as a sentence."""

    def __init__(self, as_json: bool) -> None:
        super().__init__()
        self._as_json = as_json

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        level, event = record.levelname.lower(), record.getMessage()
        trace = self.formatException(record.exc_info) if record.exc_info else ""
        if self._as_json:
            said = {"at": at, "level": level, "event": event} | ({"trace": trace} if trace else {})
            return json.dumps(said, ensure_ascii=False)
        return f"{at} {level}: {event}" + (f"\n{trace}" if trace else "")


def log_lines(name: str, settings: "Settings") -> dict[str, Any]:
    """Everything that a program says of itself under `name`, and all errors, in the form that LOG_FORMAT asks for."""
    form = {"()": "admin.commands.server_log.ServerLine", "as_json": settings.log_format == "json"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": form},
        "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "line", "stream": "ext://sys.stdout"}},
        "root": {"handlers": ["out"], "level": "WARNING"},
        "loggers": {name: {"handlers": ["out"], "level": settings.log_level.upper(), "propagate": False}},
    }


def begin_log(name: str, settings: "Settings") -> None:
    """From now on, say it."""
    logging.config.dictConfig(log_lines(name, settings))

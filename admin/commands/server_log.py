"""The lines of the server itself (started, stopping, an unforeseen error), for people or for machines."""

import json
import logging
from datetime import UTC, datetime


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

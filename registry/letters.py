"""The outbox: a letter is written in the transaction of what it is about, and sent by a worker after the commit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from registry.canonical import canonical
from registry.journal import Recording
from registry.tables_letters import LetterRow


@dataclass(frozen=True, slots=True)
class Letter:
    """What to write to whom. `key` makes sure that it is written once; `due_at` that it waits until then."""

    kind: str
    to: str
    language: str
    about: Mapping[str, str]
    key: str | None = None
    due_at: datetime | None = None
    practitioner: UUID | None = None


async def queue_letter(journal: Recording, letter: Letter) -> bool:
    """Put a letter in the outbox, in the change that is going on; False when its key was there before."""
    if letter.key is not None and await LetterRow.exists().where(LetterRow.key == letter.key):
        return False
    identity = uuid4()
    await LetterRow.insert(
        LetterRow(
            id=identity,
            kind=letter.kind,
            practitioner=letter.practitioner,
            sent_to=letter.to,
            language=letter.language,
            about=canonical(dict(letter.about)),
            key=letter.key,
            message_id=f"<{identity}@loopbaanregister>",
            due_at=letter.due_at or journal.at,
            queued_at=journal.at,
        )
    )
    return True

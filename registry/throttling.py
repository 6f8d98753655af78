"""How often something may be tried: counted in the database, so a restart or a second process changes nothing.

The counts stand beside the journal and not in it: a wrong password is no change of the register.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from registry.database import engine, transaction
from registry.errors import TooOften
from registry.tables_accounts import KnownPlaceRow, ThrottleRow

AGAIN_LATER = "This was tried too often. Wait a while, then try again."


@dataclass(frozen=True, slots=True)
class Limit:
    """So many tries within so long. `name` keeps the counts of different things apart."""

    name: str
    most: int
    within: timedelta


# A stranger can only slow somebody down. The count over all places holds only for places from which nobody signed in
# to this account before: whoever signs in from their usual place is never locked out by somebody else who guesses.
PASSWORD_HERE = Limit("password-here", 8, timedelta(minutes=15))
PASSWORD_ACCOUNT = Limit("password-account", 60, timedelta(hours=1))
PASSWORD_CLIENT = Limit("password-client", 60, timedelta(minutes=15))
SECOND_STEP = Limit("second-step", 6, timedelta(minutes=15))
LETTERS_ACCOUNT = Limit("letters-account", 5, timedelta(hours=1))
LETTERS_CLIENT = Limit("letters-client", 30, timedelta(hours=1))
KNOWN_FOR = timedelta(days=90)


async def count_try(*tries: tuple[Limit, str], at: datetime) -> None:
    """Count one try of each, and raise TooOften when one of them was tried too often.

    Counted before the answer is known, so that tries at the same moment cannot slip through together. A try that is
    refused counts nowhere: whoever is told to wait does not use up what is left for others.
    """
    waits = []
    async with transaction():
        for limit, about in sorted(tries, key=lambda one: _key(*one)):  # always in one order: no deadlock
            key = _key(limit, about)
            await ThrottleRow.insert(ThrottleRow(key=key, tries=0, began_at=at)).on_conflict(action="DO NOTHING")
            row = await _locked(key)
            began = row["began_at"] if row["began_at"] <= at < row["began_at"] + limit.within else at
            times = row["tries"] + 1 if began == row["began_at"] else 1
            if times > limit.most:
                waits.append(began + limit.within)
            values: dict[Any, Any] = {ThrottleRow.tries: times, ThrottleRow.began_at: began}
            await ThrottleRow.update(values).where(ThrottleRow.key == key)
        if waits:
            raise TooOften(AGAIN_LATER, max(waits))  # and nothing of the above was counted


async def forget_tries(*tries: tuple[Limit, str]) -> None:
    """It went well: start counting anew."""
    keys = [_key(limit, about) for limit, about in tries]
    await ThrottleRow.delete().where(ThrottleRow.key.is_in(keys))


async def remember_place(account: UUID, email_key: str, client: str, *, at: datetime) -> None:
    """Somebody signed in to this account from here. Inside a transaction."""
    key = digest_of_place(email_key, client)
    await KnownPlaceRow.delete().where(KnownPlaceRow.key == key)
    await KnownPlaceRow.insert(KnownPlaceRow(key=key, account=account, used_at=at))


async def is_known_place(email_key: str, client: str, *, at: datetime) -> bool:
    """Whether somebody signed in with this address from here, not too long ago. As much work for any address."""
    key = digest_of_place(email_key, client)
    return await KnownPlaceRow.exists().where(KnownPlaceRow.key == key, KnownPlaceRow.used_at > at - KNOWN_FOR)


async def sweep_tries(*, at: datetime) -> None:
    """Counts that no limit looks at any more, and places that are not known any more."""
    await ThrottleRow.delete().where(ThrottleRow.began_at < at - timedelta(days=1))
    await KnownPlaceRow.delete().where(KnownPlaceRow.used_at <= at - KNOWN_FOR)


async def _locked(key: str) -> dict[str, Any]:
    query = ThrottleRow.select().where(ThrottleRow.key == key)
    if engine().engine_type == "postgres":  # SQLite's transaction already is the only writer
        query = query.lock_rows()
    row = await query.first()
    assert row is not None  # it was just put there
    return row


def digest_of_place(email_key: str, client: str) -> str:
    return sha256(f"known-place|{email_key}|{client}".encode()).hexdigest()


def _key(limit: Limit, about: str) -> str:
    return sha256(f"{limit.name}|{about}".encode()).hexdigest()

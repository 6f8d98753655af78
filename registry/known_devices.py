"""From which devices somebody signed in before: a new one is told to the owner of the account by mail."""

from uuid import UUID, uuid4

from registry.journal import Recording
from registry.letters import Letter, queue_letter
from registry.tables_accounts import AccountRow, KnownDeviceRow


async def note_device(journal: Recording, account: UUID, device: str) -> None:
    """Remember a device; the first one of an account is nothing new to its owner, every later one is."""
    known = await KnownDeviceRow.select(KnownDeviceRow.device).where(KnownDeviceRow.account == account)
    if any(row["device"] == device for row in known):
        return
    await KnownDeviceRow.insert(KnownDeviceRow(id=uuid4(), account=account, device=device, first_seen_at=journal.at))
    owner = await AccountRow.select(AccountRow.email, AccountRow.language).where(AccountRow.id == account).first()
    if known and owner is not None:
        about = {"device": device, "at": journal.at.isoformat()}
        await queue_letter(journal, Letter("account.new_session", owner["email"], owner["language"], about))

"""Where a letter to somebody in the register goes: to their log-in, or else to the address in the register."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from registry.tables_accounts import AccountRoleRow
from registry.tables_people import PractitionerRow


@dataclass(frozen=True, slots=True)
class Address:
    """An address, and the language of whoever reads there. The text of it is never shown by accident."""

    email: str
    language: str

    def __repr__(self) -> str:
        return f"Address(…, {self.language!r})"


async def address_of(practitioner: UUID) -> Address | None:
    """Where letters about somebody's file go; None for who gave no address, and for who left the register."""
    person = await PractitionerRow.select().where(PractitionerRow.id == practitioner).first()
    if person is None or person["removed_on"] is not None:
        return None
    account: Mapping[str, Any] | None = (
        await AccountRoleRow.select(AccountRoleRow.account.email, AccountRoleRow.account.language)
        .where(AccountRoleRow.practitioner == practitioner, AccountRoleRow.role == "professional")
        .where(AccountRoleRow.account.confirmed_at.is_not_null(), AccountRoleRow.account.closed_at.is_null())
        .first()
    )
    if account is not None:
        return Address(account["account.email"], account["account.language"])
    return Address(person["email"], "nl") if person["email"] else None

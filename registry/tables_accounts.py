"""Rows about log-ins: who may come in, as what, and by which sessions. Secrets are kept as digests, or sealed.

Nothing of this is ever public, and nothing of it says anything about a mark.
"""

from piccolo.columns import UUID, BigInt, Boolean, ForeignKey, Integer, OnDelete, OnUpdate, Text, Timestamptz, Varchar
from piccolo.columns.defaults.uuid import UUID4
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from registry.belonging import belongs_to
from registry.tables_catalogue import BodyRow
from registry.tables_people import PractitionerRow


class AccountRow(Table, tablename="account"):
    """A log-in. `email_key` is the address as it is compared; the name is only kept until the address is confirmed."""

    id = UUID(primary_key=True, null=False, default=UUID4())
    email = Varchar(length=254, null=False, default="")
    email_key = Varchar(length=254, null=False, default="", unique=True)
    password = Varchar(length=200, null=True, default=None)
    language = Varchar(length=2, null=False, default="nl")
    name = Text(null=True, default=None)
    opened_at = Timestamptz(null=False, default=None)
    confirmed_at = Timestamptz(null=True, default=None)
    closed_at = Timestamptz(null=True, default=None)
    totp = Varchar(length=400, null=True, default=None)
    totp_confirmed = Boolean(null=False, default=False)
    totp_step = BigInt(null=False, default=0)
    recovery_codes = Text(null=False, default="[]")

    ck_account_email = Check("length(email) BETWEEN 3 AND 254 AND length(email_key) BETWEEN 3 AND 254")
    ck_account_language = Check("length(language) = 2")
    ck_account_name = Check("coalesce(length(name), 0) <= 1000")
    ck_account_totp = Check("totp_step >= 0 AND (totp IS NOT NULL OR NOT totp_confirmed)")
    ck_account_lengths = Check("length(recovery_codes) <= 2000 AND coalesce(length(password), 0) <= 200")


class AccountRoleRow(Table, tablename="account_role"):
    """What an account may do: as a professional in one file, as staff at one body, or for the register as a whole."""

    id = UUID(primary_key=True, null=False, default=UUID4())
    account = belongs_to(AccountRow, index=True)
    role = Varchar(length=20, null=False, default="")
    body = belongs_to(BodyRow, null=True)
    practitioner = belongs_to(PractitionerRow, null=True, unique=True)
    granted_by = Varchar(length=120, null=False, default="")
    granted_at = Timestamptz(null=False, default=None)

    uq_account_role_once = Unique([account, role, body])
    ck_account_role_role = Check(
        "role IN ('professional', 'assessor', 'officer', 'scheme_editor', 'body_administrator', 'operator', 'analyst')"
    )
    ck_account_role_bound = Check(
        "(role = 'professional' AND practitioner IS NOT NULL AND body IS NULL) "
        "OR (role IN ('assessor', 'officer', 'scheme_editor', 'body_administrator') AND body IS NOT NULL "
        "AND practitioner IS NULL) OR (role IN ('operator', 'analyst') AND practitioner IS NULL)"
    )


class SessionRow(Table, tablename="session"):
    """Somebody who is signed in. The token itself is only in their browser: here is its digest."""

    id = UUID(primary_key=True, null=False, default=UUID4())
    digest = Varchar(length=64, null=False, default="", unique=True)
    account = ForeignKey(
        AccountRow, null=False, default=None, on_delete=OnDelete.cascade, on_update=OnUpdate.restrict, index=True
    )
    device = Varchar(length=80, null=False, default="")
    opened_at = Timestamptz(null=False, default=None)
    last_seen_at = Timestamptz(null=False, default=None)
    expires_at = Timestamptz(null=False, default=None)
    second_factor = Boolean(null=False, default=False)

    ck_session_digest = Check("length(digest) = 64")
    ck_session_device = Check("length(device) <= 80")
    ck_session_moments = Check("expires_at > opened_at AND last_seen_at >= opened_at")


class KnownDeviceRow(Table, tablename="known_device"):
    """A device from which somebody signed in before; another one is told to the owner of the account."""

    id = UUID(primary_key=True, null=False, default=UUID4())
    account = ForeignKey(AccountRow, null=False, default=None, on_delete=OnDelete.cascade, on_update=OnUpdate.restrict)
    device = Varchar(length=80, null=False, default="")
    first_seen_at = Timestamptz(null=False, default=None)

    uq_known_device_once = Unique([account, device])
    ck_known_device_device = Check("length(device) <= 80")


class OneTimeCodeRow(Table, tablename="one_time_code"):
    """A code that works once and for a while: in a link that came by mail, or between two steps of signing in."""

    digest = Varchar(length=64, primary_key=True, null=False, default=None)
    account = ForeignKey(
        AccountRow, null=False, default=None, on_delete=OnDelete.cascade, on_update=OnUpdate.restrict, index=True
    )
    purpose = Varchar(length=20, null=False, default="")
    about = Varchar(length=600, null=True, default=None)
    expires_at = Timestamptz(null=False, default=None)
    used_at = Timestamptz(null=True, default=None)

    ck_one_time_code_digest = Check("length(digest) = 64")
    ck_one_time_code_purpose = Check(
        "purpose IN ('confirm', 'recover', 'address_old', 'address_new', 'second_step', 'passkey')"
    )


class ThrottleRow(Table, tablename="throttle"):
    """How often something was tried lately. The key is a digest: neither an address nor a name is in it."""

    key = Varchar(length=64, primary_key=True, null=False, default=None)
    tries = Integer(null=False, default=0)
    began_at = Timestamptz(null=False, default=None)

    ck_throttle_tries = Check("tries >= 0 AND length(key) = 64")


class KnownPlaceRow(Table, tablename="known_place"):
    """A place (a digest of the account's and the client's address) from which somebody signed in lately."""

    key = Varchar(length=64, primary_key=True, null=False, default=None)
    account = ForeignKey(
        AccountRow, null=False, default=None, on_delete=OnDelete.cascade, on_update=OnUpdate.restrict, index=True
    )
    used_at = Timestamptz(null=False, default=None)

    ck_known_place_key = Check("length(key) = 64")


class RefreshTokenRow(Table, tablename="refresh_token"):
    """A token that fetches the next access token, once. A second use ends the session: somebody copied it."""

    digest = Varchar(length=64, primary_key=True, null=False, default=None)
    session = ForeignKey(
        SessionRow, null=False, default=None, on_delete=OnDelete.cascade, on_update=OnUpdate.restrict, index=True
    )
    issued_at = Timestamptz(null=False, default=None)
    used_at = Timestamptz(null=True, default=None)

    ck_refresh_token_digest = Check("length(digest) = 64")


class SigningKeyRow(Table, tablename="signing_key"):
    """A key that signs access tokens for a while and is believed somewhat longer. The private half is sealed."""

    kid = Varchar(length=40, primary_key=True, null=False, default=None)
    private = Varchar(length=400, null=False, default="")
    public = Varchar(length=100, null=False, default="")
    since = Timestamptz(null=False, default=None)
    signs_until = Timestamptz(null=True, default=None)
    believed_until = Timestamptz(null=True, default=None)

    ck_signing_key_lengths = Check("length(kid) BETWEEN 8 AND 40 AND length(private) >= 40 AND length(public) >= 40")


class PasskeyRow(Table, tablename="passkey"):
    """A passkey of somebody: the public half of a key that never leaves their device."""

    id = Varchar(length=400, primary_key=True, null=False, default=None)
    account = ForeignKey(
        AccountRow, null=False, default=None, on_delete=OnDelete.cascade, on_update=OnUpdate.restrict, index=True
    )
    public_key = Varchar(length=1000, null=False, default="")
    sign_count = BigInt(null=False, default=0)
    name = Varchar(length=60, null=False, default="")
    added_at = Timestamptz(null=False, default=None)
    used_at = Timestamptz(null=True, default=None)

    ck_passkey_lengths = Check("length(id) BETWEEN 8 AND 400 AND length(name) BETWEEN 1 AND 60")
    ck_passkey_sign_count = Check("sign_count >= 0")

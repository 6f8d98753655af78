"""Rows about people: who they are, what they were called, where they work and what they choose to show.

Every column states null= and default=, because Piccolo's own defaults (today for a day, a random UUID) are never
wanted; every foreign key states on_delete=, because Piccolo's own is to delete the children silently. The usual one,
that keeps what it refers to, is `belongs_to`.
"""

from piccolo.columns import UUID, BigInt, Boolean, Date, Text, Varchar
from piccolo.columns.defaults.uuid import UUID4
from piccolo.constraints import Check
from piccolo.table import Table

from registry.belonging import belongs_to


class PractitionerRow(Table, tablename="practitioner"):
    """One professional. After removal by right only the number, the days and the reason of removal stay.

    Removed as "merged": their file went into another one (`merged_person`), and their number leads to it.
    """

    id = UUID(primary_key=True, null=False, default=UUID4())
    number = Varchar(length=13, null=False, default="", unique=True)
    initials = Varchar(length=20, null=False, default="")
    given_name = Varchar(length=80, null=False, default="")
    prefix = Varchar(length=40, null=False, default="")
    family_name = Varchar(length=120, null=False, default="")
    sort_key = Varchar(length=200, null=False, default="")  # the guards index it with all that a search reads
    search_key = Varchar(length=400, null=False, default="")
    email = Varchar(length=254, null=True, default=None)
    phone = Varchar(length=24, null=True, default=None)
    registered_on = Date(null=False, default=None)
    removed_on = Date(null=True, default=None)
    removal = Varchar(length=20, null=True, default=None)
    version = BigInt(null=False, default=1)

    ck_practitioner_number = Check("length(number) = 13 AND number LIKE 'LP-_______-__'")
    ck_practitioner_lengths = Check(
        "length(initials) <= 20 AND length(given_name) <= 80 AND length(prefix) <= 40 AND length(family_name) <= 120 "
        "AND length(sort_key) <= 200 AND length(search_key) <= 400"
    )
    ck_practitioner_contact = Check("coalesce(length(email), 0) <= 254 AND coalesce(length(phone), 0) <= 24")
    ck_practitioner_named = Check("removed_on IS NOT NULL OR family_name <> ''")
    ck_practitioner_taken_out = Check(
        "(removed_on IS NULL AND removal IS NULL) OR (removed_on IS NOT NULL AND removal IS NOT NULL "
        "AND removal IN ('by_right', 'deceased', 'merged'))"
    )
    ck_practitioner_version = Check("version >= 1")


class RetiredNumberRow(Table, tablename="retired_number"):
    """A register number that was given once and may never be given again, whatever happens to the person's row."""

    number = Varchar(length=13, primary_key=True, null=False, default=None)
    retired_on = Date(null=False, default=None)

    ck_retired_number_shape = Check("length(number) = 13")


class FormerNameRow(Table, tablename="former_name"):
    """A name somebody carried until a day: found in a search, never shown as the name."""

    id = UUID(primary_key=True, null=False, default=UUID4())
    practitioner = belongs_to(PractitionerRow, index=True)
    prefix = Varchar(length=40, null=False, default="")
    family_name = Varchar(length=120, null=False, default="")
    search_key = Varchar(length=400, null=False, default="")
    until = Date(null=False, default=None)

    ck_former_name_lengths = Check(
        "length(prefix) <= 40 AND length(family_name) BETWEEN 1 AND 120 AND length(search_key) <= 400"
    )


class WorkPlaceRow(Table, tablename="work_place"):
    """A town where somebody works; the four figures of the postcode place it on the map."""

    id = UUID(primary_key=True, null=False, default=UUID4())
    practitioner = belongs_to(PractitionerRow, index=True)
    town = Varchar(length=80, null=False, default="")
    postcode4 = Varchar(length=4, null=True, default=None, index=True)

    ck_work_place_town = Check("length(town) BETWEEN 1 AND 80")
    ck_work_place_postcode4 = Check(
        "postcode4 IS NULL OR (length(postcode4) = 4 AND postcode4 BETWEEN '1000' AND '9999')"
    )


class PublicChoiceRow(Table, tablename="public_choice"):
    """What somebody chose to show of themselves. No row: nothing but the name, the marks and the work places."""

    practitioner = belongs_to(PractitionerRow, primary_key=True)
    show_work_places = Boolean(null=False, default=True)
    languages = Text(null=False, default="[]")
    contact_forms = Text(null=False, default="[]")
    goals = Text(null=False, default="[]")
    specialisms = Text(null=False, default="[]")
    website = Varchar(length=200, null=True, default=None)
    email = Varchar(length=254, null=True, default=None)
    phone = Varchar(length=24, null=True, default=None)
    about = Varchar(length=1000, null=True, default=None)

    ck_public_choice_lengths = Check(
        "coalesce(length(website), 0) <= 200 AND coalesce(length(email), 0) <= 254 "
        "AND coalesce(length(phone), 0) <= 24 AND coalesce(length(about), 0) <= 1000"
    )
    ck_public_choice_lists = Check(
        "length(languages) <= 400 AND length(contact_forms) <= 400 AND length(goals) <= 1000 "
        "AND length(specialisms) <= 1000"
    )

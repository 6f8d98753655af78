"""Rows about bodies, marks, the texts of schemes, and the organisations people work for."""

from piccolo.columns import UUID, Date, Integer, Text, Timestamptz, Varchar
from piccolo.columns.defaults.uuid import UUID4
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from registry.belonging import belongs_to
from registry.tables_people import PractitionerRow


class BodyRow(Table, tablename="body"):
    """An organisation that issues marks."""

    code = Varchar(length=80, primary_key=True, null=False, default=None)
    name = Varchar(length=120, null=False, default="")

    ck_body_code = Check("length(code) BETWEEN 1 AND 80")
    ck_body_name = Check("length(name) BETWEEN 1 AND 120")


class MarkRow(Table, tablename="mark"):
    """A quality mark, live or historic."""

    code = Varchar(length=80, primary_key=True, null=False, default=None)
    body = belongs_to(BodyRow, index=True)

    ck_mark_code = Check("length(code) BETWEEN 1 AND 80")


class SchemeVersionRow(Table, tablename="scheme_version"):
    """The whole text of a mark's scheme file, as it was when the register first used it; decisions name its digest."""

    digest = Varchar(length=64, primary_key=True, null=False, default=None)
    mark = belongs_to(MarkRow)
    edition = Integer(null=False, default=None)
    origin = Varchar(length=20, null=False, default="")
    text = Text(null=False, default="")
    recorded_at = Timestamptz(null=False, default=None)

    uq_scheme_version_edition = Unique([mark, edition])
    ck_scheme_version_digest = Check("length(digest) = 64")
    ck_scheme_version_edition = Check("edition >= 1")
    ck_scheme_version_origin = Check("origin IN ('shipped', 'published')")
    ck_scheme_version_text = Check("length(text) BETWEEN 1 AND 1000000")


class OrganisationRow(Table, tablename="organisation"):
    """A firm, school or other employer that career professionals work for."""

    id = UUID(primary_key=True, null=False, default=UUID4())
    name = Varchar(length=160, null=False, default="")
    kvk_number = Varchar(length=8, null=True, default=None, unique=True)
    town = Varchar(length=80, null=True, default=None)
    website = Varchar(length=200, null=True, default=None)

    ck_organisation_name = Check("length(name) BETWEEN 1 AND 160")
    ck_organisation_kvk_number = Check("kvk_number IS NULL OR length(kvk_number) = 8")
    ck_organisation_lengths = Check("coalesce(length(town), 0) <= 80 AND coalesce(length(website), 0) <= 200")


class AffiliationRow(Table, tablename="affiliation"):
    """Somebody works for an organisation, or is a member of a body, from a day until a day (none: still)."""

    id = UUID(primary_key=True, null=False, default=UUID4())
    practitioner = belongs_to(PractitionerRow, index=True)
    organisation = belongs_to(OrganisationRow, null=True, index=True)
    body = belongs_to(BodyRow, null=True)
    since = Date(null=False, default=None)
    until = Date(null=True, default=None)

    uq_affiliation_start = Unique([practitioner, organisation, since])
    uq_affiliation_membership = Unique([practitioner, body, since])
    ck_affiliation_with_one = Check("(organisation IS NULL) <> (body IS NULL)")
    ck_affiliation_period = Check("until IS NULL OR until >= since")

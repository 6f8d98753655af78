"""Rows about courses that a body accredits: from when until when, and how many points each kind gives under a mark."""

from piccolo.columns import UUID, Date, Integer, Text, Timestamptz, Varchar
from piccolo.columns.defaults.uuid import UUID4
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from registry.belonging import belongs_to
from registry.tables_catalogue import BodyRow, MarkRow


class AccreditedCourseRow(Table, tablename="accredited_course"):
    """A course of a provider, by the code that people name in their file.

    It is not changed: a withdrawal is added to it, from a day on. `code` is written in capitals, as it is compared.
    """

    id = UUID(primary_key=True, null=False, default=UUID4())
    body = belongs_to(BodyRow)
    code = Varchar(length=40, null=False, default="", index=True)
    title = Varchar(length=200, null=False, default="")
    provider = Varchar(length=120, null=False, default="")
    since = Date(null=False, default=None)
    until = Date(null=True, default=None)
    accredited_by = Varchar(length=120, null=False, default="")
    accredited_at = Timestamptz(null=False, default=None)
    withdrawn_from = Date(null=True, default=None)
    withdrawn_by = Varchar(length=120, null=True, default=None)
    withdrawn_at = Timestamptz(null=True, default=None)
    reason = Text(null=True, default=None)

    uq_accredited_course_start = Unique([body, code, since])
    ck_accredited_course_period = Check("until IS NULL OR until >= since")
    ck_accredited_course_withdrawn = Check(
        "(withdrawn_from IS NULL) = (withdrawn_by IS NULL) AND (withdrawn_from IS NULL) = (withdrawn_at IS NULL) "
        "AND (withdrawn_from IS NULL) = (reason IS NULL) AND (withdrawn_from IS NULL OR withdrawn_from >= since)"
    )
    ck_accredited_course_lengths = Check(
        "length(code) BETWEEN 2 AND 40 AND length(title) BETWEEN 1 AND 200 AND length(provider) BETWEEN 1 AND 120 "
        "AND length(accredited_by) BETWEEN 1 AND 120 AND coalesce(length(reason), 1) BETWEEN 1 AND 4000"
    )


class CoursePointsRow(Table, tablename="course_points"):
    """What an activity of a kind that names the course gives under a mark. Without a row it gives nothing fixed."""

    id = UUID(primary_key=True, null=False, default=UUID4())
    course = belongs_to(AccreditedCourseRow)
    mark = belongs_to(MarkRow)
    kind = Varchar(length=80, null=False, default="")
    points_hundredths = Integer(null=False, default=0)

    uq_course_points_once = Unique([course, mark, kind])
    ck_course_points_points = Check("points_hundredths BETWEEN 0 AND 10000000")
    ck_course_points_kind = Check("length(kind) BETWEEN 1 AND 80")

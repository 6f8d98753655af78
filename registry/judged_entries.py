"""What a body found about a file since it was handed in: entries it approved or refused, and whether it was drawn.

The facts of an application are frozen; an entry that still says what was handed in takes the state the body gave it.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from accreditation.dossier import Activity, Dossier, EntryState
from registry.course_points import Accredited, accredited_among, every_fixed
from registry.drafts import ActivityDraft
from registry.entry_kinds import KINDS
from registry.file_facts import as_activity
from registry.sample_standing import is_drawn
from registry.tables_dossier import ActivityRow

_JUDGED = ["approved", "refused"]


async def with_what_was_found(application: UUID, handed_in: Dossier) -> Dossier:
    """The facts of an application with what its body found since."""
    if await is_drawn(application):
        handed_in = replace(handed_in, sampled=True)
    ids = [UUID(one.id) for one in handed_in.activities]
    rows = await ActivityRow.select().where(ActivityRow.id.is_in(ids), ActivityRow.state.is_in(_JUDGED)) if ids else []
    now = {str(row["id"]): row for row in rows}
    courses = await accredited_among(rows)
    changed = [one.id for one in handed_in.activities if one.id in now and _is_judged_since(one, now[one.id], courses)]
    if not changed:
        return handed_in
    activities = (
        replace(one, state=EntryState(now[one.id]["state"])) if one.id in changed else one
        for one in handed_in.activities
    )
    return replace(handed_in, activities=tuple(activities))


def _is_judged_since(frozen: Activity, row: Mapping[str, Any], courses: Accredited) -> bool:
    return row["state"] != frozen.state and says_the_same(frozen, row, courses)


def says_the_same(frozen: Activity, row: Mapping[str, Any], courses: Accredited) -> bool:
    """Whether an entry as it stands now says what was handed in: without where it stands and who confirmed it.

    The points of an accredited course were its body's and not said by the applicant, also where they hold no more.
    """
    bare = replace(frozen, state=EntryState.WAITING, confirmed_by=frozenset(), evidence=())
    said = KINDS["activity"].said(row)
    if not isinstance(said, ActivityDraft):
        return False
    now = as_activity(said, frozen.id)
    return bare == now or bare in every_fixed(now, courses)

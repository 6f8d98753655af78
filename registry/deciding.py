"""What an officer has before them while they decide: the file, the rules' word on it, and what the assessors said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accreditation.dates import amsterdam_day
from accreditation.findings import Evaluation
from registry.applications import judge
from registry.case_files import CaseFile, open_case_file
from registry.case_outcomes import CaseOutcome, outcome_of
from registry.catalogue import Catalogue
from registry.colleagues import addresses_behind
from registry.desk import Staff, find_case, require_officer
from registry.given_judgements import judgements_on
from registry.judgements import Said
from registry.later_corrections import LaterCorrection, later_corrections
from registry.verdicts import as_decided


@dataclass(frozen=True, slots=True)
class ToDecide:
    """A file that an officer decides, or the outcome once somebody did.

    While `unread` there is something that assessors said and this officer did not read; `evaluation` is then without
    it, and `said` is empty. `addresses` are those of the colleagues who judged it or claimed it.
    """

    file: CaseFile
    evaluation: Evaluation | None
    unread: bool
    said: tuple[Said, ...]
    corrections: tuple[LaterCorrection, ...]
    addresses: Mapping[str, str]
    outcome: CaseOutcome | None


async def open_to_decide(application: UUID, staff: Staff, *, catalogue: Catalogue, at: datetime) -> ToDecide:
    """Open a file to decide it; it is written down. Raises as open_case_file, and Refused for who does not decide."""
    case = await find_case(application, staff)
    require_officer(case, staff)
    file = await open_case_file(application, staff, catalogue=catalogue, at=at)
    outcome = None if file.is_open else await outcome_of(application, staff, at=at)
    unread = file.judgements.others is None and bool(await judgements_on(case.application))
    evaluation = file.evaluation
    if file.is_open and not unread:
        evaluation = judge(catalogue, case.mark, await as_decided(case.application, amsterdam_day(at)))
    seen = () if unread else (*file.judgements.own, *(file.judgements.others or ()))
    said = tuple(sorted((one for one in seen if not one.replaced), key=lambda one: one.at))
    actors = {one.assessor for one in said} | {one.held_by for one in file.claims}
    return ToDecide(
        file, evaluation, unread, said, await later_corrections(application), await addresses_behind(actors), outcome
    )

"""Every kind of rule there is. A new kind is one file beside this one and one line in the union."""

import sys
from typing import Annotated

from pydantic import Field

from accreditation.rules.assessment import Assessment
from accreditation.rules.average_per_period import AveragePerPeriod
from accreditation.rules.combinations import AllOf, AnyOf, AtLeast
from accreditation.rules.continuous import Continuous
from accreditation.rules.count import Count
from accreditation.rules.declaration import Declaration
from accreditation.rules.distinct import Distinct
from accreditation.rules.document import Document
from accreditation.rules.education import Education
from accreditation.rules.every_period import EveryPeriod
from accreditation.rules.experience import Experience
from accreditation.rules.holds_mark import HoldsMark
from accreditation.rules.membership_deadline import MembershipDeadline
from accreditation.rules.nested_minimum import NestedMinimum
from accreditation.rules.payment import Payment
from accreditation.rules.per_person import PerPerson
from accreditation.rules.recency import Recency
from accreditation.rules.sum import Sum
from accreditation.rules.unknown import Unknown

AnyRule = Annotated[
    AllOf
    | AnyOf
    | AtLeast
    | Sum
    | NestedMinimum
    | Count
    | Distinct
    | EveryPeriod
    | AveragePerPeriod
    | Recency
    | Experience
    | Continuous
    | HoldsMark
    | Education
    | Document
    | Declaration
    | Assessment
    | Payment
    | MembershipDeadline
    | PerPerson
    | Unknown,
    Field(discriminator="kind"),
]

# Rules that hold rules name AnyRule in their own modules, which cannot import it from here. It is put there; pydantic
# finds it when it builds them, which is with the first file that is read and not while the program starts.
for _holder in (AllOf, EveryPeriod, PerPerson):
    vars(sys.modules[_holder.__module__])["AnyRule"] = AnyRule

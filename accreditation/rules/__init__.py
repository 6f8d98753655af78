"""Every kind of rule there is. A new kind is one file beside this one and one line in the union."""

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

for _holder in (AllOf, AnyOf, AtLeast, EveryPeriod, PerPerson, NestedMinimum):
    _holder.model_rebuild(_types_namespace={"AnyRule": AnyRule, "Sum": Sum, "NestedMinimum": NestedMinimum})

"""Which entries a rule looks at."""

from accreditation.dossier import Activity
from accreditation.findings import Reason
from accreditation.rules.values import Code, Strict


def within_category(category: str | None, named: str) -> bool:
    """Categories nest by a slash: "core/ethics" lies within "core"."""
    return category is not None and (category == named or category.startswith(f"{named}/"))


class Where(Strict):
    """All tests given must hold. Kind, category, domain, subject and course choose what the rule is about;

    the others are conditions: an entry that fails one of those is shown with the reason. `not_counted_for` refuses what
    another mark counted already.
    """

    kind: tuple[Code, ...] = ()
    except_kind: tuple[Code, ...] = ()
    category: tuple[Code, ...] = ()
    domain: tuple[Code, ...] = ()
    subject: tuple[Code, ...] = ()
    course: tuple[Code, ...] = ()
    role: tuple[Code, ...] = ()
    mode: tuple[Code, ...] = ()
    provider: tuple[Code, ...] = ()
    provider_accredited: bool | None = None
    confirmed_by: tuple[Code, ...] = ()
    not_counted_for: tuple[Code, ...] = ()

    def concerns(self, activity: Activity) -> bool:
        """Whether the rule is about this entry at all."""
        return (
            (not self.kind or activity.kind in self.kind)
            and (not self.category or any(within_category(activity.category, c) for c in self.category))
            and (not self.domain or activity.domain in self.domain)
            and (not self.subject or activity.subject in self.subject)
            and (not self.course or activity.course in self.course)
        )

    def refusal(self, activity: Activity) -> Reason | None:
        """Why the entry does not count for the rule; None when it passes every test."""
        if not self.concerns(activity) or activity.kind in self.except_kind:
            return Reason.KIND_NOT_ACCEPTED
        if activity.counted_for & set(self.not_counted_for):
            return Reason.DUPLICATE
        if self.role and activity.role not in self.role:
            return Reason.ROLE_NOT_ACCEPTED
        if self.confirmed_by and not activity.confirmed_by & set(self.confirmed_by):
            return Reason.NOT_CONFIRMED
        right_provider = (not self.provider or activity.provider in self.provider) and (
            self.provider_accredited is None or activity.provider_accredited is self.provider_accredited
        )
        if not right_provider or (self.mode and activity.mode not in self.mode):
            return Reason.CONDITION_NOT_MET
        return None


EVERYTHING = Where()

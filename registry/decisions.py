"""Every decision a person can take about a registration, by the name staff give it."""

from registry.deceases import mark_deceased, redate_decease, take_back_decease
from registry.group_extensions import extend_group
from registry.measures import (
    Condition,
    Conversion,
    Ending,
    Extension,
    Restriction,
    Suspension,
    convert,
    extend,
    impose_condition,
    restrict,
    revoke,
    suspend,
    withdraw,
)
from registry.replay import Replay, replay
from registry.responses import Correction, Lift, Objection, Ruling, correct, lift, object_to, rule_on
from registry.verdicts import Verdict, decide

__all__ = [
    "Condition",
    "Conversion",
    "Correction",
    "Ending",
    "Extension",
    "Lift",
    "Objection",
    "Replay",
    "Restriction",
    "Ruling",
    "Suspension",
    "Verdict",
    "convert",
    "correct",
    "decide",
    "extend",
    "extend_group",
    "impose_condition",
    "lift",
    "mark_deceased",
    "object_to",
    "redate_decease",
    "replay",
    "restrict",
    "revoke",
    "rule_on",
    "suspend",
    "take_back_decease",
    "withdraw",
]

"""A rule says itself in one plain sentence, in Dutch and in English."""

# ruff: noqa: E501  # lines of a file and whole sentences are not broken

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accreditation.rules.words import Speech
from tests.accreditation.builders import TEXTS, rule

SUM = {"kind": "sum", "measure": "hours", "at_least": 1}


@pytest.mark.parametrize(
    ("data", "nl", "en"),
    [
        (
            {"kind": "sum", "measure": "points", "at_least": 75},
            "Ten minste 75 punten in de registratieperiode.", "At least 75 points during the registration period.",
        ),
        (
            {**SUM, "window": {"last": "1 year"}, "where": {"kind": ["peer_review"], "provider_accredited": True}},
            "Ten minste 1 uur (peer review, erkende aanbieder) in de laatste 1 jaar.",
            "At least 1 hour (peer review, accredited provider) in the last 1 year.",
        ),
        (
            {"kind": "sum", "measure": "credits", "at_least": 2.5, "window": {"last": "6 months"},
             "where": {"confirmed_by": ["peer"], "except_kind": ["self_study"]}},
            "Ten minste 2,5 studiepunten (bevestigd door peer, niet: self study) in de laatste 6 maanden.",
            "At least 2.5 study credits (confirmed by peer, not: self study) in the last 6 months.",
        ),
        (
            {"kind": "count", "at_least": 4, "window": {"last": "1 month"}},
            "Ten minste 4 keer in de laatste 1 maand.", "At least 4 times in the last 1 month.",
        ),
        (
            {"kind": "count", "at_least": 4, "window": {"last": "1 day"}},
            "Ten minste 4 keer in de laatste 1 dag.", "At least 4 times in the last 1 day.",
        ),
        (
            {"kind": "count", "at_least": 4, "window": {"last": "15 days"}},
            "Ten minste 4 keer in de laatste 15 dagen.", "At least 4 times in the last 15 days.",
        ),
        (
            {"kind": "count", "at_least": 4, "window": {"calendar_years": 3}},
            "Ten minste 4 keer in 3 kalenderjaren.", "At least 4 times in 3 calendar years.",
        ),
        (
            {"kind": "count", "at_least": 4, "window": {"since": date(2020, 3, 1)}},
            "Ten minste 4 keer sinds 1 maart 2020.", "At least 4 times since 1 March 2020.",
        ),
        (
            {"kind": "count", "at_least": 4, "window": {"cycle": "5 years", "cycle_from": date(2020, 1, 1)}},
            "Ten minste 4 keer in de vaste periode van 5 jaar.", "At least 4 times in the fixed period of 5 years.",
        ),
        (
            {"kind": "count", "at_least": 4, "window": "ever"},
            "Ten minste 4 keer ooit.", "At least 4 times at any time.",
        ),
        (
            {"kind": "distinct", "of": "domain", "at_least": 3},
            "Ten minste 3 verschillende domeinen in de registratieperiode.",
            "At least 3 different domains during the registration period.",
        ),
        (
            {"kind": "nested_minimum", "whole": {**SUM, "at_least": 40},
             "minimums": [{**SUM, "at_least": 20, "where": {"category": ["core"]}}]},
            "Ten minste 40 uur in de registratieperiode, waarvan: Ten minste 20 uur (core) in de registratieperiode.",
            "At least 40 hours during the registration period, of which: At least 20 hours (core) during the "
            "registration period.",
        ),
        (
            {"kind": "every_period", "period": "calendar_year", "rest": "ignored", "rule": {**SUM, "measure": "clients", "at_least": 10}},
            "In elk kalenderjaar: ten minste 10 cliënten.", "In every calendar year: at least 10 clients.",
        ),
        (
            {"kind": "every_period", "period": "quarter", "rest": "ignored", "rule": SUM, "misses": 1},
            "In elk kwartaal van de periode: ten minste 1 uur. 1 keer mag het niet lukken.",
            "In every quarter of the period: at least 1 hour. It may be missed 1 times.",
        ),
        (
            {"kind": "every_period", "period": "year", "rest": "ignored", "rule": SUM, "shortfalls_forward": 2},
            "In elk jaar van de periode: ten minste 1 uur. Een tekort mag 2 keer naar de volgende periode.",
            "In every year of the period: at least 1 hour. A shortfall may move to the next period 2 times.",
        ),
        (
            {"kind": "average_per_period", "measure": "contact_hours", "at_least": 416},
            "Gemiddeld ten minste 416 contacturen per jaar in de registratieperiode.",
            "On average at least 416 contact hours a year during the registration period.",
        ),
        (
            {"kind": "recency", "of": "document", "kinds": ["evc"], "not_older_than": "2 years"},
            "De nieuwste evc is niet ouder dan 2 jaar.", "The newest evc is not older than 2 years.",
        ),
        (
            {"kind": "recency", "of": "document", "kinds": ["evc"], "not_older_than": "2 years", "which": "every"},
            "Elke evc is niet ouder dan 2 jaar.", "Every evc is not older than 2 years.",
        ),
        (
            {"kind": "experience", "unit": "hours", "at_least": 1200, "roles": ["job_coach"], "break_longer_than": "2 years"},
            "Ten minste 1200 uur ervaring als job coach in de registratieperiode. Werk van voor een onderbreking van meer "
            "dan 2 jaar telt niet.",
            "At least 1200 hours of experience as job coach during the registration period. Work before a break of more "
            "than 2 years does not count.",
        ),
        (
            {"kind": "experience", "unit": "years", "at_least": 3},
            "Ten minste 3 jaar ervaring als het vak in de registratieperiode.",
            "At least 3 years of experience as the profession during the registration period.",
        ),
        (
            {"kind": "continuous", "held": ["quality_label"], "gap_of_at_most": "1 month"},
            "Elke dag in de registratieperiode is er een geldig bewijs: quality label. Een gat van ten hoogste 1 maand mag.",
            "On every day during the registration period there is valid cover: quality label. A gap of at most 1 month is "
            "allowed.",
        ),
        (
            {"kind": "continuous", "held": ["label"]},
            "Elke dag in de registratieperiode is er een geldig bewijs: label.",
            "On every day during the registration period there is valid cover: label.",
        ),
        (
            {"kind": "holds_mark", "marks": ["rl", "rj"]},
            "Het keurmerk rl of rj is geldig op de dag zelf.", "The mark rl or rj is valid on the day itself.",
        ),
        (
            {"kind": "holds_mark", "marks": ["rl"], "valid": "all_through"},
            "Het keurmerk rl is geldig de hele periode.", "The mark rl is valid during the whole period.",
        ),
        (
            {"kind": "holds_mark", "marks": ["rl"], "on": date(2023, 1, 1)},
            "Het keurmerk rl is geldig op 1 januari 2023.", "The mark rl is valid on 1 January 2023.",
        ),
        (
            {"kind": "education", "kinds": ["bachelor"], "level_from": 6, "fields_of_study": ["hrm"], "providers": ["saxion"]},
            "Bachelor op NLQF-niveau 6 of hoger in hrm van saxion.", "Bachelor at NLQF level 6 or higher in hrm from saxion.",
        ),
        (
            {"kind": "education", "at_least_hours": 98, "not_older_than": "2 years"},
            "Een opleiding, ten minste 98 uur, niet ouder dan 2 jaar.",
            "An education, at least 98 hours, not older than 2 years.",
        ),
        (
            {"kind": "document", "kinds": ["cv"]},
            "In het dossier: cv.", "In the file: cv.",
        ),
        (
            {"kind": "document", "kinds": ["report"], "at_least": 2, "not_older_than": "1 year", "window": "term"},
            "In het dossier: report, ten minste 2, niet ouder dan 1 jaar, in de registratieperiode.",
            "In the file: report, at least 2, not older than 1 year, during the registration period.",
        ),
        (
            {"kind": "declaration", "text": "code", "on_or_before": date(2024, 1, 31)},
            "Akkoord met: code, uiterlijk op 31 januari 2024.", "Agreed to: code, on 31 January 2024 at the latest.",
        ),
        ({"kind": "declaration", "text": "code"}, "Akkoord met: code.", "Agreed to: code."),
        (
            {"kind": "declaration", "text": "code", "versions": ["1", "2"], "not_older_than": "1 year"},
            "Akkoord met: code (versie 1 / 2), niet ouder dan 1 jaar.",
            "Agreed to: code (version 1 / 2), not older than 1 year.",
        ),
        (
            {"kind": "assessment"},
            "1 beoordelaar beoordeelt dit onafhankelijk schriftelijk.", "1 assessor judges this independently in writing.",
        ),
        (
            {"kind": "assessment", "assessors": 2, "independent": False, "forms": ["written", "interview"],
             "on_doubt": "second_assessor"},
            "2 beoordelaars beoordelen dit schriftelijk en in een gesprek. Bij twijfel kijkt er nog iemand.",
            "2 assessors judge this in writing and in an interview. In doubt another assessor looks at it.",
        ),
        ({"kind": "payment", "fee": "f"}, "De kosten zijn betaald.", "The fee is paid."),
        (
            {"kind": "payment", "fee": "f", "cents": 3505, "condition_of": "effect"},
            "De kosten zijn betaald (€ 35,05). Het besluit werkt pas na betaling.",
            "The fee is paid (€ 35.05). The decision takes effect on payment.",
        ),
        (
            {"kind": "membership_deadline", "marks": ["rl", "rj"], "within": "3 years"},
            "Binnen 3 jaar na het begin van de aansluiting is rl of rj behaald; anders eindigt de aansluiting.",
            "rl or rj is obtained within 3 years after joining; otherwise the affiliation ends.",
        ),
        (
            {"kind": "per_person", "rule": {"kind": "document", "kinds": ["cv"]}},
            "Voor elke genoemde persoon: in het dossier: cv.", "For every named person: in the file: cv.",
        ),
        (
            {"kind": "per_person", "rule": {"kind": "document", "kinds": ["cv"]}, "at_least": 2},
            "Voor ten minste 2 personen: in het dossier: cv.", "For at least 2 people: in the file: cv.",
        ),
        (
            {"kind": "per_person", "rule": {"kind": "document", "kinds": ["cv"]}, "share": "1/2"},
            "Voor ten minste 0,5 van de personen: in het dossier: cv.", "For at least 0.5 of the people: in the file: cv.",
        ),
        ({"kind": "unknown", "what": TEXTS}, "Deze regel is niet bekend: tekst", "This rule is not known: text"),
        (
            {"kind": "all_of", "rules": [{"kind": "document", "kinds": ["cv"]}, {"kind": "payment", "fee": "f"}]},
            "In het dossier: cv en de kosten zijn betaald.", "In the file: cv and the fee is paid.",
        ),
        (
            {"kind": "any_of", "rules": [{"kind": "document", "kinds": ["cv"]}, {"kind": "payment", "fee": "f"}]},
            "In het dossier: cv of de kosten zijn betaald.", "In the file: cv or the fee is paid.",
        ),
        (
            {"kind": "at_least", "k": 1, "rules": [{"kind": "document", "kinds": ["cv"]}, {"kind": "payment", "fee": "f"}]},
            "Ten minste 1 van: In het dossier: cv / de kosten zijn betaald.",
            "At least 1 of: In the file: cv / the fee is paid.",
        ),
    ],
)  # fmt: skip
def test_a_rule_says_itself(data: dict[str, Any], nl: str, en: str) -> None:
    """The sentence of a rule, word for word, in both languages."""
    data = {key: str(value) if isinstance(value, float) else value for key, value in data.items()}
    said = rule(data.pop("kind"), **data)
    assert (nl, en) == (said.sentence(Speech("nl")), said.sentence(Speech("en")))

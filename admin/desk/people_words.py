"""What the pages about people call a decision, a standing, an application and a letter."""

from __future__ import annotations

from public_api.web.language import Sentence, say

STATES: dict[str, Sentence] = {
    "valid": say("geldig"),
    "suspended": say("geschorst"),
    "ended": say("voorbij"),
    "revoked": say("ingetrokken"),
    "applied": say("aanvraag loopt"),
}
STATUSES: dict[str, Sentence] = {
    "not_registered": say("nog niet geregistreerd"),
    "valid": say("geldig"),
    "valid_with_conditions": say("geldig onder voorwaarden"),
    "renewal_pending": say("verlenging loopt"),
    "suspended": say("geschorst"),
    "expired": say("verlopen"),
    "revoked": say("ingetrokken"),
    "withdrawn": say("uitgeschreven"),
    "converted": say("omgezet"),
    "deceased": say("overleden"),
}
DECISIONS: dict[str, Sentence] = {
    "application": say("Aanvraag"),
    "grant": say("Toekenning"),
    "renewal": say("Verlenging"),
    "refusal": say("Afwijzing"),
    "extension": say("Uitstel van de laatste dag"),
    "group_extension": say("Uitstel voor een hele groep"),
    "condition": say("Voorwaarde"),
    "restriction": say("Beperking"),
    "suspension": say("Schorsing"),
    "lift": say("Opheffing"),
    "revocation": say("Intrekking"),
    "withdrawal": say("Uitschrijving op eigen verzoek"),
    "conversion": say("Omzetting"),
    "correction": say("Herstel van een fout"),
    "decease": say("Overlijden"),
    "objection": say("Bezwaar"),
    "ruling": say("Uitspraak op bezwaar"),
}
APPLICATIONS: dict[str, Sentence] = {
    "open": say("wacht op een besluit"),
    "withdrawn": say("teruggenomen"),
    "granted": say("toegekend"),
    "refused": say("afgewezen"),
}
LETTERS: dict[str, Sentence] = {
    "application.received": say("Ontvangst van een aanvraag"),
    "application.decided": say("Besluit op een aanvraag"),
    "application.question": say("Vraag over een aanvraag"),
    "mark.expired": say("Een termijn is voorbij"),
}
REMINDER = say("Herinnering aan het einde van een termijn")
POST: dict[str, Sentence] = {
    "sent": say("verstuurd"),
    "failed": say("niet gelukt"),
    "dropped": say("niet meer nodig"),
}
POST_WAITS = say("wacht op verzending")
SIGNALS: dict[str, Sentence] = {
    "email": say("zelfde e-mailadres"),
    "phone": say("zelfde telefoonnummer"),
    "place": say("zelfde plaats"),
    "organisation": say("zelfde organisatie"),
}
LOG_INS: dict[str, Sentence] = {
    "stays": say("Het account van wie blijft, blijft. De ander heeft er geen."),
    "goes_along": say("Wie blijft, heeft geen account. Het account van de ander opent straks dit dossier."),
    "ends": say("Het account van wie blijft, blijft. Dat van de ander eindigt; de eigenaar krijgt een brief."),
    "none": say("Geen van beiden heeft een account."),
}
ANSWERS: dict[str, Sentence] = {
    "approved": say("samengevoegd"),
    "refused": say("afgewezen"),
    "taken_back": say("teruggenomen"),
}
MERGE_WAITS = say("wacht op een tweede medewerker")

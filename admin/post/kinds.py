"""What each kind of letter is called, and what the code of a problem with a letter means."""

from public_api.web.language import Sentence, say

LETTERS: dict[str, Sentence] = {
    "account.confirm": say("Bevestig je e-mailadres"),
    "account.exists": say("Er is al een account"),
    "account.recover": say("Nieuw wachtwoord"),
    "account.address_old": say("Ander e-mailadres, naar het oude"),
    "account.address_new": say("Ander e-mailadres, naar het nieuwe"),
    "account.new_session": say("Ingelogd vanaf een nieuw apparaat"),
    "application.received": say("Aanvraag ontvangen"),
    "application.question": say("Vraag over een aanvraag"),
    "application.decided": say("Besluit over een aanvraag"),
    "confirmation.asked": say("Verzoek om een activiteit te bevestigen"),
    "reminder.12_months": say("Herinnering, 12 maanden ervoor"),
    "reminder.6_months": say("Herinnering, 6 maanden ervoor"),
    "reminder.3_months": say("Herinnering, 3 maanden ervoor"),
    "reminder.1_month": say("Herinnering, 1 maand ervoor"),
    "reminder.14_days": say("Herinnering, 14 dagen ervoor"),
    "reminder.3_days": say("Herinnering, 3 dagen ervoor"),
    "mark.expired": say("De registratie is voorbij"),
}
_SERVER_SAYS = "server_says_"
PROBLEMS: dict[str, Sentence] = {
    "cannot_be_written": say("dit programma kan deze brief niet schrijven"),
    "no_such_address": say("dit is geen adres waar mail heen kan"),
    "nobody_knows_whether_it_arrived": say("niemand weet of de brief is aangekomen"),
    "of_no_use_any_more": say("de brief was niet meer nodig"),
    "server_does_not_answer": say("de mailserver geeft geen antwoord"),
    "server_lacks_what_smtp_url_asks": say("de mailserver kan niet wat SMTP_URL vraagt"),
    "tried_too_often": say("te vaak geprobeerd"),
}


def problem_said(code: str) -> Sentence:
    """What went wrong, in words; the number that a mail server gave stays in it. A code we do not know says itself."""
    if code.startswith(_SERVER_SAYS):
        return say("de mailserver weigert met code {code}", code=code.removeprefix(_SERVER_SAYS))
    return PROBLEMS.get(code, Sentence("{code}", (("code", code),)))

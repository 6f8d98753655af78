"""The letter that reminds somebody of a term that ends: what is missing, by when, and one address to go to."""

from accreditation.dates import ONE_DAY
from accreditation.reminders import Step
from admin.dossier.needs import Need, needs_of
from admin.post.wording import Wording
from public_api.web.language import Language, Sentence, day_in_words, say
from registry.reminders import Reminder

SEE_FILE = say("Hier zie je je dossier:")
ALL_DONE = say("Je hebt alles gedaan wat je zelf kunt doen.")
SWITCH_OFF = say("Wil je geen herinneringen? Die kun je uitzetten in je eigen dossier.")


def reminder_letter(reminder: Reminder, language: Language) -> Wording:
    """What to say today about one term of somebody's."""
    if reminder.key.step is Step.EXPIRED:
        return _expired(reminder, language)
    mark = _name(reminder, language)
    until = day_in_words(reminder.key.until, language)
    before = [say("Je registratie voor {mark} loopt tot en met {day}.", mark=mark, day=until)]
    subject = say("Je registratie voor {mark} loopt tot en met {day}", mark=mark, day=until)
    if reminder.hand_in_until is not None:
        last = day_in_words(reminder.hand_in_until, language)
        before.append(say("Wil je verlengen? Dien je verlenging dan in tot en met {day}.", day=last))
        subject = say("Verleng je registratie voor {mark} tot en met {day}", mark=mark, day=last)
    return _what_to_do(reminder, subject, before, language)


def _expired(reminder: Reminder, language: Language) -> Wording:
    """The term is over. In some marks a renewal can still be handed in."""
    mark = _name(reminder, language)
    until = day_in_words(reminder.key.until, language)
    since = day_in_words(reminder.key.until + ONE_DAY, language)
    before = [
        say("Je registratie voor {mark} liep tot en met {day}.", mark=mark, day=until),
        say("Sinds {day} ben je niet meer geregistreerd voor dit keurmerk.", day=since),
    ]
    subject = say("Je registratie voor {mark} is verlopen", mark=mark)
    if reminder.view is None or reminder.hand_in_until is None:
        body = reminder.mark.body.name
        before.append(say("Vraag aan {body} wat je nu nog kunt doen.", body=body))
        return Wording(subject, tuple(before), SEE_FILE, "/mijn")
    last = day_in_words(reminder.hand_in_until, language)
    before.append(say("Je kunt je verlenging nog indienen tot en met {day}.", day=last))
    return _what_to_do(reminder, subject, before, language)


def _what_to_do(reminder: Reminder, subject: Sentence, before: list[Sentence], language: Language) -> Wording:
    """The requirements that are not met, or the news that all are."""
    assert reminder.view is not None  # without a view there is nothing to do, and no reminder
    needs = needs_of(reminder.view, language)
    lacking = [need for need in needs.open if need.tone in ("care", "no") or need.ask]
    if len(lacking) < len(needs.open):
        before.append(say("Er wacht nog iets op controle. Daar hoef je zelf niets voor te doen."))
    if lacking:
        before.append(say("Dit heb je nog nodig:"))
        points = tuple(_point(need, reminder.mark.body.name, language) for need in lacking)
        press = say("Hier zie je wat je kunt doen:")
        return Wording(subject, tuple(before), press, "/mijn/eisen", (SWITCH_OFF,), points)
    before.append(ALL_DONE)
    if needs.can_apply:
        return Wording(subject, tuple(before), say("Dien hier je verlenging in:"), "/mijn/verlengen", (SWITCH_OFF,))
    if needs.apply_from is not None:
        before.append(say("Indienen kan vanaf {day}.", day=day_in_words(needs.apply_from, language)))
    return Wording(subject, tuple(before), SEE_FILE, "/mijn", (SWITCH_OFF,))


def _point(need: Need, body: str, language: Language) -> tuple[Sentence | str, ...]:
    """One requirement, how much is short, and until when something can be done about it."""
    said: list[Sentence | str] = [need.text, f"{need.state.in_language(language)}."]
    if need.ask:
        said.append(say("Wat hier precies voor geldt, weten we niet. Vraag het aan {body}.", body=" / ".join(need.ask)))
    elif need.too_late:
        said.append(say("Dat kan niet meer op tijd. Vraag aan {body} wat je kunt doen.", body=body))
    elif need.by is not None:
        said.append(say("Dit kan tot en met {day}.", day=day_in_words(need.by, language)))
    return tuple(said)


def _name(reminder: Reminder, language: Language) -> str:
    return reminder.mark.name.within(language)

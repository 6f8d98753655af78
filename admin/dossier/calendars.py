"""Somebody's own days as a file that every calendar program reads (RFC 5545)."""

from datetime import timedelta

from icalendar import Alarm, Calendar, Event

from accreditation.dates import ONE_DAY
from public_api.web.language import Language, Sentence, say
from registry.calendars import CalendarEvent, EventKind, OwnCalendar

TITLES: dict[EventKind, Sentence] = {
    "apply_from": say("Verlenging indienen kan vanaf vandaag"),
    "hand_in_until": say("Laatste dag om je verlenging in te dienen"),
    "expires": say("Laatste dag van je registratie"),
}
NAME = say("Loopbaanregister: mijn dagen")
LOOK_AGAIN = timedelta(hours=12)
WARN_BEFORE = timedelta(days=14)


def calendar_file(calendar: OwnCalendar, language: Language) -> bytes:
    """The file, in the reader's language. It has whole days: a day counts until its end in the Netherlands."""
    file = Calendar()
    file.add("prodid", "-//Loopbaanregister//NL")
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    file.add("x-wr-calname", NAME.in_language(language))
    file.add("refresh-interval", LOOK_AGAIN, parameters={"value": "DURATION"})
    file.add("x-published-ttl", "PT12H")
    for event in calendar.events:
        file.add_component(_event(event, calendar, language))
    return bytes(file.to_ical())


def _event(event: CalendarEvent, calendar: OwnCalendar, language: Language) -> Event:
    title = f"{TITLES[event.kind].in_language(language)}: {event.mark.name.within(language)}"
    found = Event()
    found.add("uid", f"{event.mark.code}-{event.kind}-{event.on.isoformat()}@loopbaanregister")
    found.add("dtstamp", calendar.at)
    found.add("dtstart", event.on)
    found.add("dtend", event.on + ONE_DAY)
    found.add("summary", title)
    found.add("transp", "TRANSPARENT")  # it takes no time of the day
    if event.kind == "hand_in_until":
        warning = Alarm()
        warning.add("action", "DISPLAY")
        warning.add("description", title)
        warning.add("trigger", -WARN_BEFORE)
        found.add_component(warning)
    return found

"""Until when somebody can object to a decision: six weeks, and never ending on a day without post.

The term is that of the Algemene wet bestuursrecht: six weeks (article 6:7), beginning on the day after the decision was
sent (article 6:8). One that would end on a Saturday, a Sunday or a generally recognised holiday runs to the end of the
next day that is none of these (Algemene termijnenwet, articles 1 and 3).
"""

from collections.abc import Collection
from datetime import date, timedelta

from accreditation.dates import ONE_DAY

SIX_WEEKS = timedelta(weeks=6)
_SATURDAY, _SUNDAY = 5, 6


def last_day_to_object(sent_on: date, equated: Collection[date] = ()) -> date:
    """The last day on which an objection is in time, that day included.

    `equated` are days that a royal decree puts on a level with holidays (article 3, third paragraph), such as the
    Friday after Ascension Day. They are decreed for a few years at a time; without them the day given is never too
    late.
    """
    day = sent_on + SIX_WEEKS
    while day.weekday() in (_SATURDAY, _SUNDAY) or day in equated or is_holiday(day):
        day += ONE_DAY
    return day


def is_holiday(day: date) -> bool:
    """A generally recognised holiday, or Good Friday, which the law puts on a level with one."""
    fixed = ((1, 1), (5, 5), (12, 25), (12, 26))
    moving = (-2, 1, 39, 50)  # Good Friday, Easter Monday, Ascension Day, Whit Monday: days from Easter
    return (
        (day.month, day.day) in fixed
        or day == _birthday_of_the_king(day.year)
        or (day - easter(day.year)).days in moving
    )


def _birthday_of_the_king(year: int) -> date:
    """27 April, or the day before where that is a Sunday: so it is kept since 2014."""
    day = date(year, 4, 27)
    return day - ONE_DAY if day.weekday() == _SUNDAY else day


def easter(year: int) -> date:
    """Easter Sunday, by the calculation of Gauss as Meeus and Butcher wrote it down."""
    golden, century = year % 19, year // 100
    leap, rest = divmod(year % 100, 4)
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * leap - epact - rest) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)

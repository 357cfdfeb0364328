"""Days on which no class of the demo goes out and no host takes pupils in, whenever the demo is loaded."""

from datetime import date, timedelta
from functools import cache

FIXED = ((12, 6), (5, 1), (5, 17))
"""Month and day: Finland's day, May Day, Norway's."""


@cache
def easter(year: int) -> date:
    """Easter Sunday (the anonymous Gregorian algorithm: Meeus, Astronomical Algorithms, chapter 8)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    month, day = divmod(d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114, 31)
    return date(year, month, day + 1)


def is_holiday(day: date) -> bool:
    """Whether schools of the demo's countries are closed: at Christmas, in the week before Easter and the Monday after
    it, on Ascension Day and Whit Monday, in the summer and on days of a country."""
    around = (day - easter(day.year)).days
    return (
        (day.month, day.day) >= (12, 20)
        or (day.month, day.day) <= (1, 6)
        or (6, 1) <= (day.month, day.day) <= (8, 14)
        or (day.month, day.day) in FIXED
        or -7 <= around <= 1
        or around in (39, 50)
    )


def school_days_from(first: date, days: int, *, earlier: bool = False) -> date:
    """The first of so many days in a row without a holiday: `first`, or the same weekday some weeks later (or
    `earlier`)."""
    while any(is_holiday(first + timedelta(days=number)) for number in range(days)):
        first += timedelta(weeks=-1 if earlier else 1)
    return first

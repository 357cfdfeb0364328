"""Days of lessons: those of the calendar on the school's wall. A due day ends where the school is, at midnight."""

from datetime import UTC, date, datetime, timedelta

from portfolio_app.core.clock import now
from portfolio_app.core.errors import Invalid
from portfolio_app.core.languages import N_, _, being_in, end_of_day, format_date, format_weekday, local_date, zone_of

MOST_YEARS = 4
"""How far from today a day of lessons lies: three school years, and what comes before them."""
JANUARY, AUGUST = 1, 8
A_WEEK = 7


def today_at(country: str) -> date:
    """The day it is at a school in that country."""
    with being_in(zone_of(country)):
        return local_date(now())


def ends_at(due_on: date, country: str) -> datetime:
    """The last moment of a day at a school in that country, in UTC."""
    with being_in(zone_of(country)):
        return end_of_day(due_on).astimezone(UTC)


def day_typed(text: str, *, field: str) -> date:
    """What a date field sends. Raises `Invalid` for nothing, for what is no day, and for a year far away."""
    if not text:
        raise Invalid(N_("Choose a day."), field=field)
    try:
        day = date.fromisoformat(text)
    except ValueError as problem:
        raise Invalid(N_("Write the day as day, month and year."), field=field) from problem
    if abs(day.year - now().year) > MOST_YEARS:
        raise Invalid(N_("This day is too far away. Check the year."), field=field)
    return day


def day_said(day: date, today: date) -> str:
    """A day as somebody says it: today, tomorrow, a day of this week by its name, else the date."""
    ahead = (day - today).days
    if ahead in (0, 1):
        return _("tomorrow") if ahead else _("today")
    return format_weekday(day) if 0 < ahead < A_WEEK else format_date(day)


def monday_of(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())


def school_year_of(day: date) -> int:
    """The calendar year in which its school year began: school years begin in August."""
    return day.year if day.month >= AUGUST else day.year - 1


def half_year_begins(day: date) -> date:
    """The first day of its half of the school year: in August, or in January."""
    return date(day.year, AUGUST if day.month >= AUGUST else JANUARY, 1)


def school_year_days(year: int) -> tuple[date, date]:
    """The first and the last day of the school year that begins in that calendar year."""
    return date(year, AUGUST, 1), date(year + 1, AUGUST, 1) - timedelta(days=1)

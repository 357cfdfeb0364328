"""Plans of hours in a word or two: "0 08:00-15:00/30" is `MONDAY` from eight to three, half an hour of it a break; days
count on from there."""

from collections.abc import Mapping
from datetime import date, time, timedelta

from portfolio_app.core.languages import zone_of
from portfolio_app.marketplace.working_hours import Plan, Shift

MONDAY = date(2026, 11, 2)
"""A week without a change of clocks, and so are those after it."""


def shift(said: str) -> Shift:
    """One shift."""
    day, times = said.split()
    times, _slash, pause = times.partition("/")
    begins, ends = times.split("-")
    return Shift(MONDAY + timedelta(int(day)), time.fromisoformat(begins), time.fromisoformat(ends), int(pause or 0))


def plan(country: str, said: str, school: Mapping[int, int] | None = None, *, holidays: bool = False) -> Plan:
    """Shifts with commas between; minutes of school by day; whether all of it lies in holidays."""
    weeks = frozenset(MONDAY + timedelta(7 * week) for week in range(8)) if holidays else frozenset[date]()
    days = {MONDAY + timedelta(day): minutes for day, minutes in (school or {}).items()}
    return Plan(tuple(shift(one) for one in said.split(",")), zone_of(country), days, weeks)


def days(count: int, times: str, first: int = 0) -> str:
    """The same times on so many days in a row."""
    return ",".join(f"{day} {times}" for day in range(first, first + count))

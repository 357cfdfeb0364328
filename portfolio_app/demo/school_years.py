"""Three school years that end today: the demo's moments lie in them, so that it looks as old whenever it is loaded."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

PERIODS = ("autumn3", "spring3", "autumn2", "spring2", "autumn1", "spring1", "since")
"""Oldest first: three school years, each with its autumn and spring, and what came since the last spring."""

_SCHOOL_DAY = range(5 * 60 + 30, 13 * 60)  # minutes of the day, UTC: morning to afternoon in Finland and Norway


@dataclass(frozen=True)
class SchoolYears:
    """The school years before `now` (aware, UTC)."""

    now: datetime

    @property
    def last_spring(self) -> int:
        """The year of the last spring term that is over for a week at least."""
        today = self.now.date()
        return today.year if today >= date(today.year, 6, 8) else today.year - 1

    def span(self, period: str) -> tuple[date, date]:
        """First and last day of one of `PERIODS`; the last is never later than yesterday."""
        if period == "since":
            return date(self.last_spring, 6, 1), self.now.date() - timedelta(days=1)
        season, back = period[:-1], int(period[-1])
        if season == "spring":
            year = self.last_spring - back + 1
            return date(year, 1, 15), date(year, 5, 25)
        year = self.last_spring - back
        return date(year, 8, 20), date(year, 12, 10)

    def moment(self, period: str, percent: float, chance: Random) -> datetime:
        """A moment on a school day, `percent` of the way through the period."""
        first, last = self.span(period)
        day = first + timedelta(days=round((last - first).days * percent / 100))
        if day.weekday() > 4:
            day = max(first, day - timedelta(days=day.weekday() - 4))
        minute = chance.choice(_SCHOOL_DAY)
        return datetime.combine(day, time(minute // 60, minute % 60, chance.randrange(60)), UTC)

    def after(self, moment: datetime, days: float) -> datetime:
        """`days` later, but an hour ago at the latest."""
        return min(moment + timedelta(days=days), max(moment, self.now - timedelta(hours=1)))

    def began(self, years: int) -> datetime:
        """The first school day of somebody who came so many school years before the last spring's end; 0: this year."""
        if years == 0:
            first, last = self.span("since")
            return datetime.combine(min(last, max(first, date(self.last_spring, 8, 17))), time(6), UTC)
        return datetime.combine(date(self.last_spring - years, 8, 17), time(6), UTC)

"""Whether the hours of a placement are within a country's rules for young people: pure functions on planned shifts.

Nothing here knows a number of any country; those are data (`working_hours_rules`). Lengths are whole minutes of elapsed
time, so that a night in which clocks change is as long as it is. A shift belongs to the day, and the ISO week, on which
it begins, and so does whoever works it: their age then, and whether compulsory school has ended, say which rules apply.
A rule for a week, or for several, applies to all of it when it applies on any day of work within.
"""

import calendar
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Protocol
from zoneinfo import ZoneInfo

from portfolio_app.core.errors import Invalid
from portfolio_app.core.languages import N_
from portfolio_app.marketplace.working_hours_rules import (
    ADULT,
    Basis,
    Break,
    CountryRules,
    DailyRest,
    DayLimit,
    FreeDays,
    Kind,
    Limit,
    NotAtAll,
    NotBetween,
    NotOn,
    Rule,
    Weekday,
    WeekLimit,
    WeeklyRest,
    WeekMeanLimit,
)

DAY = timedelta(days=1)
_WEEKDAYS = tuple(Weekday)
_EVER = timedelta(days=3650)


class Ages(Protocol):
    """How old somebody is, in whole years, on a day."""

    def age_on(self, day: date) -> int:
        """Their age on that day."""
        ...


@dataclass(frozen=True)
class Aged:
    """Somebody whose age is known and who has no birthday meanwhile."""

    years: int

    def age_on(self, day: date) -> int:
        """The same on every day."""
        del day
        return self.years


@dataclass(frozen=True)
class BornIn:
    """Somebody of whom year and month of birth are known: counted as if born on the month's last day."""

    year: int
    month: int

    def age_on(self, day: date) -> int:
        """Full years on that day; a year is full on the last day of the month of birth."""
        last = date(day.year, self.month, calendar.monthrange(day.year, self.month)[1])
        return day.year - self.year - (day < last)


@dataclass(frozen=True)
class Young:
    """Whose hours are looked at: their ages, and the last day of compulsory school (None: it goes on)."""

    ages: Ages
    last_school_day: date | None = None

    def in_school(self, day: date) -> bool:
        """Whether compulsory school still goes on that day; its last day is one of it."""
        return self.last_school_day is None or day <= self.last_school_day


@dataclass(frozen=True)
class Shift:
    """Time at the workplace, as its clock tells it: from `begins` on `day` until `ends`, on the next day where that is
    not after `begins`; `break_minutes` of it are breaks."""

    day: date
    begins: time
    ends: time
    break_minutes: int = 0


@dataclass(frozen=True)
class Work:
    """A shift on the line of time, in UTC."""

    begins: datetime
    ends: datetime
    breaks: int

    @property
    def presence(self) -> int:
        """Minutes at the workplace, breaks counted in."""
        return _minutes(self.ends - self.begins)

    @property
    def net(self) -> int:
        """Minutes of work."""
        return self.presence - self.breaks


@dataclass(frozen=True)
class Plan:
    """Shifts in a time zone (IANA), minutes at school by day, and the weeks of holidays by their Mondays.

    A day with school is a school day, every other one is not. Raises `Invalid` for breaks as long as their shift, and
    for shifts that overlap.
    """

    shifts: tuple[Shift, ...]
    zone: str
    school: Mapping[date, int] = field(default_factory=dict[date, int])
    holiday_weeks: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        works = self.works()
        if any(one.net <= 0 or one.breaks < 0 for one in works):
            raise Invalid(N_("The break is as long as the time at the workplace. Make it shorter."), field="pause")
        if any(later.begins < one.ends for one, later in pairwise(works)):
            raise Invalid(N_("Two times overlap. Let one end before the next begins."), field="begins")

    def works(self) -> tuple[Work, ...]:
        """The shifts in the order of time."""
        zone = ZoneInfo(self.zone)
        made: list[Work] = []
        for one in self.shifts:
            last = one.day if one.ends > one.begins else one.day + DAY
            made.append(Work(_moment(one.day, one.begins, zone), _moment(last, one.ends, zone), one.break_minutes))
        return tuple(sorted(made, key=lambda work: work.begins))


@dataclass(frozen=True)
class Finding:
    """What is not within a rule: the limit of the rule that is broken, on which days, and how much was found.

    `found` is in minutes, for `FreeDays` in days; for `WeekMeanLimit` it is the mean of a week. `rule` and `limit` are
    None where no confirmed rule is known, which never blocks.
    """

    rule: Rule | None
    limit: Limit | None
    days: tuple[date, ...]
    found: int = 0

    @property
    def hard(self) -> bool:
        """Whether it blocks; else it warns."""
        return self.limit is not None and self.limit.hard


@dataclass(frozen=True)
class Situation:
    """Work, and all that says which rules apply to it."""

    works: tuple[Work, ...]
    plan: Plan
    young: Young
    kind: Kind
    rules: CountryRules

    def day_of(self, work: Work) -> date:
        """The day on which it begins."""
        return work.begins.astimezone(ZoneInfo(self.plan.zone)).date()

    def days(self) -> list[date]:
        """The days on which work begins."""
        return sorted({self.day_of(work) for work in self.works})

    def weeks(self) -> list[date]:
        """The Mondays of the weeks with work."""
        return sorted({monday(day) for day in self.days()})

    def on(self, first: date, days: int = 1) -> tuple[Work, ...]:
        """The work that begins on so many days from `first` on."""
        return tuple(work for work in self.works if first <= self.day_of(work) < first + days * DAY)

    def applies(self, rule: Rule, works: Iterable[Work]) -> bool:
        """Whether the rule applies on a day on which one of them begins."""
        return any(self.applies_on(rule, self.day_of(work)) for work in works)

    def applies_on(self, rule: Rule, day: date) -> bool:
        """Whether the rule applies on that day."""
        return rule.applies(self.kind, self.young.ages.age_on(day), in_school=self.young.in_school(day))

    def minutes(self, first: date, days: int, limit: DayLimit | WeekLimit | WeekMeanLimit) -> int:
        """What counts against `limit` on so many days from `first` on."""
        work = sum(one.presence if limit.with_breaks else one.net for one in self.on(first, days))
        if not limit.with_school:
            return work
        return work + sum(minutes for day, minutes in self.plan.school.items() if first <= day < first + days * DAY)


def monday(day: date) -> date:
    """The Monday of its ISO week."""
    return day - timedelta(days=day.weekday())


def findings(plan: Plan, young: Young, kind: Kind, rules: CountryRules) -> tuple[Finding, ...]:
    """All that is not within the rules: what blocks first, then by day."""
    return found_in(Situation(plan.works(), plan, young, kind, rules))


def found_in(at: Situation, *, hard_only: bool = False) -> tuple[Finding, ...]:
    """`findings` of work as it stands; `hard_only`: what blocks."""
    found: dict[tuple[object, ...], Finding] = {}
    for rule in at.rules.rules:
        for limit in rule.limits:
            if limit.hard or not hard_only:
                for one in _broken(rule, limit, at):
                    found.setdefault((limit, one.days), one)
    every = sorted(found.values(), key=lambda one: (not one.hard, one.days))
    blocked = {(type(one.limit), one.days) for one in every if one.hard}
    kept = [one for one in every if one.hard or (type(one.limit), one.days) not in blocked]
    return tuple(kept) if hard_only else (*kept, *_unknown(at))


def _unknown(at: Situation) -> Iterator[Finding]:
    """The days for which no rule is known that rests on law."""
    by_law = [rule for rule in at.rules.rules if rule.basis is Basis.LAW and rule.limits]
    young = [day for day in at.days() if at.young.ages.age_on(day) < ADULT]
    if days := tuple(day for day in young if not any(at.applies_on(rule, day) for rule in by_law)):
        yield Finding(None, None, days)


def _broken(rule: Rule, limit: Limit, at: Situation) -> Iterator[Finding]:
    match limit:
        case DayLimit():
            yield from _day(rule, limit, at)
        case WeekLimit():
            yield from _week(rule, limit, at)
        case WeekMeanLimit():
            yield from _week_mean(rule, limit, at)
        case NotBetween() | NotOn():
            yield from _at_the_wrong_time(rule, limit, at)
        case DailyRest():
            yield from _daily_rest(rule, limit, at)
        case WeeklyRest():
            yield from _weekly_rest(rule, limit, at)
        case FreeDays():
            yield from _free_days(rule, limit, at)
        case Break():
            for work in at.works:
                if at.applies(rule, [work]) and work.net > limit.after and work.breaks < limit.least:
                    yield Finding(rule, limit, (at.day_of(work),), work.breaks)
        case NotAtAll():
            if days := tuple(day for day in at.days() if at.applies_on(rule, day)):
                yield Finding(rule, limit, days)


def _day(rule: Rule, limit: DayLimit, at: Situation) -> Iterator[Finding]:
    for day in at.days():
        school = at.plan.school.get(day, 0) > 0
        if (limit.on == "school-day" and not school) or (limit.on == "other-day" and school):
            continue
        if at.applies_on(rule, day) and (found := at.minutes(day, 1, limit)) > limit.most:
            yield Finding(rule, limit, (day,), found)


def _week(rule: Rule, limit: WeekLimit, at: Situation) -> Iterator[Finding]:
    for first in at.weeks():
        holidays = first in at.plan.holiday_weeks
        if (limit.within == "term" and holidays) or (limit.within == "holidays" and not holidays):
            continue
        if at.applies(rule, at.on(first, 7)) and (found := at.minutes(first, 7, limit)) > limit.most:
            yield Finding(rule, limit, _days(at, first, 7), found)


def _week_mean(rule: Rule, limit: WeekMeanLimit, at: Situation) -> Iterator[Finding]:
    days = 7 * limit.weeks
    with_school = {monday(day) for day in at.plan.school} if limit.with_school else set[date]()
    for first in sorted({*at.weeks(), *with_school}):
        if (
            at.applies(rule, at.on(first, days))
            and (found := at.minutes(first, days, limit)) > limit.most * limit.weeks
        ):
            yield Finding(rule, limit, _days(at, first, days), found // limit.weeks)


def _at_the_wrong_time(rule: Rule, limit: NotBetween | NotOn, at: Situation) -> Iterator[Finding]:
    for work in at.works:
        if at.applies(rule, [work]) and (meets := tuple(barred(work, limit, at))):
            overlap = sum(_minutes(min(work.ends, end) - max(work.begins, begin)) for begin, end in meets)
            yield Finding(rule, limit, (at.day_of(work),), overlap)


def barred(work: Work, limit: NotBetween | NotOn, at: Situation) -> Iterator[tuple[datetime, datetime]]:
    """The times, in UTC, at which there may be no work and that the shift reaches into."""
    zone = ZoneInfo(at.plan.zone)
    day, last = at.day_of(work) - DAY, work.ends.astimezone(zone).date()
    while day <= last:
        begins, to = (limit.begins, limit.to) if isinstance(limit, NotBetween) else (time(), time())
        until = day if to > begins else day + DAY
        if isinstance(limit, NotBetween) or _WEEKDAYS[day.weekday()] in limit.days:
            begin, end = _moment(day, begins, zone), _moment(until, to, zone)
            if begin < work.ends and work.begins < end:
                yield begin, end
        day += DAY


def _daily_rest(rule: Rule, limit: DailyRest, at: Situation) -> Iterator[Finding]:
    for one, later in pairwise(at.works):
        rest = _minutes(later.begins - one.ends)
        if at.day_of(one) != at.day_of(later) and rest < limit.least and at.applies(rule, (one, later)):
            yield Finding(rule, limit, (at.day_of(later),), rest)


def _weekly_rest(rule: Rule, limit: WeeklyRest, at: Situation) -> Iterator[Finding]:
    """A rest of the right length lies in a week when its middle can: then no rest is counted for two weeks at once, and
    one from Saturday's evening to Monday's morning counts for the week that it ends."""
    half, zone = timedelta(minutes=limit.least) / 2, ZoneInfo(at.plan.zone)
    for first in at.weeks():
        if not at.applies(rule, at.on(first, 7)):
            continue
        begin, end = _moment(first, time(), zone), _moment(first + 7 * DAY, time(), zone)
        long_enough = [(start, stop) for start, stop in _rests(at.works) if stop - start >= 2 * half]
        middles = ((max(start + half, begin), stop - half) for start, stop in long_enough)
        if not any(earliest <= latest and earliest < end for earliest, latest in middles):
            longest = max(_minutes(min(stop, end) - max(start, begin)) for start, stop in _rests(at.works))
            yield Finding(rule, limit, _days(at, first, 7), min(max(longest, 0), limit.least - 1))


def _rests(works: tuple[Work, ...]) -> Iterator[tuple[datetime, datetime]]:
    """The times between work, before all of it and after."""
    if works:
        yield works[0].begins - _EVER, works[0].begins
        yield from ((one.ends, later.begins) for one, later in pairwise(works))
        yield works[-1].ends, works[-1].ends + _EVER


def _free_days(rule: Rule, limit: FreeDays, at: Situation) -> Iterator[Finding]:
    days = 7 * limit.weeks
    for first in at.weeks():
        works = at.on(first - DAY, days + 1)
        touched = {day for work in works for day in touched_days(work, at) if first <= day < first + days * DAY}
        if (free := days - len(touched)) < limit.least and at.applies(rule, works):
            yield Finding(rule, limit, tuple(sorted(touched)), free)


def touched_days(work: Work, at: Situation) -> Iterator[date]:
    """Every day on which a part of the shift lies."""
    day = at.day_of(work)
    last = (work.ends - timedelta(microseconds=1)).astimezone(ZoneInfo(at.plan.zone)).date()
    while day <= last:
        yield day
        day += DAY


def _days(at: Situation, first: date, days: int) -> tuple[date, ...]:
    return tuple(day for day in at.days() if first <= day < first + days * DAY)


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)


def _minutes(length: timedelta) -> int:
    return length // timedelta(minutes=1)

"""The nearest hours that are within the rules.

Hours are only ever taken away: a shift begins later, ends earlier, has a longer break, or goes. So the search comes to
an end, and whoever planned the hours finds in the answer a part of what they planned. What comes out is checked again
as a plan of its own before it is offered.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from portfolio_app.core.errors import Invalid
from portfolio_app.marketplace.working_hours import (
    Finding,
    Plan,
    Shift,
    Situation,
    Work,
    Young,
    barred,
    found_in,
    touched_days,
)
from portfolio_app.marketplace.working_hours_rules import (
    Break,
    CountryRules,
    DailyRest,
    DayLimit,
    FreeDays,
    Kind,
    NotAtAll,
    NotBetween,
    NotOn,
    WeekLimit,
    WeeklyRest,
    WeekMeanLimit,
)

MOST_STEPS = 1_000


@dataclass(frozen=True)
class Verdict:
    """What the rules say of a plan, and the nearest one that is within them; None where nothing is wrong or nothing of
    the plan can be kept. `free_of_warnings`: whether that one is within what only warns, too."""

    findings: tuple[Finding, ...]
    instead: Plan | None = None
    free_of_warnings: bool = False

    @property
    def blocked(self) -> bool:
        """Whether it must not be agreed as it is."""
        return any(one.hard for one in self.findings)


def judge(plan: Plan, young: Young, kind: Kind, rules: CountryRules) -> Verdict:
    """What the rules say of a plan, with the nearest alternative: one that nothing warns of, else one that is not
    blocked."""
    at = Situation(plan.works(), plan, young, kind, rules)
    found = found_in(at)
    if not any(one.limit for one in found):
        return Verdict(found)
    if instead := _nearest(at, hard_only=False):
        return Verdict(found, instead, free_of_warnings=True)
    blocked = any(one.hard for one in found)
    return Verdict(found, _nearest(at, hard_only=True) if blocked else None)


def _nearest(at: Situation, *, hard_only: bool) -> Plan | None:
    for _step in range(MOST_STEPS):
        wrong = [one for one in found_in(at, hard_only=hard_only) if one.limit]
        if not wrong:
            return _plan(at, hard_only=hard_only)
        at = replace(at, works=_mended(at, min(wrong, key=_order)))
    return None


_FIRST = (NotAtAll, NotOn, NotBetween, Break, DayLimit, DailyRest, FreeDays, WeeklyRest, WeekLimit, WeekMeanLimit)


def _order(one: Finding) -> int:
    """What concerns a shift is mended before what concerns its day, and that before its week."""
    return _FIRST.index(type(one.limit))  # pyright: ignore[reportArgumentType]


def _plan(at: Situation, *, hard_only: bool) -> Plan | None:
    """The work as a plan, if there is any and it is within the rules as its clock tells it."""
    zone = ZoneInfo(at.plan.zone)
    local = [(work.begins.astimezone(zone), work.ends.astimezone(zone), work.breaks) for work in at.works]
    shifts = tuple(Shift(begins.date(), begins.time(), ends.time(), breaks) for begins, ends, breaks in local)
    try:
        plan = replace(at.plan, shifts=shifts)
    except Invalid:
        return None
    left = found_in(replace(at, works=plan.works()), hard_only=hard_only)
    return plan if shifts and not any(one.limit for one in left) else None


def _mended(at: Situation, one: Finding) -> tuple[Work, ...]:
    """The work with less of what is wrong."""
    within = [work for work in at.works if at.day_of(work) in one.days]
    match one.limit:
        case NotBetween() | NotOn() as limit:
            return _changed(at, within, lambda work: _outside(work, limit, at))
        case Break(least=least, after=after):
            wrong = [work for work in within if work.net > after and work.breaks < least]
            return _changed(at, wrong, lambda work: _kept(replace(work, breaks=least)))
        case DayLimit(most=most) | WeekLimit(most=most):
            return _changed(at, within[-1:], lambda work: _shorter(work, one.found - most))
        case WeekMeanLimit(most=most, weeks=weeks):
            over = max(one.found - most, 1) * weeks
            return _changed(at, within[-1:], lambda work: _shorter(work, over))
        case DailyRest(least=least):
            later = timedelta(minutes=least - one.found)
            return _changed(at, within[:1], lambda work: _kept(replace(work, begins=work.begins + later)))
        case FreeDays() | WeeklyRest():
            return _without(at, one.days[-1])
        case _:
            return tuple(work for work in at.works if work not in within)


def _changed(at: Situation, which: list[Work], change: Callable[[Work], Work | None]) -> tuple[Work, ...]:
    made = (change(work) if work in which else work for work in at.works)
    return tuple(work for work in made if work)


def _without(at: Situation, day: date) -> tuple[Work, ...]:
    return tuple(work for work in at.works if day not in touched_days(work, at))


def _outside(work: Work, limit: NotBetween | NotOn, at: Situation) -> Work | None:
    """The longest piece of the shift outside the times that are barred; the first of them where two are as long."""
    pieces = [work]
    for begin, end in barred(work, limit, at):
        cut = [
            part for one in pieces for part in ((one.begins, min(one.ends, begin)), (max(one.begins, end), one.ends))
        ]
        pieces = [replace(work, begins=start, ends=stop) for start, stop in cut if start < stop]
    return _kept(max(pieces, key=lambda one: one.presence)) if pieces else None


def _shorter(work: Work, minutes: int) -> Work | None:
    return _kept(replace(work, ends=work.ends - timedelta(minutes=minutes)))


def _kept(work: Work) -> Work | None:
    """The shift, if there is any work left in it."""
    return work if work.begins < work.ends and work.net > 0 else None

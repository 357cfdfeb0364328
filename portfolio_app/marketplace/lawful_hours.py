"""Days at a host held against the rules of its country: what offers, bookings and agreements ask alike."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

from portfolio_app.core.errors import Invalid
from portfolio_app.core.languages import _, zone_of
from portfolio_app.marketplace.models import OfferKind
from portfolio_app.marketplace.working_hours import Plan, Shift, Young
from portfolio_app.marketplace.working_hours_lawful import judge
from portfolio_app.marketplace.working_hours_rules import Kind, rules_of
from portfolio_app.marketplace.working_hours_words import alternative_words, reason

WORKED: Mapping[OfferKind, Kind] = {
    OfferKind.WEEK: Kind.WORK_EXPERIENCE,
    OfferKind.PLACEMENT: Kind.WORK_EXPERIENCE,
    OfferKind.TRAINING: Kind.WORK_EXPERIENCE,
    OfferKind.TASTER: Kind.TASTER_DAY,
}
"""Kinds in which pupils work, as the rules for working hours call them."""
LONG_ENOUGH_FOR_A_BREAK = 270
"""Minutes: whoever says nothing of a break has half an hour from there on."""


def usual_break(begins: int, ends: int) -> int:
    """Minutes of break in a day between these times, where nobody has said."""
    return 30 if ends - begins >= LONG_ENOUGH_FOR_A_BREAK else 0


@dataclass(frozen=True)
class Days:
    """The same hours on every day from the first to the last; times are minutes after midnight."""

    first_day: date
    last_day: date
    begins: int
    ends: int
    break_minutes: int | None = None
    """None: nobody has said."""

    def working_days(self) -> Iterator[date]:
        """Every day of it, but for weekends in between."""
        day = self.first_day
        while day <= self.last_day:
            if day.weekday() < 5 or self.first_day == self.last_day:
                yield day
            day += timedelta(days=1)

    def shifts(self) -> Iterator[Shift]:
        """The time at the host on each working day."""
        begins, ends = (time(one // 60, one % 60) for one in (self.begins, self.ends))
        pause = usual_break(self.begins, self.ends) if self.break_minutes is None else self.break_minutes
        return (Shift(day, begins, ends, pause) for day in self.working_days())


def is_ruled(kind: OfferKind, country: str) -> bool:
    """Whether pupils work there, in a country whose rules are known: then hours depend on their age."""
    return kind in WORKED and rules_of(country) is not None


def warnings(
    kind: OfferKind, days: Days, young: Young, country: str, *, field: str, school_minutes: int = 0
) -> tuple[str, ...]:
    """What the country's rules warn of. Raises `Invalid` for `field` where they forbid it, with what would be lawful.

    `school_minutes` of school on each of these days count in.
    """
    worked, rules = WORKED.get(kind), rules_of(country)
    if worked is None or rules is None:
        return ()
    school = dict.fromkeys(days.working_days(), school_minutes) if school_minutes else {}
    plan = Plan(tuple(days.shifts()), zone_of(country) or "UTC", school)
    verdict = judge(plan, young, worked, rules)
    said = [reason(finding) for finding in verdict.findings if finding.hard or not verdict.blocked]
    if verdict.blocked:
        words = " ".join(dict.fromkeys(said))
        if verdict.instead:
            instead = "; ".join(list(alternative_words(plan, verdict.instead))[:3])
            words = _("{why} Possible would be: {instead}").format(why=words, instead=instead)
        raise Invalid("{words}", field=field, words=words)
    return tuple(dict.fromkeys(said))

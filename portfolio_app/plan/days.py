"""The days of a plan, as people type them. A day is that of the calendar on the pupil's wall, without an hour."""

from collections.abc import Iterable
from datetime import date

from portfolio_app.core.clock import now
from portfolio_app.core.errors import Invalid
from portfolio_app.core.languages import N_, format_date, local_date
from portfolio_app.plan.models import Goal, GoalStep

MOST_YEARS = 30  # further than that, a year was mistyped
BEFORE_GOAL = N_("You made this goal on {day}. Choose that day or a later one.")
AFTER_GOAL = N_("The goal itself is to be reached by {day}. Choose a day up to then, or give the goal more time first.")
STEP_LATER = N_("The step “{step}” is planned for {day}. Move that step first, or choose that day or a later one.")
PASSED = N_("Choose a day that is still to come.")


def today_here() -> date:
    """The day it is where the reader is."""
    return local_date(now())


def day_typed(text: str, *, field: str) -> date | None:
    """What a date field sends, None for nothing. Raises `Invalid` for what is no day, or a year far away."""
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as problem:
        raise Invalid(N_("Write the day as day, month and year."), field=field) from problem
    if abs(day.year - today_here().year) > MOST_YEARS:
        raise Invalid(N_("This day is too far away. Check the year."), field=field)
    return day


def must_be_to_come(day: date | None, former: date | None, *, field: str) -> None:
    """Raise `Invalid` for a day that has passed; one that stays what it was may have."""
    if day is not None and day != former and day < today_here():
        raise Invalid(PASSED, field=field)


def must_lie_in(goal: Goal, day: date | None) -> None:
    """Raise `Invalid` for a step's day before its goal was made, or after the goal is to be reached."""
    if day is None:
        return
    if day < goal.made_on:
        raise Invalid(BEFORE_GOAL, field="step_by", day=format_date(goal.made_on))
    if goal.by_when is not None and day > goal.by_when:
        raise Invalid(AFTER_GOAL, field="step_by", day=format_date(goal.by_when))


def must_hold(steps: Iterable[GoalStep], by_when: date | None) -> None:
    """Raise `Invalid` for the end of a goal before the day of one of its steps."""
    for step in steps:
        if by_when is not None and step.by_when is not None and step.by_when > by_when:
            raise Invalid(STEP_LATER, field="by_when", step=step.words, day=format_date(step.by_when))

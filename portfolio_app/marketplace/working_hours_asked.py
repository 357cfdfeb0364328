"""What an address asks of the page of working hours: for whom the rules are, and a day to look at.

The day is typed into a form whose values stand in the address; whatever is wrong with one is told beside it, and every
value stays as it was typed.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, time, timedelta

from portfolio_app.core.clock import today
from portfolio_app.core.errors import Invalid
from portfolio_app.core.languages import N_, _, zone_of
from portfolio_app.marketplace.working_hours import Plan, Shift, monday
from portfolio_app.marketplace.working_hours_rules import ADULT, CountryRules, Kind

YOUNGEST, USUAL_AGE = 12, 14
LONGEST = 20
"""Of a value that is typed, in characters."""
MOST_BREAK, MOST_SCHOOL = 8 * 60, 12 * 60
NEXT = timedelta(days=3 * 366)

_DAY = N_("Choose a day, within the next three years or the last three.")
_CLOCK = N_("Write a time such as 08:30.")
_SAME = N_("The end is the same as the beginning. Write when the day ends.")
_BREAK = N_("Write the break in minutes, such as 30. With no break, write 0.")
_SCHOOL = N_("Write hours such as 5 or 5:30, at most 12. With no school that day, write 0.")


@dataclass(frozen=True)
class Fields:
    """Of each field of the form, what was typed, or what is wrong with it."""

    day: str = ""
    begins: str = ""
    ends: str = ""
    pause: str = ""
    school: str = ""


NOTHING = Fields()
NAMES = tuple(one.name for one in fields(Fields))


@dataclass(frozen=True)
class Asked:
    """For whom: age in years, kind of placement, whether compulsory school has ended. And a day as it was typed."""

    age: int
    kind: Kind
    ended: bool = False
    checks: bool = False
    """Whether a day is to be looked at."""
    typed: Fields = NOTHING
    holidays: bool = False


def asked(query: Mapping[str, str], rules: CountryRules) -> Asked:
    """What an address asks; for an age or a kind there is not, the usual age and the first kind."""
    age, kind = query.get("age", ""), query.get("kind", "")
    return Asked(
        age=int(age) if age in map(str, range(YOUNGEST, ADULT)) else USUAL_AGE,
        kind=next((one for one in rules.kinds if one == kind), rules.kinds[0]),
        ended=bool(query.get("ended")),
        checks=bool(query.get("check")),
        typed=Fields(**{name: query.get(name, "").strip()[:LONGEST] for name in NAMES}),
        holidays=bool(query.get("holidays")),
    )


@dataclass(frozen=True)
class Problem:
    """What is wrong with a field of the form."""

    field_id: str
    message: str


def planned(wanted: Asked, country: str) -> tuple[Plan | None, tuple[Problem, ...]]:
    """The day that was typed as a plan; None, and what is wrong with each field, where it cannot be read."""
    typed, problems = asdict(wanted.typed), list[Problem]()
    values: dict[str, date | time | int] = {}
    for name, read, told in _READERS:
        value = read(typed[name])
        if value is None:
            problems.append(Problem(name, _(told)))
        else:
            values[name] = value
    if "begins" in values and values["begins"] == values.get("ends"):
        problems.append(Problem("ends", _(_SAME)))
    match tuple(values.get(name) for name in NAMES):
        case (date() as day, time() as begins, time() as ends, int() as pause, int() as school) if not problems:
            weeks = frozenset({monday(day)} if wanted.holidays else ())
            try:
                shifts = (Shift(day, begins, ends, pause),)
                return Plan(shifts, zone_of(country) or "UTC", {day: school} if school else {}, weeks), ()
            except Invalid as problem:
                return None, (Problem(problem.field, problem.sentence()),)
        case _:
            return None, tuple(sorted(problems, key=lambda one: NAMES.index(one.field_id)))


def _day(typed: str) -> date | None:
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    return day if abs(day - today()) <= NEXT else None


def _clock(typed: str) -> time | None:
    found = re.fullmatch(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])", typed)
    return time(int(found[1]), int(found[2])) if found else None


def _break(typed: str) -> int | None:
    found = re.fullmatch(r"[0-9]{1,3}", typed or "0")
    return int(found[0]) if found and int(found[0]) <= MOST_BREAK else None


def _school(typed: str) -> int | None:
    found = re.fullmatch(r"([0-9]{1,2})(?::([0-5][0-9])|[.,](5|50|0|00))?", typed or "0")
    if not found:
        return None
    minutes = int(found[1]) * 60 + int(found[2] or 0) + (30 if (found[3] or "").startswith("5") else 0)
    return minutes if minutes <= MOST_SCHOOL else None


_READERS: tuple[tuple[str, Callable[[str], date | time | int | None], str], ...] = (
    ("day", _day, _DAY),
    ("begins", _clock, _CLOCK),
    ("ends", _clock, _CLOCK),
    ("pause", _break, _BREAK),
    ("school", _school, _SCHOOL),
)

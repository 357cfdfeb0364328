"""A class on its way out of school, and the day itself, for tests of what comes after it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import at
from portfolio_app.guidance.contacts import name_contact
from portfolio_app.guidance.departure import months_after
from portfolio_app.schools.leaving_day import choose_leaving_day, leave
from tests.people import make_class, make_coordinator, make_counsellor, make_pupil, make_school, make_teacher

DAY = date(2027, 6, 5)
"""On which the class leaves."""


def noon(day: date) -> datetime:
    """The middle of a day."""
    return datetime.combine(day, time(12), UTC)


def after(months: int, days: int = 0) -> datetime:
    """Noon so many months, and days, after they left."""
    return noon(months_after(DAY, months) + timedelta(days=days))


BEFORE = noon(DAY) - timedelta(days=60)


@dataclass(frozen=True)
class LeavingSchool:
    """A school with a class that leaves, two of its pupils, and the adults around them."""

    school: UUID
    school_class: UUID
    siiri: Actor
    venla: Actor
    tuula: Actor
    """Teaches the class."""
    katri: Actor
    """A counsellor, and the guidance contact unless nobody was named."""
    pirjo: Actor
    """The coordinator."""


async def leaving_school(*, named: bool = True) -> LeavingSchool:
    """Sixty days before the day."""
    with at(BEFORE):
        school = await make_school("Harjun koulu")
        one = await make_class(school, "9B", stage="15-18")
        made = LeavingSchool(
            school,
            one,
            await make_pupil(school, one, name="Siiri Laine"),
            await make_pupil(school, one, name="Venla Koski"),
            await make_teacher(school, one, name="Tuula Virtanen"),
            await make_counsellor(school, name="Katri Niemi"),
            await make_coordinator(school, name="Pirjo Salo"),
        )
        await choose_leaving_day(made.pirjo, one, DAY)
        if named:
            await name_contact(made.pirjo, school, None, made.katri.person_id, "Phone 050 123, Tuesdays")
    return made


async def the_day_comes(made: LeavingSchool) -> None:
    """Everybody of the class leaves school."""
    with at(noon(DAY)):
        await leave(uuid4(), {"class": str(made.school_class), "day": DAY.isoformat()})

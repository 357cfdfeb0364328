"""Somebody's departure from a school: the one behind them, as long as the school answers for it, or the one to come.

For twelve months from the day they left, a school names somebody to turn to; after that nothing of this room is left.
"""

from calendar import monthrange
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, and_, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.accounts.models import Membership, Person, Role
from portfolio_app.core.clock import now
from portfolio_app.core.database import table_of
from portfolio_app.core.languages import local_date
from portfolio_app.schools.leaving_day import LeavingDay, leaving_days
from portfolio_app.schools.models import ClassMember, Leaving, School, SchoolClass

GUIDED_MONTHS = 12
"""For how long after leaving a school names a guidance contact: as long as Finland gives a right to guidance."""
BEFORE = timedelta(days=366)
"""How long before the leaving day somebody can see to the time after it."""

_ROLE, _PERSON, _SCHOOL, _CLASS, _MEMBER, _LEAVING = (
    table_of(kind) for kind in (Membership, Person, School, SchoolClass, ClassMember, Leaving)
)


@dataclass(frozen=True)
class Departure:
    """From which school and class, on which day, and whether that day is behind them."""

    school_id: UUID
    school: str
    class_id: UUID | None
    leaves_on: date
    has_left: bool

    @property
    def until(self) -> date:
        """The day on which all of it ends."""
        return months_after(self.leaves_on, GUIDED_MONTHS)


def months_after(day: date, months: int) -> date:
    """The same day so many months later (or earlier, with a negative number); the last of a month that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_ago(months: int) -> date:
    """The day so many months before today, where the reader is."""
    return months_after(local_date(now()), -months)


def has_left(person_id: Column[Any], school_id: Column[Any], *since: ColumnElement[bool]) -> ColumnElement[bool]:
    """Filter: that person has left that school, and is no pupil there again. `since` are filters on the `Leaving`."""
    held, leaving = _ROLE.alias(), _LEAVING
    back = exists().where(
        held.c.person_id == person_id,
        held.c.school_id == school_id,
        held.c.role == Role.PUPIL,
        held.c.ended_at.is_(None),
    )
    gone = exists().where(
        leaving.c.person_id == person_id, leaving.c.school_id == school_id, leaving.c.left_on.is_not(None), *since
    )
    return and_(gone, ~back)


async def departure_of(session: AsyncSession, person_id: UUID) -> Departure | None:
    """The departure that matters to somebody now: the one behind them for as long as it is answered for, else the one
    to come within a year; None for everybody else."""
    return (await departures_of(session, [person_id])).get(person_id)


async def departures_of(session: AsyncSession, people: Collection[UUID]) -> Mapping[UUID, Departure]:
    """`departure_of` several people, in three queries at most."""
    found = await _behind(session, people)
    rest = set(people) - set(found)
    return {**found, **(await _to_come(session, rest))} if rest else found


async def _behind(session: AsyncSession, people: Collection[UUID]) -> dict[UUID, Departure]:
    rows = (
        await session.execute(
            select(_LEAVING.c.person_id, _LEAVING.c.school_id, _LEAVING.c.left_on, _SCHOOL.c.name)
            .join_from(_LEAVING, _SCHOOL, _SCHOOL.c.id == _LEAVING.c.school_id)
            .join(_PERSON, _PERSON.c.id == _LEAVING.c.person_id)
            .where(
                _LEAVING.c.person_id.in_(people),
                _PERSON.c.ended_at.is_(None),
                _LEAVING.c.left_on > months_ago(GUIDED_MONTHS),
                has_left(_LEAVING.c.person_id, _LEAVING.c.school_id),
            )
            .order_by(_LEAVING.c.left_on)
        )
    ).all()
    if not rows:
        return {}
    of = {row.person_id: row for row in rows}
    classes = await session.execute(
        select(_MEMBER.c.person_id, _CLASS.c.school_id, _CLASS.c.id)
        .join_from(_MEMBER, _CLASS, _CLASS.c.id == _MEMBER.c.class_id)
        .where(_MEMBER.c.person_id.in_(of), _MEMBER.c.role == "pupil")
        .order_by(_MEMBER.c.began_at, _MEMBER.c.id)
    )
    last = {person: class_id for person, school, class_id in classes if school == of[person].school_id}
    return {
        person: Departure(row.school_id, row.name, last.get(person), row.left_on, has_left=True)
        for person, row in of.items()
    }


async def _to_come(session: AsyncSession, people: Collection[UUID]) -> dict[UUID, Departure]:
    latest = local_date(now()) + BEFORE
    days = {person: one for person, one in (await leaving_days(session, people)).items() if one.day <= latest}
    if not days:
        return {}
    rows = await session.execute(
        select(_MEMBER.c.person_id, _CLASS.c.school_id, _SCHOOL.c.name, _CLASS.c.id, _CLASS.c.leaving_on)
        .join_from(_MEMBER, _CLASS, _CLASS.c.id == _MEMBER.c.class_id)
        .join(_SCHOOL, _SCHOOL.c.id == _CLASS.c.school_id)
        .where(
            _MEMBER.c.person_id.in_(days),
            _MEMBER.c.role == "pupil",
            _MEMBER.c.ended_at.is_(None),
            _CLASS.c.ended_at.is_(None),
        )
    )
    return {
        person: Departure(school_id, school, class_id, day, has_left=False)
        for person, school_id, school, class_id, day in rows
        if LeavingDay(day, school_id) == days[person]
    }

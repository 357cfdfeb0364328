"""Who reads a box, and when: duty hours in a week, days off, whom a worry reaches now."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.models import Person, Role
from portfolio_app.accounts.policy import Ids, holds
from portfolio_app.ambassadors.questions.models import BoxDuty, QuestionBox
from portfolio_app.core.clock import now
from portfolio_app.core.languages import (
    _,
    being_in,
    format_clock,
    format_list,
    local_date,
    local_minute,
    weekday_names,
)
from portfolio_app.learning.teaching.days import day_said
from portfolio_app.schools.models import ClassMember
from portfolio_app.schools.places import zone_of_school

AHEAD = 60
"""How many days are looked ahead for the next time when somebody reads."""


@dataclass(frozen=True)
class DutyLine:
    """An adult's hours, in words."""

    id: str = ""
    name: str = ""
    hours: str = ""
    own: bool = False


@dataclass(frozen=True)
class DutyNow:
    """Who is on duty at this moment, and how that is said."""

    people: tuple[UUID, ...] = ()
    said: str = ""
    """That somebody reads now, or when somebody does next; or that nobody has set hours yet."""
    reading: bool = False


def looks_after(person_id: Ids, class_id: Ids, school_id: Ids) -> ColumnElement[bool]:
    """Filter: that person looks after the box of the class, as its teacher or a counsellor of the school. For an actor
    it is `policy.boxes_looked_after`."""
    teaches = exists().where(
        col(ClassMember.person_id) == person_id,
        col(ClassMember.class_id) == class_id,
        col(ClassMember.role) == "teacher",
        col(ClassMember.ended_at).is_(None),
    )
    return or_(and_(teaches, holds(person_id, school_id, Role.TEACHER)), holds(person_id, school_id, Role.COUNSELLOR))


async def adults_of_box(session: AsyncSession, box: QuestionBox) -> dict[UUID, str]:
    """Names of who may look after the box: teachers of its class and counsellors of its school, by name."""
    rows = await session.execute(
        select(col(Person.id), col(Person.name))
        .where(col(Person.ended_at).is_(None), looks_after(col(Person.id), box.class_id, box.school_id))
        .order_by(col(Person.sort_name), col(Person.id))
    )
    return {row.id: row.name for row in rows}


async def duties_of(session: AsyncSession, box: QuestionBox, adults: Collection[UUID]) -> list[BoxDuty]:
    """The duty hours of a box that stand, of those of `adults` who may still look after it."""
    rows = await session.execute(
        select(BoxDuty)
        .where(col(BoxDuty.box_id) == box.id, col(BoxDuty.ended_at).is_(None), col(BoxDuty.person_id).in_(adults))
        .order_by(col(BoxDuty.days), col(BoxDuty.begins), col(BoxDuty.id))
    )
    return list(rows.scalars())


def is_off(box: QuestionBox, day: date) -> bool:
    """Whether nobody reads the box on that day."""
    return any(one["first"] <= day.isoformat() <= one["last"] for one in box.days_off)


async def duty_now(
    session: AsyncSession, box: QuestionBox, duties: Sequence[BoxDuty], moment: datetime | None = None
) -> DutyNow:
    """Who is on duty at `moment` (now), by the clock of the school."""
    with being_in(await zone_of_school(session, box.school_id)):
        today, minute = local_date(moment or now()), local_minute(moment or now())
    here = [one for one in duties if _on(one, box, today) and one.begins <= minute < one.ends]
    if here:
        until = max(one.ends for one in here)
        said = _("Somebody reads the box now, until {time}.").format(time=clock(until))
        return DutyNow(_who(here), said, True)
    return DutyNow(said=_next_said(box, duties, today, minute))


def _on(duty: BoxDuty, box: QuestionBox, day: date) -> bool:
    return str(day.weekday()) in duty.days and not is_off(box, day)


def _next_said(box: QuestionBox, duties: Sequence[BoxDuty], today: date, minute: int) -> str:
    for ahead in range(AHEAD):
        day = today + timedelta(days=ahead)
        begins = [one.begins for one in duties if _on(one, box, day) and (ahead or one.begins > minute)]
        if begins:
            return _("Nobody reads the box right now. The next time somebody does: {day}, {time}.").format(
                day=day_said(day, today), time=clock(min(begins))
            )
    return _("No hours are set yet, so it may take days until somebody reads it.")


def clock(minute: int) -> str:
    """A minute of the day as a clock shows it."""
    return format_clock(time(min(minute, 1439) // 60, min(minute, 1439) % 60))


def hours_said(duty: BoxDuty) -> str:
    """The hours of a week, in words."""
    names = weekday_names()
    days = format_list([names[int(one)] for one in duty.days])
    return _("{days}, {begins}–{ends}").format(days=days, begins=clock(duty.begins), ends=clock(duty.ends))


def off_ahead(box: QuestionBox) -> list[tuple[date, date]]:
    """First and last days of the days off that are not over, the nearest first."""
    days = ((date.fromisoformat(one["first"]), date.fromisoformat(one["last"])) for one in box.days_off)
    return sorted((first, last) for first, last in days if last >= local_date(now()))


def lines(duties: Sequence[BoxDuty], names: Mapping[UUID, str], reader: UUID | None = None) -> tuple[DutyLine, ...]:
    """The hours, with whose they are."""
    return tuple(
        DutyLine(str(one.id), names.get(one.person_id, ""), hours_said(one), one.person_id == reader) for one in duties
    )


async def readers_of(session: AsyncSession, box: QuestionBox) -> tuple[UUID, ...]:
    """Who reads the box: all who take duty; else all adults who may look after it."""
    adults = await adults_of_box(session, box)
    return _who(await duties_of(session, box, adults)) or tuple(adults)


async def reached_now(session: AsyncSession, box: QuestionBox) -> tuple[UUID, ...]:
    """Whom a worry, or the name of somebody who wants to be contacted, reaches: whoever is on duty now; else whoever
    reads the box."""
    adults = await adults_of_box(session, box)
    duties = await duties_of(session, box, adults)
    return (await duty_now(session, box, duties)).people or _who(duties) or tuple(adults)


def _who(duties: Sequence[BoxDuty]) -> tuple[UUID, ...]:
    return tuple(dict.fromkeys(one.person_id for one in duties))

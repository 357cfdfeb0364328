"""The day on which the pupils of a class leave school. On it their role at the school ends by itself, and with it all
that anybody there sees of them.

It is the first day without school, counted by the clock on the school's wall. The work is written with the day itself,
and looks again when its time comes whether the day still holds; so it catches up after the server was off, and does
nothing the second time. Who is in another class of the school that does not leave yet stays a pupil there.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import ColumnElement, Uuid, bindparam, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Role
from portfolio_app.accounts.own import leaves_school
from portfolio_app.core import outbox
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import as_id, insert_new, writing
from portfolio_app.core.errors import Invalid, NotFound
from portfolio_app.core.languages import N_, being_in, end_of_day, format_date, local_date
from portfolio_app.notices.about import About, Shown
from portfolio_app.notices.actions import notify
from portfolio_app.notices.kinds import LEAVING
from portfolio_app.schools import policy
from portfolio_app.schools.actions import check_stage
from portfolio_app.schools.models import ClassMember, SchoolClass
from portfolio_app.schools.models import Leaving as Leaver
from portfolio_app.schools.places import zone_of_school
from portfolio_app.schools.roles import close_role

LEAVE = "schools.leave"
"""The kind of work that ends roles on the day."""
TELL = "schools.tell_of_leaving"
"""The kind of work that tells pupils that the day comes."""
DAY = "leaving_day"
"""What the notice is about."""
YEAR_BEFORE = timedelta(days=365)
MONTHS_BEFORE = timedelta(days=91)
WEEKS_BEFORE = timedelta(days=14)
BEFORE = (YEAR_BEFORE, MONTHS_BEFORE, WEEKS_BEFORE)
"""How long before the day pupils are told: the first is calm, from the second on there is something to go through."""
MORNING = timedelta(hours=7)
LONGEST = timedelta(days=10 * 365)

_other: Any = aliased(ClassMember)
_elsewhere: Any = aliased(SchoolClass)


@dataclass(frozen=True)
class LeavingDay:
    """When somebody leaves which school."""

    day: date
    school_id: UUID


def day_from(text: str, *, field: str) -> date | None:
    """A day as a date field sends it; None for an empty one. Raises `Invalid`."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as problem:
        raise Invalid(N_("Choose a day that is still to come."), field=field) from problem


async def choose_leaving_day(actor: Actor, class_id: str | UUID, day: date | None) -> None:
    """Say on which day the pupils of a class leave school, for its coordinator; None for no day.

    Raises `Invalid` for a day that is not to come, `NotFound`.
    """
    async with writing() as session:
        found = await policy.check_leads_class(session, actor, as_id(class_id))
        await _check_to_come(session, found.school_id, day)
        await _choose(session, actor, found, day)


async def choose_leaving_day_of_stage(actor: Actor, school_id: str | UUID, stage: str, day: date | None) -> int:
    """The same for all open classes of a school at a stage; returns how many those are. Raises as that does."""
    check_stage(stage)
    async with writing() as session:
        school = await policy.check_leads(session, actor, as_id(school_id))
        await _check_to_come(session, school.id, day)
        of_stage = (
            col(SchoolClass.school_id) == school.id,
            col(SchoolClass.stage) == stage,
            col(SchoolClass.ended_at).is_(None),
        )
        found = await session.execute(
            select(SchoolClass).where(*of_stage).order_by(col(SchoolClass.id)).with_for_update()
        )
        classes = list(found.scalars())
        if not classes:
            raise Invalid(N_("There is no class at this stage."), field="leaving_stage")
        for one in classes:
            await _choose(session, actor, one, day)
    return len(classes)


async def _check_to_come(session: AsyncSession, school_id: UUID, day: date | None) -> None:
    if day is None:
        return
    here = await today_at(session, school_id)
    if day <= here:
        raise Invalid(N_("Choose a day that is still to come."), field="leaving_on")
    if day > here + LONGEST:
        raise Invalid(N_("Choose a day within the next ten years."), field="leaving_on")


async def _choose(session: AsyncSession, actor: Actor, school_class: SchoolClass, day: date | None) -> None:
    if school_class.leaving_on == day:
        return
    former, school_class.leaving_on = school_class.leaving_on, day
    audit(
        session,
        "schools.choose_leaving_day",
        actor_id=actor.person_id,
        school_id=school_class.school_id,
        thing=f"class:{school_class.id}",
        former=former.isoformat() if former else "",
        day=day.isoformat() if day else "",
    )
    if day is None:
        return
    with being_in(await zone_of_school(session, school_class.school_id)):
        work = {"class": str(school_class.id), "day": day.isoformat()}
        await outbox.put(session, LEAVE, work, not_before=begins(day), row_id=_row(school_class.id, day))
        for before in BEFORE:
            morning = begins(day - before) + MORNING
            row = uuid5(_row(school_class.id, day), str(before.days))
            await outbox.put(session, TELL, {**work, "before": before.days}, not_before=max(morning, now()), row_id=row)


def _row(class_id: UUID, day: date) -> UUID:
    return uuid5(class_id, f"leaves {day}")


def begins(day: date) -> datetime:
    """The moment at which a day begins where the reader is."""
    return end_of_day(day - timedelta(days=1))


async def today_at(session: AsyncSession, school_id: UUID) -> date:
    """The day on the calendar of a school."""
    with being_in(await zone_of_school(session, school_id)):
        return local_date(now() + timedelta(microseconds=1))


async def choose_staying(actor: Actor, class_id: str | UUID, person_id: str | UUID, *, stays: bool) -> None:
    """A pupil of a class does not leave school with it, or does after all; for its coordinator. Raises `NotFound`."""
    async with writing() as session:
        found = await policy.check_leads_class(session, actor, as_id(class_id))
        place = (
            await session.execute(
                select(ClassMember)
                .where(
                    col(ClassMember.class_id) == found.id,
                    col(ClassMember.person_id) == as_id(person_id),
                    col(ClassMember.role) == Role.PUPIL,
                    col(ClassMember.ended_at).is_(None),
                )
                .with_for_update()
            )
        ).scalar_one_or_none()
        if place is None:
            raise NotFound()
        if place.stays != stays:
            place.stays = stays
            audit(
                session,
                "schools.choose_staying",
                actor_id=actor.person_id,
                about_id=place.person_id,
                school_id=found.school_id,
                thing=f"class:{found.id}",
                stays=stays,
            )


async def leave(_row_id: UUID, payload: Mapping[str, Any]) -> None:
    """Work of the outbox: the day has come. Nothing happens when it is another one now, or was done. Harmless twice."""
    day = date.fromisoformat(payload["day"])
    async with writing() as session:
        found = (
            await session.execute(
                select(SchoolClass)
                .where(
                    col(SchoolClass.id) == UUID(payload["class"]),
                    col(SchoolClass.leaving_on) == day,
                    col(SchoolClass.ended_at).is_(None),
                )
                .with_for_update()
            )
        ).scalar_one_or_none()
        if found is None or await today_at(session, found.school_id) < day:
            return
        staying = set((await session.execute(_pupils(found.id, _stays_elsewhere(day)))).scalars())
        for person_id in sorted((await session.execute(_pupils(found.id))).scalars()):
            if person_id in staying:
                await _leave_class(session, found, person_id)
            else:
                await _leave_school(session, found.school_id, person_id, day)
        found.leaving_on = None  # whoever joins the class from now on leaves on another day
        await session.execute(
            update(ClassMember).where(col(ClassMember.class_id) == found.id, col(ClassMember.stays)).values(stays=False)
        )
        thing = f"class:{found.id}"
        audit(
            session, "schools.leaving_day", actor_id=None, school_id=found.school_id, thing=thing, day=day.isoformat()
        )


def _pupils(class_id: UUID, *which: ColumnElement[bool]) -> Any:
    return select(col(ClassMember.person_id)).where(
        col(ClassMember.class_id) == class_id,
        col(ClassMember.role) == Role.PUPIL,
        col(ClassMember.ended_at).is_(None),
        ~col(ClassMember.stays),
        *which,
    )


def _stays_elsewhere(day: date) -> ColumnElement[bool]:
    """Filter on `ClassMember`: in another open class of the same school, too, which they do not leave by that day."""
    here = aliased(SchoolClass)
    return exists(
        select(1)
        .select_from(_other)
        .join(_elsewhere, _elsewhere.id == _other.class_id)
        .join(here, here.school_id == _elsewhere.school_id)
        .where(
            col(here.id) == col(ClassMember.class_id),
            _other.person_id == ClassMember.person_id,
            _other.class_id != ClassMember.class_id,
            _other.role == Role.PUPIL.value,
            _other.ended_at.is_(None),
            _elsewhere.ended_at.is_(None),
            or_(_elsewhere.leaving_on.is_(None), _elsewhere.leaving_on > day, _other.stays),
        )
    )


async def _leave_class(session: AsyncSession, school_class: SchoolClass, person_id: UUID) -> None:
    here = (
        col(ClassMember.class_id) == school_class.id,
        col(ClassMember.person_id) == person_id,
        col(ClassMember.role) == Role.PUPIL,
        col(ClassMember.ended_at).is_(None),
    )
    await session.execute(update(ClassMember).where(*here).values(ended_at=now()))
    _audit(session, "schools.leaves_class", school_class.school_id, person_id)


async def _leave_school(session: AsyncSession, school_id: UUID, person_id: UUID, day: date) -> None:
    if not await close_role(session, school_id, person_id, Role.PUPIL):
        return
    leaver = await leaver_of(session, person_id, school_id)
    leaver.left_on = day
    await leaves_school(session, person_id)
    _audit(session, "schools.leaves_school", school_id, person_id)


async def leaver_of(session: AsyncSession, person_id: UUID, school_id: UUID) -> Leaver:
    """The row about somebody's way out of a school, locked for a change; made where there is none."""
    await insert_new(session, Leaver(person_id=person_id, school_id=school_id))
    mine = (col(Leaver.person_id) == person_id, col(Leaver.school_id) == school_id)
    return (await session.execute(select(Leaver).where(*mine).with_for_update())).scalar_one()


# Written once: it is asked each time a pupil comes to Home.
_LEAVING = (
    select(col(ClassMember.person_id), col(SchoolClass.school_id), col(SchoolClass.leaving_on), col(ClassMember.stays))
    .join(SchoolClass, col(SchoolClass.id) == col(ClassMember.class_id))
    .where(
        col(ClassMember.person_id).in_(bindparam("people", type_=Uuid(), expanding=True)),
        col(ClassMember.role) == Role.PUPIL,
        col(ClassMember.ended_at).is_(None),
        col(SchoolClass.ended_at).is_(None),
    )
)


async def leaving_days(session: AsyncSession, person_ids: Collection[UUID]) -> dict[UUID, LeavingDay]:
    """When those people leave school: the last day of their classes there, when all of these have one. Whoever stays,
    or has no class, is missing; of two schools it is the one that is left first."""
    rows = await session.execute(_LEAVING, {"people": list(person_ids)})
    days: dict[tuple[UUID, UUID], list[date | None]] = {}
    for person_id, school_id, day, stays in rows:
        days.setdefault((person_id, school_id), []).append(None if stays else day)
    found: dict[UUID, LeavingDay] = {}
    for (person_id, school_id), some in sorted(days.items()):
        known = [day for day in some if day is not None]
        if len(known) < len(some):
            continue
        one = LeavingDay(max(known), school_id)
        if person_id not in found or one.day < found[person_id].day:
            found[person_id] = one
    return found


async def tell(_row_id: UUID, payload: Mapping[str, Any]) -> None:
    """Work of the outbox: tell the pupils of a class that their day comes. Where a later moment has come as well, it is
    that one's to tell. Harmless twice."""
    day, before = date.fromisoformat(payload["day"]), timedelta(days=int(payload["before"]))
    async with writing() as session:
        found = await session.get(SchoolClass, UUID(payload["class"]))
        if found is None or found.leaving_on != day or found.ended_at is not None:
            return
        left = day - await today_at(session, found.school_id)
        if left <= timedelta(0) or any(left <= later < before for later in BEFORE):
            return
        pupils = list((await session.execute(_pupils(found.id))).scalars())
        for person_id, leaves in (await leaving_days(session, pupils)).items():
            if leaves == LeavingDay(day, found.school_id):
                about = About(person_id, DAY, day.isoformat())
                await notify(session, person_id, LEAVING, about=about, once=f"{found.school_id} {day} {before.days}")


async def find_days(session: AsyncSession, reader_id: UUID, things: Collection[About]) -> Mapping[About, Shown]:
    """Notices: the day, as long as it is the reader's."""
    leaves = (await leaving_days(session, [reader_id])).get(reader_id)
    return {
        one: Shown(format_date(leaves.day), "/leaving") for one in things if leaves and one.thing == str(leaves.day)
    }


def _audit(session: AsyncSession, action: str, school_id: UUID, person_id: UUID) -> None:
    audit(session, action, actor_id=None, about_id=person_id, school_id=school_id, thing=f"person:{person_id}")

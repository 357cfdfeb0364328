"""Planning a class's years: modules in weeks, external days, deadlines; copying a plan of an earlier year.

Two teachers may plan at once. Whoever changes something that a colleague changed meanwhile is told what it is now.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import insert_new, writing
from portfolio_app.core.errors import Conflict, Invalid, NotFound
from portfolio_app.core.languages import N_, _, format_date
from portfolio_app.core.resting import rested_before
from portfolio_app.core.wording import one_line, several_lines
from portfolio_app.learning.teaching import material, policy
from portfolio_app.learning.teaching.days import monday_of, school_year_days
from portfolio_app.learning.teaching.models import PlanItem, PlanKind
from portfolio_app.schools.models import SchoolClass

LONGEST_TITLE = 160
LONGEST_WORDS = 1000
MOST_MINUTES = 40 * 60
"""Of one external item: a week."""
MOST_ITEMS = 400
MOVED = N_("{name} changed this meanwhile: “{title}” is now on {day}. Yours was not saved; look, and do it again.")
PLANNED = N_("“{title}” is in the plan already, from {day}. Move it there.")


@dataclass(frozen=True)
class DayForm:
    """An external day (`minutes`, `aims`) or a deadline (`families`: theirs, too), as a teacher wrote it."""

    kind: PlanKind
    title: str
    day: date
    words: str = ""
    minutes: int = 0
    aims: tuple[int, ...] = ()
    families: bool = False


async def plan_module(actor: Actor, class_id: UUID, module: str, day: date, request: UUID) -> UUID:
    """Put a module of the programme into the plan, from the week of `day` on; returns the item's id.

    Sent twice, it is there once. Raises `Conflict` when it is in the plan already, put there by another form.
    """
    async with writing() as session:
        one = await policy.check_teaches(session, actor, class_id, changes=True)
        if already := await _kept(session, one, request):
            return already
        listed = await material.place_of(session, one.school_id, module)
        if listed is None:
            raise Invalid(N_("Choose a module."), field="module")
        await _check_room(session, one)
        row = _new(actor, one, request, kind=PlanKind.MODULE, module=module, day=monday_of(day))
        row.programme, row.minutes, row.aims = listed.programme, listed.minutes, list(listed.aims)
        if not await insert_new(session, row):
            there = await _there(session, one, module)
            raise Conflict(PLANNED, field="module", title=title_of(there), day=format_date(there.day))
        _audit(session, "learning.plan_module", actor, row)
        return row.id


async def plan_day(actor: Actor, class_id: UUID, form: DayForm, request: UUID) -> UUID:
    """Put an external day or a deadline into the plan; returns the item's id. Sent twice, it is there once."""
    async with writing() as session:
        one = await policy.check_teaches(session, actor, class_id, changes=True)
        if already := await _kept(session, one, request):
            return already
        await _check_room(session, one)
        row = _new(actor, one, request, kind=form.kind, day=form.day)
        _write(row, form, "")
        session.add(row)
        await session.flush()
        _audit(session, "learning.plan_day", actor, row, kind=form.kind)
        return row.id


async def change_day(actor: Actor, item_id: UUID, form: DayForm, version: int) -> None:
    """Write an external day or a deadline anew. Raises `Conflict` when a colleague changed it meanwhile."""
    async with writing() as session:
        _one, row = await policy.own_item(session, actor, item_id)
        if row.kind != form.kind or row.kind == PlanKind.MODULE:
            raise NotFound()
        await _check_version(session, row, version)
        _write(row, form, f"-{row.id}")
        _changed(row, actor)
        _audit(session, "learning.change_day", actor, row)


async def move_item(actor: Actor, item_id: UUID, day: date, version: int) -> None:
    """Move something to another day; a module to the week of that day. Raises `Conflict` as `change_day` does."""
    async with writing() as session:
        _one, row = await policy.own_item(session, actor, item_id)
        wanted = monday_of(day) if row.kind == PlanKind.MODULE else day
        if wanted == row.day:
            return
        await _check_version(session, row, version)
        row.day = wanted
        _changed(row, actor)
        _audit(session, "learning.move_item", actor, row)


async def cancel_day(actor: Actor, item_id: UUID, *, cancelled: bool) -> None:
    """An external day does not take place after all; or does. Said twice, it is so once."""
    async with writing() as session:
        _one, row = await policy.own_item(session, actor, item_id)
        if row.kind != PlanKind.EXTERNAL:
            raise NotFound()
        if (row.cancelled_at is not None) is cancelled:
            return
        row.cancelled_at = now() if cancelled else None
        _changed(row, actor)
        _audit(session, "learning.cancel_day", actor, row, cancelled=cancelled)


async def take_out(actor: Actor, item_id: UUID) -> None:
    """Take something out of the plan; it rests, and can be put back."""
    async with writing() as session:
        _one, row = await policy.own_item(session, actor, item_id)
        row.deleted_at = now()
        _changed(row, actor)
        _audit(session, "learning.take_out", actor, row)


async def put_back(actor: Actor, item_id: UUID) -> None:
    """Undo that, as long as it rests. Raises `Conflict` when the module was planned anew since."""
    async with writing() as session:
        one, row = await policy.own_item(session, actor, item_id, deleted=True)
        if row.deleted_at is None or row.deleted_at <= rested_before():
            raise NotFound()
        if row.kind == PlanKind.MODULE and await _planned(session, one, row.module):
            there = await _there(session, one, row.module)
            raise Conflict(PLANNED, title=title_of(there), day=format_date(there.day))
        row.deleted_at = None
        _changed(row, actor)
        _audit(session, "learning.put_back", actor, row)


async def copy_plan(actor: Actor, from_class: UUID, from_year: int, to_class: UUID, to_year: int) -> int:
    """Copy what is planned in a school year into a plan, every day moved by whole weeks; returns how many are new.

    Both classes are the actor's, and may be the same. What was copied before, and modules that are planned already, are
    left as they are, so that doing it twice does it once.
    """
    weeks = _weeks_between(from_year, to_year)
    if from_class == to_class and not weeks:
        raise Invalid(N_("Choose another year to copy into."), field="to_year")
    async with writing() as session:
        source = await policy.check_teaches(session, actor, from_class)
        one = await policy.check_teaches(session, actor, to_class, changes=True)
        items = await session.execute(select(PlanItem).where(in_year(source.id, from_year)).order_by(col(PlanItem.day)))
        there = await _copied_or_planned(session, one)
        new = [
            item for item in items.scalars() if item.id not in there and (not item.module or item.module not in there)
        ]
        for item in new:
            row = _new(actor, one, uuid4(), kind=PlanKind(item.kind), day=item.day + timedelta(weeks=weeks))
            for name in ("programme", "module", "title", "words", "minutes", "families"):
                setattr(row, name, getattr(item, name))
            row.aims, row.copied_from_id = list(item.aims), item.id
            session.add(row)
        audit(
            session,
            "learning.copy_plan",
            actor_id=actor.person_id,
            school_id=one.school_id,
            thing=f"class:{one.id}",
            items=len(new),
        )
        return len(new)


def in_year(class_id: UUID, year: int) -> ColumnElement[bool]:
    """Filter on plan items: those of a class in a school year that are not taken out."""
    first, last = school_year_days(year)
    return and_(of_class(class_id), col(PlanItem.day) >= first, col(PlanItem.day) <= last)


def of_class(class_id: UUID) -> ColumnElement[bool]:
    """Filter on plan items: those of a class that are not taken out."""
    return and_(col(PlanItem.class_id) == class_id, col(PlanItem.deleted_at).is_(None))


def title_of(item: PlanItem) -> str:
    """What an item is called in the language being spoken."""
    return item.title or material.title_of(item.module).text


def _weeks_between(from_year: int, to_year: int) -> int:
    """Whole weeks from the first Monday of one school year to that of another."""
    first, second = (monday_of(school_year_days(year)[0] + timedelta(days=6)) for year in (from_year, to_year))
    return (second - first).days // 7


def _new(actor: Actor, one: SchoolClass, request: UUID, **values: Any) -> PlanItem:
    return PlanItem(
        school_id=one.school_id,
        class_id=one.id,
        by_id=actor.person_id,
        changed_by_id=actor.person_id,
        made_at=now(),
        changed_at=now(),
        request=request,
        **values,
    )


def _write(row: PlanItem, form: DayForm, suffix: str) -> None:
    empty = N_("Say in a few words what it is.")
    row.title = one_line(form.title, field=f"title{suffix}", most=LONGEST_TITLE, empty=empty)
    row.words = several_lines(form.words, field=f"words{suffix}", most=LONGEST_WORDS)
    row.day = form.day
    row.families = form.families and form.kind == PlanKind.DEADLINE
    if form.kind == PlanKind.EXTERNAL:
        if not 0 < form.minutes <= MOST_MINUTES:
            raise Invalid(N_("Say how long it takes: up to 40 hours."), field=f"hours{suffix}")
        row.minutes, row.aims = form.minutes, sorted(set(form.aims) & material.aim_numbers())


async def _check_version(session: AsyncSession, row: PlanItem, version: int) -> None:
    if row.version != version:
        name = (await session.execute(select(col(Person.name)).where(col(Person.id) == row.changed_by_id))).scalar()
        field = f"day-{row.id}"
        raise Conflict(MOVED, field=field, name=name or _("Somebody"), title=title_of(row), day=format_date(row.day))


async def _kept(session: AsyncSession, one: SchoolClass, request: UUID) -> UUID | None:
    row = (await session.execute(select(PlanItem).where(col(PlanItem.request) == request))).scalar_one_or_none()
    if row is not None and row.class_id != one.id:
        raise NotFound()
    return row.id if row else None


async def _check_room(session: AsyncSession, one: SchoolClass) -> None:
    count = await session.execute(select(func.count()).select_from(PlanItem).where(of_class(one.id)))
    if count.scalar_one() >= MOST_ITEMS:
        raise Invalid(N_("This plan is very long. Take out what is over first."))


async def _there(session: AsyncSession, one: SchoolClass, module: str) -> PlanItem:
    found = await session.execute(select(PlanItem).where(of_class(one.id), col(PlanItem.module) == module))
    return found.scalar_one()


async def _planned(session: AsyncSession, one: SchoolClass, module: str) -> bool:
    found = await session.execute(select(col(PlanItem.id)).where(of_class(one.id), col(PlanItem.module) == module))
    return found.first() is not None


async def _copied_or_planned(session: AsyncSession, one: SchoolClass) -> Collection[UUID | str]:
    rows = await session.execute(select(col(PlanItem.copied_from_id), col(PlanItem.module)).where(of_class(one.id)))
    return {what for row in rows for what in row if what}


def _changed(row: PlanItem, actor: Actor) -> None:
    row.changed_by_id, row.changed_at, row.version = actor.person_id, now(), row.version + 1


def _audit(session: AsyncSession, action: str, actor: Actor, row: PlanItem, **detail: Any) -> None:
    audit(session, action, actor_id=actor.person_id, school_id=row.school_id, thing=f"plan_item:{row.id}", **detail)

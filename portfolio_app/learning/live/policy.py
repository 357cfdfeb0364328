"""Who has a lesson together: whoever teaches the class leads it and sees where its pupils are, its pupils of now are in
it. Nobody sees who wrote what on a wall."""

from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, and_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import now
from portfolio_app.core.database import table_of
from portfolio_app.core.errors import NotFound
from portfolio_app.learning.live.models import LiveLesson, LiveWall, WallNote
from portfolio_app.learning.teaching.policy import check_teaches, in_class_now
from portfolio_app.schools.models import SchoolClass

_LIVE = table_of(LiveLesson)


def open_now(moment: Any = None) -> ColumnElement[bool]:
    """Filter: lessons nobody has ended, on the day they began."""
    return and_(_LIVE.c.ended_at.is_(None), _LIVE.c.until > (now() if moment is None else moment))


def in_it(person_id: UUID | BindParameter[UUID], moment: Any = None) -> ColumnElement[bool]:
    """Filter, where lessons and their classes are joined: open ones of a class that person is a pupil of now."""
    return and_(open_now(moment), in_class_now(person_id))


async def led(session: AsyncSession, actor: Actor, live_id: UUID) -> tuple[SchoolClass, LiveLesson]:
    """A lesson, ended or not, of a class the actor teaches, both locked. Raises `NotFound` for any other."""
    found = await session.execute(select(LiveLesson).where(col(LiveLesson.id) == live_id))
    live = found.scalar_one_or_none()
    if live is None:
        raise NotFound()
    one = await check_teaches(session, actor, live.class_id, changes=True)
    await session.refresh(live, with_for_update=True)
    return one, live


async def attended(session: AsyncSession, actor: Actor, live_id: UUID) -> LiveLesson:
    """An open lesson of a class the actor is a pupil of now. Raises `NotFound` for any other."""
    found = await session.execute(
        select(LiveLesson)
        .join(SchoolClass, col(SchoolClass.id) == col(LiveLesson.class_id))
        .where(col(LiveLesson.id) == live_id, in_it(actor.person_id))
    )
    live = found.scalar_one_or_none()
    if live is None:
        raise NotFound()
    return live


async def led_wall(session: AsyncSession, actor: Actor, wall_id: UUID, *, changes: bool = False) -> LiveWall:
    """A wall of a class the actor teaches, its class locked for a change. Raises `NotFound` for any other."""
    found = await session.execute(
        select(LiveWall, col(LiveLesson.class_id))
        .join(LiveLesson, col(LiveLesson.id) == col(LiveWall.live_id))
        .where(col(LiveWall.id) == wall_id)
    )
    row = found.one_or_none()
    if row is None:
        raise NotFound()
    await check_teaches(session, actor, row.class_id, changes=changes)
    return row.LiveWall


async def led_note(session: AsyncSession, actor: Actor, note_id: UUID) -> tuple[LiveWall, WallNote]:
    """A note on such a wall, for a change."""
    wall_id = (await session.execute(select(col(WallNote.wall_id)).where(col(WallNote.id) == note_id))).scalar()
    if wall_id is None:
        raise NotFound()
    wall = await led_wall(session, actor, wall_id, changes=True)
    found = await session.execute(select(WallNote).where(col(WallNote.id) == note_id).with_for_update())
    note = found.scalar_one_or_none()
    if note is None:
        raise NotFound()
    return wall, note

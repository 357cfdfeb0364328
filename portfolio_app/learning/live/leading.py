"""A teacher begins a lesson with a class, opens an activity for all, and ends it. One is open at a time: whoever else
teaches the class and begins one comes into it. By itself it ends when the school's day does."""

from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import table_of, writing
from portfolio_app.core.errors import Conflict, NotFound
from portfolio_app.core.languages import N_
from portfolio_app.learning.doing import must_be_a_name
from portfolio_app.learning.live import policy, signals
from portfolio_app.learning.live.models import LiveLesson
from portfolio_app.learning.teaching.assigning import pupils_of
from portfolio_app.learning.teaching.days import ends_at, today_at
from portfolio_app.learning.teaching.material import written_for
from portfolio_app.learning.teaching.models import Assignment
from portfolio_app.learning.teaching.policy import check_teaches
from portfolio_app.learning.versions import kept_now, version_of
from portfolio_app.schools.models import SchoolClass
from portfolio_app.schools.places import country_of_school

OTHER = N_("Another lesson was begun with this class meanwhile. End that one first.")
OVER = N_("This lesson is over. Begin it again to go on.")

_LIVE = table_of(LiveLesson)


async def begin_live(actor: Actor, class_id: UUID, name: str) -> UUID:
    """Begin a module with the class the actor teaches, and return the lesson's id. Where one is open, that is it,
    whoever began it. Raises `NotFound` for another's class and for no such module."""
    must_be_a_name(name)
    async with writing() as session:
        one = await check_teaches(session, actor, class_id, changes=True)
        if (there := await open_in(session, one.id)) is not None:
            return there.id
        await _end_overdue(session, one.id)
        moment, country = now(), await country_of_school(session, one.school_id)
        live = LiveLesson(
            school_id=one.school_id,
            class_id=one.id,
            module=name,
            version_id=await _version(session, one, name),
            opened_at=moment,
            by_id=actor.person_id,
            begun_at=moment,
            until=ends_at(today_at(country), country),
        )
        session.add(live)
        await session.flush()
        await _told(session, "learning.begin_live", actor, live, module=name)
        return live.id


async def end_live(actor: Actor, live_id: UUID) -> None:
    """End it. Ended already: fine. What pupils did stays, and each can still go on."""
    async with writing() as session:
        _one, live = await policy.led(session, actor, live_id)
        if live.ended_at is None:
            live.ended_at = now()
            await _told(session, "learning.end_live", actor, live)


async def go_on_live(actor: Actor, live_id: UUID) -> None:
    """Undo that, on the same day. Raises `Conflict` when another was begun since, and when its day is over."""
    async with writing() as session:
        one, live = await policy.led(session, actor, live_id)
        if live.until <= now():
            raise Conflict(OVER)
        if live.ended_at is None:
            return
        if await open_in(session, one.id) is not None:
            raise Conflict(OTHER)
        live.ended_at = None
        await _told(session, "learning.go_on_live", actor, live)


async def open_for_all(actor: Actor, live_id: UUID, activity: str) -> None:
    """Call everybody to an activity. Twice is fine. Raises `NotFound` for none of this module, and `Conflict` when the
    lesson is over."""
    must_be_a_name(activity)
    async with writing() as session:
        _one, live = await policy.led(session, actor, live_id)
        must_be_open(live)
        module = await version_of(session, live.version_id)
        if module.activity(activity) is None:
            raise NotFound()
        if live.activity == activity:
            return
        live.activity, live.opened_at = activity, now()
        await _told(session, "learning.open_for_all", actor, live, activity=activity)


def must_be_open(live: LiveLesson) -> None:
    """Raise `Conflict` when the lesson is over."""
    if live.ended_at is not None or live.until <= now():
        raise Conflict(OVER)


async def open_in(session: AsyncSession, class_id: UUID) -> LiveLesson | None:
    """The lesson that is open in a class."""
    found = await session.execute(select(LiveLesson).where(col(LiveLesson.class_id) == class_id, policy.open_now()))
    return found.scalar_one_or_none()


async def tell_class(session: AsyncSession, class_id: UUID) -> None:
    """Its page moved, and what its pupils see of it."""
    signals.moved(session, class_id)
    signals.moved_for(session, set((await session.execute(pupils_of(class_id))).scalars()))


async def _version(session: AsyncSession, one: SchoolClass, name: str) -> UUID:
    """The version the class was assigned last, or else the module as it is now."""
    assigned = await session.execute(
        select(col(Assignment.version_id))
        .where(col(Assignment.class_id) == one.id, col(Assignment.module) == name, col(Assignment.ended_at).is_(None))
        .order_by(col(Assignment.made_at).desc(), col(Assignment.id))
        .limit(1)
    )
    if (version_id := assigned.scalar()) is not None:
        return version_id
    module = await written_for(session, one.school_id, name)
    if module is None:
        raise NotFound()
    return await kept_now(session, module)


async def _end_overdue(session: AsyncSession, class_id: UUID) -> None:
    """What ended by itself makes room."""
    await session.execute(
        update(_LIVE).where(_LIVE.c.class_id == class_id, _LIVE.c.ended_at.is_(None)).values(ended_at=_LIVE.c.until)
    )


async def _told(session: AsyncSession, action: str, actor: Actor, live: LiveLesson, **detail: Any) -> None:
    await tell_class(session, live.class_id)
    audit(
        session,
        action,
        actor_id=actor.person_id,
        school_id=live.school_id,
        thing=f"live_lesson:{live.id}",
        **detail,
    )

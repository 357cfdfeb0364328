"""Where a pupil is in a module: kept so that they go on there on any device, and so that whoever leads a lesson of
their class sees where everybody is. It is no change of anybody's data, so it leaves no audit row; who may is checked
all the same. Saying that one is stuck is a pupil's own act, and leaves one."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Uuid, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import Moment, insert_new, reading, table_of, writing
from portfolio_app.core.errors import NotFound
from portfolio_app.learning import policy as lessons_policy
from portfolio_app.learning.doing import must_be_a_name, version_shown
from portfolio_app.learning.live import policy, signals
from portfolio_app.learning.live.models import LiveLesson, LivePlace
from portfolio_app.learning.models import Lesson
from portfolio_app.learning.module_text import EXIT
from portfolio_app.learning.reading import Module
from portfolio_app.learning.versions import version_of
from portfolio_app.schools.models import SchoolClass

SEEN_EVERY = timedelta(seconds=20)
"""How exactly it is kept when somebody was last seen who has not moved."""

_LIVE, _PLACE, _CLASS, _LESSON = (table_of(kind) for kind in (LiveLesson, LivePlace, SchoolClass, Lesson))
_PUPIL = bindparam("pupil", type_=Uuid())
# Written once, and on the tables themselves: a class asks it every few seconds.
_IN = (
    select(_LIVE.c.id, _LIVE.c.class_id, _PLACE.c.id.label("place"), _PLACE.c.activity, _PLACE.c.seen_at)
    .join_from(_LIVE, _CLASS, _CLASS.c.id == _LIVE.c.class_id)
    .outerjoin(_PLACE, (_PLACE.c.live_id == _LIVE.c.id) & (_PLACE.c.person_id == _PUPIL))
    .where(_LIVE.c.module == bindparam("module"), policy.in_it(_PUPIL, bindparam("moment", type_=Moment())))
)
_BEGUN = (
    select(_LESSON.c.id, _LESSON.c.version_id, _LESSON.c.step)
    .where(_LESSON.c.person_id == _PUPIL, _LESSON.c.module == bindparam("module"))
    .order_by(_LESSON.c.begun_at.desc(), _LESSON.c.id)
    .limit(1)
)


@dataclass(frozen=True)
class _Change:
    """What is otherwise than it was kept: the step of a begun module, places in lessons of the pupil's classes."""

    lesson: tuple[UUID, int] | None
    places: tuple[tuple[UUID, UUID, UUID | None, bool], ...]
    """Lesson, class, the row there is, and whether the pupil moved."""

    def __bool__(self) -> bool:
        return bool(self.lesson or self.places)


async def report_step(actor: Actor, name: str, activity: str) -> None:
    """The pupil is at that activity of a module, by its code; "" at its overview. Asking again costs a read.

    Raises `Refused` for who does no lessons, `NotFound` for no such module or activity.
    """
    lessons_policy.may_do(actor)
    must_be_a_name(name, *([activity] if activity else []))
    async with reading() as session:
        if not await _change(session, actor, name, activity):
            return
    async with writing() as session:
        change = await _change(session, actor, name, activity)
        moment = now()
        if change.lesson:
            lesson_id, step = change.lesson
            await session.execute(update(_LESSON).where(_LESSON.c.id == lesson_id).values(step=step, seen_at=moment))
        for live_id, class_id, place_id, moved in change.places:
            values = {"activity": activity, "moved_at": moment, "stuck_at": None} if moved else {}
            if place_id is not None:
                await session.execute(update(_PLACE).where(_PLACE.c.id == place_id).values(seen_at=moment, **values))
            else:
                await insert_new(session, _place(live_id, actor, activity))
            signals.moved(session, class_id)
            if moved and place_id is not None:
                signals.moved_for(session, [actor.person_id])  # stuck no more


async def say_stuck(actor: Actor, live_id: UUID, *, stuck: bool) -> None:
    """A pupil of the class says that they are stuck where they are, or no more. Twice is fine. Raises `NotFound` for
    another class's lesson and for one that is over."""
    async with writing() as session:
        live = await policy.attended(session, actor, live_id)
        await insert_new(session, _place(live.id, actor, ""))
        changed = await session.execute(
            update(_PLACE)
            .where(
                _PLACE.c.live_id == live.id,
                _PLACE.c.person_id == actor.person_id,
                _PLACE.c.stuck_at.is_(None) if stuck else _PLACE.c.stuck_at.is_not(None),
            )
            .values(stuck_at=now() if stuck else None, seen_at=now())
            .returning(_PLACE.c.id)
        )
        if changed.first() is None:
            return
        signals.moved(session, live.class_id)
        signals.moved_for(session, [actor.person_id])
        action = "learning.say_stuck" if stuck else "learning.stuck_no_more"
        me = actor.person_id
        audit(session, action, actor_id=me, about_id=me, school_id=live.school_id, thing=f"live_lesson:{live.id}")


async def _change(session: AsyncSession, actor: Actor, name: str, activity: str) -> _Change:
    who = {"pupil": actor.person_id, "module": name}
    begun = (await session.execute(_BEGUN, who)).one_or_none()
    if begun:
        module = await version_of(session, begun.version_id)
    else:
        module, _none = await version_shown(session, actor, name)
    step = _number(module, activity)
    rows = await session.execute(_IN, who | {"moment": now()})
    stale = now() - SEEN_EVERY
    places = tuple(
        (row.id, row.class_id, row.place, row.place is None or row.activity != activity)
        for row in rows
        if row.place is None or row.activity != activity or row.seen_at <= stale
    )
    moved = begun is not None and step not in (0, begun.step)
    return _Change((begun.id, step) if begun and moved else None, places)


def _number(module: Module, activity: str) -> int:
    """The number of the step on the module's page; 0 is its overview."""
    codes = ["", *(one.code for one in module.about.activities), EXIT]
    if activity not in codes:
        raise NotFound()
    return codes.index(activity)


def _place(live_id: UUID, actor: Actor, activity: str) -> LivePlace:
    moment = now()
    return LivePlace(live_id=live_id, person_id=actor.person_id, activity=activity, moved_at=moment, seen_at=moment)

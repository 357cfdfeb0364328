"""Whether the first lesson is what is next for a pupil: a class does it now, or there is nothing in the profile yet."""

from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BindParameter, Uuid, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import now
from portfolio_app.core.database import Moment, table_of
from portfolio_app.schools.models import ClassMember, SchoolClass
from portfolio_app.skills.class_lesson import open_for
from portfolio_app.skills.models import ClassLesson, LessonRound

LATELY = timedelta(days=7)
"""How long after it began with a class Home speaks of it; the notice stays."""


class Waiting(StrEnum):
    """How the first lesson waits for a pupil."""

    CLASS = "class"
    BEGIN = "begin"
    GO_ON = "go-on"


# Written once, and on the tables themselves: it is asked each time a pupil comes to Home.
_ROUND, _LESSON, _MEMBER, _CLASS = (table_of(kind) for kind in (LessonRound, ClassLesson, ClassMember, SchoolClass))
_ACTOR: BindParameter[UUID] = bindparam("actor", type_=Uuid())
_STANDING = select(
    select(func.count()).select_from(_ROUND).where(_ROUND.c.person_id == _ACTOR).scalar_subquery(),
    select(func.max(_ROUND.c.finished_at)).where(_ROUND.c.person_id == _ACTOR).scalar_subquery(),
    select(func.max(_LESSON.c.started_at))
    .join_from(_LESSON, _CLASS, _CLASS.c.id == _LESSON.c.class_id)
    .join(_MEMBER, _MEMBER.c.class_id == _CLASS.c.id)
    .where(open_for(_ACTOR), _LESSON.c.started_at > bindparam("since", type_=Moment()))
    .scalar_subquery(),
)
"""How many rounds, when one was last finished, and when it last began with a class of theirs."""


async def lesson_waiting(session: AsyncSession, actor: Actor, *, empty: bool) -> Waiting | None:
    """How it waits for the actor, if it does. `empty`: whether they have said and shown nothing of any skill."""
    which = {"actor": actor.person_id, "since": now() - LATELY}
    rounds, finished_at, started_at = (await session.execute(_STANDING, which)).one()
    if started_at and (finished_at is None or finished_at < started_at):
        return Waiting.CLASS
    if not empty or finished_at:
        return None
    return Waiting.GO_ON if rounds else Waiting.BEGIN

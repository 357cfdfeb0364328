"""A teacher begins the first lesson with a class: its pupils are told, and the teacher sees how many are done.

How many, and never who or what: answers and lines are the pupils' own. Counted is what pupils of the class did since
the lesson began there.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Membership, Role
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import as_ids, insert_new, reading, table_of, writing
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import _, format_date, ngettext
from portfolio_app.notices.about import About, Shown, register
from portfolio_app.notices.actions import notify, withdraw
from portfolio_app.notices.kinds import FIRST_LESSON
from portfolio_app.schools.models import ClassMember, SchoolClass
from portfolio_app.schools.policy import taught_by
from portfolio_app.skills.models import ClassLesson, LessonRound

CLASS_LESSON = "class_lesson"
"""What a notice about it speaks of."""
KEPT = timedelta(days=365)
"""How long it is remembered that a class did the lesson."""
BATCH = 200

_LESSON, _CLASS, _MEMBER, _ROUND, _ROLE = (
    table_of(kind) for kind in (ClassLesson, SchoolClass, ClassMember, LessonRound, Membership)
)


@dataclass(frozen=True)
class ClassLessonView:
    """The first lesson in a class. Without an open one there are no counts."""

    loaded: bool = False
    class_id: str = ""
    class_name: str = ""
    open: bool = False
    since_said: str = ""
    pupils: int = 0
    begun: int = 0
    finished: int = 0
    said: str = ""


async def start_class_lesson(actor: Actor, class_id: UUID) -> None:
    """Begin the first lesson with a class the actor teaches: each of its pupils is told. Begun already: fine.

    Raises `NotFound` for any other class.
    """
    async with writing() as session:
        one = await _taught(session, actor, class_id)
        row = ClassLesson(class_id=one.id, by_id=actor.person_id, started_at=now())
        if not await insert_new(session, row):
            return
        for person_id in (await session.execute(select(_pupils(one.id, one.school_id).c.person_id))).scalars():
            where = About(person_id, CLASS_LESSON, str(row.id))
            await notify(session, person_id, FIRST_LESSON, by=actor.person_id, about=where, once=_once(row.id))
        _audit(session, "skills.start_class_lesson", actor, one)


async def end_class_lesson(actor: Actor, class_id: UUID) -> None:
    """End it: the notices go; what pupils did stays, and each can still go on. Ended already: fine."""
    async with writing() as session:
        one = await _taught(session, actor, class_id)
        row = await _open(session, one.id)
        if row is None:
            return
        row.ended_at = now()
        await withdraw(session, FIRST_LESSON, _once(row.id))
        _audit(session, "skills.end_class_lesson", actor, one)


async def load_class_lesson(actor: Actor, class_id: UUID) -> ClassLessonView:
    """How far a class is with the lesson, for those who teach it. Raises `NotFound` for any other class."""
    async with reading() as session:
        one = await _taught(session, actor, class_id)
        row = await _open(session, one.id)
        if row is None:
            return ClassLessonView(True, str(one.id), one.name)
        pupils = _pupils(one.id, one.school_id)
        since = row.started_at
        # One row a pupil, however many rounds.
        did = (
            select(
                pupils.c.person_id,
                func.max(_ROUND.c.touched_at).label("touched_at"),
                func.max(_ROUND.c.finished_at).label("finished_at"),
            )
            .outerjoin_from(pupils, _ROUND, _ROUND.c.person_id == pupils.c.person_id)
            .group_by(pupils.c.person_id)
            .subquery()
        )
        count = (
            await session.execute(
                select(
                    func.count(),
                    func.count().filter(did.c.touched_at >= since),
                    func.count().filter(did.c.finished_at >= since),
                ).select_from(did)
            )
        ).one()
    all_of_them, begun, finished = count
    return ClassLessonView(
        True,
        str(one.id),
        one.name,
        open=True,
        since_said=_("Begun on {day}").format(day=format_date(since)),
        pupils=all_of_them,
        begun=begun,
        finished=finished,
        said=_counted(all_of_them, begun, finished),
    )


def _counted(pupils: int, begun: int, finished: int) -> str:
    of_all = ngettext("{n} pupil", "{n} pupils", pupils)
    have_begun = ngettext("{n} has begun", "{n} have begun", begun)
    are_done = ngettext("{n} is done", "{n} are done", finished)
    # Translators: how far a class is, such as "24 pupils: 18 have begun, 12 are done"
    return _("{pupils}: {begun}, {done}").format(pupils=of_all, begun=have_begun, done=are_done)


async def remove_old_class_lessons() -> int:
    """Remove lessons that were begun with a class more than a year ago, at most `BATCH` at a time; returns how many.
    What pupils did is theirs and stays. Harmless to repeat."""
    async with writing() as session:
        old = select(_LESSON.c.id).where(_LESSON.c.started_at <= now() - KEPT).limit(BATCH)
        gone = await session.execute(
            delete(_LESSON).where(_LESSON.c.id.in_(old)).returning(_LESSON.c.id, _LESSON.c.class_id)
        )
        rows = gone.all()
        for lesson_id, class_id in rows:
            await withdraw(session, FIRST_LESSON, _once(lesson_id))
            audit(session, "skills.remove_old_class_lessons", actor_id=None, thing=f"class:{class_id}")
        return len(rows)


def open_for(person_id: UUID | ColumnElement[UUID]) -> ColumnElement[bool]:
    """Filter, where classes and their members are joined: lessons that are open, in a class the person is a pupil of
    now."""
    return and_(
        _LESSON.c.ended_at.is_(None),
        _CLASS.c.ended_at.is_(None),
        _MEMBER.c.person_id == person_id,
        _MEMBER.c.role == "pupil",
        _MEMBER.c.ended_at.is_(None),
    )


async def find_class_lessons(session: AsyncSession, reader_id: UUID, some: Collection[About]) -> Mapping[About, Shown]:
    """Those that are open, in a class the reader is a pupil of now; their title is the class's name."""
    rows = await session.execute(
        select(_LESSON.c.id, _CLASS.c.name)
        .join_from(_LESSON, _CLASS, _CLASS.c.id == _LESSON.c.class_id)
        .join(_MEMBER, _MEMBER.c.class_id == _CLASS.c.id)
        .where(_LESSON.c.id.in_(as_ids(one.thing for one in some)), open_for(reader_id))
    )
    names = {str(lesson_id): name for lesson_id, name in rows}
    return {one: Shown(names[one.thing], "/first-lesson") for one in some if one.thing in names}


async def _taught(session: AsyncSession, actor: Actor, class_id: UUID) -> SchoolClass:
    found = await session.execute(select(SchoolClass).where(col(SchoolClass.id) == class_id, taught_by(actor)))
    one = found.scalar_one_or_none()
    if one is None:
        raise NotFound()
    return one


async def _open(session: AsyncSession, class_id: UUID) -> ClassLesson | None:
    found = await session.execute(
        select(ClassLesson).where(col(ClassLesson.class_id) == class_id, col(ClassLesson.ended_at).is_(None))
    )
    return found.scalar_one_or_none()


def _pupils(class_id: UUID, school_id: UUID) -> Any:
    """Who is a pupil of the class, and of its school, now."""
    return (
        select(_MEMBER.c.person_id)
        .join(_ROLE, _ROLE.c.person_id == _MEMBER.c.person_id)
        .where(
            _MEMBER.c.class_id == class_id,
            _MEMBER.c.role == "pupil",
            _MEMBER.c.ended_at.is_(None),
            _ROLE.c.school_id == school_id,
            _ROLE.c.role == Role.PUPIL,
            _ROLE.c.ended_at.is_(None),
        )
        .distinct()
        .subquery()
    )


def _once(lesson_id: UUID) -> str:
    return f"{CLASS_LESSON}:{lesson_id}"


def _audit(session: AsyncSession, action: str, actor: Actor, one: SchoolClass) -> None:
    audit(session, action, actor_id=actor.person_id, school_id=one.school_id, thing=f"class:{one.id}")


register(CLASS_LESSON, find_class_lessons)

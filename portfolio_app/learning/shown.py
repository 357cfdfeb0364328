"""Answers that their pupil shows to adults of the school: how sharing finds them, what stands in them, and which of a
class are shown to somebody.

Nobody else sees an answer until its pupil shows it, one activity at a time, and they see it as it is now.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.database import as_id, as_ids, reading, table_of
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import _, format_date, spoken
from portfolio_app.core.named_ids import id_named
from portfolio_app.core.paging import A_PAGE, Paging, paging
from portfolio_app.learning.asked import HEADING, WORDS, Asking, fields_of
from portfolio_app.learning.doing import activity_of
from portfolio_app.learning.models import Lesson, LessonWork, WorkState
from portfolio_app.learning.module_text import EXIT
from portfolio_app.learning.reading import Module
from portfolio_app.learning.versions import version_of
from portfolio_app.portfolio.policy import check_opens_class
from portfolio_app.portfolio.shown_work import Answered, ShownWork
from portfolio_app.portfolio.teaching import href, pupils_of_classes
from portfolio_app.schools.models import SchoolClass
from portfolio_app.sharing import things
from portfolio_app.sharing.actions import CLASS, viewing
from portfolio_app.sharing.comments import written_by
from portfolio_app.sharing.models import Comment, Grant, Kind
from portfolio_app.sharing.policy import visible_to

_WORK, _LESSON, _GRANT, _COMMENT = (table_of(kind) for kind in (LessonWork, Lesson, Grant, Comment))
_DONE = and_(_WORK.c.state == WorkState.DONE, _WORK.c.activity != EXIT)


async def _rows(session: AsyncSession, owner_id: UUID, names: Collection[str]) -> list[tuple[LessonWork, Lesson]]:
    rows = await session.execute(
        select(LessonWork, Lesson)
        .join(Lesson, col(Lesson.id) == col(LessonWork.lesson_id))
        .where(col(Lesson.person_id) == owner_id, col(LessonWork.id).in_(as_ids(names)), _DONE)
        .order_by(col(LessonWork.changed_at).desc(), col(LessonWork.id))
    )
    return [(work, lesson) for work, lesson in rows if work.answers]


async def find_work(session: AsyncSession, owner_id: UUID, names: Collection[str]) -> Mapping[str, things.Thing]:
    """Those of the owner's finished activities with answers, by id; the title is the activity's."""
    found: dict[str, things.Thing] = {}
    for work, lesson in await _rows(session, owner_id, names):
        module = await version_of(session, lesson.version_id)
        found[str(work.id)] = things.Thing(activity_of(module, work.activity, spoken())[1].title)
    return found


async def shown_work(session: AsyncSession, owner_id: UUID, names: Collection[str]) -> tuple[ShownWork, ...]:
    """What stands in those, newest first."""
    return tuple(
        [
            _shown(work, await version_of(session, lesson.version_id))
            for work, lesson in await _rows(session, owner_id, names)
        ]
    )


def _shown(work: LessonWork, module: Module) -> ShownWork:
    about, words = activity_of(module, work.activity, spoken())
    typed = {name: str(value) for name, value in work.answers.items()}
    answers: list[Answered] = []
    for one in fields_of(Asking(about, words, typed, done=False)):
        chosen = [option.label for option in one.options if option.chosen]
        said = one.value if one.kind == WORDS else "\n".join(chosen)
        if said and one.kind != HEADING:
            answers.append(Answered(one.label, said, one.own))
    return ShownWork(
        id=str(work.id),
        title=words.title,
        lesson=module.title(spoken()),
        language=module.language_for(spoken()),
        day=format_date(work.changed_at),
        answers=tuple(answers),
    )


async def own_work(session: AsyncSession, actor: Actor, work_id: UUID) -> tuple[LessonWork, Lesson]:
    """What the actor answered in an activity. Raises `NotFound` for anybody else's."""
    row = (
        await session.execute(
            select(LessonWork, Lesson)
            .join(Lesson, col(Lesson.id) == col(LessonWork.lesson_id))
            .where(col(LessonWork.id) == work_id, col(Lesson.person_id) == actor.person_id)
        )
    ).first()
    if row is None:
        raise NotFound()
    return row[0], row[1]


@dataclass(frozen=True)
class ShownLine:
    """An activity that a pupil shows."""

    id: str = ""
    title: str = ""
    language: str = ""
    name: str = ""
    detail: str = ""
    href: str = ""
    answered: bool = False
    """Whether the reader has written something on it."""
    reply: str = ""
    """What the pupil answered to that."""


@dataclass(frozen=True)
class ShownToMe:
    """What pupils of a class show to the reader, what they have not answered first."""

    loaded: bool = False
    class_name: str = ""
    listed: tuple[ShownLine, ...] = ()
    count: int = 0
    paging: Paging = field(default_factory=Paging)
    class_href: str = ""
    lessons_href: str = ""


async def load_shown_to_me(actor: Actor, class_id: str, page: int = 1) -> ShownToMe:
    """What the pupils of a class show to the actor; without an answer first, newest first. Raises `NotFound` for a
    class that is not the actor's to open."""
    async with reading() as session:
        one = await check_opens_class(session, actor, as_id(class_id))
        shown = _shown_to(actor, one)
        count = (await session.execute(select(func.count()).select_from(shown.subquery()))).scalar_one()
        pages = paging(count, page, "/shown-to-me", **{"class": str(one.id)})
        rows = (await session.execute(shown.offset(pages.skipped).limit(A_PAGE))).all()
        lines = tuple([await _line(session, actor, row) for row in rows])
    await viewing(actor, {row.person_id for row in rows}, CLASS)
    here = {"id": str(one.id)}
    return ShownToMe(
        True,
        one.name,
        lines,
        count,
        pages,
        class_href=href("/class", **here),
        lessons_href=href("/class-lessons", **here),
    )


def _shown_to(actor: Actor, one: SchoolClass) -> Select[*tuple[Any, ...]]:
    inside = pupils_of_classes(table_of(SchoolClass).c.id == one.id)
    answered = _answered_by(actor)
    since = func.max(_GRANT.c.from_at)
    return (
        select(_WORK.c.id, _LESSON.c.person_id, inside.c.name, since.label("since"), answered.label("answered"))
        .join_from(_WORK, _LESSON, _LESSON.c.id == _WORK.c.lesson_id)
        .join(inside, inside.c.person_id == _LESSON.c.person_id)
        .join(
            _GRANT,
            and_(
                _GRANT.c.owner_id == _LESSON.c.person_id,
                _GRANT.c.kind == Kind.LESSON,
                id_named(_GRANT.c.thing) == _WORK.c.id,
            ),
        )
        .where(visible_to(actor), _DONE)
        .group_by(_WORK.c.id, _LESSON.c.person_id, inside.c.name)
        .order_by(answered, since.desc(), _WORK.c.id)
    )


def _answered_by(actor: Actor) -> ColumnElement[bool]:
    return exists().where(
        written_by(actor.person_id),
        _COMMENT.c.owner_id == _LESSON.c.person_id,
        _COMMENT.c.kind == Kind.LESSON,
        id_named(_COMMENT.c.thing) == _WORK.c.id,
    )


async def _line(session: AsyncSession, actor: Actor, row: Row[Any]) -> ShownLine:
    (work,) = await shown_work(session, row.person_id, [str(row.id)]) or (ShownWork(),)
    reply = await session.execute(
        select(_COMMENT.c.answer)
        .where(
            written_by(actor.person_id),
            _COMMENT.c.owner_id == row.person_id,
            _COMMENT.c.kind == Kind.LESSON,
            _COMMENT.c.thing == str(row.id),
            _COMMENT.c.answer != "",
        )
        .order_by(_COMMENT.c.answered_at.desc())
        .limit(1)
    )
    return ShownLine(
        id=str(row.id),
        title=work.title,
        language=work.language,
        name=row.name,
        detail=_("{lesson}, shown on {day}").format(lesson=work.lesson, day=format_date(row.since)),
        href=href("/pupil", id=str(row.person_id), work=str(row.id)),
        answered=bool(row.answered),
        reply=reply.scalar_one_or_none() or "",
    )


things.register(Kind.LESSON, find_work)

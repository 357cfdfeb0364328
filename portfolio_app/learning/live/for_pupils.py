"""What pupils see, on every page, of a lesson their class has together: where all are called to, and its walls."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from sqlalchemy import Uuid, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.core.clock import now
from portfolio_app.core.database import Moment, table_of
from portfolio_app.core.languages import _, spoken
from portfolio_app.learning.live import policy
from portfolio_app.learning.live.models import LiveLesson, LivePlace, LiveWall, WallNote
from portfolio_app.learning.live.walls import question_in
from portfolio_app.learning.reading import Module
from portfolio_app.learning.versions import version_of
from portfolio_app.schools.models import SchoolClass
from portfolio_app.schools.queries import LessonNow, Wall

_LIVE, _PLACE, _WALL, _NOTE, _CLASS = (
    table_of(kind) for kind in (LiveLesson, LivePlace, LiveWall, WallNote, SchoolClass)
)
_PUPIL = bindparam("pupil", type_=Uuid())
# Written once, and on the tables themselves: it is asked at every page of a pupil.
_NOW = (
    select(
        _LIVE.c.id,
        _LIVE.c.module,
        _LIVE.c.version_id,
        _LIVE.c.activity,
        _CLASS.c.name,
        _PLACE.c.stuck_at,
    )
    .join_from(_LIVE, _CLASS, _CLASS.c.id == _LIVE.c.class_id)
    .outerjoin(_PLACE, (_PLACE.c.live_id == _LIVE.c.id) & (_PLACE.c.person_id == _PUPIL))
    .where(policy.in_it(_PUPIL, bindparam("moment", type_=Moment())))
    .order_by(_LIVE.c.opened_at.desc(), _LIVE.c.id)
)
_ON_WALLS = (
    select(
        _WALL.c.live_id,
        _WALL.c.id,
        _WALL.c.about,
        _WALL.c.question,
        _WALL.c.closed_at,
        _NOTE.c.words,
        _NOTE.c.shown,
        _NOTE.c.taken_off,
    )
    .outerjoin_from(_WALL, _NOTE, (_NOTE.c.wall_id == _WALL.c.id) & (_NOTE.c.person_id == _PUPIL))
    .order_by(_WALL.c.opened_at.desc(), _WALL.c.id)
)
_OF_LESSONS = _ON_WALLS.where(
    _WALL.c.live_id.in_(bindparam("lessons", expanding=True)), or_(_WALL.c.closed_at.is_(None), _NOTE.c.id.is_not(None))
)
_LEFT = (
    _ON_WALLS.join(_LIVE, _LIVE.c.id == _WALL.c.live_id)
    .join(_CLASS, _CLASS.c.id == _LIVE.c.class_id)
    .where(
        _LIVE.c.module == bindparam("module"),
        _NOTE.c.id.is_not(None),
        ~policy.in_it(_PUPIL, bindparam("moment", type_=Moment())),
    )
    .limit(20)
)


async def lessons_of(session: AsyncSession, person_id: UUID) -> tuple[LessonNow, ...]:
    """The lessons that classes of that pupil have together now, what was opened last first."""
    rows = (await session.execute(_NOW, {"pupil": person_id, "moment": now()})).all()
    if not rows:
        return ()
    walls: dict[UUID, list[Any]] = {}
    for one in await session.execute(_OF_LESSONS, {"pupil": person_id, "lessons": [row.id for row in rows]}):
        walls.setdefault(one.live_id, []).append(one)
    return tuple([await _lesson(session, row, walls.get(row.id, ())) for row in rows])


async def notes_left(session: AsyncSession, person_id: UUID, module: Module) -> tuple[Wall, ...]:
    """Walls with a note of that person's, from lessons of a module that are over for them."""
    rows = await session.execute(_LEFT, {"pupil": person_id, "module": module.name, "moment": now()})
    return tuple(_wall(one, module) for one in rows)


async def _lesson(session: AsyncSession, row: Any, walls: Iterable[Any]) -> LessonNow:
    module = await version_of(session, row.version_id)
    text = module.text(spoken())
    about = text.activities.get(row.activity)
    query = {"name": row.module} | ({"step": row.activity} if row.activity else {})
    return LessonNow(
        id=str(row.id),
        class_name=row.name,
        module=row.module,
        activity=row.activity,
        title=about.title if about else text.title,
        language=text.language,
        href=f"/{spoken()}/module?{urlencode(query)}",
        stuck=row.stuck_at is not None,
        walls=tuple(_wall(one, module) for one in walls),
    )


def _wall(row: Any, module: Module) -> Wall:
    question, language = question_in(module, row.about, row.question)
    said = ""
    if row.words is not None:
        said = _("It waits for your teacher’s look.")
        if row.taken_off:
            said = _("Your teacher took it off the wall. You can write another.")
        elif row.shown:
            said = _("It is on the wall, without your name.")
    return Wall(str(row.id), question, language, row.closed_at is None, row.words or "", said)

"""How far pupils are with modules, as their teachers may know it: what is begun and done, never what they said."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.core.database import table_of
from portfolio_app.learning.models import Lesson, LessonWork, WorkState

_LESSON, _WORK = table_of(Lesson), table_of(LessonWork)


@dataclass(frozen=True)
class Worked:
    """How far somebody is with a module: on which version, which activities of it are done, and at which step they
    were last (0: what it is about)."""

    version_id: UUID | None = None
    done: frozenset[str] = field(default_factory=frozenset[str])
    step: int = 0

    @property
    def begun(self) -> bool:
        """Whether they have begun at all."""
        return self.version_id is not None


# Written once: it is asked each time a pupil comes to Home.
_WORKED = (
    select(
        _LESSON.c.person_id,
        _LESSON.c.module,
        _LESSON.c.version_id,
        _LESSON.c.step,
        _LESSON.c.id,
        _WORK.c.activity,
        _WORK.c.state,
    )
    .join_from(_LESSON, _WORK, _WORK.c.lesson_id == _LESSON.c.id, isouter=True)
    .where(
        _LESSON.c.person_id.in_(bindparam("people", expanding=True)),
        _LESSON.c.module.in_(bindparam("modules", expanding=True)),
    )
    .order_by(_LESSON.c.begun_at, _LESSON.c.id)
)


async def worked_by(
    session: AsyncSession, people: Collection[UUID], modules: Collection[str]
) -> Mapping[tuple[UUID, str], Worked]:
    """How far each of these people is with each of these modules, in the version they began last; without those they
    have not begun."""
    found: dict[tuple[UUID, str], Worked] = {}
    if not people or not modules:
        return found
    for row in await session.execute(_WORKED, {"people": [*people], "modules": [*modules]}):
        key = (row.person_id, row.module)
        worked = found.get(key, Worked())
        if worked.version_id != row.version_id:
            worked = Worked(row.version_id, step=row.step)
        if row.state == WorkState.DONE:
            worked = replace(worked, done=worked.done | {row.activity})
        found[key] = worked
    return found


async def finished_by(
    session: AsyncSession, people: Select[Any], first: date, last: date
) -> Sequence[Row[*tuple[Any, ...]]]:
    """What each of these people finished from one day to another (in UTC): `person_id`, `module`, and its `activities`
    in one text, parted by commas. A year of a school is some sixty thousand activities."""
    begin, end = (datetime.combine(day, at, UTC) for day, at in ((first, time.min), (last, time.max)))
    rows = await session.execute(
        select(_LESSON.c.person_id, _LESSON.c.module, func.aggregate_strings(_WORK.c.activity, ",").label("activities"))
        .join_from(_LESSON, _WORK, _WORK.c.lesson_id == _LESSON.c.id)
        .where(
            _LESSON.c.person_id.in_(people),
            _WORK.c.state == WorkState.DONE,
            _WORK.c.done_at.between(begin, end),
        )
        .group_by(_LESSON.c.person_id, _LESSON.c.module)
    )
    return rows.all()

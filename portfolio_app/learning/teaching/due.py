"""What is due for a pupil: in minutes that are left, and until which day. A module done once counts in every class."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Row, Uuid, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.core.clock import now
from portfolio_app.core.database import table_of
from portfolio_app.core.languages import _, format_list, ngettext, spoken
from portfolio_app.learning.lesson_words import go_on
from portfolio_app.learning.own.known import look
from portfolio_app.learning.teaching import material
from portfolio_app.learning.teaching.days import day_said, ends_at, today_at
from portfolio_app.learning.teaching.models import Assignment
from portfolio_app.learning.teaching.policy import assigned_to
from portfolio_app.learning.teaching.worked import Worked, worked_by
from portfolio_app.schools.models import Region, School, SchoolClass

_ASSIGNMENT, _CLASS, _SCHOOL, _REGION = (table_of(kind) for kind in (Assignment, SchoolClass, School, Region))
_PUPIL: BindParameter[UUID] = bindparam("pupil", type_=Uuid())
# Written once, and on the tables themselves: it is asked each time a pupil comes to Home.
_OPEN = (
    select(
        _ASSIGNMENT.c.id,
        _ASSIGNMENT.c.module,
        _ASSIGNMENT.c.version_id,
        _ASSIGNMENT.c.activities,
        _ASSIGNMENT.c.whole,
        _ASSIGNMENT.c.first_day,
        _ASSIGNMENT.c.due_on,
        _CLASS.c.name.label("class_name"),
        _REGION.c.country,
    )
    .join_from(_ASSIGNMENT, _CLASS, _CLASS.c.id == _ASSIGNMENT.c.class_id)
    .join(_SCHOOL, _SCHOOL.c.id == _CLASS.c.school_id)
    .join(_REGION, _REGION.c.id == _SCHOOL.c.region_id)
    .where(assigned_to(_PUPIL))
    .order_by(_ASSIGNMENT.c.due_on, _ASSIGNMENT.c.first_day, _ASSIGNMENT.c.made_at, _ASSIGNMENT.c.id)
)


@dataclass(frozen=True)
class DueLesson:
    """A module, or a part of one, that somebody assigned to the pupil."""

    id: str = ""
    module: str = ""
    title: str = ""
    language: str = ""
    """Of the title, where it is not the one being spoken; "" otherwise."""
    version_id: str = ""
    """The version on which the pupil works, or begins."""
    activities: tuple[str, ...] = ()
    left: int = 0
    """Minutes."""
    minutes: int = 0
    done: bool = False
    late: bool = False
    to_come: bool = False
    """Whether its first day lies ahead."""
    said: str = ""
    """"Due Friday · 20 minutes left"."""
    classes: str = ""
    href: str = ""
    first_day: date = date.min
    due_on: date = date.max


async def lessons_due(session: AsyncSession, person_id: UUID) -> tuple[DueLesson, ...]:
    """What is assigned to that pupil now, done or not, what is due first before the rest."""
    rows = (await session.execute(_OPEN, {"pupil": person_id})).all()
    if not rows:
        return ()
    await look(session)
    worked = await worked_by(session, [person_id], {row.module for row in rows})
    versions = await versions_of(session, rows, worked.values())
    found = [_due(row, worked.get((person_id, row.module), Worked()), versions) for row in rows]
    return tuple(_once(found))


async def versions_of(
    session: AsyncSession, rows: Iterable[Any], worked: Iterable[Worked]
) -> Mapping[UUID, material.Material]:
    """The versions that assignments name, and those on which pupils work."""
    named = {row.version_id for row in rows} | {one.version_id for one in worked if one.version_id}
    return await material.versions(session, named)


async def assigned_version(session: AsyncSession, person_id: UUID, module: str) -> UUID | None:
    """The version on which somebody begins a module that is assigned to them: of the assignment that is due first. None
    where it is not assigned."""
    rows = (await session.execute(_OPEN, {"pupil": person_id})).all()
    return next((row.version_id for row in rows if row.module == module), None)


def next_lesson(lessons: Iterable[DueLesson]) -> DueLesson | None:
    """What Home speaks of: the first that is not done and whose days have begun."""
    return next((one for one in lessons if not one.done and not one.to_come), None)


def still_to_do(pieces: Sequence[material.Piece], worked: Worked) -> int:
    """Minutes of the activities that are not done."""
    return sum(piece.minutes for piece in pieces if piece.code not in worked.done)


def pieces_of(
    row: Any, worked: Worked, versions: Mapping[UUID, material.Material]
) -> tuple[UUID, tuple[material.Piece, ...]]:
    """The version on which a pupil works at an assignment, and which activities of it. Whoever has begun stays on the
    version they began on; a part is what both versions have."""
    version_id = worked.version_id or row.version_id
    pieces = versions[version_id].pieces
    return version_id, pieces if row.whole else tuple(one for one in pieces if one.code in row.activities)


def _due(row: Row[*tuple[Any, ...]], worked: Worked, versions: Mapping[UUID, material.Material]) -> DueLesson:
    version_id, pieces = pieces_of(row, worked, versions)
    left = still_to_do(pieces, worked)
    title = material.title_of(row.module)
    today = today_at(row.country)
    one = DueLesson(
        id=str(row.id),
        module=row.module,
        title=title.text,
        language=title.language,
        version_id=str(version_id),
        activities=tuple(piece.code for piece in pieces),
        left=left,
        minutes=sum(piece.minutes for piece in pieces),
        done=not left,
        late=bool(left) and now() > ends_at(row.due_on, row.country),
        to_come=row.first_day > today,
        classes=row.class_name,
        href=material.href_of(row.module, _goes_on(versions[version_id].pieces, worked) if left else 0),
        first_day=row.first_day,
        due_on=row.due_on,
    )
    return replace(one, said=_said(one, today))


def _goes_on(pieces: Sequence[material.Piece], worked: Worked) -> int:
    """The step at which somebody goes on who has begun; 0 for the overview."""
    return go_on([piece.code in worked.done for piece in pieces], worked.step) if worked.step else 0


def _said(one: DueLesson, today: date) -> str:
    if one.done:
        return _("Done")
    left = ngettext("{n} minute left", "{n} minutes left", one.left)
    if one.late:
        # Translators: calm, no reproach: it can still be done
        return _("The day for it was {day}. You can still do it: {left}").format(
            day=day_said(one.due_on, today), left=left
        )
    if one.to_come:
        return _("From {first} to {last} · {left}").format(
            first=day_said(one.first_day, today), last=day_said(one.due_on, today), left=left
        )
    # Translators: when a lesson is due and how long it takes still, such as "Due Friday · 20 minutes left"
    return _("Due {day} · {left}").format(day=day_said(one.due_on, today), left=left)


def _once(found: Iterable[DueLesson]) -> list[DueLesson]:
    """What is assigned in two classes stands once, with the day that comes first."""
    merged = dict[tuple[str, tuple[str, ...]], DueLesson]()
    for one in found:
        key = (one.module, one.activities)
        former = merged.get(key)
        if former is None:
            merged[key] = one
        elif one.classes not in former.classes:
            merged[key] = replace(former, classes=format_list([former.classes, one.classes]))
    return list(merged.values())


def due_href() -> str:
    """Where a pupil finds what is due."""
    return f"/{spoken()}/lessons"

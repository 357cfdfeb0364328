"""Hours planned and delivered, for classes and for each pupil, and how far the aims are covered.

The rule by which a pupil's hours are counted: a lesson that was held counts with its minutes for whoever was there. An
activity that a pupil finished counts with its own minutes unless it was part of a lesson they were at: so nothing
counts twice, and who was ill and did it at home has the hours, too. What serves two aims counts for both.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, and_, cast, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.core.database import table_of
from portfolio_app.learning.own.known import look
from portfolio_app.learning.teaching import material
from portfolio_app.learning.teaching.models import HeldLesson, LessonPupil, PlanItem, PlanKind
from portfolio_app.learning.teaching.worked import finished_by
from portfolio_app.portfolio.teaching import natural, pupils_of_classes
from portfolio_app.schools.models import SchoolClass

_LESSON, _THERE, _ITEM, _CLASS = (table_of(kind) for kind in (HeldLesson, LessonPupil, PlanItem, SchoolClass))


@dataclass(frozen=True)
class PupilHours:
    """A pupil's minutes: in lessons that were held, and on activities finished beside these."""

    person_id: UUID
    name: str
    held: int = 0
    own: int = 0
    aims: Mapping[int, int] = field(default_factory=dict[int, int])

    @property
    def minutes(self) -> int:
        """All of them."""
        return self.held + self.own


@dataclass(frozen=True)
class ClassHours:
    """A class's minutes: planned, delivered, and both for each aim; and its pupils'."""

    class_id: UUID
    name: str
    planned: int = 0
    cancelled: int = 0
    delivered: int = 0
    planned_aims: Mapping[int, int] = field(default_factory=dict[int, int])
    delivered_aims: Mapping[int, int] = field(default_factory=dict[int, int])
    pupils: tuple[PupilHours, ...] = ()


async def hours_of(
    session: AsyncSession, which: ColumnElement[bool], first: date, last: date
) -> tuple[ClassHours, ...]:
    """The hours of these classes (a filter on `SchoolClass`) from one day to another, by name, with their pupils of
    now."""
    await look(session)
    inside = pupils_of_classes(which)
    classes = (await session.execute(select(_CLASS.c.id, _CLASS.c.name).where(which))).all()
    pupils = (await session.execute(select(inside).order_by(inside.c.sort_name, inside.c.person_id))).all()
    items = (await session.execute(_planned(which, first, last))).all()
    lessons = (await session.execute(_held(which, first, last))).all()
    there = (await session.execute(_attending(which, first, last))).all()
    finished = await finished_by(session, select(inside.c.person_id), first, last)
    counted = _Counted(lessons, there, finished)
    planned, held, inside_them = _by_class(items), _by_class(lessons), _by_class(pupils)
    return tuple(
        _hours(row, planned[row.id], held[row.id], inside_them[row.id], counted)
        for row in sorted(classes, key=lambda row: natural(row.name))
    )


def _by_class(rows: Iterable[Any]) -> defaultdict[UUID, list[Any]]:
    found = defaultdict[UUID, list[Any]](list)
    for row in rows:
        found[row.class_id].append(row)
    return found


def _hours(row: Any, items: list[Any], lessons: list[Any], pupils: list[Any], counted: "_Counted") -> ClassHours:
    takes_place = [one for one in items if not one.cancelled_at]
    return ClassHours(
        row.id,
        row.name,
        planned=sum(one.minutes for one in takes_place),
        cancelled=sum(one.minutes for one in items if one.cancelled_at),
        delivered=sum(one.minutes for one in lessons),
        planned_aims=by_aim(takes_place),
        delivered_aims=by_aim(lessons),
        pupils=tuple(counted.of(one.person_id, one.name) for one in pupils),
    )


def by_aim(rows: Iterable[Any]) -> Mapping[int, int]:
    """Minutes for each aim of what has `aims` and `minutes`."""
    found = Counter[int]()
    for row in rows:
        for aim in row.aims:
            found[aim] += row.minutes
    return found


class _Counted:
    """Minutes of each pupil, made of lessons, of who was there, and of what was finished. Ids are texts here: there are
    forty thousand of them in a school's year."""

    def __init__(self, lessons: Sequence[Any], there: Iterable[Any], finished: Sequence[Any]) -> None:
        self._held = Counter[str]()
        self._lessons = defaultdict[str, list[int]](list)
        self._all = lessons
        at = {one.id: place for place, one in enumerate(lessons)}
        for lesson_id, people in there:
            place = at[lesson_id]
            minutes = lessons[place].minutes
            for person in people.replace("-", "").split(","):
                self._held[person] += minutes
                self._lessons[person].append(place)
        self._finished = defaultdict[str, list[tuple[str, str]]](list)
        for one in finished:
            self._finished[one.person_id.hex].append((one.module, one.activities))
        self._modules = {one: _Known.of(one) for one in {row.module for row in finished}}
        self._seen: dict[tuple[int, ...], tuple[Mapping[int, int], Mapping[str, frozenset[str]]]] = {}

    def of(self, person_id: UUID, name: str) -> PupilHours:
        """The hours of one pupil."""
        aims, covered = self._in_lessons(tuple(self._lessons[person_id.hex]))
        own, found = 0, Counter(aims)
        for module, activities in self._finished[person_id.hex]:
            known = self._modules[module]
            minutes = _sum(known.pieces, activities, covered.get(module, frozenset()))
            own += minutes
            for aim in known.aims if minutes else ():
                found[aim] += minutes
        return PupilHours(person_id, name, self._held[person_id.hex], own, found)

    def _in_lessons(self, places: tuple[int, ...]) -> tuple[Mapping[int, int], Mapping[str, frozenset[str]]]:
        """Minutes by aim, and activities by module, of these lessons: the same for all who were at the same ones."""
        if places not in self._seen:
            lessons = [self._all[place] for place in places]
            codes = defaultdict[str, set[str]](set)
            for one in lessons:
                codes[one.module].update(one.activities)
            self._seen[places] = by_aim(lessons), {module: frozenset(some) for module, some in codes.items()}
        return self._seen[places]


@dataclass(frozen=True)
class _Known:
    """A module as it is now: the minutes of its activities, and its aims."""

    pieces: tuple[tuple[str, int], ...] = ()
    aims: tuple[int, ...] = ()

    @classmethod
    def of(cls, name: str) -> "_Known":
        """Nothing, where there is no such module any more."""
        known = material.current(name)
        return cls(tuple((one.code, one.minutes) for one in known.pieces), known.aims) if known else cls()


@lru_cache(maxsize=50_000)
def _sum(pieces: tuple[tuple[str, int], ...], activities: str, covered: frozenset[str]) -> int:
    """Minutes of finished activities that were in no lesson the pupil was at; as long as the module is now."""
    done = set(activities.split(",")) - covered
    return sum(minutes for code, minutes in pieces if code in done)


def _planned(which: ColumnElement[bool], first: date, last: date) -> Any:
    return (
        select(_ITEM.c.class_id, _ITEM.c.minutes, _ITEM.c.aims, _ITEM.c.cancelled_at)
        .join_from(_ITEM, _CLASS, _CLASS.c.id == _ITEM.c.class_id)
        .where(
            which,
            _ITEM.c.deleted_at.is_(None),
            _ITEM.c.kind.in_((PlanKind.MODULE, PlanKind.EXTERNAL)),
            _ITEM.c.day.between(first, last),
        )
    )


def _in_time(which: ColumnElement[bool], first: date, last: date) -> ColumnElement[bool]:
    return and_(which, _LESSON.c.deleted_at.is_(None), _LESSON.c.held_on.between(first, last))


def _held(which: ColumnElement[bool], first: date, last: date) -> Any:
    return (
        select(
            _LESSON.c.id, _LESSON.c.class_id, _LESSON.c.minutes, _LESSON.c.aims, _LESSON.c.module, _LESSON.c.activities
        )
        .join_from(_LESSON, _CLASS, _CLASS.c.id == _LESSON.c.class_id)
        .where(_in_time(which, first, last))
    )


def _attending(which: ColumnElement[bool], first: date, last: date) -> Any:
    """Each lesson with whoever was there, in one text: a year of 300 pupils is forty thousand rows otherwise."""
    return (
        select(_LESSON.c.id, func.aggregate_strings(cast(_THERE.c.person_id, Text), ",").label("people"))
        .join_from(_LESSON, _CLASS, _CLASS.c.id == _LESSON.c.class_id)
        .join(_THERE, _THERE.c.lesson_id == _LESSON.c.id)
        .where(_in_time(which, first, last))
        .group_by(_LESSON.c.id)
    )

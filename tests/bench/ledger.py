"""A school's year of lessons: 300 pupils × 110 hours that were held, and who finished what by themselves; and an edit
of a plan of three years."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Membership, Person, Role
from portfolio_app.core.clock import now, today
from portfolio_app.core.database import close_database, reading, table_of, writing
from portfolio_app.core.languages import speaking
from portfolio_app.learning.models import Lesson, LessonWork
from portfolio_app.learning.modules import modules
from portfolio_app.learning.teaching.days import school_year_days, school_year_of
from portfolio_app.learning.teaching.laying_out import lay_out
from portfolio_app.learning.teaching.ledger import ClassHours, hours_of
from portfolio_app.learning.teaching.models import HeldLesson, LessonPupil, PlanItem
from portfolio_app.learning.teaching.planning import move_item, of_class
from portfolio_app.learning.versions import kept_now
from portfolio_app.schools.models import ClassMember, SchoolClass
from tests.bench.figures import Figure, percentile
from tests.bench.instance import Instance
from tests.people import make_class, make_school, make_teacher

CLASSES, SIZE = 10, 30
HOURS, MINUTES = 110, 60
ROUNDS, MOVES = 10, 40
PART = f"Lessons of a school: {CLASSES * SIZE} pupils × {HOURS} hours"


def measure(_instance: Instance) -> list[Figure]:
    """Milliseconds in which the hours of a year are counted, and a plan is changed."""
    hours, moves = asyncio.run(_measured())
    return [
        Figure(PART, "the year's hours and aims, for each pupil", "ms", tuple(hours), 300),
        Figure(PART, "an edit of a plan of three years, 95 of 100", "ms", (percentile(moves, 0.95),), 150),
    ]


async def _measured() -> tuple[list[float], list[float]]:
    school, teacher, first_class = await _fill()
    first, last = school_year_days(school_year_of(today()))
    which = table_of(SchoolClass).c.school_id == school
    hours: list[float] = []
    counted: tuple[ClassHours, ...] = ()
    with speaking("en"):
        for _ in range(ROUNDS):
            began = time.perf_counter()
            async with reading() as session:
                counted = await hours_of(session, which, first, last)
            hours.append(1000 * (time.perf_counter() - began))
        pupils = [pupil for one in counted for pupil in one.pupils]
        assert len(pupils) == CLASSES * SIZE
        assert all(pupil.held == HOURS * MINUTES and pupil.own > 0 for pupil in pupils)
        moves = await _moves(teacher, first_class)
    await close_database()
    return hours, moves


async def _moves(teacher: Actor, class_id: UUID) -> list[float]:
    await lay_out(teacher, class_id, "", school_year_of(today()))
    async with reading() as session:
        item = (await session.execute(table_of(PlanItem).select().where(of_class(class_id)).limit(1))).one()
    took: list[float] = []
    for number in range(MOVES):
        day = item.day + timedelta(weeks=1 + number % 2)
        began = time.perf_counter()
        await move_item(teacher, item.id, day, item.version + number)
        took.append(1000 * (time.perf_counter() - began))
    return took


async def _fill() -> tuple[UUID, Actor, UUID]:
    """The school, a teacher of its first class, and that class."""
    school = await make_school("A school of many lessons")
    classes = [await make_class(school) for _ in range(CLASSES)]
    teacher = await make_teacher(school, classes[0])
    rows: dict[Any, list[dict[str, Any]]] = {}
    begins = school_year_days(school_year_of(today()))[0]
    known = modules()
    async with writing() as session:
        versions = {one.name: await kept_now(session, one) for one in known}
        for class_id in classes:
            pupils = [uuid4() for _ in range(SIZE)]
            for number, who in enumerate(pupils):
                _add(rows, Person(id=who, name=f"Pupil {number}", sort_name=f"{number:03}", made_at=now()))
                _add(rows, Membership(person_id=who, role=Role.PUPIL, school_id=school, began_at=now()))
                _add(rows, ClassMember(class_id=class_id, person_id=who, role="pupil", began_at=now()))
            for number in range(HOURS):
                module = known[number % len(known)]
                held = HeldLesson(
                    school_id=school,
                    class_id=class_id,
                    module=module.name,
                    activities=[module.about.activities[0].code],
                    aims=list(module.about.aims),
                    held_on=begins + timedelta(days=number),
                    minutes=MINUTES,
                    made_at=now(),
                    request=uuid4(),
                )
                _add(rows, held)
                for who in pupils:
                    _add(rows, LessonPupil(lesson_id=held.id, person_id=who))
            for who in pupils:
                _work(rows, who, known, versions, datetime(begins.year, 9, 1, tzinfo=UTC))
        for kind, some in rows.items():
            for start in range(0, len(some), 500):
                await session.execute(insert(table_of(kind)), some[start : start + 500])
    return school, teacher, classes[0]


def _work(rows: dict[Any, Any], who: UUID, known: Any, versions: dict[str, UUID], moment: datetime) -> None:
    """The pupil has finished every activity there is."""
    for module in known:
        lesson = Lesson(
            person_id=who, version_id=versions[module.name], module=module.name, begun_at=moment, seen_at=moment
        )
        _add(rows, lesson)
        for one in module.about.activities:
            work = LessonWork(lesson_id=lesson.id, activity=one.code, state="done", changed_at=moment, done_at=moment)
            _add(rows, work)


def _add(rows: dict[Any, list[dict[str, Any]]], row: Any) -> None:
    columns = table_of(type(row)).columns
    rows.setdefault(type(row), []).append({column.key: getattr(row, column.key) for column in columns})

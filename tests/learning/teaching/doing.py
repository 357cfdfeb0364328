"""Pupils who work at a module, without its pages; and the days that tests speak of."""

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import now, today
from portfolio_app.core.database import reading, writing
from portfolio_app.learning import modules
from portfolio_app.learning.models import Lesson, LessonWork, WorkState
from portfolio_app.learning.modules import shelf
from portfolio_app.learning.teaching.assigning import AssignForm
from portfolio_app.learning.teaching.due import DueLesson, lessons_due
from portfolio_app.learning.versions import kept_now
from portfolio_app.notices.models import Notice
from tests.lessons import NAME

WEEK = timedelta(days=7)


def a_form(*activities: str, pupils: tuple[Actor, ...] = (), days: int = 7) -> AssignForm:
    """The trial module or activities of it, due in so many days."""
    return AssignForm(NAME, today(), today() + timedelta(days=days), activities, tuple(one.person_id for one in pupils))


async def work(pupil: Actor, *done: str, on: date | None = None) -> None:
    """The pupil begins the trial module as it is now, if they have not, and finishes these activities."""
    moment = now() if on is None else now() + (on - today())
    async with writing() as session:
        lesson = (
            await session.execute(select(Lesson).where(col(Lesson.person_id) == pupil.person_id))
        ).scalar_one_or_none()
        if lesson is None:
            version_id = await kept_now(session, modules.module(NAME))
            lesson = Lesson(
                person_id=pupil.person_id, version_id=version_id, module=NAME, begun_at=moment, seen_at=moment
            )
            session.add(lesson)
            await session.flush()
        session.add_all(
            LessonWork(lesson_id=lesson.id, activity=code, state=WorkState.DONE, changed_at=moment, done_at=moment)
            for code in done
        )


async def due_for(pupil: Actor) -> tuple[DueLesson, ...]:
    """What is due for the pupil."""
    async with reading() as session:
        return await lessons_due(session, pupil.person_id)


async def notices_of(pupil: Actor) -> list[str]:
    """The kinds of what the pupil was told."""
    async with reading() as session:
        return list(
            (await session.execute(select(col(Notice.kind)).where(col(Notice.person_id) == pupil.person_id))).scalars()
        )


def rewrite(folder: Path) -> None:
    """Somebody changes the words of the module."""
    file = folder / "en.md"
    file.write_text(file.read_text("utf-8").replace("Bring paper.", "Bring paper and pens."), encoding="utf-8")
    look_again()


def look_again() -> None:
    """See changed files at once, not a second later."""
    shelf()._looked_at = float("-inf")  # pyright: ignore[reportPrivateUsage]


def ids(*people: Actor) -> set[UUID]:
    """Their ids."""
    return {one.person_id for one in people}

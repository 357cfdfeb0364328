"""A class with a lesson, and what its people see."""

from dataclasses import dataclass
from uuid import UUID

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.database import reading
from portfolio_app.core.languages import speaking
from portfolio_app.learning.live.for_pupils import lessons_of
from portfolio_app.learning.live.for_teachers import LiveLessonView, Somebody, load_live_lesson
from portfolio_app.schools.queries import LessonNow
from tests.people import make_class, make_pupil, make_school, make_teacher


@dataclass(frozen=True)
class Class:
    """Siiri and Eino, and two who teach them."""

    school: UUID
    id: UUID
    siiri: Actor
    eino: Actor
    tuula: Actor
    mikko: Actor


async def a_class() -> Class:
    """One more such class."""
    school = await make_school()
    one = await make_class(school, "8B")
    return Class(
        school,
        one,
        await make_pupil(school, one, name="Siiri Korhonen"),
        await make_pupil(school, one, name="Eino Laine"),
        await make_teacher(school, one, name="Tuula Mäki"),
        await make_teacher(school, one, name="Mikko Salo"),
    )


async def led(teacher: Actor, class_id: UUID) -> LiveLessonView:
    """The teacher's page."""
    with speaking("en"):
        return await load_live_lesson(teacher, str(class_id))


async def row_of(teacher: Actor, class_id: UUID, pupil: Actor) -> Somebody:
    """A pupil's row on it."""
    return next(one for one in (await led(teacher, class_id)).pupils if one.id == str(pupil.person_id))


async def around(pupil: Actor) -> tuple[LessonNow, ...]:
    """What stands around every page of the pupil."""
    with speaking("en"):
        async with reading() as session:
            return await lessons_of(session, pupil.person_id)

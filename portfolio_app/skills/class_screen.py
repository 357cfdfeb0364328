"""What a class reads on its screen during the first lesson: what happens now, and how many have begun and are done."""

from dataclasses import dataclass
from uuid import UUID

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.languages import _, format_number, spoken
from portfolio_app.skills.class_lesson import load_class_lesson
from portfolio_app.skills.lesson_plan import FIRST_LESSON, LessonStep, lesson_plan, minutes_said
from portfolio_app.skills.questionnaire import said


@dataclass(frozen=True)
class ClassScreenView:
    """A part of the lesson. Numbers and no names: everybody in the room reads it."""

    loaded: bool = False
    class_id: str = ""
    class_name: str = ""
    open: bool = False
    part_said: str = ""
    minutes: str = ""
    now: str = ""
    pupils: str = ""
    begun: str = ""
    finished: str = ""
    previous_href: str = ""
    next_href: str = ""


async def load_class_screen(actor: Actor, class_id: UUID, part: int = 1) -> ClassScreenView:
    """The part of the lesson with that number, the nearest one for any other. Raises `NotFound` for a class that the
    actor does not teach."""
    standing = await load_class_lesson(actor, class_id)
    parts = _parts()
    number = min(max(part, 1), len(parts))
    one = parts[number - 1]
    return ClassScreenView(
        loaded=True,
        class_id=standing.class_id,
        class_name=standing.class_name,
        open=standing.open,
        part_said=_("{n} of {all}").format(n=format_number(number), all=format_number(len(parts))),
        minutes=minutes_said(one.minutes),
        now=said(one.show) if one.show else said(one.what),
        pupils=format_number(standing.pupils),
        begun=format_number(standing.begun),
        finished=format_number(standing.finished),
        previous_href=_href(class_id, number - 1) if number > 1 else "",
        next_href=_href(class_id, number + 1) if number < len(parts) else "",
    )


def _parts() -> tuple[LessonStep, ...]:
    return tuple(step for lesson in lesson_plan(FIRST_LESSON).lessons for step in lesson.steps)


def _href(class_id: UUID, number: int) -> str:
    return f"/{spoken()}/class-screen?id={class_id}&part={number}"

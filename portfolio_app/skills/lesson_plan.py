"""A plan of lessons as data, for teachers to print: minutes, what happens, what to say, cards, an exit question."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StrictInt, model_validator

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.errors import Refused
from portfolio_app.core.languages import _, format_number, ngettext
from portfolio_app.core.strict_yaml import Where
from portfolio_app.sharing.policy import GUIDES
from portfolio_app.skills.framework_file import read_data
from portfolio_app.skills.framework_format import Code, Language, Text
from portfolio_app.skills.framework_rules import IncoherentFramework, languages_amiss
from portfolio_app.skills.questionnaire import said

FOLDER = Path(__file__).parent / "lesson_plans"
DECISION, FIRST_LESSON = "decision", "first"

Minutes = Annotated[StrictInt, Field(ge=1, le=180)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class LessonStep(_Part):
    """A part of a lesson; `say` are words for the teacher to say, if any are needed, `show` what the class reads on a
    screen meanwhile."""

    minutes: Minutes
    what: Text
    say: Text | None
    show: Text | None = None


class Lesson(_Part):
    """A lesson; the minutes of its steps are its own."""

    title: Text
    minutes: Minutes
    steps: Annotated[tuple[LessonStep, ...], Field(min_length=1, max_length=12)]
    exit: Text


class LessonCard(_Part):
    """A card to cut out."""

    title: Text
    text: Text


class LessonPlan(_Part):
    """Lessons that belong together, complete in their languages."""

    code: Code
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    name: Text
    aim: Text
    bring: tuple[Text, ...]
    lessons: Annotated[tuple[Lesson, ...], Field(min_length=1, max_length=6)]
    cards: tuple[LessonCard, ...]
    notes: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        mistakes = [*_minutes_amiss(self), *languages_amiss(_texts(self), self.languages, "plan")]
        if mistakes:
            raise IncoherentFramework(mistakes)
        return self


def _minutes_amiss(plan: LessonPlan) -> Iterator[tuple[Where, str]]:
    for at, lesson in enumerate(plan.lessons):
        together = sum(step.minutes for step in lesson.steps)
        if together != lesson.minutes:
            yield ("lessons", at, "minutes"), f"the steps take {together} minutes together"


def _texts(plan: LessonPlan) -> Iterator[tuple[Where, Mapping[str, str]]]:
    yield from ((("name",), plan.name), (("aim",), plan.aim))
    for at, text in enumerate(plan.bring):
        yield ("bring", at), text
    for at, lesson in enumerate(plan.lessons):
        yield ("lessons", at, "title"), lesson.title
        yield ("lessons", at, "exit"), lesson.exit
        for place, step in enumerate(lesson.steps):
            yield ("lessons", at, "steps", place, "what"), step.what
            if step.say is not None:
                yield ("lessons", at, "steps", place, "say"), step.say
            if step.show is not None:
                yield ("lessons", at, "steps", place, "show"), step.show
    for at, card in enumerate(plan.cards):
        yield ("cards", at, "title"), card.title
        yield ("cards", at, "text"), card.text
    for at, text in enumerate(plan.notes):
        yield ("notes", at), text


@cache
def lesson_plan(code: str = DECISION) -> LessonPlan:
    """The shipped plan with that code, read once. Raises `FrameworkError` with the place of every mistake."""
    return read_data(FOLDER / f"{code}.yaml", LessonPlan)


@dataclass(frozen=True)
class StepView:
    """A part of a lesson, in the reader's language."""

    minutes: str = ""
    what: str = ""
    say: str = ""


@dataclass(frozen=True)
class LessonView:
    """A lesson."""

    title: str = ""
    minutes: str = ""
    steps: tuple[StepView, ...] = ()
    exit: str = ""


@dataclass(frozen=True)
class CardView:
    """A card to cut out."""

    title: str = ""
    text: str = ""


@dataclass(frozen=True)
class LessonPlanView:
    """A whole plan."""

    loaded: bool = False
    name: str = ""
    aim: str = ""
    bring: tuple[str, ...] = ()
    lessons: tuple[LessonView, ...] = ()
    cards: tuple[CardView, ...] = ()
    notes: tuple[str, ...] = ()


def load_lesson_plan(actor: Actor, code: str = DECISION) -> LessonPlanView:
    """The plan, for teachers and counsellors."""
    if not actor.has(*GUIDES):
        raise Refused()
    plan = lesson_plan(code)
    return LessonPlanView(
        loaded=True,
        name=said(plan.name),
        aim=said(plan.aim),
        bring=tuple(said(one) for one in plan.bring),
        lessons=tuple(
            LessonView(
                title=_title(number, said(lesson.title), of=len(plan.lessons)),
                minutes=minutes_said(lesson.minutes),
                steps=tuple(
                    StepView(minutes_said(step.minutes), said(step.what), said(step.say) if step.say else "")
                    for step in lesson.steps
                ),
                exit=said(lesson.exit),
            )
            for number, lesson in enumerate(plan.lessons, 1)
        ),
        cards=tuple(CardView(said(card.title), said(card.text)) for card in plan.cards),
        notes=tuple(said(one) for one in plan.notes),
    )


def _title(number: int, title: str, *, of: int) -> str:
    return title if of == 1 else _("Lesson {n}: {title}").format(n=format_number(number), title=title)


def minutes_said(count: int) -> str:
    """How long something takes, in words."""
    return ngettext("{n} minute", "{n} minutes", count)

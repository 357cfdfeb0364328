"""The ten-minute first lesson as data: five easy questions, and the sentences about oneself that answers become.

No question or answer is named in code. How answers become lines is in `first_lesson_lines.py`.
"""

from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StringConstraints, model_validator

from portfolio_app.core.strict_yaml import Where
from portfolio_app.skills.framework_file import read_data
from portfolio_app.skills.framework_format import FILLED, Code, Language, UnknownCode
from portfolio_app.skills.framework_rules import IncoherentFramework, languages_amiss, used_twice

FILE = Path(__file__).parent / "first_lesson" / "first.yaml"

WORDS = "{words}"
"""Where a pupil's own words stand in the sentence of an answer "something else"."""

Sentence = Mapping[Language, Annotated[str, StringConstraints(pattern=FILLED, max_length=120)]]
Label = Mapping[Language, Annotated[str, StringConstraints(pattern=FILLED, max_length=40)]]
Drawing = Annotated[str, StringConstraints(pattern=r"^M[-0-9a-zA-Z .]+$", max_length=500)]
"""A line drawing of 24 by 24, as the one path of an SVG."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class LessonChoice(_Part):
    """An answer to tick, with the code of its picture.

    `says` is a whole sentence about oneself, `also` the same as the second one in a row. `capabilities`, of the default
    framework, may be shown by it. One that is `retired` is asked no more; earlier rounds keep its words.
    """

    code: Code
    picture: Code
    label: Label
    says: Sentence
    also: Sentence
    capabilities: Annotated[tuple[Code, ...], Field(min_length=1, max_length=3)]
    retired: bool = False


class LessonQuestion(_Part):
    """A question; up to `most` answers fit. `other` is the sentence of an answer in the pupil's own words."""

    code: Code
    picture: Code
    ask: Sentence
    most: Annotated[StrictInt, Field(ge=1, le=4)]
    other: Sentence
    choices: Annotated[tuple[LessonChoice, ...], Field(min_length=2, max_length=20)]

    @cached_property
    def asked(self) -> tuple[LessonChoice, ...]:
        """The answers to choose from now."""
        return tuple(one for one in self.choices if not one.retired)


class LessonLine(_Part):
    """One of the lines about oneself: the questions it is made of, and what it says where none of them was answered."""

    code: Code
    name: Label
    questions: Annotated[tuple[Code, ...], Field(min_length=1, max_length=3)]
    unsure: Sentence


class FirstLesson(_Part):
    """The whole lesson, complete in its languages.

    `starters` begin what one writes about something done well; `begin_with` are capabilities of the default framework
    that anybody can begin with; `pictures` are drawn by their codes.
    """

    version: Annotated[StrictInt, Field(ge=1)]
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    starters: Annotated[tuple[Sentence, ...], Field(min_length=2, max_length=8)]
    begin_with: Annotated[tuple[Code, ...], Field(min_length=3, max_length=3)]
    pictures: Mapping[Code, Drawing]
    questions: Annotated[tuple[LessonQuestion, ...], Field(min_length=1, max_length=8)]
    lines: Annotated[tuple[LessonLine, ...], Field(min_length=3, max_length=3)]

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        mistakes = [
            *_double_codes(self),
            *_lines_amiss(self),
            *_words_amiss(self),
            *_pictures_amiss(self),
            *languages_amiss(_texts(self), self.languages, "lesson"),
        ]
        if mistakes:
            raise IncoherentFramework(mistakes)
        return self

    def question(self, code: str) -> LessonQuestion:
        """The question with that code; `UnknownCode` if there is none."""
        for one in self.questions:
            if one.code == code:
                return one
        raise UnknownCode(f"the first lesson has no question {code!r}")


def _double_codes(lesson: FirstLesson) -> Iterator[tuple[Where, str]]:
    kinds: list[list[tuple[Where, str]]] = [
        [(("questions", at, "code"), one.code) for at, one in enumerate(lesson.questions)],
        [(("lines", at, "code"), one.code) for at, one in enumerate(lesson.lines)],
        *(
            [(("questions", at, "choices", place, "code"), one.code) for place, one in enumerate(question.choices)]
            for at, question in enumerate(lesson.questions)
        ),
    ]
    yield from used_twice(kinds)


def _lines_amiss(lesson: FirstLesson) -> Iterator[tuple[Where, str]]:
    """Every question stands in one line."""
    codes = {one.code for one in lesson.questions}
    told: set[str] = set()
    for at, line in enumerate(lesson.lines):
        for place, code in enumerate(line.questions):
            where: Where = ("lines", at, "questions", place)
            if code not in codes:
                yield where, f"there is no question {code!r}"
            elif code in told:
                yield where, f"{code!r} is told in a line already"
            told.add(code)
    for at, question in enumerate(lesson.questions):
        if question.code not in told:
            yield ("questions", at, "code"), f"no line tells what is answered to {question.code!r}"


def _words_amiss(lesson: FirstLesson) -> Iterator[tuple[Where, str]]:
    for at, question in enumerate(lesson.questions):
        for language, sentence in question.other.items():
            if sentence.count(WORDS) != 1:
                yield ("questions", at, "other", language), f"should have {WORDS} once"


def _pictures_amiss(lesson: FirstLesson) -> Iterator[tuple[Where, str]]:
    """Every picture that is named is there."""
    for at, question in enumerate(lesson.questions):
        named: list[tuple[Where, str]] = [(("questions", at, "picture"), question.picture)]
        named += [
            (("questions", at, "choices", place, "picture"), one.picture) for place, one in enumerate(question.choices)
        ]
        for where, code in named:
            if code not in lesson.pictures:
                yield where, f"there is no picture {code!r}"


def _texts(lesson: FirstLesson) -> Iterator[tuple[Where, Mapping[str, str]]]:
    """Every text with the way to it."""
    for at, text in enumerate(lesson.starters):
        yield ("starters", at), text
    for at, line in enumerate(lesson.lines):
        yield ("lines", at, "name"), line.name
        yield ("lines", at, "unsure"), line.unsure
    for at, question in enumerate(lesson.questions):
        here: Where = ("questions", at)
        yield (*here, "ask"), question.ask
        yield (*here, "other"), question.other
        for place, choice in enumerate(question.choices):
            there: Where = (*here, "choices", place)
            yield from (
                ((*there, "label"), choice.label),
                ((*there, "says"), choice.says),
                ((*there, "also"), choice.also),
            )


def load_first_lesson_file(path: Path) -> FirstLesson:
    """The lesson in the YAML file at `path`. Raises `FrameworkError` with the place of every mistake."""
    return read_data(path, FirstLesson)


@cache
def first_lesson() -> FirstLesson:
    """The shipped lesson, read once."""
    return load_first_lesson_file(FILE)

"""The steps of the first lesson: their order, their addresses, and what a form sent to one of them says."""

from collections.abc import Mapping

from portfolio_app.core.languages import spoken
from portfolio_app.skills.first_lesson_actions import OWN_WORDS, field_of
from portfolio_app.skills.first_lesson_format import FirstLesson, first_lesson
from portfolio_app.skills.first_lesson_lines import Answered

DEED, WITNESS, LINES, DONE = "deed", "witness", "lines", "done"
"""The steps after the questions; a question's step is named after its code."""
PAPER = "paper"
"""A step beside the others: all questions at once, for whoever has answered them on paper."""


def steps_of(lesson: FirstLesson) -> tuple[str, ...]:
    """The steps in their order."""
    return (*(one.code for one in lesson.questions), DEED, WITNESS, LINES, DONE)


def lesson_href(step: str, number: int) -> str:
    """The address of a step."""
    return f"/{spoken()}/first-lesson?step={step}&round={number}"


def after(step: str, number: int) -> str:
    """Where one goes on after a step."""
    steps = steps_of(first_lesson())
    if step == PAPER:
        return lesson_href(DEED, number)
    return lesson_href(steps[steps.index(step) + 1] if step in steps[:-1] else DONE, number)


def answers_sent(fields: Mapping[str, str | None], step: str) -> Mapping[str, Answered]:
    """What a form sent to the question of the step; on paper's, to each question that was answered."""
    found: dict[str, Answered] = {}
    for question in first_lesson().questions:
        codes = tuple(one.code for one in question.asked if fields.get(field_of(question.code, one.code)))
        words = (fields.get(field_of(question.code, OWN_WORDS)) or "").strip()
        if question.code == step or (step == PAPER and (codes or words)):
            found[question.code] = Answered(codes, words)
    return found

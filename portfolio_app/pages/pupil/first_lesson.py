"""The first lesson: a step at a time, each saved when it is left. What a step shows is in `first_lesson_parts.py`."""

from typing import Any
from uuid import uuid4

import reflex as rx

from portfolio_app.accounts.models import OWNERS
from portfolio_app.core.database import as_id
from portfolio_app.core.languages import N_, _
from portfolio_app.pages.frame import address, framed, problem_summary
from portfolio_app.pages.pupil.about_me import typed
from portfolio_app.pages.pupil.first_lesson_parts import deed_part, done_part, lines_part, questions_part, witness_part
from portfolio_app.pages.registry import page
from portfolio_app.skills import first_lesson_actions as doing
from portfolio_app.skills.first_lesson_steps import DEED, DONE, LINES, PAPER, WITNESS, after, answers_sent
from portfolio_app.skills.first_lesson_views import FirstLessonView, load_first_lesson
from portfolio_app.skills.questionnaire_views import number_in
from portfolio_app.ui import cards, text
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import say

Fields = dict[str, str | None]


class FirstLessonState(rx.State):
    """The step of the address. Forms name their round and step: a double click takes one step, not two."""

    view: FirstLessonView = FirstLessonView()

    @needs(*OWNERS, loads=True)
    async def load(self) -> None:
        """Load the step."""
        query = self.router.url.query_parameters
        step, number = query.get("step", ""), number_in(query.get("round", ""))
        self.view = await load_first_lesson(current_actor(), uuid4(), step, number)

    @needs(*OWNERS)
    async def answer(self, form: Fields) -> Any:
        """Keep what is answered to the question of a step, or to all of them, and go on."""
        step, number = form.get("step") or "", number_in(form.get("round") or "")
        await doing.answer_questions(current_actor(), number, answers_sent(form, step), step)
        return rx.redirect(after(step, number))

    @needs(*OWNERS)
    async def not_yet(self, number: int, question: str) -> Any:
        """Keep that one does not know yet, and go on."""
        await doing.answer_question(current_actor(), number, question)
        return rx.redirect(after(question, number))

    @needs(*OWNERS)
    async def keep_deed(self, form: Fields) -> Any:
        """Keep what went well as evidence, say for which skill, and go on."""
        actor, number = current_actor(), number_in(form.get("round") or "")
        words, skill = form.get("words") or "", form.get("capability") or ""
        await doing.keep_deed(actor, number, words, skill, as_id(form.get("request") or ""))
        kept = (await load_first_lesson(actor, uuid4(), DEED, number)).deed
        await say(self, N_("Saved as evidence for “{skill}”. Only you can see it."), skill=kept.skill)
        return rx.redirect(after(DEED, number))

    @needs(*OWNERS)
    async def name_witness(self, form: Fields) -> Any:
        """Keep who could say so, and go on."""
        number, adult = number_in(form.get("round") or ""), form.get("adult")
        await doing.name_witness(current_actor(), number, as_id(adult) if adult else None, form.get("name") or "")
        return rx.redirect(after(WITNESS, number))

    @needs(*OWNERS)
    async def finish(self, form: Fields) -> Any:
        """Keep the lines, which ends the round."""
        number, request = number_in(form.get("round") or ""), as_id(form.get("request") or "")
        await doing.finish(current_actor(), number, typed(form), request)
        await say(self, N_("Saved. Only you can see it."))
        return rx.redirect(after(LINES, number))


@page("/first-lesson", N_("The first lesson"), FirstLessonState.load)
def first_lesson() -> rx.Component:
    """The page."""
    view: Any = FirstLessonState.view
    questions = questions_part(view, FirstLessonState.answer, FirstLessonState.not_yet)
    part = rx.match(
        view.step,
        (DEED, deed_part(view, FirstLessonState.keep_deed)),
        (WITNESS, witness_part(view, FirstLessonState.name_witness)),
        (LINES, lines_part(view, FirstLessonState.finish)),
        (DONE, done_part(view)),
        questions,
    )
    progress = cards.progress_bar(_("The first lesson"), view.percent, view.step_said)
    from_paper = rx.cond(
        (view.previous_href == "") & (view.step != PAPER),
        text.link(_("I have answered on paper"), view.paper_href),
        text.link(_("Back to my skills"), address("/skills")),
    )
    return framed(
        text.page_head(view.title, view.lead),
        problem_summary(_("One thing to check")),
        rx.cond(
            view.loaded,
            text.stack(
                rx.cond(view.step_said != "", progress, rx.fragment()),
                part,
                text.paragraph(from_paper, class_name="not-printed"),
                gap="gap-6",
            ),
            waiting(),
        ),
        here="skills",
        audience="pupil",
    )

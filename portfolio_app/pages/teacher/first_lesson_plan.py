"""The first lesson to print: its ten minutes one by one, and the sheets for a class without devices."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import Role
from portfolio_app.core.languages import N_, _
from portfolio_app.pages.frame import address, framed
from portfolio_app.pages.registry import page
from portfolio_app.pages.teacher.plan_body import plan_body
from portfolio_app.skills.lesson_plan import FIRST_LESSON, LessonPlanView, load_lesson_plan
from portfolio_app.ui import text
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs


class FirstLessonPlanState(rx.State):
    """The plan."""

    view: LessonPlanView = LessonPlanView()

    @needs(Role.TEACHER, Role.COUNSELLOR, loads=True)
    async def load(self) -> None:
        """Load the plan in the reader's language."""
        self.view = load_lesson_plan(current_actor(), FIRST_LESSON)


@page("/first-lesson-plan", N_("The first lesson"), FirstLessonPlanState.load)
def first_lesson_plan() -> rx.Component:
    """The page."""
    view: Any = FirstLessonPlanState.view
    return framed(
        text.page_head(view.name, _("A plan for ten minutes, to print")),
        rx.cond(view.loaded, plan_body(view), waiting()),
        text.paragraph(text.link(_("Back to the classes"), address("/classes")), class_name="not-printed"),
        here="classes",
        audience="staff",
    )

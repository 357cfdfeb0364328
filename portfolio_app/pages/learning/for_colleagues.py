"""A lesson for colleagues: how to teach Polku to others of the staff in twenty minutes, and a page to take away."""

from typing import Any

import reflex as rx

from portfolio_app.core.languages import N_, _, spoken
from portfolio_app.learning.colleagues import ColleaguesView, load_for_colleagues
from portfolio_app.learning.policy import TEACHING
from portfolio_app.pages.frame import framed
from portfolio_app.pages.registry import page
from portfolio_app.ui import cards, text
from portfolio_app.ui.buttons import print_button
from portfolio_app.ui.layout import waiting
from portfolio_app.ui.rich import rich
from portfolio_app.web.guard import current_actor, needs


class ForColleaguesState(rx.State):
    """The whole lesson, or the page to take away."""

    view: ColleaguesView = ColleaguesView()

    @needs(*TEACHING, loads=True)
    async def load(self) -> None:
        """Load it."""
        self.view = ColleaguesView()
        part = self.router.url.query_parameters.get("part", "")
        self.view = await load_for_colleagues(current_actor(), part)


def _part(one: Any) -> rx.Component:
    return rx.el.section(
        rx.el.h2(one.title, class_name="text-xl font-semibold"), rich(one.html, class_name="mt-2"), key=one.title
    )


def _step(one: Any) -> rx.Component:
    return rx.el.section(
        rx.el.p(one.time, lang=spoken(), class_name="text-sm font-semibold text-muted"),
        rx.el.h2(one.title, class_name="text-xl font-semibold"),
        rich(one.html, class_name="mt-2"),
        class_name="break-inside-avoid",
        key=one.title,
    )


def _question(one: Any) -> rx.Component:
    return rx.el.section(
        rx.el.h3(one.title, class_name="text-lg font-semibold"), rich(one.html, class_name="mt-1"), key=one.title
    )


@page("/for-colleagues", N_("For colleagues"), ForColleaguesState.load)
def for_colleagues() -> rx.Component:
    """The page."""
    view: Any = ForColleaguesState.view
    whole = text.stack(
        text.paragraph(view.summary, class_name="text-lg text-muted"),
        text.paragraph(
            text.link(_("Only the page to take away"), view.handout_href, lang=spoken()), class_name="not-printed"
        ),
        _part(view.before),
        rx.el.div(rx.foreach(view.steps, _step), class_name="flex flex-col gap-6"),
        rx.el.section(
            rx.el.h2(view.questions_title, class_name="text-xl font-semibold"),
            rx.el.div(rx.foreach(view.questions, _question), class_name="mt-2 flex flex-col gap-4"),
        ),
        _part(view.handout),
        gap="gap-6",
    )
    alone = text.stack(
        text.paragraph(text.link(_("The whole lesson"), view.whole_href, lang=spoken()), class_name="not-printed"),
        rich(view.handout.html),
        gap="gap-4",
    )
    title = rx.cond(view.handout_only, view.handout.title, view.title)
    return framed(
        text.page_head(
            rx.el.span(title, lang=view.language),
            rx.cond(view.handout_only, "", view.minutes),
            ready=view.loaded,
        ),
        rx.cond(
            view.loaded,
            text.stack(
                rx.cond(view.other != "", cards.notice(view.other), rx.fragment()),
                rx.el.div(print_button(_("Print")), class_name="not-printed"),
                rx.el.div(rx.cond(view.handout_only, alone, whole), lang=view.language),
                gap="gap-6",
            ),
            waiting(),
        ),
        here="classes",
        audience="staff",
    )

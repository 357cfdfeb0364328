"""The training of ambassadors: its modules with what is done, and a module with its check of situations at the end."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import Role
from portfolio_app.ambassadors.policy import GUIDES
from portfolio_app.ambassadors.training.actions import answer_check
from portfolio_app.ambassadors.training.view import TrainingView, load_training
from portfolio_app.core.database import as_id
from portfolio_app.core.drafts import MOST_FIELDS
from portfolio_app.core.errors import Invalid
from portfolio_app.core.languages import N_, _, spoken
from portfolio_app.pages.frame import framed, problem_summary
from portfolio_app.pages.learning.module_parts import field_shown
from portfolio_app.pages.registry import page
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import button, form, form_buttons, print_button
from portfolio_app.ui.layout import waiting
from portfolio_app.ui.rich import rich
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import hush, say


class AmbassadorTrainingState(rx.State):
    """The list, or the module of the address."""

    view: TrainingView = TrainingView()

    @needs(Role.PUPIL, *GUIDES, loads=True)
    async def load(self) -> None:
        """Load it."""
        self.view = TrainingView()
        self.view = await load_training(current_actor(), self.router.url.query_parameters.get("module", ""))

    @needs(Role.PUPIL)
    async def answer(self, form: dict[str, str | None]) -> None:
        """Answer the check, and read why."""
        if len(form) > MOST_FIELDS:
            raise Invalid()
        module, request = form.get("module") or "", as_id(form.get("request") or "")
        chosen = await answer_check(current_actor(), module, form.get("version") or "", form, request)
        self.view = await load_training(current_actor(), module, chosen)
        await hush(self)
        done = N_("All of it is right. This module is done.")
        again = N_("Not everything fits yet. Read why beneath your answers, and choose again: nothing is lost.")
        await say(self, done if self.view.passed else again)


def _done(words: Any) -> rx.Component:
    mark = rx.el.span(icons.check("size-5"), words, class_name="inline-flex items-center gap-1.5 text-sm")
    return rx.cond(words != "", mark, text.muted(_("Not done yet")))


def _line(one: Any) -> rx.Component:
    return cards.list_row(
        one.title,
        href=one.href,
        detail=rx.el.span(one.detail, lang=spoken()),
        trailing=rx.cond(
            AmbassadorTrainingState.view.answers, rx.el.div(_done(one.done), lang=spoken()), rx.fragment()
        ),
        key=one.href,
    )


def _list(view: Any) -> rx.Component:
    first = _("Do all of them before you meet anybody as an ambassador. The order is yours.")
    ready = _("You have done all of it. You can read it again whenever you like.")
    adults = _("Ambassadors do all of this before they meet their peers. You read it as they do, with the answers.")
    return text.stack(
        text.paragraph(rx.cond(view.answers, rx.cond(view.all_done, ready, first), adults)),
        cards.row_list(rx.foreach(view.lines, _line), lang=view.language),
    )


def _part(one: Any) -> rx.Component:
    return rx.el.section(
        text.section_heading(one.title),
        rich(one.html, class_name="mt-2"),
        class_name="break-inside-avoid",
        key=one.title,
    )


def _check(view: Any) -> rx.Component:
    how = _("Answer as often as you like. It is done when every answer fits; nobody else sees how often you tried.")
    asked = rx.el.div(rx.foreach(view.fields, field_shown), lang=view.language, class_name="flex flex-col gap-6")
    answering = form(
        *(
            rx.el.input(type="hidden", name=name, value=value, read_only=True)
            for name, value in (("module", view.module), ("version", view.version), ("request", view.request))
        ),
        asked,
        form_buttons(button(_("See what is right"), type="submit", full=True)),
        on_submit=AmbassadorTrainingState.answer,
        key=view.module,
    )
    after = cards.notice(
        rx.el.p(_("All of it is right. This module is done."), class_name="font-semibold"),
        rx.cond(
            view.next_href != "",
            text.paragraph(
                _("Next:"), " ", text.link(view.next_title, view.next_href, custom_attrs={"lang": view.language})
            ),
            text.paragraph(_("With this one you have done all of them.")),
        ),
        kind="done",
    )
    return rx.el.section(
        text.section_heading(_("What do you do?")),
        text.paragraph(
            rx.cond(view.answers, how, _("What ambassadors are asked, and what is said about each answer.")),
            class_name="mt-1",
        ),
        rx.el.div(
            rx.cond(view.answers, answering, asked),
            rx.cond(view.passed, after, rx.fragment()),
            class_name="mt-4 flex flex-col gap-5",
        ),
        id="check",
    )


def _module(view: Any) -> rx.Component:
    return text.stack(
        rx.cond(
            view.done != "",
            rx.el.p(icons.check("size-5"), view.done, class_name="flex items-center gap-1.5"),
            rx.fragment(),
        ),
        rx.el.div(print_button(_("Print")), class_name="not-printed"),
        rx.el.div(
            text.paragraph(view.summary, class_name="text-lg"),
            rx.foreach(view.parts, _part),
            lang=view.language,
            class_name="flex flex-col gap-6",
        ),
        problem_summary(_("One thing to check")),
        _check(view),
        text.paragraph(text.link(_("All modules of the training"), view.list_href), class_name="not-printed"),
        gap="gap-6",
    )


@page("/ambassador-training", N_("Training for ambassadors"), AmbassadorTrainingState.load)
def ambassador_training() -> rx.Component:
    """The page."""
    view: Any = AmbassadorTrainingState.view
    return framed(
        text.page_head(
            rx.el.span(view.title, lang=view.language),
            rx.cond(view.module != "", view.facts, rx.el.span(view.summary, lang=view.language)),
            ready=view.loaded,
        ),
        rx.cond(
            view.loaded,
            text.stack(
                rx.cond(view.other != "", cards.notice(view.other), rx.fragment()),
                rx.cond(view.module != "", _module(view), _list(view)),
                gap="gap-6",
            ),
            waiting(),
        ),
    )

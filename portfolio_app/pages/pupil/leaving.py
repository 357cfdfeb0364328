"""Leaving school: what to do before the day, one thing after the other, and what becomes of the account on it."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import OWNERS, Role
from portfolio_app.core.languages import N_, _
from portfolio_app.pages.frame import address, field_error, framed
from portfolio_app.pages.registry import page
from portfolio_app.portfolio.leaving import actions
from portfolio_app.portfolio.leaving.queries import LeavingView, load_leaving
from portfolio_app.ui import icons, text
from portfolio_app.ui.buttons import button, form, form_buttons, link_button
from portfolio_app.ui.fields import text_field
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import say


class LeavingState(rx.State):
    """How far the reader is on the way out of school."""

    view: LeavingView = LeavingView()

    @needs(*OWNERS, loads=True)
    async def load(self) -> None:
        """Load the page."""
        self.view = await load_leaving(current_actor())

    @needs(Role.PUPIL)
    async def type_code(self, form: dict[str, str | None]) -> None:
        """The code of a takeout that was opened."""
        await actions.type_opening_code(current_actor(), form.get("code") or "")
        self.view = await load_leaving(current_actor())
        await say(self, N_("That is the right code: your takeout works."))

    @needs(Role.PUPIL)
    async def want_help(self, wanted: bool) -> None:
        """Help with leaving is wanted, or no more."""
        await actions.want_help(current_actor(), wanted=wanted)
        self.view = await load_leaving(current_actor())
        await say(self, N_("Saved."))


def _step(view: Any, step: Any) -> rx.Component:
    mark = rx.cond(
        step.done,
        rx.el.span(icons.check(), _("Done"), class_name="inline-flex items-center gap-1 font-semibold text-good"),
        rx.el.span(_("Still to do"), class_name="text-muted"),
    )
    code = form(
        text_field(
            "code",
            _("Code from index.html"),
            hint=_("such as k7dm-q2vx"),
            max_length=40,
            auto_complete="off",
            spell_check=False,
            error=field_error("code"),
        ),
        form_buttons(button(_("Check the code"), type="submit", kind="secondary")),
        on_submit=LeavingState.type_code,
        class_name="flex flex-col gap-3 mt-4",
    )
    return rx.el.li(
        rx.el.div(
            rx.el.h2(step.title, class_name="text-lg font-semibold"),
            rx.el.p(mark, class_name="text-sm"),
            class_name="flex flex-wrap items-baseline justify-between gap-x-4",
        ),
        text.paragraph(rx.cond(step.done, step.done_said, step.words), class_name="mt-1"),
        rx.el.div(
            link_button(step.action, step.href, kind="secondary"),
            class_name="mt-3",
        ),
        rx.cond((step.code == "opened") & ~view.opened, code, rx.fragment()),
        class_name="rounded-lg border border-line bg-surface p-4",
        key=step.code,
    )


def _help(view: Any) -> rx.Component:
    return rx.el.section(
        text.section_heading(_("Help with leaving")),
        text.paragraph(
            _("Teachers who look after leavers see how far you are, and whether you want help. Never what you made.")
        ),
        rx.cond(
            view.help_wanted,
            text.stack(
                text.paragraph(rx.el.strong(_("You have said that you want help."))),
                rx.el.div(
                    button(_("I need no help any more"), kind="secondary", on_click=LeavingState.want_help(False)),
                ),
            ),
            rx.el.div(button(_("I want help with leaving"), kind="secondary", on_click=LeavingState.want_help(True))),
        ),
        class_name="flex flex-col gap-3 max-w-reading",
    )


@page("/leaving", N_("Leaving school"), LeavingState.load)
def leaving() -> rx.Component:
    """The page."""
    view: Any = LeavingState.view
    when = rx.cond(
        view.day != "",
        rx.el.p(rx.el.strong(view.said), " · ", rx.el.span(view.school, dir="auto"), class_name="text-lg"),
        text.paragraph(_("Your school has not said yet on which day you leave. You can do all of this at any time.")),
    )
    steps = text.stack(
        when,
        rx.el.ol(
            rx.foreach(view.steps, lambda step: _step(view, step)), class_name="list-none p-0 flex flex-col gap-3"
        ),
        rx.el.section(
            text.section_heading(_("What becomes of your account")),
            rx.el.ul(rx.foreach(view.after, lambda one: rx.el.li(one, dir="auto")), class_name="list-disc ps-5 mt-2"),
            class_name="max-w-reading",
        ),
        _help(view),
        text.paragraph(
            text.link(_("Somebody to turn to after school"), address("/after-school")),
            " · ",
            text.link(_("I have a code of another school"), address("/own-account")),
        ),
        gap="gap-6",
    )
    left = text.stack(
        text.paragraph(_("You have left school, and this account is your own.")),
        text.side_by_side(
            link_button(_("See what holds for it"), address("/own-account"), kind="secondary"),
            link_button(_("After school"), address("/after-school"), kind="secondary"),
        ),
    )
    return framed(
        text.page_head(_("Leaving school"), _("What you made here is yours. Some steps, so that it stays with you.")),
        rx.cond(view.pupil, steps, left),
        ready=view.loaded,
        audience="pupil",
    )

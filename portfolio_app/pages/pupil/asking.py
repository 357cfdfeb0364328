"""Whom a pupil asks how they see them: adults of the school, and by a link that is shown once, one outside it."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import OWNERS
from portfolio_app.core.database import as_id
from portfolio_app.core.drafts import ticked
from portfolio_app.core.languages import N_, _
from portfolio_app.pages.frame import address, field_error, framed, problem_summary
from portfolio_app.pages.registry import page
from portfolio_app.skills import voice_links, voice_pages, voices
from portfolio_app.skills.voice_pages import AskView
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import button, form, form_buttons, small_button
from portfolio_app.ui.drawings import theme_class
from portfolio_app.ui.fields import checkbox, text_field
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import say

SKILL = "skill:"
ADULT = "adult:"


class AskingState(rx.State):
    """Who is asked, and a new link while it is shown."""

    view: AskView = AskView()
    link: str = ""

    @needs(*OWNERS, loads=True)
    async def load(self) -> None:
        """Load who is asked."""
        self.link = ""
        await self._show()

    @needs(*OWNERS)
    async def ask(self, form: dict[str, str | None]) -> None:
        """Ask the ticked adults about the ticked skills."""
        adults = ticked(form, ADULT)
        await voices.ask_all(current_actor(), [as_id(one) for one in adults], ticked(form, SKILL))
        await say(self, N_("Asked. You see here when they have answered."))
        await self._show()

    @needs(*OWNERS)
    async def end_ask(self, adult: str) -> None:
        """Ask somebody no longer."""
        await voices.end_ask(current_actor(), as_id(adult))
        await say(self, N_("You do not ask any more. What was said already stays."))
        await self._show()

    @needs(*OWNERS)
    async def make_link(self, form: dict[str, str | None]) -> None:
        """Make a link for one adult outside school, and show it."""
        request = as_id(form.get("request") or "")
        made = await voice_links.make_link(current_actor(), form.get("for_whom") or "", ticked(form, SKILL), request)
        if made:
            self.link = f"{self.router.url.origin}{made}"
            await say(self, N_("The link is ready. Copy it now; it is not shown again."))
        await self._show()

    @needs(*OWNERS)
    async def end_link(self, link: str) -> None:
        """Make a link stop working."""
        await voice_links.end_link(current_actor(), as_id(link))
        self.link = ""
        await say(self, N_("The link does not work any more."))
        await self._show()

    async def _show(self) -> None:
        self.view = await voice_pages.load_asking(current_actor(), self.router.url.query_parameters.get("code", ""))


def _skills(view: Any, prefix: str) -> rx.Component:
    def box(one: Any) -> rx.Component:
        return rx.el.div(
            checkbox(SKILL + one.code, one.name, field_id=f"{prefix}-" + one.code, default_checked=one.chosen),
            class_name=theme_class(one.theme),
        )

    return rx.el.fieldset(
        rx.el.legend(_("About which skills?"), class_name="font-semibold"),
        rx.cond(
            field_error("capabilities") != "",
            rx.el.p(field_error("capabilities"), class_name="text-danger"),
            rx.fragment(),
        ),
        rx.el.div(rx.foreach(view.skills, box), class_name="grid sm:grid-cols-2 gap-x-6"),
        class_name="min-w-0",
    )


def _asked(one: Any, end: Any, label: str) -> rx.Component:
    return cards.list_row(
        one.who,
        detail=rx.el.span(one.about, " · ", one.detail),
        trailing=rx.cond(one.open, small_button(label, icons.close, on_click=end(one.id)), rx.fragment()),
        key=one.id,
    )


def _at_school(view: Any) -> rx.Component:
    adults = rx.foreach(
        view.adults,
        lambda one: checkbox(ADULT + one.id, one.name + ", " + one.role, field_id="adult-" + one.id),
    )
    fields = form(
        rx.el.input(type="hidden", name="request", default_value=view.request),
        rx.el.fieldset(
            rx.el.legend(_("Who has seen you at it?"), class_name="font-semibold"),
            rx.cond(field_error("adult") != "", rx.el.p(field_error("adult"), class_name="text-danger"), rx.fragment()),
            rx.el.div(adults, class_name="grid sm:grid-cols-2 gap-x-6"),
            class_name="min-w-0",
        ),
        _skills(view, "ask"),
        form_buttons(button(_("Ask"), type="submit", full=True)),
        on_submit=AskingState.ask,
        key=view.request,
    )
    nobody = text.muted(_("There is nobody at your school you could ask here yet."))
    return rx.el.section(
        text.section_heading(_("Adults at school")),
        cards.row_list(
            rx.foreach(view.asked, lambda one: _asked(one, AskingState.end_ask, _("Do not ask any more"))),
            class_name="mt-3",
        ),
        rx.el.div(rx.cond(view.adults.length() > 0, fields, nobody), class_name="mt-4"),
    )


def _outside(view: Any) -> rx.Component:
    link: Any = AskingState.link
    fields = form(
        rx.el.input(type="hidden", name="request", default_value=view.link_request),
        text_field(
            "for_whom",
            _("Who is it for?"),
            help=_("So that you know later; nobody else sees it. For example: Jussi at the theatre."),
            error=field_error("for_whom"),
            max_length=voice_links.LONGEST_NAME,
        ),
        _skills(view, "link"),
        form_buttons(button(_("Make a link"), type="submit", kind="secondary", full=True)),
        on_submit=AskingState.make_link,
        key=view.link_request,
    )
    shown = cards.card(
        text.small_heading(_("Your link")),
        rx.el.p(link, dir="ltr", class_name="mt-1 font-semibold select-all break-all"),
        text.muted(_("It works once, for 30 days, for whoever has it. Give it to that person only.")),
    )
    return rx.el.section(
        text.section_heading(_("An adult outside school")),
        text.paragraph(
            _("A link for one adult who has seen you work: at a job, in a club, at home."),
            " ",
            _("They see your first name and up to three skills, nothing else."),
            class_name="mt-1",
        ),
        rx.el.div(rx.cond(link != "", shown, rx.fragment()), role="status", class_name="mt-3 empty:hidden"),
        cards.row_list(
            rx.foreach(view.links, lambda one: _asked(one, AskingState.end_link, _("End this link"))),
            class_name="mt-3",
        ),
        rx.el.div(fields, class_name="mt-4"),
    )


@page("/asking", N_("Ask others"), AskingState.load)
def asking() -> rx.Component:
    """The page."""
    view: Any = AskingState.view
    return framed(
        text.page_head(
            _("Ask others"), _("How do people who have seen you work see your skills? You decide whom you ask.")
        ),
        problem_summary(_("One thing to check")),
        rx.cond(view.loaded, text.stack(_at_school(view), _outside(view), gap="gap-8"), waiting()),
        text.paragraph(text.link(_("Back to my skills"), address("/skills"))),
        here="skills",
        audience="pupil",
    )

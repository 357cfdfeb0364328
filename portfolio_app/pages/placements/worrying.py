"""The part of every page of a placement by which a pupil says that something is wrong there."""

from typing import TYPE_CHECKING, Any

import reflex as rx

from portfolio_app.accounts.models import OWNERS
from portfolio_app.core.database import as_id
from portfolio_app.core.languages import N_, _
from portfolio_app.marketplace.placements import worries
from portfolio_app.pages.frame import field_error
from portfolio_app.ui import icons, text
from portfolio_app.ui.buttons import button, form, form_buttons
from portfolio_app.ui.fields import text_area
from portfolio_app.ui.links import plain_link
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import say

WORRY = "worry"


class Worrying(rx.State, mixin=True):
    """What such a page does with it; its State loads its view anew (`_show`)."""

    if TYPE_CHECKING:
        view: Any  # with `id`, `told`, `said`, `contact`, `request`

    async def _show(self) -> None:
        raise NotImplementedError

    @needs(*OWNERS)
    async def say_worry(self, form: dict[str, str | None]) -> None:
        """Tell the adult at school."""
        request = as_id(form.get("request") or "")
        await worries.say_worry(current_actor(), form.get("placement") or "", form.get("words") or "", request)
        await self._show()
        await say(self, N_("It arrived. Below you see when it is read, and whom you can call now."))


def _line(one: Any) -> rx.Component:
    phone = plain_link(one.phone, href="tel:" + one.phone, class_name=f"{text.LINK} inline-block py-2")
    site = plain_link(one.name, href=one.url, rel="noreferrer", class_name=f"{text.LINK} inline-block py-2")
    return rx.el.li(
        rx.cond(one.url != "", site, rx.el.span(one.name)),
        rx.cond(one.phone != "", phone, rx.fragment()),
        rx.cond(one.hours != "", rx.el.span(one.hours, class_name="text-muted"), rx.fragment()),
        class_name="flex flex-wrap items-center gap-x-3",
    )


def help_now(contact: Any) -> rx.Component:
    """Whom to call: in an emergency, and to talk."""
    return rx.el.div(
        rx.el.p(
            _("In an emergency call 112. In Norway, 112 is the police and 113 an ambulance."),
            class_name="font-semibold",
        ),
        rx.cond(
            contact.help.length() > 0,
            rx.el.div(
                rx.el.p(_("Need to talk?"), class_name="mt-2"),
                rx.el.ul(rx.foreach(contact.help, _line), class_name="list-none p-0"),
            ),
            rx.fragment(),
        ),
    )


def _said(one: Any) -> rx.Component:
    return rx.el.li(
        rx.el.p(one.arrived, class_name="font-semibold"),
        rx.cond(one.words != "", text.written(one.words), rx.fragment()),
        text.muted(rx.cond(one.read != "", one.read, _("Nobody has read it yet."))),
        key=one.id,
    )


def worry_part(view: Any, state: type[Worrying]) -> rx.Component:
    """The button, with words or without; and what was said already, with whom to call now."""
    reaches = rx.cond(
        view.told != "",
        rx.fragment(_("It reaches at once:"), " ", rx.el.span(view.told, dir="auto", class_name="font-semibold"), "."),
        rx.fragment(_("Nobody at your school is named here: call somebody you trust, or one of those below.")),
    )
    fields = form(
        rx.el.input(type="hidden", name="request", default_value=view.request),
        rx.el.input(type="hidden", name="placement", default_value=view.id),
        text_area(
            "words",
            _("What is it?"),
            hint=_("(optional)"),
            help=_("You can send it without a word: somebody will ask you."),
            error=field_error("words"),
            max_length=worries.LONGEST_WORDS,
            rows=3,
        ),
        form_buttons(button(_("Something is wrong here"), kind="danger", type="submit", icon=icons.warning, full=True)),
        on_submit=state.say_worry,
        class_name="mt-3 flex flex-col gap-3",
        # No draft: nothing is kept of this before it is sent.
        key=view.request,
    )
    told = rx.el.div(
        rx.el.ul(rx.foreach(view.said, _said), class_name="flex flex-col gap-3 list-none p-0"),
        rx.el.div(help_now(view.contact), class_name="mt-3"),
        class_name="mt-3 rounded-lg border border-hairline bg-surface p-4",
    )
    return rx.el.section(
        text.section_heading(_("Is something wrong?")),
        text.paragraph(reaches, class_name="mt-1"),
        text.muted(_("Teachers of your class and counsellors can read it, too. Nobody at the workplace can.")),
        rx.cond(view.said.length() > 0, told, rx.fragment()),
        fields,
        id=WORRY,
        class_name="not-printed",
    )


def to_worry() -> rx.Component:
    """The way there from the top of a page."""
    return rx.el.p(
        plain_link(
            _("Something is wrong here"),
            href="#" + WORRY,
            class_name="inline-flex items-center min-h-11 font-semibold text-danger underline underline-offset-4",
        ),
        class_name="not-printed",
    )

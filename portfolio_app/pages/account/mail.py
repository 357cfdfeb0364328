"""Notices by e-mail: the address they go to, and which come at once, once a day, or not. All are in the app too."""

from typing import Any

import reflex as rx

from portfolio_app.core.languages import N_, _
from portfolio_app.notices import addresses, mailing
from portfolio_app.notices.kinds import Way
from portfolio_app.notices.mail_view import MailView, load_mail
from portfolio_app.pages.frame import address, field_error, framed, problem_summary
from portfolio_app.pages.registry import page
from portfolio_app.ui import cards, text
from portfolio_app.ui.buttons import button, form, form_buttons
from portfolio_app.ui.fields import Choice, select_field, text_field
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import say


class MailState(rx.State):
    """The reader's address and choices."""

    view: MailView = MailView()

    @needs(loads=True)
    async def load(self) -> None:
        """Load the page."""
        self.view = await load_mail(current_actor())

    @needs()
    async def give(self, form: dict[str, str | None]) -> None:
        """Mail a link to the address typed."""
        given = await addresses.give_address(current_actor(), form.get("address") or "")
        self.view = await load_mail(current_actor())
        await say(self, N_("A link is on its way to {address}."), address=given)

    @needs()
    async def remove(self) -> None:
        """Forget the address."""
        await addresses.remove_address(current_actor())
        self.view = await load_mail(current_actor())
        await say(self, N_("Your address is removed. No more mail goes there."))

    @needs()
    async def choose(self, form: dict[str, str | None]) -> None:
        """Keep how each kind comes."""
        await mailing.choose_ways(current_actor(), {kind: way or "" for kind, way in form.items()})
        self.view = await load_mail(current_actor())
        await say(self, N_("Saved."))


def _address_form(view: Any) -> rx.Component:
    return form(
        problem_summary(_("Not changed yet")),
        text_field(
            "address",
            rx.cond(view.address != "", _("Another address"), _("Your e-mail address")),
            type="email",
            error=field_error("address"),
            help=_("You get a mail with a link. Only after you open it are notices sent there."),
            auto_complete="email",
        ),
        form_buttons(button(_("Send me the link"), type="submit", kind="secondary")),
        on_submit=MailState.give,
        key=view.pending + view.address,
        class_name="flex flex-col gap-3 mt-3",
    )


def _address_part(view: Any) -> rx.Component:
    in_use = text.stack(
        text.paragraph(rx.el.strong(view.address, dir="ltr", class_name="break-all")),
        text.muted(_("In use since"), " ", view.confirmed),
        gap="gap-1",
    )
    waits = cards.notice(
        rx.el.p(_("A link was sent to this address. Open it within a day:")),
        rx.el.p(view.pending, dir="ltr", class_name="break-all font-semibold"),
    )
    return rx.el.section(
        text.section_heading(_("Your address")),
        rx.cond(view.address != "", in_use, rx.fragment()),
        rx.cond(view.pending != "", rx.el.div(waits, class_name="mt-3"), rx.fragment()),
        rx.cond(view.sends, _address_form(view), rx.fragment()),
        rx.cond(
            (view.address != "") | (view.pending != ""),
            rx.el.div(button(_("Remove the address"), kind="danger", on_click=MailState.remove), class_name="mt-3"),
            rx.fragment(),
        ),
        class_name="max-w-reading",
    )


def _kinds_part(view: Any) -> rx.Component:
    ways = [
        Choice(Way.AT_ONCE.value, _("At once")),
        Choice(Way.DIGEST.value, _("Once a day, in the afternoon")),
        Choice(Way.OFF.value, _("Not by e-mail")),
    ]
    choices = rx.foreach(
        view.kinds,
        lambda kind: rx.el.div(
            select_field(kind.code, kind.label, ways, default_value=kind.way, field_id="kind-" + kind.code),
            key=kind.code + kind.way,
        ),
    )
    return rx.el.section(
        text.section_heading(_("What comes by e-mail")),
        form(
            rx.el.div(choices, class_name="flex flex-col gap-4"),
            form_buttons(button(_("Save these choices"), type="submit")),
            on_submit=MailState.choose,
            class_name="flex flex-col gap-3 mt-3",
        ),
        class_name="max-w-reading",
    )


@page("/mail", N_("Notices by e-mail"), MailState.load)
def mail() -> rx.Component:
    """The page."""
    view: Any = MailState.view
    none = text.paragraph(_("This Polku sends no e-mail. You find everything under Notices."))
    return framed(
        text.page_head(
            _("Notices by e-mail"),
            _("You need no e-mail: everything stands under Notices. It only reaches you sooner."),
        ),
        rx.cond(view.sends, rx.fragment(), none),
        rx.cond(view.sends | (view.address != "") | (view.pending != ""), _address_part(view), rx.fragment()),
        rx.cond(view.sends & (view.address != ""), _kinds_part(view), rx.fragment()),
        text.paragraph(text.link(_("Back to the notices"), address("/notices"))),
        ready=view.loaded,
    )

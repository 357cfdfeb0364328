"""Where links in mails lead. Looking changes nothing (mail programs look first); pressing the button does."""

from typing import Any

import reflex as rx

from portfolio_app.core.languages import N_, _, spoken
from portfolio_app.pages.frame import address, framed
from portfolio_app.pages.languages import language_switch
from portfolio_app.pages.public.sign_in import hidden, problem_box, problem_line
from portfolio_app.pages.registry import page
from portfolio_app.ui import cards, text
from portfolio_app.ui.buttons import button, plain_form
from portfolio_app.ui.fields import checkbox, text_field
from portfolio_app.web.guard import needs
from portfolio_app.web.origin import FROM_ANYWHERE


class FromMailState(rx.State):
    """The key of the link, on its way into the form, and what became of it."""

    key: str = ""
    problem: str = ""
    done: bool = False

    @needs(anyone=True, loads=True)
    async def load(self) -> None:
        """Load the page."""
        query = self.router.url.query_parameters
        self.key = query.get("key", "")
        self.problem = query.get("problem", "")
        self.done = "done" in query


def _asked(title: str, lead: str, post: str, label: str, done: str, used: str) -> rx.Component:
    """A page that asks, and says afterwards that it is done."""
    problem = rx.match(
        FromMailState.problem,
        ("", rx.fragment()),
        ("used", problem_line(used)),
        problem_line(_("That did not work just now. Try again in a moment.")),
    )
    press = plain_form(
        post,
        "post",
        hidden("language", spoken()),
        hidden("key", FromMailState.key),
        button(label, type="submit", full=True, disabled=FromMailState.key == ""),
        custom_attrs={"data-once": "true"},
    )
    return framed(
        text.page_head(title),
        problem_box(problem),
        rx.cond(
            FromMailState.done,
            text.stack(
                cards.notice(done, kind="done"), text.paragraph(text.link(_("Go to Polku"), address("/notices")))
            ),
            text.stack(text.paragraph(lead), press),
        ),
        audience="public",
        languages=language_switch(),
        narrow=True,
    )


@page("/confirm-address", N_("Your e-mail address"), FromMailState.load)
def confirm_address() -> rx.Component:
    """Is this address yours?"""
    return _asked(
        _("Is this your e-mail address?"),
        _("Press the button if you gave this address on Polku. From then on notices can be sent to it."),
        "/confirm-address",
        _("Yes, this is my address"),
        _("Thank you. Notices are sent to this address now. You choose which ones on the page “Notices by e-mail”."),
        _used_up(),
    )


def _used_up() -> str:
    """What is said about a link that works no more."""
    return _("This link has already been used, or it is too old. Ask for a new one on the page “Notices by e-mail”.")


@page("/unsubscribe", N_("Daily mails"), FromMailState.load)
def unsubscribe() -> rx.Component:
    """No more daily mails?"""
    return _asked(
        _("Stop the daily mails?"),
        _("Everything still stands under Notices, and you can switch mails on again at any time."),
        FROM_ANYWHERE,
        _("Stop the daily mails"),
        _("No more daily mails come to you."),
        _("This link does not work. You can stop the mails on the page “Notices by e-mail”."),
    )


@page("/come-in", N_("Sign in with a link"), FromMailState.load)
def come_in() -> rx.Component:
    """Asks for a link, and opens the door with one."""
    state: Any = FromMailState
    problem = rx.match(
        state.problem,
        ("", rx.fragment()),
        (
            "used",
            problem_line(_("This link has already been used, or it is too old. Ask for a new one on this page.")),
        ),
        ("wait", problem_line(_("You have asked for a link several times. Wait an hour, then try again."))),
        ("address", problem_line(_("This is not an e-mail address. It looks like name@example.org."))),
        problem_line(_("That did not work just now. Try again in a moment.")),
    )
    asking = plain_form(
        "/sign-in-link",
        "post",
        hidden("language", spoken()),
        text_field(
            "address",
            _("Your e-mail address"),
            type="email",
            auto_complete="email",
            help=_("The one you have chosen under “Ways to sign in”."),
        ),
        button(_("Send me a link"), type="submit", full=True),
        custom_attrs={"data-once": "true"},
    )
    opening = plain_form(
        "/come-in",
        "post",
        hidden("language", spoken()),
        hidden("key", state.key),
        checkbox(
            "own_device",
            _("This is my own device"),
            help=_("You stay signed in for 14 days. Never tick this on a school computer."),
        ),
        button(_("Sign in"), type="submit", full=True),
        custom_attrs={"data-once": "true"},
    )
    asked = cards.notice(
        _("If this address opens an account here, a link is on its way to it. It works for half an hour, once."),
        kind="done",
    )
    return framed(
        text.page_head(_("Sign in with a link")),
        problem_box(problem),
        rx.el.div(rx.cond(state.done, asked, rx.fragment()), role="status", class_name="empty:hidden"),
        rx.cond(state.key != "", opening, asking),
        text.paragraph(text.link(_("Sign in with your passphrase"), address("/sign-in"))),
        audience="public",
        languages=language_switch(),
        narrow=True,
    )

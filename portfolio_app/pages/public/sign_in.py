"""Sign in, with a real form that works before any script."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.queries import DemoPerson, demo_people
from portfolio_app.core.languages import N_, _, spoken
from portfolio_app.core.mail import mail_server
from portfolio_app.pages.frame import address, framed
from portfolio_app.pages.languages import language_switch
from portfolio_app.pages.registry import page
from portfolio_app.ui import cards, text
from portfolio_app.ui.buttons import button, plain_form
from portfolio_app.ui.fields import checkbox, passphrase_field, text_field
from portfolio_app.ui.kinds import Child
from portfolio_app.web.guard import needs
from portfolio_app.web.head import versioned

PASSKEY_PROBLEM = "passkey-problem"
DEMO_PASSPHRASE = "polku-demo"  # noqa: S105 - the passphrase of invented people


class SignInState(rx.State):
    """Why the form came back, and where to go after it."""

    problem: str = ""
    done: str = ""
    target: str = ""
    people: tuple[DemoPerson, ...] = ()
    mails: bool = False

    @needs(anyone=True, loads=True)
    async def load(self) -> None:
        """Load the sign-in page."""
        query = self.router.url.query_parameters
        self.problem = query.get("problem", "")
        self.done = query.get("done", "")
        self.target = query.get("next", "")
        self.people = await demo_people()
        self.mails = mail_server() is not None


def problem_box(*children: Child) -> rx.Component:
    """Where a form that was sent over HTTP says what was wrong; assets/polku.js moves the focus there when it fills."""
    return rx.el.div(*children, role="alert", tab_index=-1, class_name="empty:hidden")


def problem_line(words: str) -> rx.Component:
    """One such sentence."""
    return cards.notice(words, kind="problem")


def hidden(name: str, value: Any) -> rx.Component:
    """A field nobody types."""
    return rx.el.input(type="hidden", name=name, default_value=value)


def _demo_person(person: Any) -> rx.Component:
    return cards.list_row(
        person.name,
        detail=person.role,
        trailing=plain_form(
            "/sign-in",
            "post",
            hidden("username", person.username),
            hidden("passphrase", DEMO_PASSPHRASE),
            hidden("language", spoken()),
            rx.el.button(
                _("Sign in"),
                rx.el.span(" ", person.name, class_name="sr-only"),
                type="submit",
                class_name="min-h-11 px-4 rounded-lg border border-control bg-surface font-semibold cursor-pointer "
                "hover:bg-sunken hover:border-ink",
            ),
            class_name="",
        ),
    )


@page("/sign-in", N_("Sign in"), SignInState.load)
def sign_in() -> rx.Component:
    """The page."""
    state: Any = SignInState
    return framed(
        text.page_head(_("Sign in")),
        rx.el.div(
            rx.cond(
                state.done == "signed-out",
                cards.notice(_("You are signed out. Nothing of yours stays in this browser."), kind="done"),
                rx.fragment(),
            ),
            role="status",
            class_name="empty:hidden",
        ),
        problem_box(
            rx.match(
                state.problem,
                (
                    "wrong",
                    problem_line(
                        _(
                            "This user name and passphrase do not match. Check both, or ask a teacher for a "
                            "one-time code."
                        )
                    ),
                ),
                (
                    "wait",
                    problem_line(
                        _("Too many wrong tries. Wait a minute, then try again, or ask a teacher for a one-time code.")
                    ),
                ),
                ("later", problem_line(_("Signing in did not work right now. Try again in a moment."))),
                rx.fragment(),
            )
        ),
        plain_form(
            "/sign-in",
            "post",
            hidden("language", spoken()),
            hidden("next", state.target),
            text_field(
                "username",
                _("User name"),
                auto_complete="username",
                auto_focus=True,
                max_length=80,
                custom_attrs={"autoCapitalize": "none", "spellCheck": "false", "data-keep": "username"},
            ),
            passphrase_field(
                "passphrase",
                _("Passphrase"),
                show=_("Show"),
                hide=_("Hide"),
                help=_("The first time, use the one on your sign-in card."),
            ),
            checkbox(
                "own_device",
                _("This is my own device"),
                help=_("You stay signed in for 14 days. Never tick this on a school computer."),
            ),
            button(_("Sign in"), type="submit", full=True),
            custom_attrs={"data-once": "true"},
        ),
        rx.el.div(
            rx.el.p(role="alert", id=PASSKEY_PROBLEM, tab_index=-1, class_name="plain-problem empty:hidden"),
            button(
                _("Sign in with a passkey"),
                kind="secondary",
                full=True,
                custom_attrs={
                    "data-passkey-in": "true",
                    "data-says": PASSKEY_PROBLEM,
                    "data-failed": _("No passkey was used. Try again, or sign in with your passphrase."),
                    "data-away": _("There was no answer. Check the connection, then try again."),
                },
            ),
            class_name="needs-passkeys flex flex-col gap-3",
        ),
        rx.cond(
            state.mails,
            text.paragraph(text.link(_("Send me a link by e-mail"), address("/come-in"))),
            rx.fragment(),
        ),
        text.muted(_("Forgotten your passphrase? A teacher can give you a one-time code. Type it as your passphrase.")),
        text.paragraph(text.link(_("Check a credential"), f"/verify?language={spoken()}", document=True)),
        rx.cond(
            state.people.length() > 0,
            rx.el.section(
                text.section_heading(_("People you can be in this demo")),
                text.muted(_("The passphrase for all of them is {passphrase}.").format(passphrase=DEMO_PASSPHRASE)),
                cards.row_list(rx.foreach(state.people, _demo_person), class_name="mt-3"),
            ),
            rx.fragment(),
        ),
        rx.el.script(src=versioned("/passkeys.js"), custom_attrs={"async": True}),
        audience="public",
        languages=language_switch(),
        narrow=True,
    )

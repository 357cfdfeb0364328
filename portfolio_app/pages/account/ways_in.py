"""Ways to sign in beside the passphrase: passkeys, a code book on paper, a link by mail. They stay after school."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.code_book import end_book
from portfolio_app.accounts.passkeys import LONGEST_NAME, remove_passkey, restore_passkey
from portfolio_app.core.database import as_id
from portfolio_app.core.languages import N_, _, spoken
from portfolio_app.notices.ways_view import WaysView, load_ways
from portfolio_app.pages.frame import address, framed
from portfolio_app.pages.public.sign_in import hidden, problem_box, problem_line
from portfolio_app.pages.registry import page
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import button, form_buttons, link_button, plain_form
from portfolio_app.ui.fields import passphrase_field, text_field
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.head import versioned
from portfolio_app.web.tab import say

PASSKEY_PROBLEM = "passkey-problem"


class WaysState(rx.State):
    """The reader's ways in, and what became of a form."""

    view: WaysView = WaysView()
    problem: str = ""
    at: str = ""
    done: str = ""

    @needs(loads=True)
    async def load(self) -> None:
        """Load the page."""
        query = self.router.url.query_parameters
        self.problem, self.at, self.done = (query.get(name, "") for name in ("problem", "at", "done"))
        self.view = await load_ways(current_actor())

    @needs()
    async def remove(self, passkey_id: str) -> None:
        """Remove a passkey."""
        await remove_passkey(current_actor(), as_id(passkey_id))
        self.view = await load_ways(current_actor())
        await say(self, N_("The passkey is removed. It does not open your account any more."), undo=passkey_id)

    @needs()
    async def restore(self, passkey_id: str) -> None:
        """Take it back into use."""
        await restore_passkey(current_actor(), as_id(passkey_id))
        self.view = await load_ways(current_actor())
        await say(self, N_("The passkey opens your account again."))

    @needs()
    async def end_book(self) -> None:
        """The code book is lost."""
        await end_book(current_actor())
        self.view = await load_ways(current_actor())
        await say(self, N_("The codes of your code book open nothing any more."))


def _passphrase(field_id: str, at: str) -> rx.Component:
    """The passphrase, asked again: `at` names the form that a problem came back to."""
    wrong = (WaysState.at == at) & (WaysState.problem == "passphrase")
    return passphrase_field(
        "passphrase",
        _("Your passphrase"),
        field_id=field_id,
        error=rx.cond(wrong, _("This is not your current passphrase."), ""),
        help=_("So that nobody else adds a way in while you are away from the screen."),
        show=_("Show"),
        hide=_("Hide"),
    )


def _passkey(one: Any) -> rx.Component:
    return cards.list_row(
        one.name,
        detail=one.said,
        trailing=button(
            _("Remove"),
            kind="secondary",
            on_click=WaysState.remove(one.id),
            aria_label=_("Remove") + " " + one.name,
        ),
    )


def _passkeys(view: Any) -> rx.Component:
    adding = plain_form(
        "/passkeys",
        "post",
        text_field(
            "name",
            _("What you call it"),
            help=_("Such as “my phone”."),
            max_length=LONGEST_NAME,
            field_id="passkey-name",
            auto_complete="off",
        ),
        _passphrase("passkey-passphrase", "passkey"),
        form_buttons(button(_("Add a passkey"), type="submit", kind="secondary")),
        class_name="needs-passkeys flex flex-col gap-4 mt-4",
        custom_attrs={
            "data-passkey-add": "true",
            "data-says": PASSKEY_PROBLEM,
            "data-failed": _("Your device did not make a passkey. Try again, or choose another way below."),
            "data-away": _("There was no answer. Check the connection, then try again."),
        },
    )
    return rx.el.section(
        text.section_heading(_("Passkey on a device of your own")),
        text.paragraph(
            _(
                "Your phone or computer keeps a key for you and asks for your finger, your face or its PIN. "
                "Never make one on a device of the school."
            )
        ),
        rx.cond(
            view.passkeys.length() > 0,
            cards.row_list(rx.foreach(view.passkeys, _passkey), class_name="mt-3"),
            rx.fragment(),
        ),
        rx.el.p(role="alert", id=PASSKEY_PROBLEM, tab_index=-1, class_name="plain-problem mt-3 empty:hidden"),
        adding,
        text.muted(_("This browser cannot make passkeys."), class_name="without-passkeys mt-3"),
        class_name="max-w-reading",
        id="passkeys",
    )


def _book(view: Any) -> rx.Component:
    return rx.el.section(
        text.section_heading(_("Code book on paper")),
        text.paragraph(
            _(
                "A sheet with ten codes to keep at home. Each opens your account once, even when you have forgotten "
                "your passphrase. A new sheet voids the former one."
            )
        ),
        rx.cond(view.book != "", text.paragraph(rx.el.strong(view.book), class_name="mt-2"), rx.fragment()),
        plain_form(
            "/documents/code-book",
            "post",
            hidden("language", spoken()),
            _passphrase("book-passphrase", "book"),
            form_buttons(
                button(_("Print a new code book (PDF)"), type="submit", kind="secondary", icon=icons.print_out),
            ),
            class_name="flex flex-col gap-4 mt-4",
            custom_attrs={"data-once": "true"},  # a second click would void the first sheet
        ),
        rx.cond(
            view.book != "",
            rx.el.div(button(_("My code book is lost"), kind="danger", on_click=WaysState.end_book), class_name="mt-3"),
            rx.fragment(),
        ),
        class_name="max-w-reading",
        id="book",
    )


def _mail(view: Any) -> rx.Component:
    switch_on = plain_form(
        "/ways-in/mail",
        "post",
        hidden("language", spoken()),
        hidden("allowed", "yes"),
        _passphrase("mail-passphrase", "mail"),
        form_buttons(button(_("Let me sign in with links to this address"), type="submit", kind="secondary")),
        class_name="flex flex-col gap-4 mt-4",
    )
    switch_off = plain_form(
        "/ways-in/mail",
        "post",
        hidden("language", spoken()),
        form_buttons(button(_("No more links by e-mail"), type="submit", kind="secondary")),
        class_name="mt-4",
    )
    on = text.stack(text.paragraph(_("You can sign in with a link that is sent to this address.")), switch_off)
    give = link_button(_("Give an e-mail address"), address("/mail"), kind="secondary")
    return rx.el.section(
        text.section_heading(_("Link by e-mail")),
        text.paragraph(
            _("Take a private address, not the school’s: that one ends with school. Whoever reads it can come in.")
        ),
        rx.cond(
            view.address != "",
            rx.el.div(
                text.paragraph(rx.el.strong(view.address, dir="ltr", class_name="break-all"), class_name="mt-2"),
                rx.cond(view.signs_in, on, switch_on),
            ),
            rx.el.div(give, class_name="mt-3"),
        ),
        class_name="max-w-reading",
        id="mail",
    )


@page("/ways-in", N_("Ways to sign in"), WaysState.load)
def ways_in() -> rx.Component:
    """The page."""
    view: Any = WaysState.view
    problem = rx.match(
        WaysState.problem,
        ("", rx.fragment()),
        ("passphrase", problem_line(_("This is not your current passphrase."))),
        ("wait", problem_line(_("Too many wrong tries. Wait a minute, then try again."))),
        problem_line(_("That did not work just now. Try again in a moment.")),
    )
    done = rx.match(
        WaysState.done,
        ("passkey", cards.notice(_("The passkey is added. Next time you can sign in with it."), kind="done")),
        ("mail", cards.notice(_("From now on you can sign in with a link by e-mail."), kind="done")),
        ("no-mail", cards.notice(_("Links by e-mail do not open your account any more."), kind="done")),
        rx.fragment(),
    )
    return framed(
        text.page_head(
            _("Ways to sign in"),
            _("Add one or two that are yours alone, and you still come in after school, or without your passphrase."),
        ),
        problem_box(problem),
        rx.el.div(done, role="status", class_name="empty:hidden"),
        rx.el.section(
            text.section_heading(_("User name and passphrase")),
            text.definitions(
                [
                    (_("User name"), view.username),
                    (_("Passphrase chosen on"), rx.cond(view.changed != "", view.changed, "–")),
                ]
            ),
            rx.el.div(
                link_button(_("Change passphrase"), address("/choose-passphrase"), kind="secondary"), class_name="mt-3"
            ),
        ),
        _passkeys(view),
        _book(view),
        rx.cond(view.sends | (view.address != ""), _mail(view), rx.fragment()),
        text.paragraph(text.link(_("Back to your account"), address("/account"))),
        rx.el.script(src=versioned("/passkeys.js"), custom_attrs={"async": True}),
        here="account",
        undo=WaysState.restore,
        ready=view.loaded,
    )

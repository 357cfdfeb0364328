"""Deleting one's own account, and the receipt that says what became of it."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.ending import EndingView, ReceiptView, load_ending, load_receipt
from portfolio_app.core.languages import N_, _, spoken
from portfolio_app.pages.frame import address, framed
from portfolio_app.pages.languages import language_switch
from portfolio_app.pages.public.sign_in import hidden, problem_box, problem_line
from portfolio_app.pages.registry import page
from portfolio_app.ui import cards, text
from portfolio_app.ui.buttons import button, form_buttons, link_button, plain_form, print_button
from portfolio_app.ui.fields import passphrase_field
from portfolio_app.web.guard import current_actor, needs


class DeleteAccountState(rx.State):
    """What would go, and why the form came back."""

    view: EndingView = EndingView()
    problem: str = ""

    @needs(loads=True)
    async def load(self) -> None:
        """Load what there is."""
        self.problem = self.router.url.query_parameters.get("problem", "")
        self.view = await load_ending(current_actor())


class ReceiptState(rx.State):
    """The receipt of the address."""

    view: ReceiptView = ReceiptView()

    @needs(anyone=True, loads=True)
    async def load(self) -> None:
        """Load it."""
        self.view = await load_receipt(self.router.url.query_parameters.get("key", ""))


def _count(line: Any) -> rx.Component:
    return cards.list_row(line.what, trailing=rx.el.span(line.count, class_name="tabular-nums"))


def _kept(line: Any) -> rx.Component:
    return cards.list_row(line.what, detail=line.why + " " + _("Until") + " " + line.until)


def _stays(lines: Any) -> rx.Component:
    return rx.cond(
        lines.length() > 0,
        rx.el.section(
            text.section_heading(_("What your school must keep by law")),
            text.muted(_("Without your name, until the day given, and no longer.")),
            cards.row_list(rx.foreach(lines, _kept), class_name="mt-3"),
            class_name="max-w-reading",
        ),
        rx.fragment(),
    )


@page("/delete-account", N_("Delete my account"), DeleteAccountState.load)
def delete_account() -> rx.Component:
    """The page."""
    view: Any = DeleteAccountState.view
    state: Any = DeleteAccountState
    wrong = _("This is not your current passphrase.")
    problem = rx.match(
        state.problem,
        ("", rx.fragment()),
        ("passphrase", problem_line(wrong)),
        ("wait", problem_line(_("Too many wrong tries. Wait a minute, then try again."))),
        ("coordinator", problem_line(_("A school needs a coordinator. Give somebody else this role first."))),
        problem_line(_("That did not work just now. Try again in a moment.")),
    )
    return framed(
        text.page_head(
            _("Delete my account"),
            _("You need nobody’s permission. First take along what you want to keep."),
        ),
        problem_box(problem),
        rx.el.div(link_button(_("Take everything along"), address("/takeout"), kind="secondary")),
        rx.el.section(
            text.section_heading(_("What happens")),
            text.bullet_list(
                _("At once you are signed out everywhere, and nobody else sees anything of yours."),
                rx.fragment(
                    _("For a while everything rests. If you change your mind, sign in before this day:"),
                    " ",
                    rx.el.strong(view.until),
                ),
                _("On that day everything is deleted for good. Nobody can bring it back then."),
                _("You get a receipt that says what was deleted. It bears no name."),
                _("Copies in backups go when those backups are thrown away."),
            ),
            class_name="max-w-reading",
        ),
        rx.el.section(
            text.section_heading(_("What is deleted")),
            cards.row_list(rx.foreach(view.goes, _count), class_name="mt-3"),
            class_name="max-w-reading",
        ),
        _stays(view.stays),
        plain_form(
            "/delete-account",
            "post",
            hidden("language", spoken()),
            passphrase_field(
                "passphrase",
                _("Your passphrase"),
                error=rx.cond(state.problem == "passphrase", wrong, ""),
                show=_("Show"),
                hide=_("Hide"),
            ),
            form_buttons(
                button(_("Delete my account"), type="submit", kind="danger", full=True),
                link_button(_("Cancel"), address("/account"), kind="quiet", full=True),
            ),
            custom_attrs={"data-once": "true"},
        ),
        here="account",
        ready=view.loaded,
    )


@page("/receipt", N_("Receipt"), ReceiptState.load)
def receipt() -> rx.Component:
    """What becomes, or became, of an account: for whoever has the address."""
    view: Any = ReceiptState.view
    rests = text.stack(
        cards.notice(_("You are signed out. Your account and all that is in it will be deleted."), kind="done"),
        text.definitions([(_("Asked for on"), view.asked), (_("Deleted for good on"), view.day)]),
        text.paragraph(_("If you change your mind, sign in before that day: then everything is as it was.")),
        text.paragraph(_("Keep the address of this page, or print it. From that day on it says what was deleted.")),
    )
    gone = text.stack(
        cards.notice(_("This account is deleted, with everything that was in it."), kind="done"),
        text.definitions([(_("Asked for on"), view.asked), (_("Deleted for good on"), view.day)]),
        rx.el.section(
            text.section_heading(_("What was deleted")),
            cards.row_list(rx.foreach(view.removed, _count), class_name="mt-3"),
        ),
        _stays(view.kept),
        text.muted(_("Copies in backups go when those backups are thrown away.")),
    )
    undone = text.paragraph(_("The account was signed in to again, so nothing was deleted."))
    none = text.paragraph(_("There is no receipt at this address. Receipts are kept for three years."))
    return framed(
        text.page_head(_("Receipt")),
        rx.match(view.state, ("rests", rests), ("gone", gone), ("undone", undone), none),
        rx.cond((view.state == "rests") | (view.state == "gone"), print_button(_("Print")), rx.fragment()),
        audience="public",
        languages=language_switch(),
        narrow=True,
        ready=view.loaded,
    )

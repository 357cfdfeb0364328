"""Choose a passphrase: with the former one, or after a one-time code, card or link."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.passphrases import SHORTEST
from portfolio_app.accounts.queries import ChoosingView, load_choosing
from portfolio_app.core.languages import N_, _, spoken
from portfolio_app.pages.frame import address, framed
from portfolio_app.pages.public.sign_in import hidden, problem_box, problem_line
from portfolio_app.pages.registry import page
from portfolio_app.ui import cards, text
from portfolio_app.ui.buttons import button, form_buttons, link_button, plain_form
from portfolio_app.ui.fields import passphrase_field
from portfolio_app.web.guard import current_actor, needs


class ChoosePassphraseState(rx.State):
    """Why the form came back, and what stands above it."""

    view: ChoosingView = ChoosingView()
    problem: str = ""

    @needs(choosing=True, loads=True)
    async def load(self) -> None:
        """Load the page."""
        self.problem = self.router.url.query_parameters.get("problem", "")
        self.view = await load_choosing(current_actor())


@page("/choose-passphrase", N_("Choose a passphrase"), ChoosePassphraseState.load)
def choose_passphrase() -> rx.Component:
    """The page."""
    view: Any = ChoosePassphraseState.view
    problem: Any = ChoosePassphraseState.problem
    show, hide = _("Show"), _("Hide")
    new = _("Use at least {n} characters, and nothing that is easy to guess. Three words you can picture work well.")
    new = new.format(n=SHORTEST)
    again = _("The two passphrases are not the same. Type the new one again.")
    current = _("This is not your current passphrase.")
    return framed(
        text.page_head(_("Choose a passphrase"), _("Only you know it. Nobody at school can see it.")),
        rx.cond(view.given != "", cards.notice(view.given, kind="info"), rx.fragment()),
        problem_box(
            rx.match(
                problem,
                ("new", problem_line(new)),
                ("again", problem_line(again)),
                ("current", problem_line(current)),
                ("wait", problem_line(_("Too many wrong tries. Wait a minute, then try again."))),
                ("later", problem_line(_("This did not work right now. Try again in a moment."))),
                rx.fragment(),
            )
        ),
        plain_form(
            "/choose-passphrase",
            "post",
            hidden("language", spoken()),
            # So that the browser keeps the new passphrase with the right name.
            rx.el.input(
                type="text",
                name="username",
                default_value=view.username,
                read_only=True,
                hidden=True,
                auto_complete="username",
            ),
            rx.cond(
                view.must_choose,
                rx.fragment(),
                passphrase_field(
                    "current",
                    _("Your current passphrase"),
                    error=rx.cond(problem == "current", current, ""),
                    show=show,
                    hide=hide,
                ),
            ),
            passphrase_field(
                "new",
                _("New passphrase"),
                new=True,
                help=_("At least {n} characters. Three words you can picture work well: “green kettle moon”.").format(
                    n=SHORTEST
                ),
                error=rx.cond(problem == "new", new, ""),
                show=show,
                hide=hide,
            ),
            passphrase_field(
                "again",
                _("The new passphrase once more"),
                new=True,
                error=rx.cond(problem == "again", again, ""),
                show=show,
                hide=hide,
            ),
            text.muted(_("You will be signed out everywhere else.")),
            form_buttons(
                button(_("Save this passphrase"), type="submit", full=True),
                rx.cond(
                    view.must_choose,
                    rx.fragment(),
                    link_button(_("Cancel"), address("/account"), kind="quiet", full=True),
                ),
            ),
            custom_attrs={"data-once": "true"},
        ),
        audience="public",
        narrow=True,
    )

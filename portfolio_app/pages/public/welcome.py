"""Where a one-time link leads. Looking at it uses nothing up (mail programs look first); pressing the button does."""

import reflex as rx

from portfolio_app.core.languages import N_, _, spoken
from portfolio_app.pages.frame import framed
from portfolio_app.pages.languages import language_switch
from portfolio_app.pages.public.sign_in import hidden, problem_box, problem_line
from portfolio_app.pages.registry import page
from portfolio_app.ui import text
from portfolio_app.ui.buttons import button, plain_form
from portfolio_app.web.guard import needs


class WelcomeState(rx.State):
    """The key of the link, on its way into the form."""

    key: str = ""
    problem: str = ""

    @needs(anyone=True, loads=True)
    async def load(self) -> None:
        """Load the page."""
        query = self.router.url.query_parameters
        self.key = query.get("key", "")
        self.problem = query.get("problem", "")


@page("/welcome", N_("Welcome"), WelcomeState.load)
def welcome() -> rx.Component:
    """The page."""
    used_up = _("This link has already been used, or it is too old. Ask whoever gave it to you for a new one.")
    return framed(
        text.page_head(_("Welcome to Polku"), _("Somebody has made an account for you.")),
        problem_box(rx.cond(WelcomeState.problem != "", problem_line(used_up), rx.fragment())),
        text.paragraph(_("Next you choose a passphrase that only you know. After that this link no longer works.")),
        plain_form(
            "/welcome",
            "post",
            hidden("language", spoken()),
            hidden("key", WelcomeState.key),
            button(_("Begin"), type="submit", full=True, disabled=WelcomeState.key == ""),
            custom_attrs={"data-once": "true"},
        ),
        audience="public",
        languages=language_switch(),
        narrow=True,
    )

"""One's own account: passphrase, language, colours, and the browsers one is signed in with."""

from typing import Any

import reflex as rx

from portfolio_app.accounts import actions
from portfolio_app.accounts.queries import AccountView, load_account
from portfolio_app.core.database import as_id
from portfolio_app.core.languages import N_, _, languages, spoken
from portfolio_app.pages.frame import address, framed
from portfolio_app.pages.registry import page
from portfolio_app.ui import cards, text
from portfolio_app.ui.buttons import button, form, form_buttons, link_button, plain_form
from portfolio_app.ui.fields import Choice, radio_cards, select_field
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import Tab, say


class AccountState(rx.State):
    """The account of whoever is signed in."""

    view: AccountView = AccountView()

    @needs(loads=True)
    async def load(self) -> None:
        """Load the account."""
        self.view = await load_account(current_actor())

    @needs()
    async def choose_language(self, form: dict[str, str | None]) -> None:
        """Keep the language; another one than the page's is a full page load."""
        chosen = form.get("language") or ""
        await actions.choose_appearance(current_actor(), language=chosen)
        if chosen in languages() and chosen != spoken():
            (await self.get_state(Tab)).leave = f"/{chosen}/account"
        else:
            await say(self, N_("Saved."))

    @needs()
    async def choose_theme(self, form: dict[str, str | None]) -> None:
        """Keep the colours and load the page in them."""
        await actions.choose_appearance(current_actor(), theme=form.get("theme") or "")
        (await self.get_state(Tab)).leave = f"/{spoken()}/account"

    @needs()
    async def end_session(self, session: str) -> None:
        """End a session on another device."""
        await actions.end_session(current_actor(), as_id(session))
        await say(self, N_("That browser is signed out."))
        self.view = await load_account(current_actor())


def _session(one: Any) -> rx.Component:
    return cards.list_row(
        one.device,
        detail=rx.fragment(one.used, rx.cond(one.own_device, " · " + _("your own device"), "")),
        trailing=rx.cond(
            one.here,
            rx.fragment(),
            button(_("Sign out there"), kind="secondary", on_click=AccountState.end_session(one.id)),
        ),
    )


@page("/account", N_("Account"), AccountState.load)
def account() -> rx.Component:
    """The page."""
    view: Any = AccountState.view
    themes = [
        Choice("", _("Same as the device")),
        Choice("light", _("Light")),
        Choice("dark", _("Dark")),
    ]
    return framed(
        text.page_head(_("Account"), view.name),
        text.definitions(
            [
                (_("Name"), rx.el.span(view.name, dir="auto")),
                (_("User name"), view.username),
                (_("Role"), view.roles),
                (_("Passphrase chosen on"), rx.cond(view.changed != "", view.changed, "–")),
            ]
        ),
        text.side_by_side(
            link_button(_("Change passphrase"), address("/choose-passphrase"), kind="secondary"),
            link_button(_("Ways to sign in"), address("/ways-in"), kind="secondary"),
            link_button(_("Notices by e-mail"), address("/mail"), kind="secondary"),
            rx.cond(
                view.is_pupil,
                link_button(_("Who has looked at my things"), address("/seen"), kind="secondary"),
                rx.fragment(),
            ),
        ),
        rx.el.section(
            text.section_heading(_("Language")),
            form(
                select_field("language", _("Language of the pages"), view.languages, default_value=view.language),
                form_buttons(button(_("Save this language"), type="submit", kind="secondary")),
                on_submit=AccountState.choose_language,
                class_name="flex flex-col gap-3 mt-3",
            ),
        ),
        rx.el.section(
            text.section_heading(_("Colours")),
            form(
                radio_cards("theme", _("Light or dark"), themes, default_value=view.theme),
                form_buttons(button(_("Save these colours"), type="submit", kind="secondary")),
                on_submit=AccountState.choose_theme,
                class_name="flex flex-col gap-3 mt-3",
            ),
        ),
        rx.el.section(
            text.section_heading(_("Where you are signed in")),
            text.muted(_("If you see a browser you do not know, sign out there. Then change your passphrase.")),
            cards.row_list(rx.foreach(view.sessions, _session), class_name="mt-3"),
        ),
        rx.el.section(
            text.section_heading(_("Leaving school, or coming to another")),
            text.side_by_side(
                rx.cond(
                    view.is_pupil,
                    rx.fragment(
                        link_button(_("Leaving school"), address("/leaving"), kind="secondary"),
                        link_button(_("After school"), address("/after-school"), kind="secondary"),
                    ),
                    rx.fragment(),
                ),
                link_button(_("Your account and schools"), address("/own-account"), kind="secondary"),
                class_name="mt-3",
            ),
        ),
        rx.el.section(
            text.section_heading(_("Leaving Polku")),
            text.muted(_("You can take everything along, and delete your account, without asking anybody.")),
            text.side_by_side(
                link_button(_("Take everything along"), address("/takeout"), kind="secondary"),
                link_button(_("Delete my account"), address("/delete-account"), kind="secondary"),
                class_name="mt-3",
            ),
        ),
        plain_form(
            "/sign-out",
            "post",
            rx.el.input(type="hidden", name="language", default_value=spoken()),
            button(_("Sign out"), type="submit", kind="secondary", full=True),
            class_name="",
            custom_attrs={"data-sign-out": "true"},
        ),
        here="account",
    )

"""An account after school: what holds for it, and coming to a school again with the account one has."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.own import accept_terms
from portfolio_app.accounts.own_view import OwnAccountView, load_own
from portfolio_app.core.languages import N_, _
from portfolio_app.pages.frame import address, field_error, framed, problem_summary
from portfolio_app.pages.registry import page
from portfolio_app.pages.writing import version_typed
from portfolio_app.schools.joining import JoiningView, join_with_code, look_at_code
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import button, form, form_buttons, link_button
from portfolio_app.ui.fields import text_field
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import Tab, say


class OwnAccountState(rx.State):
    """What holds for the reader's account, and where a code they typed leads."""

    view: OwnAccountView = OwnAccountView()
    leads_to: JoiningView = JoiningView()
    code: str = ""

    @needs(loads=True)
    async def load(self) -> None:
        """Load the page."""
        self.leads_to, self.code = JoiningView(), ""
        self.view = await load_own(current_actor())

    @needs()
    async def accept(self, form: dict[str, str | None]) -> None:
        """Accept what stands on the page; all other pages are open from then on."""
        version = version_typed(form.get("version"))
        await accept_terms(current_actor(), version, form.get("responsible") or "")
        (await self.get_state(Tab)).leave = address("/home")

    @needs()
    async def look(self, form: dict[str, str | None]) -> None:
        """See where a code leads."""
        typed = form.get("code") or ""
        self.leads_to = await look_at_code(current_actor(), typed)
        self.code = typed
        await say(self, N_("Read where this code leads, then say yes or no."))

    @needs()
    async def join(self, form: dict[str, str | None]) -> None:
        """Become a pupil there."""
        await join_with_code(current_actor(), form.get("code") or "")
        (await self.get_state(Tab)).leave = address("/home")

    @needs()
    async def do_not_join(self) -> None:
        """Not there."""
        self.leads_to, self.code = JoiningView(), ""


def _terms(view: Any) -> rx.Component:
    return rx.el.section(
        text.section_heading(_("What holds for your own account")),
        text.paragraph(
            rx.el.strong(_("Responsible:")), " ", rx.el.span(view.responsible, dir="auto"), class_name="mt-2"
        ),
        rx.el.ul(rx.foreach(view.terms, rx.el.li), class_name="list-disc ps-5 mt-3 flex flex-col gap-1"),
        rx.cond(view.accepted != "", text.muted(view.accepted, class_name="mt-3"), rx.fragment()),
        class_name="max-w-reading",
    )


def _ends() -> rx.Component:
    return text.side_by_side(
        link_button(_("Take everything along"), address("/takeout"), kind="secondary", icon=icons.download),
        link_button(_("Delete my account"), address("/delete-account"), kind="secondary", icon=icons.trash),
    )


def _to_accept(view: Any) -> rx.Component:
    return text.stack(
        text.paragraph(_("You have left school. Everything you made is here. Read this, then it opens again.")),
        _terms(view),
        form(
            rx.el.input(type="hidden", name="version", default_value=view.version.to_string()),
            rx.el.input(type="hidden", name="responsible", default_value=view.responsible),
            form_buttons(button(_("I accept this"), type="submit", full=True)),
            on_submit=OwnAccountState.accept,
            key=view.responsible,
        ),
        text.muted(_("If you do not accept it, take everything out and delete the account. Nothing is lost before.")),
        _ends(),
    )


def _going(view: Any) -> rx.Component:
    return text.stack(
        cards.notice(rx.el.strong(view.until)),
        text.paragraph(
            _(
                "You have left school, and no accounts are kept here after that. Until then you can sign in, take "
                "everything out, and bring it elsewhere: another Polku takes the file as it is."
            )
        ),
        _ends(),
    )


def _joining() -> rx.Component:
    leads_to: Any = OwnAccountState.leads_to
    ask = text.stack(
        text.paragraph(
            _("Are you going to a school that works with Polku? It gives you a code, and you keep this account.")
        ),
        problem_summary(_("This code does not work")),
        form(
            text_field(
                "code",
                _("Code of the school"),
                hint=_("such as k7dm-q2vx-p9nr"),
                max_length=40,
                auto_complete="off",
                spell_check=False,
                error=field_error("code"),
            ),
            form_buttons(button(_("See where it leads"), type="submit", kind="secondary")),
            on_submit=OwnAccountState.look,
            class_name="flex flex-col gap-3",
        ),
    )
    sure = cards.card(
        text.definitions(
            [
                (_("School"), rx.el.span(leads_to.school, dir="auto")),
                (_("Class"), rx.el.span(leads_to.class_name, dir="auto")),
            ]
        ),
        text.paragraph(
            _(
                "You become a pupil there. Its people see your name, your user name, your class and when you last "
                "signed in, and can help you in with a one-time code. They see nothing you made until you share it."
            ),
            class_name="mt-3",
        ),
        form(
            rx.el.input(type="hidden", name="code", default_value=OwnAccountState.code),
            text.side_by_side(
                button(_("Yes, I join this class"), type="submit"),
                button(_("No"), kind="secondary", on_click=OwnAccountState.do_not_join),
            ),
            on_submit=OwnAccountState.join,
            class_name="mt-4",
        ),
    )
    return rx.el.section(
        text.section_heading(_("Come to a school with this account")),
        rx.el.div(rx.cond(leads_to.school != "", sure, ask), class_name="mt-3"),
        class_name="max-w-reading",
        id="join",
    )


@page("/own-account", N_("Your account and schools"), OwnAccountState.load)
def own_account() -> rx.Component:
    """The page."""
    view: Any = OwnAccountState.view
    return framed(
        text.page_head(_("Your account and schools"), _("Whose it is, and how it comes to another school.")),
        rx.match(
            view.state,
            ("terms", _to_accept(view)),
            ("own", text.stack(_terms(view), _ends())),
            ("going", _going(view)),
            text.paragraph(_("This account belongs with your school for as long as you are there.")),
        ),
        _joining(),
        text.paragraph(text.link(_("Back to your account"), address("/account"))),
        here="account",
        ready=view.loaded,
    )

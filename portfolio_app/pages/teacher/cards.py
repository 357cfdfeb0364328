"""Whose sign-in cards to print. Making them happens over HTTP, straight into a PDF that nothing keeps."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import Role
from portfolio_app.core.languages import N_, _, spoken
from portfolio_app.pages.frame import framed
from portfolio_app.pages.registry import page
from portfolio_app.portfolio import teaching
from portfolio_app.portfolio.teaching import CardsView
from portfolio_app.ui import cards, drawings, icons, text
from portfolio_app.ui.buttons import button, form_buttons, plain_form
from portfolio_app.ui.fields import checkbox, select_field
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs


class CardsState(rx.State):
    """The class of the address."""

    view: CardsView = CardsView()

    @needs(Role.TEACHER, Role.COORDINATOR, loads=True)
    async def load(self) -> None:
        """Load who can be chosen."""
        query = self.router.url.query_parameters
        self.view = CardsView()
        self.view = await teaching.load_cards(
            current_actor(), query.get("class", ""), query.get("ticked", "all"), query.get("problem", "")
        )


def _pupil(one: Any) -> rx.Component:
    return checkbox(
        "person",
        rx.fragment(rx.el.span(one.name, dir="auto"), " ", rx.el.span(one.username, class_name="text-sm text-muted")),
        value=one.id,
        field_id="person-" + one.id,
        default_checked=one.chosen,
    )


@page("/cards", N_("Sign-in cards"), CardsState.load)
def sign_in_cards() -> rx.Component:
    """The page."""
    view: Any = CardsState.view
    choose = plain_form(
        "/documents/sign-in-cards",
        "post",
        rx.el.input(type="hidden", name="language", default_value=spoken()),
        rx.el.input(type="hidden", name="class", default_value=view.id),
        cards.notice(_("When you print new cards, the old ones stop working."), kind="warning"),
        rx.el.fieldset(
            rx.el.legend(_("Whose cards?"), class_name="font-semibold"),
            rx.el.p(
                text.link(_("Tick all"), view.all_href),
                text.link(_("Untick all"), view.none_href),
                class_name="flex gap-4 mt-1",
            ),
            rx.el.div(
                rx.foreach(view.listed, _pupil),
                class_name="mt-2 gap-x-6 sm:columns-2 xl:columns-3 [&>*]:break-inside-avoid",
            ),
            class_name="min-w-0",
        ),
        rx.el.div(
            select_field("cards_language", _("Language of the cards"), view.languages, default_value=view.language),
            class_name="max-w-xs",
        ),
        form_buttons(button(_("Make the cards (PDF)"), type="submit", icon=icons.print_out, full=True)),
        custom_attrs={"data-once": "true"},  # a second click would void the cards of the first
        key=view.key,
    )
    nobody = cards.empty_state(
        drawings.people_drawing(),
        _("No pupils in this class yet"),
        _("The school’s coordinator adds them. Then you can print their cards."),
    )
    return framed(
        text.page_head(_("Sign-in cards"), view.name),
        text.bullet_list(
            _("Each card has a one-time passphrase that nobody has seen before you print it."),
            _("At the first sign-in the pupil chooses a passphrase of their own. After that the card no longer works."),
            _("Whoever already has a passphrase keeps it until the card is used."),
        ),
        rx.el.div(
            rx.cond(view.problem != "", cards.notice(view.problem, kind="problem"), rx.fragment()),
            role="alert",
            class_name="empty:hidden",
        ),
        rx.cond(view.loaded, rx.cond(view.listed.length() > 0, choose, nobody), waiting()),
        rx.cond(
            view.class_href != "", text.paragraph(text.link(_("Back to the class"), view.class_href)), rx.fragment()
        ),
        here="classes",
        audience="staff",
    )

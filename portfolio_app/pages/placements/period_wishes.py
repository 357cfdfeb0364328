"""What pupils wish for a period, for the adults who place them."""

from typing import Any

import reflex as rx

from portfolio_app.core.languages import N_, _
from portfolio_app.marketplace.periods.wishes import PeriodWishesView, load_period_wishes
from portfolio_app.marketplace.placements.policy import GUIDES
from portfolio_app.pages.frame import framed
from portfolio_app.pages.registry import page
from portfolio_app.ui import cards, drawings, text
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs


class PeriodWishesState(rx.State):
    """The period of the address."""

    view: PeriodWishesView = PeriodWishesView()

    @needs(*GUIDES, loads=True)
    async def load(self) -> None:
        """Load what pupils wish."""
        period = self.router.url.query_parameters.get("id", "")
        self.view = await load_period_wishes(current_actor(), period)


def _pupil(one: Any) -> rx.Component:
    wished = rx.el.ol(
        rx.foreach(one.wishes, lambda said: rx.el.li(said, dir="auto", key=said)), class_name="list-decimal ps-5"
    )
    detail = rx.fragment(
        one.class_name, rx.cond(one.wishes.length() > 0, wished, rx.el.div(_("Has not said anything yet")))
    )
    return cards.list_row(one.name, href=one.href, detail=detail, key=one.id)


@page("/period-wishes", N_("What pupils wish"), PeriodWishesState.load)
def period_wishes() -> rx.Component:
    """The page."""
    view: Any = PeriodWishesState.view
    nobody = cards.empty_state(
        drawings.people_drawing(),
        _("Nobody to place"),
        _("The classes of this period have no pupils yet, or none of them is yours."),
    )
    listed = cards.row_list(rx.foreach(view.pupils, _pupil))
    return framed(
        text.page_head(_("What pupils wish"), rx.cond(view.loaded, view.name + " · " + view.detail, "")),
        rx.cond(view.loaded, rx.cond(view.pupils.length() > 0, listed, nobody), waiting()),
        rx.cond(view.loaded, text.paragraph(text.link(_("Back to the board"), view.board_href)), rx.fragment()),
        here="classes",
        audience="staff",
    )

"""All days at workplaces of the reader's own: those to come, and those that are over."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import OWNERS
from portfolio_app.core.languages import N_, _
from portfolio_app.marketplace.placements.own import OwnPlacementsView, load_own_placements
from portfolio_app.pages.frame import address, framed
from portfolio_app.pages.registry import page
from portfolio_app.ui import cards, drawings, text
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs


class PlacementsState(rx.State):
    """The list."""

    view: OwnPlacementsView = OwnPlacementsView()

    @needs(*OWNERS, loads=True)
    async def load(self) -> None:
        """Load all of them."""
        self.view = await load_own_placements(current_actor())


def _line(one: Any) -> rx.Component:
    mark = rx.cond(one.cancelled, cards.tag(_("Does not take place")), rx.fragment())
    return cards.list_row(one.title, href=one.href, detail=one.detail, trailing=mark, key=one.href)


@page("/placements", N_("My days at workplaces"), PlacementsState.load)
def placements() -> rx.Component:
    """The page."""
    view: Any = PlacementsState.view

    def some(title: str, lines: Any) -> rx.Component:
        return rx.cond(
            lines.length() > 0,
            rx.el.section(text.section_heading(title), cards.row_list(rx.foreach(lines, _line), class_name="mt-3")),
            rx.fragment(),
        )

    nothing = cards.empty_state(
        drawings.path_drawing(),
        _("No days at workplaces yet"),
        _("Once your teacher has booked a place for you, you see here when, where and what to bring."),
    )
    listed = text.stack(some(_("To come"), view.coming), some(_("Over"), view.past), gap="gap-7")
    none = (view.coming.length() == 0) & (view.past.length() == 0)
    return framed(
        text.page_head(_("My days at workplaces"), _("Where you go, when, and what to bring.")),
        rx.cond(view.loaded, rx.cond(none, nothing, listed), waiting()),
        text.paragraph(
            text.link(_("What I wish"), address("/wishes")),
            " · ",
            text.link(_("A workplace I found"), address("/found-place")),
            " · ",
            text.link(_("Workplaces"), address("/marketplace")),
            " · ",
            text.link(_("My plan"), address("/plan")),
        ),
        audience="pupil",
    )

"""When the schools of a region go out, month by month."""

from typing import Any

import reflex as rx

from portfolio_app.core.languages import N_, _
from portfolio_app.marketplace.policy import REGIONAL
from portfolio_app.marketplace.regions.calendar import PATH, CalendarView, load_calendar
from portfolio_app.pages.frame import address, framed
from portfolio_app.pages.registry import page
from portfolio_app.ui import cards, drawings, text
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs


class PeriodCalendarState(rx.State):
    """The periods of the reader's regions."""

    view: CalendarView = CalendarView()

    @needs(*REGIONAL, loads=True)
    async def load(self) -> None:
        """Load them."""
        self.view = await load_calendar(current_actor())


def _line(one: Any) -> rx.Component:
    beside = rx.cond(one.beside != "", rx.el.div(one.beside), rx.fragment())
    return cards.list_row(one.title, detail=rx.fragment(one.detail, beside), key=one.id)


def _month(one: Any) -> rx.Component:
    return rx.el.section(
        text.section_heading(one.name),
        cards.row_list(rx.foreach(one.lines, _line), class_name="mt-2"),
        key=one.name,
    )


@page(PATH, N_("When schools go out"), PeriodCalendarState.load)
def period_calendar() -> rx.Component:
    """The page."""
    view: Any = PeriodCalendarState.view
    nothing = cards.empty_state(
        drawings.path_drawing(),
        _("No school has planned anything yet"),
        _("As soon as a school plans a period, you see here when it goes out and what for."),
    )
    listed = text.stack(
        rx.foreach(view.months, _month),
        text.paragraph(text.link(_("Take these days into your calendar"), view.file_href, document=True)),
        gap="gap-8",
    )
    return framed(
        text.page_head(
            _("When schools go out"),
            _("Periods of all schools of your region, and how many seats of that kind hosts offer then."),
        ),
        rx.cond(view.loaded, rx.cond(view.months.length() > 0, listed, nothing), waiting()),
        text.paragraph(text.link(_("Hosts"), address("/hosts")), " · ", text.link(_("The region"), address("/region"))),
        here="hosts",
        audience="staff",
    )

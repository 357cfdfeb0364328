"""Up to three occupations or studies beside each other with the same rows; on a phone, beneath each other in a row."""

from typing import Any

import reflex as rx

from portfolio_app.core.languages import N_, _
from portfolio_app.pages.frame import address, framed
from portfolio_app.pages.registry import page
from portfolio_app.pathways.finding import codes_in
from portfolio_app.pathways.policy import READERS
from portfolio_app.pathways.queries import CompareView, load_comparison
from portfolio_app.ui import cards, drawings, icons, text
from portfolio_app.ui.buttons import link_button, print_button
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs

_BESIDE = "grid gap-x-6 gap-y-3 rail:grid-flow-col rail:auto-cols-fr"


class CompareState(rx.State):
    """Those of the address."""

    view: CompareView = CompareView()

    @needs(*READERS, loads=True)
    async def load(self) -> None:
        """Load them."""
        self.view = await load_comparison(current_actor(), codes_in(self.router.url.query_parameters.get("these", "")))


def _one(one: Any) -> rx.Component:
    return rx.el.li(
        rx.el.p(text.link(one.name, one.href), dir="auto", class_name="font-semibold break-words"),
        text.muted(one.kind),
        text.link(
            _("Take away"),
            one.without_href,
            class_name="inline-flex items-center min-h-11 rail:min-h-8 text-sm not-printed",
            aria_label=_("Take away") + ": " + one.name,
        ),
        key=one.code,
    )


def _cell(cell: Any) -> rx.Component:
    """What a row says of one of them; its name stands above it wherever they are not beside each other."""
    return rx.el.div(
        rx.el.dt(cell.name, class_name="text-sm text-muted rail:sr-only"),
        rx.el.dd(cell.text, class_name="break-words"),
        key=cell.name,
    )


def _row(row: Any) -> rx.Component:
    return rx.el.section(
        rx.el.h2(row.label, class_name="font-semibold"),
        rx.el.dl(rx.foreach(row.cells, _cell), class_name=f"mt-1 {_BESIDE}"),
        class_name="border-t border-hairline pt-3 unbroken",
        key=row.label,
    )


@page("/compare", N_("Compare"), CompareState.load)
def compare() -> rx.Component:
    """The page."""
    view: Any = CompareState.view
    nothing = cards.empty_state(
        drawings.path_drawing(),
        _("Nothing to compare yet"),
        _("Choose up to three in the list. They are shown here beside each other, with the same rows."),
        link_button(_("Go to the list"), address("/pathways"), icon=icons.onward),
    )
    shown = text.stack(
        rx.el.ul(rx.foreach(view.pathways, _one), class_name=f"list-none p-0 {_BESIDE}"),
        rx.cond(
            view.pathways.length() < 3,
            text.paragraph(text.link(_("Add another"), view.more_href), class_name="not-printed"),
            rx.fragment(),
        ),
        rx.foreach(view.rows, _row),
        rx.el.div(print_button(_("Print")), class_name="not-printed"),
        text.paragraph(text.link(_("Back to the list"), view.more_href), class_name="not-printed"),
    )
    return framed(
        text.page_head(_("Compare"), _("The same questions to each. None of them is the right answer.")),
        rx.cond(view.loaded, rx.cond(view.pathways.length() > 0, shown, nothing), waiting()),
        here="",
    )

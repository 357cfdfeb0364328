"""A period's board: who goes where, and what is missing for whom; the period itself can be changed here."""

from typing import Any

import reflex as rx

from portfolio_app.core.languages import N_, _, spoken
from portfolio_app.core.paging import page_number
from portfolio_app.marketplace.periods import actions
from portfolio_app.marketplace.placements.board import BoardView, load_board
from portfolio_app.marketplace.placements.policy import GUIDES
from portfolio_app.pages.finding import shelves_of
from portfolio_app.pages.frame import address, framed, problem_summary
from portfolio_app.pages.placements.period_form import period_fields, typed
from portfolio_app.pages.registry import page
from portfolio_app.ui import cards, drawings, text
from portfolio_app.ui.buttons import button, form, form_buttons, link_button, print_button
from portfolio_app.ui.layout import waiting
from portfolio_app.ui.links import page_link
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import say

Form = dict[str, str | None]


class PeriodState(rx.State):
    """The period of the address."""

    view: BoardView = BoardView()

    def _id(self) -> str:
        return self.router.url.query_parameters.get("id", "")

    async def _show(self) -> None:
        query = self.router.url.query_parameters
        self.view = await load_board(current_actor(), self._id(), missing=query.get("missing", ""))

    @needs(*GUIDES, loads=True)
    async def load(self) -> None:
        """Load the board."""
        await self._show()

    @needs(*GUIDES)
    async def change(self, form: Form) -> None:
        """Change what is said of the period."""
        version = page_number(form.get("version") or "")
        await actions.change_period(current_actor(), self._id(), typed(form), version)
        await self._show()
        await say(self, N_("Saved."))

    @needs(*GUIDES)
    async def announce(self) -> None:
        """Let hosts see the period."""
        await actions.announce(current_actor(), self._id())
        await self._show()
        await say(self, N_("Announced. Hosts of the region see when your school wants what."), undo="announced")

    @needs(*GUIDES)
    async def hide(self) -> None:
        """Hosts see the period no more."""
        await actions.announce(current_actor(), self._id(), announced=False)
        await self._show()
        await say(self, N_("Hosts do not see it any more."))

    @needs(*GUIDES)
    async def end(self) -> Any:
        """The period does not take place."""
        await actions.end_period(current_actor(), self._id())
        return rx.redirect(f"/{spoken()}/work-experience")

    @needs(*GUIDES)
    async def undo(self, what: str) -> None:
        """Take back what was just done."""
        if what == "announced":
            await actions.announce(current_actor(), self._id(), announced=False)
        await self._show()
        await say(self, N_("Undone."))


def _cell(cell: Any) -> rx.Component:
    tint: Any = rx.match(
        cell.mark,
        ("done", "text-ink"),
        ("asked", "bg-sunken text-ink"),
        ("missing", "bg-sunken text-danger"),
        "text-muted",
    )
    return rx.el.td(
        rx.el.span(cell.sign, aria_hidden="true", class_name="font-bold"),
        rx.el.span(cell.said, class_name="sr-only"),
        title=cell.said,
        class_name=rx.Var.create("px-2 py-2 text-center align-top min-w-10 ").to(str) + tint.to(str),
    )


def _row(row: Any) -> rx.Component:
    where = rx.cond(
        row.href != "",
        page_link(
            row.place, href=row.href, dir="auto", class_name="inline-block py-2 underline underline-offset-4 text-sm"
        ),
        rx.el.span(row.place, class_name="text-sm text-muted"),
    )
    who = rx.el.div(
        rx.el.span(row.name, dir="auto"),
        rx.el.span(" · " + row.class_name, class_name="font-normal text-muted"),
        rx.el.div(where, class_name="font-normal"),
        rx.cond(row.missing != "", rx.el.div(row.missing, class_name="font-normal text-sm text-muted"), rx.fragment()),
        class_name="min-w-56",
    )
    return rx.el.tr(
        rx.el.th(who, scope="row", class_name="pe-3 py-2.5 text-start font-semibold align-top"),
        rx.foreach(row.cells, _cell),
        key=row.id,
    )


def _table(view: Any) -> rx.Component:
    heads = rx.foreach(
        view.things,
        lambda thing: rx.el.th(
            rx.el.span(thing, class_name="[writing-mode:vertical-rl] rotate-180 max-h-40 inline-block"),
            scope="col",
            class_name="px-2 py-2 text-sm font-semibold text-muted align-bottom",
        ),
    )
    return rx.el.div(
        rx.el.table(
            rx.el.caption(_("What is done for whom"), class_name="sr-only"),
            rx.el.thead(
                rx.el.tr(
                    rx.el.th(
                        _("Pupil"),
                        scope="col",
                        class_name="pe-3 py-2 text-start text-sm font-semibold text-muted align-bottom",
                    ),
                    heads,
                ),
                class_name="border-b border-control",
            ),
            rx.el.tbody(rx.foreach(view.rows, _row), class_name="divide-y divide-hairline"),
            class_name="w-full border-collapse",
        ),
        role="region",
        aria_label=_("What is done for whom"),
        tab_index=0,
        class_name="relative overflow-x-auto rounded-lg",
    )


def _period(view: Any) -> rx.Component:
    announced = rx.cond(
        view.announced,
        button(_("Hide it from hosts"), kind="secondary", on_click=PeriodState.hide),
        button(_("Announce it to hosts"), kind="secondary", on_click=PeriodState.announce),
    )
    return text.stack(
        rx.cond(view.words != "", text.written(view.words), rx.fragment()),
        rx.cond(view.adult != "", text.muted(_("Answers for it: ") + view.adult), rx.fragment()),
        text.side_by_side(
            link_button(_("Find workplaces"), view.find_href),
            announced,
            rx.cond(
                view.offers_href != "",
                rx.fragment(
                    link_button(_("Programmes that pupils rank"), view.offers_href, kind="secondary"),
                    link_button(_("What pupils wish, and placing"), view.wishes_href, kind="secondary"),
                ),
                rx.cond(
                    view.asks_wishes,
                    link_button(_("What pupils wish"), view.wishes_href, kind="secondary"),
                    rx.fragment(),
                ),
            ),
            print_button(_("Print")),
            class_name="flex-wrap not-printed",
        ),
    )


def _change(view: Any) -> rx.Component:
    return cards.disclosure(
        _("Change the period"),
        form(
            rx.el.input(type="hidden", name="version", default_value=view.version.to_string()),
            *period_fields(view.fields),
            form_buttons(button(_("Save"), type="submit", kind="secondary")),
            on_submit=PeriodState.change,
            key=view.version.to_string(),
            class_name="flex flex-col gap-4 mt-2",
        ),
        rx.el.div(
            text.muted(_("It can be brought back for 30 days. Placements stay as they are.")),
            button(_("The period does not take place"), kind="secondary", on_click=PeriodState.end),
            class_name="flex flex-col gap-2 mt-6 items-start",
        ),
    )


@page("/period", N_("Period"), PeriodState.load)
def period() -> rx.Component:
    """The page."""
    view: Any = PeriodState.view
    nobody = cards.empty_state(
        drawings.people_drawing(),
        _("Nobody to place"),
        _("The classes of this period have no pupils yet, or none of them is yours."),
    )
    board = text.stack(
        text.muted(view.said, role="status"),
        shelves_of(_("Whom to show"), view.filters, lambda one: one.label),
        rx.cond(
            view.rows.length() > 0,
            _table(view),
            text.muted(_("Nobody lacks that."), role="status"),
        ),
        text.muted(_("✓ done · … asked, not answered yet · – missing")),
    )
    return framed(
        rx.cond(view.loaded, text.page_head(view.name, view.detail), text.page_head(_("Period"))),
        problem_summary(_("Nothing is changed yet")),
        rx.cond(
            view.loaded,
            text.stack(_period(view), rx.cond(view.pupils > 0, board, nobody), _change(view), gap="gap-8"),
            waiting(),
        ),
        text.paragraph(text.link(_("All periods"), address("/work-experience"))),
        here="classes",
        audience="staff",
        undo=PeriodState.undo,
    )

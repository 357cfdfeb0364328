"""What pupils wish for a period, for the adults who place them; programmes are filled here by hand, a press a pupil."""

from typing import Any

import reflex as rx

from portfolio_app.core.languages import N_, _
from portfolio_app.core.paging import page_number
from portfolio_app.marketplace.booking.actions import give_back, take_again
from portfolio_app.marketplace.booking.by_hand import (
    PATH,
    PeriodWishesView,
    keep_month,
    load_period_wishes,
    place_by_hand,
)
from portfolio_app.marketplace.placements.policy import GUIDES
from portfolio_app.pages.finding import pages_of, shelves_of
from portfolio_app.pages.frame import field_error, framed, problem_summary
from portfolio_app.pages.registry import page
from portfolio_app.ui import cards, drawings, icons, text
from portfolio_app.ui.buttons import button, form, link_button, print_button
from portfolio_app.ui.fields import select_field, text_field
from portfolio_app.ui.layout import waiting
from portfolio_app.ui.links import page_link
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import say

Form = dict[str, str | None]
PLACED, FREED = "placed:", "freed:"


class PeriodWishesState(rx.State):
    """The period of the address."""

    view: PeriodWishesView = PeriodWishesView()

    def _id(self) -> str:
        return self.router.url.query_parameters.get("id", "")

    async def _show(self) -> None:
        query = self.router.url.query_parameters
        number = page_number(query.get("page", ""))
        self.view = await load_period_wishes(current_actor(), self._id(), show=query.get("show", ""), page=number)

    @needs(*GUIDES, loads=True)
    async def load(self) -> None:
        """Load what pupils wish, and who goes where."""
        await self._show()

    async def _place(self, pupil: str, date: str) -> None:
        booking = await place_by_hand(current_actor(), self._id(), pupil, date)
        await self._show()
        await say(self, N_("Placed. The pupil is told."), undo=f"{PLACED}{booking}")

    @needs(*GUIDES)
    async def place(self, pupil: str, date: str) -> None:
        """A pupil gets a seat on a date that they wished for."""
        await self._place(pupil, date)

    @needs(*GUIDES)
    async def place_elsewhere(self, form: Form) -> None:
        """A pupil gets a seat on another date."""
        pupil = form.get("pupil") or ""
        await self._place(pupil, form.get(f"date-{pupil}") or "")

    @needs(*GUIDES)
    async def take_back(self, booking: str) -> None:
        """A pupil's seat is given back."""
        await give_back(current_actor(), booking)
        await self._show()
        await say(self, N_("Taken back. The seat is free again."), undo=f"{FREED}{booking}")

    @needs(*GUIDES)
    async def keep_month(self, form: Form) -> None:
        """Keep in which month a pupil was born."""
        pupil = form.get("pupil") or ""
        await keep_month(current_actor(), self._id(), pupil, form.get(f"born-{pupil}") or "")
        await self._show()
        await say(self, N_("Saved."))

    @needs(*GUIDES)
    async def undo(self, what: str) -> None:
        """Take back what was just done."""
        if what.startswith(PLACED):
            await give_back(current_actor(), what.removeprefix(PLACED))
        else:
            await take_again(current_actor(), what.removeprefix(FREED))
        await self._show()
        await say(self, N_("Undone."))


def _wished(one: Any) -> rx.Component:
    wished = rx.el.ol(
        rx.foreach(one.wishes, lambda said: rx.el.li(said, dir="auto", key=said)), class_name="list-decimal ps-5"
    )
    return rx.cond(one.wishes.length() > 0, wished, rx.el.div(_("Has not said anything yet")))


def _placed(one: Any) -> rx.Component:
    where = rx.el.p(
        rx.cond(
            one.placement_href != "",
            text.link(one.placed, one.placement_href, dir="auto"),
            rx.el.span(one.placed, dir="auto"),
        ),
        rx.cond(one.got != "", rx.el.span(" · ", one.got, class_name="text-muted"), rx.fragment()),
        class_name="mt-2 font-semibold",
    )
    back = button(
        _("Take back"),
        kind="quiet",
        icon=icons.close,
        aria_label=_("Take back") + ": " + one.name,
        on_click=PeriodWishesState.take_back(one.booking),
    )
    return rx.fragment(where, rx.cond(one.booking != "", back, rx.fragment()))


def _month(one: Any) -> rx.Component:
    field = "born-" + one.id
    return form(
        rx.el.input(type="hidden", name="pupil", default_value=one.id),
        text_field(
            field,
            _("Month of birth"),
            type="month",
            field_id=field,
            help=_("How long they may work depends on their age. It is kept sealed, and asked once."),
            error=field_error(field),
            width="max-w-60",
        ),
        rx.el.div(button(_("Save"), kind="secondary", type="submit", aria_label=_("Save") + ": " + one.name)),
        on_submit=PeriodWishesState.keep_month,
        class_name="mt-3 flex flex-col gap-2",
    )


def _elsewhere(one: Any) -> rx.Component:
    field = "date-" + one.id
    return cards.disclosure(
        _("Another place"),
        form(
            rx.el.input(type="hidden", name="pupil", default_value=one.id),
            select_field(field, _("Where and when"), one.others, field_id=field, error=field_error(field)),
            rx.el.div(
                button(_("Place"), kind="secondary", type="submit", aria_label=_("Place") + ": " + one.name),
            ),
            on_submit=PeriodWishesState.place_elsewhere,
            class_name="mt-2 flex flex-col gap-2",
        ),
    )


def _to_place(one: Any) -> rx.Component:
    def way(each: Any) -> rx.Component:
        press = button(
            each.label,
            kind="secondary",
            class_name="text-start",
            aria_label=each.said,
            on_click=PeriodWishesState.place(one.id, each.date),
        )
        return rx.el.li(press, key=each.date)

    ways = rx.el.ul(rx.foreach(one.ways, way), class_name="mt-2 flex flex-col gap-2 list-none p-0 empty:hidden")
    return rx.fragment(
        ways,
        rx.cond(one.asks_month, _month(one), rx.fragment()),
        rx.cond(one.others.length() > 0, _elsewhere(one), rx.fragment()),
    )


def _pupil(one: Any) -> rx.Component:
    return rx.el.li(
        rx.el.h3(
            page_link(one.name, href=one.href, dir="auto", class_name="font-semibold underline underline-offset-4"),
            rx.el.span(" · " + one.class_name, class_name="font-normal text-muted"),
        ),
        rx.el.div(_wished(one), class_name="text-sm text-muted"),
        rx.cond(one.placed != "", _placed(one), _to_place(one)),
        class_name="px-4 py-3",
        key=one.id,
    )


def _place(one: Any) -> rx.Component:
    return cards.table_row(
        rx.fragment(text.link(one.name, one.href, dir="auto"), rx.el.div(one.when, class_name="font-normal text-sm")),
        one.free,
        one.wished,
        key=one.id,
    )


def _seats(view: Any) -> rx.Component:
    return rx.el.section(
        text.section_heading(_("Seats, and how many wish for them")),
        text.stack(
            rx.el.ul(rx.foreach(view.counts, lambda said: rx.el.li(said)), class_name="list-disc ps-6", role="list"),
            cards.table(
                _("Seats, and how many wish for them"),
                [_("Programme and date"), _("Free"), _("Wishes")],
                rx.foreach(view.places, _place),
            ),
            class_name="mt-2",
        ),
        class_name="not-printed",
    )


def _day(one: Any) -> rx.Component:
    def row(name: str, value: Any) -> rx.Component:
        return rx.cond(value != "", text.definition(name, value, written=True), rx.fragment())

    return rx.el.section(
        text.small_heading(one.name, dir="auto"),
        text.definition_list(
            row(_("When"), one.when),
            row(_("Where"), one.address),
            row(_("How to get there"), one.way_there),
            row(_("Clothes and what to bring"), one.bring),
            row(_("Who looks after them"), one.responsible),
            class_name="mt-1",
        ),
        rx.el.ol(
            rx.foreach(one.pupils, lambda said: rx.el.li(rx.el.bdi(said), key=said)), class_name="list-decimal ps-6"
        ),
        class_name="flex flex-col gap-2 break-inside-avoid",
        key=one.id,
    )


def _lists(view: Any) -> rx.Component:
    return rx.el.section(
        text.side_by_side(
            text.section_heading(_("Who goes where")), print_button(_("Print the list")), class_name="flex-wrap"
        ),
        rx.el.div(rx.foreach(view.lists, _day), class_name="mt-3 flex flex-col gap-6"),
        id="list",
    )


@page(PATH, N_("What pupils wish"), PeriodWishesState.load)
def period_wishes() -> rx.Component:
    """The page."""
    view: Any = PeriodWishesState.view
    nobody = cards.empty_state(
        drawings.people_drawing(),
        _("Nobody to place"),
        _("The classes of this period have no pupils yet, or none of them is yours."),
    )
    pupils = rx.el.section(
        text.section_heading(_("Pupils")),
        rx.el.div(shelves_of(_("Whom to show"), view.filters, lambda one: one.label), class_name="my-3"),
        rx.cond(
            view.pupils.length() > 0,
            cards.row_list(rx.foreach(view.pupils, _pupil)),
            text.muted(_("Nobody here."), role="status"),
        ),
        pages_of(_("Pages of pupils"), view.paging),
        class_name="not-printed",
    )
    choose = rx.cond(
        view.offers_href != "",
        rx.el.div(
            rx.cond(
                view.programmes,
                text.paragraph(text.link(_("Programmes that pupils rank"), view.offers_href)),
                text.stack(
                    cards.notice(_("No programme is chosen yet. Until then pupils wish for fields of work.")),
                    rx.el.div(link_button(_("Choose programmes to rank"), view.offers_href)),
                ),
            ),
            class_name="not-printed",
        ),
        rx.fragment(),
    )
    whole = text.stack(
        choose,
        rx.cond(view.programmes, _seats(view), rx.fragment()),
        pupils,
        rx.cond(view.lists.length() > 0, _lists(view), rx.fragment()),
        gap="gap-7",
    )
    return framed(
        text.page_head(_("What pupils wish"), rx.cond(view.loaded, view.name + " · " + view.detail, "")),
        problem_summary(_("Nobody is placed yet")),
        rx.cond(view.loaded, rx.cond(view.everybody > 0, whole, nobody), waiting()),
        rx.cond(view.loaded, text.paragraph(text.link(_("Back to the board"), view.board_href)), rx.fragment()),
        here="classes",
        audience="staff",
        undo=PeriodWishesState.undo,
    )

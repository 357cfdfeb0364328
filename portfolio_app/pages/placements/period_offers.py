"""Which programmes the pupils of a period of taster days may rank, for the adults who place them."""

from typing import Any

import reflex as rx

from portfolio_app.core.languages import N_, _
from portfolio_app.core.paging import page_number
from portfolio_app.marketplace.periods.programmes import (
    LONGEST_WAY,
    PATH,
    PeriodOffersView,
    choose_offer,
    load_period_offers,
    say_way_there,
)
from portfolio_app.marketplace.placements.policy import GUIDES
from portfolio_app.pages.finding import nothing_found, pages_of, search_form, word_field
from portfolio_app.pages.frame import address, field_error, framed, problem_summary
from portfolio_app.pages.registry import page
from portfolio_app.ui import cards, drawings, icons, text
from portfolio_app.ui.buttons import button, form, link_button
from portfolio_app.ui.fields import text_area
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import hush, say

Form = dict[str, str | None]


class PeriodOffersState(rx.State):
    """The period of the address."""

    view: PeriodOffersView = PeriodOffersView()

    def _id(self) -> str:
        return self.router.url.query_parameters.get("id", "")

    async def _show(self) -> None:
        query = self.router.url.query_parameters
        number = page_number(query.get("page", ""))
        self.view = await load_period_offers(
            current_actor(), self._id(), search=query.get("search", "")[:80], page=number
        )

    @needs(*GUIDES, loads=True)
    async def load(self) -> None:
        """Load what can be chosen."""
        await self._show()

    @needs(*GUIDES)
    async def choose(self, offer: str) -> None:
        """Pupils may rank an offer."""
        await choose_offer(current_actor(), self._id(), offer)
        await self._show()
        await say(self, N_("Pupils can rank it now."))

    @needs(*GUIDES)
    async def leave_out(self, offer: str) -> None:
        """Pupils do not rank an offer any more."""
        await choose_offer(current_actor(), self._id(), offer, chosen=False)
        await self._show()
        await say(
            self, N_("Pupils do not see it any more. What they wished counts again once you bring it back."), undo=offer
        )

    @needs(*GUIDES)
    async def undo(self, offer: str) -> None:
        """They do, after all."""
        await choose_offer(current_actor(), self._id(), offer)
        await hush(self)
        await self._show()

    @needs(*GUIDES)
    async def say_way(self, form: Form) -> None:
        """Say how pupils get to an offer."""
        offer = form.get("offer") or ""
        await say_way_there(current_actor(), self._id(), offer, form.get(f"way-{offer}") or "")
        await self._show()
        await say(self, N_("Saved. Whoever you place there from now on reads it."))


def _dates(one: Any) -> rx.Component:
    return rx.el.ul(
        rx.foreach(one.dates, lambda said: rx.el.li(said, key=said)), class_name="list-disc ps-6 empty:hidden"
    )


def _head(one: Any) -> rx.Component:
    return rx.fragment(
        rx.el.h3(text.link(one.name, one.href, dir="auto"), class_name="font-semibold break-words"),
        text.muted(one.detail, dir="auto"),
        _dates(one),
    )


def _chosen(one: Any) -> rx.Component:
    field = "way-" + one.id
    closed = cards.notice(
        _("Pupils do not see it now: schools do not find this host any more, or no date lies ahead in the period."),
        kind="warning",
    )
    way = form(
        rx.el.input(type="hidden", name="offer", default_value=one.id),
        text_area(
            field,
            _("How to get there from school"),
            hint=_("(optional)"),
            help=_("For example: bus 5 to Vestgård, then five minutes on foot. Ask for Mari at the desk."),
            field_id=field,
            default_value=one.way_there,
            max_length=LONGEST_WAY,
            rows=2,
            error=field_error(field),
        ),
        rx.el.div(button(_("Save"), kind="secondary", type="submit", aria_label=_("Save") + ": " + one.name)),
        on_submit=PeriodOffersState.say_way,
        key=one.id + one.way_there,
        class_name="mt-3 flex flex-col gap-2",
    )
    out = button(
        _("Leave it out"),
        kind="quiet",
        icon=icons.close,
        aria_label=_("Leave it out") + ": " + one.name,
        on_click=PeriodOffersState.leave_out(one.id),
    )
    return rx.el.li(
        _head(one),
        rx.cond(one.closed, rx.el.div(closed, class_name="mt-2"), rx.fragment()),
        way,
        rx.el.div(out, class_name="mt-2"),
        class_name="px-4 py-3",
        key=one.id,
    )


def _other(one: Any) -> rx.Component:
    add = button(
        _("Let pupils rank it"),
        kind="secondary",
        icon=icons.plus,
        aria_label=_("Let pupils rank it") + ": " + one.name,
        on_click=PeriodOffersState.choose(one.id),
    )
    return rx.el.li(_head(one), rx.el.div(add, class_name="mt-2"), class_name="px-4 py-3", key=one.id)


def _lists(view: Any) -> rx.Component:
    period = rx.el.input(type="hidden", name="id", default_value=view.id)
    search = rx.cond(view.findable, search_form(address(PATH), view, period, word_field(view)), rx.fragment())
    none = cards.empty_state(
        drawings.path_drawing(),
        _("No taster day lies in this period"),
        _("What hosts and schools of the region offer on these days stands here. Announce the period: then they know."),
    )
    others = rx.cond(
        view.others.length() > 0,
        text.stack(
            cards.row_list(rx.foreach(view.others, _other)),
            pages_of(_("Pages of programmes"), view.paging),
        ),
        rx.cond(
            view.search != "",
            nothing_found(),
            rx.cond(view.chosen.length() > 0, text.muted(_("You have chosen all there are.")), none),
        ),
    )
    asks = rx.cond(
        view.asks,
        rx.fragment(),
        cards.notice(
            _("Pupils are not asked yet: give the period a day until which they say what they wish."), kind="warning"
        ),
    )
    return text.stack(
        asks,
        rx.el.section(
            text.section_heading(_("Pupils rank these")),
            rx.el.div(
                rx.cond(
                    view.chosen.length() > 0,
                    cards.row_list(rx.foreach(view.chosen, _chosen)),
                    text.muted(_("None yet. Until you choose some, pupils wish for fields of work.")),
                ),
                class_name="mt-2",
            ),
        ),
        rx.el.section(
            text.section_heading(_("Taster days of the region in this period")),
            text.stack(search, others, class_name="mt-2"),
        ),
        gap="gap-7",
    )


@page(PATH, N_("Programmes that pupils rank"), PeriodOffersState.load)
def period_offers() -> rx.Component:
    """The page."""
    view: Any = PeriodOffersState.view
    other_kind = cards.notice(
        _("This is for periods of taster days. In this one pupils wish for fields of work."),
    )
    return framed(
        text.page_head(_("Programmes that pupils rank"), rx.cond(view.loaded, view.name + " · " + view.detail, "")),
        problem_summary(_("Nothing is saved yet")),
        rx.cond(view.loaded, rx.cond(view.taster, _lists(view), other_kind), waiting()),
        rx.cond(
            view.loaded,
            text.side_by_side(
                link_button(_("What pupils wish, and placing"), view.wishes_href, kind="secondary"),
                text.link(_("Back to the board"), view.board_href),
                class_name="flex-wrap",
            ),
            rx.fragment(),
        ),
        here="classes",
        audience="staff",
        undo=PeriodOffersState.undo,
    )

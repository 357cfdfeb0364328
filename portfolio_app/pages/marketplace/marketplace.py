"""Workplaces of the region that take pupils in, found by what stands in the address. Adults of the school see whom to
write to, and can pause one at once."""

from typing import Any

import reflex as rx

from portfolio_app.core.languages import N_, _
from portfolio_app.marketplace import hosts as keeping
from portfolio_app.marketplace.finding import ADULTS, READERS, MarketplaceView, load_marketplace
from portfolio_app.marketplace.sought import Sought
from portfolio_app.pages.finding import pages_of, shelves_of
from portfolio_app.pages.frame import address, field_error, framed, problem_summary
from portfolio_app.pages.listing import asked_of
from portfolio_app.pages.marketplace.found_parts import exploring, filters, host_with_offers, offer_alone
from portfolio_app.pages.marketplace.map_parts import the_map
from portfolio_app.pages.registry import page
from portfolio_app.ui import cards, drawings, icons, text
from portfolio_app.ui.buttons import button, form, form_buttons
from portfolio_app.ui.fields import text_area
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import say

Form = dict[str, str | None]


class MarketplaceState(rx.State):
    """The hosts of the reader's region."""

    view: MarketplaceView = MarketplaceView()
    pausing: str = ""
    """The host that somebody is asked about: what is wrong there. One form stands in the page, not one a host."""

    async def _show(self) -> None:
        sought = Sought.of(self.router.url.query_parameters)
        self.view = await load_marketplace(current_actor(), wanted=asked_of(self), sought=sought)

    @needs(*READERS, loads=True)
    async def load(self) -> None:
        """Load a page of them."""
        self.pausing = ""
        await self._show()

    @needs(*ADULTS)
    async def ask(self, host: str) -> None:
        """Ask what is wrong at a host, or no longer."""
        await keeping.check_pausable(current_actor(), host)
        self.pausing = "" if self.pausing == host else host

    @needs(*ADULTS)
    async def pause(self, form: Form) -> None:
        """Pause a host."""
        host = form.get("host") or ""
        await keeping.pause_host(current_actor(), host, form.get("reason") or "")
        self.pausing = ""
        await self._show()
        await say(self, N_("Paused. No school sees it now, and whoever coordinates the region is told."), undo=host)

    @needs(*ADULTS)
    async def undo(self, host: str) -> None:
        """End a pause that was a mistake."""
        await keeping.resume_host(current_actor(), host)
        await self._show()
        await say(self, N_("The pause has ended."))


def _pause(one: Any) -> rx.Component:
    asked: Any = MarketplaceState.pausing == one.id
    wrong = button(
        _("Something is wrong there"),
        kind="quiet",
        icon=lambda size: rx.cond(asked, icons.down(size), icons.onward(size)),
        on_click=MarketplaceState.ask(one.id),
        aria_expanded=rx.cond(asked, "true", "false"),
        aria_label=_("Something is wrong there") + ": " + one.name,
        class_name="-ms-4",
    )
    says = form(
        rx.el.input(type="hidden", name="host", default_value=one.id),
        text_area(
            "reason",
            _("What is it?"),
            field_id="reason-" + one.id,
            help=_("Nobody sees it from then on. Whoever coordinates the region reads this and clears it up."),
            max_length=500,
            error=field_error("reason-" + one.id),
            auto_focus=True,
        ),
        form_buttons(button(_("Pause this host"), type="submit", kind="secondary")),
        on_submit=MarketplaceState.pause,
        class_name="flex flex-col gap-4 mt-2",
    )
    return rx.fragment(wrong, rx.cond(asked, says, rx.fragment()))


@page("/marketplace", N_("Workplaces"), MarketplaceState.load)
def marketplace() -> rx.Component:
    """The page."""
    view: Any = MarketplaceState.view
    nothing = cards.empty_state(
        drawings.people_drawing(),
        _("No workplaces yet"),
        _("Once a coordinator of your region has approved firms and services that take pupils in, they are here."),
    )
    none_found = text.muted(_("Nothing is found so. Take a filter away, or try part of the name."), role="status")
    how = rx.cond(
        view.staff,
        text.muted(_("They have agreed that schools write to them. Pupils see no names and numbers here.")),
        text.muted(_("Would you like to go there? Tell your teacher or counsellor, who knows whom to ask.")),
    )
    unknown = text.paragraph(
        _("No town or village of that name is known here:") + " ", view.near_unknown, role="status"
    )
    fits_nothing = text.paragraph(view.nothing_fits, role="status")
    nothing_found = rx.cond(view.nothing_fits != "", fits_nothing, none_found)
    rows = rx.cond(
        view.by_offers,
        rx.foreach(view.offers, offer_alone),
        rx.foreach(view.hosts, lambda one: host_with_offers(view, one, _pause)),
    )
    some = (view.hosts.length() > 0) | (view.offers.length() > 0)
    everything = text.link(_("Take all filters away"), view.everything_href)
    listed = text.stack(
        exploring(view),
        shelves_of(_("What is listed"), view.shows, lambda one: one.label),
        filters(view),
        rx.cond(view.near_unknown != "", unknown, rx.fragment()),
        the_map(view.the_map),
        rx.el.p(
            view.said,
            rx.cond(view.everything_href != "", rx.fragment(" · ", everything), rx.fragment()),
            class_name="text-muted",
            role="status",
        ),
        rx.cond(some, rx.el.ul(rows, class_name="flex flex-col gap-3 list-none p-0"), nothing_found),
        pages_of(_("Pages of workplaces"), view.found_list),
        rx.cond(view.near_said != "", text.muted(view.near_said), rx.fragment()),
        rx.cond(view.places_from != "", text.muted(_("Where towns lie:") + " ", view.places_from), rx.fragment()),
    )
    return framed(
        text.page_head(
            _("Workplaces"),
            _("Firms, public services and clubs near your school that take pupils in, and what they offer."),
        ),
        problem_summary(_("Nothing is changed yet")),
        rx.cond(view.loaded, rx.cond(view.none_at_all, nothing, text.stack(how, listed)), waiting()),
        text.paragraph(
            text.link(_("Occupations and studies"), address("/pathways")),
            " · ",
            text.link(_("Who works together in the region"), address("/region")),
        ),
        undo=MarketplaceState.undo,
    )

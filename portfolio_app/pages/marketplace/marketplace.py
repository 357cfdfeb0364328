"""Workplaces of the region that take pupils in, found by what stands in the address. Adults of the school see whom to
write to, and can pause one at once."""

from typing import Any

import reflex as rx

from portfolio_app.core.languages import N_, _
from portfolio_app.marketplace import hosts as keeping
from portfolio_app.marketplace.finding import ADULTS, PATH, READERS, MarketplaceView, load_marketplace
from portfolio_app.pages.finding import pages_of
from portfolio_app.pages.frame import address, field_error, framed, problem_summary
from portfolio_app.pages.listing import asked_of, search_form
from portfolio_app.pages.registry import page
from portfolio_app.ui import cards, drawings, text
from portfolio_app.ui.buttons import button, form, form_buttons
from portfolio_app.ui.fields import select_field, text_area
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import say

Form = dict[str, str | None]


class MarketplaceState(rx.State):
    """The hosts of the reader's region."""

    view: MarketplaceView = MarketplaceView()

    async def _show(self) -> None:
        query = self.router.url.query_parameters
        self.view = await load_marketplace(
            current_actor(),
            wanted=asked_of(self),
            field=query.get("field", ""),
            town=query.get("town", ""),
            kind=query.get("kind", ""),
        )

    @needs(*READERS, loads=True)
    async def load(self) -> None:
        """Load a page of them."""
        await self._show()

    @needs(*ADULTS)
    async def pause(self, form: Form) -> None:
        """Pause a host."""
        host = form.get("host") or ""
        await keeping.pause_host(current_actor(), host, form.get("reason") or "")
        await self._show()
        await say(self, N_("Paused. No school sees it now, and whoever coordinates the region is told."), undo=host)

    @needs(*ADULTS)
    async def undo(self, host: str) -> None:
        """End a pause that was a mistake."""
        await keeping.resume_host(current_actor(), host)
        await self._show()
        await say(self, N_("The pause has ended."))


def _contact(one: Any) -> rx.Component:
    phone = text.link(one.phone, one.calls, document=True, dir="ltr")
    return rx.el.li(
        rx.el.span(one.name, dir="auto"),
        ", ",
        text.link(one.mail, one.writes, document=True, dir="ltr", class_name="break-all"),
        rx.cond(one.calls != "", rx.fragment(", ", phone), rx.fragment()),
        key=one.mail,
    )


def _pause(one: Any) -> rx.Component:
    return cards.disclosure(
        _("Something is wrong there"),
        form(
            rx.el.input(type="hidden", name="host", default_value=one.id),
            text_area(
                "reason",
                _("What is it?"),
                field_id="reason-" + one.id,
                help=_("Nobody sees it from then on. Whoever coordinates the region reads this and clears it up."),
                max_length=500,
                error=field_error("reason-" + one.id),
            ),
            form_buttons(button(_("Pause this host"), type="submit", kind="secondary")),
            on_submit=MarketplaceState.pause,
            class_name="flex flex-col gap-4 mt-2",
        ),
    )


def _offer(one: Any) -> rx.Component:
    dates = rx.el.ul(rx.foreach(one.dates, lambda said: rx.el.li(said, key=said)), class_name="list-disc ps-6")
    details = rx.el.ul(
        rx.foreach(one.details, lambda said: rx.el.li(said, key=said)), class_name="list-none p-0 text-sm"
    )
    return rx.el.li(
        text.small_heading(one.title, dir="auto"),
        text.muted(one.detail),
        rx.cond(one.words != "", text.written(one.words), rx.fragment()),
        rx.cond(one.dates.length() > 0, dates, rx.fragment()),
        rx.cond(one.details.length() > 0, details, rx.fragment()),
        key=one.title + one.detail,
    )


def _host(view: Any, one: Any) -> rx.Component:
    named = _("Website") + ": " + one.name
    site = text.link(_("Website"), one.website, document=True, rel="noreferrer", aria_label=named)
    contacts = rx.el.ul(rx.foreach(one.contacts, _contact), class_name="list-none p-0 mt-2 flex flex-col gap-2")
    offers = cards.disclosure(
        one.offers_said,
        rx.el.ul(rx.foreach(one.offers, _offer), class_name="list-none p-0 flex flex-col gap-4"),
        open=True,
    )
    return rx.el.li(
        cards.card(
            text.section_heading(one.name, dir="auto"),
            text.muted(one.detail),
            rx.cond(one.words != "", text.written(one.words, "mt-2"), rx.fragment()),
            rx.cond(one.address != "", rx.el.p(one.address, dir="auto", class_name="mt-2"), rx.fragment()),
            rx.cond(one.website != "", rx.el.p(site, class_name="mt-2"), rx.fragment()),
            rx.cond(one.contacts.length() > 0, contacts, rx.fragment()),
            rx.cond(one.offers_said != "", offers, rx.fragment()),
            rx.cond(view.staff, rx.el.div(_pause(one), class_name="mt-3"), rx.fragment()),
        ),
        key=one.name + one.detail,
    )


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
    filters = (
        select_field("field", _("Field of work"), view.fields, default_value=view.field),
        select_field("town", _("Town or village"), view.towns, default_value=view.town),
        select_field("kind", _("What they offer"), view.kinds, default_value=view.kind),
    )
    how = rx.cond(
        view.staff,
        text.muted(_("They have agreed that schools write to them. Pupils see no names and numbers here.")),
        text.muted(_("Would you like to go there? Tell your teacher or counsellor, who knows whom to ask.")),
    )
    listed = text.stack(
        search_form(PATH, _("Part of the name"), view.hosts_list, *filters),
        text.muted(view.said, role="status"),
        rx.cond(
            view.hosts.length() > 0,
            rx.el.ul(
                rx.foreach(view.hosts, lambda one: _host(view, one)), class_name="flex flex-col gap-3 list-none p-0"
            ),
            none_found,
        ),
        pages_of(_("Pages of workplaces"), view.hosts_list),
    )
    return framed(
        text.page_head(
            _("Workplaces"),
            _("Firms, public services and clubs near your school that take pupils in, and what they offer."),
        ),
        problem_summary(_("Nothing is changed yet")),
        rx.cond(view.loaded, rx.cond(view.none_at_all, nothing, text.stack(how, listed)), waiting()),
        text.paragraph(text.link(_("Occupations and studies"), address("/pathways"))),
        undo=MarketplaceState.undo,
    )

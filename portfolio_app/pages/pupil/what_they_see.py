"""See as: what an adult of the school, a host, the family or whoever has a link sees of the reader, and why."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import OWNERS
from portfolio_app.core.languages import N_, _
from portfolio_app.pages.drill_table import drill_table
from portfolio_app.pages.finding import search_form
from portfolio_app.pages.frame import address, framed
from portfolio_app.pages.pupil.pupil_body import everything, opened_body
from portfolio_app.pages.registry import page
from portfolio_app.portfolio.pupil_page import ADDRESS
from portfolio_app.portfolio.see_as import SeeAsView, load_see_as
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import link_button
from portfolio_app.ui.fields import select_field
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs


class WhatTheySeeState(rx.State):
    """Whoever looks, by the address."""

    view: SeeAsView = SeeAsView()

    @needs(*OWNERS, loads=True)
    async def load(self) -> None:
        """Ask the queries whose page it is, and the policies."""
        query = self.router.url.query_parameters
        kind, name = next(((kind, query[name]) for kind, name in ADDRESS.items() if query.get(name)), (None, ""))
        self.view = await load_see_as(current_actor(), query.get("who", ""), kind, name)


def _page_of(view: Any) -> rx.Component:
    """The page they open, as it is for them."""
    seen = view.seen
    back = rx.el.p(text.link(_("Everything they see"), seen.all_href), class_name="not-printed")
    opened = text.stack(
        rx.el.div(
            rx.el.h3(seen.opened.title, dir="auto", class_name="text-xl font-semibold break-words"),
            text.muted(seen.opened.detail),
        ),
        opened_body(seen.opened),
        back,
        gap="gap-6",
    )
    return rx.el.section(
        text.section_heading(_("What they see")),
        text.muted(_("Whoever is meant by “you” here is the person you look as. Nothing you open here is noted.")),
        rx.el.div(
            rx.cond(seen.opened.kind != "", opened, everything(seen)),
            class_name="mt-3 rounded-lg border-2 border-dashed border-control p-4 rail:p-6",
        ),
    )


def _links(view: Any) -> rx.Component:
    """The links that work now."""

    def line(one: Any) -> rx.Component:
        look = link_button(
            _("See what they see"), one.preview_href, kind="secondary", icon=icons.eye, document=True, target="_blank"
        )
        return cards.list_row(one.title, detail=one.detail, trailing=look, leading=icons.link(""), key=one.preview_href)

    return rx.el.section(
        text.section_heading(_("Your links that work now")),
        rx.cond(
            view.links.length() > 0,
            cards.row_list(rx.foreach(view.links, line), class_name="mt-3"),
            text.muted(
                _("You have none. You can make one where you see an entry, a collection, a credential or your CV.")
            ),
        ),
    )


def _why(view: Any) -> rx.Component:
    return rx.cond(
        view.lines.length() > 0,
        rx.el.section(
            text.section_heading(_("Why, kind by kind")),
            rx.el.div(drill_table(view), class_name="mt-3"),
        ),
        rx.fragment(),
    )


@page("/what-they-see", N_("What do others see?"), WhatTheySeeState.load)
def what_they_see() -> rx.Component:
    """The page."""
    view: Any = WhatTheySeeState.view
    chooser = search_form(
        address("/what-they-see"),
        view,
        rx.el.div(select_field("who", _("Look as"), view.readers, default_value=view.who), class_name="min-w-48"),
        words=_("Look"),
        icon=icons.eye,
    )
    return framed(
        text.page_head(
            _("What do others see?"),
            _("Look at your things as somebody else does: exactly what they see, and no more."),
        ),
        rx.cond(
            view.loaded,
            text.stack(
                chooser,
                rx.cond(view.said != "", cards.notice(text.paragraph(view.said)), rx.fragment()),
                rx.cond(view.opens, _page_of(view), rx.fragment()),
                rx.cond(view.outside, _links(view), rx.fragment()),
                _why(view),
                text.stack(
                    text.paragraph(view.contact, " ", text.link(_("Ask others"), address("/asking"))),
                    text.paragraph(text.link(_("Talks adults noted with you"), address("/talks"))),
                ),
                gap="gap-8",
            ),
            waiting(),
        ),
        text.paragraph(text.link(_("Back to my skills"), address("/skills"))),
        here="skills",
        audience="pupil",
    )

"""Skills in what I have done: the pupil's tags, each with the evidence and entries it is made of."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import OWNERS
from portfolio_app.core.languages import N_, _
from portfolio_app.core.paging import page_number
from portfolio_app.esco.tagged import TaggedView, load_tagged
from portfolio_app.pages.finding import nothing_found, pages_of, shelf_search, shelves_of
from portfolio_app.pages.frame import address, framed
from portfolio_app.pages.registry import page
from portfolio_app.pages.tagging import attribution, skill_card, tag_name
from portfolio_app.ui import cards, drawings, icons, text
from portfolio_app.ui.buttons import link_button, print_button
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs


class TagsState(rx.State):
    """A page of the list."""

    view: TaggedView = TaggedView()

    @needs(*OWNERS, loads=True)
    async def load(self) -> None:
        """Load the list."""
        query = self.router.url.query_parameters
        number = page_number(query.get("page", ""))
        self.view = await load_tagged(current_actor(), query.get("show", ""), number, query.get("search", ""))


def _thing(thing: Any) -> rx.Component:
    return rx.el.li(
        text.link(thing.title, thing.href, dir="auto", class_name="break-words"),
        rx.el.span(" · ", thing.kind_words, class_name="text-sm text-muted"),
        class_name="py-1.5",
        key=thing.href,
    )


def _skill(skill: Any) -> rx.Component:
    return skill_card(
        rx.el.h2(tag_name(skill), class_name="text-lg font-semibold break-words"),
        rx.el.ul(rx.foreach(skill.things, _thing), class_name="mt-1 list-none p-0"),
        key=skill.uri,
    )


def _listed(view: Any) -> rx.Component:
    return text.stack(
        shelves_of(_("Which skills"), view.shelves, lambda shelf: shelf.name),
        shelf_search(address("/tags"), view),
        rx.cond(
            view.skills.length() > 0,
            rx.el.ul(rx.foreach(view.skills, _skill), class_name="flex flex-col gap-4 list-none p-0"),
            rx.cond(view.search != "", nothing_found(), text.muted(_("No tags here."))),
        ),
        pages_of(_("Pages of skills"), view.paging),
        attribution(view.extract),
        rx.el.div(print_button(_("Print")), class_name="not-printed"),
    )


@page("/tags", N_("Skills in what I have done"), TagsState.load)
def tags() -> rx.Component:
    """The page."""
    view: Any = TagsState.view
    how = rx.cond(
        view.offered,
        _("Open a piece of evidence or an entry and look for the skills in it. They are gathered here."),
        _("There is no list of skills here to choose from."),
    )
    empty = cards.empty_state(
        drawings.path_drawing(),
        _("No tags yet"),
        how,
        link_button(_("My portfolio"), address("/portfolio"), icon=icons.portfolio),
    )
    return framed(
        text.page_head(_("Skills in what I have done"), _("What you tagged, and what each tag is made of.")),
        rx.cond(view.loaded, rx.cond(view.any, _listed(view), empty), waiting()),
        text.paragraph(
            text.link(_("My skills"), address("/skills")),
            " · ",
            text.link(_("My portfolio"), address("/portfolio")),
            class_name="not-printed",
        ),
        here="skills",
        audience="pupil",
    )

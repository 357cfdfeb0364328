"""A school's people: searched, filtered, page by page; the filters stand in the address."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import Role
from portfolio_app.core.languages import N_, _
from portfolio_app.pages.frame import address, framed
from portfolio_app.pages.registry import page
from portfolio_app.schools.people_views import PeopleView, load_people
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import button, link_button, plain_form
from portfolio_app.ui.fields import select_field, text_field
from portfolio_app.web.guard import current_actor, needs


class PeopleState(rx.State):
    """A page of the school's people."""

    view: PeopleView = PeopleView()

    @needs(Role.COORDINATOR, loads=True)
    async def load(self) -> None:
        """Load what the address asks for."""
        query = self.router.url.query_parameters
        number = query.get("page", "1")
        self.view = await load_people(
            current_actor(),
            query.get("school", ""),
            search=query.get("search", ""),
            role=query.get("role", ""),
            class_id=query.get("class", ""),
            page=int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1,
        )


def _person(one: Any) -> rx.Component:
    about = rx.fragment(
        one.username,
        " · ",
        one.roles,
        rx.cond(one.classes != "", " · " + one.classes, ""),
        rx.el.br(),
        one.last,
    )
    return cards.list_row(one.name, href=one.href, detail=about, trailing=icons.onward("text-muted"))


@page("/school/people", N_("People"), PeopleState.load)
def people() -> rx.Component:
    """The page."""
    view: Any = PeopleState.view
    add = link_button(_("Add people"), address("/school/add") + "?school=" + view.school_id, icon=icons.plus, full=True)
    return framed(
        text.page_head(_("People"), view.school, add, ready=view.loaded),
        plain_form(
            address("/school/people"),
            "get",
            rx.el.input(type="hidden", name="school", default_value=view.school_id),
            text_field(
                "search", _("Name or user name"), type="search", default_value=view.search, width="flex-1 min-w-48"
            ),
            rx.el.div(select_field("role", _("Role"), view.roles, default_value=view.role), class_name="min-w-40"),
            rx.el.div(
                select_field("class", _("Class"), view.classes, default_value=view.class_id), class_name="min-w-40"
            ),
            button(_("Search"), type="submit", kind="secondary", icon=icons.search),
            class_name="flex flex-wrap items-end gap-3",
            role="search",
        ),
        text.muted(view.said, role="status"),
        cards.row_list(rx.foreach(view.people, _person)),
        rx.cond(
            view.loaded & (view.people.length() == 0),
            text.muted(_("Nobody has that name. Try part of the name.")),
            rx.fragment(),
        ),
        rx.cond(
            view.page != "",
            cards.pagination(
                _("Pages of people"),
                view.page,
                previous=_("Previous"),
                previous_href=view.previous_href,
                following=_("Next"),
                following_href=view.following_href,
            ),
            rx.fragment(),
        ),
        text.link(_("Back to the school"), address("/school")),
        here="school",
        audience="staff",
    )

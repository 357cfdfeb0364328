"""A school's people: searched, filtered, page by page; the filters stand in the address."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import Role
from portfolio_app.core.languages import N_, _
from portfolio_app.pages.finding import pages_of
from portfolio_app.pages.frame import address, framed
from portfolio_app.pages.listing import asked_of, search_form
from portfolio_app.pages.registry import page
from portfolio_app.schools.people_views import PeopleView, load_people
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import link_button
from portfolio_app.ui.fields import select_field
from portfolio_app.web.guard import current_actor, needs


class PeopleState(rx.State):
    """A page of the school's people."""

    view: PeopleView = PeopleView()

    @needs(Role.COORDINATOR, loads=True)
    async def load(self) -> None:
        """Load what the address asks for."""
        query = self.router.url.query_parameters
        self.view = await load_people(
            current_actor(),
            query.get("school", ""),
            wanted=asked_of(self),
            role=query.get("role", ""),
            class_id=query.get("class", ""),
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
        search_form(
            "/school/people",
            _("Name or user name"),
            view.people_list,
            rx.el.div(select_field("role", _("Role"), view.roles, default_value=view.role), class_name="min-w-40"),
            rx.el.div(
                select_field("class", _("Class"), view.classes, default_value=view.class_id), class_name="min-w-40"
            ),
            school=view.school_id,
        ),
        text.muted(view.said, role="status"),
        cards.row_list(rx.foreach(view.people, _person)),
        rx.cond(
            view.loaded & (view.people.length() == 0),
            text.muted(_("Nobody has that name. Try part of the name.")),
            rx.fragment(),
        ),
        pages_of(_("Pages of people"), view.people_list),
        text.link(_("Back to the school"), address("/school")),
        here="school",
        audience="staff",
    )

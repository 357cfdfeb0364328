"""Who gave whom a one-time code, card or link at the school, and what became of it."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import Role
from portfolio_app.core.languages import N_, _
from portfolio_app.pages.finding import pages_of
from portfolio_app.pages.frame import address, framed
from portfolio_app.pages.listing import asked_of, nothing_found, search_of_many
from portfolio_app.pages.registry import page
from portfolio_app.schools.codes import CodesView, load_codes
from portfolio_app.ui import cards, text
from portfolio_app.web.guard import current_actor, needs


class CodesState(rx.State):
    """A page of the list."""

    view: CodesView = CodesView()

    @needs(Role.COORDINATOR, loads=True)
    async def load(self) -> None:
        """Load what the address asks for."""
        query = self.router.url.query_parameters
        self.view = await load_codes(
            current_actor(),
            query.get("school", ""),
            kind=query.get("kind", ""),
            wanted=asked_of(self),
        )


@page("/school/codes", N_("One-time codes"), CodesState.load)
def codes() -> rx.Component:
    """The page."""
    view: Any = CodesState.view
    return framed(
        text.page_head(_("One-time codes"), view.school),
        text.paragraph(_("Everybody is told who made a code for them and when. A code cannot be shown again.")),
        rx.el.nav(
            rx.foreach(view.kinds, lambda one: cards.tag_link(one.label, one.value)),
            aria_label=_("Kinds"),
            class_name="flex flex-wrap gap-2",
        ),
        search_of_many(
            "/school/codes",
            _("Name of who got it or made it"),
            view.lines_list,
            school=view.school_id,
            kind=view.kind,
        ),
        cards.table(
            _("One-time codes"),
            [_("For"), _("Kind"), _("Made by"), _("When"), _("Status")],
            rx.foreach(
                view.lines,
                lambda line: cards.table_row(line.person, line.kind, line.giver, line.made, line.outcome),
            ),
        ),
        text.muted(view.said),
        nothing_found(view.lines_list, view.lines),
        pages_of(_("Pages of codes"), view.lines_list, previous=_("Newer"), following=_("Older")),
        text.link(_("Back to the school"), address("/school")),
        here="school",
        audience="staff",
    )

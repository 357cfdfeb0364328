"""Who gave whom a one-time code, card or link at the school, and what became of it."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import Role
from portfolio_app.core.languages import N_, _
from portfolio_app.pages.frame import address, framed
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
        number = query.get("page", "1")
        self.view = await load_codes(
            current_actor(),
            query.get("school", ""),
            kind=query.get("kind", ""),
            page=int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1,
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
        cards.table(
            _("One-time codes"),
            [_("For"), _("Kind"), _("Made by"), _("When"), _("Status")],
            rx.foreach(
                view.lines,
                lambda line: cards.table_row(line.person, line.kind, line.giver, line.made, line.outcome),
            ),
        ),
        text.muted(view.said),
        rx.cond(
            view.page != "",
            cards.pagination(
                _("Pages of codes"),
                view.page,
                previous=_("Newer"),
                previous_href=view.previous_href,
                following=_("Older"),
                following_href=view.following_href,
            ),
            rx.fragment(),
        ),
        text.link(_("Back to the school"), address("/school")),
        here="school",
        audience="staff",
    )

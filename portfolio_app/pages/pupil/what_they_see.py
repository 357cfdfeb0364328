"""What an adult of the school can and cannot see of the reader, and why."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import Role
from portfolio_app.core.languages import N_, _
from portfolio_app.pages.drill_table import drill_table
from portfolio_app.pages.finding import search_form
from portfolio_app.pages.frame import address, framed
from portfolio_app.pages.registry import page
from portfolio_app.portfolio.privacy_drill import DrillView, load_seen_of_me
from portfolio_app.ui import text
from portfolio_app.ui.fields import select_field
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs


class WhatTheySeeState(rx.State):
    """The adult of the address."""

    view: DrillView = DrillView()

    @needs(Role.PUPIL, loads=True)
    async def load(self) -> None:
        """Ask the policies."""
        self.view = await load_seen_of_me(current_actor(), self.router.url.query_parameters.get("who", ""))


@page("/what-they-see", N_("What can my teachers see?"), WhatTheySeeState.load)
def what_they_see() -> rx.Component:
    """The page."""
    view: Any = WhatTheySeeState.view
    chooser = search_form(
        address("/what-they-see"),
        view,
        rx.el.div(select_field("who", _("Who"), view.adults, default_value=view.who), class_name="min-w-48"),
    )
    return framed(
        text.page_head(
            _("What can my teachers see?"), _("What one adult at your school can see of yours at this moment, and why.")
        ),
        rx.cond(
            view.loaded,
            text.stack(
                text.paragraph(view.contact, " ", text.link(_("Ask others"), address("/asking"))),
                text.paragraph(text.link(_("Talks adults noted with you"), address("/talks"))),
                rx.cond(
                    view.name != "",
                    text.stack(chooser, text.section_heading(view.name), drill_table(view)),
                    text.muted(_("There is no teacher or counsellor at your school here yet.")),
                ),
            ),
            waiting(),
        ),
        text.paragraph(text.link(_("Back to my skills"), address("/skills"))),
        here="skills",
        audience="pupil",
    )

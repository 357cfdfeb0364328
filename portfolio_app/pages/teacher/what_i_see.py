"""What the reader can and cannot see of a pupil, and why."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import Role
from portfolio_app.core.languages import N_, _
from portfolio_app.pages.drill_table import drill_table
from portfolio_app.pages.frame import framed
from portfolio_app.pages.registry import page
from portfolio_app.portfolio.privacy_drill import DrillView, load_seen_by_me
from portfolio_app.ui import text
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs


class WhatISeeState(rx.State):
    """The pupil of the address."""

    view: DrillView = DrillView()

    @needs(Role.TEACHER, Role.COUNSELLOR, loads=True)
    async def load(self) -> None:
        """Ask the policies."""
        self.view = DrillView()
        self.view = await load_seen_by_me(current_actor(), self.router.url.query_parameters.get("id", ""))


@page("/what-i-see", N_("What I can see"), WhatISeeState.load)
def what_i_see() -> rx.Component:
    """The page."""
    view: Any = WhatISeeState.view
    return framed(
        text.page_head(_("What I can see"), view.name),
        rx.cond(
            view.loaded,
            text.stack(
                text.paragraph(
                    _("“This adult” is you. The page does not say whether there is anything that you do not see.")
                ),
                drill_table(view),
                text.paragraph(text.link(_("Back to the pupil"), view.back)),
            ),
            waiting(),
        ),
        here="classes",
        audience="staff",
    )

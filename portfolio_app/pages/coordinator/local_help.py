"""Who helps with what gets in the way of a pupil's goal, at one school."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import Role
from portfolio_app.core.languages import N_, _
from portfolio_app.pages.frame import address, framed, problem_summary
from portfolio_app.pages.languages import language_switch
from portfolio_app.pages.local_help import help_form, lines_of
from portfolio_app.pages.registry import page
from portfolio_app.schools.local_help import LocalHelpView, change_local_help, load_local_help
from portfolio_app.ui import text
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import say


class SchoolHelpState(rx.State):
    """The school of the address."""

    view: LocalHelpView = LocalHelpView()

    async def _show(self) -> None:
        place = self.router.url.query_parameters.get("school", "")
        self.view = await load_local_help(current_actor(), place)

    @needs(Role.COORDINATOR, loads=True)
    async def load(self) -> None:
        """Load it."""
        await self._show()

    @needs(Role.COORDINATOR)
    async def save(self, form: dict[str, str | None]) -> None:
        """Keep it."""
        place = form.get("place") or ""
        await change_local_help(current_actor(), place, lines_of(form))
        await self._show()
        await say(self, N_("Saved. Pupils see it in their goals."))


@page("/school/local-help", N_("Local help"), SchoolHelpState.load)
def local_help() -> rx.Component:
    """The page."""
    view: Any = SchoolHelpState.view
    return framed(
        text.page_head(_("Local help"), view.name),
        text.paragraph(_("When a pupil writes what gets in the way of a goal, the goal says who can help.")),
        text.muted(view.in_language),
        problem_summary(_("Not changed yet")),
        help_form(view, SchoolHelpState.save),
        text.paragraph(text.link(_("Back to the school"), f"{address('/school')}?school=" + view.id)),
        ready=view.loaded,
        here="school",
        audience="staff",
        languages=language_switch(),
    )

"""A region and its help lines: what "Need to talk?" says on every page of its schools."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import Role
from portfolio_app.core.languages import N_, _
from portfolio_app.pages.frame import address, field_error, framed, problem_summary
from portfolio_app.pages.languages import language_switch
from portfolio_app.pages.registry import page
from portfolio_app.schools import founding
from portfolio_app.schools.admin_views import RegionView, load_region
from portfolio_app.schools.founding import MOST_HELP_LINES, HelpForm
from portfolio_app.ui import text
from portfolio_app.ui.buttons import button, form, form_buttons
from portfolio_app.ui.fields import text_field
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import say


class RegionState(rx.State):
    """The region of the address."""

    view: RegionView = RegionView()

    async def _show(self) -> None:
        self.view = await load_region(current_actor(), self.router.url.query_parameters.get("id", ""))

    @needs(Role.ADMIN, loads=True)
    async def load(self) -> None:
        """Load the region."""
        await self._show()

    @needs(Role.ADMIN)
    async def change(self, form: dict[str, str | None]) -> None:
        """Keep the region and its help lines."""
        await founding.change_region(
            current_actor(),
            form.get("region") or "",
            form.get("region_name") or "",
            form.get("country") or "",
            [
                HelpForm(*(form.get(f"help-{part}-{index}") or "" for part in ("name", "phone", "url", "hours")))
                for index in range(MOST_HELP_LINES)
            ],
        )
        await self._show()
        await say(self, N_("Saved. It is shown at the bottom of every page of this region’s schools."))


def _part(line: Any, part: str, label: str, value: Any, **attrs: Any) -> rx.Component:
    name = f"help-{part}-" + line.index
    return text_field(name, label, field_id=name, default_value=value, error=field_error(name), **attrs)


def _help(line: Any) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(line.title, class_name="font-semibold mb-2"),
        rx.el.div(
            _part(line, "name", _("Who answers"), line.name, max_length=120),
            _part(line, "phone", _("Phone"), line.phone, type="tel", max_length=30),
            _part(line, "url", _("Web address"), line.url, type="url", max_length=300),
            _part(line, "hours", _("When"), line.hours, max_length=120),
            class_name="grid gap-3 sm:grid-cols-2",
        ),
        class_name="rounded-lg border border-hairline bg-surface p-4",
    )


@page("/schools/region", N_("Region"), RegionState.load)
def region() -> rx.Component:
    """The page."""
    view: Any = RegionState.view
    return framed(
        text.page_head(view.name, view.in_language),
        problem_summary(_("Not changed yet")),
        form(
            rx.el.input(type="hidden", name="region", default_value=view.id),
            text_field(
                "region_name",
                _("Name of the region"),
                default_value=view.name,
                max_length=120,
                error=field_error("region_name"),
            ),
            text_field(
                "country",
                _("Country"),
                hint=_("two letters, such as FI"),
                default_value=view.country,
                max_length=2,
                error=field_error("country"),
            ),
            text.section_heading(_("Need to talk?")),
            rx.foreach(view.help, _help),
            form_buttons(button(_("Save"), type="submit", full=True)),
            on_submit=RegionState.change,
            key=view.id,
        ),
        text.paragraph(
            text.link(_("Local help for goals"), f"{address('/schools/local-help')}?region=" + view.id),
            " · ",
            text.link(_("Back to the schools"), address("/schools")),
        ),
        ready=view.loaded,
        here="schools",
        audience="staff",
        languages=language_switch(),
    )

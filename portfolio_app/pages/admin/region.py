"""A region: its help lines, which "Need to talk?" shows on every page of its schools, and who looks after its hosts."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import Role
from portfolio_app.core.languages import N_, _
from portfolio_app.pages.admin.school_settings import coordinator_fields, coordinator_line, one_time_link
from portfolio_app.pages.coordinator.person import shown_once
from portfolio_app.pages.frame import address, field_error, framed, problem_summary
from portfolio_app.pages.languages import language_switch
from portfolio_app.pages.registry import page
from portfolio_app.schools import codes, founding, roles
from portfolio_app.schools.admin_views import RegionView, load_region
from portfolio_app.schools.founding import MOST_HELP_LINES, HelpForm
from portfolio_app.ui import cards, text
from portfolio_app.ui.buttons import button, form, form_buttons
from portfolio_app.ui.fields import text_field
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import hush, say


class RegionState(rx.State):
    """The region of the address; a link just made is shown until the page is left."""

    view: RegionView = RegionView()
    link: str = ""
    link_until: str = ""

    def _id(self) -> str:
        return self.router.url.query_parameters.get("id", "")

    async def _show(self) -> None:
        self.view = await load_region(current_actor(), self._id())

    @needs(Role.ADMIN, loads=True)
    async def load(self) -> None:
        """Load the region."""
        self.link = ""
        await self._show()

    @needs(Role.ADMIN)
    async def add_coordinator(self, form: dict[str, str | None]) -> None:
        """Make a regional coordinator and show their link."""
        given = await founding.add_regional_coordinator(
            current_actor(),
            self._id(),
            form.get("coordinator_name") or "",
            form.get("username") or "",
            request=form.get("request") or None,
        )
        self.link, self.link_until = one_time_link(self.router.url.origin, given)
        await hush(self)
        await self._show()

    @needs(Role.ADMIN)
    async def give_link(self, person: str) -> None:
        """Make a new link for a regional coordinator; the former opens no more."""
        given = await codes.give_link(current_actor(), person)
        self.link, self.link_until = one_time_link(self.router.url.origin, given)
        await hush(self)

    @needs(Role.ADMIN)
    async def end_role(self, person: str) -> None:
        """End somebody's role at the region; the notice can bring it back."""
        await roles.end_regional_role(current_actor(), self._id(), person)
        await self._show()
        await say(self, N_("The role has ended, and they are signed out everywhere."), undo=person)

    @needs(Role.ADMIN)
    async def undo(self, person: str) -> None:
        """Bring the role back."""
        await roles.restore_regional_role(current_actor(), self._id(), person)
        await hush(self)
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
        rx.el.section(
            text.section_heading(_("Regional coordinators")),
            text.muted(_("They look after the hosts of the region and what these offer. They see no pupil.")),
            shown_once(RegionState.link, RegionState.link_until, _("The one-time link. Send it only to them:")),
            cards.row_list(
                rx.foreach(
                    view.coordinators, lambda one: coordinator_line(one, RegionState.give_link, RegionState.end_role)
                ),
                class_name="mt-3",
            ),
            rx.cond(
                view.loaded,
                coordinator_fields(view.request, _("Add a regional coordinator"), RegionState.add_coordinator),
                rx.fragment(),
            ),
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
        undo=RegionState.undo,
    )

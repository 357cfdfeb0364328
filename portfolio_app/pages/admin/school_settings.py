"""One school as an admin sets it up, and its coordinators, the first of whom begins with a one-time link."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import Role
from portfolio_app.core.languages import N_, _, spoken
from portfolio_app.pages.admin.schools import school_fields, school_form
from portfolio_app.pages.coordinator.person import shown_once
from portfolio_app.pages.frame import address, field_error, framed, problem_summary
from portfolio_app.pages.registry import page
from portfolio_app.schools import codes, founding, roles
from portfolio_app.schools.admin_views import SchoolSettingsView, load_school_settings
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import button, form, form_buttons
from portfolio_app.ui.fields import text_field
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import hush, say


class SchoolSettingsState(rx.State):
    """The school of the address; a link just made is shown until the page is left."""

    view: SchoolSettingsView = SchoolSettingsView()
    link: str = ""
    link_until: str = ""

    def _id(self) -> str:
        return self.router.url.query_parameters.get("id", "")

    async def _show(self) -> None:
        self.view = await load_school_settings(current_actor(), self._id())

    @needs(Role.ADMIN, loads=True)
    async def load(self) -> None:
        """Load the school."""
        self.link = ""
        await self._show()

    @needs(Role.ADMIN)
    async def change(self, form: dict[str, str | None]) -> None:
        """Keep what is said about the school."""
        await founding.change_school(current_actor(), self._id(), school_form(form))
        await self._show()
        await say(self, N_("Saved."))

    @needs(Role.ADMIN)
    async def add_coordinator(self, form: dict[str, str | None]) -> None:
        """Make a coordinator and show their link."""
        given = await founding.add_coordinator(
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
        """Make a new link for a coordinator; the former opens no more."""
        given = await codes.give_link(current_actor(), person)
        self.link, self.link_until = one_time_link(self.router.url.origin, given)
        await hush(self)

    @needs(Role.ADMIN)
    async def end_role(self, person: str) -> None:
        """End somebody's role as coordinator; the notice can bring it back."""
        await roles.end_role(current_actor(), self._id(), person, Role.COORDINATOR)
        await self._show()
        await say(self, N_("The role has ended, and they are signed out everywhere."), undo=person)

    @needs(Role.ADMIN)
    async def undo(self, person: str) -> None:
        """Bring the role back."""
        await roles.restore_role(current_actor(), self._id(), person, Role.COORDINATOR)
        await hush(self)
        await self._show()


def one_time_link(origin: str, given: codes.GivenLink) -> tuple[str, str]:
    """The address that lets somebody begin, and for whom it is and until when, in words."""
    until = _("For {name}. It can be opened once, until {day}.").format(name=given.name, day=given.until)
    return f"{origin}/{spoken()}/welcome?key={given.key}", until


def coordinator_line(one: Any, give_link: Any, end_role: Any) -> rx.Component:
    """Somebody who coordinates a school or a region, with a new link for them and the end of their role."""
    return cards.list_row(
        one.name,
        detail=one.detail,
        trailing=rx.fragment(
            button(_("Make a new link"), kind="secondary", icon=icons.link, on_click=give_link(one.id)),
            button(_("End this role"), kind="quiet", on_click=end_role(one.id)),
        ),
    )


def coordinator_fields(request: Any, label: str, on_submit: Any) -> rx.Component:
    """The form that makes one more of them."""
    return form(
        rx.el.input(type="hidden", name="request", default_value=request),
        text_field("coordinator_name", _("Name"), max_length=120, error=field_error("coordinator_name")),
        text_field(
            "username",
            _("User name"),
            hint=_("such as kaisa.k"),
            max_length=40,
            error=field_error("username"),
            custom_attrs={"autoCapitalize": "none", "spellCheck": "false", "autoComplete": "off"},
        ),
        form_buttons(button(label, type="submit", kind="secondary", full=True)),
        on_submit=on_submit,
        key=request,
        class_name="flex flex-col gap-4 mt-3",
    )


@page("/schools/school", N_("School"), SchoolSettingsState.load)
def school_settings() -> rx.Component:
    """The page."""
    view: Any = SchoolSettingsState.view
    state = SchoolSettingsState
    return framed(
        text.page_head(view.name),
        problem_summary(_("Not changed yet")),
        rx.el.section(
            text.section_heading(_("Coordinators")),
            shown_once(state.link, state.link_until, _("The one-time link. Send it only to them:")),
            cards.row_list(
                rx.foreach(view.coordinators, lambda one: coordinator_line(one, state.give_link, state.end_role)),
                class_name="mt-3",
            ),
            rx.cond(
                view.loaded,
                coordinator_fields(view.request, _("Add a coordinator"), state.add_coordinator),
                rx.fragment(),
            ),
        ),
        rx.el.section(
            text.section_heading(_("About the school")),
            form(
                *school_fields(
                    view,
                    name=view.name,
                    region=view.region_id,
                    regions=view.regions,
                    contact_name=view.contact_name,
                    contact_how=view.contact_how,
                    town=view.town,
                ),
                form_buttons(button(_("Save"), type="submit", kind="secondary", full=True)),
                on_submit=SchoolSettingsState.change,
                key=view.id,
                class_name="flex flex-col gap-4 mt-3",
            ),
        ),
        text.link(_("Back to the schools"), address("/schools")),
        ready=view.loaded,
        here="schools",
        audience="staff",
        undo=SchoolSettingsState.undo,
    )

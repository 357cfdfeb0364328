"""All regions and schools of this instance, and making more."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import Role
from portfolio_app.core.languages import N_, _
from portfolio_app.pages.finding import pages_of
from portfolio_app.pages.frame import address, field_error, framed, problem_summary
from portfolio_app.pages.listing import asked_of, nothing_found, page_asked_of, search_of_many
from portfolio_app.pages.registry import page
from portfolio_app.schools import founding
from portfolio_app.schools.admin_views import SchoolsView, load_schools
from portfolio_app.schools.founding import SchoolForm
from portfolio_app.ui import cards, drawings, icons, text
from portfolio_app.ui.buttons import button, form, form_buttons
from portfolio_app.ui.fields import select_field, text_field
from portfolio_app.web.guard import current_actor, needs


class SchoolsState(rx.State):
    """Regions and schools."""

    view: SchoolsView = SchoolsView()

    @needs(Role.ADMIN, loads=True)
    async def load(self) -> None:
        """Load them."""
        self.view = await load_schools(
            current_actor(), wanted=asked_of(self), region_page=page_asked_of(self, "regions")
        )

    @needs(Role.ADMIN)
    async def make_region(self, form: dict[str, str | None]) -> Any:
        """Make a region and go on to its help lines."""
        made = await founding.make_region(
            current_actor(),
            form.get("region_name") or "",
            form.get("country") or "",
            request=form.get("request") or None,
        )
        return rx.redirect(f"{address('/schools/region')}?id={made}")

    @needs(Role.ADMIN)
    async def make_school(self, form: dict[str, str | None]) -> Any:
        """Make a school and go on to its coordinators."""
        made = await founding.make_school(current_actor(), school_form(form), request=form.get("request") or None)
        return rx.redirect(f"{address('/schools/school')}?id={made}")


def school_form(form: dict[str, str | None]) -> SchoolForm:
    """What the fields of `school_fields` say."""
    return SchoolForm(
        name=form.get("school_name") or "",
        region_id=form.get("region_id") or "",
        language=form.get("language") or "",
        framework=form.get("framework") or "",
        contact_name=form.get("contact_name") or "",
        contact_how=form.get("contact_how") or "",
        town=form.get("town") or "",
    )


def school_fields(
    view: Any, *, name: Any, region: Any, regions: Any, contact_name: Any, contact_how: Any, town: Any
) -> list[Any]:
    """The fields that say what a school is; `view` has its options, its language and its framework."""
    return [
        text_field(
            "school_name", _("Name of the school"), default_value=name, max_length=120, error=field_error("school_name")
        ),
        select_field("region_id", _("Region"), regions, default_value=region, error=field_error("region_id")),
        select_field(
            "language",
            _("Language of the school"),
            view.languages,
            help=_("New people begin with it and can choose another. Sign-in cards are printed in it."),
            default_value=view.language,
            error=field_error("language"),
        ),
        select_field(
            "framework",
            _("Framework of skills"),
            view.frameworks,
            default_value=view.framework,
            error=field_error("framework"),
        ),
        text_field(
            "contact_name",
            _("Who pupils can talk to"),
            default_value=contact_name,
            max_length=120,
            error=field_error("contact_name"),
        ),
        text_field(
            "contact_how",
            _("Where and when"),
            hint=_("such as “room 12, Tuesdays”"),
            default_value=contact_how,
            max_length=200,
        ),
        town_field(town),
    ]


def town_field(town: Any) -> rx.Component:
    """The field for the town of a school."""
    return text_field(
        "town",
        _("Town or village of the school"),
        help=_("Distances to workplaces are measured from there, never from anybody’s home."),
        default_value=town,
        max_length=80,
        error=field_error("town"),
    )


def _line(one: Any) -> rx.Component:
    return cards.list_row(one.name, href=one.href, detail=one.detail, trailing=icons.onward("text-muted"))


def _make_region(view: Any) -> rx.Component:
    return cards.disclosure(
        _("Add a region"),
        form(
            rx.el.input(type="hidden", name="request", default_value=view.request),
            text_field("region_name", _("Name of the region"), max_length=120, error=field_error("region_name")),
            text_field(
                "country",
                _("Country"),
                hint=_("two letters, such as FI"),
                max_length=2,
                error=field_error("country"),
            ),
            form_buttons(button(_("Add this region"), type="submit", kind="secondary", full=True)),
            on_submit=SchoolsState.make_region,
            class_name="flex flex-col gap-4 mt-2",
        ),
    )


def _make_school(view: Any) -> rx.Component:
    fields = school_fields(
        view, name="", region="", regions=view.region_options, contact_name="", contact_how="", town=""
    )
    return cards.disclosure(
        _("Add a school"),
        form(
            rx.el.input(type="hidden", name="request", default_value=view.request),
            *fields,
            form_buttons(button(_("Add this school"), type="submit", kind="secondary", full=True)),
            on_submit=SchoolsState.make_school,
            class_name="flex flex-col gap-4 mt-2",
        ),
    )


@page("/schools", N_("Schools"), SchoolsState.load)
def schools() -> rx.Component:
    """The page."""
    view: Any = SchoolsState.view
    nothing = cards.empty_state(
        drawings.people_drawing(),
        _("No schools yet"),
        _("First add a region with its help lines, then a school in it, then its coordinator."),
    )
    return framed(
        text.page_head(_("Schools")),
        problem_summary(_("Nothing is added yet")),
        rx.el.section(
            text.section_heading(_("Schools")),
            search_of_many("/schools", _("Name of a school or region"), view.schools_list),
            rx.cond(
                view.schools.length() > 0,
                cards.row_list(rx.foreach(view.schools, _line)),
                rx.cond(view.loaded & (view.schools_list.search == ""), nothing, rx.fragment()),
            ),
            nothing_found(view.schools_list, view.schools),
            pages_of(_("Pages of schools"), view.schools_list),
            rx.cond(view.region_options.length() > 0, _make_school(view), rx.fragment()),
            class_name="flex flex-col gap-3 min-h-40",
        ),
        rx.el.section(
            text.section_heading(_("Regions")),
            cards.row_list(rx.foreach(view.regions, _line)),
            nothing_found(view.regions_list, view.regions),
            pages_of(_("Pages of regions"), view.regions_list),
            _make_region(view),
            class_name="flex flex-col gap-3",
        ),
        ready=view.loaded,
        here="schools",
        audience="staff",
    )

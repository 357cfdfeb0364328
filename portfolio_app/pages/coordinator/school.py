"""The school as its coordinator runs it: its classes, its people, whom pupils turn to."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import Role
from portfolio_app.core.languages import N_, _, format_number, spoken
from portfolio_app.pages.admin.schools import town_field
from portfolio_app.pages.finding import pages_of
from portfolio_app.pages.frame import address, field_error, framed, problem_summary
from portfolio_app.pages.listing import asked_of, nothing_found, page_asked_of, search_of_many
from portfolio_app.pages.registry import page
from portfolio_app.schools import actions, founding, leaving_day, links
from portfolio_app.schools.school_views import SchoolView, load_school
from portfolio_app.ui import cards, drawings, icons, text
from portfolio_app.ui.buttons import button, download_button, form, form_buttons, link_button
from portfolio_app.ui.fields import select_field, text_field
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import hush, say


class SchoolState(rx.State):
    """One school of the coordinator's."""

    view: SchoolView = SchoolView()

    async def _show(self) -> None:
        asked = self.router.url.query_parameters.get("school", "")
        self.view = await load_school(
            current_actor(), asked, wanted=asked_of(self), ended_page=page_asked_of(self, "ended")
        )

    @needs(Role.COORDINATOR, loads=True)
    async def load(self) -> None:
        """Load the school of the address, or the first one."""
        await self._show()

    @needs(Role.COORDINATOR)
    async def make_class(self, form: dict[str, str | None]) -> None:
        """Make a class."""
        name = form.get("name") or ""
        await actions.make_class(
            current_actor(),
            form.get("school") or "",
            name,
            form.get("stage") or "",
            request=form.get("request") or None,
        )
        await self._show()
        await say(self, N_("You have made the class {name}."), name=" ".join(name.split()))

    @needs(Role.COORDINATOR)
    async def restore_class(self, class_id: str) -> None:
        """Bring an ended class back."""
        await actions.restore_class(current_actor(), class_id)
        await hush(self)
        await self._show()

    @needs(Role.COORDINATOR)
    async def change_contact(self, form: dict[str, str | None]) -> None:
        """Say whom pupils turn to."""
        await founding.change_contact(
            current_actor(), form.get("school") or "", form.get("contact_name") or "", form.get("contact_how") or ""
        )
        await self._show()
        await say(self, N_("Saved. It is shown at the bottom of every page."))

    @needs(Role.COORDINATOR)
    async def change_town(self, form: dict[str, str | None]) -> None:
        """Say where the school lies."""
        await founding.change_town(current_actor(), form.get("school") or "", form.get("town") or "")
        await self._show()
        await say(self, N_("Saved. Distances to workplaces are measured from there."))

    @needs(Role.COORDINATOR)
    async def choose_framework(self, form: dict[str, str | None]) -> None:
        """Choose the framework of skills."""
        await founding.choose_framework(current_actor(), form.get("school") or "", form.get("framework") or "")
        await self._show()
        await say(self, N_("Saved. Pupils see their skills and their evidence under it from now on."))

    @needs(Role.COORDINATOR)
    async def choose_links(self, form: dict[str, str | None]) -> None:
        """Choose who may show things by a link."""
        await links.choose_links(current_actor(), form.get("school") or "", form.get("links_from") or "")
        await self._show()
        await say(self, N_("Saved. It holds from now on, for links that are there already, too."))

    @needs(Role.COORDINATOR)
    async def choose_leaving_day(self, form: dict[str, str | None]) -> None:
        """Say on which day all classes of a stage leave school."""
        day = leaving_day.day_from(form.get("leaving_on") or "", field="leaving_on")
        stage = form.get("leaving_stage") or ""
        count = await leaving_day.choose_leaving_day_of_stage(current_actor(), form.get("school") or "", stage, day)
        await self._show()
        await say(self, N_("Saved. Classes with this day now: {n}."), n=format_number(count))


def school_query(view: Any) -> Any:
    """The query that names the school of a view."""
    return "?school=" + view.id


def _class(one: Any) -> rx.Component:
    return cards.list_row(one.name, href=one.href, detail=one.detail, trailing=icons.onward("text-muted"))


def _ended(one: Any) -> rx.Component:
    back = button(_("Bring back"), kind="secondary", icon=icons.undo, on_click=SchoolState.restore_class(one.id))
    return cards.list_row(one.name, detail=one.detail, trailing=back)


def _make_class(view: Any) -> rx.Component:
    return rx.el.section(
        text.section_heading(_("Make a class")),
        problem_summary(_("The class is not made yet")),
        form(
            rx.el.input(type="hidden", name="school", default_value=view.id),
            rx.el.input(type="hidden", name="request", default_value=view.request),
            text_field("name", _("Name of the class"), hint=_("such as 8B"), max_length=60, error=field_error("name")),
            select_field(
                "stage", _("Stage of its pupils"), view.stages, default_value="13-15", error=field_error("stage")
            ),
            form_buttons(button(_("Make the class"), type="submit", kind="secondary", full=True)),
            on_submit=SchoolState.make_class,
            key=view.request,
            class_name="flex flex-col gap-4 mt-3",
        ),
    )


def _contact(view: Any) -> rx.Component:
    return rx.el.section(
        text.section_heading(_("Who pupils can talk to")),
        text.muted(_("Shown at the bottom of every page of this school.")),
        form(
            rx.el.input(type="hidden", name="school", default_value=view.id),
            text_field(
                "contact_name",
                _("Name"),
                default_value=view.contact_name,
                max_length=120,
                error=field_error("contact_name"),
            ),
            text_field(
                "contact_how",
                _("Where and when"),
                hint=_("such as “room 12, Tuesdays”"),
                default_value=view.contact_how,
                max_length=200,
            ),
            form_buttons(button(_("Save"), type="submit", kind="secondary", full=True)),
            on_submit=SchoolState.change_contact,
            class_name="flex flex-col gap-4 mt-3",
        ),
    )


def _town(view: Any) -> rx.Component:
    return rx.el.section(
        text.section_heading(_("Where the school is")),
        form(
            rx.el.input(type="hidden", name="school", default_value=view.id),
            town_field(view.town),
            form_buttons(button(_("Save"), type="submit", kind="secondary", full=True)),
            on_submit=SchoolState.change_town,
            class_name="flex flex-col gap-4 mt-3",
        ),
    )


def _framework(view: Any) -> rx.Component:
    return rx.el.section(
        text.section_heading(_("Framework of skills")),
        text.muted(_("All classes of the school work with it.")),
        form(
            rx.el.input(type="hidden", name="school", default_value=view.id),
            select_field(
                "framework",
                _("Framework of skills"),
                view.frameworks,
                default_value=view.framework,
                help=_(
                    "When you change it, pupils keep everything. Their evidence is shown under the skills that match "
                    "it, marked as carried over; what they said before stays as it was."
                ),
                error=field_error("framework"),
            ),
            form_buttons(button(_("Save"), type="submit", kind="secondary", full=True)),
            on_submit=SchoolState.choose_framework,
            key=view.id + view.framework,
            class_name="flex flex-col gap-4 mt-3",
        ),
    )


def _links(view: Any) -> rx.Component:
    return rx.el.section(
        text.section_heading(_("Links to the outside")),
        text.muted(
            _(
                "With a link, a pupil shows one thing to somebody without an account here, for a year at most. You can "
                "switch links off for younger classes. The app knows no ages, so the stage of the class counts; a "
                "pupil who is in no class counts as the youngest."
            )
        ),
        form(
            rx.el.input(type="hidden", name="school", default_value=view.id),
            select_field(
                "links_from",
                _("Who may make links"),
                view.links_choices,
                default_value=view.links_from,
                error=field_error("links_from"),
            ),
            form_buttons(button(_("Save"), type="submit", kind="secondary", full=True)),
            on_submit=SchoolState.choose_links,
            key=view.id + view.links_from,
            class_name="flex flex-col gap-4 mt-3",
        ),
    )


def _leaving(view: Any) -> rx.Component:
    return rx.el.section(
        text.section_heading(_("Leaving school")),
        text.muted(
            _("The day on which all classes of a stage leave school. Each class can have another one on its own page.")
        ),
        form(
            rx.el.input(type="hidden", name="school", default_value=view.id),
            select_field(
                "leaving_stage", _("Stage"), view.stages, default_value="15-18", error=field_error("leaving_stage")
            ),
            text_field(
                "leaving_on",
                _("First day without school"),
                type="date",
                help=_("Leave it empty for no day."),
                error=field_error("leaving_on"),
            ),
            form_buttons(button(_("Save this day"), type="submit", kind="secondary", full=True)),
            on_submit=SchoolState.choose_leaving_day,
            class_name="flex flex-col gap-4 mt-3",
        ),
    )


def _hours(view: Any) -> rx.Component:
    """Hours of lessons of every class, to take along."""
    asked = f"?language={spoken()}&school=" + view.id
    return rx.el.section(
        text.section_heading(_("Hours of lessons, this school year")),
        text.muted(_("What was planned and held, for each class, each aim and each pupil.")),
        rx.el.div(
            download_button(
                _("Hours and aims (PDF)"),
                "/documents/lesson-hours.pdf" + asked,
                busy=_("Making your PDF…"),
                icon=icons.file,
            ),
            link_button(
                _("Hours and aims (CSV)"),
                "/documents/lesson-hours.csv" + asked,
                kind="secondary",
                icon=icons.download,
                document=True,
            ),
            class_name="mt-3 flex flex-wrap items-start gap-3",
        ),
    )


@page("/school", N_("School"), SchoolState.load)
def school() -> rx.Component:
    """The page."""
    view: Any = SchoolState.view
    add = link_button(_("Add people"), address("/school/add") + school_query(view), icon=icons.plus, full=True)
    nothing = cards.empty_state(
        drawings.people_drawing(),
        _("No classes yet"),
        _("Make a class, or add people from a list: classes named in it are made for you."),
    )
    return framed(
        text.page_head(view.name, view.people, add, ready=view.loaded),
        rx.cond(
            view.schools.length() > 0,
            text.side_by_side(rx.foreach(view.schools, lambda one: text.link(one.label, one.value))),
            rx.fragment(),
        ),
        text.side_by_side(
            link_button(
                _("People and roles"),
                address("/school/people") + school_query(view),
                kind="secondary",
                icon=icons.people,
            ),
            link_button(
                _("One-time codes"), address("/school/codes") + school_query(view), kind="secondary", icon=icons.lock
            ),
            link_button(
                _("Local help"), address("/school/local-help") + school_query(view), kind="secondary", icon=icons.talk
            ),
            link_button(
                _("Words of worry"), address("/worry-words") + school_query(view), kind="secondary", icon=icons.warning
            ),
            link_button(_("Leaving school"), address("/leavers"), kind="secondary", icon=icons.onward),
            link_button(_("Occupations and studies"), address("/pathways"), kind="secondary", icon=icons.onward),
            link_button(_("Working hours of pupils"), address("/working-hours"), kind="secondary", icon=icons.onward),
        ),
        rx.el.section(
            text.section_heading(_("Classes")),
            search_of_many("/school", _("Name of the class"), view.classes_list, school=view.id),
            rx.cond(
                view.classes.length() > 0,
                cards.row_list(rx.foreach(view.classes, _class)),
                rx.cond(view.loaded & (view.classes_list.search == ""), nothing, rx.fragment()),
            ),
            nothing_found(view.classes_list, view.classes),
            pages_of(_("Pages of classes"), view.classes_list),
            class_name="flex flex-col gap-3 min-h-40",
        ),
        rx.cond(view.classes.length() > 0, _hours(view), rx.fragment()),
        rx.cond(view.loaded, _make_class(view), rx.fragment()),
        rx.cond(
            view.ended.length() > 0,
            rx.el.section(
                text.section_heading(_("Recently ended")),
                cards.row_list(rx.foreach(view.ended, _ended)),
                pages_of(_("Pages of ended classes"), view.ended_list),
                class_name="flex flex-col gap-3",
            ),
            rx.fragment(),
        ),
        rx.cond(view.loaded, _contact(view), rx.fragment()),
        rx.cond(view.loaded, _town(view), rx.fragment()),
        rx.cond(view.loaded, _framework(view), rx.fragment()),
        rx.cond(view.loaded, _links(view), rx.fragment()),
        rx.cond(view.loaded, _leaving(view), rx.fragment()),
        here="school",
        audience="staff",
    )

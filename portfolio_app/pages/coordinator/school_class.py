"""One class as the coordinator arranges it: its name and stage, who is in it, who teaches it."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import Role
from portfolio_app.core.languages import N_, _
from portfolio_app.pages.finding import pages_of
from portfolio_app.pages.frame import address, field_error, framed, problem_summary
from portfolio_app.pages.listing import asked_of, nothing_found, search_of_many
from portfolio_app.pages.registry import page
from portfolio_app.schools import actions
from portfolio_app.schools.school_views import SchoolClassView, load_school_class
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import button, form, form_buttons, link_button, print_button
from portfolio_app.ui.fields import select_field, text_field
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import hush, say


class SchoolClassState(rx.State):
    """The class of the address."""

    view: SchoolClassView = SchoolClassView()

    def _id(self) -> str:
        return self.router.url.query_parameters.get("id", "")

    async def _show(self) -> None:
        self.view = await load_school_class(current_actor(), self._id(), wanted=asked_of(self))

    @needs(Role.COORDINATOR, loads=True)
    async def load(self) -> None:
        """Load the class."""
        await self._show()

    @needs(Role.COORDINATOR)
    async def change(self, form: dict[str, str | None]) -> None:
        """Rename the class or move it to another stage."""
        await actions.change_class(
            current_actor(), form.get("class") or "", form.get("name") or "", form.get("stage") or ""
        )
        await self._show()
        await say(self, N_("Saved."))

    @needs(Role.COORDINATOR)
    async def add_teacher(self, form: dict[str, str | None]) -> None:
        """Let somebody teach the class."""
        await actions.join_class(current_actor(), form.get("class") or "", form.get("teacher") or "", Role.TEACHER)
        await self._show()
        await say(self, N_("They teach this class now."))

    @needs(Role.COORDINATOR)
    async def take_out(self, person: str, role: Role) -> None:
        """Take somebody out of the class; the notice can bring them back."""
        await actions.leave_class(current_actor(), self._id(), person, role)
        await self._show()
        await say(self, N_("They are no longer in this class."), undo=f"{person} {role.value}")

    @needs(Role.COORDINATOR)
    async def undo(self, what: str) -> None:
        """Bring back whoever was taken out."""
        person, _blank, role = what.partition(" ")
        await actions.join_class(
            current_actor(), self._id(), person, Role.TEACHER if role == Role.TEACHER else Role.PUPIL
        )
        await hush(self)
        await self._show()

    @needs(Role.COORDINATOR)
    async def move(self, form: dict[str, str | None]) -> None:
        """Move a pupil to another class of the school."""
        await actions.move_pupil(
            current_actor(), form.get("person") or "", form.get("class") or "", form.get("to_class") or ""
        )
        await self._show()
        await say(self, N_("They are in the other class now."))

    @needs(Role.COORDINATOR)
    async def end(self) -> Any:
        """End the class; the school's page can bring it back."""
        await actions.end_class(current_actor(), self._id())
        await say(self, N_("The class has ended. It can be brought back for 30 days."))
        return rx.redirect(address("/school"))


def _teacher(view: Any, one: Any) -> rx.Component:
    return cards.list_row(
        one.name,
        href=one.href,
        detail=one.last,
        trailing=button(_("Remove"), kind="quiet", on_click=SchoolClassState.take_out(one.id, Role.TEACHER.value)),
    )


def _pupil(view: Any, one: Any) -> rx.Component:
    move = form(
        rx.el.input(type="hidden", name="person", default_value=one.id),
        rx.el.input(type="hidden", name="class", default_value=view.id),
        select_field("to_class", _("Move to"), view.other_classes, field_id="to-" + one.id),
        button(_("Move"), type="submit", kind="secondary"),
        on_submit=SchoolClassState.move,
        class_name="flex flex-wrap items-end gap-2",
    )
    return cards.list_row(
        one.name,
        href=one.href,
        detail=rx.fragment(one.username, " · ", one.last),
        trailing=rx.el.details(
            rx.el.summary(
                _("Change"),
                text.only_read_aloud(" " + one.name),
                class_name="inline-flex items-center min-h-11 px-3 rounded-lg font-semibold text-accent cursor-pointer "
                "list-none hover:bg-sunken [&::-webkit-details-marker]:hidden",
            ),
            rx.el.div(
                rx.cond(view.other_classes.length() > 0, move, rx.fragment()),
                button(
                    _("Remove from the class"),
                    kind="quiet",
                    on_click=SchoolClassState.take_out(one.id, Role.PUPIL.value),
                ),
                class_name="flex flex-col gap-2 items-start pb-2",
            ),
            class_name="not-printed",
        ),
    )


@page("/school/class", N_("Class"), SchoolClassState.load)
def school_class() -> rx.Component:
    """The page."""
    view: Any = SchoolClassState.view
    add = link_button(_("Add pupils"), view.add_href, icon=icons.plus, full=True)
    return framed(
        text.page_head(view.name, view.said, add, ready=view.loaded),
        text.side_by_side(
            link_button(_("Print sign-in cards"), view.cards_href, kind="secondary", icon=icons.print_out),
            print_button(_("Print")),
            text.link(_("Back to the school"), address("/school")),
            class_name="not-printed",
        ),
        rx.el.section(
            text.section_heading(_("Teachers")),
            cards.row_list(rx.foreach(view.teachers, lambda one: _teacher(view, one)), class_name="mt-3"),
            rx.cond(
                view.other_teachers.length() > 0,
                form(
                    rx.el.input(type="hidden", name="class", default_value=view.id),
                    select_field("teacher", _("Add a teacher to this class"), view.other_teachers),
                    form_buttons(button(_("Add this teacher"), type="submit", kind="secondary", full=True)),
                    on_submit=SchoolClassState.add_teacher,
                    class_name="flex flex-col gap-2 mt-3 not-printed",
                ),
                rx.fragment(),
            ),
        ),
        rx.el.section(
            text.section_heading(_("Pupils")),
            search_of_many("/school/class", _("Name or user name"), view.pupils_list, id=view.id),
            cards.row_list(rx.foreach(view.pupils, lambda one: _pupil(view, one))),
            rx.cond(
                view.loaded & (view.pupils.length() == 0) & (view.pupils_list.search == ""),
                text.muted(_("Nobody is in this class yet.")),
                rx.fragment(),
            ),
            nothing_found(view.pupils_list, view.pupils),
            pages_of(_("Pages of pupils"), view.pupils_list),
            class_name="flex flex-col gap-3 min-h-40",
        ),
        rx.el.section(
            text.section_heading(_("Name and stage")),
            problem_summary(_("Not changed yet")),
            form(
                rx.el.input(type="hidden", name="class", default_value=view.id),
                text_field(
                    "name",
                    _("Name of the class"),
                    default_value=view.name,
                    max_length=60,
                    error=field_error("name"),
                ),
                select_field("stage", _("Stage of its pupils"), view.stages, default_value=view.stage),
                form_buttons(button(_("Save"), type="submit", kind="secondary", full=True)),
                on_submit=SchoolClassState.change,
                key=view.id,
                class_name="flex flex-col gap-4 mt-3",
            ),
            class_name="not-printed",
        ),
        cards.disclosure(
            _("End this class"),
            text.paragraph(
                _(
                    "Nobody is in it any more, and its teachers no longer see anything through it. "
                    "Pupils keep everything they made."
                )
            ),
            button(_("End the class"), kind="danger", on_click=SchoolClassState.end, class_name="mt-3"),
            class_name="not-printed",
        ),
        ready=view.loaded,
        here="school",
        audience="staff",
        undo=SchoolClassState.undo,
    )

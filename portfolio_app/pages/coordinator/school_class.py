"""One class as the coordinator arranges it: its name and stage, who is in it, who teaches it."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import Role
from portfolio_app.core.languages import N_, _
from portfolio_app.pages.finding import pages_of
from portfolio_app.pages.frame import address, field_error, framed, problem_summary
from portfolio_app.pages.listing import asked_of, nothing_found, search_of_many
from portfolio_app.pages.registry import page
from portfolio_app.schools import actions, leaving_day
from portfolio_app.schools.joining import end_joining_code, make_joining_code
from portfolio_app.schools.school_views import SchoolClassView, load_school_class
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import button, form, form_buttons, link_button, print_button
from portfolio_app.ui.fields import select_field, text_field
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import hush, say


class SchoolClassState(rx.State):
    """The class of the address."""

    view: SchoolClassView = SchoolClassView()
    joining_code: str = ""
    """A code that was made just now: it is said once."""

    def _id(self) -> str:
        return self.router.url.query_parameters.get("id", "")

    async def _show(self) -> None:
        self.view = await load_school_class(current_actor(), self._id(), wanted=asked_of(self))

    @needs(Role.COORDINATOR, loads=True)
    async def load(self) -> None:
        """Load the class."""
        self.joining_code = ""
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
    async def choose_leaving_day(self, form: dict[str, str | None]) -> None:
        """Say on which day its pupils leave school, or that there is none."""
        day = leaving_day.day_from(form.get("leaving_on") or "", field="leaving_on")
        await leaving_day.choose_leaving_day(current_actor(), form.get("class") or "", day)
        await self._show()
        await say(
            self, N_("Saved. You can change the day until it comes.") if day else N_("Saved. There is no day now.")
        )

    @needs(Role.COORDINATOR)
    async def choose_staying(self, person: str, stays: bool) -> None:
        """A pupil stays at school, or leaves it with the class after all."""
        await leaving_day.choose_staying(current_actor(), self._id(), person, stays=stays)
        await self._show()
        await say(self, N_("Saved."))

    @needs(Role.COORDINATOR)
    async def make_joining_code(self) -> None:
        """Make a code for somebody who has an account already."""
        self.joining_code = await make_joining_code(current_actor(), self._id())
        await self._show()
        await say(self, N_("The code is made. It is shown once."))

    @needs(Role.COORDINATOR)
    async def end_joining_code(self, code: str) -> None:
        """A code opens nothing any more."""
        await end_joining_code(current_actor(), code)
        self.joining_code = ""
        await self._show()
        await say(self, N_("The code opens nothing any more."))

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
        detail=rx.fragment(
            one.username,
            " · ",
            one.last,
            rx.cond(one.stays, " · " + _("stays at school"), ""),
            rx.cond(one.elsewhere, " · " + _("in another class too, and stays at school for that"), ""),
        ),
        trailing=rx.el.details(
            rx.el.summary(
                _("Change"),
                text.only_read_aloud(" " + one.name),
                class_name="inline-flex items-center min-h-11 px-3 rounded-lg font-semibold text-accent cursor-pointer "
                "list-none hover:bg-sunken [&::-webkit-details-marker]:hidden",
            ),
            rx.el.div(
                rx.cond(view.other_classes.length() > 0, move, rx.fragment()),
                rx.cond(
                    one.stays,
                    button(
                        _("Leaves school with the class after all"),
                        kind="quiet",
                        on_click=SchoolClassState.choose_staying(one.id, False),
                    ),
                    rx.cond(
                        view.leaving_on != "",
                        button(
                            _("Stays at school, such as to repeat a year"),
                            kind="quiet",
                            on_click=SchoolClassState.choose_staying(one.id, True),
                        ),
                        rx.fragment(),
                    ),
                ),
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


def _leaving(view: Any) -> rx.Component:
    return rx.el.section(
        text.section_heading(_("Leaving school")),
        text.muted(
            _(
                "From that day on, nobody at this school sees anything of these pupils, and they are in no class. They "
                "are told a year, three months and two weeks before. Whoever stays can be left out above, or moved."
            )
        ),
        rx.cond(view.leaving_said != "", text.paragraph(rx.el.strong(view.leaving_said)), rx.fragment()),
        form(
            rx.el.input(type="hidden", name="class", default_value=view.id),
            text_field(
                "leaving_on",
                _("First day without school"),
                type="date",
                default_value=view.leaving_on,
                help=_("Leave it empty for no day."),
                error=field_error("leaving_on"),
            ),
            form_buttons(button(_("Save this day"), type="submit", kind="secondary", full=True)),
            on_submit=SchoolClassState.choose_leaving_day,
            key=view.id + view.leaving_on,
            class_name="flex flex-col gap-4",
        ),
        class_name="flex flex-col gap-3 not-printed",
    )


def _joining_line(one: Any) -> rx.Component:
    end = button(
        _("End it"),
        kind="quiet",
        on_click=SchoolClassState.end_joining_code(one.id),
        aria_label=_("End it") + ": " + one.said,
    )
    return cards.list_row(one.said, detail=one.outcome, trailing=rx.cond(one.open, end, rx.fragment()), key=one.id)


def _joining(view: Any) -> rx.Component:
    made = cards.notice(
        rx.el.p(
            _("Give this code to one person. It works once, for a week:"),
            " ",
            rx.el.strong(SchoolClassState.joining_code, dir="ltr", class_name="text-lg whitespace-nowrap"),
        ),
        text.muted(_("They sign in with the account they have, and type it under Account → Your account and schools.")),
        kind="done",
    )
    return rx.el.section(
        text.section_heading(_("Somebody who has an account already")),
        text.muted(_("Whoever comes from another school, or back to school, keeps their account and joins by a code.")),
        rx.cond(SchoolClassState.joining_code != "", made, rx.fragment()),
        rx.el.div(button(_("Make a joining code"), kind="secondary", on_click=SchoolClassState.make_joining_code)),
        rx.cond(
            view.joining.length() > 0,
            cards.disclosure(
                _("Codes made so far"), cards.row_list(rx.foreach(view.joining, _joining_line), class_name="mt-3")
            ),
            rx.fragment(),
        ),
        class_name="flex flex-col gap-3 not-printed",
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
        _leaving(view),
        _joining(view),
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

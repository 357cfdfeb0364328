"""What a class has to do and how far each pupil is: change its days, take it back, give who waits a newer version."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import Role
from portfolio_app.core.database import as_id
from portfolio_app.core.languages import N_, _
from portfolio_app.core.paging import page_number
from portfolio_app.learning.live.leading import begin_live
from portfolio_app.learning.teaching import assigning
from portfolio_app.learning.teaching.assigned import ClassLessonsView, load_class_lessons
from portfolio_app.learning.teaching.finished import offer_finished
from portfolio_app.pages.finding import pages_of
from portfolio_app.pages.frame import address, field_error, framed
from portfolio_app.pages.learning.box_form import box_form
from portfolio_app.pages.registry import page
from portfolio_app.pages.teacher.days import days_typed
from portfolio_app.pages.teacher.year_plan_forms import for_families
from portfolio_app.ui import cards, drawings, icons, text
from portfolio_app.ui.buttons import button, form, link_button
from portfolio_app.ui.fields import text_field
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import say

Form = dict[str, str | None]


class ClassLessonsState(rx.State):
    """The class of the address."""

    view: ClassLessonsView = ClassLessonsView()

    async def _show(self) -> None:
        query = self.router.url.query_parameters
        self.view = await load_class_lessons(current_actor(), query.get("id", ""), page_number(query.get("page", "1")))

    @needs(Role.TEACHER, loads=True)
    async def load(self) -> None:
        """Load what is assigned."""
        self.view = ClassLessonsView()  # nothing of the former class stays, should this one be refused
        await self._show()

    @needs(Role.TEACHER)
    async def change_days(self, form: Form) -> None:
        """Give an assignment other days."""
        one = form.get("assignment") or ""
        first, last = days_typed(form, f"-{one}")
        version = int(form.get("version") or 0) if (form.get("version") or "").isdecimal() else 0
        try:
            await assigning.change_days(current_actor(), as_id(one), first, last, version)
        finally:
            await self._show()
        await say(self, N_("Saved."))

    @needs(Role.TEACHER)
    async def take_back(self, assignment: str) -> None:
        """Take an assignment back."""
        await assigning.unassign(current_actor(), as_id(assignment))
        await self._show()
        await say(self, N_("Taken back. What pupils did stays theirs, under their lessons."), undo=assignment)

    @needs(Role.TEACHER)
    async def undo(self, what: str) -> None:
        """Assign again what was just taken back."""
        await assigning.assign_again(current_actor(), as_id(what))
        await self._show()
        await say(self, N_("It is assigned again."))

    @needs(Role.TEACHER)
    async def move(self, assignment: str) -> None:
        """Give the newest version to those who have not begun."""
        await assigning.move_to_newest(current_actor(), as_id(assignment))
        await self._show()
        await say(self, N_("Whoever had not begun gets the new version. All others keep theirs."))

    @needs(Role.TEACHER)
    async def offer(self, form: Form) -> None:
        """Offer a credential to whoever has done a whole module."""
        one, request = as_id(form.get("assignment") or ""), as_id(form.get("request") or "")
        new = await offer_finished(current_actor(), one, request)
        if new:
            await say(self, N_("Offered. Each pupil decides whether to accept."))
        else:
            await say(self, N_("All of them have this credential, or have been offered it. Nobody was asked again."))
        await self._show()

    @needs(Role.TEACHER)
    async def begin_together(self, module: str) -> Any:
        """Begin a module with the class, and go to the page of that lesson; where one is open, it is that one."""
        await begin_live(current_actor(), as_id(self.router.url.query_parameters.get("id", "")), module)
        return rx.redirect(self.view.together_href)


def _days(one: Any) -> rx.Component:
    return form(
        rx.el.input(type="hidden", name="assignment", default_value=one.id),
        rx.el.input(type="hidden", name="version", value=one.version.to_string(), read_only=True),
        text_field(
            "first_day",
            _("First day"),
            type="date",
            default_value=one.first_day,
            field_id="first_day-" + one.id,
            error=field_error("first_day-" + one.id),
            width="max-w-56",
        ),
        text_field(
            "due_on",
            _("Last day"),
            type="date",
            default_value=one.due_on,
            help=_("It ends at midnight, by the school’s clock."),
            field_id="due_on-" + one.id,
            error=field_error("due_on-" + one.id),
            width="max-w-56",
        ),
        rx.el.div(
            button(_("Save the days"), type="submit", kind="secondary"),
            button(_("Take it back"), kind="danger", icon=icons.close, on_click=ClassLessonsState.take_back(one.id)),
            class_name="flex flex-wrap gap-3",
        ),
        on_submit=ClassLessonsState.change_days,
        key=one.id,
    )


def _credential(one: Any) -> rx.Component:
    offer = form(
        rx.el.input(type="hidden", name="assignment", default_value=one.id),
        rx.el.input(type="hidden", name="request", value=one.request, read_only=True),
        button(_("Offer them the credential"), type="submit", kind="secondary"),
        text.muted(_("For finishing the module. Each pupil decides; nothing is signed before.")),
        on_submit=ClassLessonsState.offer,
        class_name="mt-2 flex flex-col items-start gap-1",
    )
    return rx.cond(
        one.finished != "",
        rx.el.div(rx.el.p(one.finished), rx.cond(one.offerable, offer, rx.fragment()), class_name="mt-3 max-w-reading"),
        rx.fragment(),
    )


def _at_home(one: Any) -> rx.Component:
    return rx.el.p(
        text.link(_("Three questions for tonight, for families"), one.tonight_href, document=True),
        class_name="not-printed",
    )


def _assigned(one: Any) -> rx.Component:
    newer = rx.el.div(
        rx.el.p(one.newer),
        button(
            _("Give the new one to whoever has not begun"),
            kind="secondary",
            on_click=ClassLessonsState.move(one.id),
        ),
        class_name="mt-3 flex flex-col items-start gap-2 rounded-lg bg-sunken p-3 max-w-reading",
    )
    return cards.card(
        rx.el.h3(text.link(one.title, one.href, lang=one.language), class_name="text-lg font-semibold"),
        rx.el.p(one.dates),
        rx.el.p(one.counts, class_name="font-semibold"),
        text.muted(one.part),
        text.muted(one.by),
        rx.cond(one.tonight_href != "", _at_home(one), rx.fragment()),
        rx.cond(one.newer != "", newer, rx.fragment()),
        _credential(one),
        box_form(one.box, of_class=True),
        rx.el.div(
            button(_("Do it together now"), kind="secondary", on_click=ClassLessonsState.begin_together(one.module)),
            class_name="mt-2",
        ),
        cards.disclosure(_("Change the days, or take it back"), _days(one)),
        element=rx.el.li,
        key=one.id,
    )


def _who_did_what(view: Any) -> rx.Component:
    def head(one: Any) -> rx.Component:
        return rx.el.th(
            one.title,
            scope="col",
            lang=one.language,
            class_name="px-3 py-2 text-start text-sm font-semibold text-muted align-bottom min-w-36",
        )

    def row(one: Any) -> rx.Component:
        return rx.el.tr(
            rx.el.th(
                text.link(one.name, one.href, dir="auto"),
                scope="row",
                class_name="sticky start-0 z-1 bg-paper pe-3 py-2 text-start font-normal min-w-28",
            ),
            rx.foreach(one.cells, lambda cell: rx.el.td(rx.cond(cell != "", cell, "–"), class_name="px-3 py-2")),
            key=one.id,
        )

    first = rx.el.th(
        _("Pupil"), scope="col", class_name="sticky start-0 z-1 bg-paper pe-3 py-2 text-start text-sm align-bottom"
    )
    return rx.el.section(
        text.section_heading(_("Who did what")),
        text.muted(
            _("Minutes of activities that are done. What somebody wrote you see where they show it to you."),
            class_name="mt-1",
        ),
        rx.el.div(
            rx.el.table(
                rx.el.caption(_("Who did what"), class_name="sr-only"),
                rx.el.thead(rx.el.tr(first, rx.foreach(view.listed, head)), class_name="border-b border-control"),
                rx.el.tbody(rx.foreach(view.rows, row), class_name="divide-y divide-hairline"),
                class_name="border-collapse",
            ),
            role="region",
            aria_label=_("Who did what"),
            tab_index=0,
            class_name="relative overflow-x-auto mt-3",
        ),
    )


@page("/class-lessons", N_("Lessons of a class"), ClassLessonsState.load)
def class_lessons() -> rx.Component:
    """The page."""
    view: Any = ClassLessonsState.view
    nothing = cards.empty_state(
        drawings.path_drawing(),
        _("Nothing is assigned yet"),
        _("Assign a module or a part of one, to the class or to some of it. Here you see how far everybody is."),
    )
    listed = text.stack(
        rx.el.section(
            rx.el.h2(_("What is assigned"), class_name="text-xl font-semibold"),
            rx.el.ul(rx.foreach(view.listed, _assigned), class_name="mt-3 flex flex-col gap-3 list-none p-0"),
            pages_of(_("Pages of the list"), view.paging),
        ),
        rx.cond(view.rows.length() > 0, _who_did_what(view), rx.fragment()),
        for_families(view),
        gap="gap-8",
    )
    return framed(
        text.page_head(
            _("Lessons of a class"),
            view.class_name,
            action=link_button(_("Assign a lesson"), view.assign_href, icon=icons.plus, full=True),
            ready=view.loaded,
        ),
        text.stack(
            rx.cond(view.count > 0, listed, nothing),
            text.paragraph(
                text.link(_("Shown to you"), view.shown_href),
                " · ",
                text.link(_("A lesson together"), view.together_href),
                " · ",
                text.link(_("Plan of the years"), view.plan_href),
                " · ",
                text.link(_("Hours of the class"), view.hours_href),
                " · ",
                text.link(_("Teach Polku to colleagues"), address("/for-colleagues")),
                " · ",
                text.link(_("Back to the class"), view.class_href),
                class_name="not-printed",
            ),
            gap="gap-8",
        ),
        here="classes",
        audience="staff",
        undo=ClassLessonsState.undo,
        ready=view.loaded,
    )

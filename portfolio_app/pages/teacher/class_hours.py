"""Hours of a class: planned, held, for each aim and each pupil; and confirming that a lesson was held."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import Role
from portfolio_app.core.database import as_id
from portfolio_app.core.languages import N_, _
from portfolio_app.core.paging import page_number
from portfolio_app.learning.teaching import holding
from portfolio_app.learning.teaching.class_hours import ClassHoursView, chosen, load_class_hours
from portfolio_app.learning.teaching.days import day_typed
from portfolio_app.learning.teaching.holding import HeldForm
from portfolio_app.pages.finding import pages_of
from portfolio_app.pages.frame import field_error, framed, problem_summary
from portfolio_app.pages.registry import page
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import button, download_button, form, link_button, small_button
from portfolio_app.ui.fields import checkbox, select_field, text_field
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import say

Form = dict[str, str | None]
ABSENT = "absent:"


class ClassHoursState(rx.State):
    """The class of the address."""

    view: ClassHoursView = ClassHoursView()

    async def _show(self) -> None:
        query = self.router.url.query_parameters
        number = page_number(query.get("page", "1"))
        self.view = await load_class_hours(current_actor(), query.get("id", ""), query.get("year", ""), number)

    @needs(Role.TEACHER, loads=True)
    async def load(self) -> None:
        """Load the hours."""
        self.view = ClassHoursView()
        await self._show()

    @needs(Role.TEACHER)
    async def confirm(self, form: Form) -> None:
        """Keep that a lesson was held."""
        minutes = form.get("minutes") or ""
        absent = (name.removeprefix(ABSENT) for name, yes in form.items() if name.startswith(ABSENT) and yes)
        held = HeldForm(
            held_on=day_typed(form.get("held_on") or "", field="held_on"),
            minutes=int(minutes) if minutes.isdecimal() and len(minutes) < 5 else 0,
            absent=tuple(as_id(one) for one in absent),
            **chosen(form.get("what") or ""),
        )
        class_id = as_id(self.router.url.query_parameters.get("id", ""))
        await holding.confirm_lesson(current_actor(), class_id, held, as_id(form.get("request") or ""))
        await self._show()
        await say(self, N_("Kept. Its minutes count for everybody who was there."))

    @needs(Role.TEACHER)
    async def take_back(self, lesson: str) -> None:
        """It was not held after all."""
        await holding.take_lesson_back(current_actor(), as_id(lesson))
        await self._show()
        await say(self, N_("Taken back. Its hours count no more."), undo=lesson)

    @needs(Role.TEACHER)
    async def undo(self, what: str) -> None:
        """It was held after all."""
        await holding.confirm_again(current_actor(), as_id(what))
        await self._show()
        await say(self, N_("It counts again."))


def _confirming(view: Any) -> rx.Component:
    absent = rx.el.fieldset(
        rx.el.legend(_("Who was not there?"), class_name="font-semibold"),
        rx.el.div(
            rx.foreach(
                view.present,
                lambda one: checkbox(
                    ABSENT + one.value, rx.el.span(one.label, dir="auto"), field_id="absent-" + one.value
                ),
            ),
            class_name="columns-1 sm:columns-2",
        ),
        class_name="min-w-0",
    )
    return form(
        rx.el.input(type="hidden", name="request", value=view.request, read_only=True),
        select_field("what", _("What was held?"), view.what, error=field_error("what")),
        rx.el.div(
            text_field(
                "held_on",
                _("Day"),
                type="date",
                default_value=view.today,
                error=field_error("held_on"),
                width="w-56",
            ),
            text_field(
                "minutes",
                _("Length in minutes"),
                input_mode="numeric",
                default_value="45",
                error=field_error("minutes"),
                width="w-56",
            ),
            class_name="flex flex-wrap gap-x-6 gap-y-4",
        ),
        cards.disclosure(_("Somebody was not there"), absent),
        rx.el.div(button(_("It was held"), type="submit", icon=icons.check, full=True)),
        on_submit=ClassHoursState.confirm,
        key=view.request,
    )


def _held(view: Any) -> rx.Component:
    def line(one: Any) -> rx.Component:
        return cards.list_row(
            one.title,
            detail=one.detail,
            trailing=small_button(_("It was not held"), icons.close, on_click=ClassHoursState.take_back(one.id)),
            lang=one.language,
            key=one.id,
        )

    return rx.el.section(
        text.section_heading(_("Lessons that were held")),
        rx.el.div(
            rx.cond(
                view.held.length() > 0,
                cards.row_list(rx.foreach(view.held, line)),
                text.muted(_("None has been confirmed yet.")),
            ),
            class_name="mt-3",
        ),
        pages_of(_("Pages of the list"), view.paging),
    )


def _tables(view: Any) -> rx.Component:
    aims = cards.table(
        _("Hours for each aim"),
        [_("Aim"), _("Planned"), _("Held")],
        rx.foreach(
            view.aims,
            lambda one: cards.table_row(
                rx.el.span(one.number, ". ", rx.el.span(one.name, lang=one.language), class_name="font-normal"),
                one.planned,
                one.held,
                key=one.number,
            ),
        ),
    )
    pupils = cards.table(
        _("Hours of each pupil"),
        [_("Pupil"), _("In lessons"), _("By themselves"), _("Together")],
        rx.foreach(
            view.pupils,
            lambda one: cards.table_row(
                text.link(one.name, one.href, dir="auto", class_name="font-normal"),
                one.held,
                one.own,
                one.all,
                key=one.id,
            ),
        ),
    )
    return text.stack(
        rx.el.section(
            text.section_heading(_("Hours of each pupil")),
            text.muted(
                _(
                    "A lesson counts for whoever was there. What somebody finished counts beside it, unless it was "
                    "part of a lesson they were at."
                )
            ),
            rx.el.div(pupils, class_name="mt-3"),
        ),
        rx.el.section(
            text.section_heading(_("Hours for each aim")),
            text.muted(_("What serves two aims counts for both.")),
            rx.el.div(aims, class_name="mt-3"),
        ),
        gap="gap-8",
    )


@page("/class-hours", N_("Hours of the class"), ClassHoursState.load)
def class_hours() -> rx.Component:
    """The page."""
    view: Any = ClassHoursState.view
    earlier = text.link(view.earlier_name, view.earlier_href)
    later = rx.cond(view.later_href != "", text.link(view.later_name, view.later_href), rx.fragment())
    return framed(
        text.page_head(_("Hours of the class"), view.class_name),
        problem_summary(_("One thing to check")),
        text.stack(
            rx.el.section(
                rx.el.h2(view.year_name, class_name="text-xl font-semibold"),
                text.paragraph(view.said, class_name="text-lg"),
                rx.cond(view.cancelled != "", text.muted(view.cancelled), rx.fragment()),
                rx.el.nav(earlier, later, aria_label=_("School years"), class_name="mt-2 flex gap-6 not-printed"),
            ),
            rx.el.section(
                text.section_heading(_("A lesson was held")),
                rx.el.div(_confirming(view), class_name="mt-3"),
                class_name="not-printed",
            ),
            _tables(view),
            _held(view),
            rx.el.section(
                text.section_heading(_("To take along")),
                rx.el.div(
                    download_button(
                        _("Hours and aims (PDF)"), view.pdf_href, busy=_("Making your PDF…"), icon=icons.file
                    ),
                    link_button(
                        _("Hours and aims (CSV)"), view.csv_href, kind="secondary", icon=icons.download, document=True
                    ),
                    class_name="mt-3 flex flex-wrap items-start gap-3",
                ),
                class_name="not-printed",
            ),
            text.paragraph(text.link(_("Lessons of the class"), view.lessons_href), class_name="not-printed"),
            gap="gap-8",
        ),
        here="classes",
        audience="staff",
        undo=ClassHoursState.undo,
        ready=view.loaded,
    )

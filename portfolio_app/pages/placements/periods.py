"""The periods in which classes go out to workplaces: a list, and one more."""

from typing import Any

import reflex as rx

from portfolio_app.core.database import as_id
from portfolio_app.core.languages import N_, _, spoken
from portfolio_app.marketplace.periods import actions
from portfolio_app.marketplace.periods.queries import PATH, PeriodsView, load_periods
from portfolio_app.marketplace.placements.policy import GUIDES
from portfolio_app.pages.frame import address, framed, problem_summary
from portfolio_app.pages.placements.day_parts import papers_part
from portfolio_app.pages.placements.period_form import period_fields, typed
from portfolio_app.pages.registry import page
from portfolio_app.ui import cards, drawings, icons, text
from portfolio_app.ui.buttons import button, form, form_buttons, small_button
from portfolio_app.ui.fields import select_field
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import say

Form = dict[str, str | None]


class PeriodsState(rx.State):
    """The periods that the reader looks after."""

    view: PeriodsView = PeriodsView()

    async def _show(self) -> None:
        self.view = await load_periods(current_actor(), school=self.router.url.query_parameters.get("school", ""))

    @needs(*GUIDES, loads=True)
    async def load(self) -> None:
        """Load the list."""
        await self._show()

    @needs(*GUIDES)
    async def make(self, form: Form) -> Any:
        """Make a period and go on to its board."""
        school, request = form.get("school") or "", as_id(form.get("request") or "")
        made = await actions.make_period(current_actor(), school, typed(form), request)
        return rx.redirect(f"/{spoken()}/period?id={made}")

    @needs(*GUIDES)
    async def bring_back(self, period: str) -> None:
        """A period that ended takes place after all."""
        await actions.end_period(current_actor(), period, back=True)
        await self._show()
        await say(self, N_("It is back."))


def _line(one: Any) -> rx.Component:
    return cards.list_row(
        one.name,
        href=one.href,
        detail=one.detail,
        trailing=rx.el.span(one.stands, class_name="text-sm text-muted"),
        key=one.id,
    )


def _ended(one: Any) -> rx.Component:
    back = small_button(_("Bring it back") + ": " + one.name, icons.undo, on_click=PeriodsState.bring_back(one.id))
    return cards.list_row(one.name, detail=one.detail, trailing=back, key=one.id)


def _part(title: str, lines: Any, row: Any) -> rx.Component:
    return rx.cond(
        lines.length() > 0,
        rx.el.section(text.section_heading(title), cards.row_list(rx.foreach(lines, row), class_name="mt-3")),
        rx.fragment(),
    )


def _new(view: Any) -> rx.Component:
    schools = rx.cond(
        view.schools.length() > 0,
        select_field("school", _("School"), view.schools, default_value=view.school),
        rx.el.input(type="hidden", name="school", default_value=view.school),
    )
    return cards.disclosure(
        _("Plan a period"),
        form(
            rx.el.input(type="hidden", name="request", default_value=view.request),
            schools,
            *period_fields(view.fields),
            form_buttons(button(_("Make this period"), type="submit", full=True)),
            on_submit=PeriodsState.make,
            key=view.request,
            class_name="flex flex-col gap-4 mt-2",
        ),
    )


@page(PATH, N_("Work experience and visits"), PeriodsState.load)
def periods() -> rx.Component:
    """The page."""
    view: Any = PeriodsState.view
    nothing = cards.empty_state(
        drawings.path_drawing(),
        _("No period yet"),
        _("Plan when classes go out: a week at workplaces, a taster day, a visit. Then book seats for pupils."),
    )
    listed = text.stack(
        _part(_("Coming and under way"), view.coming, _line),
        _part(_("Over"), view.over, _line),
        _part(_("Recently ended"), view.ended, _ended),
        gap="gap-8",
    )
    any_of_them = (view.coming.length() > 0) | (view.over.length() > 0) | (view.ended.length() > 0)
    return framed(
        text.page_head(
            _("Work experience and visits"), _("When classes go out to workplaces, and what is missing for whom.")
        ),
        problem_summary(_("Nothing is made yet")),
        rx.cond(
            view.loaded,
            text.stack(
                rx.cond(any_of_them, listed, nothing),
                _new(view),
                papers_part(_("Empty agreements to print, in two languages"), view.papers),
                gap="gap-8",
            ),
            waiting(),
        ),
        text.paragraph(
            text.link(_("Workplaces that pupils found"), address("/found-places")),
            " · ",
            text.link(_("Workplaces"), address("/marketplace")),
            " · ",
            text.link(_("Working hours of pupils"), address("/working-hours")),
        ),
        here="classes",
        audience="staff",
    )

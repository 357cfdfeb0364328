"""Three school years of a class on one page. Everything is done by keyboard, and saved at once."""

from collections.abc import Mapping
from typing import Any

import reflex as rx

from portfolio_app.accounts.models import Role
from portfolio_app.core.database import as_id
from portfolio_app.core.errors import Invalid
from portfolio_app.core.languages import N_, _
from portfolio_app.learning.teaching import planning
from portfolio_app.learning.teaching.days import day_typed
from portfolio_app.learning.teaching.laying_out import lay_out
from portfolio_app.learning.teaching.models import PlanKind
from portfolio_app.learning.teaching.planning import DayForm
from portfolio_app.learning.teaching.year_plan import YearPlanView, load_year_plan
from portfolio_app.pages.frame import framed
from portfolio_app.pages.registry import page
from portfolio_app.pages.teacher.year_plan_forms import adding, for_families, item_forms
from portfolio_app.ui import cards, drawings, icons, text
from portfolio_app.ui.buttons import print_button, small_button
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.head import versioned
from portfolio_app.web.tab import say

Form = dict[str, str | None]
AIM = "aim:"


class YearPlanState(rx.State):
    """The plan of the class of the address."""

    view: YearPlanView = YearPlanView()

    def _class(self) -> str:
        return self.router.url.query_parameters.get("class", "")

    async def _show(self) -> None:
        wanted = self.router.url.query_parameters.get("from", "")
        self.view = await load_year_plan(current_actor(), self._class(), wanted)

    @needs(Role.TEACHER, loads=True)
    async def load(self) -> None:
        """Load the plan."""
        self.view = YearPlanView()
        await self._show()

    @needs(Role.TEACHER)
    async def lay_out(self, form: Form) -> None:
        """Lay a programme out over the years."""
        count = await lay_out(current_actor(), as_id(self._class()), form.get("view") or "", _year(form, "first_year"))
        await self._show()
        await say(self, N_("Modules put into the plan: {n}. Move them as it suits the class."), n=count)

    @needs(Role.TEACHER)
    async def add_module(self, form: Form) -> None:
        """Put a module into the plan."""
        day = day_typed(form.get("module_day") or "", field="module_day")
        request = as_id(form.get("request") or "")
        await planning.plan_module(current_actor(), as_id(self._class()), form.get("module") or "", day, request)
        await self._show()
        await say(self, N_("It is in the plan."))

    @needs(Role.TEACHER)
    async def add_day(self, form: Form) -> None:
        """Put an external day or a deadline into the plan."""
        request = as_id(form.get("request") or "")
        await planning.plan_day(current_actor(), as_id(self._class()), _day(form), request)
        await self._show()
        await say(self, N_("It is in the plan."))

    @needs(Role.TEACHER)
    async def change(self, form: Form) -> None:
        """Write an external day or a deadline anew."""
        item = form.get("item") or ""
        try:
            await planning.change_day(current_actor(), as_id(item), _day(form, f"-{item}"), _version(form))
        finally:
            await self._show()
        await say(self, N_("Saved."))

    @needs(Role.TEACHER)
    async def move_to(self, form: Form) -> None:
        """Move something to the day that was typed."""
        item = form.get("item") or ""
        day = day_typed(form.get("day") or "", field=f"day-{item}")
        await self._move(item, day.isoformat(), _version(form))

    @needs(Role.TEACHER)
    async def move(self, item: str, day: str, version: int) -> None:
        """Move something a week."""
        await self._move(item, day, version)

    async def _move(self, item: str, day: str, version: int) -> None:
        try:
            await planning.move_item(current_actor(), as_id(item), day_typed(day, field=f"day-{item}"), version)
        finally:
            await self._show()
        await say(self, N_("Saved."))

    @needs(Role.TEACHER)
    async def cancel(self, item: str, cancelled: bool) -> None:
        """Say that an external day does not take place, or does."""
        await planning.cancel_day(current_actor(), as_id(item), cancelled=cancelled)
        await self._show()
        await say(self, N_("Saved."))

    @needs(Role.TEACHER)
    async def replace(self, module: str, day: str, request: str) -> None:
        """Plan a module in place of a day that was cancelled."""
        begins = day_typed(day, field="module_day")
        await planning.plan_module(current_actor(), as_id(self._class()), module, begins, as_id(request))
        await self._show()
        await say(self, N_("It is in the plan."))

    @needs(Role.TEACHER)
    async def take_out(self, item: str) -> None:
        """Take something out of the plan."""
        await planning.take_out(current_actor(), as_id(item))
        await self._show()
        await say(self, N_("Taken out of the plan."), undo=item)

    @needs(Role.TEACHER)
    async def undo(self, what: str) -> None:
        """Put back what was just taken out."""
        await planning.put_back(current_actor(), as_id(what))
        await self._show()
        await say(self, N_("It is in the plan again."))

    @needs(Role.TEACHER)
    async def copy(self, form: Form) -> None:
        """Copy a year of a plan."""
        source = as_id(form.get("from_class") or "")
        years = (_year(form, "from_year"), _year(form, "to_year"))
        count = await planning.copy_plan(current_actor(), source, years[0], as_id(self._class()), years[1])
        await self._show()
        await say(self, N_("Copied: {n}. Days were moved by whole weeks."), n=count)


def _version(form: Mapping[str, str | None]) -> int:
    typed = form.get("version") or ""
    return int(typed) if typed.isdecimal() and len(typed) < 9 else 0


def _year(form: Mapping[str, str | None], name: str) -> int:
    typed = form.get(name) or ""
    if not (typed.isdecimal() and len(typed) == 4):
        raise Invalid(N_("Choose a school year."), field=name)
    return int(typed)


def _minutes(typed: str) -> int:
    """Hours as people type them, as minutes; 0 for what is no number."""
    try:
        hours = float(typed.strip().replace(",", "."))
    except ValueError:
        return 0
    return round(hours * 60) if 0 < hours < 1000 else 0


def _day(form: Mapping[str, str | None], suffix: str = "") -> DayForm:
    try:
        kind = PlanKind(form.get("kind") or "")
    except ValueError as problem:
        raise Invalid() from problem
    aims = (name.removeprefix(AIM) for name, yes in form.items() if name.startswith(AIM) and yes)
    return DayForm(
        kind=kind,
        title=form.get("title") or "",
        day=day_typed(form.get("day") or "", field=f"day{suffix}" if suffix else f"{kind}_day"),
        words=form.get("words") or "",
        minutes=_minutes(form.get("hours") or ""),
        aims=tuple(int(one) for one in aims if one.isdecimal() and len(one) < 3),
        families=bool(form.get("families")),
    )


def _item(one: Any, view: Any) -> rx.Component:
    name = rx.cond(
        one.href != "",
        text.link(one.title, one.href, dir="auto", lang=one.language),
        rx.cond(one.cancelled, rx.el.s(one.title, dir="auto"), rx.el.span(one.title, dir="auto")),
    )
    lost = rx.el.div(
        rx.el.p(one.lost),
        rx.cond(
            one.replacements.length() > 0,
            rx.fragment(
                rx.el.p(_("What could replace it:"), class_name="mt-2 font-semibold"),
                rx.el.ul(rx.foreach(one.replacements, lambda other: _replacement(other, one, view))),
            ),
            rx.fragment(),
        ),
        class_name="mt-2 rounded-lg bg-sunken p-3 max-w-reading",
    )
    return rx.el.li(
        rx.el.div(
            rx.el.div(
                rx.el.p(name, class_name="font-semibold break-words"),
                text.muted(one.when, " · ", one.detail),
                rx.cond(one.words != "", text.written(one.words, "mt-1"), rx.fragment()),
                class_name="min-w-0 flex-1 basis-60",
            ),
            rx.el.div(
                small_button(
                    _("A week earlier"),
                    icons.up,
                    on_click=YearPlanState.move(one.id, one.earlier, one.version),
                    custom_attrs={"data-keep-focus": "earlier-" + one.id},
                ),
                small_button(
                    _("A week later"),
                    icons.down,
                    on_click=YearPlanState.move(one.id, one.later, one.version),
                    custom_attrs={"data-keep-focus": "later-" + one.id},
                ),
                class_name="flex shrink-0",
            ),
            class_name="flex flex-wrap items-start justify-between gap-x-3",
        ),
        rx.cond(one.cancelled, lost, rx.fragment()),
        cards.disclosure(_("Move or change"), item_forms(one, view, YearPlanState), class_name="not-printed"),
        class_name="px-4 py-3",
        key=one.id,
    )


def _replacement(other: Any, one: Any, view: Any) -> rx.Component:
    plan = rx.el.button(
        _("Plan it for this day"),
        type="button",
        on_click=YearPlanState.replace(other.module, one.day, view.request),
        class_name=f"{text.LINK} cursor-pointer min-h-11 rail:min-h-8",
    )
    return rx.el.li(
        text.link(other.title, other.href, lang=other.language),
        text.muted(other.said),
        rx.cond(other.whole, plan, rx.fragment()),
        class_name="mt-2",
        key=other.module,
    )


def _months(year: Any, view: Any) -> rx.Component:
    def month(one: Any) -> rx.Component:
        return rx.el.div(
            rx.el.h3(one.name, class_name="mt-4 mb-1 text-sm font-semibold text-muted"),
            rx.el.ul(
                rx.foreach(one.lines, lambda item: _item(item, view)),
                class_name="rounded-lg border border-hairline bg-surface divide-y divide-hairline list-none p-0",
            ),
            key=year.year + one.name,
        )

    return rx.el.section(
        rx.el.h2(year.name, class_name="text-xl font-semibold"),
        text.muted(year.said),
        rx.cond(
            year.months.length() > 0,
            rx.fragment(rx.foreach(year.months, month)),
            text.muted(_("Nothing is planned in this year yet."), class_name="mt-3"),
        ),
        key=year.year,
    )


def _aims(view: Any) -> rx.Component:
    def aim(one: Any) -> rx.Component:
        return rx.el.li(
            rx.el.p(one.number, ". ", rx.el.span(one.name, lang=one.language), class_name="font-semibold"),
            text.muted(one.said),
            key=one.number,
        )

    return rx.el.section(
        text.section_heading(_("The aims, and what of the plan works at them")),
        text.muted(_("What serves two aims counts for both.")),
        rx.el.ul(rx.foreach(view.aims, aim), class_name="mt-3 flex flex-col gap-3 list-none p-0 max-w-reading"),
    )


@page("/year-plan", N_("Plan of the years"), YearPlanState.load)
def year_plan() -> rx.Component:
    """The page."""
    view: Any = YearPlanState.view
    empty = cards.empty_state(
        drawings.path_drawing(),
        _("Nothing is planned yet"),
        _("Lay a whole programme out over the years and move what does not fit, or put in one thing after the other."),
    )
    return framed(
        text.page_head(_("Plan of the years"), view.class_name),
        text.stack(
            text.paragraph(view.programme, ": ", view.said, class_name="text-lg"),
            rx.cond(view.empty, empty, rx.fragment()),
            adding(view, YearPlanState),
            rx.el.nav(
                text.link(_("A year earlier"), view.earlier_href),
                text.link(_("A year later"), view.later_href),
                aria_label=_("School years"),
                class_name="flex gap-6 not-printed",
            ),
            rx.foreach(view.years, lambda year: _months(year, view)),
            rx.cond(view.aims.length() > 0, _aims(view), rx.fragment()),
            for_families(view),
            print_button(_("Print")),
            text.paragraph(text.link(_("Lessons of the class"), view.lessons_href), class_name="not-printed"),
            gap="gap-8",
        ),
        rx.el.script(src=versioned("/keep-focus.js"), custom_attrs={"async": True}),
        here="classes",
        audience="staff",
        undo=YearPlanState.undo,
        ready=view.loaded,
    )

"""My plan: the goals one has, what is next in each, and the calendar that reminds of it elsewhere."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import OWNERS
from portfolio_app.core.database import as_id
from portfolio_app.core.languages import N_, _
from portfolio_app.core.paging import page_number
from portfolio_app.pages.finding import nothing_found, pages_of, shelf_search, shelves_of
from portfolio_app.pages.frame import address, framed
from portfolio_app.pages.pathways.parts import line_of
from portfolio_app.pages.registry import page
from portfolio_app.pathways.queries import KeptView, load_kept
from portfolio_app.plan import calendar
from portfolio_app.plan.actions import restore_goal
from portfolio_app.plan.queries import PlanView, load_plan
from portfolio_app.ui import cards, drawings, icons, text
from portfolio_app.ui.buttons import button, link_button, print_button
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import say


class PlanState(rx.State):
    """A page of the list; an address of the calendar that was just made is shown until the page is left."""

    view: PlanView = PlanView()
    kept: KeptView = KeptView()
    calendar: str = ""

    async def _show(self) -> None:
        query = self.router.url.query_parameters
        number = page_number(query.get("page", ""))
        self.view = await load_plan(current_actor(), query.get("show", ""), number, query.get("search", ""))
        self.kept = await load_kept(current_actor())

    @needs(*OWNERS, loads=True)
    async def load(self) -> None:
        """Load the list."""
        self.calendar = ""
        await self._show()

    @needs(*OWNERS)
    async def undo(self, goal: str) -> None:
        """Bring back the goal the notice speaks of."""
        await restore_goal(current_actor(), as_id(goal))
        await say(self, N_("It is back where it was."))
        await self._show()

    @needs(*OWNERS)
    async def make_calendar(self) -> None:
        """Make the calendar's address and show it. A second click while it is shown makes no other."""
        if not self.calendar:
            self.calendar = f"{self.router.url.origin}{await calendar.make_calendar(current_actor())}"
        await self._show()

    @needs(*OWNERS)
    async def end_calendar(self) -> None:
        """Make the calendar's address stop working."""
        await calendar.end_calendar(current_actor())
        self.calendar = ""
        await say(self, N_("The address works no more."))
        await self._show()


def _printed_step(step: Any) -> rx.Component:
    return rx.el.li(
        rx.cond(step.done, "☑ ", "☐ "), step.words, rx.cond(step.by_when != "", rx.el.span(" – ", step.by_when), "")
    )


def _goal(goal: Any) -> rx.Component:
    href = f"{address('/goal')}?id=" + goal.id
    return rx.el.li(
        cards.card(
            rx.el.h2(text.link(goal.title, href), dir="auto", class_name="text-lg font-semibold break-words"),
            text.muted(goal.detail, class_name="empty:hidden"),
            rx.cond(goal.due != "", rx.el.p(goal.due, dir="auto", class_name="mt-1 break-words"), rx.fragment()),
            rx.el.ol(
                rx.foreach(goal.steps, _printed_step), class_name="mt-2 hidden print:block list-none p-0 empty:hidden"
            ),
            rx.el.div(
                cards.audience_badge(
                    goal.audience,
                    icon=lambda size: rx.cond(goal.private, icons.lock(size), icons.people(size)),
                    href=href + "#audience",
                    label=_("Change who can see this"),
                ),
                class_name="mt-3",
            ),
            element=rx.el.article,
            class_name="unbroken",
        ),
        class_name="when-near",
        key=goal.id,
    )


def _listed(view: Any) -> rx.Component:
    return text.stack(
        shelves_of(_("Which goals"), view.shelves, lambda shelf: rx.fragment(shelf.name, " · ", shelf.said)),
        shelf_search(address("/plan"), view),
        rx.cond(
            view.listed.length() > 0,
            rx.el.ol(rx.foreach(view.listed, _goal), class_name="flex flex-col gap-4 list-none p-0"),
            rx.cond(view.search != "", nothing_found(), text.muted(_("No goals here."))),
        ),
        pages_of(_("Pages of goals"), view.paging),
    )


def _calendar(view: Any) -> rx.Component:
    address_of_it: Any = PlanState.calendar
    shown = cards.card(
        text.muted(_("The address of your calendar")),
        rx.el.p(address_of_it, dir="ltr", class_name="mt-1 break-all select-all font-semibold"),
        text.muted(
            _("Copy it now: it is not shown again. In your calendar app, choose to add a calendar by its address."),
            class_name="mt-2",
        ),
    )
    has_one = view.calendar.said != ""
    inside = text.stack(
        text.paragraph(
            _("Your calendar app can show the days of your plan: steps, goals, and when you look at a goal again.")
        ),
        text.bullet_list(
            _("Whoever has the address can read the titles of your goals and steps. Keep it to yourself."),
            _("Nothing else is in it: not who helps you, nor what gets in the way."),
            _("With a new address, the one before works no more."),
        ),
        rx.cond(has_one & (address_of_it == ""), text.muted(view.calendar.said), rx.fragment()),
        rx.el.div(rx.cond(address_of_it != "", shown, rx.fragment()), role="status", class_name="empty:hidden"),
        text.side_by_side(
            rx.cond(
                address_of_it == "",
                button(
                    rx.cond(has_one, _("Make a new address"), _("Make an address")),
                    kind="secondary",
                    icon=icons.link,
                    on_click=PlanState.make_calendar,
                ),
                rx.fragment(),
            ),
            rx.cond(
                has_one, button(_("Remove the address"), kind="quiet", on_click=PlanState.end_calendar), rx.fragment()
            ),
        ),
    )
    return rx.el.section(cards.disclosure(_("See your plan in your own calendar"), inside), class_name="not-printed")


def _kept() -> rx.Component:
    """Occupations and studies in the plan, and the way to more of them."""
    kept: Any = PlanState.kept
    return rx.el.section(
        text.section_heading(_("Occupations and studies in my plan")),
        text.muted(_("Only you see this. A goal you make from one of them is yours to share."), class_name="mt-1"),
        cards.row_list(
            rx.foreach(
                kept.lines, lambda one: cards.list_row(one.name, href=one.href, detail=line_of(one), key=one.code)
            ),
            class_name="mt-3",
        ),
        text.paragraph(
            rx.cond(
                kept.more != "",
                rx.fragment(text.link(kept.more, f"{address('/pathways')}?show=kept"), " · "),
                rx.fragment(),
            ),
            text.link(_("Look at occupations and studies"), address("/pathways")),
            class_name="mt-3 not-printed",
        ),
    )


@page("/plan", N_("My plan"), PlanState.load)
def plan() -> rx.Component:
    """The page."""
    view: Any = PlanState.view
    new = link_button(_("New goal"), address("/goal-form"), icon=icons.plus, full=True)
    empty = cards.empty_state(
        drawings.path_drawing(),
        _("Your plan is empty"),
        _("A goal says what you want and why. Then come the steps, and who helps you. A small goal is enough."),
        link_button(_("Write your first goal"), address("/goal-form"), icon=icons.plus),
    )
    return framed(
        text.page_head(
            _("My plan"),
            _("What you want, what you do for it, and who helps you."),
            rx.cond(view.loaded & (view.count == 0), rx.fragment(), new),
        ),
        rx.cond(
            view.draft_href != "",
            cards.notice(
                _("There is a goal you have not finished writing."),
                actions=link_button(_("Continue writing"), view.draft_href, kind="secondary"),
            ),
            rx.fragment(),
        ),
        rx.cond(view.loaded, rx.cond(view.count > 0, _listed(view), empty), waiting()),
        rx.cond(view.loaded, _kept(), rx.fragment()),
        rx.cond(view.loaded, _calendar(view), rx.fragment()),
        rx.el.div(print_button(_("Print")), class_name="not-printed"),
        text.paragraph(
            text.link(_("My skills"), address("/skills")),
            " · ",
            text.link(_("My days at workplaces"), address("/placements")),
            " · ",
            text.link(_("Working hours at your age"), address("/working-hours")),
            " · ",
            text.link(_("Recently deleted"), address("/deleted")),
            class_name="not-printed",
        ),
        here="skills",
        audience="pupil",
        undo=PlanState.undo,
    )

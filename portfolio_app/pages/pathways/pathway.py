"""One occupation or study route: the same fields for all, what leads where, and for a pupil what it has to do with
their interests and whether it is in their plan."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import OWNERS
from portfolio_app.core.languages import N_, _
from portfolio_app.pages.frame import address, framed
from portfolio_app.pages.pathways.parts import line_of
from portfolio_app.pages.registry import page
from portfolio_app.pathways.keeping import keep_pathway, let_go, tell_fit
from portfolio_app.pathways.policy import READERS
from portfolio_app.pathways.queries import PathwayView, load_pathway
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import button, link_button, print_button
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import hush, say


class PathwayState(rx.State):
    """The pathway of the address."""

    view: PathwayView = PathwayView()

    async def _show(self) -> None:
        self.view = await load_pathway(current_actor(), self.router.url.query_parameters.get("code", ""))

    @needs(*READERS, loads=True)
    async def load(self) -> None:
        """Load it."""
        self.view = PathwayView()
        await self._show()

    @needs(*OWNERS)
    async def keep(self, code: str) -> None:
        """Put it into the reader's plan."""
        await keep_pathway(current_actor(), code)
        await say(self, N_("It is in your plan."))
        await self._show()

    @needs(*OWNERS)
    async def take_out(self, code: str) -> None:
        """Take it out of the plan; the notice can bring it back."""
        await let_go(current_actor(), code)
        await say(self, N_("It is no longer in your plan."), undo=code)
        await self._show()

    @needs(*OWNERS)
    async def undo(self, code: str) -> None:
        """Put back what the notice speaks of."""
        await keep_pathway(current_actor(), code)
        await hush(self)
        await self._show()

    @needs(*OWNERS)
    async def tell(self, shown: bool) -> None:
        """Say whether the reader wants to be told how pathways fit."""
        await tell_fit(current_actor(), shown=shown)
        await say(
            self,
            N_("You see again how this fits your interests.")
            if shown
            else N_("Polku no longer compares anything with your interests."),
        )
        await self._show()


def _field(one: Any) -> rx.Component:
    return rx.el.div(
        rx.el.dt(one.label, class_name="font-semibold"),
        rx.el.dd(one.text, class_name="max-w-reading"),
        key=one.name,
    )


def _fields(view: Any) -> rx.Component:
    def line(label: str, value: Any) -> rx.Component:
        return rx.el.div(rx.el.dt(label, class_name="font-semibold"), rx.el.dd(value, class_name="max-w-reading"))

    interests = rx.el.div(
        rx.foreach(view.interests, lambda one: cards.tag_link(one.label, one.value)), class_name="flex flex-wrap gap-2"
    )
    return rx.el.dl(
        rx.foreach(view.fields, _field),
        rx.cond(view.learnt != "", line(_("Where you learn it"), view.learnt), rx.fragment()),
        line(_("Regions"), view.regions),
        rx.cond(view.interests.length() > 0, line(_("Interests in it"), interests), rx.fragment()),
        class_name="flex flex-col gap-4",
    )


def _reason(one: Any) -> rx.Component:
    because = rx.cond(one.because != "", rx.fragment(" – ", one.because), rx.fragment())
    return rx.el.li(
        rx.el.span(one.name, class_name="font-semibold"),
        because,
        ". ",
        rx.cond(one.shared, _("There is something of it in this."), _("The catalogue does not name it for this.")),
        key=one.name,
    )


def _fit(view: Any) -> rx.Component:
    """What it has to do with the reader's interests, what that is made of, and the switch."""
    fit = view.fit
    off = button(
        _("Do not compare with my interests"), kind="quiet", icon=icons.close, on_click=PathwayState.tell(False)
    )
    made_of = cards.disclosure(
        _("What this is made of"),
        text.stack(
            text.paragraph(_("Your interests, as your last answers have them:")),
            rx.el.ul(rx.foreach(fit.reasons, _reason), class_name="list-disc ps-6 space-y-1 max-w-reading"),
            rx.cond(
                fit.others != "",
                text.paragraph(_("In it there is also something of"), " ", fit.others, "."),
                rx.fragment(),
            ),
            rx.cond(
                fit.rejected != "",
                text.paragraph(_("Not counted, because you said that it does not fit you"), ": ", fit.rejected, "."),
                rx.fragment(),
            ),
            text.muted(
                _(
                    "Which interests are in an occupation or in studies is written in the catalogue, the same for "
                    "everybody. It does not say what you can do, nor what you should choose."
                )
            ),
            text.paragraph(text.link(_("Look at your answers"), fit.result_href)),
            gap="gap-3",
        ),
    )
    unknown = text.paragraph(
        _("Once you have answered what interests you, this says what it has to do with that."),
        " ",
        text.link(_("Strengths and interests"), address("/questionnaires")),
    )
    told = rx.cond(fit.known, rx.fragment(text.paragraph(fit.said), made_of), unknown)
    again = text.stack(
        text.paragraph(_("You chose not to have this compared with your interests.")),
        rx.el.div(button(_("Compare again"), kind="secondary", on_click=PathwayState.tell(True))),
    )
    section = rx.el.section(
        cards.card(
            text.section_heading(_("You and this")),
            rx.el.div(cards.audience_badge(_("Only you")), class_name="mt-2"),
            rx.el.div(rx.cond(fit.on, rx.fragment(told, off), again), class_name="mt-3 flex flex-col items-start"),
        ),
        id="fit",
    )
    return rx.cond(fit.on | fit.off, section, rx.fragment())


def _ways(view: Any) -> rx.Component:
    listed = rx.foreach(
        view.ways, lambda one: cards.list_row(one.name, href=one.href, detail=line_of(one), key=one.code)
    )
    return rx.cond(
        view.ways.length() > 0,
        rx.el.section(text.section_heading(view.ways_title), cards.row_list(listed, class_name="mt-3")),
        rx.fragment(),
    )


def _plan(view: Any) -> rx.Component:
    """In the plan or not, and the goal that can be made of it."""
    kept = rx.fragment(
        link_button(_("Make a goal from it"), view.goal_href, icon=icons.plus),
        button(_("Take out of my plan"), kind="quiet", on_click=PathwayState.take_out(view.code)),
    )
    add = link_button(_("Make a goal from it"), view.goal_href, kind="quiet", icon=icons.plus)
    return text.side_by_side(
        rx.cond(view.can_keep, rx.cond(view.kept, kept, add), rx.fragment()),
        link_button(_("Compare with another"), view.compare_href, kind="secondary"),
        class_name="not-printed",
    )


@page("/pathway", N_("An occupation or studies"), PathwayState.load)
def pathway() -> rx.Component:
    """The page."""
    view: Any = PathwayState.view
    keep = button(_("Keep in my plan"), icon=icons.plus, full=True, on_click=PathwayState.keep(view.code))
    return framed(
        text.page_head(
            view.name,
            view.kind,
            rx.cond(view.can_keep & ~view.kept & ~view.retired, keep, rx.fragment()),
            ready=view.loaded,
        ),
        rx.cond(
            view.kept & ~view.retired,
            text.paragraph(
                icons.check("inline-block size-5 me-1"), text.link(_("It is in your plan"), address("/plan"))
            ),
            rx.fragment(),
        ),
        rx.cond(
            view.retired,
            cards.notice(_("This is no longer in the catalogue. What is said here may have changed.")),
            rx.fragment(),
        ),
        _fields(view),
        _fit(view),
        _ways(view),
        rx.el.div(
            text.muted(view.checked),
            rx.cond(view.source != "", text.muted(_("Source"), ": ", view.source), rx.fragment()),
        ),
        _plan(view),
        rx.el.div(print_button(_("Print")), class_name="not-printed"),
        text.paragraph(text.link(_("All occupations and studies"), address("/pathways")), class_name="not-printed"),
        ready=view.loaded,
        undo=PathwayState.undo,
    )

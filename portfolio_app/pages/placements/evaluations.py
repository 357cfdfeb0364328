"""What workplaces say about pupils: read here first, handed on to the pupil or held back with a reason to the host."""

from typing import Any

import reflex as rx

from portfolio_app.core.languages import N_, _
from portfolio_app.core.paging import page_number
from portfolio_app.marketplace.evaluations.handing import (
    LONGEST_REASON,
    EvaluationsView,
    hand_on,
    hold_back,
    load_evaluations,
)
from portfolio_app.marketplace.placements.policy import GUIDES
from portfolio_app.pages.finding import pages_of
from portfolio_app.pages.frame import address, field_error, framed, problem_summary
from portfolio_app.pages.registry import page
from portfolio_app.ui import cards, drawings, icons, text
from portfolio_app.ui.buttons import button, form, form_buttons
from portfolio_app.ui.fields import text_area
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import say


class EvaluationsState(rx.State):
    """A page of the list."""

    view: EvaluationsView = EvaluationsView()

    async def _show(self) -> None:
        number = page_number(self.router.url.query_parameters.get("page", ""))
        self.view = await load_evaluations(current_actor(), number)

    @needs(*GUIDES, loads=True)
    async def load(self) -> None:
        """Load the page of the address."""
        await self._show()

    @needs(*GUIDES)
    async def hand_on(self, evaluation: str, version: int) -> None:
        """The pupil reads it from now on."""
        await hand_on(current_actor(), evaluation, version)
        await self._show()
        await say(self, N_("Handed on. The pupil decides what to keep of it."))

    @needs(*GUIDES)
    async def hold_back(self, form: dict[str, str | None]) -> None:
        """The host is told why."""
        version = page_number(form.get("version") or "")
        await hold_back(current_actor(), form.get("evaluation") or "", version, form.get("reason") or "")
        await self._show()
        await say(self, N_("Held back. The host reads why, and can say it anew."))


def seen_list(lines: Any) -> rx.Component:
    """What was seen of each of the five things."""
    return text.definition_list(
        rx.foreach(lines, lambda one: text.definition(one.name, one.words, key=one.aspect)), class_name="mt-2"
    )


def sentences(one: Any) -> rx.Component:
    """What went well, and what to practise next, where the host said so."""
    return text.definition_list(
        rx.cond(one.went_well != "", text.definition(_("What went well"), one.went_well, written=True), rx.fragment()),
        rx.cond(
            one.practise_next != "",
            text.definition(_("What to practise next"), one.practise_next, written=True),
            rx.fragment(),
        ),
        class_name="border-t border-hairline empty:hidden",
    )


def _holding(one: Any) -> rx.Component:
    return cards.disclosure(
        _("Hold it back"),
        form(
            rx.el.input(type="hidden", name="evaluation", default_value=one.id),
            rx.el.input(type="hidden", name="version", default_value=one.version.to_string()),
            text_area(
                "reason",
                _("What should the host look at once more?"),
                help=_("The host reads this. The pupil does not."),
                error=field_error("reason"),
                max_length=LONGEST_REASON,
                rows=3,
                field_id="reason-" + one.id,
            ),
            form_buttons(button(_("Hold it back and tell the host"), kind="secondary", type="submit", full=True)),
            on_submit=EvaluationsState.hold_back,
            class_name="mt-2 flex flex-col gap-3",
        ),
    )


def _evaluation(one: Any) -> rx.Component:
    hands = EvaluationsState.hand_on(one.id, one.version)
    hand = button(_("Hand it on to the pupil"), icon=icons.onward, full=True, on_click=hands)
    held = rx.cond(
        one.held != "",
        rx.el.div(
            text.muted(_("Held back. The school wrote to the host:")),
            text.written(one.held),
            class_name="mb-3",
        ),
        rx.fragment(),
    )
    deciding = rx.el.div(held, hand, rx.cond(one.waits, _holding(one), rx.fragment()), class_name="flex flex-col gap-2")
    return rx.el.li(
        cards.card(
            rx.el.h2(text.link(one.name, one.href, dir="auto"), class_name="text-lg font-semibold break-words"),
            text.muted(one.where),
            text.muted(one.by),
            seen_list(one.lines),
            sentences(one),
            rx.el.div(rx.cond(one.handed != "", text.muted(one.handed), deciding), class_name="mt-3"),
            element=rx.el.article,
        ),
        key=one.id,
    )


@page("/evaluations", N_("What workplaces say about pupils"), EvaluationsState.load)
def evaluations() -> rx.Component:
    """The page."""
    view: Any = EvaluationsState.view
    nothing = cards.empty_state(
        drawings.people_drawing(),
        _("No workplace has said anything yet"),
        _("On the last day a workplace is asked how it went. What it says stands here first."),
    )
    listed = text.stack(
        rx.el.ul(rx.foreach(view.lines, _evaluation), class_name="flex flex-col gap-3 list-none p-0"),
        pages_of(_("Pages of the list"), view.paging),
    )
    return framed(
        text.page_head(
            _("What workplaces say about pupils"),
            _("Read it first, and hand it on. Pupils keep of it what they want. Nobody reads it before you."),
        ),
        problem_summary(_("One thing to check")),
        rx.cond(view.loaded, rx.cond(view.lines.length() > 0, listed, nothing), waiting()),
        text.paragraph(text.link(_("Back to the classes"), address("/classes"))),
        here="classes",
        audience="staff",
    )

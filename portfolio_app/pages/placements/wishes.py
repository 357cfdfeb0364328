"""What a pupil wishes for a period of their class: up to three fields of work, or three of the programmes that their
teachers have chosen, and why."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import Role
from portfolio_app.core.languages import N_, _
from portfolio_app.marketplace.periods.wishes import LONGEST_WHY, WishesView, load_wishes, move_wish, say_wishes
from portfolio_app.pages.frame import address, field_error, framed, problem_summary
from portfolio_app.pages.registry import page
from portfolio_app.ui import cards, drawings, icons, text
from portfolio_app.ui.buttons import button, form, form_buttons
from portfolio_app.ui.fields import select_field, text_field
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import say

Form = dict[str, str | None]
PLACES = (1, 2, 3)


class WishesState(rx.State):
    """The wishes for the period of the address."""

    view: WishesView = WishesView()

    async def _show(self) -> None:
        self.view = await load_wishes(current_actor(), self.router.url.query_parameters.get("period", ""))

    @needs(Role.PUPIL, loads=True)
    async def load(self) -> None:
        """Load them."""
        await self._show()

    @needs(Role.PUPIL)
    async def keep(self, form: Form) -> None:
        """Keep them."""
        wishes = tuple((form.get(f"field-{n}") or "", form.get(f"why-{n}") or "") for n in PLACES)
        await say_wishes(current_actor(), form.get("period") or "", wishes)
        await self._show()
        await say(self, N_("Saved. Your teachers see it. You can change it until the day is over."))

    @needs(Role.PUPIL)
    async def move(self, period: str, what: str, to: int) -> None:
        """Put something that is wished at a place of the order."""
        await move_wish(current_actor(), period, what, to)
        await self._show()
        await say(self, N_("Saved. Your teachers see it. You can change it until the day is over."))


def _wish(view: Any, number: int) -> rx.Component:
    one = view.wishes[number - 1]
    legends = {1: _("What I wish most"), 2: _("Or else"), 3: _("Or else, third")}
    return rx.el.fieldset(
        rx.el.legend(legends[number], class_name="font-semibold"),
        select_field(
            f"field-{number}",
            rx.cond(view.programmes.length() > 0, _("Which programme?"), _("Field of work")),
            view.fields,
            default_value=one.field,
            error=field_error(f"field-{number}"),
        ),
        text_field(
            f"why-{number}",
            _("Why?"),
            hint=_("(optional)"),
            default_value=one.why,
            max_length=LONGEST_WHY,
            error=field_error(f"why-{number}"),
        ),
        class_name="flex flex-col gap-3 min-w-0",
    )


def _order(view: Any) -> rx.Component:
    """What is wished already, with a press that changes the order."""

    def line(one: Any) -> rx.Component:
        up = button(
            _("Move up"),
            kind="quiet",
            icon=icons.up,
            aria_label=_("Move up") + ": " + one.name,
            on_click=WishesState.move(view.period, one.field, one.rank - 1),
        )
        said = rx.el.li(
            rx.el.span(one.name, dir="auto", class_name="font-semibold"),
            rx.cond(one.why != "", ": " + one.why, ""),
            rx.cond(one.rank > 1, rx.el.div(up), rx.fragment()),
            key=one.field,
        )
        return rx.cond(one.field != "", said, rx.fragment())

    return rx.cond(
        view.wishes[0].field != "",
        rx.el.section(
            text.section_heading(_("Your order")),
            rx.el.ol(rx.foreach(view.wishes, line), class_name="mt-2 list-decimal ps-6 flex flex-col gap-2"),
        ),
        rx.fragment(),
    )


def _programmes(view: Any) -> rx.Component:
    def one_of(one: Any) -> rx.Component:
        dates = rx.el.ul(rx.foreach(one.dates, lambda day: rx.el.li(day, key=day)), class_name="list-disc ps-6")
        return rx.el.li(
            rx.el.h3(text.link(one.name, one.href, dir="auto"), class_name="font-semibold break-words"),
            text.muted(one.town, dir="auto"),
            rx.cond(one.words != "", text.written(one.words), rx.fragment()),
            dates,
            class_name="px-4 py-3",
            key=one.id,
        )

    return rx.cond(
        view.programmes.length() > 0,
        rx.el.section(
            text.section_heading(_("What you can choose from")),
            rx.el.div(cards.row_list(rx.foreach(view.programmes, one_of)), class_name="mt-2"),
        ),
        rx.fragment(),
    )


@page("/wishes", N_("What I wish"), WishesState.load)
def wishes() -> rx.Component:
    """The page."""
    view: Any = WishesState.view
    nothing = cards.empty_state(
        drawings.path_drawing(),
        _("Nobody asks right now"),
        _("When your class goes out to workplaces and your teacher asks what you wish, you say it here."),
    )
    said = rx.el.ul(
        rx.foreach(
            view.wishes,
            lambda one: rx.cond(
                one.field != "",
                rx.el.li(one.name, rx.cond(one.why != "", ": " + one.why, ""), dir="auto", key=one.field),
                rx.fragment(),
            ),
        ),
        class_name="list-decimal ps-6",
    )
    asked = form(
        rx.el.input(type="hidden", name="period", default_value=view.period),
        *(_wish(view, number) for number in PLACES),
        form_buttons(button(_("Save my wishes"), type="submit", full=True)),
        on_submit=WishesState.keep,
        key=view.said,
        class_name="flex flex-col gap-6",
    )
    whole = text.stack(
        rx.cond(view.words != "", text.written(view.words), rx.fragment()),
        rx.cond(
            view.closed,
            text.stack(cards.notice(_("This is closed now. Your teachers have what you wished.")), said),
            text.stack(
                text.muted(_("Until:"), " ", view.until),
                text.muted(
                    _("A wish is no promise: there are only so many places. Your teachers read it, hosts do not.")
                ),
                gap="gap-2",
            ),
        ),
        _programmes(view),
        rx.cond(view.closed, rx.fragment(), rx.fragment(_order(view), asked)),
        gap="gap-6",
    )
    return framed(
        text.page_head(rx.cond(view.name != "", view.name, _("What I wish")), view.days),
        problem_summary(_("Nothing is saved yet")),
        rx.cond(view.loaded, rx.cond(view.period != "", whole, nothing), waiting()),
        text.paragraph(
            text.link(_("A workplace I found"), address("/found-place")),
            " · ",
            text.link(_("Workplaces"), address("/marketplace")),
            " · ",
            text.link(_("My days at workplaces"), address("/placements")),
        ),
        audience="pupil",
    )

"""What pupils say is wrong at workplaces, and who cannot come: for the adults of their school who look after them."""

from typing import Any

import reflex as rx

from portfolio_app.core.languages import N_, _
from portfolio_app.core.paging import page_number
from portfolio_app.marketplace.placements.policy import GUIDES
from portfolio_app.marketplace.placements.worries import WorriesView, load_worries, mark_worry_seen
from portfolio_app.pages.finding import pages_of
from portfolio_app.pages.frame import address, framed
from portfolio_app.pages.placements.worrying import help_now
from portfolio_app.pages.registry import page
from portfolio_app.ui import cards, drawings, icons, text
from portfolio_app.ui.buttons import button
from portfolio_app.ui.layout import waiting
from portfolio_app.ui.links import plain_link
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import say


class WorriesState(rx.State):
    """A page of the list."""

    view: WorriesView = WorriesView()

    async def _show(self) -> None:
        number = page_number(self.router.url.query_parameters.get("page", ""))
        self.view = await load_worries(current_actor(), number)

    @needs(*GUIDES, loads=True)
    async def load(self) -> None:
        """Load the page of the address."""
        await self._show()

    @needs(*GUIDES)
    async def seen(self, worry: str) -> None:
        """Let the pupil know that it was read."""
        await mark_worry_seen(current_actor(), worry)
        await self._show()
        await say(self, N_("The pupil sees that you have read it. Talk with them now."))


def _worry(one: Any) -> rx.Component:
    def call(person: Any) -> rx.Component:
        phone = plain_link(person.phone, href=person.calls, dir="ltr", class_name=f"{text.LINK} inline-block py-2")
        return rx.el.li(rx.el.span(person.name, dir="auto"), ", ", phone, key=person.calls)

    there = rx.el.div(
        text.muted(_("At the workplace:")),
        rx.el.ul(rx.foreach(one.there, call), class_name="list-none p-0"),
        class_name="mt-2",
    )
    read = button(_("I have read it"), icon=icons.check, on_click=WorriesState.seen(one.id))
    return rx.el.li(
        cards.card(
            rx.el.h2(text.link(one.name, one.href, dir="auto"), class_name="text-lg font-semibold break-words"),
            text.muted(one.at, " · ", one.where),
            rx.cond(
                one.words != "",
                text.written(one.words, class_name="mt-2"),
                rx.el.p(_("They wrote nothing. Call or find them, and ask."), class_name="mt-2"),
            ),
            rx.cond(one.there.length() > 0, there, rx.fragment()),
            rx.el.div(rx.cond(one.seen != "", text.muted(one.seen), read), class_name="mt-3"),
            element=rx.el.article,
        ),
        key=one.id,
    )


def _absent(one: Any) -> rx.Component:
    return cards.list_row(
        one.name,
        href=one.href,
        detail=rx.fragment(one.day, " · ", one.where, rx.cond(one.words != "", " · " + one.words, "")),
    )


@page("/worries", N_("Worries and absences at workplaces"), WorriesState.load)
def worries() -> rx.Component:
    """The page."""
    view: Any = WorriesState.view
    nothing = cards.empty_state(
        drawings.people_drawing(),
        _("Nothing is wrong right now"),
        _("When a pupil at a workplace says that something is wrong, or cannot come, it stands here."),
    )
    listed = rx.cond(
        view.lines.length() > 0,
        text.stack(
            rx.el.ul(rx.foreach(view.lines, _worry), class_name="flex flex-col gap-3 list-none p-0"),
            pages_of(_("Pages of the list"), view.paging),
            cards.card(text.section_heading(_("Help outside school")), help_now(view.contact)),
        ),
        rx.fragment(),
    )
    absent = rx.cond(
        view.absences.length() > 0,
        rx.el.section(
            text.section_heading(_("Who cannot come")),
            cards.row_list(rx.foreach(view.absences, _absent), class_name="mt-3"),
        ),
        rx.fragment(),
    )
    none = (view.lines.length() == 0) & (view.absences.length() == 0)
    return framed(
        text.page_head(
            _("Worries and absences at workplaces"),
            _("What pupils of yours say from there. Talk with them first; nobody at the workplace sees this."),
        ),
        rx.cond(view.loaded, rx.cond(none, nothing, text.stack(listed, absent, gap="gap-7")), waiting()),
        text.paragraph(text.link(_("Back to the classes"), address("/classes"))),
        here="classes",
        audience="staff",
    )

"""What pupils told me about the support they need: only what they chose to send to me."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import Role
from portfolio_app.core.database import as_id
from portfolio_app.core.languages import N_, _
from portfolio_app.core.paging import page_number
from portfolio_app.pages.finding import pages_of
from portfolio_app.pages.frame import address, framed
from portfolio_app.pages.registry import page
from portfolio_app.skills.support import AskedView, load_asked, mark_seen
from portfolio_app.ui import cards, drawings, icons, text
from portfolio_app.ui.buttons import button
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import say


class SupportAskedState(rx.State):
    """A page of the list."""

    view: AskedView = AskedView()

    async def _show(self) -> None:
        number = page_number(self.router.url.query_parameters.get("page", ""))
        self.view = await load_asked(current_actor(), number)

    @needs(Role.TEACHER, Role.COUNSELLOR, loads=True)
    async def load(self) -> None:
        """Load the page of the address."""
        await self._show()

    @needs(Role.TEACHER, Role.COUNSELLOR)
    async def seen(self, note: str) -> None:
        """Let the pupil know that it was seen."""
        await mark_seen(current_actor(), as_id(note))
        await say(self, N_("The pupil sees that you have seen it."))
        await self._show()


def _note(note: Any) -> rx.Component:
    return rx.el.li(
        cards.card(
            rx.el.h2(text.link(note.name, note.href, dir="auto"), class_name="text-lg font-semibold break-words"),
            text.muted(note.day),
            rx.el.p(note.point, class_name="mt-1"),
            rx.cond(note.words != "", text.written(note.words, class_name="mt-1"), rx.fragment()),
            rx.el.div(
                rx.cond(
                    note.seen != "",
                    text.muted(note.seen),
                    button(
                        _("I have seen it"),
                        kind="secondary",
                        icon=icons.check,
                        on_click=SupportAskedState.seen(note.id),
                    ),
                ),
                class_name="mt-2",
            ),
            element=rx.el.article,
        ),
        key=note.id,
    )


@page("/support-asked", N_("Told to you"), SupportAskedState.load)
def support_asked() -> rx.Component:
    """The page."""
    view: Any = SupportAskedState.view
    nothing = cards.empty_state(
        drawings.people_drawing(),
        _("Nobody has told you anything right now"),
        _("Pupils can say where they stand and choose whom they tell. What they send to you stands here."),
    )
    listed = text.stack(
        rx.el.ul(rx.foreach(view.notes, _note), class_name="flex flex-col gap-3 list-none p-0"),
        pages_of(_("Pages of the list"), view.paging),
    )
    return framed(
        text.page_head(
            _("Told to you"),
            _("A pupil chose you to know where they stand. Nobody else at school can see it here; talk to them first."),
        ),
        rx.cond(view.loaded, rx.cond(view.notes.length() > 0, listed, nothing), waiting()),
        text.paragraph(text.link(_("Back to the classes"), address("/classes"))),
        here="classes",
        audience="staff",
    )

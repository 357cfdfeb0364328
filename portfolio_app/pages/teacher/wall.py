"""A wall for the class to read: a question and answers without names, in letters that the last row can read."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import Role
from portfolio_app.core.database import as_id
from portfolio_app.core.languages import N_, _
from portfolio_app.learning.live import walls
from portfolio_app.learning.live.for_teachers import WallView, load_wall
from portfolio_app.pages.frame import framed
from portfolio_app.pages.registry import page
from portfolio_app.ui import icons, text
from portfolio_app.ui.buttons import link_button, small_button
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.live_tabs import looks_again
from portfolio_app.web.tab import say


class WallState(rx.State):
    """The wall of the address."""

    view: WallView = WallView()

    async def _show(self) -> None:
        self.view = await load_wall(current_actor(), self.router.url.query_parameters.get("id", ""))

    @needs(Role.TEACHER, loads=True)
    async def load(self) -> None:
        """Load it."""
        self.view = WallView()
        await self._show()

    @needs(Role.TEACHER, unasked=True)
    async def look(self) -> None:
        """Look again."""
        await self._show()

    @needs(Role.TEACHER)
    async def take_off(self, note: str) -> None:
        """Take a note off the wall."""
        await walls.take_off(current_actor(), as_id(note))
        await self._show()
        await say(self, N_("Taken off the wall."), undo=note)

    @needs(Role.TEACHER)
    async def undo(self, what: str) -> None:
        """Put it back."""
        await walls.take_off(current_actor(), as_id(what), off=False)
        await self._show()
        await say(self, N_("It is on the wall again."))


looks_again("/wall", WallState.look)


def _note(one: Any) -> rx.Component:
    return rx.el.li(
        rx.el.p(
            one.words,
            dir="auto",
            class_name="min-w-0 flex-1 text-2xl rail:text-4xl leading-snug break-words hyphens-auto",
        ),
        rx.el.div(small_button(_("Take it off"), icons.close, on_click=WallState.take_off(one.id))),
        class_name="flex items-start gap-2 rounded-lg border border-hairline bg-surface p-4",
        key=one.id,
    )


@page("/wall", N_("A wall of the class"), WallState.load)
def wall() -> rx.Component:
    """The page."""
    view: Any = WallState.view
    nothing = rx.el.p(_("Nothing is on it yet."), class_name="text-2xl rail:text-4xl text-muted")
    notes = rx.el.ul(
        rx.foreach(view.shown, _note), class_name="grid gap-4 rail:grid-cols-2 list-none p-0", aria_live="polite"
    )
    return framed(
        text.page_head(rx.el.span(view.question, lang=view.language, dir="auto"), view.class_name, ready=view.loaded),
        text.stack(
            rx.cond(view.shown.length() > 0, notes, nothing),
            text.side_by_side(link_button(_("Close"), view.lesson_href, kind="quiet"), class_name="not-printed"),
            gap="gap-8",
        ),
        here="classes",
        audience="staff",
        undo=WallState.undo,
        ready=view.loaded,
    )

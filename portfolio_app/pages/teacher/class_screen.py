"""The first lesson on the class's screen: what happens now, in letters that the last row can read, and two numbers."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import Role
from portfolio_app.core.database import as_id
from portfolio_app.core.languages import N_, _
from portfolio_app.core.paging import page_number
from portfolio_app.pages.frame import address, framed
from portfolio_app.pages.registry import page
from portfolio_app.pages.teacher.class_lesson import counted
from portfolio_app.skills.class_screen import ClassScreenView, load_class_screen
from portfolio_app.ui import icons, text
from portfolio_app.ui.buttons import button, link_button
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs


class ClassScreenState(rx.State):
    """The part of the address."""

    view: ClassScreenView = ClassScreenView()

    async def _show(self) -> None:
        query = self.router.url.query_parameters
        part = page_number(query.get("part", ""))
        self.view = await load_class_screen(current_actor(), as_id(query.get("id", "")), part)

    @needs(Role.TEACHER, loads=True)
    async def load(self) -> None:
        """Load the part."""
        self.view = ClassScreenView()
        await self._show()

    @needs(Role.TEACHER)
    async def count(self) -> None:
        """Count again."""
        await self._show()


def _counts(view: Any) -> rx.Component:
    numbers = counted(
        view.pupils,
        view.begun,
        view.finished,
        words="text-xl rail:text-2xl",
        number="text-5xl rail:text-7xl",
    )
    not_begun = text.paragraph(
        _("The lesson has not begun with this class."),
        " ",
        text.link(_("Begin it"), f"{address('/class-lesson')}?id=" + view.class_id),
    )
    return rx.cond(view.open, rx.el.div(numbers, role="status"), not_begun)


@page("/class-screen", N_("The first lesson on the screen"), ClassScreenState.load)
def class_screen() -> rx.Component:
    """The page."""
    view: Any = ClassScreenState.view
    steps = text.side_by_side(
        rx.cond(
            view.next_href != "",
            link_button(_("Next"), view.next_href, icon=icons.onward),
            rx.fragment(),
        ),
        rx.cond(
            view.previous_href != "",
            link_button(_("Back"), view.previous_href, kind="secondary", icon=icons.back),
            rx.fragment(),
        ),
        rx.cond(view.open, button(_("Count again"), kind="secondary", on_click=ClassScreenState.count), rx.fragment()),
        link_button(_("Close"), f"{address('/class-lesson')}?id=" + view.class_id, kind="quiet"),
    )
    now = rx.el.section(
        rx.el.p(view.part_said, " · ", view.minutes, class_name="text-xl rail:text-2xl text-muted"),
        rx.el.p(
            view.now, class_name="mt-3 text-4xl rail:text-6xl font-semibold leading-tight break-words hyphens-auto"
        ),
        aria_label=_("What we do now"),
    )
    return framed(
        text.page_head(_("The first lesson"), view.class_name),
        rx.cond(view.loaded, text.stack(now, _counts(view), steps, gap="gap-10"), waiting()),
        here="classes",
        audience="staff",
    )

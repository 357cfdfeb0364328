"""The first lesson with a class: begin it, see how many have begun and are done, end it."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import Role
from portfolio_app.core.database import as_id
from portfolio_app.core.languages import N_, _, spoken
from portfolio_app.pages.frame import address, framed
from portfolio_app.pages.registry import page
from portfolio_app.skills import class_lesson as lesson
from portfolio_app.skills.class_lesson import ClassLessonView, load_class_lesson
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import button, download_button, link_button
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import say


class ClassLessonState(rx.State):
    """The class of the address."""

    view: ClassLessonView = ClassLessonView()

    def _class(self) -> str:
        return self.router.url.query_parameters.get("id", "")

    async def _show(self) -> None:
        self.view = await load_class_lesson(current_actor(), as_id(self._class()))

    @needs(Role.TEACHER, loads=True)
    async def load(self) -> None:
        """Load how far the class is."""
        self.view = ClassLessonView()  # nothing of the former class stays, should this one be refused
        await self._show()

    @needs(Role.TEACHER)
    async def count(self) -> None:
        """Count again."""
        await self._show()

    @needs(Role.TEACHER)
    async def begin(self) -> None:
        """Begin the lesson with the class."""
        await lesson.start_class_lesson(current_actor(), as_id(self._class()))
        await self._show()
        await say(self, N_("The lesson has begun. Every pupil of the class finds it on Home and among their notices."))

    @needs(Role.TEACHER)
    async def end(self) -> None:
        """End it."""
        await lesson.end_class_lesson(current_actor(), as_id(self._class()))
        await self._show()
        await say(self, N_("The lesson is over for the class. What pupils wrote is theirs, and they can go on."))


def counted(pupils: Any, begun: Any, finished: Any, *, words: str, number: str) -> rx.Component:
    """How many pupils there are, have begun and are done; `words` and `number` are the classes of each."""

    def one(count: Any, said: str) -> rx.Component:
        return rx.el.div(
            rx.el.dt(said, class_name=f"text-muted {words}"),
            rx.el.dd(count, class_name=f"font-semibold tabular-nums {number}"),
            class_name="flex flex-col-reverse",
        )

    return rx.el.dl(
        one(pupils, _("pupils in the class")),
        one(begun, _("have begun")),
        one(finished, _("are done")),
        class_name="flex flex-wrap gap-x-10 gap-y-4",
    )


def _going_on(view: Any) -> rx.Component:
    counts = counted(
        view.pupils.to_string(),
        view.begun.to_string(),
        view.finished.to_string(),
        words="text-sm",
        number="text-3xl",
    )
    return cards.card(
        text.section_heading(_("It is going on")),
        text.muted(view.since_said, class_name="mt-1"),
        rx.el.div(counts, role="status", class_name="mt-4"),
        text.muted(
            _("Counted is what pupils did since then. You never see who, or what they wrote."), class_name="mt-3"
        ),
        text.side_by_side(
            button(_("Count again"), kind="secondary", on_click=ClassLessonState.count),
            button(_("End the lesson"), kind="quiet", on_click=ClassLessonState.end),
            class_name="mt-4",
        ),
        element=rx.el.section,
    )


@page("/class-lesson", N_("The first lesson with a class"), ClassLessonState.load)
def class_lesson() -> rx.Component:
    """The page."""
    view: Any = ClassLessonState.view
    screen = link_button(
        _("Show it to the class"), f"{address('/class-screen')}?id=" + view.class_id, icon=icons.onward, full=True
    )
    begin = button(_("Begin the lesson"), icon=icons.onward, full=True, on_click=ClassLessonState.begin)
    before = cards.card(
        text.paragraph(
            _(
                "Ten minutes: five easy questions in pictures, something done well, somebody who could say so, three "
                "lines about oneself. Pupils who have no idea get there too."
            )
        ),
        text.muted(
            _("Beginning it tells every pupil of the class. You see how many have begun and are done, never who."),
            class_name="mt-2",
        ),
        element=rx.el.section,
        aria_label=_("What it is"),
    )
    help_ = rx.el.section(
        text.section_heading(_("To prepare it")),
        cards.row_list(
            cards.list_row(
                _("The plan, minute by minute"), href=address("/first-lesson-plan"), detail=_("To read or to print")
            ),
            class_name="mt-3",
        ),
        rx.el.div(
            download_button(
                _("Sheets for a class without devices (PDF)"),
                f"/documents/first-lesson-on-paper.pdf?language={spoken()}&class=" + view.class_id,
                busy=_("Making your PDF…"),
                icon=icons.pencil,
            ),
            text.muted(_("Pupils type their sheets in themselves later, in three minutes.")),
            class_name="mt-3 flex flex-col gap-1",
        ),
        class_name="not-printed",
    )
    return framed(
        text.page_head(
            _("The first lesson"), view.class_name, action=rx.cond(view.open, screen, begin), ready=view.loaded
        ),
        rx.cond(
            view.loaded,
            text.stack(
                rx.cond(view.open, _going_on(view), before),
                help_,
                text.paragraph(
                    text.link(_("Back to the class"), f"{address('/class')}?id=" + view.class_id),
                    class_name="not-printed",
                ),
                gap="gap-8",
            ),
            waiting(),
        ),
        here="classes",
        audience="staff",
    )

"""A lesson that a class has together: where each pupil is, an activity opened for all, walls; it looks again itself."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import Role
from portfolio_app.core.database import as_id, as_ids
from portfolio_app.core.languages import N_, _
from portfolio_app.learning.live import leading, walls
from portfolio_app.learning.live.for_teachers import LiveLessonView, load_live_lesson
from portfolio_app.pages.frame import field_error, framed
from portfolio_app.pages.registry import page
from portfolio_app.pages.teacher.live_parts import pupils_part, steps_part, wall_part
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import button, form
from portfolio_app.ui.fields import checkbox, select_field
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.live_tabs import looks_again
from portfolio_app.web.tab import say

Form = dict[str, str | None]


class LiveLessonState(rx.State):
    """The class of the address."""

    view: LiveLessonView = LiveLessonView()

    async def _show(self) -> None:
        self.view = await load_live_lesson(current_actor(), self.router.url.query_parameters.get("id", ""))

    @needs(Role.TEACHER, loads=True)
    async def load(self) -> None:
        """Load where everybody is."""
        self.view = LiveLessonView()  # nothing of the former class stays, should this one be refused
        await self._show()

    @needs(Role.TEACHER, unasked=True)
    async def look(self) -> None:
        """Look again."""
        await self._show()

    @needs(Role.TEACHER)
    async def begin(self, form: Form) -> None:
        """Begin a module with the class."""
        class_id = self.router.url.query_parameters.get("id", "")
        await leading.begin_live(current_actor(), as_id(class_id), form.get("module") or "")
        await self._show()
        await say(self, N_("The lesson has begun. Every pupil of the class who is in Polku sees it."))

    @needs(Role.TEACHER)
    async def end(self, lesson: str) -> None:
        """End it."""
        await leading.end_live(current_actor(), as_id(lesson))
        await self._show()
        await say(self, N_("The lesson is over. What pupils did is theirs, and they can go on."), undo=lesson)

    @needs(Role.TEACHER)
    async def undo(self, what: str) -> None:
        """Undo what was done last: a lesson goes on, a note is on the wall again."""
        kind, _colon, thing = what.rpartition(":")
        if kind == "note":
            await walls.take_off(current_actor(), as_id(thing), off=False)
            await say(self, N_("It is on the wall again."))
        else:
            await leading.go_on_live(current_actor(), as_id(thing))
            await say(self, N_("The lesson goes on."))
        await self._show()

    @needs(Role.TEACHER)
    async def open_for_all(self, lesson: str, activity: str) -> None:
        """Call everybody to an activity."""
        await leading.open_for_all(current_actor(), as_id(lesson), activity)
        await self._show()
        await say(self, N_("Opened. Pupils who are in Polku see a line that leads there."))

    @needs(Role.TEACHER)
    async def open_wall(self, form: Form) -> None:
        """Open a wall about a question."""
        at_once = form.get("at_once") is not None
        await walls.open_wall(
            current_actor(), as_id(form.get("lesson") or ""), form.get("about") or "", at_once=at_once
        )
        await self._show()
        await say(self, N_("The wall is open. Pupils find it on the page of the lesson."))

    @needs(Role.TEACHER)
    async def close_wall(self, wall: str) -> None:
        """Take no more notes."""
        await walls.close_wall(current_actor(), as_id(wall))
        await self._show()
        await say(self, N_("The wall takes no more notes."))

    @needs(Role.TEACHER)
    async def show_note(self, wall: str, note: str) -> None:
        """Let a note be shown."""
        await walls.show_notes(current_actor(), as_id(wall), [as_id(note)])
        await self._show()

    @needs(Role.TEACHER)
    async def show_all(self, wall: str) -> None:
        """Let all notes be shown that the teacher has looked at here."""
        waiting = [note.id for one in self.view.walls if one.id == wall for note in one.waiting]
        await walls.show_notes(current_actor(), as_id(wall), as_ids(waiting))
        await self._show()

    @needs(Role.TEACHER)
    async def take_off(self, note: str) -> None:
        """Take a note off the wall."""
        await walls.take_off(current_actor(), as_id(note))
        await self._show()
        await say(self, N_("Taken off the wall."), undo=f"note:{note}")


looks_again("/live-lesson", LiveLessonState.look)


def _beginning(view: Any) -> rx.Component:
    return cards.card(
        text.paragraph(
            _(
                "Your class works at a module together. You see at which activity each pupil is, what is done and who "
                "is stuck, and open an activity for all with one click. What pupils write stays theirs."
            )
        ),
        form(
            select_field(
                "module",
                _("Module"),
                view.choices,
                field_id="module",
                error=field_error("module"),
                lang=view.choices_in,
            ),
            rx.el.div(button(_("Begin the lesson"), type="submit", icon=icons.onward)),
            on_submit=LiveLessonState.begin,
            class_name="mt-4 flex flex-col gap-4",
        ),
        element=rx.el.section,
        aria_label=_("Begin a lesson"),
    )


def _new_wall(view: Any) -> rx.Component:
    return cards.disclosure(
        _("Open a wall"),
        text.muted(
            _(
                "Pupils choose to put a few words on it, without their names. You cannot find out who wrote what, so "
                "ask nothing whose answer you would have to act on."
            )
        ),
        form(
            rx.el.input(type="hidden", name="lesson", default_value=view.id),
            select_field(
                "about",
                _("Question"),
                view.questions,
                field_id="about",
                error=field_error("about"),
                lang=view.language,
            ),
            checkbox(
                "at_once",
                _("Show notes as they come"),
                help=_("Otherwise each waits until you have looked at it here."),
            ),
            rx.el.div(button(_("Open it"), type="submit", kind="secondary")),
            on_submit=LiveLessonState.open_wall,
            class_name="mt-3 flex flex-col gap-4",
        ),
    )


@page("/live-lesson", N_("A lesson together"), LiveLessonState.load)
def live_lesson() -> rx.Component:
    """The page."""
    view: Any = LiveLessonState.view
    ending = button(_("End the lesson"), kind="secondary", on_click=LiveLessonState.end(view.id), full=True)
    stuck = cards.notice(rx.el.strong(_("Stuck:")), " ", rx.el.span(view.stuck, dir="auto"))
    under_way = text.stack(
        rx.el.section(
            rx.el.h2(text.link(view.title, view.module_href), lang=view.language, class_name="text-xl font-semibold"),
            text.muted(view.said),
            rx.el.p(view.counts, role="status", class_name="mt-2 font-semibold"),
            rx.el.div(rx.cond(view.stuck != "", stuck, rx.fragment()), role="status", class_name="mt-3 empty:hidden"),
        ),
        steps_part(view, LiveLessonState.open_for_all),
        pupils_part(view),
        rx.el.section(
            text.section_heading(_("Walls")),
            rx.foreach(view.walls, lambda wall: wall_part(wall, LiveLessonState)),
            _new_wall(view),
            class_name="flex flex-col gap-3",
        ),
        gap="gap-8",
    )
    return framed(
        text.page_head(
            _("A lesson together"),
            view.class_name,
            action=rx.cond(view.id != "", ending, rx.fragment()),
            ready=view.loaded,
        ),
        text.stack(
            rx.cond(view.id != "", under_way, _beginning(view)),
            text.paragraph(
                text.link(_("Lessons of the class"), view.lessons_href),
                " · ",
                text.link(_("Back to the class"), view.class_href),
                class_name="not-printed",
            ),
            gap="gap-8",
        ),
        here="classes",
        audience="staff",
        undo=LiveLessonState.undo,
        ready=view.loaded,
    )

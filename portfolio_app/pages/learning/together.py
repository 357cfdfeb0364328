"""What a pupil finds on the page of a module that their class does together: what the teacher sees, a button for
whoever is stuck, and the wall."""

from typing import Any

import reflex as rx

from portfolio_app.core.languages import _
from portfolio_app.learning.live.walls import LONGEST_NOTE
from portfolio_app.pages.frame import field_error
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import button, form
from portfolio_app.ui.fields import text_field
from portfolio_app.web.tab import Tab


def together_part(view: Any, state: Any) -> rx.Component:
    """Of each lesson of this module that a class of the pupil's has now."""
    frame: Any = Tab.frame
    return rx.foreach(
        frame.lessons,
        lambda one: rx.cond(one.module == view.name, _lesson(one, state), rx.fragment()),
    )


def _lesson(one: Any, state: Any) -> rx.Component:
    stuck = rx.cond(
        one.stuck,
        rx.el.div(
            text.paragraph(_("You said that you are stuck. Your teacher sees it.")),
            button(_("I am not stuck any more"), kind="secondary", on_click=state.say_stuck(one.id, False)),
            class_name="flex flex-col items-start gap-2",
        ),
        button(_("I am stuck"), kind="secondary", icon=icons.talk, on_click=state.say_stuck(one.id, True)),
    )
    return cards.card(
        rx.el.h2(_("Your class does this together"), class_name="text-lg font-semibold"),
        text.muted(
            _(
                "Until the lesson is over, your teacher sees at which activity you are, which ones you have done, when "
                "you were last here, and whether you say that you are stuck. What you write they see only where you "
                "show it to them."
            ),
            class_name="mt-1",
        ),
        rx.el.div(stuck, class_name="mt-3"),
        rx.foreach(one.walls, lambda wall: _wall(wall, state)),
        element=rx.el.section,
        class_name="max-w-reading not-printed",
        key=one.id,
    )


def _wall(wall: Any, state: Any) -> rx.Component:
    field_id = "words-" + wall.id
    writing = form(
        rx.el.input(type="hidden", name="wall", default_value=wall.id),
        text_field(
            "words",
            rx.cond(wall.note != "", _("Other words for the wall"), _("Your words for the wall")),
            field_id=field_id,
            error=field_error("words"),
            max_length=LONGEST_NOTE,
            help=_("At most {most} characters. Nothing of your answers goes there by itself.").format(
                most=LONGEST_NOTE
            ),
        ),
        rx.el.div(button(_("Put it on the wall, without your name"), type="submit", kind="secondary")),
        on_submit=state.put_note,
        key=wall.id + wall.note,
        class_name="flex flex-col gap-3",
    )
    return rx.el.div(
        rx.el.h3(
            _("A wall for the class"),
            ": ",
            rx.el.span(wall.question, lang=wall.language, dir="auto"),
            class_name="font-semibold",
        ),
        text.muted(
            _(
                "The class and your teacher read it without a name, and your teacher cannot find out whose it is. "
                "Those who run the server could. It is deleted a week after the lesson."
            ),
        ),
        _own(wall, state.take_note_back),
        rx.cond(wall.open, writing, rx.fragment()),
        class_name="mt-5 flex flex-col gap-3 border-t border-hairline pt-4",
        key=wall.id,
    )


def _own(wall: Any, on_take_back: Any) -> rx.Component:
    """The pupil's own note, what became of it, and the way back."""
    note = rx.el.div(
        rx.el.blockquote(wall.note, dir="auto", class_name="border-s-4 border-accent ps-3 break-words"),
        text.muted(wall.said),
        button(_("Take it back"), kind="quiet", on_click=on_take_back(wall.id)),
        class_name="flex flex-col items-start gap-2",
    )
    return rx.cond(wall.note != "", note, rx.fragment())


def walls_left(view: Any, on_take_back: Any) -> rx.Component:
    """Notes on walls of lessons that are over."""

    def one(wall: Any) -> rx.Component:
        return rx.el.div(
            rx.el.h3(wall.question, lang=wall.language, dir="auto", class_name="font-semibold"),
            _own(wall, on_take_back),
            key=wall.id,
        )

    listed = cards.disclosure(
        _("What you put on a wall of your class"),
        text.muted(_("The lesson is over. It is deleted a week after it, or when you take it back.")),
        rx.foreach(view.walls, one),
    )
    return rx.cond(view.walls.length() > 0, rx.el.div(listed, class_name="not-printed"), rx.fragment())

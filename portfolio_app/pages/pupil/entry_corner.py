"""The private corner on the page of an entry: what it is, the way in and the way out."""

from typing import Any

import reflex as rx

from portfolio_app.core.languages import _
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import button


def corner_words() -> str:
    """Who can open what lies in the private corner."""
    return _(
        "In your private corner, nobody else can open an entry: no teacher, school, family or host. "
        "Those who run the server could."
    )


def in_the_corner(on_take_out: Any) -> rx.Component:
    """Of an entry that is there: who can see it, and the way out."""
    return rx.el.section(
        rx.el.h2(_("Who can see this"), class_name="text-lg font-semibold"),
        rx.el.div(cards.audience_badge(_("Private corner"), icon=icons.lock), class_name="mt-2"),
        text.paragraph(corner_words(), class_name="mt-2"),
        text.muted(_("Evidence in it keeps its own audience. You see that on the evidence’s page.")),
        rx.el.div(
            button(_("Take it out of my private corner"), kind="secondary", on_click=on_take_out),
            class_name="mt-3 not-printed",
        ),
        id="audience",
    )


def into_the_corner(on_move_in: Any) -> rx.Component:
    """Of an entry that is not: what moving it there means, and the button."""
    what = rx.fragment(
        text.paragraph(corner_words()),
        text.paragraph(
            _(
                "All sharing of this entry ends when you put it there, and it is not in your PDF or CV. You can undo "
                "that. Evidence in it keeps its own audience."
            ),
            class_name="mt-2",
        ),
        rx.el.div(
            button(_("Put it into my private corner"), kind="secondary", icon=icons.lock, on_click=on_move_in),
            class_name="mt-3",
        ),
    )
    return rx.el.div(cards.disclosure(_("Private corner"), what), class_name="not-printed")

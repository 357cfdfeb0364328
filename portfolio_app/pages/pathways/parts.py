"""What pages that show pathways have in common."""

from typing import Any

import reflex as rx

from portfolio_app.ui import cards


def line_of(one: Any) -> rx.Component:
    """What stands beneath the name of a `PathwayLine`: what it is, and what is to be said of its being here."""
    return rx.el.span(
        one.detail,
        rx.cond(one.mark != "", rx.fragment(" ", cards.tag(one.mark)), rx.fragment()),
        class_name="inline-flex flex-wrap items-center gap-2",
    )

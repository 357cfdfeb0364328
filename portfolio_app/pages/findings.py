"""What plain rules found in somebody's profile, each with what to do about it: on the CV's page and on Home."""

from typing import Any

import reflex as rx

from portfolio_app.ui import text


def finding_list(looks: Any) -> rx.Component:
    """The findings, one after the other."""
    return rx.el.ul(rx.foreach(looks, _line), class_name="mt-3 flex flex-col gap-3 list-none p-0 max-w-reading")


def _line(one: Any) -> rx.Component:
    return rx.el.li(
        rx.el.p(one.what, dir="auto", class_name="break-words"),
        text.link(one.do, one.href, class_name="inline-flex items-center min-h-11 rail:min-h-9"),
        key=one.what,
    )

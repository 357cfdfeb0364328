"""A collection as others read it: its lines, then every entry in it in full."""

from typing import Any

import reflex as rx

from portfolio_app.core.languages import _
from portfolio_app.pages.pupil.entry import entry_body
from portfolio_app.ui import text


def collection_body(view: Any) -> rx.Component:
    """What a `SharedCollection` holds."""

    def entry(one: Any) -> rx.Component:
        return rx.el.article(
            rx.el.h2(one.title, dir="auto", class_name="text-xl font-semibold break-words"),
            text.muted(one.about),
            rx.el.div(entry_body(one, rx.el.h3), class_name="mt-3"),
            key=one.id,
            class_name="border-t border-hairline pt-6",
        )

    return text.stack(
        rx.cond(view.about != "", text.written(view.about), rx.fragment()),
        rx.cond(
            view.listed.length() > 0,
            rx.foreach(view.listed, entry),
            text.muted(_("There is nothing in this collection now.")),
        ),
        gap="gap-8",
    )

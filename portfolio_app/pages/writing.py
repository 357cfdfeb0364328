"""Parts of a form in which somebody writes about a thing of their own: the skills it is about and the evidence that
belongs to it, to tick, and the choice between two versions when another tab was faster."""

from typing import Any

import reflex as rx

from portfolio_app.core.languages import _
from portfolio_app.ui import cards
from portfolio_app.ui.buttons import button
from portfolio_app.ui.fields import checkbox


def version_typed(typed: str | None) -> int:
    """The version of a thing that a form was made for; 0 for what is no number."""
    return int(typed) if typed and typed.isdecimal() and len(typed) < 10 else 0


def skill_boxes(group: Any) -> rx.Component:
    """The skills of one theme, each a box named `skill:<code>`."""
    return rx.el.fieldset(
        rx.el.legend(group.name, class_name="font-semibold"),
        rx.foreach(
            group.choices,
            lambda one: checkbox(
                "skill:" + one.value, one.label, field_id="skill-" + one.value, default_checked=one.chosen
            ),
        ),
        class_name="flex flex-col min-w-0",
    )


def evidence_box(one: Any) -> rx.Component:
    """A piece of evidence in a list, a box named `evidence:<id>`, with its picture if it has one."""
    picture = rx.el.img(
        src=one.thumbnail,
        alt="",
        loading="lazy",
        class_name="size-12 rounded object-cover bg-sunken",
        custom_attrs={"width": 48, "height": 48},
    )
    return rx.el.li(
        checkbox("evidence:" + one.value, one.label, field_id="evidence-" + one.value, default_checked=one.chosen),
        rx.cond(one.thumbnail != "", picture, rx.fragment()),
        class_name="flex items-center justify-between gap-3",
        key=one.value,
    )


def two_versions(state: Any, words: str) -> rx.Component:
    """Asks which version to have, while the form's state has met a `conflict`; `words` say what was changed."""
    return rx.cond(
        state.conflict,
        rx.el.div(
            cards.notice(
                words,
                kind="warning",
                actions=rx.fragment(
                    button(_("Save both"), on_click=state.keep_both),
                    button(_("Drop mine, use the other version"), kind="secondary", on_click=state.take_other),
                ),
            ),
            role="alert",
        ),
        rx.fragment(),
    )

"""Answers to choose from: one of a few words beside a statement; pictures with words, any number of which fit."""

from collections.abc import Callable
from typing import Any

import reflex as rx

from portfolio_app.ui.drawings import line_drawing
from portfolio_app.ui.fields import error_place, key_of
from portfolio_app.ui.kinds import Text, Yes


def answer_row(
    name: Text, legend: Text, options: rx.Var[Any], *, default_value: Text, on_choose: Callable[[Any], Any], key: Text
) -> rx.Component:
    """`options` have a `value` and a `label`; `on_choose` makes the event of a value. All else as in `ui.fields`.

    Unlike `radio_cards` it takes no later default over: what is chosen while the server is away stays chosen. `key`
    changes when it asks anew.
    """

    def answer(option: Any) -> rx.Component:
        return rx.el.label(
            rx.el.input(
                type="radio",
                name=name,
                value=option.value,
                default_checked=option.value == default_value,
                on_change=on_choose(option.value),
                class_name="choice-mark",
                custom_attrs={"id": f"{name}-" + option.value},
            ),
            rx.el.span(option.label, class_name="min-w-0"),
            class_name="choice choice-card flex items-center gap-2.5 p-2.5 min-h-11 cursor-pointer",
            key=option.value,
        )

    return rx.el.fieldset(
        rx.el.legend(legend, class_name="block font-semibold mb-1.5 max-w-reading"),
        rx.el.div(rx.foreach(options, answer), class_name="grid grid-cols-2 md:grid-cols-4 gap-2"),
        class_name="min-w-0",
        key=key,
    )


def picture_boxes(code: Text, legend: Text, choices: rx.Var[Any], *, error: Text, legend_shown: Yes) -> rx.Component:
    """Answers as pictures with words, any of which can be ticked. Each of the `choices` has the `name` of its field, a
    `label`, a `picture` (a path of 24 by 24) and whether it is `ticked`.

    The group has the id `code`, so that an error summary can lead to it; `error` is "" while there is none.
    """

    def choice(one: Any) -> rx.Component:
        box = rx.el.input(
            type="checkbox",
            name=one.name,
            value="yes",
            default_checked=one.ticked,
            key=key_of(one.ticked),
            class_name="choice-mark",
            custom_attrs={"id": one.name},
        )
        return rx.el.label(
            rx.el.span(
                line_drawing(one.picture, "size-11 shrink-0 text-accent"),
                box,
                class_name="flex items-start justify-between gap-2",
            ),
            rx.el.span(one.label, class_name="break-words"),
            class_name="choice choice-card flex flex-col gap-2 p-3 cursor-pointer leading-tight hyphens-auto",
            key=one.code,
        )

    return rx.el.fieldset(
        rx.el.legend(legend, class_name=rx.cond(legend_shown, "block text-lg font-semibold mb-2", "sr-only")),
        rx.el.div(rx.foreach(choices, choice), class_name="grid grid-cols-2 md:grid-cols-4 gap-2"),
        error_place(code, error),
        # Reflex knows no tab_index of a fieldset and would make a style of it, which the policy forbids.
        custom_attrs={"id": code, "aria-describedby": f"{code}-error", "tabIndex": -1},
        class_name="min-w-0",
    )

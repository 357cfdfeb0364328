"""A statement with a few answers in words beside each other, of which one is chosen by mouse, finger or arrow keys."""

from collections.abc import Callable
from typing import Any

import reflex as rx

from portfolio_app.ui.kinds import Text


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

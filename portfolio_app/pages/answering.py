"""A pupil's answer to what an adult said of them, or noted: as it stands, and the form for it."""

from typing import Any

import reflex as rx

from portfolio_app.core.languages import _
from portfolio_app.ui.buttons import button, form, form_buttons
from portfolio_app.ui.fields import text_area


def answered(one: Any) -> rx.Component:
    """The answer to `one`, where there is one."""
    return rx.cond(
        one.answer != "",
        rx.el.p(_("Your answer"), ": ", one.answer, class_name="mt-2 break-words text-muted"),
        rx.fragment(),
    )


def answer_form(name: str, one: Any, hint: str, longest: int, on_submit: Any) -> rx.Component:
    """The form for an answer to `one`, whose id it sends under `name`."""
    return form(
        rx.el.input(type="hidden", name=name, default_value=one.id),
        text_area(
            "answer",
            _("Your answer"),
            help=hint,
            default_value=one.answer,
            field_id="answer-" + one.id,
            max_length=longest,
        ),
        form_buttons(button(_("Save the answer"), kind="secondary", type="submit")),
        on_submit=on_submit,
        key=one.id + one.answer,
    )

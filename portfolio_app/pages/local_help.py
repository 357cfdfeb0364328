"""The form in which a school, or an admin for a region, says who helps with what gets in the way of a pupil's goal."""

from collections.abc import Mapping
from typing import Any

import reflex as rx

from portfolio_app.core.languages import _
from portfolio_app.pages.frame import field_error
from portfolio_app.schools.local_help import LONGEST_WORDS, HelpWords
from portfolio_app.schools.models import Barrier
from portfolio_app.ui import text
from portfolio_app.ui.buttons import button, form, form_buttons
from portfolio_app.ui.fields import text_area, text_field


def lines_of(fields: Mapping[str, str | None]) -> dict[Barrier, HelpWords]:
    """What the form sends."""
    return {
        kind: HelpWords(fields.get(f"words-{kind}") or "", fields.get(f"url-{kind}") or "")
        for kind in Barrier
        if f"words-{kind}" in fields
    }


def _line(line: Any) -> rx.Component:
    around = rx.fragment(_("Your region says:"), " ", rx.el.span(line.region, dir="auto"))
    return rx.el.fieldset(
        rx.el.legend(line.name, class_name="font-semibold"),
        rx.cond(line.region != "", text.muted(around), rx.fragment()),
        text_area(
            "words-" + line.kind,
            _("Who helps, and how to reach them"),
            field_id="words-" + line.kind,
            default_value=line.words,
            error=field_error("words-" + line.kind),
            max_length=LONGEST_WORDS,
        ),
        text_field(
            "url-" + line.kind,
            _("Web address"),
            hint=_("(optional)"),
            field_id="url-" + line.kind,
            type="url",
            default_value=line.url,
            error=field_error("url-" + line.kind),
            max_length=290,
        ),
        class_name="flex flex-col gap-3 rounded-lg border border-hairline bg-surface p-4 min-w-0",
        key=line.kind,
    )


def help_form(view: Any, on_submit: Any) -> rx.Component:
    """The form; `lines_of` reads it."""
    return form(
        rx.el.input(type="hidden", name="place", default_value=view.id),
        rx.foreach(view.lines, _line),
        form_buttons(button(_("Save"), type="submit", full=True)),
        on_submit=on_submit,
        key=view.id,
    )

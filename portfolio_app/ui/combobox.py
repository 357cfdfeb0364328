"""A field that offers what fits while somebody types, after the combobox pattern of WAI-ARIA's Authoring Practices.

It is a search form first: sent as it is, before or without its script, it leads to a page of what was found. The script
(`assets/combobox.js`) stands only in pages that have such a field.
"""

from typing import Any

import reflex as rx

from portfolio_app.ui import icons
from portfolio_app.ui.buttons import button, form, plain_form
from portfolio_app.ui.fields import text_field
from portfolio_app.ui.kinds import Text

FIELD, HELP, LIST, CHOICE = "search", "combobox-help", "combobox-list", "combobox-choice"


def combobox(
    action: Text,
    *hidden: rx.Component,
    script: str,
    source: Text,
    label: Text,
    options: Text,
    unreachable: Text,
    submit: Text,
    on_choose: Any,
    request: Any,
    most: int,
    help: Text,  # noqa: A002
    error: Text | None = None,
    default_value: Text = "",
) -> rx.Component:
    """The field, a GET form to `action` with the `hidden` fields. One a page.

    `source` answers `&search=…` with JSON: `said`, and `skills` with `id`, `name`, `detail` and `language`; or with a
    `problem`. What is chosen goes to the handler `on_choose` as a form with `chosen` and `request`. `options` names the
    list, `unreachable` is said while there is no answer, `script` is the address of the script.
    """
    field = text_field(
        FIELD,
        label,
        error=error,
        default_value=default_value,
        max_length=most,
        auto_complete="off",
        spell_check=False,
        width="flex-1 min-w-48",
        custom_attrs={
            "role": "combobox",
            "aria-autocomplete": "list",
            "aria-expanded": "false",
            "aria-controls": LIST,
            "aria-describedby": f"{HELP} {FIELD}-error",
            "autoCapitalize": "none",
            "enterKeyHint": "search",
        },
    )
    asking = plain_form(
        action,
        "get",
        *hidden,
        field,
        button(submit, type="submit", kind="secondary", icon=icons.search),
        class_name="flex flex-wrap items-start gap-3 [&>button]:mt-7",
        role="search",
    )
    choosing = form(
        rx.el.input(type="hidden", name="chosen"),
        rx.el.input(type="hidden", name="request", default_value=request),
        on_submit=on_choose,
        class_name="hidden",
        id=CHOICE,
        key=request,
    )
    return rx.el.div(
        asking,
        rx.el.p(help, custom_attrs={"id": HELP}, class_name="mt-1 text-sm text-muted"),
        # What is in these two is the script's.
        rx.el.ul(
            role="listbox",
            custom_attrs={"id": LIST, "aria-label": options},
            hidden=True,
            class_name="combobox-list list-none",
        ),
        rx.el.p(
            role="status",
            custom_attrs={"data-combobox-status": ""},
            class_name="mt-1 min-h-[1.45em] text-sm text-muted",
        ),
        choosing,
        rx.el.script(src=script, custom_attrs={"async": True}),
        custom_attrs={"data-combobox": source, "data-unreachable": unreachable},
        class_name="combobox max-w-reading not-printed",
    )

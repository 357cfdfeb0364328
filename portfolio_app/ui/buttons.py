"""Things to press: buttons, links that look like buttons, and forms the browser submits by itself."""

from collections.abc import Callable
from typing import Any, Literal

import reflex as rx
from reflex_components_core.el.elements.base import BaseHTML

from portfolio_app.ui import icons
from portfolio_app.ui.kinds import Child, Text, Yes, joined
from portfolio_app.ui.links import page_link, plain_link

Kind = Literal["primary", "secondary", "quiet", "danger"]
Icon = Callable[[str], rx.Component]

_SHAPE = (
    "not-printed inline-flex items-center justify-center gap-2 min-h-11 rail:min-h-10 px-4 py-2 rounded-lg border "
    "font-semibold text-center leading-tight no-underline cursor-pointer disabled:cursor-default"
)
_KINDS: dict[Kind, str] = {
    "primary": "border-accent bg-accent text-on-accent hover:bg-accent-strong hover:border-accent-strong",
    "secondary": "border-control bg-surface text-ink hover:bg-sunken hover:border-ink",
    "quiet": "border-transparent bg-transparent text-accent hover:bg-sunken hover:text-accent-strong",
    "danger": "border-danger bg-surface text-danger hover:bg-danger hover:text-on-danger",
}


def _classes(kind: Kind, full: bool, class_name: str) -> str:
    return joined(_SHAPE, _KINDS[kind], "w-full sm:w-auto" if full else "", class_name)


def button(
    label: Text,
    *,
    kind: Kind = "primary",
    icon: Icon | None = None,
    busy: Yes = False,
    busy_label: Text | None = None,
    type: Literal["button", "submit", "reset"] = "button",  # noqa: A002 - the attribute's own name
    full: bool = False,
    class_name: str = "",
    **attrs: Any,
) -> rx.Component:
    """A button with words, at least 44 px high on phones.

    `icon` is a function of `ui.icons`. While `busy` it cannot be pressed, turns a small ring and says `busy_label`
    ("Saving…"). `full` makes it as wide as the phone. Other attributes (`on_click`, `form`, `name`, `value`,
    `aria_label`) go to the element.
    """
    face: list[Child] = [label] if icon is None else [icon("-ms-1"), label]
    if busy is not False:
        waiting = rx.fragment(
            rx.el.span(class_name="spinner", aria_hidden="true"), label if busy_label is None else busy_label
        )
        face = [rx.cond(busy, waiting, rx.fragment(*face))]
        attrs = {"disabled": busy, "aria_busy": rx.cond(busy, "true", "false")} | attrs
    return rx.el.button(*face, type=type, class_name=_classes(kind, full, class_name), **attrs)


def link_button(
    label: Child,
    href: Text,
    *,
    kind: Kind = "primary",
    icon: Icon | None = None,
    document: bool = False,
    full: bool = False,
    class_name: str = "",
    **attrs: Any,
) -> rx.Component:
    """A link that looks like a button: it goes somewhere and changes nothing. `document` as in `text.link`."""
    face: list[Child] = [label] if icon is None else [icon("-ms-1"), label]
    classes = _classes(kind, full, class_name)
    if document:
        return plain_link(*face, href=href, class_name=classes, **attrs)
    return page_link(*face, href=href, class_name=classes, **attrs)


def download_button(
    label: Text, href: Text, *, busy: Text, icon: Icon | None = None, kind: Kind = "secondary"
) -> Child:
    """A link to a document that takes a while to be made: `busy` is said meanwhile (assets/polku.js). Without scripts
    it is a plain link."""
    return rx.el.div(
        link_button(label, href, kind=kind, icon=icon, document=True, custom_attrs={"data-download": busy}),
        rx.el.p(
            role="status", class_name="min-h-[1.45em] text-sm text-muted", custom_attrs={"data-download-status": True}
        ),
        class_name="not-printed",
    )


def download_form(
    action: Text, *fields: Child, label: Text, busy: Text, icon: Icon | None = None, **attrs: Any
) -> rx.Component:
    """A form whose answer is a document that takes a while to be made, as with `download_button`."""
    return plain_form(
        action,
        "get",
        *fields,
        rx.el.div(
            button(label, type="submit", kind="secondary", icon=icon),
            rx.el.p(
                role="status",
                class_name="min-h-[1.45em] text-sm text-muted",
                custom_attrs={"data-download-status": True},
            ),
        ),
        custom_attrs={"data-download": busy},
        class_name="not-printed flex flex-col gap-5",
        **attrs,
    )


def small_button(label: Text, icon: Icon, **attrs: Any) -> rx.Component:
    """An icon alone where room is short and the meaning plain (move up, put away); `label` is read aloud and shown as
    a tip. 44 px square on phones."""
    return rx.el.button(
        icon(""),
        type="button",
        title=label,
        aria_label=label,
        class_name=(
            "not-printed inline-flex items-center justify-center size-11 rail:size-9 shrink-0 rounded-lg text-muted "
            "cursor-pointer hover:bg-sunken hover:text-ink disabled:invisible"
        ),
        **attrs,
    )


class PlainForm(BaseHTML):
    """A `form` element as HTML knows it; Reflex's own always prevents the browser from submitting."""

    tag = "form"


def plain_form(
    action: Text,
    method: Literal["get", "post"],
    *children: Child,
    upload: bool = False,
    class_name: str = "flex flex-col gap-5",
    **attrs: Any,
) -> rx.Component:
    """A form the browser itself submits to `action` (sign-in, sign-out, uploads, searches that stand in the address).

    It works before and without JavaScript. `upload=True` sends it as `multipart/form-data`. The browser's own bubbles
    are off (`novalidate`): errors come back in the page's words.
    """
    sent: dict[str, Any] = {"action": action, "method": method, "noValidate": True}
    if upload:
        sent["encType"] = "multipart/form-data"
    return PlainForm.create(
        *children, custom_attrs=sent | attrs.pop("custom_attrs", {}), class_name=class_name, **attrs
    )


def form(*children: Child, on_submit: Any, class_name: str = "flex flex-col gap-5", **attrs: Any) -> rx.Component:
    """A form whose fields go to an event handler as one mapping of names to values, in one column.

    What was typed stays after a failed submit. The browser's own bubbles are off: show `error_summary` instead.
    """
    custom = {"noValidate": True} | attrs.pop("custom_attrs", {})
    return rx.el.form(
        *children, on_submit=on_submit, reset_on_submit=False, custom_attrs=custom, class_name=class_name, **attrs
    )


def print_button(label: Text, **attrs: Any) -> rx.Component:
    """Opens the browser's print dialogue for this page; it is not on the paper itself. `assets/ui.js` listens."""
    custom = {"data-print": "true"} | attrs.pop("custom_attrs", {})
    return button(label, kind="quiet", icon=icons.print_out, class_name="not-printed", custom_attrs=custom, **attrs)


def form_buttons(*buttons: Child) -> rx.Component:
    """The row at the end of a form: the main button first; full width on phones."""
    return rx.el.div(*buttons, class_name="flex flex-col sm:flex-row sm:flex-wrap gap-3 pt-2")

"""Form fields: label above, help below, an error in words beside the field; what was typed is never taken away.

All are uncontrolled: `default_value` is where a field starts, and what people type stays theirs until they submit.
When a default arrives after the page, an untouched field takes it over. A form sends what the browser would send: names
and values, nothing for a box without its tick or for radios none of which is chosen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import reflex as rx

from portfolio_app.ui import icons
from portfolio_app.ui.buttons import button, plain_form
from portfolio_app.ui.kinds import Child, Text, Yes, joined
from portfolio_app.ui.links import plain_link

_LABEL = "block font-semibold mb-1"
_HELP = "mt-1 text-sm text-muted max-w-reading"


@dataclass(frozen=True)
class Choice:
    """One option of `select_field` or `radio_cards`: what is sent, what is read, a sentence more."""

    value: str
    label: str
    help: str = ""


@dataclass(frozen=True)
class FieldError:
    """One line of an `error_summary`: the id of the field and what is wrong with it, in words."""

    field_id: str
    message: str


def _own_id(field_id: Text, name: Text) -> Any:
    """The id of a field: its name, unless it was given one (a Var counts as given)."""
    return name if isinstance(field_id, str) and not field_id else field_id


def error_place(field_id: Text, error: Text | None) -> rx.Component:
    """The place of a field's error: always there for `aria-describedby`, empty and without height until needed."""
    inside: Child = ""
    if error is not None:
        said = rx.fragment(icons.warning("size-5 mt-0.5"), rx.el.span(error))
        inside = said if isinstance(error, str) else rx.cond(error != "", said, rx.fragment())
    return rx.el.p(
        inside,
        custom_attrs={"id": f"{field_id}-error"},
        class_name="flex gap-1.5 mt-1 text-sm font-semibold text-danger empty:hidden",
    )


def _help(field_id: Text, text: Text | None) -> list[rx.Component]:
    return [] if text is None else [rx.el.p(text, custom_attrs={"id": f"{field_id}-help"}, class_name=_HELP)]


def _identified(field_id: Text, help: Text | None, error: Text | None) -> dict[str, Any]:  # noqa: A002
    told = f"{field_id}-error" if help is None else f"{field_id}-help {field_id}-error"
    described: dict[str, Any] = {"id": field_id, "aria-describedby": told}
    if error is not None:
        described["aria-invalid"] = "true" if isinstance(error, str) else rx.cond(error != "", "true", "false")
    return described


def _label(field_id: Text, label: Child, hint: Text | None) -> rx.Component:
    tail = [] if hint is None else [" ", rx.el.span(hint, class_name="font-normal text-muted")]
    return rx.el.label(label, *tail, html_for=field_id, class_name=_LABEL)


def text_field(
    name: str,
    label: Child,
    *,
    help: Text | None = None,  # noqa: A002 - the word everyone uses for it
    error: Text | None = None,
    hint: Text | None = None,
    default_value: Text | None = None,
    type: Literal["text", "email", "url", "search", "tel", "date", "time", "month", "number"] = "text",  # noqa: A002
    field_id: str = "",
    required: bool = False,
    width: str = "max-w-reading",
    **attrs: Any,
) -> rx.Component:
    """One line of text. `hint` stands beside the label ("(optional)"); `error` is "" while there is none.

    `field_id` defaults to `name`. Other attributes (`auto_complete`, `input_mode`, `max_length`, `auto_focus`,
    `spell_check`, `on_blur`, `custom_attrs`) go to the `input`.
    """
    field_id = _own_id(field_id, name)
    custom = _identified(field_id, help, error) | attrs.pop("custom_attrs", {})
    if default_value is not None:
        attrs["default_value"] = default_value
    return rx.el.div(
        _label(field_id, label, hint),
        rx.el.input(
            name=name,
            type=type,
            required=required,
            class_name="field-control",
            custom_attrs=custom,
            **attrs,
        ),
        *_help(field_id, help),
        error_place(field_id, error),
        class_name=width,
    )


def text_area(
    name: str,
    label: Child,
    *,
    help: Text | None = None,  # noqa: A002
    error: Text | None = None,
    hint: Text | None = None,
    default_value: Text | None = None,
    field_id: str = "",
    required: bool = False,
    status: rx.Component | None = None,
    **attrs: Any,
) -> rx.Component:
    """Several lines of text; the field grows with them. `status` (say, `saved_line`) stands beneath at the end."""
    field_id = _own_id(field_id, name)
    custom = {"dir": "auto"} | _identified(field_id, help, error) | attrs.pop("custom_attrs", {})
    if default_value is not None:
        attrs["default_value"] = default_value
    return rx.el.div(
        _label(field_id, label, hint),
        rx.el.textarea(name=name, required=required, class_name="field-control", custom_attrs=custom, **attrs),
        *_help(field_id, help),
        error_place(field_id, error),
        *([] if status is None else [status]),
        class_name="max-w-reading",
    )


def passphrase_field(
    name: str,
    label: Text,
    *,
    show: Text,
    hide: Text,
    help: Text | None = None,  # noqa: A002
    error: Text | None = None,
    field_id: str = "",
    new: bool = False,
    **attrs: Any,
) -> rx.Component:
    """A passphrase with a button that shows or hides it (`assets/ui.js`; without scripts the button is not there).

    `show` and `hide` are the button's words. `new=True` asks the browser for a new passphrase, not for the kept one.
    """
    field_id = _own_id(field_id, name)
    custom = _identified(field_id, help, error) | attrs.pop("custom_attrs", {})
    return rx.el.div(
        _label(field_id, label, None),
        rx.el.div(
            rx.el.input(
                name=name,
                type="password",
                required=True,
                auto_complete="new-password" if new else "current-password",
                class_name="field-control flex-1",
                custom_attrs={"autoCapitalize": "none", "spellCheck": "false"} | custom,
                **attrs,
            ),
            rx.el.button(
                rx.el.span(show, class_name="in-aria-pressed:hidden"),
                rx.el.span(hide, class_name="hidden in-aria-pressed:inline"),
                type="button",
                aria_controls=field_id,
                custom_attrs={"data-shows": field_id},
                class_name=(
                    "needs-script min-h-11 min-w-20 px-3 rounded-lg border border-control bg-surface text-ink "
                    "cursor-pointer hover:bg-sunken hover:border-ink"
                ),
            ),
            class_name="flex gap-2",
        ),
        *_help(field_id, help),
        error_place(field_id, error),
        class_name="max-w-reading",
    )


def select_field(
    name: str,
    label: Text,
    options: Sequence[Choice] | rx.Var[list[Choice]],
    *,
    every: Text | None = None,
    help: Text | None = None,  # noqa: A002
    error: Text | None = None,
    hint: Text | None = None,
    default_value: Text = "",
    field_id: str = "",
    **attrs: Any,
) -> rx.Component:
    """A choice from a list, for more than some six options; for fewer use `radio_cards`. `every` is what comes before
    them in a filter: it chooses none of them."""
    field_id = _own_id(field_id, name)
    custom = _identified(field_id, help, error) | attrs.pop("custom_attrs", {})
    if isinstance(options, rx.Var):
        offered = [rx.foreach(options, lambda choice: rx.el.option(choice.label, value=choice.value))]
    else:
        offered = [rx.el.option(choice.label, value=choice.value) for choice in options]
    return rx.el.div(
        _label(field_id, label, hint),
        rx.el.select(
            *([] if every is None else [rx.el.option(every, value="")]),
            *offered,
            name=name,
            default_value=default_value,
            # A select reads its default only once, so a default that arrives later needs a new element.
            key=default_value,
            class_name="field-control",
            custom_attrs=custom,
            **attrs,
        ),
        *_help(field_id, help),
        error_place(field_id, error),
        class_name="max-w-reading",
    )


def key_of(chosen: Yes) -> Any:
    """A key that follows the default: React reads `defaultChecked` only once, so a later one needs a new element."""
    return ("on" if chosen else "off") if isinstance(chosen, bool) else rx.cond(chosen, "on", "off")


def _card(field_id: str, name: str, value: Text, label: Text, help: Child | None, chosen: Yes, attrs: dict[str, Any]):  # noqa: A002
    return rx.el.label(
        rx.el.input(
            type="radio",
            name=name,
            value=value,
            default_checked=chosen,
            key=key_of(chosen),
            class_name="choice-mark",
            custom_attrs={"id": field_id} | attrs.get("custom_attrs", {}),
            **{key: value for key, value in attrs.items() if key != "custom_attrs"},
        ),
        rx.el.span(
            rx.el.span(label, class_name="block font-semibold"),
            *([] if help is None else [help]),
            class_name="min-w-0",
        ),
        class_name="choice choice-card flex gap-3 p-3 cursor-pointer",
    )


def radio_cards(
    name: str,
    legend: Text,
    options: Sequence[Choice] | rx.Var[list[Choice]],
    *,
    help: Text | None = None,  # noqa: A002
    error: Text | None = None,
    default_value: Text = "",
    field_id: str = "",
    beside: bool = False,
    **attrs: Any,
) -> rx.Component:
    """One of a few, each on a card with a sentence: the four steps, an audience.

    The first card's radio has the id `field_id` (default `name`), so that an error summary can lead to it. `beside`
    sets the cards side by side from 900 px. Other attributes (`on_change`) go to every radio.
    """
    field_id = _own_id(field_id, name)

    def explained(choice: Any) -> Child | None:
        line = "block text-sm text-muted mt-0.5"
        if isinstance(choice, Choice):
            return rx.el.span(choice.help, class_name=line) if choice.help else None
        return rx.cond(choice.help != "", rx.el.span(choice.help, class_name=line), rx.fragment())

    if isinstance(options, rx.Var):
        cards = [
            rx.foreach(
                options,
                lambda choice, index: _card(
                    rx.cond(index == 0, field_id, f"{field_id}-" + choice.value),  # pyright: ignore[reportArgumentType]
                    name,
                    choice.value,
                    choice.label,
                    explained(choice),
                    choice.value == default_value,
                    attrs,
                ),
            )
        ]
    else:
        cards = [
            _card(
                f"{field_id}-{choice.value}" if index else field_id,
                name,
                choice.value,
                choice.label,
                explained(choice),
                default_value == choice.value,
                attrs,
            )
            for index, choice in enumerate(options)
        ]
    return rx.el.fieldset(
        rx.el.legend(legend, class_name=_LABEL),
        *_help(field_id, help),
        rx.el.div(
            *cards,
            class_name=joined("grid gap-2 mt-2", "rail:grid-cols-2" if beside else "max-w-reading"),
        ),
        error_place(field_id, error),
        custom_attrs={"aria-describedby": _identified(field_id, help, error)["aria-describedby"]},
        class_name="min-w-0",
    )


def checkbox(
    name: Text,
    label: Child,
    *,
    help: Text | None = None,  # noqa: A002
    error: Text | None = None,
    default_checked: Yes = False,
    value: Text = "yes",
    field_id: Text = "",
    **attrs: Any,
) -> rx.Component:
    """A yes that can be taken back. A form sends `value` for yes and nothing for no: read it with `.get(name)`."""
    field_id = _own_id(field_id, name)
    custom = _identified(field_id, help, error) | attrs.pop("custom_attrs", {})
    return rx.el.div(
        rx.el.label(
            rx.el.input(
                type="checkbox",
                name=name,
                value=value,
                default_checked=default_checked,
                key=key_of(default_checked),
                class_name="choice-mark",
                custom_attrs=custom,
                **attrs,
            ),
            rx.el.span(label, class_name="min-w-0"),
            class_name="choice inline-flex items-start gap-3 min-h-11 py-2 cursor-pointer",
        ),
        rx.el.div(*_help(field_id, help), error_place(field_id, error), class_name="ps-9 -mt-1"),
        class_name="max-w-reading",
    )


def file_field(
    name: str,
    label: Text,
    *,
    help: Text | None = None,  # noqa: A002
    error: Text | None = None,
    accept: str = "",
    field_id: str = "",
    **attrs: Any,
) -> rx.Component:
    """A file from the device, for a `plain_form(…, upload=True)`. `accept` as in HTML ("image/*,application/pdf")."""
    field_id = _own_id(field_id, name)
    custom = _identified(field_id, help, error) | attrs.pop("custom_attrs", {})
    return rx.el.div(
        _label(field_id, label, None),
        rx.el.input(type="file", name=name, accept=accept, class_name="field-control", custom_attrs=custom, **attrs),
        *_help(field_id, help),
        error_place(field_id, error),
        class_name="max-w-reading",
    )


def error_summary(title: Text, errors: rx.Var[list[FieldError]] | Sequence[FieldError]) -> rx.Component:
    """Everything that is wrong with a form, above it, each line leading to its field. Nothing while there is nothing.

    The container is a live region that is always there, so that screen readers say it when it fills.
    """

    def line(error: Any) -> rx.Component:
        return rx.el.li(
            plain_link(error.message, href=f"#{error.field_id}", class_name="underline underline-offset-4 text-danger")
        )

    def box(lines: Child) -> rx.Component:
        return rx.el.div(
            rx.el.h2(title, class_name="flex gap-2 font-semibold text-danger"),
            rx.el.ul(lines, class_name="mt-2 list-disc ps-6 space-y-1"),
            class_name="rounded-lg border-2 border-danger bg-danger-soft p-4 max-w-reading",
        )

    if isinstance(errors, rx.Var):
        inside = rx.cond(errors.to(list[FieldError]).length() > 0, box(rx.foreach(errors, line)), rx.fragment())
    else:
        inside = box(rx.fragment(*(line(error) for error in errors))) if errors else rx.fragment()
    return rx.el.div(inside, role="alert", class_name="empty:hidden")


def search_field(
    action: Text, name: str, label: Text, search: Text, *, default_value: Text = "", **attrs: Any
) -> rx.Component:
    """A search whose words stand in the address: a plain GET form with one field and a button that says `search`."""
    return plain_form(
        action,
        "get",
        rx.el.label(label, html_for=name, class_name="sr-only"),
        rx.el.input(
            name=name,
            type="search",
            default_value=default_value,
            placeholder=label,
            class_name="field-control flex-1 min-w-0",
            custom_attrs={"id": name},
        ),
        button(search, kind="secondary", icon=icons.search, type="submit"),
        class_name="flex gap-2 max-w-reading",
        role="search",
        **attrs,
    )


def saved_line(text: Text, element_id: str = "saved") -> rx.Component:
    """Where a draft says how it is ("Saved 10:42"): a live region whose height is kept free."""
    return rx.el.p(text, id=element_id, role="status", class_name="mt-1 min-h-[1.45em] text-sm text-muted")

"""Words on a page: headings that make an outline, paragraphs of a readable width, links, definitions."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from portfolio_app.ui.kinds import Child, Text, Yes, joined
from portfolio_app.ui.links import page_link, plain_link

LINK = "text-accent underline decoration-1 underline-offset-4 hover:text-accent-strong hover:decoration-2"


def page_head(
    title: Child, lead: Text | None = None, action: rx.Component | None = None, *, ready: Yes = True, **attrs: Any
) -> rx.Component:
    """The page's only `h1`, a sentence beneath it, and the screen's one main action.

    Make it the first child of `page_frame`: there the action stands top right on wide screens and lies, full width,
    within reach of the thumb on phones. While not `ready` its place is kept and nobody can press it: for an action that
    needs what is still being loaded.
    """
    words: list[Child] = [rx.el.h1(title, class_name="text-2xl rail:text-3xl font-semibold min-h-[1.2em]")]
    if lead is not None:
        words.append(rx.el.p(lead, class_name="mt-1.5 text-lg text-muted max-w-reading min-h-[1.45em]"))
    children = [rx.el.div(*words, class_name="min-w-0")]
    if action is not None:
        shown = "page-action" if ready is True else rx.cond(ready, "page-action", "page-action invisible")
        children.append(rx.el.div(action, class_name=shown))
    return rx.el.div(*children, class_name="page-head", **attrs)


def section_heading(title: Text, **attrs: Any) -> rx.Component:
    """An `h2`."""
    return rx.el.h2(title, class_name="text-xl font-semibold", **attrs)


def small_heading(title: Text, **attrs: Any) -> rx.Component:
    """An `h3`, under a `section_heading`."""
    return rx.el.h3(title, class_name="text-lg font-semibold", **attrs)


def paragraph(*children: Child, class_name: str = "", **attrs: Any) -> rx.Component:
    """Running text, at most some 75 characters a line."""
    return rx.el.p(*children, class_name=joined("max-w-reading", class_name), **attrs)


def written(text: Text, class_name: str = "", **attrs: Any) -> rx.Component:
    """What a person typed, with their own line breaks; the direction follows their writing."""
    return rx.el.p(
        text, dir="auto", class_name=joined("max-w-reading whitespace-pre-line break-words", class_name), **attrs
    )


def muted(*children: Child, class_name: str = "", **attrs: Any) -> rx.Component:
    """A smaller, quieter line: dates, counts, explanations."""
    return rx.el.p(*children, class_name=joined("text-sm text-muted max-w-reading", class_name), **attrs)


def link(label: Text, href: Text, *, document: bool = False, class_name: str = "", **attrs: Any) -> rx.Component:
    """A link in text. Within the app it is followed without a new page load.

    `document=True` for what the router does not serve or must load afresh: files, PDFs, other sites, another language.
    """
    classes = joined(LINK, class_name)
    if document:
        return plain_link(label, href=href, class_name=classes, **attrs)
    return page_link(label, href=href, class_name=classes, **attrs)


def definition(name: Text, *value: Child, written: bool = False, **attrs: Any) -> rx.Component:
    """A name and its value, for `definition_list`; `written` where people have written it, in lines of their own."""
    words: dict[str, Any] = {"class_name": "min-w-0 min-h-[1.5em]"}
    if written:
        words = {"class_name": "min-w-0 min-h-[1.5em] whitespace-pre-line break-words", "dir": "auto"}
    return rx.el.div(
        rx.el.dt(name, class_name="text-sm text-muted sm:w-48 sm:shrink-0 sm:pt-0.5"),
        rx.el.dd(*value, **words),
        class_name="py-2 sm:flex sm:gap-6",
        **attrs,
    )


def definition_list(*rows: Child, class_name: str = "", **attrs: Any) -> rx.Component:
    """Names and values beneath or beside each other; `rows` are `definition`s, or one `rx.foreach` of them."""
    return rx.el.dl(*rows, class_name=joined("divide-y divide-hairline", class_name), **attrs)


def definitions(pairs: Sequence[tuple[Text, Child]], **attrs: Any) -> rx.Component:
    """`definition_list`, of pairs that are known while the page is built."""
    return definition_list(*(definition(name, value) for name, value in pairs), **attrs)


def bullet_list(*items: Child, **attrs: Any) -> rx.Component:
    """A short list with bullets."""
    return rx.el.ul(*(rx.el.li(item) for item in items), class_name="list-disc ps-6 space-y-1 max-w-reading", **attrs)


def only_read_aloud(text: Text) -> rx.Component:
    """Words for screen readers where the eye has a picture."""
    return rx.el.span(text, class_name="sr-only")


def stack(*children: Child, gap: str = "gap-4", class_name: str = "", **attrs: Any) -> rx.Component:
    """Children beneath each other with even space: `gap-2`, `gap-4`, `gap-6`, `gap-8`."""
    return rx.el.div(*children, class_name=joined("flex flex-col", gap, class_name), **attrs)


def side_by_side(*children: Child, gap: str = "gap-3", class_name: str = "", **attrs: Any) -> rx.Component:
    """Children in a row that wraps: buttons, tags."""
    return rx.el.div(*children, class_name=joined("flex flex-wrap items-center", gap, class_name), **attrs)


def columns(*children: Child, class_name: str = "", **attrs: Any) -> rx.Component:
    """Two columns of equal width from 900 px, one beneath the other before."""
    return rx.el.div(*children, class_name=joined("grid gap-6 rail:grid-cols-2 [&>*]:min-w-0", class_name), **attrs)

"""Boxes and rows: cards, lists, notices, tags, tables, pages of a list, and what an empty screen says."""

from collections.abc import Callable, Sequence
from typing import Any, Literal

import reflex as rx

from portfolio_app.ui import icons
from portfolio_app.ui.buttons import Icon, small_button
from portfolio_app.ui.drawings import theme_mark
from portfolio_app.ui.kinds import Child, Text, joined
from portfolio_app.ui.links import page_link

NoticeKind = Literal["info", "done", "warning", "problem"]
_NOTICES: dict[NoticeKind, tuple[str, Icon]] = {
    "info": ("border-accent bg-accent-soft", icons.information),
    "done": ("border-control bg-surface", icons.check),
    "warning": ("border-control bg-warning-soft", icons.warning),
    "problem": ("border-danger bg-danger-soft", icons.warning),
}


def card(
    *children: Child, class_name: str = "", element: Callable[..., rx.Component] = rx.el.div, **attrs: Any
) -> rx.Component:
    """A surface with a hairline. `element` may be `rx.el.section`, `rx.el.article` or `rx.el.li`."""
    return element(
        *children, class_name=joined("rounded-lg border border-hairline bg-surface p-4 rail:p-5", class_name), **attrs
    )


def row_list(*rows: Child, class_name: str = "", **attrs: Any) -> rx.Component:
    """A list of `list_row`s (or one `rx.foreach` of them) on one surface with hairlines between."""
    return rx.el.ul(
        *rows,
        class_name=joined(
            "rounded-lg border border-hairline bg-surface divide-y divide-hairline overflow-clip empty:hidden",
            class_name,
        ),
        **attrs,
    )


def list_row(
    title: Text,
    *,
    href: Text | None = None,
    detail: Child | None = None,
    leading: rx.Component | None = None,
    trailing: rx.Component | None = None,
    **attrs: Any,
) -> rx.Component:
    """One thing of a list: its title (a link if `href`), a quieter line, something before and something after.

    With `href` the whole row can be pressed; buttons in `trailing` stay buttons.
    """
    if href is None:
        name: rx.Component = rx.el.span(title, dir="auto", class_name="font-semibold")
    else:
        name = page_link(
            title,
            href=href,
            dir="auto",
            class_name="font-semibold text-ink hover:text-accent hover:underline underline-offset-4 "
            "after:absolute after:inset-0 after:content-['']",
        )
    return rx.el.li(
        *([] if leading is None else [rx.el.div(leading, class_name="shrink-0")]),
        rx.el.div(
            name,
            *([] if detail is None else [rx.el.div(detail, class_name="text-sm text-muted")]),
            class_name="min-w-0 flex-1 basis-40",
        ),
        *(
            []
            if trailing is None
            else [rx.el.div(trailing, class_name="relative z-1 max-w-full flex items-center gap-1")]
        ),
        class_name=joined(
            "relative flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3 min-h-14 print:py-1 print:min-h-0",
            "hover:bg-sunken" if href is not None else "",
        ),
        **attrs,
    )


def empty_state(
    drawing: rx.Component, title: Text, text: Text, action: rx.Component | None = None, **attrs: Any
) -> rx.Component:
    """What an empty screen says: what will be here, and the first step. `drawing` from `ui.drawings`."""
    return rx.el.div(
        drawing,
        rx.el.p(title, class_name="mt-4 text-lg font-semibold"),
        rx.el.p(text, class_name="mt-1 text-muted max-w-[28rem]"),
        *([] if action is None else [rx.el.div(action, class_name="mt-5")]),
        class_name="flex flex-col items-center text-center rounded-lg border border-dashed border-control px-4 py-10",
        **attrs,
    )


def notice(
    *children: Child,
    kind: NoticeKind = "info",
    actions: rx.Component | None = None,
    dismiss: Any = None,
    dismiss_label: Text = "",
    **attrs: Any,
) -> rx.Component:
    """A sentence with a mark: in the page, or in `page_frame(notice=…)`, where it is read aloud.

    `actions` holds the Undo button; `dismiss` is an event handler, its button says `dismiss_label`.
    """
    classes, icon = _NOTICES[kind]
    return rx.el.div(
        icon("mt-0.5 text-danger" if kind == "problem" else "mt-0.5"),
        rx.el.div(*children, class_name="min-w-0 flex-1 basis-40 self-center"),
        *([] if actions is None else [rx.el.div(actions, class_name="flex items-center gap-2")]),
        *([] if dismiss is None else [small_button(dismiss_label, icons.close, on_click=dismiss)]),
        class_name=joined("flex flex-wrap items-start gap-x-3 gap-y-2 rounded-lg border p-3 ps-4 text-ink", classes),
        **attrs,
    )


def banner(*children: Child, **attrs: Any) -> rx.Component:
    """A line across the top of every page: this is a demo, a person acts for another. Slot: `page_frame(banner=…)`."""
    return rx.el.div(
        icons.information("size-5"),
        rx.el.p(*children),
        class_name="flex items-center justify-center gap-2 bg-warning-soft px-4 py-1.5 text-sm text-ink",
        **attrs,
    )


def audience_badge(
    words: Text, *, icon: Icon = icons.lock, href: Text | None = None, label: Text = "", **attrs: Any
) -> rx.Component:
    """Who can see a thing, in words ("Only you"), as a button or link that changes it.

    `icon` is `icons.lock` or `icons.people`; for one decided at run time pass
    `icon=lambda size: rx.cond(item.private, icons.lock(size), icons.people(size))`. `label` says, for screen readers,
    what pressing does ("Change who can see this"). With neither `href` nor `on_click` it only tells.
    """
    face = [icon("size-[1.125rem]"), rx.el.span(words)]
    if label != "":
        face.append(rx.el.span(label, class_name="sr-only"))
    shape = "inline-flex items-center gap-1.5 rounded-full border px-3 text-sm text-ink text-start leading-tight "
    shape += "print:min-h-0 print:border-0 print:px-0 "
    pressable = (
        shape + "border-control bg-surface min-h-11 rail:min-h-8 cursor-pointer hover:bg-sunken hover:border-ink"
    )
    if href is not None:
        return page_link(*face, href=href, class_name=pressable, **attrs)
    if "on_click" in attrs:
        return rx.el.button(*face, type="button", class_name=pressable, **attrs)
    return rx.el.span(*face, class_name=shape + "border-hairline bg-surface min-h-8", **attrs)


def tag(text: Text, theme: Text | None = None, **attrs: Any) -> rx.Component:
    """A small label; with a `theme` code it carries the theme's shape in its colour."""
    mark = [] if theme is None else [theme_mark(theme, "size-3.5")]
    return rx.el.span(
        *mark,
        rx.el.span(text),
        class_name="inline-flex items-center gap-1.5 rounded-full bg-sunken px-2.5 print:px-0 py-0.5 text-sm text-ink",
        **attrs,
    )


def tag_link(text: Text, href: Text, theme: Text | None = None, **attrs: Any) -> rx.Component:
    """A `tag` that leads somewhere."""
    mark = [] if theme is None else [theme_mark(theme, "size-3.5")]
    return page_link(
        *mark,
        rx.el.span(text),
        href=href,
        class_name="inline-flex items-center gap-1.5 min-h-11 rail:min-h-8 rounded-full border border-control "
        "bg-surface px-3 text-sm text-ink hover:bg-sunken hover:border-ink",
        **attrs,
    )


def progress_bar(label: Child, percent: int | rx.Var[int], said: Text, *, element_id: str = "progress") -> rx.Component:
    """How much of something is used or done: a bar, its name above and the amount in words ("3.1 of 20 MB")."""
    return rx.el.div(
        rx.el.div(
            rx.el.span(label, id=f"{element_id}-label", class_name="font-semibold"),
            rx.el.span(said, id=f"{element_id}-said", class_name="text-muted"),
            class_name="flex flex-wrap justify-between gap-x-4 mb-1.5 text-sm",
        ),
        rx.el.progress(
            value=percent,
            max=100,
            id=element_id,
            aria_labelledby=f"{element_id}-label",
            aria_describedby=f"{element_id}-said",
            class_name="bar",
        ),
        class_name="max-w-reading",
    )


def under_way(
    label: Text, percent: int | rx.Var[int], said: Text, *, source: str, script: str, element_id: str = "under-way"
) -> rx.Component:
    """How far something is that the server does meanwhile. It was true when the page was loaded; a script of its own
    (assets/under-way.js, at `script`) asks `source` while the page is open, and loads it anew when it is done."""
    return rx.el.div(
        progress_bar(label, percent, said, element_id=element_id),
        rx.el.script(src=script, custom_attrs={"async": True}),
        custom_attrs={"data-under-way": source},
    )


def pagination(
    label: Text,
    said: Text,
    *,
    previous: Text,
    previous_href: Text,
    following: Text,
    following_href: Text,
) -> rx.Component:
    """The pages of a list; an address of "" means there is none that way.

    `label` names the navigation for screen readers, `said` is the middle ("Page 2 of 7").
    """
    shape = (
        "inline-flex items-center gap-1 min-h-11 rail:min-h-10 px-3 rounded-lg border border-control bg-surface "
        "text-ink font-semibold hover:bg-sunken hover:border-ink"
    )

    def step(words: list[Child], href: Text) -> Child:
        way = page_link(*words, href=href, class_name=shape)
        return rx.cond(href != "", way, rx.el.span())

    return rx.el.nav(
        step([icons.back("-ms-1"), previous], previous_href),
        rx.el.span(said, class_name="text-sm text-muted"),
        step([following, icons.onward("-me-1")], following_href),
        aria_label=label,
        class_name="flex items-center justify-between gap-3 not-printed",
    )


def table(
    caption: Text,
    head: Sequence[Text],
    rows: Child | Sequence[Child],
    *,
    caption_shown: bool = False,
    class_name: str = "",
    **attrs: Any,
) -> rx.Component:
    """A table that scrolls sideways by itself on narrow screens. `rows`: `table_row`s or one `rx.foreach` of them."""
    columns = [
        rx.el.th(
            cell,
            scope="col",
            class_name="px-3 first:ps-0 py-2 text-start text-sm font-semibold text-muted align-bottom",
        )
        for cell in head
    ]
    body = list(rows) if isinstance(rows, list | tuple) else [rows]
    return rx.el.div(
        rx.el.table(
            rx.el.caption(caption, class_name="pb-2 text-start font-semibold" if caption_shown else "sr-only"),
            rx.el.thead(rx.el.tr(*columns), class_name="border-b border-control"),
            rx.el.tbody(*body, class_name="divide-y divide-hairline"),
            class_name="w-full border-collapse",
        ),
        # A box that scrolls must be reachable by keyboard, and then it needs a name.
        role="region",
        aria_label=caption,
        tab_index=0,
        class_name=joined("relative overflow-x-auto rounded-lg", class_name),
        **attrs,
    )


def table_row(first: Child, *cells: Child, **attrs: Any) -> rx.Component:
    """One row: its first cell is the row's heading."""
    return rx.el.tr(
        rx.el.th(first, scope="row", class_name="pe-3 py-2.5 text-start font-semibold align-top"),
        *(rx.el.td(cell, class_name="px-3 py-2.5 align-top") for cell in cells),
        **attrs,
    )


def disclosure(summary: Child, *children: Child, open: bool = False, **attrs: Any) -> rx.Component:  # noqa: A002
    """Something that can wait: a line that opens to more. Works without scripts."""
    return rx.el.details(
        rx.el.summary(
            icons.onward("size-5 in-open:rotate-90"),
            rx.el.span(summary),
            class_name="flex items-center gap-1.5 min-h-11 w-fit pe-2 rounded-lg font-semibold text-accent "
            "cursor-pointer list-none hover:text-accent-strong [&::-webkit-details-marker]:hidden",
        ),
        rx.el.div(*children, class_name="ps-6 pb-2"),
        open=open,
        **attrs,
    )


def photo(
    src: Text, alt: Text, width: int | rx.Var[int], height: int | rx.Var[int], *, class_name: str = "", **attrs: Any
) -> rx.Component:
    """A picture of known size, loaded when it comes into view; its place is kept free."""
    return rx.el.img(
        src=src,
        alt=alt,
        loading="lazy",
        custom_attrs={"decoding": "async", "width": width, "height": height},
        class_name=joined("block h-auto max-w-full rounded-lg bg-sunken", class_name),
        **attrs,
    )

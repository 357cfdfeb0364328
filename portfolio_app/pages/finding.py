"""Finding something in a long list of one's own: a part of it, a word to look for, and the pages. All stand in the
address."""

from collections.abc import Callable
from typing import Any

import reflex as rx

from portfolio_app.core.languages import _
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import Icon, button, plain_form
from portfolio_app.ui.fields import text_field
from portfolio_app.ui.kinds import Child


def shelves_of(label: str, shelves: Any, words: Callable[[Any], Child]) -> rx.Component:
    """The parts of a list, one of which is shown; each has an `href` and is or is not `current`."""

    def way(shelf: Any) -> rx.Component:
        shape = (
            "inline-flex items-center min-h-11 rail:min-h-9 px-3 rounded-full border text-sm text-ink no-underline! "
        )
        mark = {"aria-current": rx.cond(shelf.current, "true", "false")}
        ways = [
            text.link(words(shelf), shelf.href, class_name=shape + looks, custom_attrs=mark)  # pyright: ignore[reportArgumentType]
            for looks in ("border-accent bg-accent-soft font-semibold", "border-control bg-surface hover:border-ink")
        ]
        return rx.el.li(rx.cond(shelf.current, *ways), key=shelf.href)

    listed = rx.el.ul(rx.foreach(shelves, way), class_name="flex flex-wrap gap-2 list-none p-0")
    return rx.el.nav(listed, aria_label=label, class_name="not-printed")


def search_form(
    to: str, view: Any, *fields: rx.Component, words: str | None = None, icon: Icon = icons.search
) -> rx.Component:
    """The form above a list that is `findable`: its `search`, or the `fields` given instead; `words` and `icon` are
    those of its button."""
    return plain_form(
        to,
        "get",
        *(fields or (word_field(view),)),
        button(words or _("Search"), type="submit", kind="secondary", icon=icon),
        class_name="flex flex-wrap items-end gap-3 not-printed",
        role="search",
    )


def shelf_search(to: str, view: Any) -> rx.Component:
    """The form above a list with `shelves_of`, where it is `findable`: it goes on to `show` the same part."""
    shelf = rx.el.input(type="hidden", name="show", default_value=view.show)
    return rx.cond(view.findable, search_form(to, view, shelf, word_field(view)), rx.fragment())


def word_field(view: Any) -> rx.Component:
    """The word of such a form."""
    label = _("Word to look for")
    return text_field("search", label, type="search", default_value=view.search, width="flex-1 min-w-48")


def nothing_found() -> rx.Component:
    """What a list says when nothing in it has the word."""
    return text.muted(_("Nothing found. Try another word, or a part of it."), role="status")


def pages_of(label: str, paging: Any, *, previous: str | None = None, following: str | None = None) -> rx.Component:
    """The pages of a list that has several; `paging` is a `core.paging.Paging`."""
    return rx.cond(
        paging.said != "",
        cards.pagination(
            label,
            paging.said,
            previous=previous or _("Previous"),
            previous_href=paging.previous_href,
            following=following or _("Next"),
            following_href=paging.following_href,
        ),
        rx.fragment(),
    )

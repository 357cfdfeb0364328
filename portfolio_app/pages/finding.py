"""Finding something in a long list of one's own: a word to look for, and the pages. Both stand in the address."""

from typing import Any

import reflex as rx

from portfolio_app.core.languages import _
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import button, plain_form
from portfolio_app.ui.fields import text_field


def search_form(to: str, view: Any, *fields: rx.Component) -> rx.Component:
    """The form above a list that is `findable`: its `search`, or the `fields` given instead."""
    return plain_form(
        to,
        "get",
        *(fields or (word_field(view),)),
        button(_("Search"), type="submit", kind="secondary", icon=icons.search),
        class_name="flex flex-wrap items-end gap-3 not-printed",
        role="search",
    )


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

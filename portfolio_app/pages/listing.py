"""Around a long list of the school's or the admin's: its search and its pages, both of which stand in the address."""

from typing import Any

import reflex as rx

from portfolio_app.core.languages import _
from portfolio_app.pages.frame import address
from portfolio_app.schools.listing import Asked, asked
from portfolio_app.ui import icons
from portfolio_app.ui.buttons import button, plain_form
from portfolio_app.ui.fields import text_field


def asked_of(state: rx.State) -> Asked:
    """What the address of the tab asks of its list."""
    query = state.router.url.query_parameters
    return asked(query.get("search", ""), query.get("page", "1"))


def page_asked_of(state: rx.State, named: str) -> int:
    """The page of a second list on the same screen, which has its own name in the address."""
    return asked(page=state.router.url.query_parameters.get(named, "1")).page


def search_form(path: str, label: str, listing: Any, *others: Any, **kept: Any) -> rx.Component:
    """The search of the page `path`, with `others` beside it; `kept` are the names and values that stay in the address.

    `listing` is the view's `Listing`.
    """
    return plain_form(
        address(path),
        "get",
        *(rx.el.input(type="hidden", name=name, default_value=value) for name, value in kept.items()),
        text_field("search", label, type="search", default_value=listing.search, width="flex-1 min-w-48"),
        *others,
        button(_("Search"), type="submit", kind="secondary", icon=icons.search),
        class_name="flex flex-wrap items-end gap-3 not-printed",
        role="search",
        key=listing.search,
    )


def search_of_many(path: str, label: str, listing: Any, **kept: Any) -> rx.Component:
    """`search_form` for a list that is short in most places: shown where it is long."""
    return rx.cond(listing.searchable, search_form(path, label, listing, **kept), rx.fragment())


def nothing_found(listing: Any, rows: Any) -> rx.Component:
    """What stands in place of the rows when a search found none."""
    return rx.cond(
        (listing.search != "") & (rows.length() == 0),
        rx.el.p(_("Nothing has that name. Try part of the name."), class_name="text-muted", role="status"),
        rx.fragment(),
    )

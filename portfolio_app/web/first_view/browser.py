"""Puts the browser's half around every page."""

from collections.abc import Callable
from typing import Any

import reflex as rx

from portfolio_app.web.first_view.plugin import BROWSER_MODULE, FOLDER


class FirstViewClient(rx.Component):
    """Stands inside the store of the page's state and around all that is drawn."""

    library = f"$/{FOLDER}/{BROWSER_MODULE}"
    tag = "FirstView"


class Suspense(rx.Component):
    """React wakes what is in it by itself, after all around it, and at once when something in it is clicked."""

    library = "react"
    tag = "Suspense"


class Woken(rx.Component):
    """Tells the browser's half that the part of the page it stands in is awake."""

    library = f"$/{FOLDER}/{BROWSER_MODULE}"
    tag = "Woken"


def woken_later(*children: Any) -> rx.Component:
    """The one part of a page that wakes after the rest of it."""
    return Suspense.create(*children, Woken.create())


def first_view_wrap() -> dict[tuple[int, str], Callable[[bool], rx.Component | None]]:
    """What `rx.App(extra_app_wraps=…)` takes."""
    return {(50, "FirstView"): lambda _stateful: FirstViewClient.create()}

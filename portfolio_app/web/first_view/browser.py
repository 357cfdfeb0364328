"""Puts the browser's half around every page."""

from collections.abc import Callable

import reflex as rx

from portfolio_app.web.first_view.plugin import BROWSER_MODULE, FOLDER


class FirstViewClient(rx.Component):
    """Stands inside the store of the page's state and around all that is drawn."""

    library = f"$/{FOLDER}/{BROWSER_MODULE}"
    tag = "FirstView"


def first_view_wrap() -> dict[tuple[int, str], Callable[[bool], rx.Component | None]]:
    """What `rx.App(extra_app_wraps=…)` takes."""
    return {(50, "FirstView"): lambda _stateful: FirstViewClient.create()}

"""Which pages there are: route, title, audience. Each is built once per language, inside that language."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import reflex as rx

from portfolio_app.core.languages import _, languages, speaking
from portfolio_app.web.guard import Need


@dataclass(frozen=True)
class Page:
    """A page: `route` without its language ("/skills", never with brackets), `build` makes its components anew."""

    route: str
    title: str  # an English msgid
    build: Callable[[], rx.Component]
    on_load: Any

    @property
    def need(self) -> Need:
        """The audience its `on_load` handler declares."""
        return self.on_load.fn.need


_pages: dict[str, Page] = {}


def page(route: str, title: str, on_load: Any) -> Callable[[Callable[[], rx.Component]], Callable[[], rx.Component]]:
    """Register the decorated builder as the page at `route`.

    `on_load` is its State's `@needs(..., loads=True)` handler.
    """
    if "[" in route or not route.startswith("/"):
        raise ValueError(f"{route}: what varies stands in the query, not in the route")

    def register(build: Callable[[], rx.Component]) -> Callable[[], rx.Component]:
        _pages[route] = Page(route, title, build, on_load)
        return build

    return register


def pages() -> dict[str, Page]:
    """All registered pages by route."""
    return dict(_pages)


def add_pages(app: rx.App) -> None:
    """Add every page in every language to the app; they are built when the app is compiled, not when it starts."""
    for language in languages():
        with speaking(language):
            for one in _pages.values():
                app.add_page(
                    _in_language(one, language),
                    route=f"/{language}{one.route}",
                    title=f"{_(one.title)} – Polku",
                    on_load=one.on_load,
                )


def _in_language(one: Page, language: str) -> Callable[[], rx.Component]:
    """The builder of a page in one language.

    Reflex puts the live parts of pages into one script per module of their builders. The language behind the module's
    name gives each page of each language a script of its own, so that nobody loads the words of other pages.
    """

    def build() -> rx.Component:
        with speaking(language):
            return one.build()

    build.__module__ = f"{one.build.__module__}.{language}"
    build.__name__ = build.__qualname__ = one.build.__name__
    return build

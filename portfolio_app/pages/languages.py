"""The same page in another language: ordinary links, each a full page load, with the query kept."""

from typing import Any

import reflex as rx

from portfolio_app.core.languages import NAMES, _, languages, spoken
from portfolio_app.ui.text import plain_link


def language_switch(route: str) -> rx.Component:
    """Links to the page at `route` ("/sign-in") in every language served; each language is named in itself."""
    query: Any = rx.State.router.url.query
    kept = rx.cond(query, "?" + query, "")
    return rx.el.nav(
        rx.el.ul(
            *(
                rx.el.li(
                    plain_link(
                        NAMES[code],
                        href=f"/{code}{route}" + kept,
                        custom_attrs={"hrefLang": code, "lang": code}
                        | ({"aria-current": "true"} if code == spoken() else {}),
                        class_name="inline-flex items-center min-h-11 rail:min-h-8 px-1 underline underline-offset-4 "
                        "decoration-control text-ink hover:text-accent aria-[current=true]:font-semibold "
                        "aria-[current=true]:no-underline",
                    )
                )
                for code in languages()
            ),
            class_name="flex flex-wrap gap-x-3 list-none p-0 text-sm",
        ),
        aria_label=_("Language"),
    )

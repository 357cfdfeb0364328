"""The same page in another language: a small form of buttons, each of which loads it anew (web/language.py)."""

import reflex as rx

from portfolio_app.core.languages import NAMES, _, languages, spoken
from portfolio_app.ui.buttons import plain_form


def language_switch() -> rx.Component:
    """Buttons for every language served; each is named in itself."""
    looks = (
        "inline-flex items-center min-h-11 rail:min-h-8 px-1 underline underline-offset-4 decoration-control text-ink "
        "cursor-pointer hover:text-accent aria-[current=true]:font-semibold aria-[current=true]:no-underline"
    )
    return rx.el.nav(
        plain_form(
            "/language",
            "post",
            *(
                rx.el.button(
                    NAMES[code],
                    type="submit",
                    name="language",
                    value=code,
                    custom_attrs={"lang": code} | ({"aria-current": "true"} if code == spoken() else {}),
                    class_name=looks,
                )
                for code in languages()
            ),
            class_name="flex flex-wrap gap-x-3 text-sm",
        ),
        aria_label=_("Language"),
        class_name="not-printed",
    )

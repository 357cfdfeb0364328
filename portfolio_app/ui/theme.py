"""Names of the design tokens, for Tailwind and for code that must know them.

The values live in `assets/polku.css`, once a scheme, as CSS custom properties; classes such as `bg-paper` or
`text-muted` read them, so light, dark and print need no second class. `rxconfig.py` hands `TAILWIND` to
`rx.plugins.TailwindV4Plugin(config=TAILWIND)`; the app takes `STYLESHEETS`, and the build
writes `SCRIPT` into every page (web/first_view).
"""

from typing import Final

from reflex_base.plugins.shared_tailwind import TailwindConfig

COLOURS: Final = (
    "paper",  # the page
    "surface",  # cards, fields, the bar of places
    "sunken",  # quiet areas, hover
    "ink",
    "muted",
    "hairline",  # lines that only separate
    "control",  # edges of what can be used (3:1)
    "accent",
    "accent-strong",
    "accent-soft",
    "on-accent",
    "danger",
    "danger-strong",
    "danger-soft",
    "on-danger",
    "warning-soft",
    "self",
    "self-soft",
    "strengths",
    "strengths-soft",
    "horizons",
    "horizons-soft",
    "networks",
    "networks-soft",
    "on-theme",
)

THEMES: Final = ("self", "strengths", "horizons", "networks")
"""Codes that have a colour and a shape of their own: circle, triangle, diamond, square."""

STYLESHEETS: Final = ["fonts/fonts.css", "polku.css"]
FONT: Final = "/fonts/atkinson-hyperlegible-next-latin.woff2"
"""The file of the font that every page needs (`fonts.css` has the rest)."""
"""For `rx.App(stylesheets=…)`, relative to `assets/`."""

SCRIPT: Final = "/ui.js"
"""Written into the head of every page: it applies the chosen scheme before the first paint, shows passphrases."""

TAILWIND: Final[TailwindConfig] = {
    "plugins": [],
    "theme": {
        "extend": {
            "colors": {name: f"var(--{name})" for name in COLOURS} | {"theme": "var(--theme)"},
            "fontSize": {
                "xs": ["0.8125rem", "1.4"],
                "sm": ["0.9375rem", "1.45"],
                "base": ["1.0625rem", "1.5"],
                "lg": ["1.1875rem", "1.45"],
                "xl": ["1.375rem", "1.3"],
                "2xl": ["1.75rem", "1.2"],
                "3xl": ["2.125rem", "1.15"],
            },
            "borderRadius": {"lg": "0.625rem"},
            "screens": {"rail": "56.25rem"},
            "maxWidth": {"reading": "38rem"},
        }
    },
}
"""Beyond Tailwind's own: the colours above, a scale that starts from 17 px, radius 10 px, and `rail:` from 900 px."""

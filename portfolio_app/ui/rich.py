"""Text with paragraphs, lists and tables that somebody wrote elsewhere, as HTML that was cleaned before."""

from typing import Any

import reflex as rx

from portfolio_app.ui.kinds import Text, joined


def rich(html: Text, class_name: str = "", **attrs: Any) -> rx.Component:
    """`html` as it is: whoever gives it has cleaned it (`learning.markdown.as_html`). Nothing for no text."""
    # As one Var: Reflex looks for states in attributes, not in what lies within them.
    custom = {"dangerouslySetInnerHTML": rx.Var.create({"__html": html})} | attrs.pop("custom_attrs", {})
    return rx.el.div(custom_attrs=custom, class_name=joined("lesson-text empty:hidden", class_name), **attrs)


def read_aloud(label: Text, stop: Text, language: Text, *, script: str) -> rx.Component:
    """A button that has the browser read what is marked with `data-read-aloud`; shown only where it has a voice for
    `language` (assets/read-aloud.js, at `script`)."""
    return rx.el.div(
        rx.el.button(
            label,
            type="button",
            hidden=True,
            class_name="not-printed min-h-11 rail:min-h-9 px-3 rounded-full border border-control bg-surface text-sm "
            "cursor-pointer hover:border-ink",
            custom_attrs={"data-reads-aloud": language, "data-stop": stop, "data-start": label},
        ),
        rx.el.script(src=script, custom_attrs={"async": True}),
    )

"""What a form needs so that assets/polku.js saves its draft, and the line that says how the draft is."""

from typing import Any

import reflex as rx

from portfolio_app.core.languages import _


def draft_attributes(name: Any, version: Any) -> dict[str, Any]:
    """Attributes for a form whose fields are saved as the draft `name`; `version` counts its saves so far."""
    return {
        "data-draft": name,
        "data-draft-version": version,
        "data-draft-saving": _("Saving…"),
        "data-draft-saved": _("Draft saved {time}"),
        "data-draft-unsaved": _("Not saved yet – no connection"),
        "data-draft-conflict": _("This draft was changed in another tab. What you typed here stays on this page."),
    }


def draft_status() -> rx.Component:
    """The line at the end of such a form that says how the draft is, and the way out when two tabs type into it."""
    return rx.el.div(
        rx.el.p(role="status", custom_attrs={"data-draft-status": ""}, class_name="min-h-[1.45em] text-sm text-muted"),
        rx.el.button(
            _("Save what I typed here"),
            type="button",
            hidden=True,
            custom_attrs={"data-draft-keep": ""},
            class_name="min-h-11 rail:min-h-9 text-accent underline underline-offset-4 cursor-pointer",
        ),
        class_name="mt-1",
    )

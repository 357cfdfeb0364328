"""The files of a credential to download, on its owner's page and on that of whoever may see it."""

from typing import Any

import reflex as rx

from portfolio_app.core.languages import _
from portfolio_app.ui import icons
from portfolio_app.ui.buttons import link_button


def credential_files(one: Any) -> rx.Component:
    """Two files: the picture for people and for collections of badges, the text for programs."""
    return rx.el.div(
        link_button(_("Picture (PNG)"), one.png_href, kind="secondary", icon=icons.download, document=True),
        link_button(_("File (JSON)"), one.json_href, kind="secondary", icon=icons.download, document=True),
        class_name="flex flex-wrap gap-3 not-printed",
    )

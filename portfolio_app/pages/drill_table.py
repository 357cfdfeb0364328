"""What one adult sees of one pupil, as a table: the same for both of them."""

from typing import Any

import reflex as rx

from portfolio_app.core.languages import _
from portfolio_app.ui import cards


def drill_table(view: Any) -> rx.Component:
    """The lines of a `DrillView`."""

    def row(one: Any) -> rx.Component:
        return cards.table_row(one.what, rx.cond(one.seen, _("What is shared"), _("Nothing")), one.why, key=one.what)

    return cards.table(
        _("What can be seen, and why"), [_("Kind"), _("Can be seen"), _("Why")], rx.foreach(view.lines, row)
    )

"""The form of a term of ambassadors."""

from typing import Any

from portfolio_app.core.languages import _
from portfolio_app.pages.frame import field_error
from portfolio_app.ui.fields import text_area, text_field


def term_fields(fields: Any) -> list[Any]:
    """The fields; `fields` has what is in them."""
    return [
        text_field(
            "name",
            _("Name"),
            hint=_("such as “Ambassadors, spring 2027”"),
            default_value=fields.name,
            max_length=80,
            error=field_error("name"),
        ),
        text_field(
            "first_day", _("First day"), type="date", default_value=fields.first_day, error=field_error("first_day")
        ),
        text_field(
            "last_day", _("Last day"), type="date", default_value=fields.last_day, error=field_error("last_day")
        ),
        text_field(
            "apply_until",
            _("Until when pupils apply"),
            type="date",
            default_value=fields.apply_until,
            error=field_error("apply_until"),
        ),
        text_field(
            "places",
            _("How many ambassadors"),
            type="number",
            default_value=fields.places,
            error=field_error("places"),
        ),
        text_area(
            "words",
            _("For pupils: what it is about"),
            hint=_("(optional)"),
            help=_("Such as: who it is for, how much time it takes, whom to ask."),
            default_value=fields.words,
            max_length=1500,
            error=field_error("words"),
        ),
    ]

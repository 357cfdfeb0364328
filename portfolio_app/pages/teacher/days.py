"""Days as the forms of lessons send them."""

from collections.abc import Mapping
from datetime import date

from portfolio_app.learning.teaching.days import day_typed


def days_typed(form: Mapping[str, str | None], suffix: str = "") -> tuple[date, date]:
    """The first and the last day. Raises `Invalid` for the field that has none."""
    first, last = (day_typed(form.get(name) or "", field=f"{name}{suffix}") for name in ("first_day", "due_on"))
    return first, last

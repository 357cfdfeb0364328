"""How long what was deleted rests before it goes for good, and can be brought back."""

from datetime import datetime, timedelta

from portfolio_app.core.clock import now
from portfolio_app.settings import settings


def rest_lasts() -> timedelta:
    """How long it rests."""
    return timedelta(days=settings().deleted_days)


def rested_before() -> datetime:
    """What was deleted before that moment has rested long enough."""
    return now() - rest_lasts()

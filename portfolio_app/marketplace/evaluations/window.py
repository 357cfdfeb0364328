"""From when until when a host can say how the days went."""

from datetime import timedelta

from sqlalchemy import ColumnElement, and_, exists
from sqlmodel import col

from portfolio_app.core.clock import now
from portfolio_app.core.languages import end_of_day, local_date
from portfolio_app.marketplace.evaluations.models import HostEvaluation, Stands
from portfolio_app.marketplace.placements.models import Placement

OPEN_FOR = timedelta(days=30)
"""After the last day: our own choice, as long as somebody may remember it."""
HALF_A_DAY = timedelta(hours=12)


def can_be_evaluated() -> ColumnElement[bool]:
    """Placements of which a host may still say how they went: approved by the school, not cancelled, not over for too
    long, and not handed on to the pupil. A filter on `Placement`; `has_begun` says whether the hour has come."""
    handed = exists().where(
        col(HostEvaluation.placement_id) == col(Placement.id), col(HostEvaluation.state) == Stands.HANDED
    )
    return and_(
        col(Placement.approved_at).is_not(None),
        col(Placement.cancelled_at).is_(None),
        col(Placement.last_day) >= local_date(now()) - OPEN_FOR,
        ~handed,
    )


def has_begun(placement: Placement) -> bool:
    """Whether it is noon of the last day, or later, by the clocks of whoever is being spoken for."""
    return now() >= end_of_day(placement.last_day) - HALF_A_DAY

"""What a host was asked for and did not say, and what was never handed on, goes once nobody can change it any more."""

from datetime import timedelta

from sqlalchemy import and_, exists
from sqlmodel import col

from portfolio_app.core.clock import today
from portfolio_app.core.database import delete_some, writing
from portfolio_app.marketplace.evaluations.models import HostEvaluation, Stands
from portfolio_app.marketplace.placements.models import Placement

KEPT_FOR = timedelta(days=120)
"""After the last day: 30 days for the host, and a school holiday for the school."""
BATCH = 100


async def remove_old_evaluations() -> int:
    """Remove those that were not handed on, some at a time; returns how many. Harmless to repeat."""
    past = exists().where(
        col(Placement.id) == col(HostEvaluation.placement_id), col(Placement.last_day) < today() - KEPT_FOR
    )
    async with writing() as session:
        return await delete_some(session, HostEvaluation, and_(col(HostEvaluation.state) != Stands.HANDED, past), BATCH)

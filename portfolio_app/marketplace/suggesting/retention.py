"""Workplaces that pupils found go a year after they were said, with whom the pupil talked to there; those taken back
once they have rested."""

from datetime import timedelta

from sqlalchemy import or_
from sqlmodel import col

from portfolio_app.core.clock import now
from portfolio_app.core.database import delete_some, writing
from portfolio_app.core.resting import rested_before
from portfolio_app.marketplace.suggesting.models import FoundPlace

BATCH = 50
KEPT_FOR = timedelta(days=366)
"""By then the workplace is a host of the region, or is none."""


async def remove_old_found_places() -> int:
    """Remove what has been kept long enough, some at a time; returns how many went. Harmless to repeat."""
    async with writing() as session:
        old = or_(col(FoundPlace.ended_at) <= rested_before(), col(FoundPlace.made_at) <= now() - KEPT_FOR)
        return await delete_some(session, FoundPlace, old, BATCH)

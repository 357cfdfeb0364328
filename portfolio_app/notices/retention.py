"""Notices are for a while: what was told half a year ago is no news."""

from datetime import timedelta

from sqlalchemy import delete, select
from sqlmodel import col

from portfolio_app.core.clock import now
from portfolio_app.core.database import writing
from portfolio_app.notices.models import Notice

KEPT = timedelta(days=183)
BATCH = 500


async def remove_old_notices() -> int:
    """Remove notices older than `KEPT`, read or not, at most `BATCH` at a time; returns how many. The audit trail still
    knows what they told of."""
    async with writing() as session:
        old = select(col(Notice.id)).where(col(Notice.made_at) < now() - KEPT).limit(BATCH)
        gone = await session.execute(delete(Notice).where(col(Notice.id).in_(old)).returning(col(Notice.id)))
        return len(gone.all())

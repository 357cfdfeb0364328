"""Codes and sessions of hosts go when they are over."""

from datetime import timedelta

from sqlalchemy import delete, or_, select
from sqlmodel import col

from portfolio_app.core.clock import now
from portfolio_app.core.database import writing
from portfolio_app.marketplace.hosting.models import HostCode, HostSession

CODES_KEPT = timedelta(days=2)
"""How long it is remembered that somebody typed wrong codes."""
BATCH = 200


async def remove_old_host_sessions() -> int:
    """Remove codes and sessions that are over, some at a time; returns how many. Harmless to repeat."""
    async with writing() as session:
        codes = select(col(HostCode.id)).where(col(HostCode.until_at) <= now() - CODES_KEPT).limit(BATCH)
        gone = delete(HostCode).where(col(HostCode.id).in_(codes)).returning(col(HostCode.id))
        count = len((await session.execute(gone)).all())
        over = or_(col(HostSession.until_at) <= now(), col(HostSession.ended_at).is_not(None))
        sessions = select(col(HostSession.id)).where(over).limit(BATCH)
        ended = delete(HostSession).where(col(HostSession.id).in_(sessions)).returning(col(HostSession.id))
        return count + len((await session.execute(ended)).all())

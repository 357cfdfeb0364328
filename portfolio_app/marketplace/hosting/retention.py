"""Codes and sessions of hosts go when they are over."""

from datetime import timedelta

from sqlalchemy import or_
from sqlmodel import col

from portfolio_app.core.clock import now
from portfolio_app.core.database import delete_some, writing
from portfolio_app.marketplace.hosting.models import HostCode, HostSession

CODES_KEPT = timedelta(days=2)
"""How long it is remembered that somebody typed wrong codes."""
BATCH = 200


async def remove_old_host_sessions() -> int:
    """Remove codes and sessions that are over, some at a time; returns how many. Harmless to repeat."""
    async with writing() as session:
        codes = await delete_some(session, HostCode, col(HostCode.until_at) <= now() - CODES_KEPT, BATCH)
        over = or_(col(HostSession.until_at) <= now(), col(HostSession.ended_at).is_not(None))
        return codes + await delete_some(session, HostSession, over, BATCH)

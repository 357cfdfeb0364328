"""Hosts, contacts, offers and what a region ended go for good once they have rested."""

from sqlalchemy import delete, select
from sqlmodel import col

from portfolio_app.core.audit import audit
from portfolio_app.core.database import delete_some, writing
from portfolio_app.core.resting import rested_before
from portfolio_app.marketplace.models import Host, HostContact, Offer
from portfolio_app.marketplace.regions.models import ReadingKey, RegionPartner

BATCH = 50


async def remove_rested_hosts() -> int:
    """Remove hosts, contacts, offers, partners of regions and keys that have rested long enough, some at a time;
    returns how many rows went. Harmless to repeat."""
    async with writing() as session:
        count = 0
        for kind in (HostContact, Offer, RegionPartner, ReadingKey):
            count += await delete_some(session, kind, col(kind.ended_at) <= rested_before(), BATCH)
        hosts = select(col(Host.id)).where(col(Host.ended_at) <= rested_before()).limit(BATCH)
        for host_id in (await session.execute(hosts)).scalars().all():
            audit(session, "marketplace.remove_rested_hosts", actor_id=None, thing=f"host:{host_id}")
            await session.execute(delete(Host).where(col(Host.id) == host_id))
            count += 1
    return count

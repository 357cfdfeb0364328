"""Entries can be shared, but for those in their owner's private corner: how sharing finds them."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.core.database import as_ids
from portfolio_app.portfolio.corner import OBSTACLE
from portfolio_app.portfolio.models import Entry
from portfolio_app.sharing import things
from portfolio_app.sharing.models import Kind


async def find_entries(session: AsyncSession, owner_id: UUID, names: Collection[str]) -> Mapping[str, things.Thing]:
    """Those entries of the owner's that are there, by id."""
    rows = await session.execute(
        select(col(Entry.id), col(Entry.title), col(Entry.corner_at)).where(
            col(Entry.person_id) == owner_id, col(Entry.id).in_(as_ids(names)), col(Entry.deleted_at).is_(None)
        )
    )
    return {str(entry_id): things.Thing(title, OBSTACLE if corner_at else "") for entry_id, title, corner_at in rows}


things.register(Kind.ENTRY, find_entries)

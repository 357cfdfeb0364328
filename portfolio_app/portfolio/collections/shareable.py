"""Collections can be shared: how sharing finds them."""

from collections.abc import Collection as Some
from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.core.database import as_ids
from portfolio_app.portfolio.collections import policy
from portfolio_app.portfolio.collections.models import Collection
from portfolio_app.sharing import things
from portfolio_app.sharing.models import Kind


async def find_collections(session: AsyncSession, owner_id: UUID, names: Some[str]) -> Mapping[str, things.Thing]:
    """Those collections of the owner's that are there, by id."""
    rows = await session.execute(
        select(col(Collection.id), col(Collection.title)).where(
            policy.owned_by(owner_id), col(Collection.id).in_(as_ids(names))
        )
    )
    return {str(collection_id): things.Thing(title) for collection_id, title in rows}


things.register(Kind.COLLECTION, find_collections)

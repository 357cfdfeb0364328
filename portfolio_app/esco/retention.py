"""Tags that were taken off go for good once they have rested long enough; those on a thing go with the thing."""

from collections.abc import Collection

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.esco.models import Tag
from portfolio_app.sharing.models import Kind
from portfolio_app.sharing.retention import remove_rested


async def remove_rested_tags() -> int:
    """Remove tags taken off longer ago than `deleted_days`, some at a time; returns how many. Harmless to repeat."""
    return await remove_rested(Tag, col(Tag.removed_at), col(Tag.person_id), "tag", "esco.remove_rested_tags")


async def remove_tags_of(session: AsyncSession, kind: Kind, things: Collection[str]) -> None:
    """Within the transaction that removes those things for good: remove their tags."""
    await session.execute(delete(Tag).where(col(Tag.kind) == kind, col(Tag.thing).in_(things)))

"""Who may do what with a collection: its owner everything; whoever it is shared with may read it and the entries in it,
for as long as they are in it."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.database import table_of
from portfolio_app.core.errors import NotFound
from portfolio_app.portfolio.collections.models import Collection
from portfolio_app.portfolio.policy import fit_for_others, may_keep_a_portfolio

# Filters are written on the tables, so that they serve statements on these as well as those on mapped classes.
_COLLECTION = table_of(Collection)


def own(actor: Actor, *, deleted: bool = False) -> ColumnElement[bool]:
    """Filter: the actor's own collections, those that rest deleted or those that do not."""
    return owned_by(actor.person_id, deleted=deleted)


def owned_by(person_id: UUID | ColumnElement[UUID], *, deleted: bool = False) -> ColumnElement[bool]:
    """`own`, for statements that are written once and told later whose it is."""
    rests = _COLLECTION.c.deleted_at.is_not(None) if deleted else _COLLECTION.c.deleted_at.is_(None)
    return and_(_COLLECTION.c.person_id == person_id, rests)


def collectable() -> ColumnElement[bool]:
    """Filter on `Entry`: what can be in a collection and is shown there, to its owner and to others. What is put into
    the private corner is not met there meanwhile."""
    return fit_for_others()


async def own_collection(
    session: AsyncSession, actor: Actor, collection_id: UUID, *, deleted: bool = False
) -> Collection:
    """The actor's own collection, locked for a change. Raises `NotFound` for anybody else's and for none."""
    may_keep_a_portfolio(actor)
    found = await session.execute(
        select(Collection).where(col(Collection.id) == collection_id, own(actor, deleted=deleted)).with_for_update()
    )
    collection = found.scalar_one_or_none()
    if collection is None:
        raise NotFound()
    return collection

"""Files that are seen as part of an entry: whoever may read it, or a collection with it, may see the evidence in it."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.database import as_id
from portfolio_app.portfolio import policy
from portfolio_app.portfolio.collections import policy as collections_policy
from portfolio_app.portfolio.collections.models import Collection, CollectionEntry
from portfolio_app.portfolio.models import Entry, EntryEvidence
from portfolio_app.sharing.actions import seen
from portfolio_app.sharing.models import Kind
from portfolio_app.sharing.policy import may_see
from portfolio_app.skills.models import Evidence
from portfolio_app.skills.policy import fit_for_others


async def showing(session: AsyncSession, actor: Actor, owner_id: UUID, media_id: UUID) -> str:
    """What the access log calls an entry or a collection of the owner's that is shared with the actor (or their own)
    and holds that media file; "" when there is none."""
    entries = await entries_with(session, owner_id, media_id)
    for entry_id in entries:
        if await may_see(session, actor, owner_id, Kind.ENTRY, str(entry_id)):
            return seen(Kind.ENTRY, str(entry_id))
    for collection_id in await _collections_with(session, owner_id, entries):
        if await may_see(session, actor, owner_id, Kind.COLLECTION, str(collection_id)):
            return seen(Kind.COLLECTION, str(collection_id))
    return ""


async def part_of(session: AsyncSession, owner_id: UUID, kind: Kind, thing: str, media_id: UUID) -> bool:
    """Whether others who may see that thing of the owner's, an evidence, an entry or a collection, see the file in
    it."""
    if kind is Kind.EVIDENCE:
        found = select(col(Evidence.id)).where(
            col(Evidence.id) == as_id(thing),
            col(Evidence.person_id) == owner_id,
            col(Evidence.media_id) == media_id,
            fit_for_others(),
        )
        return (await session.execute(found)).first() is not None
    entries = await entries_with(session, owner_id, media_id)
    if kind is Kind.ENTRY:
        return as_id(thing) in entries
    return kind is Kind.COLLECTION and as_id(thing) in await _collections_with(session, owner_id, entries)


async def entries_with(session: AsyncSession, owner_id: UUID, media_id: UUID) -> list[UUID]:
    """The owner's entries that hold that media file, where others may see it with them at all."""
    rows = await session.execute(
        select(col(Entry.id))
        .join(EntryEvidence, col(EntryEvidence.entry_id) == col(Entry.id))
        .join(Evidence, col(Evidence.id) == col(EntryEvidence.evidence_id))
        .where(
            col(Evidence.media_id) == media_id,
            col(Evidence.person_id) == owner_id,
            col(Entry.person_id) == owner_id,
            fit_for_others(),
            policy.fit_for_others(),
        )
        .distinct()
    )
    return list(rows.scalars())


async def _collections_with(session: AsyncSession, owner_id: UUID, entry_ids: list[UUID]) -> list[UUID]:
    if not entry_ids:
        return []
    rows = await session.execute(
        select(col(CollectionEntry.collection_id))
        .join(Collection, col(Collection.id) == col(CollectionEntry.collection_id))
        .join(Entry, col(Entry.id) == col(CollectionEntry.entry_id))
        .where(
            collections_policy.owned_by(owner_id),
            collections_policy.collectable(),
            col(CollectionEntry.entry_id).in_(entry_ids),
        )
        .distinct()
    )
    return list(rows.scalars())

"""Files that are seen as part of an entry: whoever may read the entry may see the evidence in it."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.portfolio.models import Entry, EntryEvidence
from portfolio_app.sharing.models import Kind
from portfolio_app.sharing.policy import may_see
from portfolio_app.skills.models import Evidence
from portfolio_app.skills.policy import fit_for_others


async def entry_showing(session: AsyncSession, actor: Actor, media_id: UUID) -> Entry | None:
    """An entry that is shared with the actor (or their own) and holds that media file; None when there is none."""
    rows = await session.execute(
        select(Entry)
        .join(EntryEvidence, col(EntryEvidence.entry_id) == col(Entry.id))
        .join(Evidence, col(Evidence.id) == col(EntryEvidence.evidence_id))
        .where(
            col(Evidence.media_id) == media_id,
            col(Evidence.person_id) == col(Entry.person_id),
            fit_for_others(),
            col(Entry.deleted_at).is_(None),
        )
    )
    for entry in rows.scalars():
        if await may_see(session, actor, entry.person_id, Kind.ENTRY, str(entry.id)):
            return entry
    return None

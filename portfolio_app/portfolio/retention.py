"""Entries that were deleted go for good once they have rested long enough, with their grants, comments and tags."""

from sqlalchemy import delete, select
from sqlmodel import col

from portfolio_app.core.audit import audit
from portfolio_app.core.database import writing
from portfolio_app.core.drafts import drop_drafts_about
from portfolio_app.core.resting import rested_before
from portfolio_app.esco.retention import remove_tags_of
from portfolio_app.portfolio.models import Entry
from portfolio_app.sharing.models import Comment, Grant, Kind

BATCH = 200


async def remove_rested_entries() -> int:
    """Remove entries deleted longer ago than `deleted_days`, at most `BATCH` at a time; returns how many.

    Their evidence stays: it is their owner's in its own right. Harmless to repeat.
    """
    limit = rested_before()
    async with writing() as session:
        rested = list(
            (
                await session.execute(
                    select(Entry).where(col(Entry.deleted_at) <= limit).limit(BATCH).with_for_update()
                )
            ).scalars()
        )
        if not rested:
            return 0
        names = [str(entry.id) for entry in rested]
        for table in (Grant, Comment):
            await session.execute(delete(table).where(col(table.kind) == Kind.ENTRY, col(table.thing).in_(names)))
        await remove_tags_of(session, Kind.ENTRY, names)
        for entry in rested:
            await drop_drafts_about(session, entry.person_id, entry.id)
            audit(
                session,
                "portfolio.remove_rested_entries",
                actor_id=None,
                about_id=entry.person_id,
                thing=f"entry:{entry.id}",
            )
        await session.execute(delete(Entry).where(col(Entry.id).in_([entry.id for entry in rested])))
        return len(rested)

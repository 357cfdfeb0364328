"""Collections that were deleted go for good once they have rested long enough, with their grants and comments; the
entries in them stay."""

from sqlalchemy import delete, select
from sqlmodel import col

from portfolio_app.core.audit import audit
from portfolio_app.core.database import writing
from portfolio_app.core.drafts import drop_drafts_about
from portfolio_app.core.resting import rested_before
from portfolio_app.portfolio.collections.models import Collection
from portfolio_app.sharing.models import Comment, Grant, Kind

BATCH = 200


async def remove_rested_collections() -> int:
    """Remove collections deleted longer ago than `deleted_days`, at most `BATCH` at a time; returns how many.

    Harmless to repeat.
    """
    limit = rested_before()
    async with writing() as session:
        some = select(Collection).where(col(Collection.deleted_at) <= limit).limit(BATCH).with_for_update()
        rested = list((await session.execute(some)).scalars())
        names = [str(one.id) for one in rested]
        for table in (Grant, Comment):
            await session.execute(delete(table).where(col(table.kind) == Kind.COLLECTION, col(table.thing).in_(names)))
        for one in rested:
            await drop_drafts_about(session, one.person_id, one.id)
            thing = f"collection:{one.id}"
            action = "portfolio.remove_rested_collections"
            audit(session, action, actor_id=None, about_id=one.person_id, thing=thing)
        await session.execute(delete(Collection).where(col(Collection.id).in_([one.id for one in rested])))
        return len(rested)

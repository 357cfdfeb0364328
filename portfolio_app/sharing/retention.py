"""Comments and notes about talks that their authors deleted go for good once they have rested long enough."""

from datetime import timedelta

from sqlalchemy import delete, select
from sqlmodel import col

from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import writing
from portfolio_app.settings import settings
from portfolio_app.sharing.models import Comment, Talk

BATCH = 200


async def remove_rested_comments() -> int:
    """Remove comments deleted longer ago than `deleted_days`, at most `BATCH` at a time; returns how many.

    Harmless to repeat.
    """
    limit = now() - timedelta(days=settings().deleted_days)
    async with writing() as session:
        rested = await session.execute(
            select(col(Comment.id), col(Comment.owner_id)).where(col(Comment.deleted_at) <= limit).limit(BATCH)
        )
        owners = {one.id: one.owner_id for one in rested}
        which = (col(Comment.id).in_(owners), col(Comment.deleted_at) <= limit)  # not one that came back meanwhile
        gone = list((await session.execute(delete(Comment).where(*which).returning(col(Comment.id)))).scalars())
        for one in gone:
            thing, action = f"comment:{one}", "sharing.remove_rested_comments"
            audit(session, action, actor_id=None, about_id=owners[one], thing=thing)
        return len(gone)


async def remove_rested_talks() -> int:
    """Remove notes about talks taken back longer ago than `deleted_days`, as `remove_rested_comments` does."""
    limit = now() - timedelta(days=settings().deleted_days)
    async with writing() as session:
        some = select(col(Talk.id)).where(col(Talk.deleted_at) <= limit).limit(BATCH)
        which = (col(Talk.id).in_(some), col(Talk.deleted_at) <= limit)
        gone = (await session.execute(delete(Talk).where(*which).returning(col(Talk.id), col(Talk.person_id)))).all()
        for talk_id, person_id in gone:
            action = "sharing.remove_rested_talks"
            audit(session, action, actor_id=None, about_id=person_id, thing=f"talk:{talk_id}")
        return len(gone)

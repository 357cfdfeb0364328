"""Comments that their authors deleted go for good once they have rested long enough."""

from datetime import timedelta

from sqlalchemy import delete, select
from sqlmodel import col

from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import writing
from portfolio_app.settings import settings
from portfolio_app.sharing.models import Comment

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

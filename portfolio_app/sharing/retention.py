"""Comments and notes about talks that their authors deleted go for good once they have rested long enough."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Mapped
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
    return await _remove_rested(Comment, col(Comment.owner_id), "comment", "sharing.remove_rested_comments")


async def remove_rested_talks() -> int:
    """Remove notes about talks taken back longer ago than `deleted_days`, as `remove_rested_comments` does."""
    return await _remove_rested(Talk, col(Talk.person_id), "talk", "sharing.remove_rested_talks")


async def _remove_rested(kind: type[Comment | Talk], owner: Mapped[UUID], name: str, action: str) -> int:
    """Remove rested rows of that kind, with an audit row about the `owner` of each."""
    limit = now() - timedelta(days=settings().deleted_days)
    async with writing() as session:
        some = select(col(kind.id)).where(col(kind.deleted_at) <= limit).limit(BATCH)
        which = (col(kind.id).in_(some), col(kind.deleted_at) <= limit)  # not one that came back meanwhile
        gone = (await session.execute(delete(kind).where(*which).returning(col(kind.id), owner))).all()
        for one, owner_id in gone:
            audit(session, action, actor_id=None, about_id=owner_id, thing=f"{name}:{one}")
        return len(gone)

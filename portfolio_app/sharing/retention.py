"""Comments, notes about talks, and phrases that their authors deleted go for good once they have rested long enough."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Mapped
from sqlmodel import col

from portfolio_app.core.audit import audit
from portfolio_app.core.database import Row, writing
from portfolio_app.core.resting import rested_before
from portfolio_app.sharing.models import Comment, Phrase, Talk

BATCH = 200


async def remove_rested_comments() -> int:
    """Remove comments deleted longer ago than `deleted_days`, at most `BATCH` at a time; returns how many.

    Harmless to repeat.
    """
    since, owner = col(Comment.deleted_at), col(Comment.owner_id)
    return await remove_rested(Comment, since, owner, "comment", "sharing.remove_rested_comments")


async def remove_rested_talks() -> int:
    """Remove notes about talks taken back longer ago than `deleted_days`, as `remove_rested_comments` does."""
    since, owner = col(Talk.deleted_at), col(Talk.person_id)
    return await remove_rested(Talk, since, owner, "talk", "sharing.remove_rested_talks")


async def remove_rested_phrases() -> int:
    """Remove phrases deleted longer ago than `deleted_days`, as `remove_rested_comments` does."""
    since, owner = col(Phrase.deleted_at), col(Phrase.person_id)
    return await remove_rested(Phrase, since, owner, "phrase", "sharing.remove_rested_phrases")


async def remove_rested(
    kind: type[Row], since: Mapped[datetime | None], owner: Mapped[UUID], name: str, action: str
) -> int:
    """Remove rows of a kind, also of another domain's, that nothing else goes with: those that rest `since` longer ago
    than `deleted_days`, at most `BATCH` at a time, with an audit row about the `owner` of each; returns how many."""
    limit = rested_before()
    async with writing() as session:
        some = select(col(kind.id)).where(since <= limit).limit(BATCH)
        which = (col(kind.id).in_(some), since <= limit)  # not one that came back meanwhile
        gone = (await session.execute(delete(kind).where(*which).returning(col(kind.id), owner))).all()
        for one, owner_id in gone:
            audit(session, action, actor_id=None, about_id=owner_id, thing=f"{name}:{one}")
        return len(gone)

"""Days of diaries that were deleted go for good once they have rested."""

from sqlalchemy import delete, select
from sqlmodel import col

from portfolio_app.core.audit import audit
from portfolio_app.core.database import writing
from portfolio_app.core.resting import rested_before
from portfolio_app.marketplace.diary.models import DiaryDay

BATCH = 100


async def remove_rested_days() -> int:
    """Remove what has rested long enough, some at a time; returns how many. Harmless to repeat."""
    async with writing() as session:
        old = select(col(DiaryDay.id)).where(col(DiaryDay.deleted_at) <= rested_before()).limit(BATCH)
        gone = delete(DiaryDay).where(col(DiaryDay.id).in_(old)).returning(col(DiaryDay.placement_id))
        placements = (await session.execute(gone)).scalars().all()
        for placement_id in sorted(set(placements)):
            audit(session, "marketplace.remove_rested_days", actor_id=None, thing=f"placement:{placement_id}")
        return len(placements)

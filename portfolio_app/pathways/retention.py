"""Pathways that were taken out of a plan go for good once they have rested long enough."""

from sqlalchemy import delete, select
from sqlmodel import col

from portfolio_app.core.audit import audit
from portfolio_app.core.database import writing
from portfolio_app.core.resting import rested_before
from portfolio_app.pathways.models import KeptPathway

BATCH = 200


async def remove_rested_pathways() -> int:
    """Remove what was taken out longer ago than `deleted_days`, at most `BATCH` at a time; returns how many."""
    limit = rested_before()
    async with writing() as session:
        some = select(col(KeptPathway.id)).where(col(KeptPathway.deleted_at) <= limit).limit(BATCH)
        # Asked for twice: not one that came back meanwhile.
        which = (col(KeptPathway.id).in_(some), col(KeptPathway.deleted_at) <= limit)
        gone = await session.execute(delete(KeptPathway).where(*which).returning(col(KeptPathway.person_id)))
        owners = list(gone.scalars())
        for owner in owners:
            audit(session, "pathways.remove_rested_pathways", actor_id=None, about_id=owner)
        return len(owners)

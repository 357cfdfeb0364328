"""Agreements, with whom they were sent to, and notes go on the day they say; contacts at home once nothing is ahead."""

from sqlalchemy import delete, exists, or_, select
from sqlmodel import col

from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import delete_some, writing
from portfolio_app.core.languages import local_date
from portfolio_app.core.resting import rested_before
from portfolio_app.marketplace.placements.agreements import KEPT_FOR
from portfolio_app.marketplace.placements.families import remove_unneeded_contacts
from portfolio_app.marketplace.placements.models import Agreement, Placement, PlacementNote, SignatureAsk

BATCH = 50


async def remove_old_agreements() -> int:
    """Remove what has been kept long enough, some at a time; returns how many rows went. Harmless to repeat."""
    today = local_date(now())
    async with writing() as session:
        old = select(col(Agreement.id)).where(col(Agreement.keep_until) <= today).limit(BATCH)
        gone = delete(Agreement).where(col(Agreement.id).in_(old)).returning(col(Agreement.placement_id))
        placements = (await session.execute(gone)).scalars().all()
        for placement_id in sorted(set(placements)):
            audit(session, "marketplace.remove_old_agreements", actor_id=None, thing=f"placement:{placement_id}")
        past = exists().where(
            col(Placement.id) == col(SignatureAsk.placement_id), col(Placement.last_day) <= today - KEPT_FOR
        )
        noted = or_(col(PlacementNote.keep_until) <= today, col(PlacementNote.ended_at) <= rested_before())
        count = len(placements)
        for kind, which in ((SignatureAsk, past), (PlacementNote, noted)):
            count += await delete_some(session, kind, which, BATCH)
    return count + await remove_unneeded_contacts()

"""Terms that ended rest 30 days and go; so do actions that were deleted, and applications that were taken back. Whoever
was not chosen has their application removed a year after the term."""

from datetime import timedelta

from sqlalchemy import and_, or_, select
from sqlmodel import col

from portfolio_app.ambassadors.models import AmbassadorAction, AmbassadorApplication, AmbassadorTerm
from portfolio_app.core.clock import now
from portfolio_app.core.database import delete_some, writing
from portfolio_app.core.languages import local_date
from portfolio_app.core.resting import rested_before

BATCH = 50
KEPT_FOR = timedelta(days=366)


async def remove_rested_terms() -> int:
    """Remove what has rested long enough, some at a time; returns how many went. Harmless to repeat."""
    async with writing() as session:
        gone = await delete_some(session, AmbassadorTerm, col(AmbassadorTerm.ended_at) <= rested_before(), BATCH)
        gone += await delete_some(session, AmbassadorAction, col(AmbassadorAction.deleted_at) <= rested_before(), BATCH)
        over = select(col(AmbassadorTerm.id)).where(col(AmbassadorTerm.last_day) <= local_date(now()) - KEPT_FOR)
        old = or_(
            col(AmbassadorApplication.withdrawn_at) <= rested_before(),
            and_(col(AmbassadorApplication.answer) != "chosen", col(AmbassadorApplication.term_id).in_(over)),
        )
        return gone + await delete_some(session, AmbassadorApplication, old, BATCH)

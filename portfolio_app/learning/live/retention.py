"""A lesson of a class goes some days after it, with where everybody was and what was on its walls."""

from datetime import timedelta

from sqlalchemy import delete, select, update

from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import table_of, writing
from portfolio_app.learning.live.models import LiveLesson

KEPT = timedelta(days=7)
"""Until the next lesson of the week."""
BATCH = 50

_LIVE = table_of(LiveLesson)


async def remove_old_live_lessons() -> int:
    """Note which lessons ended by themselves, and remove those whose day is `KEPT` ago, at most `BATCH` at a time;
    returns how many. Harmless to repeat."""
    moment = now()
    async with writing() as session:
        await session.execute(
            update(_LIVE).where(_LIVE.c.ended_at.is_(None), _LIVE.c.until <= moment).values(ended_at=_LIVE.c.until)
        )
        old = select(_LIVE.c.id).where(_LIVE.c.until <= moment - KEPT).limit(BATCH)
        gone = await session.execute(delete(_LIVE).where(_LIVE.c.id.in_(old)).returning(_LIVE.c.id))
        removed = len(gone.all())
        if removed:
            audit(session, "learning.remove_old_live_lessons", actor_id=None, thing="live_lesson", rows=removed)
        return removed

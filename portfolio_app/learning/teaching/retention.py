"""What was taken back or out goes for good once it has rested; what a class was assigned, had planned and held goes
some years after, when nobody counts its hours any more. What pupils did is theirs, and stays."""

from datetime import timedelta

from sqlalchemy import delete, or_, select

from portfolio_app.core.audit import audit
from portfolio_app.core.clock import today
from portfolio_app.core.database import table_of, writing
from portfolio_app.core.resting import rested_before
from portfolio_app.learning.teaching.models import Assignment, HeldLesson, PlanItem

_ASSIGNMENT, _ITEM, _LESSON = (table_of(kind) for kind in (Assignment, PlanItem, HeldLesson))

BATCH = 200
KEPT = timedelta(days=5 * 365)
"""Three school years, and two in which somebody may ask about them."""


async def remove_old_lessons_of_classes() -> int:
    """Remove assignments, plan items and held lessons that have rested long enough, or are older than `KEPT`, at most
    `BATCH` of each at a time; returns how many. Harmless to repeat."""
    limit, oldest = rested_before(), today() - KEPT
    kinds = (
        (_ASSIGNMENT, _ASSIGNMENT.c.ended_at, _ASSIGNMENT.c.due_on),
        (_ITEM, _ITEM.c.deleted_at, _ITEM.c.day),
        (_LESSON, _LESSON.c.deleted_at, _LESSON.c.held_on),
    )
    count = 0
    async with writing() as session:
        for kind, gone_at, day in kinds:
            old = select(kind.c.id).where(or_(gone_at <= limit, day < oldest)).limit(BATCH)
            gone = await session.execute(delete(kind).where(kind.c.id.in_(old)).returning(kind.c.id))
            removed = len(gone.all())
            count += removed
            if removed:
                thing = kind.name
                audit(session, "learning.remove_old_lessons_of_classes", actor_id=None, thing=thing, rows=removed)
    return count

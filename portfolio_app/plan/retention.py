"""Goals and steps that were deleted go for good once they have rested long enough, goals with grants and comments."""

from sqlalchemy import delete, select
from sqlmodel import col

from portfolio_app.core.audit import audit
from portfolio_app.core.database import writing
from portfolio_app.core.drafts import drop_drafts_about
from portfolio_app.core.resting import rested_before
from portfolio_app.plan.models import Goal, GoalStep
from portfolio_app.sharing.models import Comment, Grant, Kind

BATCH = 200


async def remove_rested_goals() -> int:
    """Remove goals and steps deleted longer ago than `deleted_days`, at most `BATCH` of each at a time; returns how
    many. Their evidence stays: it is their owner's in its own right. Harmless to repeat."""
    limit = rested_before()
    async with writing() as session:
        steps = select(col(GoalStep.id)).where(col(GoalStep.deleted_at) <= limit).limit(BATCH)
        gone = await session.execute(delete(GoalStep).where(col(GoalStep.id).in_(steps)).returning(col(GoalStep.id)))
        count = len(gone.all())
        rested = list(
            (
                await session.execute(select(Goal).where(col(Goal.deleted_at) <= limit).limit(BATCH).with_for_update())
            ).scalars()
        )
        names = [str(goal.id) for goal in rested]
        for table in (Grant, Comment):
            await session.execute(delete(table).where(col(table.kind) == Kind.GOAL, col(table.thing).in_(names)))
        for goal in rested:
            await drop_drafts_about(session, goal.person_id, goal.id)
            thing = f"goal:{goal.id}"
            audit(session, "plan.remove_rested_goals", actor_id=None, about_id=goal.person_id, thing=thing)
        await session.execute(delete(Goal).where(col(Goal.id).in_([goal.id for goal in rested])))
        return count + len(rested)

"""On the day a pupil wanted to look at a goal again, a notice says so: the work is written with the day itself."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.core import outbox
from portfolio_app.core.database import writing
from portfolio_app.core.languages import end_of_day
from portfolio_app.notices.actions import notify, read_about
from portfolio_app.notices.kinds import REVIEW_DUE
from portfolio_app.plan.models import Goal, GoalState
from portfolio_app.sharing.models import Kind
from portfolio_app.sharing.noticing import about

REVIEW = "plan.review"
"""The kind of work in the outbox."""
MORNING = timedelta(hours=7)


async def remind(session: AsyncSession, goal: Goal) -> None:
    """Write into the transaction of `session` that the goal's owner is told in the morning of its review day."""
    if goal.review_on is None:
        return
    day = goal.review_on.isoformat()
    morning = end_of_day(goal.review_on - timedelta(days=1)) + MORNING
    work = {"goal": str(goal.id), "day": day}
    await outbox.put(session, REVIEW, work, not_before=morning, row_id=uuid5(goal.id, day))


async def tell_of_review(_row: UUID, payload: Mapping[str, Any]) -> None:
    """Tell the owner, unless the day was changed meanwhile, or the goal is done, rests or is gone. Harmless twice."""
    goal_id, day = UUID(payload["goal"]), date.fromisoformat(payload["day"])
    async with writing() as session:
        goal = (
            await session.execute(
                select(Goal).where(
                    col(Goal.id) == goal_id,
                    col(Goal.review_on) == day,
                    col(Goal.state) == GoalState.OPEN,
                    col(Goal.deleted_at).is_(None),
                )
            )
        ).scalar_one_or_none()
        if goal is not None:
            where = about(goal.person_id, Kind.GOAL, str(goal.id))
            await notify(session, goal.person_id, REVIEW_DUE, about=where, once=f"{goal.id} {day}")


async def has_looked(session: AsyncSession, goal: Goal) -> None:
    """The owner has looked at the goal, or works on it no more: what they were told of it is read."""
    await read_about(session, goal.person_id, REVIEW_DUE, about(goal.person_id, Kind.GOAL, str(goal.id)))

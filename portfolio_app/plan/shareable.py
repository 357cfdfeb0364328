"""Goals can be shared: how sharing finds them."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.core.database import as_ids
from portfolio_app.plan import policy
from portfolio_app.plan.models import Goal
from portfolio_app.sharing import things
from portfolio_app.sharing.models import Kind


async def find_goals(session: AsyncSession, owner_id: UUID, names: Collection[str]) -> Mapping[str, things.Thing]:
    """Those goals of the owner's that are there, by id."""
    rows = await session.execute(
        select(col(Goal.id), col(Goal.title)).where(policy.owned_by(owner_id), col(Goal.id).in_(as_ids(names)))
    )
    return {str(goal_id): things.Thing(title) for goal_id, title in rows}


things.register(Kind.GOAL, find_goals)

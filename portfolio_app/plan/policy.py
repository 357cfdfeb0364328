"""Who may do what with a goal: its owner everything, whoever it is shared with may read it and write a comment."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.database import table_of
from portfolio_app.core.errors import NotFound, Refused
from portfolio_app.plan.models import Goal, GoalStep

# Filters are written on the tables, so that they serve statements on these as well as those on mapped classes.
_GOAL, _STEP = table_of(Goal), table_of(GoalStep)


def may_keep_a_plan(actor: Actor) -> None:
    """Raise `Refused` unless the actor is somebody who keeps a portfolio."""
    if not actor.keeps_a_portfolio:
        raise Refused()


def own(actor: Actor, *, deleted: bool = False) -> ColumnElement[bool]:
    """Filter: the actor's own goals, those that rest deleted or those that do not."""
    return owned_by(actor.person_id, deleted=deleted)


def owned_by(person_id: UUID | ColumnElement[UUID], *, deleted: bool = False) -> ColumnElement[bool]:
    """`own`, for statements that are written once and told later whose it is."""
    rests = _GOAL.c.deleted_at.is_not(None) if deleted else _GOAL.c.deleted_at.is_(None)
    return and_(_GOAL.c.person_id == person_id, rests)


async def own_goal(session: AsyncSession, actor: Actor, goal_id: UUID, *, deleted: bool = False) -> Goal:
    """The actor's own goal, locked for a change. Raises `NotFound` for anybody else's and for none."""
    may_keep_a_plan(actor)
    goal = (
        await session.execute(
            select(Goal).where(col(Goal.id) == goal_id, own(actor, deleted=deleted)).with_for_update()
        )
    ).scalar_one_or_none()
    if goal is None:
        raise NotFound()
    return goal


async def own_step(
    session: AsyncSession, actor: Actor, step_id: UUID, *, deleted: bool = False
) -> tuple[Goal, GoalStep]:
    """A step of one of the actor's own goals, with the goal, both locked. Raises `NotFound` as `own_goal` does."""
    of_goal = (await session.execute(select(col(GoalStep.goal_id)).where(col(GoalStep.id) == step_id))).scalar()
    if of_goal is None:
        raise NotFound()
    goal = await own_goal(session, actor, of_goal)
    rests = _STEP.c.deleted_at.is_not(None) if deleted else _STEP.c.deleted_at.is_(None)
    step = (
        await session.execute(select(GoalStep).where(col(GoalStep.id) == step_id, rests).with_for_update())
    ).scalar_one_or_none()
    if step is None:
        raise NotFound()
    return goal, step

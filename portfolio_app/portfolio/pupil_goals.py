"""The goals a pupil shares with a teacher or counsellor: in the list on their page, and one of them opened."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.core.errors import NotFound
from portfolio_app.plan.goal_view import GoalView, goal_view, shared_goals, standing_of_goals, steps_of_goals
from portfolio_app.portfolio.teaching import href
from portfolio_app.sharing.models import Kind


@dataclass(frozen=True)
class SharedGoal:
    """A goal in the list."""

    id: str = ""
    title: str = ""
    detail: str = ""
    href: str = ""
    commented: bool = False


async def goals_of(
    session: AsyncSession, pupil_id: UUID, names: Collection[str], commented: Collection[tuple[str, str]]
) -> tuple[SharedGoal, ...]:
    """Those of the pupil's goals, which are shared with the reader; `commented` is what the reader wrote on."""
    goals = await shared_goals(session, pupil_id, names)
    standing = await standing_of_goals(session, goals)
    return tuple(
        SharedGoal(
            id=str(one.id),
            title=one.title,
            detail=standing[one.id],
            href=href("/pupil", id=str(pupil_id), goal=str(one.id)),
            commented=(Kind.GOAL.value, str(one.id)) in commented,
        )
        for one in goals
    )


async def opened_goal(session: AsyncSession, pupil_id: UUID, name: str, shared_evidence: Collection[str]) -> GoalView:
    """One of them in full; of its evidence, what is shared with the reader leads somewhere. Raises `NotFound`."""
    goals = await shared_goals(session, pupil_id, [name])
    if not goals:
        raise NotFound()
    steps = (await steps_of_goals(session, [goals[0].id])).get(goals[0].id, [])
    return await goal_view(session, goals[0], steps, shared_evidence=shared_evidence)

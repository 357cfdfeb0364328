"""The steps of a goal: adding, changing, ticking off, moving, deleting and bringing back."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import now
from portfolio_app.core.database import insert_new, writing
from portfolio_app.core.drafts import drop_draft
from portfolio_app.core.errors import Conflict, Invalid, NotFound
from portfolio_app.core.languages import N_
from portfolio_app.core.resting import rested_before
from portfolio_app.core.wording import one_line
from portfolio_app.plan import policy
from portfolio_app.plan.actions import audit_goal, steps_of
from portfolio_app.plan.days import must_lie_in
from portfolio_app.plan.models import Goal, GoalStep
from portfolio_app.sharing.actions import one_at_a_time

LONGEST_WORDS = 300
MOST_STEPS = 50


@dataclass(frozen=True)
class StepForm:
    """What somebody wrote about a step."""

    words: str
    by_when: date | None = None


def step_draft(of: UUID) -> str:
    """The name of the draft of a step that is being changed, or of the step that is being added to a goal."""
    return f"goal-step:{of}"


def _words(form: StepForm) -> str:
    empty = N_("Say in a few words what you will do.")
    return one_line(form.words, field="step_words", most=LONGEST_WORDS, empty=empty)


async def add_step(actor: Actor, goal_id: UUID, form: StepForm, request: UUID) -> UUID:
    """Add a step after the others of one's own goal; returns its id.

    `request` is the form's own id: sent twice, kept once. Raises `Invalid` with the field, for a day before the goal
    was made or after it is to be reached too.
    """
    words = _words(form)
    async with writing() as session:
        await one_at_a_time(session, actor.person_id)
        goal = await policy.own_goal(session, actor, goal_id)
        already = await _kept_of(session, goal, request)
        if already:
            return already
        must_lie_in(goal, form.by_when)
        steps = await steps_of(session, goal_id)
        if len(steps) >= MOST_STEPS:
            raise Invalid(
                N_("A goal has at most {n} steps. Make a second goal of some."), field="step_words", n=MOST_STEPS
            )
        step = GoalStep(
            goal_id=goal.id,
            words=words,
            by_when=form.by_when,
            position=max((one.position for one in steps), default=-1) + 1,
            made_at=now(),
            changed_at=now(),
            request=request,
        )
        if not await insert_new(session, step):
            raise NotFound()  # somebody else's form
        await drop_draft(session, actor.person_id, step_draft(goal.id))
        audit_goal(session, "plan.add_step", actor, goal.id, step=str(step.id))
        return step.id


async def _kept_of(session: AsyncSession, goal: Goal, request: UUID) -> UUID | None:
    found = await session.execute(
        select(col(GoalStep.id)).where(col(GoalStep.request) == request, col(GoalStep.goal_id) == goal.id)
    )
    return found.scalar_one_or_none()


async def change_step(actor: Actor, step_id: UUID, form: StepForm, version: int) -> int:
    """Keep what was changed about a step; returns its new version. Raises as `add_step` does, and `Conflict` when the
    step has another version than the one that was being edited."""
    words = _words(form)
    async with writing() as session:
        goal, step = await policy.own_step(session, actor, step_id)
        if step.version != version:
            raise Conflict()
        if form.by_when != step.by_when:
            must_lie_in(goal, form.by_when)
        step.words, step.by_when = words, form.by_when
        step.version += 1
        step.changed_at = now()
        await drop_draft(session, actor.person_id, step_draft(step.id))
        audit_goal(session, "plan.change_step", actor, goal.id, step=str(step.id))
        return step.version


async def tick_step(actor: Actor, step_id: UUID, *, done: bool = True) -> None:
    """Say that a step is done, or that it is not after all. Saying so twice is fine."""
    async with writing() as session:
        goal, step = await policy.own_step(session, actor, step_id)
        if (step.done_at is not None) == done:
            return
        step.done_at = now() if done else None
        audit_goal(session, "plan.tick_step", actor, goal.id, step=str(step.id), done=done)


async def move_step(actor: Actor, step_id: UUID, by: int) -> None:
    """Move a step up (-1) or down (1) by one place; at either end nothing changes."""
    async with writing() as session:
        await one_at_a_time(session, actor.person_id)
        goal, _step = await policy.own_step(session, actor, step_id)
        rows = await steps_of(session, goal.id)
        here = next(n for n, step in enumerate(rows) if step.id == step_id)
        rows.insert(min(max(here + by, 0), len(rows) - 1), rows.pop(here))
        for position, step in enumerate(rows):
            step.position = position
        audit_goal(session, "plan.move_step", actor, goal.id, step=str(step_id))


async def delete_step(actor: Actor, step_id: UUID) -> None:
    """Put a step among the recently deleted."""
    async with writing() as session:
        goal, step = await policy.own_step(session, actor, step_id)
        step.deleted_at = now()
        await drop_draft(session, actor.person_id, step_draft(step.id))
        audit_goal(session, "plan.delete_step", actor, goal.id, step=str(step.id))


async def restore_step(actor: Actor, step_id: UUID) -> None:
    """Bring a recently deleted step back to its place, while its goal is there."""
    async with writing() as session:
        goal, step = await policy.own_step(session, actor, step_id, deleted=True)
        if step.deleted_at is None or step.deleted_at < rested_before():
            raise NotFound()
        step.deleted_at = None
        audit_goal(session, "plan.restore_step", actor, goal.id, step=str(step.id))

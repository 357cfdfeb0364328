"""Making, changing, settling, deleting and bringing back goals."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import insert_new, writing
from portfolio_app.core.drafts import drop_draft, drop_drafts_about
from portfolio_app.core.errors import Conflict, Invalid, NotFound
from portfolio_app.core.languages import N_
from portfolio_app.core.resting import rested_before
from portfolio_app.core.wording import one_line, several_lines
from portfolio_app.plan import policy
from portfolio_app.plan.days import must_be_to_come, must_hold, today_here
from portfolio_app.plan.models import (
    Goal,
    GoalBarrier,
    GoalCapability,
    GoalEvidence,
    GoalHelper,
    GoalState,
    GoalStep,
)
from portfolio_app.plan.reminding import has_looked, remind
from portfolio_app.schools.membership import framework_of
from portfolio_app.schools.models import Barrier
from portfolio_app.sharing.actions import Choice, one_at_a_time, set_grants
from portfolio_app.sharing.models import Kind
from portfolio_app.sharing.policy import must_be_nameable
from portfolio_app.skills.models import Evidence
from portfolio_app.skills.policy import known_capability

LONGEST_TITLE = 160
LONGEST_TEXT = 4000
LONGEST_HELPERS = 500
LONGEST_BARRIER = 1000
MOST_GOALS = 500
NEW = "goal:new"  # the draft of a goal that is not kept yet
FROM_PATHWAY = "p."
"""Begins what the draft of a goal is named by that was begun from a pathway; its code follows."""


@dataclass(frozen=True)
class GoalForm:
    """What somebody wrote about a goal: what and why, the capabilities it is about (codes), who helps (words, and
    persons of the school), by when, when to look at it again, what may get in the way (own words by kind), and how they
    will know that it is done (words, and evidence of their own).

    `shown` is evidence that belonged to it when the form was made: of it, what is not in `evidence` any more was
    unticked. `audience` is who else can see it; None leaves that as it is.
    """

    title: str
    why: str = ""
    capabilities: tuple[str, ...] = ()
    helpers: str = ""
    persons: tuple[UUID, ...] = ()
    by_when: date | None = None
    review_on: date | None = None
    barriers: Mapping[Barrier, str] = field(default_factory=dict[Barrier, str])
    outcome: str = ""
    evidence: tuple[UUID, ...] = ()
    shown: tuple[UUID, ...] = ()
    audience: Choice | None = None


def draft_of(goal_id: UUID | None, begun: str = "") -> str:
    """The name of a goal's draft; of a new one's that was begun from a capability, a pathway, or from nothing."""
    if goal_id:
        return f"goal:{goal_id}"
    return f"{NEW}-{begun}" if begun else NEW


def _checked(form: GoalForm) -> dict[str, Any]:
    empty = N_("Say in a few words what you want.")
    return {
        "title": one_line(form.title, field="title", most=LONGEST_TITLE, empty=empty),
        "why": several_lines(form.why, field="why", most=LONGEST_TEXT),
        "helpers": one_line(form.helpers, field="helpers", most=LONGEST_HELPERS),
        "outcome": several_lines(form.outcome, field="outcome", most=LONGEST_TEXT),
        "by_when": form.by_when,
        "review_on": form.review_on,
    }


def _barriers(form: GoalForm) -> dict[Barrier, str]:
    return {
        kind: several_lines(words, field=f"barrier-words-{kind}", most=LONGEST_BARRIER)
        for kind, words in form.barriers.items()
    }


async def make_goal(
    actor: Actor, form: GoalForm, request: UUID, *, instead_of: UUID | None = None, begun: str = ""
) -> UUID:
    """Keep a new goal and return its id.

    `request` is the form's own id: sent twice, kept once. `instead_of` is the goal whose draft this was, when another
    tab had changed that goal meanwhile; `begun` is what the form was begun from, as its draft names it. Raises
    `Invalid` with the field it is about.
    """
    policy.may_keep_a_plan(actor)
    fields, barriers = _checked(form), _barriers(form)
    async with writing() as session:
        await one_at_a_time(session, actor.person_id)
        already = await kept_of(session, actor, request)
        if already:
            return already
        for name in ("by_when", "review_on"):
            must_be_to_come(fields[name], None, field=name)
        count = await session.execute(select(func.count()).select_from(Goal).where(policy.own(actor)))
        if count.scalar_one() >= MOST_GOALS:
            raise Invalid(N_("Your plan is full. Delete what you no longer need."), field="title")
        moment = now()
        goal = Goal(
            person_id=actor.person_id,
            made_on=today_here(),
            made_at=moment,
            changed_at=moment,
            state_at=moment,
            request=request,
            **fields,
        )
        if not await insert_new(session, goal):
            raise NotFound()  # somebody else's form
        await _set_parts(session, actor, goal.id, form, barriers)
        await remind(session, goal)
        await drop_draft(session, actor.person_id, draft_of(instead_of, begun))
        audit_goal(session, "plan.make_goal", actor, goal.id)
        return goal.id


async def kept_of(session: AsyncSession, actor: Actor, request: UUID) -> UUID | None:
    """The goal that was made of the actor's form `request`, if there is one."""
    found = await session.execute(
        select(col(Goal.id)).where(col(Goal.request) == request, col(Goal.person_id) == actor.person_id)
    )
    return found.scalar_one_or_none()


async def change_goal(actor: Actor, goal_id: UUID, form: GoalForm, version: int) -> int:
    """Keep what was changed; returns the new version.

    Raises `Conflict` when the goal has another version than the one that was being edited, and changes nothing then;
    `Invalid` for a day before that of one of its steps.
    """
    fields, barriers = _checked(form), _barriers(form)
    async with writing() as session:
        await one_at_a_time(session, actor.person_id)
        goal = await policy.own_goal(session, actor, goal_id)
        if goal.version != version:
            raise Conflict()
        must_be_to_come(form.by_when, goal.by_when, field="by_when")
        must_be_to_come(form.review_on, goal.review_on, field="review_on")
        must_hold(await steps_of(session, goal_id), form.by_when)
        for name, value in fields.items():
            setattr(goal, name, value)
        goal.version += 1
        goal.changed_at = now()
        await _set_parts(session, actor, goal.id, form, barriers)
        await remind(session, goal)
        await drop_draft(session, actor.person_id, draft_of(goal.id))
        audit_goal(session, "plan.change_goal", actor, goal.id, version=goal.version)
        return goal.version


async def steps_of(session: AsyncSession, goal_id: UUID) -> list[GoalStep]:
    """The steps of a goal in their order, locked for a change."""
    rows = await session.execute(
        select(GoalStep)
        .where(col(GoalStep.goal_id) == goal_id, col(GoalStep.deleted_at).is_(None))
        .order_by(col(GoalStep.position), col(GoalStep.made_at), col(GoalStep.id))
        .with_for_update()
    )
    return list(rows.scalars())


async def drop_goal_draft(actor: Actor, goal_id: UUID) -> None:
    """Forget what was typed and not kept for one's own goal."""
    async with writing() as session:
        goal = await policy.own_goal(session, actor, goal_id)
        await drop_draft(session, actor.person_id, draft_of(goal.id))
        audit_goal(session, "plan.drop_goal_draft", actor, goal.id)


async def _set_parts(
    session: AsyncSession, actor: Actor, goal_id: UUID, form: GoalForm, barriers: Mapping[Barrier, str]
) -> None:
    """Make the goal's capabilities, helpers, evidence, barriers and audience those of the form.

    Raises `NotFound` for others' evidence, unknown codes and people who cannot be named. Capabilities of a former
    framework stay, and so does evidence that was deleted since it was ticked, unseen until it is brought back.
    """
    code = await framework_of(session, actor.person_id)
    for capability in form.capabilities:
        known_capability(code, capability)
    await must_be_nameable(session, actor.person_id, form.persons)
    evidence = await _evidence_to_be(session, actor, goal_id, form)
    await session.execute(
        delete(GoalCapability).where(col(GoalCapability.goal_id) == goal_id, col(GoalCapability.framework) == code)
    )
    for table in (GoalHelper, GoalEvidence, GoalBarrier):
        await session.execute(delete(table).where(col(table.goal_id) == goal_id))
    chosen = dict.fromkeys(form.capabilities)
    session.add_all(GoalCapability(goal_id=goal_id, framework=code, capability=one) for one in chosen)
    session.add_all(GoalHelper(goal_id=goal_id, person_id=one) for one in dict.fromkeys(form.persons))
    session.add_all(GoalEvidence(goal_id=goal_id, evidence_id=one, position=n) for n, one in enumerate(evidence))
    session.add_all(GoalBarrier(goal_id=goal_id, kind=kind, words=words) for kind, words in barriers.items())
    await session.flush()
    if form.audience is not None:
        await set_grants(session, actor, Kind.GOAL, str(goal_id), form.audience)


async def _evidence_to_be(session: AsyncSession, actor: Actor, goal_id: UUID, form: GoalForm) -> list[UUID]:
    wanted = list(dict.fromkeys(form.evidence))
    if wanted:
        mine = (col(Evidence.id).in_(wanted), col(Evidence.person_id) == actor.person_id)
        if len((await session.execute(select(col(Evidence.id)).where(*mine))).all()) != len(wanted):
            raise NotFound()
    unseen = await session.execute(
        select(col(GoalEvidence.evidence_id))
        .where(col(GoalEvidence.goal_id) == goal_id, col(GoalEvidence.evidence_id).not_in([*form.shown, *wanted]))
        .order_by(col(GoalEvidence.position))
    )
    return [*wanted, *unseen.scalars()]


async def settle_goal(actor: Actor, goal_id: UUID, state: GoalState) -> None:
    """Say that a goal is done, rests, or is worked on again. Saying so twice is fine."""
    async with writing() as session:
        goal = await policy.own_goal(session, actor, goal_id)
        if goal.state == state:
            return
        goal.state, goal.state_at = state, now()
        if state is not GoalState.OPEN:
            await has_looked(session, goal)
        audit_goal(session, "plan.settle_goal", actor, goal.id, state=state.value)


async def review_goal(actor: Actor, goal_id: UUID, again_on: date | None) -> None:
    """Say that the actor has looked at a goal, and when they will look again (None: not by a day). Raises `Invalid`."""
    async with writing() as session:
        goal = await policy.own_goal(session, actor, goal_id)
        if again_on is not None and again_on <= today_here():
            raise Invalid(N_("Choose a day after today."), field="review_on")
        goal.review_on = again_on
        goal.version += 1  # a form with the former day in it must not put that back
        goal.changed_at = now()
        await has_looked(session, goal)
        await remind(session, goal)
        audit_goal(session, "plan.review_goal", actor, goal.id, again=again_on is not None)


async def delete_goal(actor: Actor, goal_id: UUID) -> None:
    """Put a goal among the recently deleted, where it rests 30 days; nobody else sees it meanwhile. Twice is fine."""
    async with writing() as session:
        found = await session.get(Goal, goal_id)
        if found is not None and found.person_id == actor.person_id and found.deleted_at is not None:
            return
        goal = await policy.own_goal(session, actor, goal_id)
        goal.deleted_at = now()
        await drop_drafts_about(session, actor.person_id, goal.id)
        audit_goal(session, "plan.delete_goal", actor, goal.id)


async def restore_goal(actor: Actor, goal_id: UUID) -> None:
    """Bring a recently deleted goal back, shared with whom it was before. One that is there stays as it is."""
    async with writing() as session:
        found = await session.get(Goal, goal_id)
        if found is not None and found.person_id == actor.person_id and found.deleted_at is None:
            return
        goal = await policy.own_goal(session, actor, goal_id, deleted=True)
        if goal.deleted_at is not None and goal.deleted_at < rested_before():
            raise NotFound()
        goal.deleted_at = None
        audit_goal(session, "plan.restore_goal", actor, goal.id)


def audit_goal(session: AsyncSession, action: str, actor: Actor, goal_id: UUID, **detail: Any) -> None:
    """One row about a goal of the actor's own."""
    audit(session, action, actor_id=actor.person_id, about_id=actor.person_id, thing=f"goal:{goal_id}", **detail)

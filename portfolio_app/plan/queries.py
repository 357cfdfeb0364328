"""What the plan's screens show: the list of goals, one of one's own to work on, the recently deleted ones."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import now
from portfolio_app.core.database import as_id, reading
from portfolio_app.core.drafts import drafts_beginning, load_drafts
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import N_, _, ngettext, spoken
from portfolio_app.core.paging import A_PAGE, Paging, paging
from portfolio_app.core.resting import rest_lasts
from portfolio_app.core.wording import LONGEST_SEARCH, says
from portfolio_app.plan import policy
from portfolio_app.plan.actions import FROM_PATHWAY, NEW
from portfolio_app.plan.calendar import CalendarView, calendar_view
from portfolio_app.plan.days import today_here
from portfolio_app.plan.due import Due, due_of
from portfolio_app.plan.goal_view import (
    GoalView,
    StepLine,
    as_field,
    goal_view,
    lines,
    standing,
    steps_of_goals,
    steps_said,
)
from portfolio_app.plan.models import Goal, GoalState, GoalStep
from portfolio_app.plan.steps import step_draft
from portfolio_app.sharing.models import Kind
from portfolio_app.sharing.queries import WhoCanSee, nameable, remarks, who_can_see
from portfolio_app.skills.evidence_views import DeletedThing, deleted_thing, typed_in

STATES = {GoalState.OPEN: N_("Goals now"), GoalState.DONE: N_("Done"), GoalState.RESTING: N_("Resting")}


@dataclass(frozen=True)
class GoalCard:
    """A goal in the list."""

    id: str = ""
    title: str = ""
    detail: str = ""
    """By when, and how many of its steps are done; or since when it is done, or rests."""
    due: str = ""
    steps: tuple[StepLine, ...] = ()
    audience: str = ""
    private: bool = True


@dataclass(frozen=True)
class Shelf:
    """Goals of one state: how many there are, and where they are listed."""

    name: str = ""
    said: str = ""
    href: str = ""
    current: bool = False


@dataclass(frozen=True)
class PlanView:
    """A page of the actor's goals of one state."""

    listed: tuple[GoalCard, ...] = ()
    shelves: tuple[Shelf, ...] = ()
    show: str = GoalState.OPEN
    count: int = 0
    """Of goals in all."""
    search: str = ""
    findable: bool = False
    """Whether the list is so long that somebody may look for a word in it."""
    paging: Paging = field(default_factory=Paging)
    draft_href: str = ""
    """Where somebody goes on with the new goal they typed at last, "" without one."""
    calendar: CalendarView = field(default_factory=CalendarView)
    loaded: bool = False


async def load_plan(actor: Actor, show: str = GoalState.OPEN, page: int = 1, search: str = "") -> PlanView:
    """A page of the actor's goals that are open, done or resting; with `search`, of those that say all its words."""
    policy.may_keep_a_plan(actor)
    state = GoalState(show) if show in tuple(GoalState) else GoalState.OPEN
    search = " ".join(search.split())[:LONGEST_SEARCH]
    async with reading() as session:
        counts = await _counts(session, actor)
        found = await _found(session, actor, state, search)
        pages = paging(len(found), page, "/plan", show="" if state is GoalState.OPEN else state, search=search)
        cards = await _cards(session, actor, found[pages.skipped : pages.skipped + A_PAGE])
        draft_href = await _unkept(session, actor)
        calendar = await calendar_view(session, actor)
    return PlanView(
        listed=cards,
        shelves=tuple(_shelf(one, counts.get(one, 0), current=one is state) for one in GoalState),
        show=state,
        count=sum(counts.values()),
        search=search,
        findable=counts.get(state, 0) > A_PAGE or bool(search),
        paging=pages,
        draft_href=draft_href,
        calendar=calendar,
        loaded=True,
    )


def _shelf(state: GoalState, count: int, *, current: bool) -> Shelf:
    query = "" if state is GoalState.OPEN else f"?show={state}"
    return Shelf(_(STATES[state]), ngettext("{n} goal", "{n} goals", count), f"/{spoken()}/plan{query}", current)


async def _counts(session: AsyncSession, actor: Actor) -> dict[str, int]:
    counts = select(col(Goal.state), func.count()).where(policy.own(actor)).group_by(col(Goal.state))
    return dict((await session.execute(counts)).all())


async def _found(session: AsyncSession, actor: Actor, state: GoalState, search: str) -> list[Goal]:
    """The actor's goals of that state: open ones by when they are to be reached, others the newest first."""
    newest = (col(Goal.made_at) if state is GoalState.OPEN else col(Goal.state_at)).desc()
    by_day = (col(Goal.by_when).is_(None), col(Goal.by_when)) if state is GoalState.OPEN else ()
    rows = await session.execute(
        select(Goal).where(policy.own(actor), col(Goal.state) == state).order_by(*by_day, newest, col(Goal.id))
    )
    return [goal for goal in rows.scalars() if says(search, goal.title, goal.why)]


async def _cards(session: AsyncSession, actor: Actor, goals: Collection[Goal]) -> tuple[GoalCard, ...]:
    ids = [goal.id for goal in goals]
    steps = await steps_of_goals(session, ids)
    due = await due_of(session, actor.person_id, ids)
    who = await who_can_see(session, actor.person_id, Kind.GOAL, [str(one) for one in ids])
    return tuple(_card(goal, steps.get(goal.id, []), due.get(goal.id), who[str(goal.id)]) for goal in goals)


def _card(goal: Goal, steps: list[GoalStep], due: Due | None, who: WhoCanSee) -> GoalCard:
    return GoalCard(
        id=str(goal.id),
        title=goal.title,
        detail=" · ".join(part for part in (standing(goal), steps_said(steps)) if part),
        due=due.in_own_card() if due else "",
        steps=lines(steps),
        audience=who.words,
        private=who.private,
    )


async def _unkept(session: AsyncSession, actor: Actor) -> str:
    """The form of a new goal of which there is a draft, the newest."""
    names = await drafts_beginning(session, actor.person_id, NEW)
    if not names:
        return ""
    begun = names[0].removeprefix(NEW).removeprefix("-")
    name = "pathway" if begun.startswith(FROM_PATHWAY) else "skill"
    return f"/{spoken()}/goal-form" + (f"?{name}={begun.removeprefix(FROM_PATHWAY)}" if begun else "")


async def load_goal(actor: Actor, goal_id: str) -> GoalView:
    """The actor's own goal, to read and to work on."""
    policy.may_keep_a_plan(actor)
    async with reading() as session:
        goal = await own_to_read(session, actor, goal_id)
        name = str(goal.id)
        steps = (await steps_of_goals(session, [goal.id])).get(goal.id, [])
        forms = [step_draft(goal.id), *(step_draft(step.id) for step in steps)]
        drafts = await load_drafts(session, actor.person_id, *forms)
        who = await who_can_see(session, actor.person_id, Kind.GOAL, [name])
        said = await remarks(session, actor.person_id, actor.person_id, Kind.GOAL, [name])
        persons = await nameable(session, actor.person_id)
        view = await goal_view(session, goal, steps)
    adding = drafts.get(step_draft(goal.id))
    typed = {"step_words": "", "step_by": ""} | typed_in(adding, {"step_words": "", "step_by": ""})
    due = goal.state == GoalState.OPEN and goal.review_on is not None and goal.review_on <= today_here()
    return replace(
        view,
        steps=lines(steps, drafts),
        review_due=due,
        review_said=_review_said(view.review, due=due),
        review_again=as_field(today_here() + timedelta(days=28)),
        request=str(uuid4()),
        step_draft=step_draft(goal.id),
        step_draft_version=adding.version if adding else 0,
        step_words=typed["step_words"],
        step_by=typed["step_by"],
        who=who[name],
        nameable=persons,
        remarks=said[name],
        unread=any(remark.unread for remark in said[name]),
    )


def _review_said(day: str, *, due: bool) -> str:
    if not day:
        return ""
    if due:
        return _("You wanted to look at this goal again on {day}. Does it still fit? What is next?").format(day=day)
    return _("You will look at this goal again on {day}.").format(day=day)


async def own_to_read(session: AsyncSession, actor: Actor, goal_id: str) -> Goal:
    """The actor's own goal. Raises `NotFound` for anybody else's and for none."""
    found = await session.execute(select(Goal).where(col(Goal.id) == as_id(goal_id), policy.own(actor)))
    goal = found.scalar_one_or_none()
    if goal is None:
        raise NotFound()
    return goal


async def load_deleted_goals(actor: Actor) -> tuple[DeletedThing, ...]:
    """The actor's recently deleted goals, each with the day on which it goes for good."""
    rest = rest_lasts()
    async with reading() as session:
        rows = await session.execute(
            select(col(Goal.id), col(Goal.title), col(Goal.deleted_at)).where(
                policy.own(actor, deleted=True), col(Goal.deleted_at) > now() - rest
            )
        )
        return tuple(deleted_thing(one, title, _("Goal"), at) for one, title, at in rows if at)


async def load_deleted_steps(actor: Actor) -> tuple[DeletedThing, ...]:
    """Recently deleted steps of goals that are there."""
    rest = rest_lasts()
    async with reading() as session:
        rows = await session.execute(
            select(col(GoalStep.id), col(GoalStep.words), col(Goal.title), col(GoalStep.deleted_at))
            .join(Goal, col(Goal.id) == col(GoalStep.goal_id))
            .where(policy.own(actor), col(GoalStep.deleted_at) > now() - rest)
        )
        return tuple(
            deleted_thing(one, words, _("Step of the goal “{goal}”").format(goal=title), at)
            for one, words, title, at in rows
            if at
        )

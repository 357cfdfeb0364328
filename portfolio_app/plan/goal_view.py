"""What a goal says: its steps, what may get in the way and who helps with that, to its owner and to others."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.models import Person
from portfolio_app.core.database import as_ids, table_of
from portfolio_app.core.drafts import KeptDraft
from portfolio_app.core.languages import _, format_date, format_list, format_number, spoken
from portfolio_app.plan import policy
from portfolio_app.plan.models import Goal, GoalBarrier, GoalCapability, GoalEvidence, GoalHelper, GoalState, GoalStep
from portfolio_app.plan.steps import step_draft
from portfolio_app.schools.local_help import BARRIERS, HelpWords, local_help
from portfolio_app.schools.membership import belonging
from portfolio_app.schools.models import Barrier
from portfolio_app.schools.queries import Contact, contact_of
from portfolio_app.sharing.policy import guides
from portfolio_app.sharing.queries import Nameable, Remark, WhoCanSee
from portfolio_app.skills.evidence_views import EvidenceItem, evidence_items, typed_in
from portfolio_app.skills.tags import SkillTag, skill_tags


@dataclass(frozen=True)
class StepLine:
    """A step. `by_when` is its day in words, `day` the same as a date field has it; `said` is when it was done."""

    id: str = ""
    words: str = ""
    by_when: str = ""
    day: str = ""
    done: bool = False
    said: str = ""
    first: bool = False
    last: bool = False
    version: int = 0
    draft: str = ""
    draft_version: int = 0
    typed_words: str = ""
    typed_day: str = ""
    """What the form that changes it begins with: its draft, where there is one."""


@dataclass(frozen=True)
class BarrierLine:
    """Something that may get in the way, and who helps with it: `help` where the school or region says so, else
    `contact`, whom one can turn to at the school."""

    kind: str = ""
    name: str = ""
    words: str = ""
    help: str = ""
    url: str = ""
    contact: str = ""


@dataclass(frozen=True)
class GoalView:
    """A goal to read. What only its owner does with it is empty for others."""

    id: str = ""
    title: str = ""
    lead: str = ""
    why: str = ""
    skills: tuple[SkillTag, ...] = ()
    steps: tuple[StepLine, ...] = ()
    steps_said: str = ""
    helpers: str = ""
    barriers: tuple[BarrierLine, ...] = ()
    outcome: str = ""
    evidence: tuple[EvidenceItem, ...] = ()
    state: str = ""
    review: str = ""
    """When its owner wants to look at it again, in words; "" for not by a day."""
    review_due: bool = False
    review_said: str = ""
    """The same as a sentence to its owner."""
    review_again: str = ""
    """The day that is offered for the next look, as a date field has it."""
    request: str = ""
    """The id of the form that adds a step; a new one after each."""
    step_draft: str = ""
    step_draft_version: int = 0
    step_words: str = ""
    step_by: str = ""
    who: WhoCanSee = field(default_factory=WhoCanSee)
    nameable: tuple[Nameable, ...] = ()
    remarks: tuple[Remark, ...] = ()
    unread: bool = False
    loaded: bool = False


def standing(goal: Goal) -> str:
    """By when, or since when it is done or rests."""
    if goal.state == GoalState.DONE:
        return _("Done on {day}").format(day=format_date(goal.state_at))
    if goal.state == GoalState.RESTING:
        return _("Resting since {day}").format(day=format_date(goal.state_at))
    return _("By {day}").format(day=format_date(goal.by_when)) if goal.by_when else ""


def steps_said(steps: Collection[GoalStep]) -> str:
    """How many of its steps are done; "" for a goal without steps."""
    if not steps:
        return ""
    done = sum(step.done_at is not None for step in steps)
    return _("Steps done: {n} of {all}").format(n=format_number(done), all=format_number(len(steps)))


async def steps_of_goals(session: AsyncSession, goal_ids: Collection[UUID]) -> Mapping[UUID, list[GoalStep]]:
    """The steps of each of these goals, in their order."""
    rows = await session.execute(
        select(GoalStep)
        .where(col(GoalStep.goal_id).in_(goal_ids), col(GoalStep.deleted_at).is_(None))
        .order_by(col(GoalStep.position), col(GoalStep.made_at), col(GoalStep.id))
    )
    found: dict[UUID, list[GoalStep]] = defaultdict(list)
    for step in rows.scalars():
        found[step.goal_id].append(step)
    return found


def lines(steps: list[GoalStep], drafts: Mapping[str, KeptDraft] | None = None) -> tuple[StepLine, ...]:
    """Steps as they are shown; the forms that change them begin with their `drafts`, where there are some."""
    return tuple(
        _line(step, (drafts or {}).get(step_draft(step.id)), first=step is steps[0], last=step is steps[-1])
        for step in steps
    )


def _line(step: GoalStep, draft: KeptDraft | None, *, first: bool, last: bool) -> StepLine:
    day = as_field(step.by_when)
    kept = {"step_words": step.words, "step_by": day}
    typed = kept | typed_in(draft, kept)
    return StepLine(
        id=str(step.id),
        words=step.words,
        by_when=_("By {day}").format(day=format_date(step.by_when)) if step.by_when else "",
        day=day,
        done=step.done_at is not None,
        said=_("Done on {day}").format(day=format_date(step.done_at)) if step.done_at else "",
        first=first,
        last=last,
        version=step.version,
        draft=step_draft(step.id),
        draft_version=draft.version if draft else 0,
        typed_words=typed["step_words"],
        typed_day=typed["step_by"],
    )


def as_field(day: date | None) -> str:
    """A day as a date field has it."""
    return day.isoformat() if day else ""


async def goal_view(
    session: AsyncSession, goal: Goal, steps: list[GoalStep], *, shared_evidence: Collection[str] | None = None
) -> GoalView:
    """What a goal says, to its owner, or to somebody else: then `shared_evidence` has the ids of what of the owner's
    evidence is shared with them, and only that leads anywhere. Whether the reader may read is decided before."""
    here = await belonging(session, goal.person_id)
    pairs = await session.execute(
        select(col(GoalCapability.framework), col(GoalCapability.capability)).where(
            col(GoalCapability.goal_id) == goal.id
        )
    )
    return GoalView(
        id=str(goal.id),
        title=goal.title,
        lead=" · ".join(
            part for part in (standing(goal), _("made on {day}").format(day=format_date(goal.made_on))) if part
        ),
        why=goal.why,
        skills=skill_tags((framework, code) for framework, code in pairs),
        steps=lines(steps),
        steps_said=steps_said(steps),
        helpers=await _helpers(session, goal),
        barriers=await _barriers(session, goal, here.school_id),
        outcome=goal.outcome,
        evidence=await _evidence(session, goal, shared_evidence),
        state=goal.state,
        review=format_date(goal.review_on) if goal.review_on else "",
        loaded=True,
    )


# Written once, and on the tables themselves: putting this together takes far longer than running it.
_PERSON, _HELPER = table_of(Person), table_of(GoalHelper)
_HELPERS = (
    select(_PERSON.c.name)
    .join_from(_PERSON, _HELPER, _HELPER.c.person_id == _PERSON.c.id)
    .where(_HELPER.c.goal_id == bindparam("goal"), guides(_PERSON.c.id, bindparam("owner", type_=Uuid())))
    .order_by(_PERSON.c.sort_name, _PERSON.c.id)
)


async def _helpers(session: AsyncSession, goal: Goal) -> str:
    """Who helps: people of the school by name while they work with its owner, then the owner's words."""
    rows = await session.execute(_HELPERS, {"goal": goal.id, "owner": goal.person_id})
    return "; ".join(part for part in (format_list(list(rows.scalars())), goal.helpers) if part)


async def _barriers(session: AsyncSession, goal: Goal, school_id: UUID | None) -> tuple[BarrierLine, ...]:
    rows = await session.execute(
        select(col(GoalBarrier.kind), col(GoalBarrier.words)).where(col(GoalBarrier.goal_id) == goal.id)
    )
    words = {Barrier(kind): said for kind, said in rows}
    if not words:
        return ()
    helps = await local_help(session, school_id)
    contact = _turn_to(await contact_of(session, school_id))
    return tuple(
        BarrierLine(
            kind=kind,
            name=_(name),
            words=words[kind],
            help=helps.get(kind, HelpWords()).words,
            url=helps.get(kind, HelpWords()).url,
            contact="" if helps.get(kind, HelpWords()).words else contact,
        )
        for kind, name in BARRIERS.items()
        if kind in words
    )


def _turn_to(contact: Contact) -> str:
    """Whom one can turn to at the school, as every page says it."""
    if not contact.name:
        return _("Ask any teacher you trust.")
    who = " – ".join(part for part in (contact.name, contact.how) if part)
    return _("At your school you can turn to: {who}").format(who=who)


async def _evidence(session: AsyncSession, goal: Goal, shared: Collection[str] | None) -> tuple[EvidenceItem, ...]:
    rows = await session.execute(
        select(col(GoalEvidence.evidence_id))
        .where(col(GoalEvidence.goal_id) == goal.id)
        .order_by(col(GoalEvidence.position))
    )
    ids = list(rows.scalars())
    items = await evidence_items(session, goal.person_id, ids, for_others=shared is not None)
    if shared is None:
        return items
    of_pupil = f"/{spoken()}/pupil?id={goal.person_id}&evidence="
    return tuple(
        EvidenceItem(id=one.id, title=one.title, href=f"{of_pupil}{one.id}" if one.id in shared else "")
        for one in items
    )


async def shared_goals(session: AsyncSession, owner_id: UUID, names: Iterable[str]) -> list[Goal]:
    """Those goals of the owner's that are there: open ones first, then the newest. Whether they are shared with the
    reader is decided before."""
    return await own_goals(session, owner_id, col(Goal.id).in_(as_ids(names)))


async def own_goals(session: AsyncSession, owner_id: UUID, *which: ColumnElement[bool]) -> list[Goal]:
    """The owner's goals (those that are `which`): open ones first, then the newest."""
    rows = await session.execute(
        select(Goal)
        .where(policy.owned_by(owner_id), *which)
        .order_by(col(Goal.state) != GoalState.OPEN, col(Goal.made_at).desc(), col(Goal.id))
    )
    return list(rows.scalars())


async def standing_of_goals(session: AsyncSession, goals: Collection[Goal]) -> dict[UUID, str]:
    """How each goal stands, in words: by when, and how many of its steps are done."""
    steps = await steps_of_goals(session, [goal.id for goal in goals])
    return {
        goal.id: " · ".join(part for part in (standing(goal), steps_said(steps.get(goal.id, []))) if part)
        for goal in goals
    }

"""What the form of a goal shows: the kept one or its draft, and what can be ticked."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.database import as_ids, reading
from portfolio_app.core.drafts import KeptDraft, load_draft, ticked
from portfolio_app.core.languages import _
from portfolio_app.plan import policy
from portfolio_app.plan.actions import LONGEST_TITLE, draft_of
from portfolio_app.plan.goal_view import as_field
from portfolio_app.plan.models import Goal, GoalBarrier, GoalCapability, GoalEvidence, GoalHelper
from portfolio_app.plan.queries import own_to_read
from portfolio_app.schools.local_help import BARRIERS
from portfolio_app.schools.membership import belonging
from portfolio_app.sharing.models import Kind
from portfolio_app.sharing.queries import Nameable, WhoCanSee, nameable, typed_audience, who_can_see
from portfolio_app.skills.evidence_views import SkillGroup, media_href, offered_evidence, skill_groups, typed_in
from portfolio_app.skills.framework import UnknownCode
from portfolio_app.skills.models import Evidence, EvidenceKind
from portfolio_app.skills.picture import pupils_framework

TEXTS = ("title", "why", "helpers", "outcome", "by_when", "review_on")
WORDS = "barrier-words:"


@dataclass(frozen=True)
class Tick:
    """Something that can be ticked in the form: an evidence, with its picture if it has one, or a person."""

    value: str = ""
    label: str = ""
    thumbnail: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class BarrierTick:
    """Something that may get in the way, and the words about it."""

    kind: str = ""
    name: str = ""
    words: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class Beginning:
    """What a new goal begins with when it is made from something else; `name` is part of its draft's name."""

    name: str
    title: str
    outcome: str


@dataclass(frozen=True)
class GoalFormView:
    """A goal to write: the kept one, or the draft of it that was not kept yet."""

    id: str = ""
    request: str = ""
    version: int = 0
    begun: str = ""
    """What a new goal was begun from, as its draft names it: a capability's code or `Beginning.name`; else ""."""
    shown: str = ""
    """Ids of those of the goal's evidence that can be unticked; what rests deleted stays with it unseen."""
    draft: str = ""
    draft_version: int = 0
    title: str = ""
    why: str = ""
    helpers: str = ""
    outcome: str = ""
    by_when: str = ""
    review_on: str = ""
    skills: tuple[SkillGroup, ...] = ()
    persons: tuple[Tick, ...] = ()
    barriers: tuple[BarrierTick, ...] = ()
    evidence: tuple[Tick, ...] = ()
    who: WhoCanSee = field(default_factory=WhoCanSee)
    audience: str = ""
    """Who can see it now, `Choice.written`: a form that changes nothing there leaves it as it is by then."""
    nameable: tuple[Nameable, ...] = ()
    loaded: bool = False


async def load_goal_form(
    actor: Actor, goal_id: str = "", skill: str = "", beginning: Beginning | None = None
) -> GoalFormView:
    """A goal to write: the actor's own `goal_id`, or a new one, begun from a capability or from `beginning`.

    A draft that was not kept wins over the kept goal: it is what the person typed last.
    """
    policy.may_keep_a_plan(actor)
    async with reading() as session:
        goal = await own_to_read(session, actor, goal_id) if goal_id else None
        used = pupils_framework((await belonging(session, actor.person_id)).framework)
        skill = "" if goal else _known(used, skill)
        begun = beginning.name if beginning and not goal else skill
        kept = await _kept(session, goal, used.code) if goal else _empty(skill, beginning)
        name = draft_of(goal.id if goal else None, begun)
        draft = await load_draft(session, actor.person_id, name)
        typed = _typed(kept, draft)
        offered = await offered_evidence(session, actor, as_ids([*kept["evidence"], *typed["evidence"]]))
        who = WhoCanSee()
        if goal is not None:
            who = (await who_can_see(session, actor.person_id, Kind.GOAL, [str(goal.id)]))[str(goal.id)]
        persons = await nameable(session, actor.person_id)
    chosen = typed["evidence"]
    return GoalFormView(
        id=str(goal.id) if goal else "",
        request=str(uuid4()),
        version=goal.version if goal else 0,
        begun=begun,
        shown=" ".join(kept["evidence"]) if goal else "",
        draft=name,
        draft_version=draft.version if draft else 0,
        skills=skill_groups(used, set(typed["capabilities"])),
        persons=tuple(
            Tick(one.id, _("{name}, {role}").format(name=one.name, role=one.role), chosen=one.id in typed["persons"])
            for one in persons
        ),
        barriers=_barriers(typed["barriers"]),
        evidence=tuple(_evidence(one, chosen) for one in sorted(offered, key=lambda one: str(one.id) not in chosen)),
        who=typed_audience(who, draft),
        audience=who.choice().written(),
        nameable=persons,
        loaded=True,
        **{name: str(typed[name]) for name in TEXTS},
    )


def _known(used: Any, skill: str) -> str:
    """A capability's code, "" for what the framework has not."""
    try:
        return used.capability(skill).code if skill else ""
    except UnknownCode:
        return ""


def _evidence(evidence: Evidence, chosen: Collection[str]) -> Tick:
    is_photo = evidence.kind == EvidenceKind.PHOTO
    return Tick(
        str(evidence.id),
        evidence.title,
        media_href(evidence.media_id, thumbnail=True) if is_photo else "",
        str(evidence.id) in chosen,
    )


def _barriers(words: Mapping[str, str]) -> tuple[BarrierTick, ...]:
    return tuple(BarrierTick(kind, _(name), words.get(kind, ""), kind in words) for kind, name in BARRIERS.items())


def _empty(skill: str, beginning: Beginning | None) -> dict[str, Any]:
    """What a new goal says before anything is typed."""
    nothing: dict[str, Any] = dict.fromkeys(TEXTS, "")
    if beginning:
        nothing |= {"title": beginning.title[:LONGEST_TITLE], "outcome": beginning.outcome}
    return nothing | {"capabilities": [skill] if skill else [], "persons": [], "evidence": [], "barriers": {}}


async def _kept(session: AsyncSession, goal: Goal, framework: str) -> dict[str, Any]:
    """What the goal says now."""

    async def among(column: Any, *which: Any) -> list[Any]:
        return list((await session.execute(select(column).where(*which))).scalars())

    evidence = await session.execute(
        select(col(GoalEvidence.evidence_id))
        .join(Evidence, col(Evidence.id) == col(GoalEvidence.evidence_id))
        .where(col(GoalEvidence.goal_id) == goal.id, col(Evidence.deleted_at).is_(None))
        .order_by(col(GoalEvidence.position))
    )
    barriers = await session.execute(
        select(col(GoalBarrier.kind), col(GoalBarrier.words)).where(col(GoalBarrier.goal_id) == goal.id)
    )
    persons: list[UUID] = await among(col(GoalHelper.person_id), col(GoalHelper.goal_id) == goal.id)
    return {
        "title": goal.title,
        "why": goal.why,
        "helpers": goal.helpers,
        "outcome": goal.outcome,
        "by_when": as_field(goal.by_when),
        "review_on": as_field(goal.review_on),
        "capabilities": await among(
            col(GoalCapability.capability),
            col(GoalCapability.goal_id) == goal.id,
            col(GoalCapability.framework) == framework,
        ),
        "persons": [str(one) for one in persons],
        "evidence": [str(one) for one in evidence.scalars()],
        "barriers": dict(barriers.all()),
    }


def _typed(kept: dict[str, Any], draft: KeptDraft | None) -> dict[str, Any]:
    """What the form begins with: the draft where there is one."""
    if draft is None:
        return kept
    return (
        kept
        | typed_in(draft, dict.fromkeys(TEXTS, ""))
        | {
            "capabilities": ticked(draft.fields, "skill:"),
            "persons": ticked(draft.fields, "helper:"),
            "evidence": ticked(draft.fields, "evidence:"),
            "barriers": {kind: str(draft.fields.get(WORDS + kind, "")) for kind in ticked(draft.fields, "barrier:")},
        }
    )

"""Home: one sentence on what is next and the way there, then a little of how things stand, for every role one has."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import BindParameter, Uuid, bindparam, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Membership, Person, Role
from portfolio_app.accounts.queries import Told, untold
from portfolio_app.core.clock import now, today
from portfolio_app.core.database import Moment, reading, table_of
from portfolio_app.core.languages import _, format_date, ngettext
from portfolio_app.core.named_ids import id_named
from portfolio_app.plan import policy as plan_policy
from portfolio_app.plan.due import Due, next_due
from portfolio_app.plan.models import Goal, GoalState
from portfolio_app.portfolio import policy
from portfolio_app.portfolio.models import Entry, EntryEvidence
from portfolio_app.portfolio.teaching import href, natural, pupils_of_classes
from portfolio_app.schools import policy as schools_policy
from portfolio_app.schools.models import ClassMember, School, SchoolClass
from portfolio_app.sharing.models import Access, Grant, Kind
from portfolio_app.sharing.policy import guides, may_speak_of, opened_to, pupils_taught
from portfolio_app.skills import policy as skills_policy
from portfolio_app.skills.models import Evidence
from portfolio_app.skills.next_step import BEGIN, COMMENT, NextStep, next_step
from portfolio_app.skills.picture import Standing, standing_of
from portfolio_app.skills.questionnaire_views import last_answered
from portfolio_app.skills.support import unseen

ENTRY = "entry"
"""The rule of the portfolio among those of `skills.next_step`: evidence waits to become part of an entry."""
PLAN = "plan"
"""The rule of the plan: a step, a goal or a look at one is due."""
FRESH = timedelta(days=60)
"""How long an evidence is suggested for an entry."""
NEW = timedelta(days=14)
"""How long what was shared counts as new to a teacher."""
LATELY = timedelta(days=30)
"""How far back Home counts who has looked."""


@dataclass(frozen=True)
class HomeLine:
    """Something Home leads to, and how it stands."""

    title: str = ""
    detail: str = ""
    href: str = ""


@dataclass(frozen=True)
class HomeSection:
    """Some of them, for one role."""

    title: str = ""
    lines: tuple[HomeLine, ...] = ()
    empty: str = ""
    """What is said when there are no lines."""


@dataclass(frozen=True)
class HomeView:
    """Home. `sentence`, `action` and `href` are what is next; `told` whoever made codes for the actor's account."""

    greeting: str = ""
    sentence: str = ""
    action: str = ""
    href: str = ""
    sections: tuple[HomeSection, ...] = ()
    told: tuple[Told, ...] = ()
    loaded: bool = False


# Written once, and on the tables themselves: they are asked each time a pupil comes to Home.
_ACTOR: BindParameter[UUID] = bindparam("actor", type_=Uuid())
_EVIDENCE, _ENTRY, _PART, _ACCESS, _GOAL = (table_of(kind) for kind in (Evidence, Entry, EntryEvidence, Access, Goal))
_IN_AN_ENTRY = (
    select(_PART.c.id)
    .join_from(_PART, _ENTRY, _ENTRY.c.id == _PART.c.entry_id)
    .where(_PART.c.evidence_id == _EVIDENCE.c.id, _ENTRY.c.deleted_at.is_(None))
    .exists()
)
_NEWEST_ENTRY = select(func.max(_ENTRY.c.made_at)).where(policy.owned_by(_ACTOR)).scalar_subquery()
_SINCE = bindparam("since", type_=Moment())
_FOR_AN_ENTRY = (
    select(_EVIDENCE.c.id, _EVIDENCE.c.title)
    .where(
        skills_policy.owned_by(_ACTOR),
        ~_IN_AN_ENTRY,
        _EVIDENCE.c.made_at > _SINCE,
        _EVIDENCE.c.made_at > func.coalesce(_NEWEST_ENTRY, _SINCE),
    )
    .order_by(_EVIDENCE.c.made_at.desc())
    .limit(1)
)
"""The newest evidence that is in no entry, if it is fresh and newer than the newest entry: after an entry is made, Home
speaks of something else."""
_OWN = select(
    select(func.count()).select_from(_EVIDENCE).where(skills_policy.owned_by(_ACTOR)).scalar_subquery(),
    select(func.count()).select_from(_ENTRY).where(policy.owned_by(_ACTOR)).scalar_subquery(),
    select(func.count(_ACCESS.c.viewer_id.distinct()))
    .where(_ACCESS.c.owner_id == _ACTOR, _ACCESS.c.day > bindparam("since"))
    .scalar_subquery(),
    select(func.count())
    .select_from(_GOAL)
    .where(plan_policy.owned_by(_ACTOR), _GOAL.c.state == GoalState.OPEN)
    .scalar_subquery(),
)
"""How many pieces of evidence, entries, people who have looked since then, and goals that are open."""


async def load_home(actor: Actor) -> HomeView:
    """The actor's Home; somebody with several roles has the parts of each, a pupil's and a teacher's first."""
    async with reading() as session:
        parts = await _parts(session, actor)
        told = await untold(session, actor)
    first = parts[0][0] if parts else NextStep("", _("You have no role at a school right now."))
    return HomeView(
        greeting=_("Hello, {name}").format(name=actor.name),
        sentence=first.sentence,
        action=first.action,
        href=first.href,
        sections=tuple(section for _step, section in parts),
        told=told,
        loaded=True,
    )


async def _parts(session: AsyncSession, actor: Actor) -> list[tuple[NextStep, HomeSection]]:
    """What is next and how things stand, for each role the actor has."""
    parts: list[tuple[NextStep, HomeSection]] = []
    if actor.has(Role.PUPIL):
        standing = await standing_of(session, actor.person_id)
        due = await next_due(session, actor.person_id)
        step = await _pupils_step(session, actor, standing, due)
        parts.append((step, await _own_things(session, actor, standing, due)))
    if actor.has(Role.TEACHER, Role.COUNSELLOR):
        parts.append(await _classes(session, actor))
    if actor.has(Role.COORDINATOR):
        parts.append(await _schools_led(session, actor))
    if actor.has(Role.ADMIN):
        sentence = _("Regions, schools and their first coordinators.")
        step = NextStep("", sentence, _("Open schools"), href("/schools"))
        parts.append((step, await _all_schools(session)))
    return parts


async def _pupils_step(session: AsyncSession, actor: Actor, standing: Standing, due: Due | None) -> NextStep:
    """What is next: an unread comment and the very beginning go before what is due in the plan, that before an entry,
    an entry before the next skill."""
    step = await next_step(session, actor, standing)
    if step.code in (COMMENT, BEGIN):
        return step
    if due is not None and due.is_now:
        return NextStep(PLAN, due.sentence(), _("Open the goal"), due.href)
    waiting = (await session.execute(_FOR_AN_ENTRY, {"actor": actor.person_id, "since": now() - FRESH})).first()
    if waiting is None:
        return step
    sentence = _("You added “{title}”. Write what happened and what you learned from it.")
    return NextStep(
        ENTRY,
        sentence.format(title=waiting.title),
        _("Make an entry"),
        href("/entry-form", evidence=str(waiting.id)),
    )


async def _own_things(session: AsyncSession, actor: Actor, standing: Standing, due: Due | None) -> HomeSection:
    """How the actor's own things stand."""
    which = {"actor": actor.person_id, "since": today() - LATELY}
    evidence, entries, viewers, goals = (await session.execute(_OWN, which)).one()
    used, said = standing.framework, {answer.capability for answer in standing.answers}
    skills = len(said & {one.code for one in used.capabilities})
    answered = await last_answered(session, actor.person_id)
    looked = ngettext("{n} person in the last 30 days", "{n} people in the last 30 days", viewers)
    return HomeSection(
        title=_("Your things"),
        lines=(
            HomeLine(
                _("My skills"),
                " · ".join(
                    (
                        _("{n} of {all} skills so far").format(n=skills, all=len(used.capabilities)),
                        ngettext("{n} piece of evidence", "{n} pieces of evidence", evidence),
                    )
                ),
                href("/skills"),
            ),
            HomeLine(
                _("Strengths and interests"),
                _("Last answered on {day}").format(day=format_date(answered))
                if answered
                else _("Two times 5 minutes, for yourself alone"),
                href("/questionnaires"),
            ),
            HomeLine(_("My portfolio"), ngettext("{n} entry", "{n} entries", entries), href("/portfolio")),
            HomeLine(
                _("My plan"),
                " · ".join((ngettext("{n} open goal", "{n} open goals", goals), *([due.in_line()] if due else []))),
                href("/plan"),
            ),
            HomeLine(_("Who has looked"), looked if viewers else _("Nobody in the last 30 days"), href("/seen")),
            HomeLine(_("Which support now?"), _("Five points to start from, and a person first"), href("/support")),
        ),
    )


# Written once, as those above.
_CLASS, _GRANT = table_of(SchoolClass), table_of(Grant)
_TAUGHT = select(_CLASS.c.id, _CLASS.c.name).where(
    schools_policy.taught_at(_ACTOR, bindparam("schools", expanding=True))
)
_INSIDE = pupils_of_classes(_CLASS.c.id.in_(bindparam("classes", expanding=True)))
_PUPILS = select(_INSIDE.c.class_id, _INSIDE.c.person_id)
_FIT_EVIDENCE = exists().where(
    _EVIDENCE.c.id == id_named(_GRANT.c.thing),
    skills_policy.owned_by(_GRANT.c.owner_id),
    skills_policy.fit_for_others(),
)
_KEPT_GOAL = exists().where(_GOAL.c.id == id_named(_GRANT.c.thing), plan_policy.owned_by(_GRANT.c.owner_id))
_KEPT_ENTRY = exists().where(_ENTRY.c.id == id_named(_GRANT.c.thing), policy.owned_by(_GRANT.c.owner_id))
_SHARING = (
    select(_GRANT.c.owner_id)
    .distinct()
    .where(
        _GRANT.c.owner_id.in_(may_speak_of(_ACTOR)),
        opened_to(
            _ACTOR,
            bindparam("moment", type_=Moment()),
            guided=guides(_ACTOR, _GRANT.c.owner_id),
            taught=_GRANT.c.owner_id.in_(pupils_taught(_ACTOR)),
        ),
        _GRANT.c.from_at > _SINCE,
        (_GRANT.c.kind == Kind.CAPABILITY)
        | ((_GRANT.c.kind == Kind.EVIDENCE) & _FIT_EVIDENCE)
        | ((_GRANT.c.kind == Kind.ENTRY) & _KEPT_ENTRY)
        | ((_GRANT.c.kind == Kind.GOAL) & _KEPT_GOAL),
    )
)
"""Pupils who since then let the actor see something that is still there."""


async def _classes(session: AsyncSession, actor: Actor) -> tuple[NextStep, HomeSection]:
    """The classes the actor teaches, with how many pupils in each shared something lately."""
    which = {"actor": actor.person_id, "schools": actor.schools(Role.TEACHER)}
    rows = (await session.execute(_TAUGHT, which)).all()
    pupils: Mapping[UUID, set[UUID]] = defaultdict(set)
    for class_id, person_id in (await session.execute(_PUPILS, {"classes": [row.id for row in rows]})).all():
        pupils[class_id].add(person_id)
    lately = {"actor": actor.person_id, "moment": now(), "since": now() - NEW}
    sharing = set((await session.execute(_SHARING, lately)).scalars())
    lines = [
        HomeLine(
            name,
            " · ".join(
                (
                    ngettext("{n} pupil", "{n} pupils", len(pupils[class_id])),
                    ngettext("{n} shared something new", "{n} shared something new", len(pupils[class_id] & sharing))
                    if pupils[class_id] & sharing
                    else _("nothing new shared"),
                )
            ),
            href("/class", id=str(class_id)),
        )
        for class_id, name in sorted(rows, key=lambda row: natural(row[1]))
    ]
    if told := await unseen(session, actor):
        detail = ngettext("{n} not seen yet", "{n} not seen yet", told)
        lines.insert(0, HomeLine(_("Told to you about support"), detail, href("/support-asked")))
    elsewhere = sharing.difference(*pupils.values())
    if elsewhere:
        detail = ngettext("{n} shared something new", "{n} shared something new", len(elsewhere))
        title = _("Pupils from other classes") if rows else _("Pupils who share with you")
        lines.append(HomeLine(title, detail, href("/classes")))
    sentence = (
        ngettext(
            "{n} pupil shared something new with you in the last two weeks.",
            "{n} pupils shared something new with you in the last two weeks.",
            len(sharing),
        )
        if sharing
        else _("Nothing new was shared with you in the last two weeks.")
    )
    if rows or not actor.has(Role.COUNSELLOR):
        empty = _("You are not in a class yet. Your school’s coordinator can add you.")
        section = HomeSection(_("Your classes"), tuple(lines), empty)
    else:
        empty = _("Pupils choose you when they want to show you something. New things are counted here.")
        section = HomeSection(_("Shared with you"), tuple(lines), empty)
    return NextStep("", sentence, _("Open the classes"), href("/classes")), section


async def _schools_led(session: AsyncSession, actor: Actor) -> tuple[NextStep, HomeSection]:
    """What waits at the schools the actor coordinates."""
    schools = list(
        (
            await session.execute(select(School).where(schools_policy.schools_led_by(actor)).order_by(col(School.name)))
        ).scalars()
    )
    ids = [one.id for one in schools]
    classless = await _per_school(session, ids, without_a_class=True)
    unseen = await _per_school(session, ids, never_signed_in=True)
    lines: list[HomeLine] = []
    for school in schools:
        mine = {"school": str(school.id)}
        lines.append(HomeLine(school.name, _("Classes, people and one-time codes"), href("/school", **mine)))
        if classless.get(school.id):
            words = ngettext("{n} pupil has no class", "{n} pupils have no class", classless[school.id])
            lines.append(HomeLine(words, _("Add them to a class"), href("/school/people", **mine, role="pupil")))
        if unseen.get(school.id):
            words = ngettext("{n} person never signed in", "{n} people never signed in", unseen[school.id])
            lines.append(HomeLine(words, _("A card or a one-time code helps"), href("/school/people", **mine)))
    waiting = sum(classless.values())
    sentence = (
        ngettext("{n} pupil has no class yet.", "{n} pupils have no class yet.", waiting)
        if waiting
        else _("Every pupil is in a class.")
    )
    return NextStep("", sentence, _("Open the school"), href("/school")), HomeSection(_("Your school"), tuple(lines))


async def _per_school(
    session: AsyncSession, schools: Collection[UUID], *, without_a_class: bool = False, never_signed_in: bool = False
) -> dict[UUID, int]:
    """How many people of each school are pupils without a class there, or never signed in."""
    which = [
        col(Membership.school_id).in_(schools),
        col(Membership.ended_at).is_(None),
        col(Person.ended_at).is_(None),
    ]
    if without_a_class:
        placed = exists(
            select(1)
            .select_from(ClassMember)
            .join(SchoolClass, col(SchoolClass.id) == col(ClassMember.class_id))
            .where(
                col(ClassMember.person_id) == col(Membership.person_id),
                col(ClassMember.role) == "pupil",
                col(ClassMember.ended_at).is_(None),
                col(SchoolClass.school_id) == col(Membership.school_id),
                col(SchoolClass.ended_at).is_(None),
            )
        )
        which += [col(Membership.role) == Role.PUPIL, ~placed]
    if never_signed_in:
        which.append(col(Person.last_sign_in_on).is_(None))
    rows = await session.execute(
        select(col(Membership.school_id), func.count(col(Membership.person_id).distinct()))
        .join(Person, col(Person.id) == col(Membership.person_id))
        .where(*which)
        .group_by(col(Membership.school_id))
    )
    return {school_id: count for school_id, count in rows if school_id is not None}


async def _all_schools(session: AsyncSession) -> HomeSection:
    """Every school there is; those without a coordinator say so."""
    led = exists(
        select(1)
        .select_from(Membership)
        .where(
            col(Membership.school_id) == col(School.id),
            col(Membership.role) == Role.COORDINATOR,
            col(Membership.ended_at).is_(None),
        )
    )
    rows = await session.execute(
        select(col(School.id), col(School.name), led)
        .where(col(School.ended_at).is_(None))
        .order_by(led, col(School.name))
        .limit(20)
    )
    lines = tuple(
        HomeLine(
            name,
            _("Has a coordinator") if has_one else _("No coordinator yet"),
            href("/schools/school", id=str(school_id)),
        )
        for school_id, name, has_one in rows
    )
    return HomeSection(_("Schools"), lines, _("There is no school yet."))

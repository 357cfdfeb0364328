"""Home: one sentence on what is next and the way there, then a little of how things stand, for every role one has."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from sqlalchemy import BindParameter, Uuid, bindparam, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Membership, Person, Role
from portfolio_app.accounts.own import own_account
from portfolio_app.accounts.queries import Told, untold
from portfolio_app.core.clock import now, today
from portfolio_app.core.database import Moment, reading, table_of
from portfolio_app.core.languages import _, format_date, ngettext
from portfolio_app.core.named_ids import id_named
from portfolio_app.plan import policy as plan_policy
from portfolio_app.plan.due import Due, next_due
from portfolio_app.plan.models import Goal, GoalState
from portfolio_app.portfolio import policy
from portfolio_app.portfolio.collections import policy as collections_policy
from portfolio_app.portfolio.collections.models import Collection as EntryCollection
from portfolio_app.portfolio.credentials import policy as credentials_policy
from portfolio_app.portfolio.credentials.models import Credential
from portfolio_app.portfolio.cv.checklist import checklist
from portfolio_app.portfolio.cv.rules import Finding
from portfolio_app.portfolio.leaving.queries import Progress, load_progress
from portfolio_app.portfolio.models import Entry, EntryEvidence
from portfolio_app.portfolio.teaching import href, natural, pupils_of_classes
from portfolio_app.schools import policy as schools_policy
from portfolio_app.schools.models import ClassMember, School, SchoolClass
from portfolio_app.sharing.models import Access, Grant, Kind
from portfolio_app.sharing.policy import guides, may_speak_of, opened_to, pupils_taught
from portfolio_app.skills import policy as skills_policy
from portfolio_app.skills.about_me import words_of
from portfolio_app.skills.models import Evidence, QuestionnaireRound
from portfolio_app.skills.next_step import BEGIN, COMMENT, LESSON, NextStep, next_step
from portfolio_app.skills.picture import Standing, standing_of
from portfolio_app.skills.questionnaire_views import last_answered
from portfolio_app.skills.rounds import kept as kept_round
from portfolio_app.skills.support import unseen

ENTRY = "entry"
"""The rule of the portfolio among those of `skills.next_step`: evidence waits to become part of an entry."""
LEAVING = "leaving"
"""The rule of leaving school: the day is near, and something is left to do."""
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
    better: tuple[Finding, ...] = ()
    """A few things that would make the actor's profile better; none when nothing is left."""
    loaded: bool = False


LessonsAtHome = Callable[[AsyncSession, Actor], Awaitable[tuple[NextStep | None, HomeLine | None]]]
"""What is due of lessons for a pupil, if anything is, and how that stands."""
_lessons: list[LessonsAtHome] = []
HostsAtHome = Callable[[AsyncSession, Actor], Awaitable[tuple[NextStep, HomeSection]]]
"""What waits for a regional coordinator among the hosts of their region."""
_hosts: list[HostsAtHome] = []
PlacementsAtHome = Callable[[AsyncSession, Actor], Awaitable[tuple[HomeLine, ...]]]
"""What a pupil's next day at a workplace is; or what pupils there said that an adult of their school has not seen."""
_placements: list[PlacementsAtHome] = []
_of_placements: list[PlacementsAtHome] = []


def ask_for_lessons(of_pupil: LessonsAtHome) -> None:
    """Lessons are a higher room, which says here how Home hears what is due."""
    if of_pupil not in _lessons:
        _lessons.append(of_pupil)


def ask_for_hosts(of_coordinator: HostsAtHome) -> None:
    """Hosts are a higher room too."""
    if of_coordinator not in _hosts:
        _hosts.append(of_coordinator)


def ask_for_placements(*of_staff: PlacementsAtHome, of_pupil: PlacementsAtHome) -> None:
    """And so are placements: a pupil's next day there, and what an adult has not seen."""
    if of_pupil not in _placements:
        _placements.append(of_pupil)
        _of_placements.extend(of_staff)


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
    words_of(_ACTOR),
)
"""How many pieces of evidence, entries, people who have looked since then, and goals that are open; what they say of
themself."""


async def load_home(actor: Actor) -> HomeView:
    """The actor's Home; somebody with several roles has the parts of each, a pupil's and a teacher's first."""
    async with reading() as session:
        parts = await _parts(session, actor)
        told = await untold(session, actor)
        better = await checklist(session, actor.person_id, actor.name) if actor.keeps_a_portfolio else ()
        first = parts[0][0] if parts else await _after_school(session, actor)
    return HomeView(
        greeting=_("Hello, {name}").format(name=actor.name),
        sentence=first.sentence,
        action=first.action,
        href=first.href,
        sections=tuple(section for _step, section in parts),
        told=told,
        better=better,
        loaded=True,
    )


async def _after_school(session: AsyncSession, actor: Actor) -> NextStep:
    """What is next for somebody without any role: they have left school, or a school has not taken them in yet."""
    own = await own_account(session, actor.person_id)
    if own.state == "terms":
        sentence = _("You have left school, and this account is yours alone now. Read what that means and accept it.")
        return NextStep("", sentence, _("Read and accept"), href("/own-account"))
    if own.state == "going" and own.until:
        sentence = _("You have left school. Your account is deleted on {day}. Take everything out before.")
        return NextStep("", sentence.format(day=format_date(own.until)), _("What you can do"), href("/own-account"))
    return NextStep("", _("You have no role at a school right now."))


async def _parts(session: AsyncSession, actor: Actor) -> list[tuple[NextStep, HomeSection]]:
    """What is next and how things stand, for each role the actor has."""
    parts: list[tuple[NextStep, HomeSection]] = []
    if actor.keeps_a_portfolio:
        standing = await standing_of(session, actor.person_id)
        due = await next_due(session, actor.person_id)
        leaving = await load_progress(session, actor)
        lessons = [await ask(session, actor) for ask in _lessons]
        lesson = next((one for one, _line in lessons if one), None)
        step = await _pupils_step(session, actor, standing, due, leaving, lesson)
        section = await _own_things(session, actor, standing, due)
        section = replace(section, lines=(*(line for _one, line in lessons if line), *section.lines))
        placed = [line for ask in _placements for line in await ask(session, actor)]
        section = replace(section, lines=(*placed, *section.lines))
        if leaving and leaving.line:
            section = replace(section, lines=(HomeLine(leaving.title, leaving.line, href("/leaving")), *section.lines))
        parts.append((step, section))
    if actor.has(Role.TEACHER, Role.COUNSELLOR):
        parts.append(await _classes(session, actor))
    if actor.has(Role.COORDINATOR):
        parts.append(await _schools_led(session, actor))
    if actor.has(Role.REGIONAL):
        parts += [await ask(session, actor) for ask in _hosts]
    if actor.has(Role.ADMIN):
        sentence = _("Regions, schools and their first coordinators.")
        step = NextStep("", sentence, _("Open schools"), href("/schools"))
        parts.append((step, await _all_schools(session)))
    return parts


async def _pupils_step(
    session: AsyncSession,
    actor: Actor,
    standing: Standing,
    due: Due | None,
    leaving: Progress | None,
    lesson: NextStep | None,
) -> NextStep:
    """What is next: an unread comment goes before what is left to do before leaving school, that and the first lesson
    before what is due in the plan, that before a lesson that is due, a lesson before the very beginning and before an
    entry, an entry before the next skill."""
    step = await next_step(session, actor, standing)
    if step.code == COMMENT:
        return step
    if leaving and leaving.sentence:
        return NextStep(LEAVING, leaving.sentence, _("See what is left"), href("/leaving"))
    if step.code == LESSON:
        return step
    if step.code != BEGIN and due is not None and due.is_now:
        return NextStep(PLAN, due.sentence(), _("Open the goal"), due.href)
    if lesson is not None:
        return lesson
    if step.code == BEGIN:
        return step
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
    evidence, entries, viewers, goals, words = (await session.execute(_OWN, which)).one()
    used, said = standing.framework, {answer.capability for answer in standing.answers}
    skills = len(said & {one.code for one in used.capabilities})
    answered = await last_answered(session, actor.person_id)
    about = (words or "").splitlines()
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
                _("About me"), about[0] if about else _("Up to three lines, in your own words"), href("/about-me")
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
_ROUND = table_of(QuestionnaireRound)
_KEPT_ROUND = exists().where(_ROUND.c.id == id_named(_GRANT.c.thing), kept_round(_GRANT.c.owner_id))
_KEPT_ENTRY = exists().where(
    _ENTRY.c.id == id_named(_GRANT.c.thing), policy.owned_by(_GRANT.c.owner_id), policy.fit_for_others()
)
_CREDENTIAL = table_of(Credential)
_KEPT_CREDENTIAL = exists().where(
    _CREDENTIAL.c.id == id_named(_GRANT.c.thing), credentials_policy.accepted_by(_GRANT.c.owner_id)
)
_COLLECTION = table_of(EntryCollection)
_KEPT_COLLECTION = exists().where(
    _COLLECTION.c.id == id_named(_GRANT.c.thing), collections_policy.owned_by(_GRANT.c.owner_id)
)
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
        _GRANT.c.kind.in_((Kind.CAPABILITY, Kind.ABOUT_ME, Kind.LESSON))
        | ((_GRANT.c.kind == Kind.EVIDENCE) & _FIT_EVIDENCE)
        | ((_GRANT.c.kind == Kind.ENTRY) & _KEPT_ENTRY)
        | ((_GRANT.c.kind == Kind.COLLECTION) & _KEPT_COLLECTION)
        | ((_GRANT.c.kind == Kind.CREDENTIAL) & _KEPT_CREDENTIAL)
        | ((_GRANT.c.kind == Kind.GOAL) & _KEPT_GOAL)
        | ((_GRANT.c.kind == Kind.RESULT) & _KEPT_ROUND),
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
    for ask in _of_placements:
        lines[:0] = await ask(session, actor)
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

"""Home: one sentence on what is next and the way there, then a little of how things stand, for every role one has."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Membership, Person, Role
from portfolio_app.accounts.queries import Told, load_told
from portfolio_app.core.clock import now, today
from portfolio_app.core.database import as_ids, reading
from portfolio_app.core.languages import _, ngettext
from portfolio_app.portfolio import policy
from portfolio_app.portfolio.models import Entry, EntryEvidence
from portfolio_app.portfolio.teaching import href, natural, pupils_of_classes
from portfolio_app.schools import policy as schools_policy
from portfolio_app.schools.membership import framework_of
from portfolio_app.schools.models import ClassMember, School, SchoolClass
from portfolio_app.sharing.models import Access, Grant, Kind
from portfolio_app.sharing.policy import visible_to
from portfolio_app.skills import policy as skills_policy
from portfolio_app.skills.models import Assessment, Evidence
from portfolio_app.skills.next_step import BEGIN, COMMENT, NextStep, next_step
from portfolio_app.skills.picture import pupils_framework

ENTRY = "entry"
"""The rule of the portfolio among those of `skills.next_step`: evidence waits to become part of an entry."""
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


async def load_home(actor: Actor) -> HomeView:
    """The actor's Home; somebody with several roles has the parts of each, a pupil's and a teacher's first."""
    steps: list[NextStep] = []
    sections: list[HomeSection] = []
    if actor.has(Role.PUPIL):
        steps.append(await _pupils_step(actor))
        sections.append(await _own_things(actor))
    if actor.has(Role.TEACHER, Role.COUNSELLOR):
        step, section = await _classes(actor)
        steps.append(step)
        sections.append(section)
    if actor.has(Role.COORDINATOR):
        step, section = await _schools_led(actor)
        steps.append(step)
        sections.append(section)
    if actor.has(Role.ADMIN):
        sentence = _("Regions, schools and their first coordinators.")
        steps.append(NextStep("", sentence, _("Open schools"), href("/schools")))
        sections.append(await _all_schools())
    first = steps[0] if steps else NextStep("", _("You have no role at a school right now."))
    return HomeView(
        greeting=_("Hello, {name}").format(name=actor.name),
        sentence=first.sentence,
        action=first.action,
        href=first.href,
        sections=tuple(sections),
        told=await load_told(actor),
        loaded=True,
    )


async def _pupils_step(actor: Actor) -> NextStep:
    """What is next: an unread comment and the very beginning go before an entry, an entry before the next skill."""
    step = await next_step(actor)
    if step.code in (COMMENT, BEGIN):
        return step
    async with reading() as session:
        waiting = await _evidence_for_an_entry(session, actor)
    if waiting is None:
        return step
    sentence = _("You added “{title}”. Write what happened and what you learned from it.")
    return NextStep(
        ENTRY,
        sentence.format(title=waiting.title),
        _("Make an entry"),
        href("/entry-form", evidence=str(waiting.id)),
    )


async def _evidence_for_an_entry(session: AsyncSession, actor: Actor) -> Evidence | None:
    """The newest evidence that is in no entry, if it is fresh and newer than the newest entry: after an entry is made,
    Home speaks of something else."""
    used = (
        select(1)
        .select_from(EntryEvidence)
        .join(Entry, col(Entry.id) == col(EntryEvidence.entry_id))
        .where(col(EntryEvidence.evidence_id) == col(Evidence.id), col(Entry.deleted_at).is_(None))
        .exists()
    )
    newest = select(func.max(col(Entry.made_at))).where(policy.own(actor))
    last_entry: datetime | None = (await session.execute(newest)).scalar()
    which = [skills_policy.own(actor), ~used, col(Evidence.made_at) > now() - FRESH]
    if last_entry is not None:
        which.append(col(Evidence.made_at) > last_entry)
    found = await session.execute(select(Evidence).where(*which).order_by(col(Evidence.made_at).desc()).limit(1))
    return found.scalar_one_or_none()


async def _own_things(actor: Actor) -> HomeSection:
    """How the actor's own things stand."""
    async with reading() as session:
        used = pupils_framework(await framework_of(session, actor.person_id))
        said = set(
            (
                await session.execute(
                    select(col(Assessment.capability))
                    .where(col(Assessment.person_id) == actor.person_id, col(Assessment.framework) == used.code)
                    .distinct()
                )
            ).scalars()
        )
        counted = select(
            select(func.count()).select_from(Evidence).where(skills_policy.own(actor)).scalar_subquery(),
            select(func.count()).select_from(Entry).where(policy.own(actor)).scalar_subquery(),
            select(func.count(col(Access.viewer_id).distinct()))
            .where(col(Access.owner_id) == actor.person_id, col(Access.day) > today() - LATELY)
            .scalar_subquery(),
        )
        evidence, entries, viewers = (await session.execute(counted)).one()
    skills = len(said & {one.code for one in used.capabilities})
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
            HomeLine(_("My portfolio"), ngettext("{n} entry", "{n} entries", entries), href("/portfolio")),
            HomeLine(_("Who has looked"), looked if viewers else _("Nobody in the last 30 days"), href("/seen")),
        ),
    )


async def _classes(actor: Actor) -> tuple[NextStep, HomeSection]:
    """The classes the actor teaches, with how many pupils in each shared something lately."""
    async with reading() as session:
        rows = (
            await session.execute(
                select(col(SchoolClass.id), col(SchoolClass.name)).where(schools_policy.taught_by(actor))
            )
        ).all()
        pupils: Mapping[UUID, set[UUID]] = defaultdict(set)
        inside = pupils_of_classes(schools_policy.taught_by(actor))
        for class_id, person_id in await session.execute(select(inside.c.class_id, inside.c.person_id)):
            pupils[class_id].add(person_id)
        sharing = await _sharing_lately(session, actor)
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


async def _sharing_lately(session: AsyncSession, actor: Actor) -> set[UUID]:
    """Pupils who lately let the actor see something that is still there."""
    rows = (
        await session.execute(
            select(col(Grant.owner_id), col(Grant.kind), col(Grant.thing)).where(
                visible_to(actor), col(Grant.from_at) > now() - NEW
            )
        )
    ).all()
    names = {kind: as_ids(thing for _owner, one, thing in rows if one == kind) for kind in Kind}
    there = {str(one) for one in await _there(session, names[Kind.EVIDENCE], names[Kind.ENTRY])}
    return {owner for owner, kind, thing in rows if kind == Kind.CAPABILITY or thing in there}


async def _there(session: AsyncSession, evidence: Collection[UUID], entries: Collection[UUID]) -> set[UUID]:
    """Those of them that are not deleted and that others may see."""
    found: set[UUID] = set()
    if evidence:
        fit = select(col(Evidence.id)).where(col(Evidence.id).in_(evidence), skills_policy.fit_for_others())
        found.update((await session.execute(fit)).scalars())
    if entries:
        kept = select(col(Entry.id)).where(col(Entry.id).in_(entries), col(Entry.deleted_at).is_(None))
        found.update((await session.execute(kept)).scalars())
    return found


async def _schools_led(actor: Actor) -> tuple[NextStep, HomeSection]:
    """What waits at the schools the actor coordinates."""
    async with reading() as session:
        schools = list(
            (
                await session.execute(
                    select(School).where(schools_policy.schools_led_by(actor)).order_by(col(School.name))
                )
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


async def _all_schools() -> HomeSection:
    """Every school there is; those without a coordinator say so."""
    async with reading() as session:
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

"""Who may run what at a school, and who may help whom to a new passphrase: a check for one thing, a filter for many.

Every check is its filter asked about one id, so that the two cannot disagree.
"""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, false, not_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Membership, Person, Role
from portfolio_app.accounts.policy import outranked_by
from portfolio_app.core.clock import now
from portfolio_app.core.errors import NotFound
from portfolio_app.schools.models import ClassMember, School, SchoolClass
from portfolio_app.settings import settings


def check_admin(actor: Actor) -> None:
    """Raise `NotFound` unless `actor` is an admin."""
    if not actor.has(Role.ADMIN):
        raise NotFound()


def schools_led_by(actor: Actor) -> ColumnElement[bool]:
    """Schools whose classes and people `actor` runs: a filter on `School`."""
    led = actor.schools(Role.COORDINATOR)
    return and_(col(School.id).in_(led), col(School.ended_at).is_(None)) if led else false()


async def check_leads(session: AsyncSession, actor: Actor, school_id: UUID) -> School:
    """The school, when `actor` runs it; raises `NotFound` otherwise."""
    found = (
        await session.execute(select(School).where(col(School.id) == school_id, schools_led_by(actor)))
    ).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def classes_led_by(actor: Actor) -> ColumnElement[bool]:
    """Classes `actor` may change, open or ended: a filter on `SchoolClass`."""
    led = actor.schools(Role.COORDINATOR)
    return col(SchoolClass.school_id).in_(led) if led else false()


async def check_leads_class(
    session: AsyncSession, actor: Actor, class_id: UUID, *, ended: bool | None = False
) -> SchoolClass:
    """The open class, when `actor` may change it (`ended`: the ended one, None: either); else raises `NotFound`."""
    found = (
        await session.execute(
            select(SchoolClass).where(col(SchoolClass.id) == class_id, classes_led_by(actor)).with_for_update()
        )
    ).scalar_one_or_none()
    if found is None or (ended is not None and (found.ended_at is not None) is not ended):
        raise NotFound()
    await check_leads(session, actor, found.school_id)
    return found


def people_led_by(actor: Actor, school_id: UUID) -> ColumnElement[bool]:
    """People whose roles at this school `actor` may change: who holds one, or held one until lately. On `Person`."""
    if school_id not in actor.schools(Role.COORDINATOR):
        return false()
    lately = now() - timedelta(days=settings().deleted_days)
    return exists().where(
        col(Membership.person_id) == col(Person.id),
        col(Membership.school_id) == school_id,
        or_(col(Membership.ended_at).is_(None), col(Membership.ended_at) > lately),
    )


async def check_leads_person(session: AsyncSession, actor: Actor, school_id: UUID, person_id: UUID) -> Person:
    """The person, when `actor` may change their roles at this school; raises `NotFound` otherwise."""
    await check_leads(session, actor, school_id)
    found = (
        await session.execute(select(Person).where(col(Person.id) == person_id, people_led_by(actor, school_id)))
    ).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


async def check_changes_role(
    session: AsyncSession, actor: Actor, school_id: UUID, person_id: UUID, role: Role
) -> Person:
    """The person, when `actor` may give them `role` at this school or end it; raises `NotFound` otherwise.

    The school's coordinator may for every role of a school, an admin for coordinators.
    """
    if role is Role.ADMIN:
        raise NotFound()
    if school_id in actor.schools(Role.COORDINATOR):
        return await check_leads_person(session, actor, school_id, person_id)
    check_admin(actor)
    holds_or_held = exists().where(
        col(Membership.person_id) == col(Person.id),
        col(Membership.school_id) == school_id,
        col(Membership.role).in_((Role.TEACHER, Role.COUNSELLOR, Role.COORDINATOR)),
    )
    found = (
        await session.execute(select(Person).where(col(Person.id) == person_id, holds_or_held))
    ).scalar_one_or_none()
    if found is None or role is not Role.COORDINATOR:
        raise NotFound()
    return found


def taught_by(actor: Actor) -> ColumnElement[bool]:
    """Open classes `actor` teaches now, at a school where they are a teacher: a filter on `SchoolClass`."""
    schools = actor.schools(Role.TEACHER)
    if not schools:
        return false()
    return and_(
        col(SchoolClass.ended_at).is_(None),
        col(SchoolClass.school_id).in_(schools),
        exists().where(
            col(ClassMember.class_id) == col(SchoolClass.id),
            col(ClassMember.person_id) == actor.person_id,
            col(ClassMember.role) == "teacher",
            col(ClassMember.ended_at).is_(None),
        ),
    )


def cards_printed_by(actor: Actor) -> ColumnElement[bool]:
    """Classes for which `actor` may print sign-in cards: a filter on `SchoolClass`."""
    return or_(taught_by(actor), and_(classes_led_by(actor), col(SchoolClass.ended_at).is_(None)))


async def check_prints_cards(session: AsyncSession, actor: Actor, class_id: UUID) -> SchoolClass:
    """The class, when `actor` may print its sign-in cards; raises `NotFound` otherwise."""
    found = (
        await session.execute(select(SchoolClass).where(col(SchoolClass.id) == class_id, cards_printed_by(actor)))
    ).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def helped_by(actor: Actor) -> ColumnElement[bool]:
    """People to whom `actor` may give a one-time code: a filter on `Person`.

    Pupils of the classes they teach; pupils of the school where they are counsellor or coordinator; staff of the school
    they coordinate; coordinators and staff, for an admin. Never themselves, never anybody they do not outrank.
    """
    taught = exists().where(
        col(ClassMember.person_id) == col(Person.id),
        col(ClassMember.role) == "pupil",
        col(ClassMember.ended_at).is_(None),
        col(ClassMember.class_id).in_(select(col(SchoolClass.id)).where(taught_by(actor))),
        _holds(Role.PUPIL, schools=actor.schools(Role.TEACHER)),
    )
    near = [
        taught,
        _holds(Role.PUPIL, schools=actor.schools(Role.COUNSELLOR, Role.COORDINATOR)),
        _holds(Role.TEACHER, Role.COUNSELLOR, schools=actor.schools(Role.COORDINATOR)),
    ]
    if actor.has(Role.ADMIN):
        near.append(
            and_(
                _holds(Role.COORDINATOR, Role.TEACHER, Role.COUNSELLOR, schools=None),
                not_(_holds(Role.PUPIL, schools=None)),
            )
        )
    return and_(
        col(Person.id) != actor.person_id,
        col(Person.ended_at).is_(None),
        outranked_by(actor),
        or_(*near),
    )


def _holds(*roles: Role, schools: tuple[UUID, ...] | None) -> ColumnElement[bool]:
    """Whether a `Person` holds one of `roles` at one of `schools` (None: anywhere) now."""
    where = [] if schools is None else [col(Membership.school_id).in_(schools)]
    return exists().where(
        col(Membership.person_id) == col(Person.id),
        col(Membership.role).in_(roles),
        col(Membership.ended_at).is_(None),
        *where,
    )


async def check_helps(session: AsyncSession, actor: Actor, person_id: UUID) -> Person:
    """The person, when `actor` may give them a one-time code; raises `NotFound` otherwise."""
    found = (
        await session.execute(select(Person).where(col(Person.id) == person_id, helped_by(actor)))
    ).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found

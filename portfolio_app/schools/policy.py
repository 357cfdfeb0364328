"""Who may run what at a school, and who may help whom to a new passphrase: a check for one thing, a filter for many.

Every check is its filter asked about one id, so that the two cannot disagree.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, and_, exists, false, not_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import AT_SCHOOL, Membership, OneTimeCode, Person, Role
from portfolio_app.accounts.policy import holds, outranked_by
from portfolio_app.core.database import table_of
from portfolio_app.core.errors import NotFound
from portfolio_app.core.resting import rested_before
from portfolio_app.schools.models import ClassMember, School, SchoolClass

_CLASS, _MEMBER = table_of(SchoolClass), table_of(ClassMember)
# Aliases, because filters on classes speak of their members and would mean these.
_place: Any = aliased(ClassMember)
_teaching: Any = aliased(ClassMember)


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
    return exists().where(
        col(Membership.person_id) == col(Person.id), col(Membership.school_id) == school_id, lately_open()
    )


def lately_open() -> ColumnElement[bool]:
    """Roles that are held, or ended so lately that they can be brought back: a filter on `Membership`."""
    lately = rested_before()
    return or_(col(Membership.ended_at).is_(None), col(Membership.ended_at) > lately)


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
    if role not in AT_SCHOOL:
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
    return taught_at(actor.person_id, schools) if schools else false()


def taught_at(
    person_id: UUID | BindParameter[UUID], schools: Collection[UUID] | BindParameter[Any]
) -> ColumnElement[bool]:
    """`taught_by`, for statements that are written once and told later who asks, and where they are a teacher.

    Written on the tables, so that it serves statements on these as well as those on mapped classes.
    """
    return and_(
        _CLASS.c.ended_at.is_(None),
        _CLASS.c.school_id.in_(schools),
        exists().where(
            _MEMBER.c.class_id == _CLASS.c.id,
            _MEMBER.c.person_id == person_id,
            _MEMBER.c.role == "teacher",
            _MEMBER.c.ended_at.is_(None),
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
    they coordinate; staff and coordinators, those of regions too, for an admin. Never themselves, never anybody they do
    not outrank.
    """
    near = exists().where(
        col(Membership.person_id) == col(Person.id), col(Membership.ended_at).is_(None), near_to(actor)
    )
    if actor.has(Role.ADMIN):
        staff = _holds(Role.COORDINATOR, Role.TEACHER, Role.COUNSELLOR, Role.REGIONAL, schools=None)
        near = or_(near, and_(staff, not_(_holds(Role.PUPIL, schools=None))))
    return and_(
        col(Person.id) != actor.person_id,
        col(Person.ended_at).is_(None),
        outranked_by(actor),
        near,
    )


def near_to(actor: Actor) -> ColumnElement[bool]:
    """Roles at schools through which `actor` knows who holds them, as who may help: a filter on open `Membership`s."""
    is_pupil = col(Membership.role) == Role.PUPIL
    taught = (
        select(_place.id)
        .join(SchoolClass, col(SchoolClass.id) == _place.class_id)
        .where(
            _place.person_id == Membership.person_id,
            _place.role == "pupil",
            _place.ended_at.is_(None),
            col(SchoolClass.school_id) == col(Membership.school_id),
            taught_by(actor),
        )
    )
    return or_(
        and_(is_pupil, exists(taught)),
        and_(is_pupil, col(Membership.school_id).in_(actor.schools(Role.COUNSELLOR, Role.COORDINATOR))),
        and_(
            col(Membership.role).in_((Role.TEACHER, Role.COUNSELLOR)),
            col(Membership.school_id).in_(actor.schools(Role.COORDINATOR)),
        ),
    )


def out_of_reach() -> ColumnElement[bool]:
    """Secrets for pupils whom their giver teaches no longer at that school, nor counsels or coordinates: a filter on
    `OneTimeCode`. It asks about teachers; an admin's secrets are always out of this reach."""
    still_taught = (
        select(_place.id)
        .join(_teaching, _teaching.class_id == _place.class_id)
        .join(SchoolClass, col(SchoolClass.id) == _place.class_id)
        .where(
            _place.person_id == OneTimeCode.person_id,
            _place.role == "pupil",
            _place.ended_at.is_(None),
            _teaching.person_id == OneTimeCode.issued_by,
            _teaching.role == "teacher",
            _teaching.ended_at.is_(None),
            col(SchoolClass.ended_at).is_(None),
            col(SchoolClass.school_id) == col(OneTimeCode.school_id),
        )
    )
    runs_it = holds(col(OneTimeCode.issued_by), col(OneTimeCode.school_id), Role.COUNSELLOR, Role.COORDINATOR)
    return not_(or_(exists(still_taught), runs_it))


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

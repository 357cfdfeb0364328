"""Who may see which thing of whom. Everything is its owner's alone unless a grant says otherwise, and a grant is worth
something only while its audience works with the owner: when a role, a class or a grant ends, so does the sight of it.

Each rule stands twice: as a filter for queries and as a check for one thing.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, CompoundSelect, Select, and_, exists, or_, select, union
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Membership, Person, Role
from portfolio_app.core.clock import now
from portfolio_app.core.database import table_of
from portfolio_app.core.errors import NotFound
from portfolio_app.schools.models import ClassMember, SchoolClass
from portfolio_app.sharing.models import Audience, Grant, Kind

GUIDES = (Role.TEACHER, Role.COUNSELLOR)
"""Roles whose holders may be let in by a pupil. A coordinator sees no pupil's work."""

PersonColumn = ColumnElement[Any] | Mapped[UUID] | Mapped[UUID | None] | BindParameter[UUID] | UUID

# Filters are written on the tables, so that they serve statements on these as well as those on mapped classes.
_GRANT, _MEMBER, _CLASS, _ROLE, _PERSON = (
    table_of(kind) for kind in (Grant, ClassMember, SchoolClass, Membership, Person)
)
_NAMING = _GRANT.alias()


def teaches(teacher_id: PersonColumn, pupil_id: PersonColumn) -> ColumnElement[bool]:
    """Filter: the one is a teacher of a class the other is a pupil in, both of them now, at the class's school."""
    taught = pupils_taught(teacher_id)
    return exists(taught.where(taught.selected_columns.person_id == pupil_id))


def pupils_taught(teacher_id: PersonColumn) -> Select[UUID]:
    """`teaches`, as all the pupils whom that person teaches."""
    # All aliased: these filters stand inside queries on the same tables and must not mean their rows.
    as_teacher, as_pupil, in_class = _MEMBER.alias(), _MEMBER.alias(), _CLASS.alias()
    guide, pupil, somebody = _ROLE.alias(), _ROLE.alias(), _PERSON.alias()
    return (
        select(as_pupil.c.person_id)
        .select_from(as_teacher)
        .join(as_pupil, as_pupil.c.class_id == as_teacher.c.class_id)
        .join(in_class, in_class.c.id == as_teacher.c.class_id)
        .join(
            guide,
            and_(
                guide.c.person_id == as_teacher.c.person_id,
                guide.c.school_id == in_class.c.school_id,
                guide.c.role.in_(GUIDES),
                guide.c.ended_at.is_(None),
            ),
        )
        .join(
            pupil,
            and_(
                pupil.c.person_id == as_pupil.c.person_id,
                pupil.c.school_id == in_class.c.school_id,
                pupil.c.role == Role.PUPIL,
                pupil.c.ended_at.is_(None),
            ),
        )
        .join(somebody, and_(somebody.c.id == as_pupil.c.person_id, somebody.c.ended_at.is_(None)))
        .where(
            as_teacher.c.person_id == teacher_id,
            as_teacher.c.role == "teacher",
            as_teacher.c.ended_at.is_(None),
            as_pupil.c.role == "pupil",
            as_pupil.c.ended_at.is_(None),
            in_class.c.ended_at.is_(None),
        )
    )


def guides(staff_id: PersonColumn, pupil_id: PersonColumn) -> ColumnElement[bool]:
    """Filter: the one is a teacher or counsellor at a school where the other is a pupil, both of them now."""
    guide, pupil, member_of_staff, somebody = _ROLE.alias(), _ROLE.alias(), _PERSON.alias(), _PERSON.alias()
    return exists(
        select(1)
        .select_from(guide)
        .join(pupil, pupil.c.school_id == guide.c.school_id)
        .join(member_of_staff, member_of_staff.c.id == guide.c.person_id)
        .join(somebody, somebody.c.id == pupil.c.person_id)
        .where(
            guide.c.person_id == staff_id,
            guide.c.role.in_(GUIDES),
            guide.c.ended_at.is_(None),
            member_of_staff.c.ended_at.is_(None),
            somebody.c.ended_at.is_(None),
            pupil.c.person_id == pupil_id,
            pupil.c.role == Role.PUPIL,
            pupil.c.ended_at.is_(None),
        )
    )


def open_at(moment: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Filter on grants: those that hold at `moment`."""
    until = _GRANT.c.until_at
    return and_(_GRANT.c.ended_at.is_(None), _GRANT.c.from_at <= moment, or_(until.is_(None), until > moment))


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Filter on grants: those by which the actor may see a thing at this moment. Never one of the actor's own."""
    return visible_at(actor.person_id, now())


def visible_at(person_id: PersonColumn, moment: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """`visible_to`, for statements that are written once and told later who asks, and when."""
    owner = _GRANT.c.owner_id
    return opened_to(person_id, moment, guides(person_id, owner), teaches(person_id, owner))


def opened_to(
    person_id: PersonColumn,
    moment: datetime | BindParameter[datetime],
    guided: ColumnElement[bool],
    taught: ColumnElement[bool],
) -> ColumnElement[bool]:
    """`visible_at`, where it is known already whether that person guides and whether they teach the grant's owner."""
    named = and_(_GRANT.c.audience == Audience.PERSON, _GRANT.c.audience_id == person_id, guided)
    teaching = and_(_GRANT.c.audience == Audience.CLASS_TEACHERS, taught)
    return and_(open_at(moment), _GRANT.c.owner_id != person_id, or_(named, teaching))


def may_speak_of(person_id: PersonColumn) -> CompoundSelect[UUID]:
    """The owners of all grants by which that person may see something, and perhaps some more. With it beside
    `visible_to` the database begins with these few, and not with the grants or the people of all schools."""
    return union(pupils_taught(person_id), select(_NAMING.c.owner_id).where(_NAMING.c.audience_id == person_id))


async def may_see(session: AsyncSession, actor: Actor, owner_id: UUID, kind: Kind, thing: str) -> bool:
    """Whether the actor may see one thing of the owner's: their own, or one that a grant opens to them."""
    if actor.person_id == owner_id:
        return True
    found = await session.execute(
        select(col(Grant.id))
        .where(
            col(Grant.owner_id) == owner_id,
            col(Grant.kind) == kind,
            col(Grant.thing) == thing,
            visible_to(actor),
        )
        .limit(1)
    )
    return found.first() is not None


async def shared_things(
    session: AsyncSession, actor: Actor, owner_ids: Collection[UUID], *kinds: Kind
) -> frozenset[tuple[UUID, Kind, str]]:
    """Every thing of those owners that is shared with the actor now, as (owner, kind, thing); of all kinds unless
    some are named. One query, however many owners."""
    return await shared_by(session, owner_ids, visible_to(actor), *kinds)


async def shared_by(
    session: AsyncSession, owner_ids: Collection[UUID], opened: ColumnElement[bool], *kinds: Kind
) -> frozenset[tuple[UUID, Kind, str]]:
    """`shared_things` with whomever those grants are for which `opened` holds."""
    if not owner_ids:
        return frozenset()
    rows = await session.execute(
        select(col(Grant.owner_id), col(Grant.kind), col(Grant.thing))
        .where(col(Grant.owner_id).in_(owner_ids), col(Grant.kind).in_(kinds or tuple(Kind)), opened)
        .distinct()
    )
    return frozenset((owner_id, Kind(kind), thing) for owner_id, kind, thing in rows)


async def is_teacher_of(session: AsyncSession, actor: Actor, pupil_id: UUID) -> bool:
    """Whether the actor is, now, a teacher of a class that person is a pupil in."""
    found = await session.execute(select(teaches(actor.person_id, pupil_id)))
    return bool(found.scalar_one())


async def is_guide_of(session: AsyncSession, actor: Actor, pupil_id: UUID) -> bool:
    """Whether the actor is, now, a teacher or counsellor at a school where that person is a pupil."""
    found = await session.execute(select(guides(actor.person_id, pupil_id)))
    return bool(found.scalar_one())


async def must_be_nameable(session: AsyncSession, owner_id: UUID, person_ids: Collection[UUID]) -> None:
    """Raise `NotFound` unless the owner may name each of these persons: staff who guide at the owner's own school."""
    if not person_ids:
        return
    rows = await session.execute(
        select(col(Person.id)).where(
            col(Person.id).in_(person_ids), col(Person.id) != owner_id, guides(col(Person.id), owner_id)
        )
    )
    if set(rows.scalars()) != set(person_ids):
        raise NotFound()

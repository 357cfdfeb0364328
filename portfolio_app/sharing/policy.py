"""Who may see which thing of whom. Everything is its owner's alone unless a grant says otherwise, and a grant is worth
something only while its audience works with the owner: when a role, a class or a grant ends, so does the sight of it.

Each rule stands twice: as a filter for queries and as a check for one thing.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, and_, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, aliased
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Membership, Person, Role
from portfolio_app.core.clock import now
from portfolio_app.core.errors import NotFound
from portfolio_app.schools.models import ClassMember, SchoolClass
from portfolio_app.sharing.models import Audience, Grant, Kind

GUIDES = (Role.TEACHER, Role.COUNSELLOR)
"""Roles whose holders may be let in by a pupil. A coordinator sees no pupil's work."""

PersonColumn = Mapped[UUID] | Mapped[UUID | None] | BindParameter[UUID] | UUID


def teaches(teacher_id: PersonColumn, pupil_id: PersonColumn) -> ColumnElement[bool]:
    """Filter: the one is a teacher of a class the other is a pupil in, both of them now, at the class's school."""
    # All aliased: these filters stand inside queries on the same tables and must not mean their rows.
    as_teacher, as_pupil = aliased(ClassMember), aliased(ClassMember)
    guide, pupil, in_class = aliased(Membership), aliased(Membership), aliased(SchoolClass)
    return exists(
        select(1)
        .select_from(as_teacher)
        .join(as_pupil, col(as_pupil.class_id) == col(as_teacher.class_id))
        .join(in_class, col(in_class.id) == col(as_teacher.class_id))
        .join(
            guide,
            and_(
                col(guide.person_id) == col(as_teacher.person_id),
                col(guide.school_id) == col(in_class.school_id),
                col(guide.role).in_(GUIDES),
                col(guide.ended_at).is_(None),
            ),
        )
        .join(
            pupil,
            and_(
                col(pupil.person_id) == col(as_pupil.person_id),
                col(pupil.school_id) == col(in_class.school_id),
                col(pupil.role) == Role.PUPIL,
                col(pupil.ended_at).is_(None),
            ),
        )
        .where(
            col(as_teacher.person_id) == teacher_id,
            col(as_teacher.role) == "teacher",
            col(as_teacher.ended_at).is_(None),
            col(as_pupil.person_id) == pupil_id,
            col(as_pupil.role) == "pupil",
            col(as_pupil.ended_at).is_(None),
            col(in_class.ended_at).is_(None),
        )
    )


def guides(staff_id: PersonColumn, pupil_id: PersonColumn) -> ColumnElement[bool]:
    """Filter: the one is a teacher or counsellor at a school where the other is a pupil, both of them now."""
    guide, pupil, member_of_staff = aliased(Membership), aliased(Membership), aliased(Person)
    return exists(
        select(1)
        .select_from(guide)
        .join(pupil, col(pupil.school_id) == col(guide.school_id))
        .join(member_of_staff, col(member_of_staff.id) == col(guide.person_id))
        .where(
            col(guide.person_id) == staff_id,
            col(guide.role).in_(GUIDES),
            col(guide.ended_at).is_(None),
            col(member_of_staff.ended_at).is_(None),
            col(pupil.person_id) == pupil_id,
            col(pupil.role) == Role.PUPIL,
            col(pupil.ended_at).is_(None),
        )
    )


def open_at(moment: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Filter on grants: those that hold at `moment`."""
    until = col(Grant.until_at)
    return and_(col(Grant.ended_at).is_(None), col(Grant.from_at) <= moment, or_(until.is_(None), until > moment))


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Filter on grants: those by which the actor may see a thing at this moment. Never one of the actor's own."""
    named = and_(
        col(Grant.audience) == Audience.PERSON,
        col(Grant.audience_id) == actor.person_id,
        guides(actor.person_id, col(Grant.owner_id)),
    )
    teaching = and_(col(Grant.audience) == Audience.CLASS_TEACHERS, teaches(actor.person_id, col(Grant.owner_id)))
    return and_(open_at(now()), col(Grant.owner_id) != actor.person_id, or_(named, teaching))


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
    if not owner_ids:
        return frozenset()
    rows = await session.execute(
        select(col(Grant.owner_id), col(Grant.kind), col(Grant.thing))
        .where(col(Grant.owner_id).in_(owner_ids), col(Grant.kind).in_(kinds or tuple(Kind)), visible_to(actor))
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

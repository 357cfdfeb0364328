"""Who may do what with an entry: its owner everything, whoever it is shared with may read it. And whose pages a
teacher or counsellor may open, to find there what was shared with them."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, and_, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Membership, Person, Role
from portfolio_app.core.clock import now
from portfolio_app.core.database import table_of
from portfolio_app.core.errors import NotFound, Refused
from portfolio_app.portfolio.models import Entry
from portfolio_app.schools.models import SchoolClass
from portfolio_app.schools.policy import taught_at, taught_by
from portfolio_app.sharing.models import Grant
from portfolio_app.sharing.policy import teaches, visible_at

_ENTRY, _CLASS, _GRANT, _PERSON = (table_of(kind) for kind in (Entry, SchoolClass, Grant, Person))


def may_keep_a_portfolio(actor: Actor) -> None:
    """Raise `Refused` unless the actor is somebody who keeps a portfolio."""
    if not actor.keeps_a_portfolio:
        raise Refused()


def own(actor: Actor, *, deleted: bool = False) -> ColumnElement[bool]:
    """Filter: the actor's own entries, those that rest deleted or those that do not."""
    return owned_by(actor.person_id, deleted=deleted)


def owned_by(person_id: UUID | ColumnElement[UUID], *, deleted: bool = False) -> ColumnElement[bool]:
    """`own`, for statements that are written once and told later whose it is."""
    rests = _ENTRY.c.deleted_at.is_not(None) if deleted else _ENTRY.c.deleted_at.is_(None)
    return and_(_ENTRY.c.person_id == person_id, rests)


def fit_for_others() -> ColumnElement[bool]:
    """Filter: entries that somebody else may be let see. Whatever shows entries to others asks for this as well as for
    a grant, so that neither a deleted one nor one in its owner's private corner is ever met there."""
    return and_(_ENTRY.c.deleted_at.is_(None), _ENTRY.c.corner_at.is_(None))


def in_the_corner(*, inside: bool = True) -> ColumnElement[bool]:
    """Filter: entries in their owner's private corner, or those outside it."""
    return _ENTRY.c.corner_at.is_not(None) if inside else _ENTRY.c.corner_at.is_(None)


async def own_entry(session: AsyncSession, actor: Actor, entry_id: UUID, *, deleted: bool = False) -> Entry:
    """The actor's own entry, locked for a change. Raises `NotFound` for anybody else's and for none."""
    may_keep_a_portfolio(actor)
    entry = (
        await session.execute(
            select(Entry).where(col(Entry.id) == entry_id, own(actor, deleted=deleted)).with_for_update()
        )
    ).scalar_one_or_none()
    if entry is None:
        raise NotFound()
    return entry


def classes_open_to(actor: Actor) -> ColumnElement[bool]:
    """Filter on `SchoolClass`: open classes the actor teaches, and all of the school where they are a counsellor."""
    taught, counselled = actor.schools(Role.TEACHER), actor.schools(Role.COUNSELLOR)
    if not counselled:
        return taught_by(actor)
    return classes_open_at(actor.person_id, taught, counselled)


def classes_open_at(
    person_id: UUID | BindParameter[UUID],
    taught: Collection[UUID] | BindParameter[Any],
    counselled: Collection[UUID] | BindParameter[Any],
) -> ColumnElement[bool]:
    """`classes_open_to`, for statements that are written once and told later who asks, and what they are where."""
    here = and_(_CLASS.c.school_id.in_(counselled), _CLASS.c.ended_at.is_(None))
    return or_(taught_at(person_id, taught), here)


async def check_opens_class(session: AsyncSession, actor: Actor, class_id: UUID) -> SchoolClass:
    """The class, when the actor may open it; raises `NotFound` otherwise."""
    found = (
        await session.execute(select(SchoolClass).where(col(SchoolClass.id) == class_id, classes_open_to(actor)))
    ).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


async def check_opens_year(session: AsyncSession, actor: Actor, school_id: UUID, stage: str) -> list[SchoolClass]:
    """The open classes of a school at that stage which the actor may open. Raises `NotFound` when there is none."""
    found = await session.execute(
        select(SchoolClass).where(
            col(SchoolClass.school_id) == school_id, col(SchoolClass.stage) == stage, classes_open_to(actor)
        )
    )
    classes = list(found.scalars())
    if not classes:
        raise NotFound()
    return classes


def pupils_open_to(actor: Actor) -> ColumnElement[bool]:
    """Filter on `Person`: pupils of those classes or schools, and whoever shares something with the actor by name."""
    counselled = exists().where(
        col(Membership.person_id) == col(Person.id),
        col(Membership.role) == Role.PUPIL,
        col(Membership.school_id).in_(actor.schools(Role.COUNSELLOR)),
        col(Membership.ended_at).is_(None),
    )
    return and_(
        col(Person.id) != actor.person_id,
        col(Person.ended_at).is_(None),
        or_(teaches(actor.person_id, col(Person.id)), counselled, shares_with(actor.person_id, now())),
    )


def shares_with(
    person_id: UUID | BindParameter[UUID], moment: datetime | BindParameter[datetime]
) -> ColumnElement[bool]:
    """Filter on `Person`: whoever lets that person see something at that moment."""
    return exists().where(_GRANT.c.owner_id == _PERSON.c.id, visible_at(person_id, moment))


async def check_opens_pupil(session: AsyncSession, actor: Actor, pupil_id: UUID) -> Person:
    """The pupil, when the actor may open their page; raises `NotFound` otherwise."""
    found = (
        await session.execute(select(Person).where(col(Person.id) == pupil_id, pupils_open_to(actor)))
    ).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found

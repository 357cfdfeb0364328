"""Who sees a placement: the pupil, the teachers of a class of theirs, the counsellors of the school that made it, and
the adult who answers for it. A check for one, a filter for many."""

from typing import Protocol, TypeVar
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, and_, false, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Role
from portfolio_app.core.database import Row, as_id
from portfolio_app.core.errors import NotFound
from portfolio_app.marketplace.placements.models import Placement
from portfolio_app.schools.models import SchoolClass
from portfolio_app.schools.policy import taught_by
from portfolio_app.sharing.policy import pupils_taught

Kind = TypeVar("Kind", bound=Row)


class OfPupil(Protocol):
    """A row about a pupil at a school."""

    person_id: UUID
    school_id: UUID


GUIDES = (Role.TEACHER, Role.COUNSELLOR)
"""Who books, agrees and looks after placements at a school."""


def own(actor: Actor) -> ColumnElement[bool]:
    """The actor's own placements: a filter on `Placement`."""
    return owned_by(actor.person_id)


def owned_by(person_id: UUID | BindParameter[UUID]) -> ColumnElement[bool]:
    """Somebody's own placements: a filter on `Placement`."""
    return col(Placement.person_id) == person_id


async def check_own(session: AsyncSession, actor: Actor, placement_id: str | UUID, *, lock: bool = False) -> Placement:
    """The placement, when it is the actor's own; raises `NotFound` otherwise."""
    return await allowed_one(session, Placement, placement_id, own(actor), lock=lock)


def classes_guided_by(actor: Actor) -> ColumnElement[bool]:
    """Open classes that the actor teaches, and all of a school where they are a counsellor: a filter on
    `SchoolClass`."""
    counselled = actor.schools(Role.COUNSELLOR)
    everywhere = and_(col(SchoolClass.school_id).in_(counselled), col(SchoolClass.ended_at).is_(None))
    return or_(taught_by(actor), everywhere) if counselled else taught_by(actor)


def guided_by(actor: Actor) -> ColumnElement[bool]:
    """Placements that the actor looks after, at a school where they work: a filter on `Placement`."""
    return guides_pupils(actor, Placement, col(Placement.adult_id) == actor.person_id)


def guides_pupils(actor: Actor, kind: type[OfPupil], *also: ColumnElement[bool]) -> ColumnElement[bool]:
    """Rows about pupils whom the actor looks after, at a school where they work: those they teach, all of it as a
    counsellor, and what `also` allows. A filter on `kind`."""
    working, counselled = actor.schools(*GUIDES), actor.schools(Role.COUNSELLOR)
    if not working:
        return false()
    return and_(
        col(kind.school_id).in_(working),
        or_(
            col(kind.person_id).in_(pupils_taught(actor.person_id)),
            col(kind.school_id).in_(counselled) if counselled else false(),
            *also,
        ),
    )


async def check_guides(
    session: AsyncSession, actor: Actor, placement_id: str | UUID, *, lock: bool = False
) -> Placement:
    """The placement, when the actor looks after it; raises `NotFound` otherwise."""
    return await allowed_one(session, Placement, placement_id, guided_by(actor), lock=lock)


async def allowed_one(
    session: AsyncSession, kind: type[Kind], row_id: str | UUID, allowed: ColumnElement[bool], *, lock: bool
) -> Kind:
    """The row of that kind, when the filter allows it; raises `NotFound` otherwise."""
    wanted = select(kind).where(col(kind.id) == as_id(row_id), allowed)
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found = (await session.execute(wanted)).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found

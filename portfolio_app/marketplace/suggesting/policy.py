"""Who says that they have found a workplace (pupils of a school), and who answers (the adults who look after them)."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Role
from portfolio_app.core.database import as_id
from portfolio_app.core.errors import NotFound
from portfolio_app.marketplace.placements.policy import GUIDES
from portfolio_app.marketplace.suggesting.models import FoundPlace
from portfolio_app.sharing.policy import pupils_taught


def guided_by(actor: Actor) -> ColumnElement[bool]:
    """Places found by pupils whom the actor looks after, and not taken back: a filter on `FoundPlace`."""
    working, counselled = actor.schools(*GUIDES), actor.schools(Role.COUNSELLOR)
    if not working:
        return false()
    return and_(
        col(FoundPlace.school_id).in_(working),
        col(FoundPlace.ended_at).is_(None),
        or_(
            col(FoundPlace.person_id).in_(pupils_taught(actor.person_id)),
            col(FoundPlace.school_id).in_(counselled) if counselled else false(),
        ),
    )


async def check_guides(session: AsyncSession, actor: Actor, place_id: str, *, lock: bool = True) -> FoundPlace:
    """The place, when the actor looks after whoever found it; raises `NotFound` otherwise."""
    return await _found(session, place_id, guided_by(actor), lock=lock)


async def check_own(session: AsyncSession, actor: Actor, place_id: str) -> FoundPlace:
    """The place, locked, when the actor found it; raises `NotFound` otherwise."""
    return await _found(session, place_id, col(FoundPlace.person_id) == actor.person_id)


def school_of(actor: Actor) -> UUID:
    """The school at which a pupil says it; raises `NotFound` where they are at none."""
    schools = actor.schools(Role.PUPIL)
    if not schools:
        raise NotFound()
    return schools[0]


async def _found(
    session: AsyncSession, place_id: str, allowed: ColumnElement[bool], *, lock: bool = True
) -> FoundPlace:
    wanted = select(FoundPlace).where(col(FoundPlace.id) == as_id(place_id), allowed)
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found = (await session.execute(wanted)).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found

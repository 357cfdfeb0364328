"""Who says that they have found a workplace (pupils of a school), and who answers (the adults who look after them)."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Role
from portfolio_app.core.errors import NotFound
from portfolio_app.marketplace.placements.policy import allowed_one, guides_pupils
from portfolio_app.marketplace.suggesting.models import FoundPlace


def guided_by(actor: Actor) -> ColumnElement[bool]:
    """Places found by pupils whom the actor looks after, and not taken back: a filter on `FoundPlace`."""
    return and_(guides_pupils(actor, FoundPlace), col(FoundPlace.ended_at).is_(None))


async def check_guides(session: AsyncSession, actor: Actor, place_id: str, *, lock: bool = True) -> FoundPlace:
    """The place, when the actor looks after whoever found it; raises `NotFound` otherwise."""
    return await allowed_one(session, FoundPlace, place_id, guided_by(actor), lock=lock)


async def check_own(session: AsyncSession, actor: Actor, place_id: str) -> FoundPlace:
    """The place, locked, when the actor found it; raises `NotFound` otherwise."""
    return await allowed_one(session, FoundPlace, place_id, col(FoundPlace.person_id) == actor.person_id, lock=True)


def school_of(actor: Actor) -> UUID:
    """The school at which a pupil says it; raises `NotFound` where they are at none."""
    schools = actor.schools(Role.PUPIL)
    if not schools:
        raise NotFound()
    return schools[0]

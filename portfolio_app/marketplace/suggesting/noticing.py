"""How notices find a workplace that a pupil found: for the pupil alone."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.core.database import as_ids
from portfolio_app.marketplace.suggesting.models import FoundPlace
from portfolio_app.notices.about import About, Shown, register

PLACE = "found_place"


async def find_places(session: AsyncSession, reader_id: UUID, some: Collection[About]) -> Mapping[About, Shown]:
    """Those that the reader has found."""
    rows = await session.execute(
        select(col(FoundPlace.id), col(FoundPlace.place)).where(
            col(FoundPlace.id).in_(as_ids(one.thing for one in some)),
            col(FoundPlace.person_id) == reader_id,
            col(FoundPlace.ended_at).is_(None),
        )
    )
    names = {str(place): name for place, name in rows}
    return {one: Shown(names[one.thing], "/found-place") for one in some if one.thing in names}


register(PLACE, find_places)

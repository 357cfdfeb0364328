"""How notices find what pupils say of their placements: as long as the reader looks after these."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.core.database import as_ids
from portfolio_app.marketplace.placements.absences import PLACED
from portfolio_app.marketplace.placements.asking import AGREED
from portfolio_app.marketplace.placements.models import Placement, PlacementNote, Worry
from portfolio_app.marketplace.placements.notes import NOTED
from portfolio_app.marketplace.placements.notes import PATH as NOTES
from portfolio_app.marketplace.placements.telling import looked_after_by
from portfolio_app.marketplace.placements.worries import WORRY
from portfolio_app.notices.about import About, Shown, register


async def find_worries(session: AsyncSession, reader_id: UUID, some: Collection[About]) -> Mapping[About, Shown]:
    """Those that the reader can read now."""
    rows = await session.execute(
        select(col(Worry.id), col(Placement.host_name))
        .join(Placement, col(Placement.id) == col(Worry.placement_id))
        .where(col(Worry.id).in_(as_ids(one.thing for one in some)), looked_after_by(reader_id))
    )
    return _shown({str(worry): host for worry, host in rows}, some)


async def find_placements(session: AsyncSession, reader_id: UUID, some: Collection[About]) -> Mapping[About, Shown]:
    """Those that the reader looks after."""
    rows = await session.execute(
        select(col(Placement.id), col(Placement.host_name)).where(
            col(Placement.id).in_(as_ids(one.thing for one in some)), looked_after_by(reader_id)
        )
    )
    return _shown({str(placement): host for placement, host in rows}, some)


async def find_agreements(session: AsyncSession, reader_id: UUID, some: Collection[About]) -> Mapping[About, Shown]:
    """Agreements of placements that the reader looks after."""
    found = await find_placements(session, reader_id, some)
    return {one: Shown(shown.title, f"/agreement?id={one.thing}") for one, shown in found.items()}


async def find_notes(session: AsyncSession, reader_id: UUID, some: Collection[About]) -> Mapping[About, Shown]:
    """Notes of placements that the reader looks after."""
    rows = await session.execute(
        select(col(PlacementNote.id), col(Placement.id), col(Placement.host_name))
        .join(Placement, col(Placement.id) == col(PlacementNote.placement_id))
        .where(
            col(PlacementNote.id).in_(as_ids(one.thing for one in some)),
            col(PlacementNote.ended_at).is_(None),
            looked_after_by(reader_id),
        )
    )
    found = {str(note): (placement, host) for note, placement, host in rows}
    return {one: Shown(found[one.thing][1], f"{NOTES}?id={found[one.thing][0]}") for one in some if one.thing in found}


def _shown(hosts: Mapping[str, str], some: Collection[About]) -> dict[About, Shown]:
    return {one: Shown(hosts[one.thing], "/worries") for one in some if one.thing in hosts}


register(WORRY, find_worries)
register(PLACED, find_placements)
register(NOTED, find_notes)
register(AGREED, find_agreements)

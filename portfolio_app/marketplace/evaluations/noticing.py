"""How notices find what hosts say: adults while they look after the placement, the pupil once it was handed on."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.core.database import as_ids
from portfolio_app.marketplace.evaluations.giving import EVALUATION
from portfolio_app.marketplace.evaluations.models import HostEvaluation, Stands
from portfolio_app.marketplace.placements.models import Placement
from portfolio_app.marketplace.placements.telling import looked_after_by
from portfolio_app.notices.about import About, Shown, register


async def find_evaluations(session: AsyncSession, reader_id: UUID, some: Collection[About]) -> Mapping[About, Shown]:
    """Those that the reader can read now."""
    theirs = and_(col(Placement.person_id) == reader_id, col(HostEvaluation.state) == Stands.HANDED)
    rows = await session.execute(
        select(col(HostEvaluation.id), Placement)
        .join(Placement, col(Placement.id) == col(HostEvaluation.placement_id))
        .where(col(HostEvaluation.id).in_(as_ids(one.thing for one in some)), or_(theirs, looked_after_by(reader_id)))
    )
    found = {str(row_id): placement for row_id, placement in rows}
    return {
        one: Shown(
            found[one.thing].host_name,
            f"/placement?id={found[one.thing].id}" if found[one.thing].person_id == reader_id else "/evaluations",
        )
        for one in some
        if one.thing in found
    }


register(EVALUATION, find_evaluations)

"""How notices find a note of thanks: the adults who look after its placement while it waits, and its pupil always."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.core.database import as_ids
from portfolio_app.marketplace.diary.models import ThanksNote, ThanksState
from portfolio_app.marketplace.diary.thanks import THANKS
from portfolio_app.marketplace.placements.models import Placement
from portfolio_app.marketplace.placements.telling import looked_after_by
from portfolio_app.notices.about import About, Shown, register


async def find_thanks(session: AsyncSession, reader_id: UUID, some: Collection[About]) -> Mapping[About, Shown]:
    """Those that the reader can read now."""
    waits = and_(col(ThanksNote.state) == ThanksState.WAITING, looked_after_by(reader_id))
    rows = await session.execute(
        select(col(ThanksNote.id), Placement)
        .join(Placement, col(Placement.id) == col(ThanksNote.placement_id))
        .where(
            col(ThanksNote.id).in_(as_ids(one.thing for one in some)),
            or_(col(Placement.person_id) == reader_id, waits),
        )
    )
    found = {
        str(note): Shown(
            placement.host_name,
            f"/afterwards?id={placement.id}" if placement.person_id == reader_id else "/thanks",
        )
        for note, placement in rows
    }
    return {one: found[one.thing] for one in some if one.thing in found}


register(THANKS, find_thanks)

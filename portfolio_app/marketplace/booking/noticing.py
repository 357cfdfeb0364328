"""Whoever put somebody on a waiting list is told when a seat is held for them; a pupil who is placed by hand is told
where."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.core.database import as_ids
from portfolio_app.marketplace.booking.models import Booking
from portfolio_app.marketplace.models import Offer, OfferDate
from portfolio_app.marketplace.placements.models import Placement
from portfolio_app.notices.about import About, Shown, register
from portfolio_app.notices.actions import notify
from portfolio_app.notices.kinds import SEAT_HELD, YOUR_PLACE

SEAT = "seat"
MINE = "my_placement"


async def tell_of_seat(session: AsyncSession, row: Booking) -> None:
    """In the transaction that holds it."""
    if row.by_id is None:
        return
    about = About(row.by_id, SEAT, str(row.id))
    await notify(session, row.by_id, SEAT_HELD, about=about, once=f"seat {row.id} {row.held_until}")


async def tell_of_place(session: AsyncSession, row: Placement, by: UUID) -> None:
    """In the transaction that places the pupil."""
    about = About(row.person_id, MINE, str(row.id))
    await notify(session, row.person_id, YOUR_PLACE, by=by, about=about, once=f"placed {row.id}")


async def find_my_placements(session: AsyncSession, reader_id: UUID, some: Collection[About]) -> Mapping[About, Shown]:
    """Those of these placements that are the reader's own and take place."""
    rows = await session.execute(
        select(col(Placement.id), col(Placement.host_name), col(Placement.title)).where(
            col(Placement.id).in_(as_ids(one.thing for one in some)),
            col(Placement.person_id) == reader_id,
            col(Placement.cancelled_at).is_(None),
        )
    )
    found = {str(one): Shown(f"{title} · {host}", f"/placement?id={one}") for one, host, title in rows}
    return {one: found[one.thing] for one in some if one.thing in found}


async def find_seats(session: AsyncSession, reader_id: UUID, some: Collection[About]) -> Mapping[About, Shown]:
    """Those of these bookings that the reader made."""
    rows = await session.execute(
        select(col(Booking.id), col(Offer.id), col(Offer.title))
        .join(OfferDate, col(OfferDate.id) == col(Booking.offer_date_id))
        .join(Offer, col(Offer.id) == col(OfferDate.offer_id))
        .where(col(Booking.id).in_(as_ids(one.thing for one in some)), col(Booking.by_id) == reader_id)
    )
    found = {str(booking): Shown(title, f"/offer?id={offer}") for booking, offer, title in rows}
    return {one: found[one.thing] for one in some if one.thing in found}


register(SEAT, find_seats)
register(MINE, find_my_placements)

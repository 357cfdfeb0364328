"""Holds that are over, and who moves up in the queue: a seat that becomes free is held two days for whoever waits
longest, and the adult who asked for it is told."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.core import outbox
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import writing
from portfolio_app.core.errors import NotFound
from portfolio_app.marketplace.booking.counting import database_now, free_seats, lock_date, recount
from portfolio_app.marketplace.booking.models import Booking, State
from portfolio_app.marketplace.booking.noticing import tell_of_seat

HOLD = timedelta(days=2)
"""How long a seat is held before it is booked."""
EXPIRY = "seat_hold"
"""The kind of work in the outbox that ends holds which are over."""


async def plan_expiry(session: AsyncSession, offer_date_id: UUID, at: datetime) -> None:
    """Look after the holds of a date once that moment has come."""
    name = uuid5(NAMESPACE_OID, f"{EXPIRY} {offer_date_id} {at.isoformat(timespec='minutes')}")
    # A little later, so that the clock of the database has passed it too.
    await outbox.put(session, EXPIRY, {"date": str(offer_date_id)}, not_before=at + timedelta(minutes=1), row_id=name)


async def let_go_of_holds(session: AsyncSession, offer_date_id: UUID) -> None:
    """Holds of a locked date that are over by the clock of the database end, and who waits moves up."""
    moment = await database_now(session)
    over = (
        update(Booking)
        .where(
            col(Booking.offer_date_id) == offer_date_id,
            col(Booking.state) == State.HELD,
            col(Booking.held_until) <= moment,
        )
        .values(state=State.ENDED, held_until=None, ended_at=moment, changed_at=moment)
        .returning(col(Booking.id), col(Booking.school_id), col(Booking.pupil_id))
    )
    gone = (await session.execute(over)).all()
    for booking_id, school_id, pupil_id in gone:
        audit(
            session,
            "marketplace.end_hold",
            actor_id=None,
            about_id=pupil_id,
            school_id=school_id,
            thing=f"booking:{booking_id}",
        )
    if gone:
        await recount(session, offer_date_id)
        await move_up(session, offer_date_id)


async def move_up(session: AsyncSession, offer_date_id: UUID) -> None:
    """Seats of a locked date that are free are held for those who wait longest and whom they are enough for."""
    free = await free_seats(session, offer_date_id)
    waiting = (
        select(Booking)
        .where(col(Booking.offer_date_id) == offer_date_id, col(Booking.state) == State.WAITING)
        .order_by(col(Booking.made_at), col(Booking.id))
    )
    until = await database_now(session) + HOLD
    moved = False
    for row in (await session.execute(waiting)).scalars().all():
        if row.seats > free:
            continue
        free, moved = free - row.seats, True
        row.state, row.held_until, row.changed_at = State.HELD, until, now()
        await plan_expiry(session, offer_date_id, until)
        await tell_of_seat(session, row)
        audit(
            session,
            "marketplace.move_up",
            actor_id=None,
            about_id=row.pupil_id,
            school_id=row.school_id,
            thing=f"booking:{row.id}",
        )
    if moved:
        await recount(session, offer_date_id)


async def end_holds(row_id: UUID, payload: Mapping[str, Any]) -> None:
    """Work of the outbox; harmless to repeat, and for a date that is gone."""
    del row_id
    async with writing() as session:
        try:
            date = await lock_date(session, UUID(payload["date"]))
        except NotFound:
            return
        await let_go_of_holds(session, date.id)

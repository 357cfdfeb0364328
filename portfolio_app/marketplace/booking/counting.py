"""Seats that are taken are counted where they are offered, so that the last one is taken once.

Whoever changes bookings of a date locks it (`lock_date`) and counts anew (`recount`) in the same transaction; the
database refuses more than there are. Holds end by the clock of the database, whichever machine asks.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.core.errors import NotFound
from portfolio_app.marketplace.booking.models import Booking, State
from portfolio_app.marketplace.models import OfferDate

TAKES = (State.HELD, State.BOOKED)
"""What takes seats."""


async def database_now(session: AsyncSession) -> datetime:
    """The moment by the clock of the database."""
    if session.get_bind().dialect.name == "sqlite":
        said = await session.scalar(select(func.strftime("%Y-%m-%d %H:%M:%f", "now")))
        return datetime.fromisoformat(f"{said}+00:00")
    return await session.scalar(select(func.clock_timestamp()))  # pyright: ignore[reportReturnType]


async def lock_date(session: AsyncSession, offer_date_id: UUID) -> OfferDate:
    """The date, locked: whoever changes its bookings waits. Raises `NotFound`."""
    wanted = select(OfferDate).where(col(OfferDate.id) == offer_date_id).with_for_update()
    found = (await session.execute(wanted.execution_options(populate_existing=True))).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


async def take_turn(session: AsyncSession, offer_date_id: UUID) -> None:
    """Wait for whoever changes bookings of the date. On SQLite a transaction that writes is alone from its beginning,
    so nothing needs to be asked there. Raises `NotFound`, if anything is."""
    if session.get_bind().dialect.name != "sqlite":
        await lock_date(session, offer_date_id)


async def free_seats(session: AsyncSession, offer_date_id: UUID) -> int:
    """Seats of a locked date that nobody has."""
    wanted = select(col(OfferDate.seats) - col(OfferDate.taken)).where(col(OfferDate.id) == offer_date_id)
    return (await session.execute(wanted)).scalar_one()


async def recount(session: AsyncSession, offer_date_id: UUID) -> None:
    """Write down how many seats of a locked date are taken. More than there are: the database refuses."""
    await session.flush()
    sums = select(func.coalesce(func.sum(col(Booking.seats)), 0)).where(
        col(Booking.offer_date_id) == offer_date_id, col(Booking.state).in_(TAKES)
    )
    counted = update(OfferDate).where(col(OfferDate.id) == offer_date_id).values(taken=sums.scalar_subquery())
    await session.execute(counted, execution_options={"synchronize_session": False})


async def free_before_erasure(session: AsyncSession, person_id: UUID) -> Mapping[str, int]:
    """A pupil's seats are free before their rows go."""
    mine = select(col(Booking.offer_date_id)).where(
        col(Booking.pupil_id) == person_id, col(Booking.state) != State.ENDED
    )
    for offer_date_id in sorted((await session.execute(mine)).scalars().all()):
        await lock_date(session, offer_date_id)
        moment = await database_now(session)
        await session.execute(
            update(Booking)
            .where(
                col(Booking.offer_date_id) == offer_date_id,
                col(Booking.pupil_id) == person_id,
                col(Booking.state) != State.ENDED,
            )
            .values(state=State.ENDED, held_until=None, ended_at=moment, changed_at=moment)
        )
        await recount(session, offer_date_id)
    return {}

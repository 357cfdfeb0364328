"""A school that books seats: its people, a host that offers a week, and what has become of its dates."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import now
from portfolio_app.core.database import reading, writing
from portfolio_app.core.languages import local_date
from portfolio_app.core.wording import folded
from portfolio_app.marketplace.booking.actions import BookingForm
from portfolio_app.marketplace.booking.models import Booking, State
from portfolio_app.marketplace.hosts import approve_host
from portfolio_app.marketplace.models import Host, Offer, OfferDate
from portfolio_app.marketplace.placements.models import Placement
from tests.marketplace.hosts import BAKER, a_host
from tests.people import make_class, make_pupil, make_region, make_regional, make_school, make_teacher

BORN = "2011-04"


def a_monday(weeks: int = 4) -> date:
    """A Monday so many weeks ahead."""
    today = local_date(now())
    return today - timedelta(days=today.weekday()) + timedelta(weeks=weeks)


@dataclass(frozen=True)
class Town:
    """A school with a class of three, its teacher, a host that offers a week, and that week."""

    region: UUID
    school: UUID
    class_id: UUID
    tuula: Actor
    pupils: tuple[Actor, ...]
    sirpa: Actor
    host: UUID
    offer: UUID
    date: UUID

    def form(self, *pupils: Actor, born: str = BORN, **differs: object) -> BookingForm:
        """Seats for these pupils, all born in the same month."""
        ids = tuple(str(one.person_id) for one in pupils)
        values = {"school": str(self.school), "pupils": ids, "born": tuple((one, born) for one in ids)}
        return BookingForm(**values | differs)  # pyright: ignore[reportArgumentType]


async def a_town(
    *, seats: int = 2, pupils: int = 3, kind: str = "week", country: str = "FI", ends: int = 840, ages: int = 14
) -> Town:
    """All of it; hours are from nine until `ends` (minutes after midnight)."""
    region = await make_region(country=country)
    school = await make_school(region=region)
    class_id = await make_class(school, "9A")
    sirpa = await make_regional(region)
    host = await a_host(sirpa, contact=BAKER)
    await approve_host(sirpa, host, (local_date(now()) + timedelta(days=600)).isoformat())
    offer, day = await an_offer(host, seats=seats, kind=kind, ends=ends, ages=ages)
    return Town(
        region,
        school,
        class_id,
        await make_teacher(school, class_id),
        tuple([await make_pupil(school, class_id) for _one in range(pupils)]),
        sirpa,
        host,
        offer,
        day,
    )


async def an_offer(
    host: UUID, *, seats: int = 2, kind: str = "week", ends: int = 840, ages: int = 14, title: str = "Buns"
) -> tuple[UUID, UUID]:
    """An offer of a week, as if the host's contact had made it; the ids of it and of its date."""
    moment, first = now(), a_monday()
    offer = Offer(
        host_id=host,
        kind=kind,
        title=title,
        words="You shape buns.",
        ages_from=ages,
        ages_to=19,
        responsible="Raija",
        searched=folded(f"{title} You shape buns."),
        confirmed_on=local_date(moment),
        made_at=moment,
        changed_at=moment,
        request=uuid4(),
    )
    last = first + timedelta(days=4 if kind == "week" else 0)
    day = OfferDate(offer_id=offer.id, first_day=first, last_day=last, begins=540, ends=ends, seats=seats)
    async with writing() as session:
        session.add(offer)
        await session.flush()
        session.add(day)
    return offer.id, day.id


async def bookings(day: UUID) -> list[Booking]:
    """All bookings of a date, in the order in which they were made."""
    async with reading() as session:
        rows = select(Booking).where(col(Booking.offer_date_id) == day).order_by(col(Booking.made_at), col(Booking.id))
        return list((await session.execute(rows)).scalars())


async def placements() -> list[Placement]:
    """All placements there are."""
    async with reading() as session:
        return list((await session.execute(select(Placement).order_by(col(Placement.made_at)))).scalars())


async def taken(day: UUID) -> int:
    """How many seats are taken; checked against the bookings."""
    async with reading() as session:
        kept = (await session.get_one(OfferDate, day)).taken
        sums = await session.scalar(
            select(func.coalesce(func.sum(col(Booking.seats)), 0)).where(
                col(Booking.offer_date_id) == day, col(Booking.state).in_((State.HELD, State.BOOKED))
            )
        )
    assert kept == sums
    return kept


async def end_the_hold(day: UUID) -> None:
    """As if two days had gone by the clock of the database."""
    async with writing() as session:
        for row in (await session.execute(select(Booking).where(col(Booking.state) == State.HELD))).scalars():
            if row.offer_date_id == day:
                row.held_until = now() - timedelta(seconds=1)


async def hide(host: UUID) -> None:
    """The host is paused."""
    async with writing() as session:
        row = await session.get_one(Host, host)
        row.paused_at, row.pause_reason = now(), "Nobody was there"

"""A board of 240 pupils, and a hundred teachers who book at the same moment."""

import asyncio
import time
from datetime import timedelta
from uuid import UUID, uuid4

from portfolio_app.core.clock import now
from portfolio_app.core.database import close_database, writing
from portfolio_app.core.languages import speaking
from portfolio_app.marketplace.booking.actions import BookingForm, book
from portfolio_app.marketplace.periods.actions import PeriodForm, make_period
from portfolio_app.marketplace.placements.board import load_board
from portfolio_app.marketplace.placements.models import Agreement, Placement, Signature, SignatureAsk
from tests.bench.figures import Figure, percentile
from tests.bench.instance import Instance
from tests.marketplace.hosts import BAKER, a_host
from tests.marketplace.hosts import row_of as host_of
from tests.marketplace.seats import a_monday, an_offer
from tests.people import (
    make_class,
    make_counsellor,
    make_pupil,
    make_region,
    make_regional,
    make_school,
    make_teacher,
)

PUPILS, CLASSES, TEACHERS, RUNS = 240, 10, 100, 5
PART = f"A board: {PUPILS} pupils × 7"
BOOKING = f"Booking: {TEACHERS} teachers at once"


def measure(_instance: Instance) -> list[Figure]:
    """Milliseconds in which a board is put together, and a booking confirmed."""
    boards, bookings = asyncio.run(_all())
    return [
        Figure(PART, "put together, in process", "ms", tuple(boards), 400),
        Figure(
            BOOKING, "confirmed, 95 of 100, in process", "ms", tuple(percentile(run, 0.95) for run in bookings), 200
        ),
    ]


async def _all() -> tuple[list[float], list[list[float]]]:
    with speaking("en"):
        found = await _boards(), await _bookings()
    await close_database()
    return found


async def _boards() -> list[float]:
    school = await make_school(region=await make_region())
    classes = [await make_class(school) for _one in range(CLASSES)]
    petri = await make_counsellor(school)
    form = PeriodForm("Board", "week", a_monday().isoformat(), classes=tuple(map(str, classes)))
    period = await make_period(petri, school, form, uuid4())
    pupils = [await make_pupil(school, classes[number % CLASSES]) for number in range(PUPILS)]
    for number, pupil in enumerate(pupils):
        await _placed(pupil.person_id, school, period, number)
    times: list[float] = []
    for _run in range(RUNS):
        began = time.perf_counter()
        view = await load_board(petri, str(period))
        times.append(1000 * (time.perf_counter() - began))
        assert view.pupils == PUPILS
    return times


async def _placed(pupil: UUID, school: UUID, period: UUID, number: int) -> None:
    """A placement with an agreement that two have signed, and two letters."""
    moment, first = now(), a_monday()
    row = Placement(
        person_id=pupil,
        school_id=school,
        period_id=period,
        kind="week",
        title="Buns",
        host_name=f"Bakery {number}",
        first_day=first,
        last_day=first + timedelta(days=4),
        begins=540,
        ends=840,
        made_at=moment,
        changed_at=moment,
    )
    agreement = Agreement(
        placement_id=row.id, version=1, made_at=moment, keep_until=first + timedelta(days=370), request=uuid4()
    )
    async with writing() as session:
        session.add(row)
        await session.flush()
        session.add(agreement)
        await session.flush()
        session.add_all(
            Signature(agreement_id=agreement.id, party=party, name="Somebody", way="link", signed_at=moment)
            for party in ("host", "family")
        )
        session.add_all(
            SignatureAsk(
                placement_id=row.id,
                party=party,
                language="en",
                opens=uuid4(),
                opens_until=moment,
                asked_at=moment,
            )
            for party in ("host", "family")
        )


async def _bookings() -> list[list[float]]:
    """Each teacher books for one pupil, all of them the same few dates of one host."""
    region = await make_region()
    sirpa = await make_regional(region)
    host = await a_host(sirpa, contact=BAKER)
    async with writing() as session:
        row = await session.merge(await host_of(host))
        row.approved_until = a_monday() + timedelta(days=300)
    school = await make_school(region=region)
    classes = [await make_class(school) for _one in range(TEACHERS)]
    teachers = [await make_teacher(school, one) for one in classes]
    pupils = [await make_pupil(school, one) for one in classes]
    runs: list[list[float]] = []
    for _run in range(RUNS):
        dates = [(await an_offer(host, seats=30, kind="visit"))[1] for _date in range(4)]
        times: list[float] = []

        async def one(number: int, dates: list[UUID] = dates, times: list[float] = times) -> None:
            """Nobody presses at the very same moment: all do within a second."""
            await asyncio.sleep(number / TEACHERS)
            form = BookingForm(school=str(school), pupils=(str(pupils[number].person_id),))
            began = time.perf_counter()
            await book(teachers[number], dates[number % 4], form, uuid4())
            times.append(1000 * (time.perf_counter() - began))

        await asyncio.gather(*(one(number) for number in range(TEACHERS)))
        runs.append(times)
    return runs

"""Booking seats, holding them for two days, waiting for them, and giving them back.

All of it happens in one short transaction that locks the date first: whoever comes second sees what the first took.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import as_id, as_ids, insert_new, table_of, writing
from portfolio_app.core.errors import Invalid, NotFound
from portfolio_app.core.languages import N_
from portfolio_app.core.resting import rested_before
from portfolio_app.marketplace.booking import policy
from portfolio_app.marketplace.booking.counting import database_now, free_seats, lock_date, recount, take_turn
from portfolio_app.marketplace.booking.expiring import HOLD, let_go_of_holds, move_up, plan_expiry
from portfolio_app.marketplace.booking.models import Booking, State
from portfolio_app.marketplace.booking.policy import Seat
from portfolio_app.marketplace.lawful_hours import Days, is_ruled, warnings
from portfolio_app.marketplace.models import OfferKind
from portfolio_app.marketplace.periods.models import Period
from portfolio_app.marketplace.periods.policy import check_classes
from portfolio_app.marketplace.periods.policy import check_guides as check_period
from portfolio_app.marketplace.placements.ages import born_in, keep_birth_month
from portfolio_app.marketplace.placements.placing import cancel_of, place, restore_of
from portfolio_app.marketplace.working_hours import Young

FULL = N_("Seats that are free: {n}. Choose fewer, or let those who get none wait.")
AGES = N_("{name} is {age} years old then. The host takes pupils from {least} to {most}.")


_BOOKING = table_of(Booking)
_THERE = select(
    _BOOKING.c.offer_date_id,
    _BOOKING.c.request,
    _BOOKING.c.by_id,
    _BOOKING.c.pupil_id,
    _BOOKING.c.class_id,
    _BOOKING.c.state,
    _BOOKING.c.seats,
).where(
    or_(
        and_(_BOOKING.c.offer_date_id == bindparam("date"), _BOOKING.c.state != State.ENDED),
        _BOOKING.c.request == bindparam("request"),
    )
)


class How(StrEnum):
    """What somebody wants with a seat."""

    BOOK = "book"
    HOLD = "hold"


@dataclass(frozen=True)
class BookingForm:
    """Who shall have seats: pupils (each one of them), or a class (so many `seats`). `born` are months of birth by the
    pupil's id, as typed, for those of whom none is known. With `wait`, whoever gets no seat waits for one."""

    school: str = ""
    period: str = ""
    pupils: tuple[str, ...] = ()
    class_id: str = ""
    seats: str = ""
    how: str = How.BOOK
    wait: bool = False
    born: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Booked:
    """What came of it: how many have a seat and how many wait, and what the rules for working hours warn of."""

    seats: int = 0
    waiting: int = 0
    warned: tuple[str, ...] = ()


async def book(actor: Actor, offer_date_id: str | UUID, form: BookingForm, request: UUID) -> Booked:
    """Book or hold seats of a date. All who are named get one, or nobody does, unless they may `wait`.

    The same form again changes nothing, and neither does naming somebody who has a seat there or waits. Raises
    `Invalid` with the field where seats or lawful hours are missing, and `NotFound`.
    """
    async with writing() as session:
        return await book_within(session, actor, as_id(offer_date_id), form, request)


async def book_within(session: AsyncSession, actor: Actor, date_id: UUID, form: BookingForm, request: UUID) -> Booked:
    """`book`, in a transaction that does more and has not read the date before."""
    school = as_id(form.school)
    if form.how not in list(How):
        raise NotFound()
    await take_turn(session, date_id)
    seat = await policy.check_bookable(session, actor, date_id)
    if school not in actor.schools(*policy.GUIDES):
        raise NotFound()
    there = await _there(session, date_id, request)
    if sent := [one for one in there if one.request == request]:
        if any(one.by_id != actor.person_id or one.offer_date_id != date_id for one in sent):
            raise NotFound()
        return _said(sent)
    period = await check_period(session, actor, form.period) if form.period else None
    if period is not None and period.school_id != school:
        raise NotFound()
    free = seat.date.seats - seat.date.taken
    if any(one.state == State.HELD for one in there):
        await let_go_of_holds(session, date_id)
        there, free = await _there(session, date_id, request), await free_seats(session, date_id)
    warned: dict[str, None] = {}
    if form.class_id:
        wanted: list[tuple[UUID | None, UUID | None, int]] = [await _class(session, actor, school, form)]
    else:
        pupils = await _pupils(session, actor, school, form)
        for pupil in pupils:
            for said in await _check_hours(session, actor, seat, pupil, period, dict(form.born)):
                warned[said] = None
        wanted = [(one.id, None, 1) for one in pupils]
    wanted = _without(there, wanted)
    if sum(seats for _p, _c, seats in wanted) > free and not form.wait:
        raise Invalid(FULL, field="pupils", n=free)
    taken, held_until = State.BOOKED, None
    if form.how == How.HOLD:
        taken, held_until = State.HELD, await database_now(session) + HOLD
    made: list[Booking] = []
    for pupil_id, class_id, seats in wanted:
        fits = seats <= free
        free -= seats if fits else 0
        state = taken if fits else State.WAITING
        row = Booking(
            offer_date_id=date_id,
            school_id=school,
            period_id=period.id if period else None,
            pupil_id=pupil_id,
            class_id=class_id,
            seats=seats,
            state=state,
            held_until=held_until if fits else None,
            by_id=actor.person_id,
            made_at=now(),
            changed_at=now(),
            request=request,
        )
        if not await insert_new(session, row):
            raise NotFound()  # another form of the same name; the lock keeps ours apart
        made.append(row)
        await _came_true(session, actor, seat, row, period)
        _audit(session, state, actor, row)
    await recount(session, date_id)
    return replace(_said(made), warned=tuple(warned))


async def confirm(actor: Actor, booking_id: str | UUID) -> None:
    """A seat that is held is booked. Booked already: fine. Raises `Invalid` when the hold is over, and `NotFound`."""
    async with writing() as session:
        row = await _locked(session, actor, booking_id)
        if row.state == State.BOOKED:
            return
        if row.state != State.HELD:
            raise Invalid(N_("This seat is not held any more. Look whether one is still free."))
        seat = await policy.check_bookable(session, actor, row.offer_date_id)
        row.state, row.held_until, row.changed_at = State.BOOKED, None, now()
        await _came_true(session, actor, seat, row, await _period_of(session, row))
        _audit(session, "confirm", actor, row)


async def give_back(actor: Actor, booking_id: str | UUID) -> None:
    """The seats are given back, and who waits longest moves up; a placement that came of it is cancelled. Done already:
    fine. Raises `NotFound`."""
    async with writing() as session:
        row = await _locked(session, actor, booking_id)
        if row.state == State.ENDED:
            return
        row.state, row.held_until = State.ENDED, None
        row.ended_at = row.changed_at = now()
        await cancel_of(session, actor, row.id)
        await recount(session, row.offer_date_id)
        await move_up(session, row.offer_date_id)
        _audit(session, "give_back", actor, row)


async def take_again(actor: Actor, booking_id: str | UUID) -> None:
    """Undo that, when there are seats still. Done already: fine. Raises `Invalid` for a date that is full now, and
    `NotFound`."""
    async with writing() as session:
        row = await _locked(session, actor, booking_id)
        if row.state != State.ENDED:
            return
        if row.ended_at is None or row.ended_at <= rested_before():
            raise NotFound()
        seat = await policy.check_bookable(session, actor, row.offer_date_id)
        if row.seats > (free := await free_seats(session, row.offer_date_id)):
            raise Invalid(N_("Somebody else has taken the seat meanwhile. Seats that are free: {n}."), n=free)
        there = await _there(session, row.offer_date_id, row.request)
        if not _without(there, [(row.pupil_id, row.class_id, row.seats)]):
            return
        row.state, row.ended_at, row.changed_at = State.BOOKED, None, now()
        await session.flush()
        if not await restore_of(session, actor, row.id):
            await _came_true(session, actor, seat, row, await _period_of(session, row))
        await recount(session, row.offer_date_id)
        _audit(session, "take_again", actor, row)


async def _locked(session: AsyncSession, actor: Actor, booking_id: str | UUID) -> Booking:
    """The booking, after its date was locked and holds that are over have ended."""
    found = await policy.check_booking(session, actor, booking_id)
    await lock_date(session, found.offer_date_id)
    await let_go_of_holds(session, found.offer_date_id)
    await session.refresh(found)
    return found


async def _class(
    session: AsyncSession, actor: Actor, school: UUID, form: BookingForm
) -> tuple[UUID | None, UUID | None, int]:
    (one,) = await check_classes(session, actor, school, [as_id(form.class_id)])
    said = form.seats.strip()
    if not (said.isascii() and said.isdigit() and len(said) < 4 and 1 <= int(said) <= 500):
        raise Invalid(N_("Write how many seats the class needs."), field="seats")
    return None, one.id, int(said)


async def _pupils(session: AsyncSession, actor: Actor, school: UUID, form: BookingForm) -> list[Person]:
    wanted = as_ids(form.pupils)
    if not wanted:
        raise Invalid(N_("Tick at least one pupil."), field="pupils")
    return await policy.check_pupils(session, actor, school, wanted)


async def _check_hours(
    session: AsyncSession, actor: Actor, seat: Seat, pupil: Person, period: Period | None, born: dict[str, str]
) -> tuple[str, ...]:
    """What the rules warn of for that pupil. Raises `Invalid` where they, or the host, forbid it."""
    if not is_ruled(OfferKind(seat.offer.kind), seat.country):
        return ()
    field = f"born-{pupil.id}"
    months = await born_in(session, pupil.id)
    if months is None:
        months = await keep_birth_month(session, pupil.id, born.get(str(pupil.id), ""), actor.person_id, field=field)
    age = months.age_on(seat.date.first_day)
    if not seat.offer.ages_from <= age <= seat.offer.ages_to:
        least, most = seat.offer.ages_from, seat.offer.ages_to
        raise Invalid(AGES, field="pupils", name=pupil.name, age=age, least=least, most=most)
    days = Days(seat.date.first_day, seat.date.last_day, seat.date.begins, seat.date.ends)
    beside = period.school_minutes if period else 0
    kind = OfferKind(seat.offer.kind)
    return warnings(kind, days, Young(months), seat.country, field="pupils", school_minutes=beside)


async def _there(session: AsyncSession, date_id: UUID, request: UUID) -> Sequence[Any]:
    """Bookings of the date that have not ended, and all that the form `request` made, whatever has become of them.
    Asked of the table itself: it is asked at every booking, while others wait."""
    which = {"date": date_id, "request": request}
    return (await session.execute(_THERE, which)).all()


def _without(
    there: Iterable[Any], wanted: list[tuple[UUID | None, UUID | None, int]]
) -> list[tuple[UUID | None, UUID | None, int]]:
    """Without those who have a seat there, or wait for one."""
    have = {(one.pupil_id, one.class_id) for one in there if one.state != State.ENDED}
    return [one for one in wanted if one[:2] not in have]


async def _period_of(session: AsyncSession, row: Booking) -> Period | None:
    return await session.get(Period, row.period_id) if row.period_id else None


async def _came_true(session: AsyncSession, actor: Actor, seat: Seat, row: Booking, period: Period | None) -> None:
    """A pupil who has a seat where pupils work has a placement; a hold ends by itself."""
    if row.state == State.HELD and row.held_until is not None:
        await plan_expiry(session, row.offer_date_id, row.held_until)
    if row.state == State.BOOKED and row.pupil_id is not None:
        await place(session, actor, row, seat.date, seat.offer, seat.host, period)


def _said(rows: Any) -> Booked:
    return Booked(
        seats=sum(one.seats for one in rows if one.state in (State.HELD, State.BOOKED)),
        waiting=sum(one.seats for one in rows if one.state == State.WAITING),
    )


def _audit(session: AsyncSession, verb: str, actor: Actor, row: Booking) -> None:
    audit(
        session,
        f"marketplace.{verb}_seat",
        actor_id=actor.person_id,
        about_id=row.pupil_id,
        school_id=row.school_id,
        thing=f"booking:{row.id}",
        seats=row.seats,
    )

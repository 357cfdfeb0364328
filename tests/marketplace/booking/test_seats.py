"""The last seat is taken once, whoever asks how often; and only by those who may."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Role
from portfolio_app.core.clock import at, now
from portfolio_app.core.database import reading, writing
from portfolio_app.core.erasure import erase
from portfolio_app.core.errors import DomainError, Invalid, NotFound
from portfolio_app.core.models import Outbox
from portfolio_app.marketplace.booking.actions import BookingForm, How, book, confirm, give_back, take_again
from portfolio_app.marketplace.booking.expiring import EXPIRY, end_holds
from portfolio_app.marketplace.models import OfferDate
from portfolio_app.marketplace.placements.models import BirthMonth
from portfolio_app.notices.models import Notice
from tests.marketplace.seats import a_town, bookings, end_the_hold, hide, placements, taken
from tests.people import make_class, make_counsellor, make_person, make_pupil, make_school, make_teacher

pytestmark = pytest.mark.usefixtures("database")


async def test_a_teacher_books_and_the_pupil_has_a_placement() -> None:
    town = await a_town()
    siiri = town.pupils[0]
    said = await book(town.tuula, town.date, town.form(siiri), uuid4())
    assert (said.seats, said.waiting, await taken(town.date)) == (1, 0, 1)
    (one,) = await placements()
    assert (one.person_id, one.host_name, one.responsible) == (siiri.person_id, "Leipomo Kettunen", "Raija")
    assert (one.adult_id, one.approved_at, one.break_minutes) == (town.tuula.person_id, None, 30)


async def test_whoever_has_a_seat_there_gets_no_second_one() -> None:
    town = await a_town()
    form, request = town.form(town.pupils[0]), uuid4()
    await asyncio.gather(*(book(town.tuula, town.date, form, request) for _time in range(4)))
    said = await book(town.tuula, town.date, form, uuid4())
    assert (said.seats, await taken(town.date), len(await placements())) == (0, 1, 1)


async def test_all_or_nobody_unless_they_may_wait() -> None:
    town = await a_town(seats=2)
    with pytest.raises(Invalid, match="free"):
        await book(town.tuula, town.date, town.form(*town.pupils), uuid4())
    assert await taken(town.date) == 0
    said = await book(town.tuula, town.date, town.form(*town.pupils, wait=True), uuid4())
    assert (said.seats, said.waiting, await taken(town.date)) == (2, 1, 2)
    assert len(await placements()) == 2


async def test_who_waits_longest_moves_up_and_is_told_of() -> None:
    town = await a_town(seats=1)
    first, second, third = town.pupils
    for one in (first, second, third):
        await book(town.tuula, town.date, town.form(one, wait=True), uuid4())
    (has, waits, _last) = await bookings(town.date)
    await give_back(town.tuula, has.id)
    await give_back(town.tuula, has.id)
    assert [one.state for one in await bookings(town.date)] == ["ended", "held", "waiting"]
    async with reading() as session:
        told = (await session.execute(select(Notice).where(col(Notice.kind) == "seat_held"))).scalars().all()
    assert [one.person_id for one in told] == [town.tuula.person_id]
    await confirm(town.tuula, waits.id)
    await confirm(town.tuula, waits.id)
    assert [one.state for one in await bookings(town.date)] == ["ended", "booked", "waiting"]
    cancelled, placed = await placements()
    assert (cancelled.cancelled_at is not None, placed.person_id) == (True, second.person_id)


async def test_a_hold_ends_by_the_clock_of_the_database() -> None:
    town = await a_town(seats=1)
    await book(town.tuula, town.date, town.form(town.pupils[0], how=How.HOLD), uuid4())
    await book(town.tuula, town.date, town.form(town.pupils[1], wait=True), uuid4())
    with at(now() + timedelta(days=9)):  # this machine's clock is wrong
        await end_holds(uuid4(), {"date": str(town.date)})
    assert [one.state for one in await bookings(town.date)] == ["held", "waiting"]
    await end_the_hold(town.date)
    held, waits = await bookings(town.date)
    with pytest.raises(Invalid, match="not held"):
        await confirm(town.tuula, held.id)
    await end_holds(uuid4(), {"date": str(town.date)})
    await end_holds(uuid4(), {"date": str(town.date)})
    await end_holds(uuid4(), {"date": str(uuid4())})
    assert [one.state for one in await bookings(town.date)] == ["ended", "held"]
    await confirm(town.tuula, waits.id)
    assert (await taken(town.date), len(await placements())) == (1, 1)
    async with reading() as session:
        work = (await session.execute(select(Outbox).where(col(Outbox.kind) == EXPIRY))).scalars().all()
    assert len(work) >= 1


async def test_given_back_by_mistake() -> None:
    town = await a_town(seats=1)
    await book(town.tuula, town.date, town.form(town.pupils[0]), uuid4())
    (row,) = await bookings(town.date)
    await give_back(town.tuula, row.id)
    await take_again(town.tuula, row.id)
    await take_again(town.tuula, row.id)
    (placed,) = await placements()
    assert (await taken(town.date), placed.cancelled_at) == (1, None)
    await give_back(town.tuula, row.id)
    await book(town.tuula, town.date, town.form(town.pupils[1]), uuid4())
    with pytest.raises(Invalid, match="taken the seat"):
        await take_again(town.tuula, row.id)


async def test_two_hundred_at_once_for_the_last_seats() -> None:
    town = await a_town(seats=7, pupils=200, kind="visit")
    forms = [town.form(one) for one in town.pupils]

    async def tries(form: BookingForm) -> int:
        try:
            return (await book(town.tuula, town.date, form, uuid4())).seats
        except Invalid:
            return 0

    assert sum(await asyncio.gather(*map(tries, forms))) == 7
    assert await taken(town.date) == 7


async def test_more_seats_than_there_are_the_database_refuses() -> None:
    town = await a_town(seats=2)
    with pytest.raises((IntegrityError, DomainError)):
        async with writing() as session:
            await session.execute(update(OfferDate).where(col(OfferDate.id) == town.date).values(taken=3))


async def test_a_class_needs_as_many_seats_as_it_says() -> None:
    town = await a_town(seats=30, kind="visit")
    form = BookingForm(school=str(town.school), class_id=str(town.class_id), seats="25")
    said = await book(town.tuula, town.date, form, uuid4())
    assert (said.seats, await taken(town.date), await placements()) == (25, 25, [])
    other = await make_class(town.school)
    with pytest.raises(NotFound):
        await book(town.tuula, town.date, BookingForm(str(town.school), class_id=str(other), seats="2"), uuid4())
    with pytest.raises(Invalid, match="how many seats"):
        await book(town.tuula, town.date, BookingForm(str(town.school), class_id=str(town.class_id)), uuid4())


async def test_hours_are_held_against_the_age_of_each_pupil() -> None:
    town = await a_town(ends=1080, ages=13)  # nine hours a day
    with pytest.raises(Invalid, match="born") as problem:
        await book(town.tuula, town.date, town.form(town.pupils[0], born=""), uuid4())
    assert problem.value.field == f"born-{town.pupils[0].person_id}"
    with pytest.raises(Invalid) as problem:
        await book(town.tuula, town.date, town.form(town.pupils[0]), uuid4())
    assert "Possible would be" in problem.value.sentence()
    assert await taken(town.date) == 0
    async with reading() as session:
        assert (await session.execute(select(BirthMonth))).all() == []  # nothing is kept of what came to nothing


async def test_too_young_for_what_the_host_says() -> None:
    town = await a_town(ages=17)
    with pytest.raises(Invalid) as problem:
        await book(town.tuula, town.date, town.form(town.pupils[0], born="2012-11"), uuid4())
    assert "from 17 to 19" in problem.value.sentence()


async def test_the_month_of_birth_is_sealed_and_asked_once() -> None:
    town = await a_town(seats=5)
    siiri = town.pupils[0]
    await book(town.tuula, town.date, town.form(siiri), uuid4())
    async with reading() as session:
        row = (await session.execute(select(BirthMonth))).scalar_one()
    assert "2011" not in row.sealed
    (kept,) = await bookings(town.date)
    await give_back(town.tuula, kept.id)
    assert (await book(town.tuula, town.date, town.form(siiri, born=""), uuid4())).seats == 1


@pytest.mark.parametrize("who", ["pupil", "other teacher", "other class", "regional", "counsellor elsewhere"])
async def test_others_book_nothing_and_touch_nothing(who: str) -> None:
    town = await a_town()
    siiri = town.pupils[0]
    await book(town.tuula, town.date, town.form(siiri), uuid4())
    (row,) = await bookings(town.date)
    elsewhere = await make_school(region=town.region)
    other: Actor = {
        "pupil": siiri,
        "other teacher": await make_teacher(elsewhere, await make_class(elsewhere)),
        "other class": await make_teacher(town.school, await make_class(town.school)),
        "regional": town.sirpa,
        "counsellor elsewhere": await make_counsellor(elsewhere),
    }[who]
    with pytest.raises(DomainError):
        await book(other, town.date, town.form(town.pupils[1]), uuid4())
    for change in (confirm, give_back, take_again):
        with pytest.raises(NotFound):
            await change(other, row.id)
    assert [one.state for one in await bookings(town.date)] == ["booked"]


async def test_a_counsellor_books_for_every_class_of_the_school() -> None:
    town = await a_town()
    kaisa = await make_counsellor(town.school)
    assert (await book(kaisa, town.date, town.form(town.pupils[0]), uuid4())).seats == 1


async def test_somebody_who_is_no_pupil_there_gets_no_seat() -> None:
    town = await a_town()
    stranger = await make_pupil(await make_school())
    for form in (town.form(stranger), town.form(town.tuula), town.form(await make_person())):
        with pytest.raises(NotFound):
            await book(town.tuula, town.date, form, uuid4())
    with pytest.raises(Invalid, match="Tick"):
        await book(town.tuula, town.date, town.form(), uuid4())


async def test_of_a_host_that_is_paused_or_elsewhere_nobody_books() -> None:
    town, other = await a_town(), await a_town()
    with pytest.raises(NotFound):
        await book(town.tuula, other.date, town.form(town.pupils[0]), uuid4())
    await hide(town.host)
    with pytest.raises(NotFound):
        await book(town.tuula, town.date, town.form(town.pupils[0]), uuid4())


async def test_somebody_elses_form_is_not_answered() -> None:
    town = await a_town()
    request = uuid4()
    await book(town.tuula, town.date, town.form(town.pupils[0]), request)
    colleague = await make_teacher(town.school, town.class_id)
    with pytest.raises(NotFound):
        await book(colleague, town.date, town.form(town.pupils[1]), request)


async def test_when_a_pupil_goes_the_seat_is_free() -> None:
    town = await a_town(seats=1)
    siiri = town.pupils[0]
    await book(town.tuula, town.date, town.form(siiri), uuid4())
    async with writing() as session:
        await erase(session, siiri.person_id)
    assert (await taken(town.date), await placements()) == (0, [])
    assert Role.PUPIL in {one.role for one in siiri.roles}

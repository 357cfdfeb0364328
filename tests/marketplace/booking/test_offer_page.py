"""What an offer's page shows to whom, and a period's board."""

from datetime import timedelta
from uuid import uuid4

import pytest

from portfolio_app.core.clock import today
from portfolio_app.core.database import writing
from portfolio_app.core.errors import DomainError, NotFound
from portfolio_app.marketplace.booking.actions import How, book, give_back
from portfolio_app.marketplace.booking.queries import load_offer
from portfolio_app.marketplace.diary.evaluation import EvaluationForm, evaluate
from portfolio_app.marketplace.periods.actions import PeriodForm, announce, end_period, make_period
from portfolio_app.marketplace.periods.queries import load_periods
from portfolio_app.marketplace.placements.board import Thing, load_board
from portfolio_app.marketplace.placements.models import Placement
from tests.marketplace.seats import Town, a_monday, a_town, bookings, end_the_hold, hide, placements
from tests.people import make_class, make_coordinator, make_counsellor, make_pupil, make_school, make_teacher

pytestmark = pytest.mark.usefixtures("database")


async def a_period(town: Town, wishes: str = "") -> str:
    form = PeriodForm(
        name="TET", kind="week", first_day=a_monday().isoformat(), wishes_until=wishes, classes=(str(town.class_id),)
    )
    return str(await make_period(town.tuula, town.school, form, uuid4()))


async def test_a_teacher_sees_free_seats_and_whom_to_book_for() -> None:
    town = await a_town(seats=3)
    period = await a_period(town)
    view = await load_offer(town.tuula, str(town.offer), date=str(town.date))
    assert [(one.free, one.full, one.chosen) for one in view.dates] == [("3 seats free", False, True)]
    assert (view.class_id, [one.value for one in view.periods]) == (str(town.class_id), [period])
    assert {(one.name, one.asks_month) for one in view.pupils} == {(one.name, True) for one in town.pupils}
    await book(town.tuula, town.date, town.form(town.pupils[0], how=How.HOLD), uuid4())
    await book(town.tuula, town.date, town.form(town.pupils[1]), uuid4())
    view = await load_offer(town.tuula, str(town.offer), date=str(town.date))
    (day,) = view.dates
    assert day.free == "1 seat free"
    assert [one.held for one in day.seated] == [True, False]
    assert [one.name for one in view.pupils] == [town.pupils[2].name]
    await end_the_hold(town.date)
    (day,) = (await load_offer(town.tuula, str(town.offer))).dates
    assert [one.name for one in day.seated] == [town.pupils[1].name]


async def test_pupils_see_the_offer_and_nobody_who_goes() -> None:
    town = await a_town()
    await book(town.tuula, town.date, town.form(town.pupils[0]), uuid4())
    view = await load_offer(town.pupils[1], str(town.offer), date=str(town.date), class_id=str(town.class_id))
    assert (view.staff, view.pupils, view.date, view.dates[0].seated, view.dates[0].book_href) == (
        False,
        (),
        "",
        (),
        "",
    )
    assert "Raija" not in str(view)
    assert town.pupils[0].name not in str(view)


async def test_a_colleague_of_another_class_sees_no_pupil_of_this_one() -> None:
    town = await a_town()
    await book(town.tuula, town.date, town.form(town.pupils[0]), uuid4())
    other = await make_teacher(town.school, await make_class(town.school))
    view = await load_offer(other, str(town.offer), date=str(town.date), class_id=str(town.class_id))
    assert town.pupils[0].name not in str(view)
    assert [one.label for one in view.classes] != ["9A"]


async def test_what_is_hidden_or_elsewhere_is_not_found() -> None:
    town, elsewhere = await a_town(), await a_town()
    for reader in (elsewhere.tuula, elsewhere.pupils[0]):
        with pytest.raises(NotFound):
            await load_offer(reader, str(town.offer))
    with pytest.raises(DomainError):
        await load_offer(town.sirpa, str(town.offer))
    await hide(town.host)
    with pytest.raises(NotFound):
        await load_offer(town.tuula, str(town.offer))


async def test_the_board_says_what_is_missing_for_whom() -> None:
    town = await a_town()
    period = await a_period(town, wishes=a_monday(2).isoformat())
    await book(town.tuula, town.date, town.form(town.pupils[0], period=period), uuid4())
    view = await load_board(town.tuula, period)
    assert (view.pupils, len(view.things)) == (3, len(Thing))
    placed = next(row for row in view.rows if row.id == str(town.pupils[0].person_id))
    assert [cell.mark for cell in placed.cells] == [
        "missing", "done", "missing", "missing", "missing", "missing", "missing", "later", "later",
    ]  # fmt: skip
    async with writing() as session:  # the week is over, and the pupil has looked back
        (one,) = await placements()
        row = await session.get_one(Placement, one.id)
        row.first_day, row.last_day = today() - timedelta(days=9), today() - timedelta(days=5)
    await evaluate(town.pupils[0], one.id, EvaluationForm(proud="My buns", would="yes"), 0)
    after = next(row for row in (await load_board(town.tuula, period)).rows if row.id == placed.id)
    assert [cell.mark for cell in after.cells[-2:]] == ["missing", "done"]
    assert "My buns" not in str(after)
    assert "Leipomo Kettunen" in placed.place
    lacking = await load_board(town.tuula, period, missing="place")
    assert {row.id for row in lacking.rows} == {str(one.person_id) for one in town.pupils[1:]}
    (row,) = await bookings(town.date)
    await give_back(town.tuula, row.id)
    assert all(not row.href for row in (await load_board(town.tuula, period)).rows)


async def test_the_board_is_for_those_who_look_after_the_classes() -> None:
    town = await a_town()
    period = await a_period(town)
    kaisa = await make_counsellor(town.school)
    assert (await load_board(kaisa, period)).pupils == 3
    elsewhere = await make_school()
    for other in (
        town.pupils[0],
        town.sirpa,
        await make_coordinator(town.school),
        await make_teacher(town.school, await make_class(town.school)),
        await make_counsellor(elsewhere),
        await make_pupil(elsewhere),
    ):
        with pytest.raises(DomainError):
            await load_board(other, period)


async def test_the_list_has_what_comes_what_is_over_and_what_ended() -> None:
    town = await a_town()
    assert (await load_periods(town.tuula)).coming == ()
    period = await a_period(town)
    await announce(town.tuula, period)
    (line,) = (await load_periods(town.tuula)).coming
    assert (line.stands, "9A" in line.detail) == ("Announced to hosts", True)
    await end_period(town.tuula, period)
    view = await load_periods(town.tuula)
    assert (view.coming, [one.name for one in view.ended]) == ((), ["TET"])
    with pytest.raises(DomainError):
        await load_periods(town.pupils[0])

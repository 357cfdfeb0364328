"""Taster days: pupils rank the programmes that their teacher has chosen, and are placed by hand within the seats."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import at, now
from portfolio_app.core.database import reading
from portfolio_app.core.errors import DomainError, Invalid, NotFound
from portfolio_app.marketplace.booking.actions import give_back, take_again
from portfolio_app.marketplace.booking.by_hand import (
    PeriodWishesView,
    PupilWishes,
    keep_month,
    load_period_wishes,
    place_by_hand,
)
from portfolio_app.marketplace.periods.actions import PeriodForm, make_period
from portfolio_app.marketplace.periods.programmes import choose_offer, load_period_offers, say_way_there
from portfolio_app.marketplace.periods.wishes import load_wishes, move_wish, say_wishes, wishes_at_home
from portfolio_app.marketplace.placements.board import load_board
from portfolio_app.marketplace.placements.own import load_placement
from portfolio_app.notices.models import Notice
from portfolio_app.notices.queries import load_notices
from tests.marketplace.seats import Town, a_monday, a_town, an_offer, bookings, hide, placements, taken
from tests.people import make_class, make_counsellor, make_pupil, make_school, make_teacher

pytestmark = pytest.mark.usefixtures("database")
NONE = ("", "")


@dataclass(frozen=True)
class Tasters:
    """A town, a period of taster days in it, and three programmes with a date each."""

    town: Town
    period: UUID
    offers: tuple[str, ...]
    dates: tuple[UUID, ...]

    @property
    def tuula(self) -> Actor:
        return self.town.tuula

    @property
    def siiri(self) -> Actor:
        return self.town.pupils[0]

    async def placed(self, show: str = "") -> PeriodWishesView:
        return await load_period_wishes(self.tuula, str(self.period), show=show)

    async def line(self, pupil: Actor) -> PupilWishes:
        return next(one for one in (await self.placed()).pupils if one.id == str(pupil.person_id))


async def tasters(*, seats: int = 2, country: str = "FI", chosen: bool = True) -> Tasters:
    """All of it; pupils may rank the programmes when they are `chosen`."""
    town = await a_town(kind="taster", seats=seats, country=country)
    more = [await an_offer(town.host, kind="taster", seats=seats, title=title) for title in ("Cars", "Hair")]
    form = PeriodForm(
        name="Hospitering",
        kind="taster",
        first_day=a_monday().isoformat(),
        last_day=(a_monday() + timedelta(days=3)).isoformat(),
        wishes_until=a_monday(2).isoformat(),
        adult_phone="400 00 000",
        classes=(str(town.class_id),),
    )
    period = await make_period(town.tuula, town.school, form, uuid4())
    offers = (town.offer, *(offer for offer, _day in more))
    if chosen:
        for offer in offers:
            await choose_offer(town.tuula, period, offer)
    return Tasters(town, period, tuple(map(str, offers)), (town.date, *(day for _offer, day in more)))


async def with_months(one: Tasters) -> None:
    for pupil in one.town.pupils:
        await keep_month(one.tuula, one.period, pupil.person_id, "2011-04")


async def test_programmes_are_chosen_left_out_and_brought_back() -> None:
    one = await tasters(chosen=False)
    assert (await load_wishes(one.siiri)).programmes == ()
    before = await load_period_offers(one.tuula, str(one.period))
    assert ([line.id for line in before.others], before.chosen) == ([one.offers[0], *one.offers[1:]], ())
    await asyncio.gather(*(choose_offer(one.tuula, one.period, one.offers[1]) for _time in range(4)))
    view = await load_period_offers(one.tuula, str(one.period), search="hair leipomo")
    assert [line.name for line in view.chosen] == ["Cars · Leipomo Kettunen"]
    assert [line.name for line in view.others] == ["Hair · Leipomo Kettunen"]
    assert "2 seats free" in view.chosen[0].dates[0]
    await say_wishes(one.siiri, one.period, ((one.offers[1], "Engines"),))
    await choose_offer(one.tuula, one.period, one.offers[1], chosen=False)
    assert (await load_wishes(one.siiri)).wishes[0].field == ""
    await choose_offer(one.tuula, one.period, one.offers[1])
    assert (await load_wishes(one.siiri)).wishes[0].why == "Engines"


async def test_what_can_not_be_chosen() -> None:
    one = await tasters(chosen=False)
    week, _day = await an_offer(one.town.host, kind="week", title="Week")
    elsewhere = await a_town(kind="taster")
    for offer in (week, elsewhere.offer, uuid4()):
        with pytest.raises(NotFound):
            await choose_offer(one.tuula, one.period, offer)
    await choose_offer(one.tuula, one.period, one.offers[0])
    await hide(one.town.host)
    with pytest.raises(NotFound):
        await choose_offer(one.tuula, one.period, one.offers[1])
    assert (await load_period_offers(one.tuula, str(one.period))).chosen[0].closed
    assert (await load_wishes(one.siiri)).programmes == ()
    week_period = await make_period(
        one.tuula,
        one.town.school,
        PeriodForm("TET", "week", a_monday().isoformat(), classes=(str(one.town.class_id),)),
        uuid4(),
    )
    with pytest.raises(NotFound):
        await choose_offer(one.tuula, week_period, one.offers[0])
    assert not (await load_period_offers(one.tuula, str(week_period))).taster


async def test_three_are_ranked_once_and_the_order_is_changed() -> None:
    one = await tasters()
    bread, cars, hair = one.offers
    view = await load_wishes(one.siiri)
    assert [each.name.split(" · ")[0] for each in view.programmes] == ["Buns", "Cars", "Hair"]
    async with reading() as session:
        assert len(await wishes_at_home(session, one.siiri)) == 1
    said = ((cars, "Engines"), NONE, (bread, ""))
    await asyncio.gather(*(say_wishes(one.siiri, one.period, said) for _time in range(3)))
    assert [each.field for each in (await load_wishes(one.siiri)).wishes] == [cars, bread, ""]
    await say_wishes(one.siiri, one.period, ((cars, "Engines"), (bread, ""), (hair, "Cuts")))
    for _time in range(2):  # pressed twice: once up
        await move_wish(one.siiri, one.period, hair, 2)
    assert [(each.field, each.why) for each in (await load_wishes(one.siiri)).wishes] == [
        (cars, "Engines"),
        (hair, "Cuts"),
        (bread, ""),
    ]
    async with reading() as session:
        assert await wishes_at_home(session, one.siiri) == ()
    marks = {row.id: row.cells[0].mark for row in (await load_board(one.tuula, str(one.period))).rows}
    assert marks[str(one.siiri.person_id)] == "done"
    for field, wishes in (
        ("field-2", ((cars, ""), (cars, ""))),
        ("field-1", (("food", ""),)),
        ("field-1", ((str(uuid4()), ""),)),
        ("why-1", ((cars, "x" * 501),)),
    ):
        with pytest.raises(Invalid) as problem:
            await say_wishes(one.siiri, one.period, wishes)
        assert problem.value.field == field
    with at(now() + timedelta(weeks=3)):
        for late in (say_wishes(one.siiri, one.period, said), move_wish(one.siiri, one.period, bread, 1)):
            with pytest.raises(Invalid, match="over"):
                await late


async def test_placed_with_a_press_told_and_taken_back() -> None:
    one = await tasters()
    await say_wishes(one.siiri, one.period, ((one.offers[1], "Engines"), (one.offers[0], "")))
    await say_way_there(one.tuula, one.period, one.offers[1], "Bus 5")
    line = await one.line(one.siiri)
    assert (line.asks_month, line.ways) == (True, ())
    await with_months(one)
    line = await one.line(one.siiri)
    assert [way.date for way in line.ways] == [str(one.dates[1]), str(one.dates[0])]
    assert [option.value for option in line.others] == [str(one.dates[2])]
    made = await asyncio.gather(
        *(place_by_hand(one.tuula, one.period, one.siiri.person_id, one.dates[1]) for _time in range(4))
    )
    assert (len(set(made)), await taken(one.dates[1]), len(await placements())) == (1, 1, 1)
    line = await one.line(one.siiri)
    assert ("Cars" in line.placed, line.got, line.ways) == (True, "their first wish", ())
    view = await one.placed()
    assert view.counts[:3] == ("1 of 3 have a place.", "First wish: 1", "Second wish: 0")
    assert [(day.way_there, len(day.pupils)) for day in view.lists] == [("Bus 5", 1)]
    (placement,) = await placements()
    card = await load_placement(one.siiri, str(placement.id), uuid4())
    assert (card.way_there, card.title) == ("Bus 5", "Cars")
    (notice,) = (await load_notices(one.siiri)).lines
    assert "Cars" in notice.sentence
    with pytest.raises(Invalid, match="already"):
        await place_by_hand(one.tuula, one.period, one.siiri.person_id, one.dates[0])
    await give_back(one.tuula, made[0])
    assert ((await one.line(one.siiri)).placed, await taken(one.dates[1])) == ("", 0)
    assert "Cars" not in (await load_notices(one.siiri)).lines[0].sentence
    await take_again(one.tuula, made[0])
    assert (await one.line(one.siiri)).got == "their first wish"


async def test_not_more_than_there_are_seats() -> None:
    one = await tasters(seats=1)
    await with_months(one)
    tried = await asyncio.gather(
        *(place_by_hand(one.tuula, one.period, pupil.person_id, one.dates[0]) for pupil in one.town.pupils),
        return_exceptions=True,
    )
    assert sum(isinstance(each, UUID) for each in tried) == 1
    assert sum(isinstance(each, Invalid) for each in tried) == 2
    assert (await taken(one.dates[0]), len(await bookings(one.dates[0]))) == (1, 1)
    view = await one.placed()
    assert view.places[0].free == "0 of 1"
    assert all(str(one.dates[0]) not in [way.value for way in line.others] for line in view.pupils)


async def test_one_pupil_at_two_places_at_once_gets_one() -> None:
    one = await tasters()
    await with_months(one)
    tried = await asyncio.gather(
        *(place_by_hand(one.tuula, one.period, one.siiri.person_id, day) for day in one.dates),
        return_exceptions=True,
    )
    assert sum(isinstance(each, UUID) for each in tried) == 1
    assert sum([await taken(day) for day in one.dates]) == 1


async def test_hours_are_held_against_the_age() -> None:
    one = await tasters()
    with pytest.raises(Invalid) as problem:
        await place_by_hand(one.tuula, one.period, one.siiri.person_id, one.dates[0])
    assert problem.value.field == f"born-{one.siiri.person_id}"
    with pytest.raises(Invalid) as problem:
        await keep_month(one.tuula, one.period, one.siiri.person_id, "soon")
    assert problem.value.field == f"born-{one.siiri.person_id}"
    await keep_month(one.tuula, one.period, one.siiri.person_id, "2015-04")
    with pytest.raises(Invalid, match="years old"):
        await place_by_hand(one.tuula, one.period, one.siiri.person_id, one.dates[0])


async def test_a_part_of_the_pupils() -> None:
    one = await tasters()
    await with_months(one)
    await say_wishes(one.siiri, one.period, ((one.offers[0], ""),))
    await place_by_hand(one.tuula, one.period, one.town.pupils[1].person_id, one.dates[2])
    for show, count in (("", 3), ("unplaced", 2), ("placed", 1), ("silent", 2), ("nonsense", 3)):
        assert len((await one.placed(show=show)).pupils) == count
    view = await one.placed()
    assert "Placed without having said a wish: 1" in view.counts
    assert view.places[0].wished == "1 first, 0 second, 0 third"


async def test_others_choose_nothing_and_place_nobody() -> None:
    one = await tasters()
    await with_months(one)
    other_class = await make_class(one.town.school)
    outsider = await make_pupil(one.town.school, other_class)
    strangers = (
        one.siiri,
        one.town.sirpa,
        await make_teacher(one.town.school, other_class),
        await make_counsellor(await make_school()),
    )
    for who in strangers:
        for forbidden in (
            choose_offer(who, one.period, one.offers[0], chosen=False),
            say_way_there(who, one.period, one.offers[0], "Bus 1"),
            place_by_hand(who, one.period, one.siiri.person_id, one.dates[0]),
            keep_month(who, one.period, one.siiri.person_id, "2011-04"),
            load_period_wishes(who, str(one.period)),
            load_period_offers(who, str(one.period)),
        ):
            with pytest.raises(DomainError):
                await forbidden
    other, other_day = await an_offer(one.town.host, kind="taster", title="Not chosen")
    with pytest.raises(NotFound):
        await place_by_hand(one.tuula, one.period, one.siiri.person_id, other_day)
    with pytest.raises(NotFound):
        await say_way_there(one.tuula, one.period, other, "Bus 1")
    with pytest.raises(NotFound):
        await place_by_hand(one.tuula, one.period, outsider.person_id, one.dates[0])
    with pytest.raises(DomainError):
        await say_wishes(outsider, one.period, ((one.offers[0], ""),))
    async with reading() as session:
        assert (await session.execute(select(Notice).where(col(Notice.kind) == "your_place"))).scalars().all() == []


async def test_whoever_answers_for_the_period_reads_but_places_only_their_own() -> None:
    one = await tasters()
    janne = await make_teacher(one.town.school)
    period = await make_period(
        one.tuula,
        one.town.school,
        PeriodForm(
            name="Hospitering",
            kind="taster",
            first_day=a_monday().isoformat(),
            adult=str(janne.person_id),
            classes=(str(one.town.class_id),),
        ),
        uuid4(),
    )
    await choose_offer(janne, period, one.offers[0])
    view = await load_period_wishes(janne, str(period))
    assert (len(view.pupils), [line.others for line in view.pupils]) == (3, [(), (), ()])
    with pytest.raises(NotFound):
        await place_by_hand(janne, period, one.siiri.person_id, one.dates[0])

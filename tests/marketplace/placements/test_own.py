"""A pupil's own days at a workplace: what the card says, that it was read, a day away, the calendar file."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import icalendar
import pytest
from sqlalchemy import select
from sqlmodel import col

from portfolio_app.core.clock import at, now
from portfolio_app.core.database import reading
from portfolio_app.core.errors import Invalid, NotFound
from portfolio_app.core.models import Audit
from portfolio_app.marketplace.placements.absences import come_after_all, say_absent
from portfolio_app.marketplace.placements.day_calendar import calendar_of_placement
from portfolio_app.marketplace.placements.models import Absence
from portfolio_app.marketplace.placements.own import OwnPlacementView, load_own_placements, load_placement, mark_read
from portfolio_app.marketplace.placements.worries import load_worries
from portfolio_app.notices.queries import load_notices
from portfolio_app.portfolio.home import load_home
from portfolio_app.portfolio_app import app
from tests.marketplace.placements.pupils import Week, a_placement, a_week, change, row_of

pytestmark = pytest.mark.usefixtures("database")
assert app  # notices find what they are about

MONDAY = date(2027, 3, 8)
BEFORE = datetime(2027, 3, 7, 12, tzinfo=UTC)


async def card(week: Week) -> OwnPlacementView:
    return await load_placement(week.siiri, str(week.placement), uuid4())


async def test_the_card_says_when_where_what_and_whom_to_call() -> None:
    with at(BEFORE):
        week = await a_week(MONDAY)
        view = await card(week)
    assert (view.days, view.hours, view.pause) == (
        "8–12 Mar 2027",
        "09:00–14:00",
        "30 minutes",
    )
    assert (view.adult, view.adult_phone, view.clothing, view.way_there) == (
        "Tuula",
        "040 765 4321",
        "Closed shoes",
        "Bus 8 from the school",
    )
    assert view.rules  # born in April 2011: fifteen
    assert any("15" in one for one in view.rules)
    assert len(view.days_ahead) == 5


async def test_who_looks_after_the_pupil_is_named_once_it_is_approved() -> None:
    week = await a_week()
    assert (await card(week)).responsible == ""
    await change(week.placement, approved_at=now())
    assert (await card(week)).responsible == "Raija Kettunen"


async def test_looking_changes_nothing_and_a_press_says_that_it_was_read() -> None:
    week = await a_week()
    before = await row_of(week.placement)
    await card(week)
    async with reading() as session:
        assert (await session.execute(select(Audit).where(col(Audit.action).like("marketplace.read%")))).first() is None
    assert await row_of(week.placement) == before
    await asyncio.gather(*(mark_read(week.siiri, week.placement) for _press in range(3)))
    assert (await card(week)).read.startswith("You read this on ")
    async with reading() as session:
        done = (await session.execute(select(Audit).where(col(Audit.action) == "marketplace.read_placement"))).all()
    assert len(done) == 1
    with at(now() + timedelta(hours=1)):
        await change(week.placement, clothing="Rubber boots")
        again = await card(week)
        assert (again.read, again.changed) == ("", True)
        await mark_read(week.siiri, week.placement)
        assert (await card(week)).changed is False


async def test_it_is_nobody_elses() -> None:
    week = await a_week()
    for wrong in (week.eino, week.tuula, week.timo, week.petri, week.sirpa, week.elsewhere):
        for call in (
            load_placement(wrong, str(week.placement), uuid4()),
            mark_read(wrong, week.placement),
            say_absent(wrong, week.placement, now().date().isoformat(), "", uuid4()),
            calendar_of_placement(wrong, str(week.placement), "http://localhost"),
        ):
            with pytest.raises(NotFound):
                await call
        assert (await load_own_placements(wrong)).coming == ()


async def notes() -> list[Absence]:
    async with reading() as session:
        return list((await session.execute(select(Absence).order_by(col(Absence.made_at)))).scalars())


async def test_a_day_away_is_noted_once_and_the_adult_is_told() -> None:
    with at(BEFORE):
        week = await a_week(MONDAY)
        for _press in range(2):
            await say_absent(week.siiri, week.placement, "2027-03-09", "Fever", uuid4())
        (note,) = await notes()
        assert (note.placement_id, note.day, note.words) == (week.placement, date(2027, 3, 9), "Fever")
        (line,) = (await load_notices(week.tuula)).lines
        assert line.sentence == "Siiri cannot come to “Leipomo Kettunen”. Let the workplace know."
        view = await card(week)
        assert [one.day for one in view.away] == ["Tuesday, 9 March 2027"]
        assert len(view.days_ahead) == 4
        (absent,) = (await load_worries(week.timo)).absences
        assert (absent.name, absent.day, absent.words) == ("Siiri", "Tuesday, 9 March 2027", "Fever")
        for wrong in (week.eino, week.tuula, week.elsewhere):
            with pytest.raises(NotFound):
                await come_after_all(wrong, note.id)
        for _press in range(2):
            await come_after_all(week.siiri, note.id)
        assert (await card(week)).away == ()
        assert (await load_worries(week.timo)).absences == ()
        assert [one.sentence for one in (await load_notices(week.tuula)).lines] == [
            "Siiri can come to “Leipomo Kettunen” after all. Let the workplace know."
        ]


@pytest.mark.parametrize("day", ["2027-03-07", "2027-03-13", "tomorrow", ""])
async def test_only_days_of_the_placement_that_are_to_come(day: str) -> None:
    with at(BEFORE):
        week = await a_week(MONDAY)
        with pytest.raises(Invalid) as wrong:
            await say_absent(week.siiri, week.placement, day, "", uuid4())
        assert wrong.value.field == "day"
        with at(BEFORE + timedelta(days=3)), pytest.raises(Invalid):
            await say_absent(week.siiri, week.placement, "2027-03-08", "", uuid4())
        await change(week.placement, cancelled_at=now(), cancel_reason="seat")
        with pytest.raises(Invalid):
            await say_absent(week.siiri, week.placement, "2027-03-09", "", uuid4())


async def test_the_calendar_file_has_a_day_each_by_the_clock_there() -> None:
    with at(BEFORE):
        week = await a_week(date(2027, 3, 25), last_day=date(2027, 3, 30), approved_at=BEFORE)
        written = await calendar_of_placement(week.siiri, str(week.placement), "https://polku.example/en")
    events: Any = icalendar.Calendar.from_ical(written).walk("VEVENT")
    starts = [one["dtstart"].dt.astimezone(UTC) for one in events]
    # Thursday and Friday at 9 in winter, Monday and Tuesday in summer time; nothing on Saturday and Sunday.
    assert [(one.day, one.hour) for one in starts] == [(25, 7), (26, 7), (29, 6), (30, 6)]
    said = written.decode()
    assert "Raija" not in said
    assert "Closed shoes" in said
    assert str(events[0]["summary"]) == "Leipomo Kettunen: Buns and bread"
    assert len({str(one["uid"]) for one in events}) == 4
    await change(week.placement, cancelled_at=now(), cancel_reason="seat")
    with pytest.raises(NotFound):
        await calendar_of_placement(week.siiri, str(week.placement), "https://polku.example/en")


async def test_home_names_the_next_day_and_the_list_has_all() -> None:
    with at(BEFORE):
        week = await a_week(MONDAY)
        await a_placement(week.siiri, week.school, week.tuula, None, MONDAY - timedelta(days=60), title="Long ago")
        (line,) = [
            line for one in (await load_home(week.siiri)).sections for line in one.lines if "Kettunen" in line.title
        ]
        assert (line.title, line.href) == (
            "Tomorrow: Leipomo Kettunen, 09:00",
            f"/en/placement?id={week.placement}",
        )
        view = await load_own_placements(week.siiri)
        assert [one.title for one in view.coming] == ["Leipomo Kettunen: Buns and bread"]
        assert [one.title for one in view.past] == ["Leipomo Kettunen: Long ago"]
    with at(BEFORE + timedelta(days=1)):
        lines = [line.title for one in (await load_home(week.siiri)).sections for line in one.lines]
        assert "Today: Leipomo Kettunen, 09:00" in lines

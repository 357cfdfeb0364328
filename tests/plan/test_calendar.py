"""The calendar that other programs read: found by its secret alone, the same file while the plan is the same, and
nothing in it but titles and days. Read here by vobject, which shares no code with the library that writes it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import vobject
from sqlalchemy import select, update
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.core.clock import at, now
from portfolio_app.core.database import reading, writing
from portfolio_app.core.errors import Refused
from portfolio_app.core.languages import speaking
from portfolio_app.core.models import Audit
from portfolio_app.plan.actions import GoalForm, change_goal, make_goal
from portfolio_app.plan.calendar import calendar_of, end_calendar, make_calendar
from portfolio_app.plan.models import CalendarKey
from portfolio_app.plan.queries import load_plan
from portfolio_app.plan.steps import StepForm, add_step, tick_step
from portfolio_app.schools.models import Barrier
from tests.people import end_roles, make_class, make_pupil, make_school, make_teacher

pytestmark = pytest.mark.usefixtures("database")

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
ORIGIN = "https://polku.example.org"


async def people() -> tuple[Actor, Actor]:
    school = await make_school()
    one = await make_class(school)
    return await make_pupil(school, one, name="Siiri"), await make_teacher(school, one, name="Tuula Virtanen")


def key_of(path: str) -> str:
    return path.removeprefix("/calendar/").removesuffix(".ics")


async def fetched(path: str) -> Any:
    file = await calendar_of(key_of(path), ORIGIN)
    assert file
    return vobject.readOne(file.content.decode())


async def test_reviews_goals_and_steps_are_whole_days() -> None:
    siiri, tuula = await people()
    with at(NOON):
        goal = await make_goal(
            siiri,
            GoalForm(
                "Kesätyö; äiti, “isä” \\ 🌱 " + "å" * 100,
                why="Secret why",
                by_when=date(2026, 6, 30),
                review_on=date(2026, 12, 31),
                helpers="my uncle",
                persons=(tuula.person_id,),
                barriers={Barrier.HEALTH: "Asthma"},
            ),
            uuid4(),
        )
        step = await add_step(siiri, goal, StepForm("Ask, then write", date(2026, 5, 10)), uuid4())
        done = await add_step(siiri, goal, StepForm("Done", date(2026, 5, 9)), uuid4())
        await tick_step(siiri, done)
        with speaking("fi"):
            path = await make_calendar(siiri)
        calendar = await fetched(path)
    events = {event.uid.value: event for event in calendar.vevent_list}
    assert set(events) == {f"step-{step}@polku", f"goal-{goal}@polku", f"review-{goal}@polku"}
    event = events[f"step-{step}@polku"]
    assert (event.summary.value, event.dtstart.value, event.dtend.value) == (
        "Ask, then write",
        date(2026, 5, 10),
        date(2026, 5, 11),
    )
    assert event.dtstart.params["VALUE"] == ["DATE"]
    assert event.url.value == f"{ORIGIN}/fi/goal?id={goal}"
    assert events[f"review-{goal}@polku"].dtend.value == date(2027, 1, 1)
    assert "Kesätyö; äiti, “isä” \\ 🌱 ååå" in events[f"goal-{goal}@polku"].summary.value
    assert event.dtstamp.value == NOON
    text = calendar.serialize()
    for private in ("Tuula", "Virtanen", "uncle", "Asthma", "Secret", "Siiri", "VTIMEZONE", "TZID"):
        assert private not in text


async def test_lines_are_folded_and_the_same_plan_is_the_same_file() -> None:
    siiri, _tuula = await people()
    with at(NOON):
        goal = await make_goal(siiri, GoalForm("ä" * 160, by_when=date(2026, 6, 30)), uuid4())
        key = key_of(await make_calendar(siiri))
    first, later = await calendar_of(key, ORIGIN), await calendar_of(key, ORIGIN)
    assert first
    assert first == later
    assert first.content.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in first.content.split(b"\r\n"))
    with at(NOON + timedelta(days=1)):
        await change_goal(siiri, goal, GoalForm("Shorter", by_when=date(2026, 6, 30)), 1)
    changed = await calendar_of(key, ORIGIN)
    assert changed
    assert changed.tag != first.tag


async def test_an_address_is_new_each_time_lies_nowhere_and_can_be_taken_away() -> None:
    siiri, tuula = await people()
    with pytest.raises(Refused):
        await make_calendar(tuula)
    assert (await load_plan(siiri)).calendar.said == ""
    first, second = [key_of(await make_calendar(siiri)) for _ in range(2)]
    assert len(first) >= 43  # 256 bits
    assert await calendar_of(first, ORIGIN) is None
    assert await calendar_of(second, ORIGIN)
    assert (await load_plan(siiri)).calendar.said.startswith("You made its address on")
    async with reading() as session:
        row = (await session.execute(select(CalendarKey))).scalar_one()
        assert second not in str(row.model_dump())
    for _twice in range(2):
        await end_calendar(siiri)
    assert await calendar_of(second, ORIGIN) is None
    assert await calendar_of("x" * 5000, ORIGIN) is None
    async with reading() as session:
        rows = await session.execute(
            select(col(Audit.action)).where(col(Audit.action).endswith("calendar")).order_by(col(Audit.at))
        )
        assert list(rows.scalars()) == ["plan.make_calendar", "plan.make_calendar", "plan.end_calendar"]


async def test_a_calendar_ends_with_the_account_and_with_the_time_at_school() -> None:
    (siiri, _tuula), (eero, _other) = await people(), await people()
    keys = [key_of(await make_calendar(one)) for one in (siiri, eero)]
    async with writing() as session:
        await session.execute(update(Person).where(col(Person.id) == siiri.person_id).values(ended_at=now()))
    await end_roles(eero)
    assert [await calendar_of(key, ORIGIN) for key in keys] == [None, None]

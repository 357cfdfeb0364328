"""A teacher begins a lesson with a class, opens activities for all, and ends it; nobody else does."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select, update
from sqlmodel import col

from portfolio_app.core.clock import now
from portfolio_app.core.database import reading, writing
from portfolio_app.core.errors import Conflict, NotFound
from portfolio_app.core.models import Audit
from portfolio_app.learning.live.leading import begin_live, end_live, go_on_live, open_for_all
from portfolio_app.learning.live.models import LiveLesson, LivePlace
from portfolio_app.learning.live.presence import report_step
from portfolio_app.learning.live.retention import KEPT, remove_old_live_lessons
from portfolio_app.learning.teaching.assigning import assign
from portfolio_app.learning.teaching.models import Assignment
from tests.learning.live.classes import a_class, around, led
from tests.learning.teaching.doing import a_form, rewrite
from tests.lessons import NAME
from tests.people import join_class, make_class, make_coordinator, make_pupil, make_teacher

pytestmark = pytest.mark.usefixtures("lessons")


async def count(kind: type[LiveLesson | LivePlace]) -> int:
    async with reading() as session:
        return (await session.execute(select(func.count()).select_from(kind))).scalar_one()


async def long_ago(live: UUID, ago: timedelta) -> None:
    """The lesson's day was over so long ago."""
    async with writing() as session:
        await session.execute(update(LiveLesson).where(col(LiveLesson.id) == live).values(until=now() - ago))


async def test_a_lesson_is_begun_once_whoever_begins_it_and_every_pupil_of_the_class_sees_it() -> None:
    one = await a_class()
    live = await begin_live(one.tuula, one.id, NAME)
    assert await begin_live(one.tuula, one.id, NAME) == live  # a double click
    assert await begin_live(one.mikko, one.id, NAME) == live  # a colleague comes into the same one
    view = await led(one.mikko, one.id)
    assert (view.id, view.title, view.counts) == (str(live), "A trial of everything", "2 pupils: 0 are here")
    assert view.said.startswith("Begun by Tuula Mäki at ")
    assert [row.at for row in view.pupils] == ["Not here yet", "Not here yet"]
    for pupil in (one.siiri, one.eino):
        (line,) = await around(pupil)
        assert (line.activity, line.title, line.href) == ("", "A trial of everything", f"/en/module?name={NAME}")


async def test_an_activity_is_opened_for_all_and_twice_is_once() -> None:
    one = await a_class()
    live = await begin_live(one.tuula, one.id, NAME)
    for teacher in (one.tuula, one.mikko, one.tuula):
        await open_for_all(teacher, live, "choosing")
    (line,) = await around(one.eino)
    assert (line.title, line.href) == ("What would you do?", f"/en/module?name={NAME}&step=choosing")
    assert [step.code for step in (await led(one.tuula, one.id)).steps if step.open] == ["choosing"]
    async with reading() as session:
        rows = await session.execute(select(col(Audit.detail)).where(col(Audit.action) == "learning.open_for_all"))
        assert [row["activity"] for row in rows.scalars()] == ["choosing"]
    for unknown in ("no-such-activity", "x" * 300, "<b>", ""):
        with pytest.raises(NotFound):
            await open_for_all(one.tuula, live, unknown)


async def test_it_is_over_when_a_teacher_ends_it_and_goes_on_when_that_is_undone() -> None:
    one = await a_class()
    live = await begin_live(one.tuula, one.id, NAME)
    await end_live(one.mikko, live)
    await end_live(one.tuula, live)
    assert (await led(one.tuula, one.id)).id == ""
    assert await around(one.siiri) == ()
    with pytest.raises(Conflict):
        await open_for_all(one.tuula, live, "reading")
    await go_on_live(one.tuula, live)
    await go_on_live(one.tuula, live)
    assert [line.id for line in await around(one.siiri)] == [str(live)]
    await end_live(one.tuula, live)
    await begin_live(one.tuula, one.id, NAME)
    with pytest.raises(Conflict):  # another was begun since
        await go_on_live(one.tuula, live)


async def test_it_ends_by_itself_with_the_day_and_goes_a_week_after() -> None:
    one = await a_class()
    live = await begin_live(one.tuula, one.id, NAME)
    await report_step(one.siiri, NAME, "reading")
    await long_ago(live, timedelta(minutes=1))
    assert await around(one.siiri) == ()
    with pytest.raises(Conflict):
        await open_for_all(one.tuula, live, "reading")
    with pytest.raises(Conflict):
        await go_on_live(one.tuula, live)
    other = await begin_live(one.tuula, one.id, NAME)  # nobody had to end the former one
    assert other != live
    await long_ago(live, KEPT + timedelta(minutes=1))
    assert await remove_old_live_lessons() == 1
    assert await remove_old_live_lessons() == 0
    assert (await count(LiveLesson), await count(LivePlace)) == (1, 0)


async def test_a_class_that_was_assigned_a_version_works_on_that_one(lessons: Path) -> None:
    one = await a_class()
    await assign(one.tuula, one.id, a_form(), uuid4())
    rewrite(lessons)
    live = await begin_live(one.tuula, one.id, NAME)
    async with reading() as session:
        given = (await session.execute(select(col(Assignment.version_id)))).scalar_one()
        begun = (await session.execute(select(col(LiveLesson.version_id)).where(col(LiveLesson.id) == live))).scalar()
    assert begun == given


async def test_only_whoever_teaches_the_class_leads_or_sees_it() -> None:
    one = await a_class()
    live = await begin_live(one.tuula, one.id, NAME)
    elsewhere = await make_class(one.school)
    for who in (one.siiri, await make_teacher(one.school, elsewhere), await make_coordinator(one.school)):
        for call in (
            led(who, one.id),
            begin_live(who, one.id, NAME),
            end_live(who, live),
            go_on_live(who, live),
            open_for_all(who, live, "reading"),
        ):
            with pytest.raises(NotFound):
                await call
    for unknown in ("no-such-module", "", "<b>", "x" * 200):
        with pytest.raises(NotFound):
            await begin_live(one.tuula, elsewhere if unknown else one.id, unknown)
    assert [line.activity for line in await around(one.siiri)] == [""]


async def test_a_pupil_of_two_classes_sees_both_what_was_opened_last_first() -> None:
    one, other = await a_class(), await a_class()
    await join_class(one.siiri, other.id)
    guest = await make_pupil(other.school, other.id, one.id)  # not of the first class's school
    first = await begin_live(one.tuula, one.id, NAME)
    second = await begin_live(other.tuula, other.id, NAME)
    assert [line.id for line in await around(guest)] == [str(second)]
    await join_class(one.eino, await make_class(one.school))
    third = await make_class(one.school)
    for who in (one.eino, one.tuula):
        await join_class(who, third, who.roles[0].role)
    later = await begin_live(one.tuula, third, NAME)
    assert [line.id for line in await around(one.eino)] == [str(later), str(first)]
    await open_for_all(one.tuula, first, "reading")
    assert [line.id for line in await around(one.eino)] == [str(first), str(later)]

"""Where a pupil is: told by their page, seen by whoever leads their class's lesson, and where they go on elsewhere."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from portfolio_app.core.clock import now
from portfolio_app.core.database import reading, writing
from portfolio_app.core.errors import NotFound, Refused
from portfolio_app.core.languages import speaking
from portfolio_app.core.models import Audit
from portfolio_app.learning.lessons_view import asked as asked_list
from portfolio_app.learning.lessons_view import load_lessons
from portfolio_app.learning.live import signals
from portfolio_app.learning.live.leading import begin_live, end_live
from portfolio_app.learning.live.models import LivePlace
from portfolio_app.learning.live.presence import report_step, say_stuck
from portfolio_app.learning.module_text import EXIT
from portfolio_app.learning.module_view import asked, load_module
from tests.learning.live.classes import a_class, around, led, row_of
from tests.learning.teaching.doing import work
from tests.lessons import NAME
from tests.people import join_class, make_class, make_pupil, make_teacher

pytestmark = pytest.mark.usefixtures("lessons")


async def audited() -> int:
    async with reading() as session:
        return (await session.execute(select(func.count()).select_from(Audit))).scalar_one()


async def back(by: timedelta) -> None:
    """Everybody came to where they are so long ago."""
    async with writing() as session:
        await session.execute(update(LivePlace).values(moved_at=now() - by, seen_at=now() - by))


async def test_whoever_leads_sees_where_each_pupil_is_and_what_is_done() -> None:
    one = await a_class()
    await begin_live(one.tuula, one.id, NAME)
    await work(one.siiri, "reading", "choosing")
    rows = await audited()
    await report_step(one.siiri, NAME, "choosing")
    await report_step(one.eino, NAME, "")
    assert await audited() == rows  # it is no change of anybody's data
    view = await led(one.mikko, one.id)
    eino, siiri = sorted(view.pupils, key=lambda row: row.name)
    assert (eino.at, eino.done, eino.seen) == ("At the beginning", "0 of 16", "seen just now")
    assert (siiri.at, siiri.activity, siiri.done) == ("What would you do?", "choosing", "2 of 16")
    assert siiri.cells[0] == "done"
    assert siiri.cells[5] == "here done"
    assert set(eino.cells) == {""}
    assert view.counts == "2 pupils: 2 are here"
    step = next(step for step in view.steps if step.code == "choosing")
    assert step.said == "1 is here · 1 has done it"
    await report_step(one.siiri, NAME, EXIT)
    assert (await row_of(one.tuula, one.id, one.siiri)).at == "Before you go"


async def test_time_that_passes_is_said_calmly() -> None:
    one = await a_class()
    await begin_live(one.tuula, one.id, NAME)
    await report_step(one.eino, NAME, "choosing")
    await back(timedelta(minutes=14))
    assert (await row_of(one.tuula, one.id, one.eino)).seen == "seen 14 minutes ago"
    assert (await row_of(one.tuula, one.id, one.eino)).slow == ""  # it takes 15
    await back(timedelta(minutes=17))
    assert (await row_of(one.tuula, one.id, one.eino)).slow == "here for 17 minutes"
    await report_step(one.eino, NAME, "choosing")  # still there
    assert (await row_of(one.tuula, one.id, one.eino)).seen == "seen just now"
    assert (await row_of(one.tuula, one.id, one.eino)).slow == "here for 17 minutes"
    await work(one.eino, "choosing")
    assert (await row_of(one.tuula, one.id, one.eino)).slow == ""


async def test_a_pupil_goes_on_where_they_were_on_any_device() -> None:
    one = await a_class()
    await work(one.siiri, "reading")
    with speaking("en"):
        assert (await load_module(one.siiri, asked({"name": NAME}))).begin_href.endswith("&step=2")
        await report_step(one.siiri, NAME, "finding-out")
        await report_step(one.siiri, NAME, "")  # the overview is nowhere to go on
        assert (await load_module(one.siiri, asked({"name": NAME}))).begin_href.endswith("&step=7")
        (line,) = (await load_lessons(one.siiri, asked_list({}))).begun
        assert line.href.endswith("&step=7")


async def test_telling_it_again_costs_nothing_and_moves_nobody() -> None:
    one = await a_class()
    await begin_live(one.tuula, one.id, NAME)
    told: list[UUID] = []
    signals.when_something_moves(told.append, lambda people: None)
    try:
        for _time in range(3):
            await report_step(one.siiri, NAME, "reading")
        assert told == [one.id]
        await report_step(one.siiri, NAME, "choosing")
        assert told == [one.id, one.id]
    finally:
        signals._things.pop()  # pyright: ignore[reportPrivateUsage]
        signals._people.pop()  # pyright: ignore[reportPrivateUsage]


async def test_a_pupil_says_that_they_are_stuck_and_takes_it_back() -> None:
    one = await a_class()
    live = await begin_live(one.tuula, one.id, NAME)
    await say_stuck(one.eino, live, stuck=True)  # also who has not told where they are
    for _click in range(2):
        await say_stuck(one.siiri, live, stuck=True)
    view = await led(one.tuula, one.id)
    assert view.stuck == "Siiri Korhonen and Eino Laine" or view.stuck == "Eino Laine and Siiri Korhonen"
    assert (await around(one.siiri))[0].stuck
    await say_stuck(one.siiri, live, stuck=False)
    await say_stuck(one.siiri, live, stuck=False)
    assert not (await around(one.siiri))[0].stuck
    assert (await led(one.tuula, one.id)).stuck == "Eino Laine"
    await report_step(one.eino, NAME, "choosing")  # whoever goes on is not stuck
    assert (await led(one.tuula, one.id)).stuck == ""


async def test_nobody_from_outside_is_in_it() -> None:
    one = await a_class()
    live = await begin_live(one.tuula, one.id, NAME)
    other = await make_pupil(one.school, await make_class(one.school))
    await report_step(other, NAME, "reading")  # their own place is theirs
    assert (await led(one.tuula, one.id)).counts == "2 pupils: 0 are here"
    assert await around(other) == ()
    with pytest.raises(NotFound):
        await say_stuck(other, live, stuck=True)
    with pytest.raises(NotFound):
        await say_stuck(one.tuula, live, stuck=True)
    with pytest.raises(Refused):
        await report_step(await make_teacher(one.school), NAME, "reading")
    for name, activity in (("no-such", "reading"), (NAME, "no-such"), ("<b>", ""), (NAME, "<b>"), ("x" * 99, "")):
        with pytest.raises(NotFound):
            await report_step(one.siiri, name, activity)
    await end_live(one.tuula, live)
    with pytest.raises(NotFound):
        await say_stuck(one.siiri, live, stuck=True)
    await report_step(one.siiri, NAME, "reading")
    assert (await led(one.tuula, one.id)).pupils == ()


async def test_a_pupil_of_two_classes_is_seen_in_both() -> None:
    one = await a_class()
    other = await make_class(one.school)
    for who in (one.siiri, one.mikko):
        await join_class(who, other, who.roles[0].role)
    await begin_live(one.tuula, one.id, NAME)
    await begin_live(one.mikko, other, NAME)
    await report_step(one.siiri, NAME, "reading")
    for class_id in (one.id, other):
        assert (await row_of(one.mikko, class_id, one.siiri)).at == "Read this"

"""A lesson together as tabs have it: pupils are called, the teacher's page looks again, no typing is disturbed."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlmodel import col

from portfolio_app.accounts import sessions
from portfolio_app.accounts.models import Session
from portfolio_app.core.clock import now
from portfolio_app.core.database import reading
from portfolio_app.learning.live.leading import begin_live, open_for_all
from portfolio_app.learning.live.presence import report_step
from portfolio_app.pages.frame import FrameState
from portfolio_app.pages.learning.module import ModuleState
from portfolio_app.pages.teacher.class_lessons import ClassLessonsState
from portfolio_app.pages.teacher.live_lesson import LiveLessonState
from portfolio_app.pages.teacher.wall import WallState
from portfolio_app.web.live_tabs import handler_at
from portfolio_app.web.tab import Tab
from tests.conftest import Configure
from tests.events import tab
from tests.learning.live.classes import a_class
from tests.lessons import NAME, with_lessons
from tests.people import signed_in

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def lessons(database: object, configure: Configure, tmp_path: Path) -> Path:
    """The folder of the only module."""
    return with_lessons(configure, tmp_path)


async def test_a_pupil_is_called_calmly_and_not_twice() -> None:
    one = await a_class()
    live = await begin_live(one.tuula, one.id, NAME)
    key = (await signed_in(one.siiri))[1]
    async with tab(key, address=f"/en/module?name={NAME}&step=reading") as page:
        await page.send(ModuleState.load)
        await open_for_all(one.tuula, live, "choosing")
        await page.send(FrameState.look_around)
        assert (page.notice.kind, page.notice.text) == ("call", "Your class is at: What would you do?")
        assert page.notice.href == f"/en/module?name={NAME}&step=choosing"
        (line,) = (await page.state(Tab)).frame.lessons
        assert line.title == "What would you do?"
        page.forget()
        await page.send(FrameState.look_around)
        assert page.nothing_sent()
        page.address = f"/en/module?name={NAME}&step=choosing"
        await page.send(ModuleState.load)
        assert page.notice.kind == ""  # there
        await open_for_all(one.tuula, live, "reading")
        page.address = f"/en/module?name={NAME}&step=reading"
        page.forget()
        await page.send(FrameState.look_around)
        assert page.notice.kind == ""  # there already


async def test_a_call_does_not_hide_what_is_wrong_with_a_form() -> None:
    one = await a_class()
    live = await begin_live(one.tuula, one.id, NAME)
    key = (await signed_in(one.siiri))[1]
    async with tab(key, address=f"/en/module?name={NAME}&step=ranking") as page:
        await page.send(ModuleState.load)
        view = (await page.state(ModuleState)).view
        form = {"module": view.name, "version": view.version, "activity": view.activity, "r-0": "1", "r-1": "1"}
        await page.send(ModuleState.keep, form=form)
        await open_for_all(one.tuula, live, "choosing")
        await page.send(FrameState.look_around)
        assert (page.notice.kind, page.notice.field) == ("problem", "r-1")


async def test_looking_again_by_itself_is_no_use_of_a_session() -> None:
    one = await a_class()
    await begin_live(one.tuula, one.id, NAME)
    actor, key = await signed_in(one.tuula)
    async with tab(key, address=f"/en/live-lesson?id={one.id}") as page:
        await page.send(LiveLessonState.load)
        assert actor.session_id
        known = sessions._known  # pyright: ignore[reportPrivateUsage]
        (mine,) = [kept for kept in known.values() if kept.actor.session_id == actor.session_id]
        mine.used_at = now() - timedelta(minutes=10)
        before = mine.used_at
        await report_step(one.siiri, NAME, "reading")
        await page.send(LiveLessonState.look)
        assert (await page.state(LiveLessonState)).view.counts == "2 pupils: 1 is here"
        assert mine.used_at == before
        await page.send(LiveLessonState.open_for_all, lesson=(await page.state(LiveLessonState)).view.id, activity="x")
        assert mine.used_at > before


async def test_open_sessions_are_found_by_who_has_them() -> None:
    one = await a_class()
    actor, _key = await signed_in(one.siiri)
    await signed_in(one.eino)
    async with reading() as session:
        mine = (await session.execute(select(Session).where(col(Session.id) == actor.session_id))).scalar_one()
    assert await sessions.open_of({one.siiri.person_id}) == {mine.key_hash}


async def test_a_teacher_begins_from_what_is_assigned_leads_and_ends() -> None:
    one = await a_class()
    key = (await signed_in(one.tuula))[1]
    async with tab(key, address=f"/en/class-lessons?id={one.id}") as page:
        await page.send(ClassLessonsState.load)
        for _click in range(2):
            await page.send(ClassLessonsState.begin_together, module=NAME)
        assert {f"/en/live-lesson?id={one.id}" in str(event.payload) for event in page.events} == {True}
        page.address = f"/en/live-lesson?id={one.id}"
        await page.send(LiveLessonState.load)
        view = (await page.state(LiveLessonState)).view
        await page.send(LiveLessonState.open_wall, form={"lesson": view.id, "about": "in-words.what"})
        (wall,) = (await page.state(LiveLessonState)).view.walls
        assert not wall.at_once
        pupil = (await signed_in(one.eino))[1]
        async with tab(pupil, address=f"/en/module?name={NAME}") as other:
            await other.send(ModuleState.load)
            await other.send(ModuleState.put_note, form={"wall": wall.id, "words": "Help"})
            assert other.notice.text == "Sent, without your name."
            await other.send(ModuleState.put_note, form={"wall": wall.id, "words": ""})
            assert (other.notice.kind, other.notice.field) == ("problem", "words")
        await page.send(LiveLessonState.look)
        await page.send(LiveLessonState.show_all, wall=wall.id)
        async with tab(key, address=f"/en/wall?id={wall.id}") as shown:
            await shown.send(WallState.load)
            (note,) = (await shown.state(WallState)).view.shown
            await shown.send(WallState.take_off, note=note.id)
            assert shown.notice.undo == note.id
            await shown.send(WallState.undo, what=shown.notice.undo)
            assert [one.words for one in (await shown.state(WallState)).view.shown] == ["Help"]
        await page.send(LiveLessonState.take_off, note=note.id)
        await page.send(LiveLessonState.undo, what=page.notice.undo)
        assert page.notice.text == "It is on the wall again."
        await page.send(LiveLessonState.end, lesson=view.id)
        await page.send(LiveLessonState.undo, what=page.notice.undo)
        assert (await page.state(LiveLessonState)).view.id == view.id


def test_only_pages_that_show_a_thing_look_when_it_moves() -> None:
    there, other = "11111111-1111-1111-1111-111111111111", "22222222-2222-2222-2222-222222222222"
    assert handler_at(f"/fi/live-lesson?id={there}", {there}).endswith(".look")
    assert handler_at(f"/fi/live-lesson?x=1&id={there}#top", {there})
    assert not handler_at(f"/fi/live-lesson?id={there}", {other})
    assert not handler_at(f"/fi/module?id={there}", {there})
    assert handler_at("/fi/wall")
    assert not handler_at("/fi/home")
    assert not handler_at("", {there})

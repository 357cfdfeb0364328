"""A wall of short answers: nobody learns whose they are, a teacher looks first where they chose to, all is undone."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.database import reading, writing
from portfolio_app.core.erasure import erase
from portfolio_app.core.errors import Conflict, Invalid, NotFound
from portfolio_app.core.languages import speaking
from portfolio_app.learning.live.for_teachers import WallView, load_wall
from portfolio_app.learning.live.leading import begin_live, end_live
from portfolio_app.learning.live.models import WallNote
from portfolio_app.learning.live.walls import (
    LONGEST_NOTE,
    close_wall,
    open_wall,
    put_note,
    show_notes,
    take_back,
    take_off,
)
from portfolio_app.learning.module_view import asked, load_module
from tests.learning.live.classes import Class, a_class, around, led
from tests.lessons import NAME
from tests.people import make_class, make_pupil, make_teacher

pytestmark = pytest.mark.usefixtures("lessons")

WHAT = "in-words.what"


async def a_wall(*, at_once: bool = False) -> tuple[Class, UUID, UUID]:
    """A class, its lesson, and a wall about what work is."""
    one = await a_class()
    live = await begin_live(one.tuula, one.id, NAME)
    with speaking("en"):
        return one, live, await open_wall(one.tuula, live, WHAT, at_once=at_once)


async def shown(teacher: Actor, wall: UUID) -> WallView:
    with speaking("en"):
        return await load_wall(teacher, str(wall))


async def words_on(teacher: Actor, wall: UUID) -> list[str]:
    return sorted(note.words for note in (await shown(teacher, wall)).shown)


async def waiting(teacher: Actor, class_id: UUID) -> list[UUID]:
    return [UUID(note.id) for wall in (await led(teacher, class_id)).walls for note in wall.waiting]


async def test_nothing_is_shown_before_a_teacher_has_looked() -> None:
    one, _live, wall = await a_wall()
    (lesson,) = await around(one.siiri)
    assert [(on.question, on.open, on.note) for on in lesson.walls] == [("What is work?", True, "")]
    await put_note(one.siiri, wall, "  What one   does for others ")
    await put_note(one.eino, wall, "Money")
    assert await words_on(one.tuula, wall) == []
    assert (await shown(one.tuula, wall)).waiting == ()  # the class reads along
    (own,) = (await around(one.siiri))[0].walls
    assert (own.note, own.said) == ("What one does for others", "It waits for your teacher’s look.")
    await show_notes(one.mikko, wall, await waiting(one.mikko, one.id))
    assert await words_on(one.tuula, wall) == ["Money", "What one does for others"]
    assert (await around(one.siiri))[0].walls[0].said == "It is on the wall, without your name."
    assert (await led(one.tuula, one.id)).walls[0].said == "2 notes on it"


async def test_notes_are_shown_as_they_come_where_the_teacher_chose_that() -> None:
    one, _live, wall = await a_wall(at_once=True)
    for _click in range(2):
        await put_note(one.siiri, wall, "Help")
    assert await words_on(one.mikko, wall) == ["Help"]
    await put_note(one.siiri, wall, "Helping")  # one each: in place of the former
    assert await words_on(one.mikko, wall) == ["Helping"]


async def test_nothing_that_a_teacher_gets_tells_whose_a_note_is() -> None:
    one, _live, wall = await a_wall(at_once=True)
    await put_note(one.siiri, wall, "Help")
    view = await shown(one.tuula, wall)
    note = view.shown[0]
    assert set(vars(note)) == {"id", "words"}
    for said in (str(view), str((await led(one.tuula, one.id)).walls)):
        assert str(one.siiri.person_id) not in said
        assert one.siiri.name not in said
    async with reading() as session:
        row = (await session.execute(select(WallNote))).scalar_one()
    assert row.person_id == one.siiri.person_id  # to take it back, and to go with the account
    assert not any("_at" in column for column in WallNote.model_fields)  # no time that would tell


async def test_the_order_of_a_wall_is_that_of_ids_drawn_by_chance() -> None:
    one, _live, wall = await a_wall(at_once=True)
    pupils = [await make_pupil(one.school, one.id) for _ in range(6)]
    for number, pupil in enumerate(pupils):
        await put_note(pupil, wall, f"Note {number}")
    notes = (await shown(one.tuula, wall)).shown
    assert [note.id for note in notes] == sorted(note.id for note in notes)


async def test_a_teacher_takes_a_note_off_and_puts_it_back() -> None:
    one, _live, wall = await a_wall(at_once=True)
    await put_note(one.siiri, wall, "Something rude")
    note = UUID((await shown(one.tuula, wall)).shown[0].id)
    for teacher in (one.tuula, one.mikko):  # both at once
        await take_off(teacher, note)
    assert await words_on(one.tuula, wall) == []
    assert (await around(one.siiri))[0].walls[0].said.startswith("Your teacher took it off the wall")
    await put_note(one.siiri, wall, "Something rude")  # the same again stays off
    await show_notes(one.tuula, wall, [note])
    assert await words_on(one.tuula, wall) == []
    await take_off(one.tuula, note, off=False)
    assert await words_on(one.tuula, wall) == ["Something rude"]


async def test_other_words_after_that_are_looked_at_anew() -> None:
    one, _live, wall = await a_wall()
    await put_note(one.siiri, wall, "Something rude")
    (note,) = await waiting(one.tuula, one.id)
    await take_off(one.tuula, note)
    await put_note(one.siiri, wall, "Something kind")
    assert await waiting(one.tuula, one.id) == [note]
    assert await words_on(one.tuula, wall) == []


async def test_a_pupil_takes_their_own_back_also_when_the_lesson_is_over() -> None:
    one, live, wall = await a_wall(at_once=True)
    await put_note(one.siiri, wall, "Help")
    await put_note(one.eino, wall, "Money")
    await take_back(one.siiri, wall)
    with pytest.raises(NotFound):
        await take_back(one.siiri, wall)
    await end_live(one.tuula, live)
    with speaking("en"):
        (left,) = (await load_module(one.eino, asked({"name": NAME}))).walls
    assert (left.id, left.note) == (str(wall), "Money")
    await take_back(one.eino, wall)
    with speaking("en"):
        assert (await load_module(one.eino, asked({"name": NAME}))).walls == ()
    assert await words_on(one.tuula, wall) == []


async def test_a_note_goes_with_its_owners_account() -> None:
    one, _live, wall = await a_wall(at_once=True)
    await put_note(one.siiri, wall, "Help")
    async with writing() as session:
        await erase(session, one.siiri.person_id)
    assert await words_on(one.tuula, wall) == []


@pytest.mark.parametrize("words", ["", "   ", "\n\t", "\x00\x07", "x" * (LONGEST_NOTE + 1), "x" * 10_000])
async def test_nothing_and_too_much_are_refused(words: str) -> None:
    one, _live, wall = await a_wall(at_once=True)
    with pytest.raises(Invalid) as refused:
        await put_note(one.siiri, wall, words)
    assert refused.value.field == "words"
    assert await words_on(one.tuula, wall) == []


async def test_markup_stays_text() -> None:
    one, _live, wall = await a_wall(at_once=True)
    hostile = "<script>alert(1)</script> {{ x }} ' \" ; DROP TABLE wall_note"
    await put_note(one.siiri, wall, hostile)
    assert await words_on(one.tuula, wall) == [hostile]


async def test_a_closed_wall_takes_nothing_and_opened_again_goes_on() -> None:
    one, live, wall = await a_wall(at_once=True)
    await put_note(one.siiri, wall, "Help")
    for _click in range(2):
        await close_wall(one.tuula, wall)
    with pytest.raises(Conflict):
        await put_note(one.eino, wall, "Money")
    assert [on.open for on in (await around(one.siiri))[0].walls] == [False]
    assert (await around(one.eino))[0].walls == ()
    with speaking("en"):
        assert await open_wall(one.mikko, live, "in-words.what-not", at_once=True) == wall
    await put_note(one.eino, wall, "Money")
    assert await words_on(one.tuula, wall) == ["Help", "Money"]


async def test_only_the_class_writes_and_only_its_teachers_lead() -> None:
    one, live, wall = await a_wall(at_once=True)
    await put_note(one.siiri, wall, "Help")
    note = UUID((await shown(one.tuula, wall)).shown[0].id)
    elsewhere = await make_class(one.school)
    stranger, other = await make_teacher(one.school, elsewhere), await make_pupil(one.school, elsewhere)
    for who in (stranger, other, one.eino):
        for call in (
            load_wall(who, str(wall)),
            open_wall(who, live, WHAT, at_once=True),
            close_wall(who, wall),
            show_notes(who, wall, [note]),
            take_off(who, note),
        ):
            with pytest.raises(NotFound):
                await call
    for who in (stranger, other, one.tuula):
        with pytest.raises(NotFound):
            await put_note(who, wall, "Hello")
    with pytest.raises(NotFound):
        await take_back(other, wall)
    with pytest.raises(NotFound):
        await put_note(one.siiri, uuid4(), "Hello")
    with speaking("en"), pytest.raises(Invalid):
        await open_wall(one.tuula, live, "in-words.no-such", at_once=True)
    await end_live(one.tuula, live)
    with pytest.raises(NotFound):
        await put_note(one.eino, wall, "Late")
    with speaking("en"), pytest.raises(Conflict):
        await open_wall(one.tuula, live, WHAT, at_once=True)


async def test_a_note_of_another_wall_is_not_shown_by_this_one() -> None:
    one, live, wall = await a_wall()
    with speaking("en"):
        second = await open_wall(one.tuula, live, "asking.first-job", at_once=False)
    await put_note(one.siiri, second, "A bakery")
    await show_notes(one.tuula, wall, await waiting(one.tuula, one.id))
    assert await words_on(one.tuula, second) == []

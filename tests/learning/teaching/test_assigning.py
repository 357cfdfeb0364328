"""A teacher assigns lessons; pupils see what is due; nothing that was done is ever lost."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from portfolio_app.core.clock import at, now, today
from portfolio_app.core.database import reading
from portfolio_app.core.errors import Conflict, Invalid, NotFound
from portfolio_app.learning.models import LessonWork
from portfolio_app.learning.teaching.assigned import load_class_lessons
from portfolio_app.learning.teaching.assigning import (
    AssignForm,
    assign,
    assign_again,
    change_days,
    move_to_newest,
    unassign,
)
from portfolio_app.learning.teaching.at_home import lessons_at_home
from portfolio_app.learning.teaching.due import assigned_version
from portfolio_app.learning.teaching.models import Assignment
from tests.learning.teaching.doing import a_form, due_for, notices_of, rewrite, work
from tests.lessons import NAME
from tests.people import (
    join_class,
    make_class,
    make_coordinator,
    make_counsellor,
    make_pupil,
    make_region,
    make_school,
    make_teacher,
)

pytestmark = pytest.mark.usefixtures("lessons")


async def test_pupils_find_what_is_due_in_minutes_that_are_left() -> None:
    school = await make_school()
    one = await make_class(school)
    siiri, tuula = await make_pupil(school, one), await make_teacher(school, one)
    elsewhere = await make_pupil(school, await make_class(school))
    await assign(tuula, one, a_form(), uuid4())
    assert await notices_of(siiri) == ["assigned"]
    (due,) = await due_for(siiri)
    assert (due.module, due.left, due.minutes, due.done, due.late) == (NAME, 300, 300, False, False)
    await work(siiri, "reading", "visiting")
    (due,) = await due_for(siiri)
    assert due.left == 215
    assert "215 minutes left" in due.said
    assert await due_for(elsewhere) == () == tuple(await notices_of(elsewhere))


async def test_a_part_is_for_a_group_and_only_they_see_it() -> None:
    school = await make_school()
    one = await make_class(school)
    siiri, eino, aada = [await make_pupil(school, one) for _ in range(3)]
    tuula = await make_teacher(school, one)
    await assign(tuula, one, a_form("reading", "sorting", pupils=(siiri, eino)), uuid4())
    assert [due.left for due in await due_for(siiri)] == [40]
    assert await due_for(aada) == ()
    view = await load_class_lessons(tuula, str(one))
    assert {row.id: row.cells for row in view.rows}[str(aada.person_id)] == ("",)
    assert view.listed[0].counts == "2 have not begun · 0 are under way · 0 are done"


async def test_the_same_is_assigned_to_the_same_pupils_once_and_it_is_said_by_whom() -> None:
    school = await make_school()
    one = await make_class(school)
    tuula, mikko = await make_teacher(school, one, name="Tuula Virtanen"), await make_teacher(school, one)
    siiri = await make_pupil(school, one)
    await assign(tuula, one, a_form("reading"), uuid4())
    with pytest.raises(Conflict) as said:
        await assign(mikko, one, a_form("reading", "sorting"), uuid4())
    assert "Tuula Virtanen" in said.value.sentence()
    await assign(mikko, one, a_form("sorting"), uuid4())  # another part
    await assign(mikko, one, a_form("reading", pupils=(siiri,)), uuid4())  # another target
    assert len((await load_class_lessons(tuula, str(one))).listed) == 3


async def test_two_teachers_at_once_assign_it_once() -> None:
    school = await make_school()
    one = await make_class(school)
    teachers = [await make_teacher(school, one) for _ in range(4)]
    tried = await asyncio.gather(*(assign(who, one, a_form(), uuid4()) for who in teachers), return_exceptions=True)
    assert sum(isinstance(one_of_them, Conflict) for one_of_them in tried) == 3
    assert (await load_class_lessons(teachers[0], str(one))).count == 1


async def test_a_double_click_assigns_once() -> None:
    school = await make_school()
    one = await make_class(school)
    tuula, request = await make_teacher(school, one), uuid4()
    first, second = await asyncio.gather(*(assign(tuula, one, a_form(), request) for _ in range(2)))
    assert first == second


async def test_work_done_stays_when_it_is_taken_back_and_comes_back_with_it() -> None:
    school = await make_school()
    one = await make_class(school)
    siiri, tuula = await make_pupil(school, one), await make_teacher(school, one)
    given = await assign(tuula, one, a_form(), uuid4())
    await work(siiri, "reading")
    await unassign(tuula, given)
    assert await due_for(siiri) == () == tuple(await notices_of(siiri))
    async with reading() as session:
        assert (await session.execute(select(func.count()).select_from(LessonWork))).scalar_one() == 1
    await assign_again(tuula, given)
    assert [due.left for due in await due_for(siiri)] == [275]


async def test_what_was_assigned_anew_since_keeps_the_former_away() -> None:
    school = await make_school()
    one = await make_class(school)
    tuula = await make_teacher(school, one)
    given = await assign(tuula, one, a_form(), uuid4())
    await unassign(tuula, given)
    await assign(tuula, one, a_form("reading"), uuid4())
    with pytest.raises(Conflict):
        await assign_again(tuula, given)
    assert (await load_class_lessons(tuula, str(one))).count == 1


async def test_in_two_classes_a_pupil_does_it_once_and_it_counts_in_both() -> None:
    school = await make_school()
    one, other = await make_class(school, "8B"), await make_class(school, "Robotics")
    siiri, tuula = await make_pupil(school, one, other), await make_teacher(school, one, other)
    await assign(tuula, one, a_form(days=9), uuid4())
    await assign(tuula, other, a_form(days=3), uuid4())
    (due,) = await due_for(siiri)
    assert due.due_on == today() + timedelta(days=3)
    assert ("8B" in due.classes, "Robotics" in due.classes) == (True, True)
    await work(siiri, "reading")
    for each in (one, other):
        assert (await load_class_lessons(tuula, str(each))).rows[0].cells == ("25 of 300 minutes",)


async def test_a_changed_module_leaves_who_has_begun_on_theirs_and_others_get_the_new_one(lessons: Path) -> None:
    school = await make_school()
    one = await make_class(school)
    siiri, eino, tuula = await make_pupil(school, one), await make_pupil(school, one), await make_teacher(school, one)
    given = await assign(tuula, one, a_form(), uuid4())
    await work(siiri, "reading")
    (before,) = await due_for(eino)
    rewrite(lessons)
    assert (await due_for(eino))[0].version_id == before.version_id
    assert (await load_class_lessons(tuula, str(one))).listed[0].newer
    await move_to_newest(tuula, given)
    await move_to_newest(tuula, given)  # twice is once
    assert (await due_for(siiri))[0].version_id == before.version_id
    assert (await due_for(eino))[0].version_id != before.version_id
    assert not (await load_class_lessons(tuula, str(one))).listed[0].newer


async def test_a_due_day_ends_at_the_schools_midnight() -> None:
    """4 December ends in Helsinki at 22:00 UTC, in London two hours later."""
    day = date(2026, 12, 4)
    for country, last in (("FI", datetime(2026, 12, 4, 22, tzinfo=UTC)), ("GB", datetime(2026, 12, 5, tzinfo=UTC))):
        school = await make_school(region=await make_region(country=country))
        one = await make_class(school)
        siiri, tuula = await make_pupil(school, one), await make_teacher(school, one)
        with at(last - timedelta(days=3)):
            await assign(tuula, one, AssignForm(NAME, day - timedelta(days=3), day), uuid4())
        with at(last - timedelta(seconds=1)):
            (due,) = await due_for(siiri)
            assert (due.late, due.said) == (False, "Due today · 300 minutes left")
        with at(last + timedelta(seconds=1)):
            (due,) = await due_for(siiri)
            assert due.late
            assert "You can still do it: 300 minutes left" in due.said


async def test_days_are_changed_and_a_colleague_hears_what_they_are_now() -> None:
    school = await make_school()
    one = await make_class(school)
    tuula, mikko = await make_teacher(school, one, name="Tuula Virtanen"), await make_teacher(school, one)
    given = await assign(tuula, one, a_form(), uuid4())
    later = today() + timedelta(days=20)
    await change_days(tuula, given, today(), later, 1)
    with pytest.raises(Conflict) as said:
        await change_days(mikko, given, today(), today() + timedelta(days=2), 1)
    assert "Tuula Virtanen" in said.value.sentence()
    await change_days(mikko, given, today(), later, 1)  # the same days: nothing to quarrel about
    with pytest.raises(Invalid):
        await change_days(mikko, given, later, today(), 2)


@pytest.mark.parametrize(
    "form",
    [
        AssignForm("no-such-module", date(2026, 12, 1), date(2026, 12, 2)),
        AssignForm(NAME, date(2026, 12, 3), date(2026, 12, 2)),
        AssignForm(NAME, date(2026, 11, 1), date(2026, 11, 2)),
        AssignForm(NAME, date(2026, 12, 1), date(2026, 12, 2), ("reading", "no-such-activity")),
    ],
)
async def test_what_cannot_be_assigned_is_said(form: AssignForm) -> None:
    school = await make_school()
    one = await make_class(school)
    tuula = await make_teacher(school, one)
    with at(datetime(2026, 11, 26, 12, tzinfo=UTC)), pytest.raises(Invalid):
        await assign(tuula, one, form, uuid4())


async def test_only_whoever_teaches_the_class_assigns_or_looks() -> None:
    school = await make_school()
    one, other = await make_class(school), await make_class(school)
    tuula, siiri, stranger = await make_teacher(school, one), await make_pupil(school, one), await make_pupil(school)
    given = await assign(tuula, one, a_form(), uuid4())
    wrong = [
        siiri,
        await make_teacher(school, other),
        await make_counsellor(school),
        await make_coordinator(school),
        await make_teacher(await make_school()),
    ]
    for who in wrong:
        for call in (
            assign(who, one, a_form("reading"), uuid4()),
            unassign(who, given),
            move_to_newest(who, given),
            change_days(who, given, today(), today(), 1),
            load_class_lessons(who, str(one)),
        ):
            with pytest.raises(NotFound):
                await call
    with pytest.raises(NotFound):
        await assign(tuula, one, a_form(pupils=(stranger,)), uuid4())
    async with reading() as session:
        assert (await session.execute(select(func.count()).select_from(Assignment))).scalar_one() == 1


async def test_who_joins_the_class_later_has_it_too_and_who_leaves_has_not() -> None:
    school = await make_school()
    one = await make_class(school)
    tuula = await make_teacher(school, one)
    await assign(tuula, one, a_form(), uuid4())
    late = await make_pupil(school)
    assert await due_for(late) == ()
    await join_class(late, one)
    assert len(await due_for(late)) == 1


async def test_whoever_has_not_begun_begins_on_the_version_that_was_assigned(lessons: Path) -> None:
    school = await make_school()
    one = await make_class(school)
    siiri, tuula, stranger = await make_pupil(school, one), await make_teacher(school, one), await make_pupil(school)
    await assign(tuula, one, a_form(), uuid4())
    rewrite(lessons)
    async with reading() as session:
        found = await assigned_version(session, siiri.person_id, NAME)
        assert found is not None
        assert str(found) == (await due_for(siiri))[0].version_id
        assert await assigned_version(session, stranger.person_id, NAME) is None


async def test_home_speaks_of_what_is_due_and_says_nothing_where_nothing_is() -> None:
    school = await make_school()
    one = await make_class(school)
    siiri, tuula = await make_pupil(school, one), await make_teacher(school, one)
    async with reading() as session:
        assert await lessons_at_home(session, siiri) == (None, None)
    with at(now().replace(hour=12)):  # the same day at the school as in UTC
        await assign(tuula, one, a_form(days=1), uuid4())
        await work(siiri, "reading")
        async with reading() as session:
            step, line = await lessons_at_home(session, siiri)
    assert step is not None
    assert line is not None
    assert step.sentence == line.detail == "“A trial of everything”: Due tomorrow · 275 minutes left"
    assert step.action == "Go on with it"

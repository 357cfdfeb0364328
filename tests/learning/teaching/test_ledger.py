"""Hours of a class and its pupils: what was held counts for whoever was there, and nothing counts twice."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import today
from portfolio_app.core.errors import Invalid, NotFound
from portfolio_app.learning.teaching.class_hours import ClassHoursView, load_class_hours
from portfolio_app.learning.teaching.days import school_year_days, school_year_of
from portfolio_app.learning.teaching.holding import HeldForm, confirm_again, confirm_lesson, take_lesson_back
from portfolio_app.learning.teaching.models import PlanKind
from portfolio_app.learning.teaching.planning import DayForm, cancel_day, plan_day
from tests.learning.teaching.doing import work
from tests.lessons import NAME
from tests.people import join_class, make_class, make_coordinator, make_pupil, make_school, make_teacher

pytestmark = pytest.mark.usefixtures("lessons")


async def a_class() -> tuple[UUID, Actor, Actor, Actor]:
    """A class with Siiri and Eino, and its teacher."""
    school = await make_school()
    one = await make_class(school, "9A")
    return (
        one,
        await make_pupil(school, one, name="Siiri Korhonen"),
        await make_pupil(school, one, name="Eino Laine"),
        await make_teacher(school, one),
    )


def held(*activities: str, minutes: int = 45, absent: tuple[Actor, ...] = ()) -> HeldForm:
    """A lesson of today."""
    return HeldForm(today(), minutes, NAME, activities, absent=tuple(one.person_id for one in absent))


def minutes(view: ClassHoursView, pupil: Actor) -> tuple[str, str, str]:
    """In lessons, by themselves, and together, in words."""
    return next((one.held, one.own, one.all) for one in view.pupils if one.id == str(pupil.person_id))


async def test_a_lesson_counts_for_whoever_was_there_and_what_was_done_at_home_for_who_was_not() -> None:
    one, siiri, eino, tuula = await a_class()
    await confirm_lesson(tuula, one, held("reading", "sorting", minutes=60, absent=(eino,)), uuid4())
    for pupil in (siiri, eino):
        await work(pupil, "reading", "visiting")
    view = await load_class_hours(tuula, str(one))
    assert minutes(view, siiri) == ("1 hour", "1 hour", "2 hours")  # the visit; the reading was part of the lesson
    assert minutes(view, eino) == ("0 hours", "1.4 hours", "1.4 hours")  # both by himself
    assert view.said == "0 hours planned, 1 hour held so far"
    assert [aim.held for aim in view.aims] == ["1 hour", "1 hour"]


async def test_who_joins_later_was_not_there() -> None:
    one, siiri, _eino, tuula = await a_class()
    await confirm_lesson(tuula, one, held(minutes=60), uuid4())
    late = await make_pupil(tuula.roles[0].school_id or one)
    await join_class(late, one)
    view = await load_class_hours(tuula, str(one))
    assert (minutes(view, late)[0], minutes(view, siiri)[0]) == ("0 hours", "1 hour")


async def test_an_external_day_counts_with_its_own_aims_and_a_cancelled_one_falls_out() -> None:
    one, siiri, _eino, tuula = await a_class()
    form = DayForm(PlanKind.EXTERNAL, "A visit", today(), minutes=300, aims=(2,))
    day = await plan_day(tuula, one, form, uuid4())
    other = await plan_day(tuula, one, form, uuid4())
    await cancel_day(tuula, other, cancelled=True)
    await confirm_lesson(tuula, one, HeldForm(today(), 270, item=day), uuid4())
    view = await load_class_hours(tuula, str(one))
    assert (view.said, view.cancelled) == ("5 hours planned, 4.5 hours held so far", "Cancelled: 5 hours")
    assert minutes(view, siiri)[0] == "4.5 hours"
    assert [aim.held for aim in view.aims] == ["0 hours", "4.5 hours"]


async def test_a_lesson_is_confirmed_once_taken_back_and_confirmed_again() -> None:
    one, siiri, _eino, tuula = await a_class()
    request = uuid4()
    lesson = await confirm_lesson(tuula, one, held(minutes=60), request)
    assert await confirm_lesson(tuula, one, held(minutes=60), request) == lesson
    await take_lesson_back(tuula, lesson)
    assert minutes(await load_class_hours(tuula, str(one)), siiri)[0] == "0 hours"
    await confirm_again(tuula, lesson)
    assert minutes(await load_class_hours(tuula, str(one)), siiri)[0] == "1 hour"


async def test_another_year_has_hours_of_its_own() -> None:
    one, siiri, _eino, tuula = await a_class()
    before = school_year_days(school_year_of(today()))[0] - timedelta(days=40)
    await confirm_lesson(tuula, one, HeldForm(before, 60, NAME), uuid4())
    assert minutes(await load_class_hours(tuula, str(one)), siiri)[0] == "0 hours"
    earlier = await load_class_hours(tuula, str(one), str(school_year_of(before)))
    assert minutes(earlier, siiri)[0] == "1 hour"


async def test_what_cannot_have_been_held_is_said() -> None:
    one, _siiri, _eino, tuula = await a_class()
    for form in (
        HeldForm(today() + timedelta(days=2), 45, NAME),
        held(minutes=0),
        held("no-such-activity"),
        HeldForm(today(), 45, "no-such-module"),
    ):
        with pytest.raises(Invalid):
            await confirm_lesson(tuula, one, form, uuid4())
    with pytest.raises(NotFound):
        await confirm_lesson(tuula, one, HeldForm(today(), 45, item=uuid4()), uuid4())


async def test_only_whoever_teaches_the_class_confirms_and_sees_its_hours() -> None:
    one, siiri, _eino, tuula = await a_class()
    school = await make_school()
    lesson = await confirm_lesson(tuula, one, held(), uuid4())
    for who in (siiri, await make_teacher(school), await make_coordinator(school)):
        for call in (
            load_class_hours(who, str(one)),
            confirm_lesson(who, one, held(), uuid4()),
            take_lesson_back(who, lesson),
        ):
            with pytest.raises(NotFound):
                await call

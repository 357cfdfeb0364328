"""A class's years on one page: two teachers plan at once and neither loses anything."""

import asyncio
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import today
from portfolio_app.core.errors import Conflict, Invalid, NotFound
from portfolio_app.learning.teaching.days import school_year_of
from portfolio_app.learning.teaching.laying_out import lay_out
from portfolio_app.learning.teaching.models import PlanKind
from portfolio_app.learning.teaching.planning import (
    DayForm,
    cancel_day,
    change_day,
    copy_plan,
    move_item,
    plan_day,
    plan_module,
    put_back,
    take_out,
)
from portfolio_app.learning.teaching.year_plan import ItemLine, YearPlanView, load_year_plan
from tests.lessons import NAME
from tests.people import make_class, make_coordinator, make_pupil, make_school, make_teacher

pytestmark = pytest.mark.usefixtures("lessons")


async def a_class(name: str = "9A") -> tuple[UUID, Actor, Actor]:
    """A class and its two teachers."""
    school = await make_school()
    one = await make_class(school, name)
    return one, await make_teacher(school, one, name="Tuula Virtanen"), await make_teacher(school, one)


def items(view: YearPlanView) -> list[ItemLine]:
    """All that stands in the plan."""
    return [item for year in view.years for month in year.months for item in month.lines]


def visit(
    title: str = "A visit", *, day: date | None = None, minutes: int = 300, aims: tuple[int, ...] = (1,)
) -> DayForm:
    """An external day."""
    return DayForm(PlanKind.EXTERNAL, title, day or today(), minutes=minutes, aims=aims)


async def test_a_programme_is_laid_out_once_and_covers_its_hours_and_aims() -> None:
    one, tuula, mikko = await a_class()
    year = school_year_of(today())
    assert await lay_out(tuula, one, "", year) == 1
    assert await lay_out(mikko, one, "", year) == 0
    view = await load_year_plan(tuula, str(one))
    (item,) = items(view)
    assert (item.kind, item.title, view.said) == ("module", "A trial of everything", "5 hours planned, of 5 hours")
    assert date.fromisoformat(item.day).weekday() == 0
    assert all("A trial of everything" in aim.said for aim in view.aims)
    assert view.unplanned == ()
    with pytest.raises(Invalid):
        await lay_out(tuula, one, "no-such-view", year)


async def test_a_module_is_planned_once_and_the_second_is_told_where_it_stands() -> None:
    one, tuula, mikko = await a_class()
    tried = await asyncio.gather(
        plan_module(tuula, one, NAME, today(), uuid4()),
        plan_module(mikko, one, NAME, today() + timedelta(days=30), uuid4()),
        return_exceptions=True,
    )
    assert sum(isinstance(each, UUID) for each in tried) == 1
    (refused,) = [each for each in tried if isinstance(each, Conflict)]
    assert "A trial of everything" in refused.sentence()
    with pytest.raises(Invalid):
        await plan_module(tuula, one, "no-such-module", today(), uuid4())


async def test_whoever_moves_what_a_colleague_moved_hears_where_it_is_now() -> None:
    one, tuula, mikko = await a_class()
    item = await plan_day(tuula, one, visit(), uuid4())
    await move_item(tuula, item, today() + timedelta(days=1), 1)
    with pytest.raises(Conflict) as said:
        await move_item(mikko, item, today() + timedelta(days=2), 1)
    assert "Tuula Virtanen" in said.value.sentence()
    with pytest.raises(Conflict):
        await change_day(mikko, item, visit("Another name"), 1)
    (line,) = items(await load_year_plan(mikko, str(one)))
    assert (line.title, line.day, line.version) == ("A visit", (today() + timedelta(days=1)).isoformat(), 2)
    await move_item(mikko, item, today() + timedelta(days=1), 1)  # there already: nothing to quarrel about


async def test_a_cancelled_day_says_what_falls_out_and_what_could_replace_it() -> None:
    one, tuula, _mikko = await a_class()
    item = await plan_day(tuula, one, visit(minutes=320), uuid4())
    await cancel_day(tuula, item, cancelled=True)
    await cancel_day(tuula, item, cancelled=True)
    view = await load_year_plan(tuula, str(one))
    (line,) = items(view)
    assert line.lost == "Cancelled: 5.3 hours fall out. Aims that are not in the plan any more: 1."
    (other,) = line.replacements
    assert (other.module, other.whole) == (NAME, True)
    assert view.said == "0 hours planned, of 5 hours"
    await plan_module(tuula, one, NAME, today(), uuid4())
    line = next(one for one in items(await load_year_plan(tuula, str(one))) if one.cancelled)
    assert line.lost.endswith("Every aim of it is in the plan elsewhere.")
    assert line.replacements == ()
    await cancel_day(tuula, item, cancelled=False)
    assert not any(one.cancelled for one in items(await load_year_plan(tuula, str(one))))


async def test_what_does_not_fit_whole_is_offered_in_part() -> None:
    one, tuula, _mikko = await a_class()
    item = await plan_day(tuula, one, visit(minutes=45, aims=(2,)), uuid4())
    await cancel_day(tuula, item, cancelled=True)
    (line,) = items(await load_year_plan(tuula, str(one)))
    assert [(other.whole, other.said) for other in line.replacements] == [
        (False, "The first 2 activities: 40 minutes · aims: 2")
    ]


async def test_a_year_is_copied_once_with_days_moved_by_whole_weeks() -> None:
    one, tuula, _mikko = await a_class("8B")
    school = await make_school()
    year = school_year_of(today())
    await plan_day(tuula, one, visit(day=date(year, 11, 18)), uuid4())
    await plan_day(tuula, one, DayForm(PlanKind.DEADLINE, "Apply", date(year + 1, 3, 1), families=True), uuid4())
    await plan_module(tuula, one, NAME, date(year, 9, 16), uuid4())
    assert await copy_plan(tuula, one, year, one, year + 1) == 2  # the module is in this plan already
    assert await copy_plan(tuula, one, year, one, year + 1) == 0
    copied = [item for item in items(await load_year_plan(tuula, str(one))) if item.title == "A visit"]
    days = [date.fromisoformat(item.day) for item in copied]
    assert [day.weekday() for day in days] == [date(year, 11, 18).weekday()] * 2
    assert (days[1] - days[0]).days in (364, 371)
    with pytest.raises(Invalid):
        await copy_plan(tuula, one, year, one, year)
    stranger = await make_teacher(school, await make_class(school))
    with pytest.raises(NotFound):
        await copy_plan(stranger, one, year, one, year + 1)


async def test_what_was_taken_out_comes_back() -> None:
    one, tuula, mikko = await a_class()
    item = await plan_module(tuula, one, NAME, today(), uuid4())
    await take_out(tuula, item)
    assert items(await load_year_plan(tuula, str(one))) == []
    await put_back(tuula, item)
    assert len(items(await load_year_plan(tuula, str(one)))) == 1
    await take_out(tuula, item)
    await plan_module(mikko, one, NAME, today(), uuid4())
    with pytest.raises(Conflict):
        await put_back(tuula, item)


async def test_only_whoever_teaches_the_class_plans_for_it() -> None:
    one, tuula, _mikko = await a_class()
    school = await make_school()
    item = await plan_day(tuula, one, visit(), uuid4())
    for who in (await make_teacher(school), await make_pupil(school, one), await make_coordinator(school)):
        for call in (
            load_year_plan(who, str(one)),
            plan_module(who, one, NAME, today(), uuid4()),
            plan_day(who, one, visit(), uuid4()),
            move_item(who, item, today(), 1),
            change_day(who, item, visit(), 1),
            cancel_day(who, item, cancelled=True),
            take_out(who, item),
            lay_out(who, one, "", school_year_of(today())),
        ):
            with pytest.raises(NotFound):
                await call


async def test_a_double_click_plans_once_and_nonsense_is_refused() -> None:
    one, tuula, _mikko = await a_class()
    request = uuid4()
    assert await plan_day(tuula, one, visit(), request) == await plan_day(tuula, one, visit(), request)
    for form in (visit(""), visit(minutes=0), visit(minutes=10_000), visit("x" * 200)):
        with pytest.raises(Invalid):
            await plan_day(tuula, one, form, uuid4())
    assert len(items(await load_year_plan(tuula, str(one)))) == 1

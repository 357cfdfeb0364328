"""Teachers make periods for the classes they look after; two colleagues notice each other; others are refused."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import at, now
from portfolio_app.core.database import reading
from portfolio_app.core.errors import Conflict, DomainError, Invalid, NotFound
from portfolio_app.marketplace.periods.actions import PeriodForm, announce, change_period, end_period, make_period
from portfolio_app.marketplace.periods.models import Period, PeriodClass
from tests.marketplace.seats import a_monday
from tests.people import make_class, make_coordinator, make_counsellor, make_pupil, make_school, make_teacher

pytestmark = pytest.mark.usefixtures("database")


def a_form(*classes: UUID, **differs: str) -> PeriodForm:
    first = a_monday(8)
    form = PeriodForm(
        name="TET week of grade 9",
        kind="week",
        first_day=first.isoformat(),
        last_day=(first + timedelta(days=4)).isoformat(),
        wishes_until=(first - timedelta(days=21)).isoformat(),
        adult_phone="040 123 4567",
        classes=tuple(map(str, classes)),
    )
    return replace(form, **differs)


async def periods() -> list[Period]:
    async with reading() as session:
        return list((await session.execute(select(Period).order_by(col(Period.made_at)))).scalars())


async def classes_of(period: UUID) -> set[UUID]:
    async with reading() as session:
        rows = select(col(PeriodClass.class_id)).where(col(PeriodClass.period_id) == period)
        return set((await session.execute(rows)).scalars())


async def test_made_once_however_often_it_is_sent() -> None:
    school = await make_school()
    nine = await make_class(school)
    tuula = await make_teacher(school, nine)
    request = uuid4()
    made = await asyncio.gather(*(make_period(tuula, school, a_form(nine), request) for _time in range(4)))
    (row,) = await periods()
    assert (set(made), row.adult_id, await classes_of(row.id)) == ({row.id}, tuula.person_id, {nine})
    await announce(tuula, row.id)
    await announce(tuula, row.id)
    await announce(tuula, row.id, announced=False)
    assert (await periods())[0].announced_at is None


async def test_colleagues_notice_each_other_and_keep_each_others_classes() -> None:
    school = await make_school()
    nine, other = await make_class(school), await make_class(school)
    tuula, petri = await make_teacher(school, nine), await make_teacher(school, other)
    kaisa = await make_counsellor(school)
    made = await make_period(kaisa, school, a_form(nine, other), uuid4())
    await change_period(tuula, made, a_form(nine, name="TET"), 1)
    assert await classes_of(made) == {nine, other}
    with pytest.raises(Conflict):
        await change_period(petri, made, a_form(other, name="Work experience"), 1)
    await change_period(petri, made, replace(a_form(other, name="TET"), adult=str(kaisa.person_id)), 1)
    (row,) = await periods()
    assert (row.name, row.version) == ("TET", 2)


@pytest.mark.parametrize(
    ("field", "differs"),
    [
        ("name", {"name": "  "}),
        ("kind", {"kind": "holiday"}),
        ("first_day", {"first_day": "soon"}),
        ("last_day", {"last_day": "2020-01-01"}),
        ("wishes_until", {"wishes_until": a_monday(9).isoformat()}),
        ("school_minutes", {"school_minutes": "two hours"}),
        ("adult_phone", {"adult_phone": "call me"}),
        ("words", {"words": "x" * 1501}),
        ("adult", {"adult": "00000000-0000-4000-8000-000000000000"}),
    ],
)
async def test_what_is_wrong_is_told_where_it_is(field: str, differs: dict[str, str]) -> None:
    school = await make_school()
    nine = await make_class(school)
    tuula = await make_teacher(school, nine)
    with pytest.raises(Invalid) as problem:
        await make_period(tuula, school, a_form(nine, **differs), uuid4())
    assert problem.value.field == field
    assert await periods() == []


async def test_without_a_class_there_is_none() -> None:
    school = await make_school()
    tuula = await make_teacher(school, await make_class(school))
    with pytest.raises(Invalid) as problem:
        await make_period(tuula, school, a_form(), uuid4())
    assert problem.value.field == "classes"


@pytest.mark.parametrize("who", ["pupil", "coordinator", "other class", "counsellor elsewhere"])
async def test_others_make_none_and_change_none(who: str) -> None:
    school, elsewhere = await make_school(), await make_school()
    nine = await make_class(school)
    tuula = await make_teacher(school, nine)
    made = await make_period(tuula, school, a_form(nine), uuid4())
    other: Actor = {
        "pupil": await make_pupil(school, nine),
        "coordinator": await make_coordinator(school),
        "other class": await make_teacher(school, await make_class(school)),
        "counsellor elsewhere": await make_counsellor(elsewhere),
    }[who]
    with pytest.raises(DomainError):
        await make_period(other, school, a_form(nine), uuid4())
    with pytest.raises(NotFound):
        await change_period(other, made, a_form(nine, name="Mine"), 1)
    for change in (announce, end_period):
        with pytest.raises(NotFound):
            await change(other, made)
    assert [(one.name, one.ended_at) for one in await periods()] == [("TET week of grade 9", None)]


async def test_ended_and_brought_back_for_thirty_days() -> None:
    school = await make_school()
    nine = await make_class(school)
    tuula = await make_teacher(school, nine)
    made = await make_period(tuula, school, a_form(nine), uuid4())
    await end_period(tuula, made)
    await end_period(tuula, made)
    with pytest.raises(NotFound):
        await announce(tuula, made)
    await end_period(tuula, made, back=True)
    await end_period(tuula, made)
    with at(now() + timedelta(days=40)), pytest.raises(NotFound):
        await end_period(tuula, made, back=True)

"""A coordinator arranges classes; nobody else does, and nothing is half-done."""

import asyncio
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from portfolio_app.accounts.models import Role
from portfolio_app.core.clock import now
from portfolio_app.core.database import reading
from portfolio_app.core.errors import DomainError, Invalid, NotFound
from portfolio_app.core.models import Audit
from portfolio_app.schools import actions
from portfolio_app.schools.models import ClassMember, SchoolClass
from portfolio_app.schools.school_views import load_school, load_school_class
from portfolio_app.settings import Settings
from tests.people import (
    make_admin,
    make_class,
    make_coordinator,
    make_counsellor,
    make_pupil,
    make_school,
    make_teacher,
)


async def test_a_coordinator_makes_renames_ends_and_restores_a_class(database: Settings) -> None:
    school = await make_school()
    kaisa = await make_coordinator(school)
    made = await actions.make_class(kaisa, school, "  8B ", "13-15")
    await actions.change_class(kaisa, made, "9B", "15-18")
    siiri = await make_pupil(school, made)
    tuula = await make_teacher(school, made)
    view = await load_school_class(kaisa, str(made))
    assert (view.name, view.stage, view.pupils[0].name, view.teachers[0].name) == (
        "9B",
        "15-18",
        siiri.name,
        tuula.name,
    )

    await actions.end_class(kaisa, made)
    await actions.end_class(kaisa, made)
    with pytest.raises(NotFound):
        await load_school_class(kaisa, str(made))
    assert [one.name for one in (await load_school(kaisa)).ended] == ["9B"]

    await actions.restore_class(kaisa, made)
    view = await load_school_class(kaisa, str(made))
    assert (len(view.pupils), len(view.teachers)) == (1, 1)
    async with reading() as session:
        verbs = (await session.execute(select(col(Audit.action)).order_by(col(Audit.at)))).scalars().all()
    assert verbs == ["schools.make_class", "schools.change_class", "schools.end_class", "schools.restore_class"]


async def test_nobody_else_arranges_classes(database: Settings) -> None:
    school = await make_school()
    made, second = await make_class(school), await make_class(school)
    siiri = await make_pupil(school, made)
    others = [
        await make_coordinator(await make_school()),
        await make_admin(),
        siiri,
        await make_teacher(school, made),
        await make_counsellor(school),
    ]
    for actor in others:
        for attempt in (
            actions.make_class(actor, school, "9C", "13-15"),
            actions.change_class(actor, made, "9C", "13-15"),
            actions.end_class(actor, made),
            actions.restore_class(actor, made),
            actions.join_class(actor, made, siiri.person_id, Role.PUPIL),
            actions.leave_class(actor, made, siiri.person_id, Role.PUPIL),
            actions.move_pupil(actor, siiri.person_id, made, second),
            load_school(actor, str(school)),
            load_school_class(actor, str(made)),
        ):
            with pytest.raises(NotFound):
                await attempt


@pytest.mark.parametrize("wrong", ["", "not an id", "6f0c1f2e-0d5b-4a3c-9a55-0c8f0f1e2d3c", "x" * 200_000])
async def test_unknown_ids_are_not_found(database: Settings, wrong: str) -> None:
    school = await make_school()
    kaisa = await make_coordinator(school)
    for attempt in (
        actions.end_class(kaisa, wrong),
        actions.change_class(kaisa, wrong, "8B", "13-15"),
        actions.make_class(kaisa, wrong, "8B", "13-15"),
        load_school_class(kaisa, wrong),
    ):
        with pytest.raises(NotFound):
            await attempt


@pytest.mark.parametrize(
    ("name", "stage"), [("", "13-15"), ("x" * 61, "13-15"), ("8B", "20-30"), ("8\u0000B", "13-15")]
)
async def test_what_cannot_be_a_class_is_said(database: Settings, name: str, stage: str) -> None:
    kaisa = await make_coordinator(school := await make_school())
    with pytest.raises(Invalid):
        await actions.make_class(kaisa, school, name, stage)


async def test_two_coordinators_making_the_same_class_at_once_make_one(database: Settings) -> None:
    school = await make_school()
    coordinators = [await make_coordinator(school) for _ in range(4)]
    outcomes = await asyncio.gather(
        *(actions.make_class(one, school, name, "13-15") for one, name in zip(coordinators, ["8B"] * 4, strict=True)),
        return_exceptions=True,
    )
    assert sum(not isinstance(one, BaseException) for one in outcomes) == 1
    refused = [one for one in outcomes if isinstance(one, BaseException)]
    assert all(isinstance(one, actions.ClassExists) for one in refused)
    assert isinstance(refused[0], DomainError)
    assert refused[0].sentence() == "There is already a class called 8B."
    async with reading() as session:
        assert (await session.execute(select(func.count()).select_from(SchoolClass))).scalar_one() == 1


async def test_a_form_sent_twice_makes_one_class(database: Settings) -> None:
    kaisa = await make_coordinator(school := await make_school())
    request = uuid4()
    first = await actions.make_class(kaisa, school, "8B", "13-15", request=request)
    assert await actions.make_class(kaisa, school, "8B", "13-15", request=request) == first


async def test_an_ended_class_gives_its_name_free_and_cannot_take_it_back(database: Settings) -> None:
    kaisa = await make_coordinator(school := await make_school())
    old = await actions.make_class(kaisa, school, "8B", "13-15")
    await actions.end_class(kaisa, old)
    await actions.make_class(kaisa, school, "8b", "13-15")
    with pytest.raises(actions.ClassExists):
        await actions.restore_class(kaisa, old)


async def test_only_people_with_the_role_at_the_school_come_into_a_class(database: Settings) -> None:
    school, other = await make_school(), await make_school()
    kaisa = await make_coordinator(school)
    made = await make_class(school)
    for person, role in (
        (await make_pupil(other), Role.PUPIL),
        (await make_pupil(school), Role.TEACHER),
        (await make_teacher(school), Role.PUPIL),
        (await make_coordinator(school), Role.COORDINATOR),
    ):
        with pytest.raises(NotFound):
            await actions.join_class(kaisa, made, person.person_id, role)
    siiri = await make_pupil(school)
    await actions.join_class(kaisa, made, siiri.person_id, Role.PUPIL)
    await actions.join_class(kaisa, made, siiri.person_id, Role.PUPIL)
    assert [one.name for one in (await load_school_class(kaisa, str(made))).pupils] == [siiri.name]


async def test_a_pupil_moves_in_one_step(database: Settings) -> None:
    school = await make_school()
    kaisa = await make_coordinator(school)
    old, new = await make_class(school), await make_class(school)
    siiri = await make_pupil(school, old)
    await actions.move_pupil(kaisa, siiri.person_id, old, new)
    assert not (await load_school_class(kaisa, str(old))).pupils
    assert len((await load_school_class(kaisa, str(new))).pupils) == 1
    with pytest.raises(NotFound):
        await actions.move_pupil(kaisa, siiri.person_id, old, new)
    with pytest.raises(NotFound):
        await actions.move_pupil(kaisa, siiri.person_id, new, await make_class(await make_school()))
    assert len((await load_school_class(kaisa, str(new))).pupils) == 1
    async with reading() as session:
        open_places = select(func.count()).select_from(ClassMember).where(col(ClassMember.ended_at).is_(None))
        assert (await session.execute(open_places)).scalar_one() == 1
        assert (await session.execute(select(func.max(col(ClassMember.began_at))))).scalar_one() <= now()

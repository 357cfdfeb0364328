"""An admin makes regional coordinators; they hold their role at a region and see nothing of its schools."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from portfolio_app.accounts import sessions
from portfolio_app.accounts.models import Membership, Person, Role
from portfolio_app.core.clock import now
from portfolio_app.core.database import reading, writing
from portfolio_app.core.errors import Invalid, NotFound
from portfolio_app.portfolio.home import load_home
from portfolio_app.schools.admin_views import load_region
from portfolio_app.schools.codes import give_link
from portfolio_app.schools.founding import add_regional_coordinator
from portfolio_app.schools.places import time_zone_of
from portfolio_app.schools.queries import load_frame
from portfolio_app.schools.roles import end_regional_role, give_role, restore_regional_role
from tests.people import (
    make_admin,
    make_coordinator,
    make_pupil,
    make_region,
    make_regional,
    make_school,
    make_teacher,
    signed_in,
)

pytestmark = pytest.mark.usefixtures("database")


async def person_called(name: str) -> UUID:
    async with reading() as session:
        return (await session.execute(select(col(Person.id)).where(col(Person.name) == name))).scalar_one()


async def test_made_by_an_admin_with_a_link_for_the_first_time() -> None:
    admin, region = await make_admin(), await make_region()
    request = uuid4()
    given = await add_regional_coordinator(admin, region, "Sirpa Aalto", "sirpa.a", request=request)
    again = await add_regional_coordinator(admin, region, "Sirpa Aalto", "sirpa.a", request=request)
    assert given.key != again.key  # the next link of the same person
    view = await load_region(admin, str(region))
    assert [one.name for one in view.coordinators] == ["Sirpa Aalto"]
    sirpa = await person_called("Sirpa Aalto")
    assert (await give_link(admin, sirpa)).name == "Sirpa Aalto"


async def test_the_role_ends_with_every_session_and_comes_back() -> None:
    admin, region = await make_admin(), await make_region()
    sirpa, key = await signed_in(await make_regional(region))
    found = await sessions.actor_of(key)
    assert found
    assert found.regions == (region,)
    await end_regional_role(admin, region, sirpa.person_id)
    await end_regional_role(admin, region, sirpa.person_id)
    assert await sessions.actor_of(key) is None
    assert (await load_region(admin, str(region))).coordinators == ()
    await restore_regional_role(admin, region, sirpa.person_id)
    await restore_regional_role(admin, region, sirpa.person_id)
    assert len((await load_region(admin, str(region))).coordinators) == 1


async def test_only_an_admin_gives_and_ends_it() -> None:
    region = await make_region()
    school = await make_school(region=region)
    sirpa = await make_regional(region)
    for who in (sirpa, await make_coordinator(school), await make_teacher(school), await make_pupil(school)):
        for refused in (
            add_regional_coordinator(who, region, "X", "x.y", request=uuid4()),
            end_regional_role(who, region, sirpa.person_id),
            restore_regional_role(who, region, sirpa.person_id),
            load_region(who, str(region)),
        ):
            with pytest.raises(NotFound):
                await refused
    leader = await make_coordinator(school)
    teacher = await make_teacher(school)
    for role in (Role.REGIONAL, Role.ADMIN, Role.PERSONAL):  # none of a school's
        with pytest.raises(NotFound):
            await give_role(leader, school, teacher.person_id, role)


async def test_bad_input_is_told() -> None:
    admin, region = await make_admin(), await make_region()
    for name, username, field in (("", "sirpa.b", "coordinator_name"), ("Sirpa", "x y", "username")):
        with pytest.raises(Invalid) as problem:
            await add_regional_coordinator(admin, region, name, username, request=uuid4())
        assert problem.value.field == field
    with pytest.raises(NotFound):
        await add_regional_coordinator(admin, uuid4(), "Sirpa", "sirpa.c", request=uuid4())


async def test_what_a_regional_coordinator_is_shown() -> None:
    region = await make_region(country="NO")
    school = await make_school(region=region)
    await make_pupil(school, name="Siiri Seen")
    sirpa = await make_regional(region)
    frame = await load_frame(sirpa)
    assert (frame.is_regional, frame.is_staff, frame.is_pupil, frame.is_admin) == (True, False, False, False)
    assert "Siiri" not in str(await load_home(sirpa))
    assert await time_zone_of(sirpa) == "Europe/Oslo"


@pytest.mark.parametrize(
    ("role", "at_school", "at_region"),
    [(Role.REGIONAL, True, True), (Role.REGIONAL, False, False), (Role.TEACHER, True, True), (Role.ADMIN, False, True)],
)
async def test_the_database_knows_where_a_role_is_held(role: Role, at_school: bool, at_region: bool) -> None:
    region = await make_region()
    school = await make_school(region=region)
    person = await make_admin()
    with pytest.raises(IntegrityError):
        async with writing() as session:
            session.add(
                Membership(
                    person_id=person.person_id,
                    role=role,
                    school_id=school if at_school else None,
                    region_id=region if at_region else None,
                    began_at=now(),
                )
            )

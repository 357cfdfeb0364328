"""Roles end at once everywhere, come back whole, and a school is never left without a coordinator."""

import asyncio

import pytest

from portfolio_app.accounts import sessions
from portfolio_app.accounts.actions import WrongSignIn, sign_in
from portfolio_app.accounts.models import Role
from portfolio_app.core.errors import DomainError, Invalid, NotFound
from portfolio_app.schools import codes, roles
from portfolio_app.schools.actions import join_class
from portfolio_app.schools.listing import asked
from portfolio_app.schools.people_views import load_people, load_person
from portfolio_app.schools.school_views import load_school_class
from portfolio_app.settings import Settings
from tests.people import (
    actor_now,
    make_admin,
    make_class,
    make_coordinator,
    make_counsellor,
    make_pupil,
    make_school,
    make_teacher,
    signed_in,
)


async def test_ending_a_role_ends_sessions_classes_and_codes_at_once(database: Settings) -> None:
    school = await make_school()
    kaisa = await make_coordinator(school)
    made = await make_class(school)
    siiri = await make_pupil(school, made, username="siiri.n")
    tuula = await make_teacher(school, made)
    tuula, key = await signed_in(tuula)
    assert await sessions.actor_of(key)
    code = await codes.give_code(tuula, siiri.person_id)

    await roles.end_role(kaisa, school, tuula.person_id, Role.TEACHER)
    await roles.end_role(kaisa, school, tuula.person_id, Role.TEACHER)
    assert await sessions.actor_of(key) is None
    assert not (await actor_now(tuula.person_id)).roles
    assert not (await load_school_class(kaisa, str(made))).teachers
    with pytest.raises(WrongSignIn):
        await sign_in("siiri.n", code.code, own_device=False, device="", address="1")
    with pytest.raises(NotFound):
        await codes.give_code(await actor_now(tuula.person_id), siiri.person_id)

    view = await load_person(kaisa, str(tuula.person_id))
    assert [one.role for one in view.ended] == ["teacher"]
    await roles.restore_role(kaisa, school, tuula.person_id, Role.TEACHER)
    assert (await actor_now(tuula.person_id)).has(Role.TEACHER)
    assert [one.name for one in (await load_school_class(kaisa, str(made))).teachers] == [tuula.name]


async def test_nobody_else_gives_or_ends_roles(database: Settings) -> None:
    school, other = await make_school(), await make_school()
    made = await make_class(school)
    tuula = await make_teacher(school, made)
    for actor in (
        await make_coordinator(other),
        await make_admin(),
        await make_counsellor(school),
        await make_pupil(school, made),
        tuula,
    ):
        for attempt in (
            roles.give_role(actor, school, tuula.person_id, Role.COUNSELLOR),
            roles.end_role(actor, school, tuula.person_id, Role.TEACHER),
            roles.restore_role(actor, school, tuula.person_id, Role.TEACHER),
            roles.change_name(actor, school, tuula.person_id, "Nobody"),
            load_person(actor, str(tuula.person_id), str(school)),
            load_people(actor, str(school)),
        ):
            with pytest.raises(NotFound):
                await attempt


async def test_roles_of_another_schools_people_stay_theirs(database: Settings) -> None:
    kaisa = await make_coordinator(school := await make_school())
    other = await make_school()
    stranger = await make_teacher(other)
    for attempt in (
        roles.give_role(kaisa, school, stranger.person_id, Role.TEACHER),
        roles.give_role(kaisa, other, stranger.person_id, Role.COORDINATOR),
        roles.end_role(kaisa, school, stranger.person_id, Role.TEACHER),
        load_person(kaisa, str(stranger.person_id)),
    ):
        with pytest.raises(NotFound):
            await attempt


@pytest.mark.parametrize("role", [Role.ADMIN])
async def test_nobody_makes_an_admin(database: Settings, role: Role) -> None:
    kaisa = await make_coordinator(school := await make_school())
    for actor in (kaisa, await make_admin()):
        with pytest.raises(NotFound):
            await roles.give_role(actor, school, kaisa.person_id, role)


async def test_an_admin_gives_and_ends_coordinators_only(database: Settings) -> None:
    school = await make_school()
    admin = await make_admin()
    await make_coordinator(school)
    tuula, siiri = await make_teacher(school), await make_pupil(school)
    await roles.give_role(admin, school, tuula.person_id, Role.COORDINATOR)
    assert (await actor_now(tuula.person_id)).has(Role.COORDINATOR)
    await roles.end_role(admin, school, tuula.person_id, Role.COORDINATOR)
    for attempt in (
        roles.give_role(admin, school, tuula.person_id, Role.COUNSELLOR),
        roles.give_role(admin, school, siiri.person_id, Role.COORDINATOR),
        roles.end_role(admin, school, tuula.person_id, Role.TEACHER),
    ):
        with pytest.raises(NotFound):
            await attempt


async def test_a_school_keeps_its_last_coordinator(database: Settings) -> None:
    school = await make_school()
    kaisa = await make_coordinator(school)
    for actor in (kaisa, await make_admin()):
        with pytest.raises(roles.LastCoordinator):
            await roles.end_role(actor, school, kaisa.person_id, Role.COORDINATOR)


async def test_two_coordinators_ending_each_other_leave_one(database: Settings) -> None:
    school = await make_school()
    one, other = await make_coordinator(school), await make_coordinator(school)
    outcomes = await asyncio.gather(
        roles.end_role(one, school, other.person_id, Role.COORDINATOR),
        roles.end_role(other, school, one.person_id, Role.COORDINATOR),
        return_exceptions=True,
    )
    assert sum(isinstance(outcome, DomainError) for outcome in outcomes) == 1
    left = [await actor_now(who.person_id) for who in (one, other)]
    assert sum(who.has(Role.COORDINATOR) for who in left) == 1


async def test_a_pupil_does_not_work_at_the_same_school(database: Settings) -> None:
    kaisa = await make_coordinator(school := await make_school())
    siiri, tuula = await make_pupil(school), await make_teacher(school)
    with pytest.raises(roles.PupilAndStaff):
        await roles.give_role(kaisa, school, siiri.person_id, Role.TEACHER)
    with pytest.raises(roles.PupilAndStaff):
        await roles.give_role(kaisa, school, tuula.person_id, Role.PUPIL)
    await roles.end_role(kaisa, school, siiri.person_id, Role.PUPIL)
    await roles.give_role(kaisa, school, siiri.person_id, Role.TEACHER)
    await roles.give_role(kaisa, school, siiri.person_id, Role.TEACHER)
    assert [one.role for one in (await actor_now(siiri.person_id)).roles] == [Role.TEACHER]


async def test_a_name_is_corrected_only_by_its_own_school(database: Settings) -> None:
    school = await make_school()
    kaisa, siiri = await make_coordinator(school), await make_pupil(school)
    await roles.change_name(kaisa, school, siiri.person_id, "Søren O'Ŋgård 🌱 محمد")
    view = await load_person(kaisa, str(siiri.person_id))
    assert view.name == "Søren O'Ŋgård 🌱 محمد"
    other = await make_school()
    mira = await make_teacher(school)
    elsewhere = await make_coordinator(other)
    with pytest.raises(NotFound):
        await roles.change_name(elsewhere, other, mira.person_id, "Mirja")
    with pytest.raises(Invalid):
        await roles.change_name(kaisa, school, siiri.person_id, " ")


async def test_people_are_found_by_words_of_their_names_and_paged(database: Settings) -> None:
    school = await make_school()
    kaisa = await make_coordinator(school, name="Kaisa Korhonen")
    made = await make_class(school)
    for number in range(30):
        await make_pupil(school, *([made] if number < 3 else []), name=f"Pupil Number{number:02}")
    await make_pupil(await make_school(), name="Pupil Elsewhere")
    first = await load_people(kaisa)
    assert (len(first.people), first.said, first.people_list.said) == (25, "31 people", "Page 1 of 2")
    assert not first.people_list.previous_href
    assert first.people_list.following_href.endswith("page=2")
    assert len((await load_people(kaisa, wanted=asked(page="99"))).people) == 6
    assert [one.name for one in (await load_people(kaisa, wanted=asked("number07 PUPIL"))).people] == ["Pupil Number07"]
    assert [one.name for one in (await load_people(kaisa, role="coordinator")).people] == ["Kaisa Korhonen"]
    assert len((await load_people(kaisa, class_id=str(made))).people) == 3
    for odd in ("%", "_", "' or 1=1 --", "\\"):
        assert (await load_people(kaisa, wanted=asked(odd))).people == ()


async def test_a_place_in_a_class_never_outlives_the_role(database: Settings) -> None:
    """Somebody is put into a class while their role ends: whichever comes first, nobody is left in without the role."""
    school = await make_school()
    kaisa, other = await make_coordinator(school), await make_coordinator(school)
    for _time in range(5):
        made = await make_class(school)
        tuula = await make_teacher(school)
        await asyncio.gather(
            join_class(kaisa, made, tuula.person_id, Role.TEACHER),
            roles.end_role(other, school, tuula.person_id, Role.TEACHER),
            return_exceptions=True,
        )
        assert not (await actor_now(tuula.person_id)).roles
        assert not (await load_school_class(kaisa, str(made))).teachers

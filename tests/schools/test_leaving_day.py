"""On the leaving day of a class its pupils leave school: by themselves, at once, and nobody else with them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Membership, Person, Role
from portfolio_app.accounts.own import TERMS_VERSION, accept_terms, load_own_account
from portfolio_app.core import outbox
from portfolio_app.core.clock import at, now
from portfolio_app.core.database import reading, writing
from portfolio_app.core.errors import Invalid, NotFound
from portfolio_app.core.models import Outbox
from portfolio_app.notices.queries import load_notices
from portfolio_app.portfolio_app import app
from portfolio_app.schools.actions import end_class
from portfolio_app.schools.leaving_day import (
    choose_leaving_day,
    choose_leaving_day_of_stage,
    choose_staying,
    leave,
    leaving_days,
)
from portfolio_app.schools.models import SchoolClass
from portfolio_app.schools.roles import TheirOwn, end_role, restore_role
from portfolio_app.settings import Settings
from portfolio_app.sharing import policy as sharing_policy
from tests.people import (
    actor_now,
    join_class,
    make_class,
    make_coordinator,
    make_person,
    make_pupil,
    make_school,
    make_teacher,
)

assert app  # says what is done for the outbox

TODAY = datetime(2026, 11, 26, 12, tzinfo=UTC)
DAY = date(2027, 6, 5)
MIDNIGHT = datetime(2027, 6, 4, 21, tzinfo=UTC)  # in Finland, where the school lies


async def run_all() -> None:
    """Do whatever is due in the outbox."""
    while await outbox.run_next():
        pass


async def roles_of(person: Actor | UUID) -> set[tuple[str, UUID | None]]:
    found = await actor_now(person.person_id if isinstance(person, Actor) else person)
    return {(held.role.value, held.school_id) for held in found.roles}


async def leaving_school() -> tuple[UUID, UUID, Actor, Actor, Actor]:
    """A school with a class, its coordinator, a pupil and a teacher; the class leaves on `DAY`."""
    school = await make_school()
    nine_c = await make_class(school)
    kaisa, siiri = await make_coordinator(school), await make_pupil(school, nine_c)
    tuula = await make_teacher(school, nine_c)
    await choose_leaving_day(kaisa, nine_c, DAY)
    return school, nine_c, kaisa, siiri, tuula


async def test_the_role_ends_at_midnight_on_the_schools_wall_and_not_before(database: Settings) -> None:
    with at(TODAY):
        school, _class, _kaisa, siiri, tuula = await leaving_school()
    with at(MIDNIGHT - timedelta(minutes=1)):
        await run_all()
        assert await roles_of(siiri) == {("pupil", school)}
    with at(MIDNIGHT):
        await run_all()
        assert await roles_of(siiri) == set()
        assert await roles_of(tuula) == {("teacher", school)}
        async with reading() as session:
            assert not await sharing_policy.is_teacher_of(session, tuula, siiri.person_id)
            assert not await sharing_policy.is_guide_of(session, tuula, siiri.person_id)


async def test_a_server_that_was_off_catches_up(database: Settings) -> None:
    with at(TODAY):
        _school, _class, _kaisa, siiri, _tuula = await leaving_school()
    with at(MIDNIGHT + timedelta(days=20)):
        await run_all()
        assert await roles_of(siiri) == set()


async def test_done_twice_it_is_done_once_and_whoever_comes_later_is_left_alone(database: Settings) -> None:
    with at(TODAY):
        school, nine_c, _kaisa, siiri, _tuula = await leaving_school()
    with at(MIDNIGHT):
        await run_all()
        later = await make_pupil(school, nine_c)
        await leave(siiri.person_id, {"class": str(nine_c), "day": DAY.isoformat()})
        assert await roles_of(later) == {("pupil", school)}
        async with reading() as session:
            ended = await session.execute(
                select(col(Membership.id)).where(col(Membership.person_id) == siiri.person_id)
            )
            assert len(ended.all()) == 1


async def test_work_that_was_killed_is_run_again(database: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    with at(TODAY):
        school, _class, _kaisa, siiri, _tuula = await leaving_school()

    async def killed(*_given: object) -> None:
        raise RuntimeError("killed")

    with at(MIDNIGHT), monkeypatch.context() as broken:
        broken.setattr("portfolio_app.schools.leaving_day.leaves_school", killed)
        await run_all()
        assert await roles_of(siiri) == {("pupil", school)}
    with at(MIDNIGHT + timedelta(minutes=10)):
        await run_all()
        assert await roles_of(siiri) == set()


async def test_another_day_counts_and_none_ends_it(database: Settings) -> None:
    with at(TODAY):
        school, nine_c, kaisa, siiri, _tuula = await leaving_school()
        await choose_leaving_day(kaisa, nine_c, DAY + timedelta(days=7))
    with at(MIDNIGHT + timedelta(days=1)):
        await run_all()
        assert await roles_of(siiri) == {("pupil", school)}
        await choose_leaving_day(kaisa, nine_c, None)
    with at(MIDNIGHT + timedelta(days=8)):
        await run_all()
        assert await roles_of(siiri) == {("pupil", school)}
        await choose_leaving_day(kaisa, nine_c, DAY + timedelta(days=30))
        await end_class(kaisa, nine_c)
    with at(MIDNIGHT + timedelta(days=40)):
        await run_all()
        assert await roles_of(siiri) == {("pupil", school)}


async def test_who_stays_on_or_is_elsewhere_keeps_that(database: Settings) -> None:
    with at(TODAY):
        school, nine_c, kaisa, _siiri, _tuula = await leaving_school()
        other_school = await make_school()
        repeats = await make_pupil(school, nine_c)
        await choose_staying(kaisa, nine_c, repeats.person_id, stays=True)
        in_another_class = await make_pupil(school, nine_c, await make_class(school))
        async with reading() as session:
            assert set(await leaving_days(session, [repeats.person_id, in_another_class.person_id])) == set()
        two_schools = await make_person((Role.PUPIL, school), (Role.PUPIL, other_school))
        await join_class(two_schools, nine_c)
    with at(MIDNIGHT):
        await run_all()
        assert await roles_of(repeats) == {("pupil", school)}
        assert await roles_of(in_another_class) == {("pupil", school)}
        assert await roles_of(two_schools) == {("pupil", other_school)}
        async with reading() as session:
            person = await session.get_one(Person, two_schools.person_id)
            assert person.left_school_on is None


async def test_all_classes_of_a_stage_at_once(database: Settings) -> None:
    with at(TODAY):
        school = await make_school()
        kaisa = await make_coordinator(school)
        young = await make_class(school, stage="11-13")
        old = [await make_class(school, stage="13-15") for _number in range(2)]
        assert await choose_leaving_day_of_stage(kaisa, school, "13-15", DAY) == 2
        async with reading() as session:
            rows = await session.execute(select(col(SchoolClass.id), col(SchoolClass.leaving_on)))
            assert dict(rows.all()) == {young: None, **dict.fromkeys(old, DAY)}
        with pytest.raises(Invalid):
            await choose_leaving_day_of_stage(kaisa, school, "15-18", DAY)


@pytest.mark.parametrize("days", [0, -1, 4000])
async def test_a_day_is_to_come(database: Settings, days: int) -> None:
    with at(TODAY):
        _school, nine_c, kaisa, _siiri, _tuula = await leaving_school()
        with pytest.raises(Invalid):
            await choose_leaving_day(kaisa, nine_c, TODAY.date() + timedelta(days=days))


async def test_only_the_schools_coordinator_chooses(database: Settings) -> None:
    with at(TODAY):
        school, nine_c, _kaisa, siiri, tuula = await leaving_school()
        stranger = await make_coordinator(await make_school())
        for actor in (siiri, tuula, stranger):
            for attempt in (
                choose_leaving_day(actor, nine_c, None),
                choose_leaving_day_of_stage(actor, school, "13-15", None),
                choose_staying(actor, nine_c, siiri.person_id, stays=True),
            ):
                with pytest.raises(NotFound):
                    await attempt


async def test_pupils_are_told_a_year_three_months_and_two_weeks_before(database: Settings) -> None:
    with at(TODAY):
        _school, _class, _kaisa, siiri, tuula = await leaving_school()
        await run_all()
    told: list[int] = []
    for days in (192, 92, 91, 15, 14, 1, 0):
        with at(MIDNIGHT - timedelta(days=days) + timedelta(hours=8)):
            await run_all()
            told.append(len((await load_notices(siiri)).lines))
    assert told == [1, 1, 2, 2, 3, 3, 3]
    assert (await load_notices(tuula)).lines == ()


async def test_the_work_is_written_once_for_a_day(database: Settings) -> None:
    with at(TODAY):
        _school, nine_c, kaisa, _siiri, _tuula = await leaving_school()
        await choose_leaving_day(kaisa, nine_c, None)
        await choose_leaving_day(kaisa, nine_c, DAY)
        async with reading() as session:
            rows = (await session.execute(select(col(Outbox.kind)).where(col(Outbox.kind).like("schools.%")))).scalars()
            assert sorted(rows) == ["schools.leave", *["schools.tell_of_leaving"] * 3]


async def test_the_account_becomes_their_own_where_the_operator_keeps_them(
    database: Settings, configure: Callable[..., Settings]
) -> None:
    configure(personal_accounts=True, personal_accounts_by="Town of Aura, polku@aura.example")
    with at(TODAY):
        school, _class, kaisa, siiri, _tuula = await leaving_school()
    with at(MIDNIGHT):
        await run_all()
        assert await roles_of(siiri) == {("personal", None)}
        assert (await load_own_account(siiri)).state == "terms"
        # by mistake, and before they made it their own, a school can take that back
        await restore_role(kaisa, school, siiri.person_id, Role.PUPIL)
        assert await roles_of(siiri) == {("pupil", school)}


async def test_elsewhere_the_time_begins_to_take_everything_out(database: Settings) -> None:
    with at(TODAY):
        school, _class, kaisa, siiri, _tuula = await leaving_school()
    with at(MIDNIGHT):
        await run_all()
        assert (await load_own_account(siiri)).state == "going"
        await restore_role(kaisa, school, siiri.person_id, Role.PUPIL)
        assert (await load_own_account(siiri)).state == ""


async def test_a_role_that_is_ended_by_hand_ends_as_on_a_leaving_day(database: Settings) -> None:
    with at(TODAY):
        school, _class, kaisa, siiri, _tuula = await leaving_school()
        await end_role(kaisa, school, siiri.person_id, Role.PUPIL)
        assert (await load_own_account(siiri)).state == "going"
        await restore_role(kaisa, school, siiri.person_id, Role.PUPIL)
        assert (await load_own_account(siiri)).state == ""
        other = await make_school()
        async with writing() as session:
            session.add(Membership(person_id=siiri.person_id, role=Role.PUPIL, school_id=other, began_at=now()))
        await end_role(kaisa, school, siiri.person_id, Role.PUPIL)
        assert (await load_own_account(siiri)).state == ""  # another school has them


async def test_no_school_takes_back_what_has_become_somebodys_own(
    database: Settings, configure: Callable[..., Settings]
) -> None:
    chosen = configure(personal_accounts=True, personal_accounts_by="Town of Aura, polku@aura.example")
    with at(TODAY):
        school, _class, kaisa, siiri, _tuula = await leaving_school()
    with at(MIDNIGHT):
        await run_all()
        await accept_terms(siiri, TERMS_VERSION, chosen.personal_accounts_by)
        with pytest.raises(TheirOwn):
            await restore_role(kaisa, school, siiri.person_id, Role.PUPIL)
        assert await roles_of(siiri) == {("personal", None)}

"""Somebody who has an account becomes a pupil of a new school, as the same person, by a code and their own yes."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Role
from portfolio_app.accounts.own import TERMS_VERSION, accept_terms, leaves_school, load_own_account
from portfolio_app.core.clock import at, now
from portfolio_app.core.database import reading, writing
from portfolio_app.core.errors import Invalid, NotFound, TooMany
from portfolio_app.schools.joining import (
    NoSuchCode,
    end_joining_code,
    join_with_code,
    load_joining_codes,
    look_at_code,
    make_joining_code,
)
from portfolio_app.schools.roles import PupilAndStaff
from portfolio_app.settings import Settings
from portfolio_app.sharing import policy as sharing_policy
from tests.people import (
    actor_now,
    end_roles,
    make_admin,
    make_class,
    make_coordinator,
    make_person,
    make_pupil,
    make_school,
    make_teacher,
)


async def adult_school() -> tuple[UUID, UUID, Actor]:
    """A school, a class of it, and its coordinator."""
    school = await make_school("Adult school")
    return school, await make_class(school, "Evening"), await make_coordinator(school)


async def former_pupil(*, own: bool = False) -> Actor:
    """Somebody who has left school."""
    siiri = await make_pupil(await make_school())
    await end_roles(siiri)
    async with writing() as session:
        await leaves_school(session, siiri.person_id)
    if own:
        await accept_terms(siiri, TERMS_VERSION, "Town of Aura")
    return await actor_now(siiri.person_id)


async def test_the_code_shows_where_it_leads_and_then_they_are_a_pupil_there(database: Settings) -> None:
    school, evening, kaisa = await adult_school()
    tuula = await make_teacher(school, evening)
    siiri = await former_pupil()
    code = await make_joining_code(kaisa, evening)
    looked = await look_at_code(siiri, f" {code.upper()} ")
    assert (looked.school, looked.class_name) == ("Adult school", "Evening")
    assert (await actor_now(siiri.person_id)).roles == ()
    await join_with_code(siiri, code)
    now_she = await actor_now(siiri.person_id)
    assert now_she.schools(Role.PUPIL) == (school,)
    assert (await load_own_account(siiri)).state == ""  # no time runs out any more
    async with reading() as session:
        assert await sharing_policy.is_teacher_of(session, tuula, siiri.person_id)
        assert await sharing_policy.shared_things(session, tuula, [siiri.person_id]) == frozenset()
        (line,) = await load_joining_codes(session, evening)
    assert "Used by" in line.outcome
    assert not line.open


async def test_an_account_of_ones_own_comes_back_only_by_its_owner(
    database: Settings, configure: Callable[..., Settings]
) -> None:
    configure(personal_accounts=True, personal_accounts_by="Town of Aura")
    school, evening, kaisa = await adult_school()
    siiri = await former_pupil(own=True)
    assert siiri.has(Role.PERSONAL)
    await join_with_code(siiri, await make_joining_code(kaisa, evening))
    assert [(held.role, held.school_id) for held in (await actor_now(siiri.person_id)).roles] == [(Role.PUPIL, school)]


async def test_sent_twice_it_is_done_once_and_nobody_else_can_use_it(database: Settings) -> None:
    _school, evening, kaisa = await adult_school()
    siiri, other = await former_pupil(), await former_pupil()
    code = await make_joining_code(kaisa, evening)
    await join_with_code(siiri, code)
    await join_with_code(siiri, code)
    with pytest.raises(NoSuchCode):
        await join_with_code(other, code)
    with pytest.raises(NoSuchCode):
        await look_at_code(other, code)
    assert (await actor_now(other.person_id)).roles == ()


async def test_expired_ended_and_unknown_codes_are_one_answer(database: Settings) -> None:
    _school, evening, kaisa = await adult_school()
    siiri = await former_pupil()
    code = await make_joining_code(kaisa, evening)
    with at(now() + timedelta(days=8)), pytest.raises(NoSuchCode):
        await join_with_code(siiri, code)
    async with reading() as session:
        (line,) = await load_joining_codes(session, evening)
    await end_joining_code(kaisa, line.id)
    await end_joining_code(kaisa, line.id)
    for tried in (code, "abcd-efgh-jkmn", ""):
        with pytest.raises(NoSuchCode):
            await join_with_code(siiri, tried)


async def test_guessing_is_slowed_down(database: Settings) -> None:
    siiri = await former_pupil()
    for number in range(5):
        with pytest.raises(NoSuchCode):
            await look_at_code(siiri, f"guess-{number}")
    with pytest.raises(TooMany):
        await look_at_code(siiri, "guess-again")


async def test_who_cannot_join(database: Settings) -> None:
    school, evening, kaisa = await adult_school()
    code = await make_joining_code(kaisa, evening)
    with pytest.raises(PupilAndStaff):
        await join_with_code(await make_teacher(school), code)
    with pytest.raises(Invalid, match="admin"):
        await join_with_code(await make_admin(), code)
    with pytest.raises(Invalid, match="already"):
        await join_with_code(await make_pupil(school, evening), code)
    elsewhere = await make_teacher(await make_school())
    await join_with_code(elsewhere, code)  # teaches at one school, learns at another
    assert (await actor_now(elsewhere.person_id)).schools(Role.PUPIL) == (school,)


async def test_only_its_coordinator_makes_and_ends_codes(database: Settings) -> None:
    school, evening, kaisa = await adult_school()
    await make_joining_code(kaisa, evening)
    async with reading() as session:
        (line,) = await load_joining_codes(session, evening)
    strangers = (
        await make_coordinator(await make_school()),
        await make_teacher(school, evening),
        await make_person((Role.PUPIL, school)),
    )
    for actor in strangers:
        with pytest.raises(NotFound):
            await make_joining_code(actor, evening)
        with pytest.raises(NotFound):
            await end_joining_code(actor, line.id)

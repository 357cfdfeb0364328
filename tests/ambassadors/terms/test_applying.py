"""A call is opened, pupils apply, adults choose for a mix. Nobody else reads what a pupil wrote, places are counted one
at a time, and nothing is done twice."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from portfolio_app.accounts.models import Role
from portfolio_app.ambassadors import policy
from portfolio_app.ambassadors.models import Ambassador, AmbassadorApplication, AmbassadorTerm
from portfolio_app.ambassadors.retention import KEPT_FOR, remove_rested_terms
from portfolio_app.ambassadors.terms import applying, calls
from portfolio_app.ambassadors.terms.applying import ApplicationForm
from portfolio_app.ambassadors.terms.queries import (
    ambassadors_at_home,
    applications_at_home,
    load_ambassadors,
    load_term,
)
from portfolio_app.core.clock import at, now
from portfolio_app.core.database import reading, writing
from portfolio_app.core.errors import Conflict, Invalid, NotFound, Refused
from portfolio_app.core.resting import rest_lasts
from portfolio_app.notices.queries import load_notices
from portfolio_app.schools.models import School
from portfolio_app.schools.roles import end_role
from tests.ambassadors.schools import (
    WHY,
    Here,
    a_school,
    a_term,
    ambassador_of,
    an_action,
    an_ambassador,
    application_of,
    days,
    term_row,
    train,
)
from tests.people import (
    make_admin,
    make_coordinator,
    make_person,
    make_pupil,
    make_region,
    make_regional,
    make_school,
    make_teacher,
)

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def here() -> Here:
    return await a_school()


async def counted(kind: type[Ambassador] | type[AmbassadorApplication] | type[AmbassadorTerm]) -> int:
    async with reading() as session:
        return await session.scalar(select(func.count()).select_from(kind)) or 0


async def test_a_call_is_answered_and_a_pupil_chosen(here: Here) -> None:
    term = await a_term(here)
    (call,) = (await load_ambassadors(here.siiri)).calls
    assert (call.name, call.open, call.applied, call.places) == ("Spring", True, False, "2 places")
    async with reading() as session:
        assert [one.title for one in await ambassadors_at_home(session, here.siiri)] == ["Ambassadors wanted"]
        assert await applications_at_home(session, here.tuula) == ()
    await applying.apply(here.siiri, term, WHY)
    await applying.apply(here.siiri, term, WHY)  # sent twice
    assert await counted(AmbassadorApplication) == 1
    async with reading() as session:
        (line,) = await applications_at_home(session, here.petri)
        assert await ambassadors_at_home(session, here.siiri) == ()
    assert line.detail == "1 waits for an answer"
    assert here.siiri.name in (await load_notices(here.tuula)).lines[0].sentence
    seen = await load_term(here.petri, str(term))
    (written,) = seen.applications
    assert (written.name, written.why, written.waits) == (here.siiri.name, "I like to explain", True)
    await applying.choose(here.petri, written.id)
    await applying.choose(here.petri, written.id)  # pressed twice
    assert await counted(Ambassador) == 1
    assert "Spring" in (await load_notices(here.siiri)).lines[0].sentence
    view = await load_ambassadors(here.siiri)
    assert view.calls == ()
    assert [one.name for one in view.own] == ["Spring"]
    seen = await load_term(here.tuula, str(term))
    assert seen.free == "1 place is free"
    assert seen.mix[0] == "Pupils who are new here or speak another language at home: 1"
    async with reading() as session:
        assert [one.title for one in await ambassadors_at_home(session, here.siiri)] == ["Spring"]
        serving = await policy.serving(session, here.siiri, here.school)
        assert serving is not None
        assert await policy.serving(session, here.aada) is None
        assert await policy.serving(session, here.tuula) is None


async def test_places_are_counted_one_at_a_time(here: Here) -> None:
    term = await a_term(here, days(-1, 30, 20, places="2"))
    pupils = [here.siiri, here.aada, here.eino, *[await make_pupil(here.school, here.class_id) for _one in range(3)]]
    for one in pupils:
        await applying.apply(one, term, WHY)
    written = [(await application_of(term, one)).id for one in pupils]
    answers = await asyncio.gather(*(applying.choose(here.tuula, one) for one in written), return_exceptions=True)
    assert sum(isinstance(one, Invalid) for one in answers) == 4
    assert await counted(Ambassador) == 2


async def test_somebody_who_is_not_chosen_reads_why_and_can_be_chosen_after_all(here: Here) -> None:
    term = await a_term(here)
    await applying.apply(here.siiri, term, WHY)
    written = await application_of(term, here.siiri)
    with pytest.raises(Invalid) as problem:
        await applying.decline(here.tuula, written.id, " ")
    assert problem.value.field == f"words-{written.id}"
    await applying.decline(here.tuula, written.id, "Two of your class are in. Come in spring.")
    await applying.decline(here.tuula, written.id, "Two of your class are in. Come in spring.")
    assert "Come in spring" in (await load_ambassadors(here.siiri)).calls[0].stands
    with pytest.raises(Invalid):
        await applying.withdraw_application(here.siiri, term)
    with pytest.raises(Invalid):
        await applying.apply(here.siiri, term, replace(WHY, why="Please"))
    await applying.take_back_answer(here.tuula, written.id)
    await applying.take_back_answer(here.tuula, written.id)
    await applying.choose(here.tuula, written.id)
    with pytest.raises(Invalid):
        await applying.decline(here.tuula, written.id, "No")


async def test_a_choice_is_taken_back_until_they_have_begun(here: Here) -> None:
    term = await a_term(here)
    ambassador = await an_ambassador(here, term=term)
    written = (await application_of(term, here.siiri)).id
    await applying.take_back_answer(here.tuula, written)
    assert await counted(Ambassador) == 0
    await applying.choose(here.tuula, written)
    ambassador = (await ambassador_of(term, here.siiri)).id
    await train(ambassador)
    await an_action(here.siiri, ambassador)
    with pytest.raises(Invalid):
        await applying.take_back_answer(here.tuula, written)
    assert await counted(Ambassador) == 1


async def test_an_application_is_changed_withdrawn_and_brought_back(here: Here) -> None:
    term = await a_term(here)
    await applying.apply(here.siiri, term, WHY)
    with pytest.raises(Conflict):
        await applying.apply(here.siiri, term, replace(WHY, why="Other"), 7)
    await applying.apply(here.siiri, term, replace(WHY, why="Other"), 1)
    assert (await application_of(term, here.siiri)).why == "Other"
    await applying.withdraw_application(here.siiri, term)
    await applying.withdraw_application(here.siiri, term)
    assert (await load_term(here.tuula, str(term))).applications == ()
    assert not (await load_ambassadors(here.siiri)).calls[0].applied
    with pytest.raises(NotFound):
        await applying.choose(here.tuula, (await application_of(term, here.siiri)).id)
    await applying.withdraw_application(here.siiri, term, back=True)
    assert (await load_ambassadors(here.siiri)).calls[0].applied
    await applying.withdraw_application(here.siiri, term)
    with at(now() + rest_lasts() + timedelta(days=1)):
        with pytest.raises(NotFound):
            await applying.withdraw_application(here.siiri, term, back=True)
        assert await remove_rested_terms() == 1
    assert await counted(AmbassadorApplication) == 0


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (replace(WHY, why=" "), "why"),
        (replace(WHY, why="x" * 601), "why"),
        (replace(WHY, reaches="everybody"), "reaches"),
        (ApplicationForm(), "reaches"),
        (replace(WHY, reach_words="x" * 301), "reach_words"),
    ],
)
async def test_what_cannot_be_an_application(here: Here, form: ApplicationForm, field: str) -> None:
    term = await a_term(here)
    with pytest.raises(Invalid) as problem:
        await applying.apply(here.siiri, term, form)
    assert problem.value.field == f"{field}-{term}"


async def test_it_can_be_too_late(here: Here) -> None:
    term = await a_term(here, days(-20, 30, -1))
    with pytest.raises(Invalid):
        await applying.apply(here.siiri, term, WHY)
    assert (await load_ambassadors(here.siiri)).calls == ()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"first_day": "soon"}, "first_day"),
        ({"first_day": "1999-01-01"}, "first_day"),
        ({"last_day": "2001-01-01"}, "last_day"),
        ({"apply_until": "2099-01-01"}, "apply_until"),
        ({"places": "many"}, "places"),
        ({"places": "0"}, "places"),
        ({"places": "61"}, "places"),
        ({"words": "x" * 1501}, "words"),
    ],
)
async def test_what_cannot_be_a_term(here: Here, change: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as problem:
        await calls.open_call(here.tuula, here.school, replace(days(1, 20, 5), **change), uuid4())
    assert problem.value.field == field


async def test_a_term_is_made_once_changed_and_ended(here: Here) -> None:
    way = uuid4()
    made = await asyncio.gather(*(calls.open_call(here.tuula, here.school, days(1, 20, 5), way) for _one in range(4)))
    assert len(set(made)) == await counted(AmbassadorTerm) == 1
    with pytest.raises(NotFound):
        await calls.open_call(here.petri, here.school, days(1, 20, 5), way)
    term = made[0]
    await calls.change_term(here.petri, term, days(1, 25, 5), 1)
    await calls.change_term(here.petri, term, days(1, 25, 5), 1)  # the same again
    with pytest.raises(Conflict):
        await calls.change_term(here.tuula, term, days(1, 26, 5), 1)
    await an_ambassador(here, term=term)
    await calls.end_term(here.tuula, term)
    await calls.end_term(here.tuula, term)
    async with reading() as session:
        assert await policy.serving(session, here.siiri) is None
    assert (await load_ambassadors(here.siiri)).own == ()
    assert [one.name for one in (await load_ambassadors(here.tuula)).ended] == ["Spring"]
    await calls.end_term(here.tuula, term, back=True)
    async with reading() as session:
        assert await policy.serving(session, here.siiri) is not None
    await calls.end_term(here.tuula, term)
    with at(now() + rest_lasts() + timedelta(days=1)):
        with pytest.raises(NotFound):
            await calls.end_term(here.tuula, term, back=True)
        assert await remove_rested_terms() == 1


async def test_whoever_was_not_chosen_is_forgotten_a_year_later(here: Here) -> None:
    term = await a_term(here)
    await an_ambassador(here, term=term)
    await applying.apply(here.aada, term, WHY)
    with at(now() + timedelta(days=40) + KEPT_FOR):
        assert await remove_rested_terms() == 1
    assert (await application_of(term, here.siiri)).answer == "chosen"


async def test_nobody_else_reads_or_does_any_of_it(here: Here) -> None:
    term = await a_term(here)
    await applying.apply(here.siiri, term, WHY)
    written = (await application_of(term, here.siiri)).id
    other_school = await make_school()
    strangers = [
        await make_teacher(other_school),
        await make_pupil(other_school),
        await make_coordinator(here.school),
        await make_regional(await make_region()),
        await make_admin(),
        here.aada,
        here.siiri,
    ]
    for one in strangers:
        for refused in (
            lambda who=one: load_term(who, str(term)),
            lambda who=one: applying.choose(who, written),
            lambda who=one: applying.decline(who, written, "No"),
            lambda who=one: applying.take_back_answer(who, written),
            lambda who=one: calls.change_term(who, term, days(1, 20, 5), 1),
            lambda who=one: calls.end_term(who, term),
        ):
            with pytest.raises(NotFound):
                await refused()
        with pytest.raises((NotFound, Refused)):
            await calls.open_call(one, here.school, days(1, 20, 5), uuid4())
    for one in (strangers[0], strangers[1], here.tuula):
        with pytest.raises(NotFound):
            await applying.apply(one, term, WHY)
        with pytest.raises(NotFound):
            await applying.withdraw_application(one, term)
    assert (await term_row(term)).version == 1
    with pytest.raises(Refused):
        await load_ambassadors(await make_admin())


async def test_whoever_has_left_is_neither_chosen_nor_serving(here: Here) -> None:
    term = await a_term(here)
    await an_ambassador(here, term=term)
    await applying.apply(here.aada, term, WHY)
    kaisa = await make_coordinator(here.school)
    for one in (here.siiri, here.aada):
        await end_role(kaisa, here.school, one.person_id, Role.PUPIL)
    with pytest.raises(Invalid):
        await applying.choose(here.tuula, (await application_of(term, here.aada)).id)
    gone = replace(here.siiri, roles=())
    async with reading() as session:
        assert await policy.serving(session, gone) is None


async def test_two_schools_are_two_terms(here: Here) -> None:
    other = await a_school()
    both = await make_person((Role.PUPIL, here.school), (Role.PUPIL, other.school))
    first, second = await a_term(here), await a_term(other)
    assert {one.school for one in (await load_ambassadors(both)).calls} != {""}
    one = await an_ambassador(here, both, first)
    another = await an_ambassador(other, both, second)
    async with reading() as session:
        for school, expected in ((here.school, one), (other.school, another)):
            found = await policy.serving(session, both, school)
            assert found is not None
            assert found.id == expected
    await calls.end_term(here.tuula, first)
    async with reading() as session:
        assert await policy.serving(session, both, here.school) is None
        assert await policy.serving(session, both, other.school) is not None


async def test_a_term_of_a_school_that_ended_gives_nothing(here: Here) -> None:
    await an_ambassador(here)
    async with writing() as session:
        (await session.get_one(School, here.school)).ended_at = now()
    async with reading() as session:
        assert await policy.serving(session, here.siiri) is None

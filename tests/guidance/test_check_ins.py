"""Whoever agrees is asked after three, six and nine months, reminded once at most, and heard by their contact alone."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.core.clock import at
from portfolio_app.core.database import reading, writing
from portfolio_app.core.errors import Invalid, NotFound, Refused
from portfolio_app.guidance import noticing  # noqa: F401 - notices find what they are about
from portfolio_app.guidance.after_school import AfterSchoolView, load_after_school
from portfolio_app.guidance.check_ins import (
    Answer,
    agree,
    answer_check_in,
    ask_how_it_goes,
    mark_read,
    take_back_answer,
)
from portfolio_app.guidance.heard import ANSWERED, WAITING, HeardFrom
from portfolio_app.guidance.leavers import Asked, load_leavers
from portfolio_app.guidance.models import CheckIn, CheckInAgreement
from portfolio_app.guidance.retention import remove_past_guidance
from portfolio_app.notices.queries import load_notices
from portfolio_app.schools.leaving_day import choose_leaving_day
from tests.guidance.leaving import BEFORE, DAY, LeavingSchool, after, leaving_school, noon, the_day_comes
from tests.people import actor_now, make_pupil

pytestmark = pytest.mark.usefixtures("database")


async def agreed(*, leaves: bool = True) -> tuple[LeavingSchool, Actor]:
    """A school, and a pupil who agreed before they left."""
    made = await leaving_school()
    with at(BEFORE):
        for _twice in range(2):
            await agree(made.siiri)
    if leaves:
        await the_day_comes(made)
    return made, await actor_now(made.siiri.person_id)


async def asked_by(*moments: tuple[int, int]) -> list[int]:
    """How many were asked or reminded, looking at each of these moments (months, days) after the day."""
    counts: list[int] = []
    for months, days in moments:
        with at(after(months, days)):
            counts.append(await ask_how_it_goes())
            assert await ask_how_it_goes() == 0  # run twice, it asks once
    return counts


async def page_of(actor: Actor) -> AfterSchoolView:
    return await load_after_school(actor, uuid4(), uuid4())


async def heard(actor: Actor, show: str = "") -> tuple[HeardFrom, ...]:
    return (await load_leavers(actor, Asked(show=show))).heard.people


async def waiting(actor: Actor) -> UUID:
    return UUID((await page_of(actor)).waiting.id)


async def test_three_times_in_a_year_on_the_day_and_not_before() -> None:
    _made, siiri = await agreed()
    assert await asked_by((0, 0), (3, -1), (3, 0), (6, -1)) == [0, 0, 1, 1]  # the last one is the reminder
    with at(after(6, -1)):
        told = (await load_notices(siiri)).lines
        assert [(one.sentence, one.href) for one in told] == [
            ("It is 3 months since you left school. How is it going?", "/en/after-school#check-in")
        ]
    assert await asked_by((6, 0), (9, 0), (11, 0)) == [1, 2, 1]
    with at(after(11)):
        assert [line.sentence[:14] for line in (await load_notices(siiri)).lines] == [
            "It is 9 months",
            "It is 6 months",
            "It is 3 months",
        ]
        assert (await page_of(siiri)).waiting.asked == "9 months after school"


async def test_one_reminder_after_two_weeks_and_then_quiet() -> None:
    _made, siiri = await agreed()
    assert await asked_by((3, 0), (3, 13), (3, 14), (4, 0), (5, 0)) == [1, 0, 1, 0, 0]
    assert len((await load_notices(siiri)).lines) == 1


async def test_nobody_is_asked_who_did_not_agree_or_ended_it() -> None:
    made, siiri = await agreed()
    venla = await actor_now(made.venla.person_id)
    assert await asked_by((3, 0)) == [1]
    with at(after(3, 1)):
        assert (await page_of(venla)).waiting.id == ""
        for _twice in range(2):
            await agree(siiri, agreed=False)
        view = await page_of(siiri)
        assert (view.agreed, view.waiting.id) == ("", "")
        assert (await load_notices(siiri)).lines == ()
    assert await asked_by((3, 20), (6, 0), (9, 0)) == [0, 0, 0]
    with at(after(7)):
        await agree(venla)  # after leaving, too
    assert await asked_by((9, 0)) == [1]


async def test_a_server_that_was_off_for_months_asks_nothing_late() -> None:
    await agreed()
    assert await asked_by((3, 29), (7, 15)) == [1, 1]  # the second is the reminder: the six months are over
    assert await asked_by((9, 31)) == [0]


async def test_a_day_that_moves_moves_what_follows() -> None:
    made, siiri = await agreed(leaves=False)
    with at(BEFORE):
        await choose_leaving_day(made.pirjo, made.school_class, DAY + timedelta(days=100))
    await the_day_comes(made)  # not any more
    assert await asked_by((3, 0)) == [0]
    with at(after(3)):
        assert not (await page_of(siiri)).left


@pytest.mark.parametrize("seconds", [0.0, 0.001, 0.003, 0.01, 0.05])
async def test_a_job_killed_at_any_moment_asks_once_by_the_next(seconds: float) -> None:
    _made, siiri = await agreed()
    with at(after(3)):
        job = asyncio.create_task(ask_how_it_goes())
        await asyncio.sleep(seconds)
        job.cancel()
        await asyncio.gather(job, return_exceptions=True)
        await ask_how_it_goes()
        assert (await page_of(siiri)).waiting.id
        assert len((await load_notices(siiri)).lines) == 1
        assert await ask_how_it_goes() == 0


async def test_the_contact_reads_the_answer_and_nobody_else() -> None:
    made, siiri = await agreed()
    await asked_by((3, 0))
    with at(after(3, 2)):
        one = await waiting(siiri)
        answer = Answer("mixed", "partly", "The work is fine, the way there is long")
        request = uuid4()
        for _twice in range(2):
            await answer_check_in(siiri, one, answer, request)
        assert [line.new for line in (await load_notices(siiri)).lines] == [False]
        view = await page_of(siiri)
        assert (view.waiting.id, [one.goes for one in view.answers]) == ("", ["Some of it goes well, some does not"])
        told = (await load_notices(made.katri)).lines
        assert [line.sentence for line in told] == ["Siiri Laine, who left school, tells you how it is going."]
        line = (await heard(made.katri, ANSWERED))[0].answers[0]
        assert (line.place, line.words) == ("Partly", "The work is fine, the way there is long")
        assert await heard(made.pirjo) == await heard(made.tuula) == ()
        for wrong in (made.pirjo, made.tuula, siiri):
            with pytest.raises(NotFound):
                await mark_read(wrong, one)
        for _twice in range(2):
            await mark_read(made.katri, one)
        assert [one.read for one in (await page_of(siiri)).answers] == ["Read on 7 September 2027"]
        for wrong in (await actor_now(made.venla.person_id), made.katri):
            with pytest.raises((NotFound, Refused)):
                await answer_check_in(wrong, one, answer, uuid4())
    assert await asked_by((3, 25)) == [0]  # whoever answered is not reminded


async def test_asking_to_be_contacted_comes_with_it_once() -> None:
    made, siiri = await agreed()
    await asked_by((3, 0))
    with at(after(3, 1)):
        one, request = await waiting(siiri), uuid4()
        with pytest.raises(Invalid) as refused:
            await answer_check_in(siiri, one, Answer("hard", wants_contact=True), request)
        assert refused.value.field == "answer_reach"
        assert (await page_of(siiri)).waiting.id != ""  # nothing of it was kept
        for _twice in range(2):
            await answer_check_in(siiri, one, Answer("hard", wants_contact=True, reach="050 555"), request)
        assert [len(one.wishes) for one in await heard(made.katri, WAITING)] == [1]


async def test_an_answer_can_be_erased_and_no_reminder_follows() -> None:
    made, siiri = await agreed()
    await asked_by((3, 0))
    with at(after(3, 1)):
        one = await waiting(siiri)
        await answer_check_in(siiri, one, Answer("well", words="All is well"), uuid4())
        with pytest.raises(NotFound):
            await take_back_answer(made.katri, one)
        for _twice in range(2):
            await take_back_answer(siiri, one)
        assert await heard(made.katri) == ()
        assert (await load_notices(made.katri)).lines == ()
    assert await asked_by((4, 0)) == [0]


@pytest.mark.parametrize(
    ("answer", "field"),
    [
        (Answer(""), "goes"),
        (Answer("great"), "goes"),
        (Answer("well", "there"), "place"),
        (Answer("well", words="x" * 1001), "words"),
    ],
)
async def test_what_is_wrong_is_said_beside_its_field(answer: Answer, field: str) -> None:
    _made, siiri = await agreed()
    await asked_by((3, 0))
    with at(after(3)), pytest.raises(Invalid) as refused:
        await answer_check_in(siiri, await waiting(siiri), answer, uuid4())
    assert refused.value.field == field


async def test_only_whoever_leaves_agrees() -> None:
    made = await leaving_school()
    with at(BEFORE):
        stays = await make_pupil(made.school)
        for wrong in (stays, made.katri):
            with pytest.raises(Refused):
                await agree(wrong)


async def test_after_twelve_months_all_of_it_is_erased() -> None:
    made, siiri = await agreed()
    await asked_by((3, 0))
    with at(after(3)):
        await answer_check_in(siiri, await waiting(siiri), Answer("well"), uuid4())
    with at(after(12, -1)):
        assert await remove_past_guidance() == 0
        assert len(await heard(made.katri)) == 1
    with at(after(12)):
        assert await heard(made.katri) == ()
        assert [await remove_past_guidance() for _twice in range(2)] == [2, 0]
    async with reading() as session:
        for kind in (CheckIn, CheckInAgreement):
            assert (await session.execute(select(kind))).first() is None


async def test_whose_account_has_ended_is_not_asked() -> None:
    _made, siiri = await agreed()
    async with writing() as session:
        person = await session.get_one(Person, siiri.person_id)
        person.ended_at = noon(DAY)
    assert await asked_by((3, 0)) == [0]

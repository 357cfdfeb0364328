"""A host says how the days went: in its session, from noon of the last day for thirty days, of its own pupils alone;
and it is asked for that once."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlmodel import col

from portfolio_app.core.clock import at, now
from portfolio_app.core.database import reading, writing
from portfolio_app.core.errors import Conflict, Invalid, NotFound
from portfolio_app.core.languages import local_date
from portfolio_app.core.models import Outbox
from portfolio_app.marketplace.evaluations.asking import ASKING, ask_hosts
from portfolio_app.marketplace.evaluations.aspects import Aspect, capability_for
from portfolio_app.marketplace.evaluations.giving import Evaluated, give, load_form
from portfolio_app.marketplace.evaluations.models import Stands
from portfolio_app.marketplace.evaluations.retention import remove_old_evaluations
from portfolio_app.marketplace.hosting.coming import load_coming
from portfolio_app.marketplace.models import HostContact
from portfolio_app.marketplace.offering import close_link
from portfolio_app.notices.models import Notice
from portfolio_app.skills.framework import frameworks
from tests.conftest import Configure
from tests.marketplace.evaluations.said import FORM, SAID, a_past_visit, evaluation_row, given, handed
from tests.marketplace.hosting.guests import a_visit, come_in
from tests.marketplace.placements.pupils import change
from tests.marketplace.seats import hide

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def mail(configure: Configure) -> None:
    """An installation that sends mail; what is to be sent stays in the outbox."""
    configure(mail_url="smtp://127.0.0.1:9", mail_from="Polku <polku@example.org>")


async def told(kind: str) -> list[str]:
    async with reading() as session:
        rows = await session.execute(select(col(Notice.person_id)).where(col(Notice.kind) == kind))
        return [str(one) for one in rows.scalars()]


async def test_said_in_a_minute_and_the_adult_is_told() -> None:
    visit = await a_past_visit()
    cookie = await come_in(visit)
    placement = str(visit.week.placement)
    form = await load_form(visit.key, cookie, placement)
    assert form is not None
    assert (form.pupil, form.version, form.said) == ("Siiri", 0, {})
    await asyncio.gather(*(give(visit.key, cookie, placement, FORM, 0) for _time in range(3)))  # pressed three times
    row = await evaluation_row(visit.week.placement)
    assert (row.state, row.version, row.said) == (Stands.GIVEN, 1, {name: int(one) for name, one in SAID.items()})
    assert (row.giver_name, row.organisation) == ("Raija Kettunen", "Leipomo Kettunen")
    assert await told("evaluation_given") == [str(visit.week.tuula.person_id)]
    assert await told("evaluation_handed") == []
    with pytest.raises(Conflict):
        await give(visit.key, cookie, placement, replace(FORM, went_well="Other words"), 0)
    await give(visit.key, cookie, placement, replace(FORM, went_well="Other words"), 1)
    assert (await evaluation_row(visit.week.placement)).version == 2


async def test_every_thing_is_chosen_and_nothing_else() -> None:
    visit = await a_past_visit()
    cookie = await come_in(visit)
    for aspect, wrong in (
        ("punctual", ""),
        ("care", "5"),
        ("learning", "-1"),
        ("initiative", "３"),
        ("cooperation", "x"),
    ):
        with pytest.raises(Invalid) as problem:
            await give(visit.key, cookie, str(visit.week.placement), Evaluated(SAID | {aspect: wrong}), 0)
        assert problem.value.field == aspect
    with pytest.raises(Invalid) as problem:
        await give(visit.key, cookie, str(visit.week.placement), replace(FORM, went_well="x" * 601), 0)
    assert problem.value.field == "went_well"


async def test_from_noon_of_the_last_day_for_thirty_days() -> None:
    first = local_date(now()) + timedelta(days=1)
    visit = await a_visit(first)
    placement, last = str(visit.week.placement), first + timedelta(days=4)

    async def can_say(hour: int, days: int = 0) -> bool:
        with at(datetime.combine(last + timedelta(days=days), time(hour), UTC)):
            try:
                cookie = await come_in(visit)
            except Invalid:
                return False
            return await load_form(visit.key, cookie, placement) is not None

    assert [await can_say(6), await can_say(14), await can_say(12, 30), await can_say(12, 31)] == [
        False,
        True,
        True,
        False,
    ]


async def test_not_without_a_session_not_for_others_and_not_before_the_school_signs() -> None:
    visit, other = await a_past_visit(), await a_past_visit()
    cookie, theirs = await come_in(visit), await come_in(other)
    placement = str(visit.week.placement)
    for key, key_of_cookie in (
        (visit.key, ""),
        (visit.key, theirs),
        (other.key, theirs),
        (other.key, cookie),
        ("", ""),
    ):
        assert await load_form(key, key_of_cookie, placement) is None
        with pytest.raises(NotFound):
            await give(key, key_of_cookie, placement, FORM, 0)
    for odd in ("", "x", str(uuid4())):
        assert await load_form(visit.key, cookie, odd) is None
    await change(visit.week.placement, cancelled_at=now(), cancel_reason="seat")
    assert await load_form(visit.key, cookie, placement) is None
    await change(visit.week.placement, cancelled_at=None, cancel_reason="", approved_at=None)
    with pytest.raises(NotFound):
        await give(visit.key, cookie, placement, FORM, 0)


async def test_after_the_end_only_the_name_stands_there_and_nothing_once_it_is_handed_on() -> None:
    visit = await a_past_visit()
    cookie = await come_in(visit)
    view = await load_coming(visit.key, cookie)
    assert view is not None
    (one,) = view.pupils
    assert (one.pupil, one.over, one.evaluation, one.terms, one.adult_phone) == ("Siiri", True, "open", (), "")
    row = await given(visit)
    view = await load_coming(visit.key, cookie)
    assert view is not None
    assert view.pupils[0].evaluation == Stands.GIVEN
    assert row.state == Stands.GIVEN
    other = await a_past_visit()
    cookie = await come_in(other)
    await handed(other)
    view = await load_coming(other.key, cookie)
    assert view is not None
    assert (view.entered, view.pupils) == (False, ())
    assert await load_form(other.key, cookie, str(other.week.placement)) is None


async def letters() -> int:
    async with reading() as session:
        return len((await session.execute(select(Outbox).where(col(Outbox.kind) == ASKING))).scalars().all())


async def test_a_host_is_asked_once_on_the_last_day() -> None:
    first = local_date(now()) + timedelta(days=1)
    visit = await a_visit(first)
    last = datetime.combine(first + timedelta(days=4), time(4), UTC)
    with at(last):
        assert await ask_hosts() == 0  # early in the morning
    with at(last + timedelta(hours=10)):
        assert await ask_hosts() == 1
        assert await ask_hosts() == 0
    with at(last + timedelta(days=2)):
        assert await ask_hosts() == 0
    assert await letters() == 1
    row = await evaluation_row(visit.week.placement)
    assert (row.state, row.contact_id) == (Stands.ASKED, visit.contact)
    with at(last + timedelta(days=150)):
        assert await remove_old_evaluations() == 1


async def test_a_link_that_ran_out_is_drawn_anew_and_one_that_was_closed_is_not() -> None:
    ran_out, closed, paused, unsigned = [await a_past_visit() for _host in range(4)]
    async with writing() as session:
        (await session.get_one(HostContact, ran_out.contact)).opens_until = now() - timedelta(days=1)
    await close_link(closed.week.sirpa, closed.contact)
    await hide(paused.week.host)
    await change(unsigned.week.placement, approved_at=None)
    assert await ask_hosts() == 3
    assert await letters() == 1
    async with reading() as session:
        again = await session.get_one(HostContact, ran_out.contact)
        assert again.opens_until is not None
        assert again.opens_until > now()
        assert (await session.get_one(HostContact, closed.contact)).opens is None
    assert (await evaluation_row(closed.week.placement)).asked_at is None


async def test_what_was_seen_stands_under_at_most_one_skill_and_no_skill_takes_two() -> None:
    for used in frameworks().values():
        codes = [code for one in Aspect if (code := capability_for(used.code, one))]
        assert len(codes) == len(set(codes))
        assert all(used.capability(code).poles is None for code in codes)
    assert capability_for("scotland-cms", Aspect.COOPERATION) == "N1"
    assert capability_for("scotland-cms", Aspect.CARE) == ""
    assert capability_for("a school's own", Aspect.CARE) == ""

"""A pupil is led out of school: what is done is seen, what is left is said, and it is never said what they made."""

from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.code_book import make_book
from portfolio_app.accounts.models import Role
from portfolio_app.core.clock import at, now
from portfolio_app.core.database import reading, writing
from portfolio_app.core.errors import Invalid, NotFound, Refused, TooMany
from portfolio_app.notices.models import MailAddress
from portfolio_app.portfolio.home import load_home
from portfolio_app.portfolio.leaving.actions import say_gone_through, type_opening_code, want_help
from portfolio_app.portfolio.leaving.facts import LeavingFacts, leaving_facts
from portfolio_app.portfolio.leaving.queries import load_leaving
from portfolio_app.portfolio.takeout.models import Takeout
from portfolio_app.portfolio.takeout.offline import offline_page
from portfolio_app.portfolio.takeout.opening_code import opening_code
from portfolio_app.portfolio.takeout.reading import Portfolio
from portfolio_app.portfolio_app import app
from portfolio_app.schools.leaving_day import choose_leaving_day
from portfolio_app.settings import Settings
from tests.conftest import Configure
from tests.people import (
    PASSPHRASE,
    make_class,
    make_coordinator,
    make_former_pupil,
    make_pupil,
    make_school,
    make_teacher,
)
from tests.portfolio.takeout.test_contents import contents_of

assert app

TODAY = datetime(2026, 11, 26, 12, tzinfo=UTC)
DAY = date(2027, 6, 5)


async def leaving_pupil() -> tuple[UUID, Actor]:
    """A pupil who leaves school on `DAY`, and the school."""
    school = await make_school()
    nine_c = await make_class(school)
    siiri = await make_pupil(school, nine_c, passphrase=PASSPHRASE)
    await choose_leaving_day(await make_coordinator(school), nine_c, DAY)
    return school, siiri


async def facts_of(actor: Actor) -> LeavingFacts:
    async with reading() as session:
        return (await leaving_facts(session, [actor.person_id]))[actor.person_id]


async def taken_out(actor: Actor) -> str:
    """A takeout that was downloaded; returns its code."""
    row = Takeout(person_id=actor.person_id, language="en", asked_at=now(), ready_at=now(), downloaded_at=now())
    async with writing() as session:
        session.add(row)
    return opening_code(row.id)


async def test_facts_are_days_and_yes_or_no(database: Settings) -> None:
    with at(TODAY):
        school, siiri = await leaving_pupil()
        assert await facts_of(siiri) == LeavingFacts(leaves_on=DAY, school_id=school)
        await make_book(siiri, PASSPHRASE)
        async with writing() as session:
            session.add(MailAddress(person_id=siiri.person_id, address="siiri@posti.example", confirmed_at=now()))
        code = await taken_out(siiri)
        await type_opening_code(siiri, code)
        await say_gone_through(siiri, done=True)
        await want_help(siiri, wanted=True)
        known = await facts_of(siiri)
    assert known == LeavingFacts(
        leaves_on=DAY,
        school_id=school,
        private_mail=True,
        second_way=True,
        taken_out=True,
        opened=True,
        gone_through=True,
        help_wanted=True,
    )
    assert all(value is None or isinstance(value, bool | date | UUID) for value in asdict(known).values())


async def test_what_was_said_can_be_taken_back_and_said_twice(database: Settings) -> None:
    with at(TODAY):
        _school, siiri = await leaving_pupil()
        for wanted in (True, True, False, False):
            await want_help(siiri, wanted=wanted)
            await say_gone_through(siiri, done=wanted)
        known = await facts_of(siiri)
    assert (known.help_wanted, known.gone_through) == (False, False)


async def test_a_wrong_code_is_a_sentence_and_too_many_wait(database: Settings) -> None:
    with at(TODAY):
        _school, siiri = await leaving_pupil()
        _other_school, other = await leaving_pupil()
        mine, theirs = await taken_out(siiri), await taken_out(other)
        for wrong in (theirs, "", mine[:-1], "x" * 500):
            with pytest.raises(Invalid, match="not the code"):
                await type_opening_code(siiri, wrong)
        await type_opening_code(siiri, f"  {mine.upper().replace('-', ' ')} ")
        await type_opening_code(siiri, mine)
        assert (await facts_of(siiri)).opened
        for _number in range(5):
            with pytest.raises(Invalid):
                await type_opening_code(other, mine)
        with pytest.raises(TooMany):
            await type_opening_code(other, theirs)


async def test_the_offline_page_says_its_code_only_where_it_has_one(database: Settings) -> None:
    siiri = await make_pupil(await make_school())
    portfolio = Portfolio((await contents_of(siiri)).portfolio)
    code = opening_code(uuid4())
    assert code in offline_page(portfolio, code).decode()
    assert "Leaving school" not in offline_page(portfolio).decode()
    assert len({opening_code(uuid4()) for _number in range(50)}) == 50


async def test_only_pupils_of_a_school_say_anything(database: Settings) -> None:
    school = await make_school()
    for actor in (await make_teacher(school), await make_former_pupil(), await make_coordinator(school)):
        for attempt in (
            want_help(actor, wanted=True),
            say_gone_through(actor, done=True),
            type_opening_code(actor, "abcd-efgh"),
        ):
            with pytest.raises((Refused, NotFound)):
                await attempt


@pytest.mark.parametrize(
    ("before", "line", "urgent"), [(400, False, False), (300, True, False), (80, True, True), (10, True, True)]
)
async def test_home_says_more_the_nearer_the_day(database: Settings, before: int, line: bool, urgent: bool) -> None:
    with at(datetime.combine(DAY, datetime.min.time(), UTC) - timedelta(days=before)):
        _school, siiri = await leaving_pupil()
        home = await load_home(siiri)
    titles = [one.title for section in home.sections for one in section.lines]
    assert any(title.startswith("Leaving school on") for title in titles) is line
    assert ("You leave school" in home.sentence) is urgent
    assert (home.href == "/en/leaving") is urgent


async def test_the_page_says_what_becomes_of_the_account(database: Settings, configure: Configure) -> None:
    with at(TODAY):
        _school, siiri = await leaving_pupil()
        view = await load_leaving(siiri)
        assert "in 6 months" in view.said
        assert [step.code for step in view.steps] == ["way", "through", "opened"]  # no mail is sent here
        assert "180 days" in " ".join(view.after)
        configure(personal_accounts=True, personal_accounts_by="Town of Aura")
        assert "Town of Aura" in " ".join((await load_leaving(siiri)).after)


async def test_without_a_day_it_can_be_done_all_the_same(database: Settings) -> None:
    school = await make_school()
    siiri = await make_pupil(school, await make_class(school))
    await say_gone_through(siiri, done=True)
    view = await load_leaving(siiri)
    assert (view.day, view.gone_through) == ("", True)


async def test_a_former_pupil_keeps_home_and_is_led_by_no_school(database: Settings, configure: Configure) -> None:
    configure(personal_accounts=True, personal_accounts_by="Town of Aura")
    iida = await make_former_pupil("Town of Aura")
    assert iida.has(Role.PERSONAL)
    home = await load_home(iida)
    assert [section.title for section in home.sections] == ["Your things"]
    view = await load_leaving(iida)
    assert (view.pupil, view.steps) == (False, ())

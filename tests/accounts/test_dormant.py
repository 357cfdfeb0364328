"""Nobody loses an account by surprise: three warnings over a year, then it is archived, and only then it goes."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlmodel import col

from portfolio_app.accounts.actions import sign_in
from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.dormant import look_after_dormant
from portfolio_app.accounts.ending import erase_due
from portfolio_app.accounts.models import Person
from portfolio_app.core.clock import at, now
from portfolio_app.core.database import reading
from portfolio_app.notices.queries import load_notices
from portfolio_app.portfolio_app import app
from portfolio_app.settings import Settings
from tests.people import PASSPHRASE, make_person, make_pupil, make_school

assert app  # says who is told

START = now()


async def standing(actor: Actor) -> tuple[int, bool, date | None]:
    """How often they were warned, whether the account is archived, and when it goes."""
    async with reading() as session:
        found = (await session.execute(select(Person).where(col(Person.id) == actor.person_id))).scalar_one()
        return found.warned, found.ended_at is not None, found.erase_on


async def after(days: int) -> int:
    """What is done that many days from now."""
    with at(START + timedelta(days=days)):
        return await look_after_dormant()


async def test_three_warnings_over_a_year_then_archived_then_gone(database: Settings) -> None:
    siiri = await make_person(username="siiri.n", passphrase=PASSPHRASE)
    steps = [(729, 0), (731, 1), (732, 0), (900, 0), (911, 1), (1062, 1), (1090, 0), (1096, 1), (1097, 0)]
    assert [(day, await after(day)) for day, _done in steps] == steps
    warned, archived, erase_on = await standing(siiri)
    assert (warned, archived, erase_on) == (3, True, (START + timedelta(days=1096 + 180)).date())
    with at(START + timedelta(days=1200)):
        assert await erase_due() == 0
    with at(START + timedelta(days=1277)):
        assert await erase_due() == 1


async def test_they_are_told_until_when_and_signing_in_ends_it(database: Settings) -> None:
    siiri = await make_person(username="siiri.n", passphrase=PASSPHRASE)
    for day in (731, 911, 1062, 1096):
        assert await after(day) == 1
    told = [line.sentence for line in (await load_notices(siiri)).lines]
    assert len(told) == 3
    assert [one for one in told if "Sign in before" not in one] == []
    with at(START + timedelta(days=1100)):
        assert (await sign_in("siiri.n", PASSPHRASE, own_device=False, device="", address="10.4.0.1")).kept
    assert await standing(siiri) == (0, False, None)
    assert await after(1200) == 0


async def test_a_server_that_was_off_for_years_still_warns_three_times_first(database: Settings) -> None:
    siiri = await make_person()
    done = [await after(3000 + day) for day in range(0, 100, 10)]
    assert done == [1, 0, 0, 1, 0, 0, 1, 0, 0, 1]
    assert (await standing(siiri))[:2] == (3, True)


async def test_whoever_is_at_a_school_is_the_schools_to_look_after(database: Settings) -> None:
    await make_pupil(await make_school())
    assert await after(4000) == 0

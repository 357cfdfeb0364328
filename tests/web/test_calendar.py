"""The calendar's address: answers programs that have it, as often as they reasonably ask, and is in no log."""

from datetime import timedelta
from uuid import uuid4

import pytest

from portfolio_app.core.clock import now
from portfolio_app.plan.actions import GoalForm, make_goal
from portfolio_app.plan.calendar import end_calendar, make_calendar
from portfolio_app.web import calendar
from portfolio_app.web.logs import redacted
from tests.people import make_pupil, make_school
from tests.web.http import browser

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def rested() -> None:
    """Nobody has asked before."""
    calendar._addresses.place.clear()


async def test_who_has_the_address_gets_the_calendar_and_304_while_nothing_has_changed() -> None:
    siiri = await make_pupil(await make_school())
    await make_goal(siiri, GoalForm("A job", by_when=now().date() + timedelta(days=9)), uuid4())
    path = await make_calendar(siiri)
    async with browser(calendar.routes) as client:
        got = await client.get(path)
        assert (got.status_code, got.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
        assert got.headers["cache-control"] == "private, no-cache"
        assert "SUMMARY:Goal: A job" in got.text
        assert "URL:http://polku.test/en/goal?id=" in got.text
        again = await client.get(path, headers={"if-none-match": f"W/{got.headers['etag']}"})
        assert (again.status_code, again.content) == (304, b"")
        assert (await client.head(path)).status_code == 200
        await end_calendar(siiri)
        for gone in (path, "/calendar/nobody.ics", f"/calendar/{'x' * 3000}.ics"):
            assert (await client.get(gone)).status_code == 404


async def test_a_program_that_asks_all_the_time_is_told_to_wait_and_others_are_not() -> None:
    one, other = [await make_calendar(await make_pupil(await make_school())) for _ in range(2)]
    async with browser(calendar.routes) as client:
        answers = [(await client.get(one)).status_code for _ in range(22)]
        assert (answers.count(200), answers[-1]) == (20, 429)
        assert (await client.get(other)).status_code == 200
        for _guess in range(3000):  # more come in again the slower the machine is
            if (await client.get(f"/calendar/{uuid4()}.ics")).status_code == 429:
                return
    raise AssertionError("nobody was told to wait")


def test_the_secret_of_an_address_is_in_no_log(database: object) -> None:
    assert redacted("/calendar/abc_DEF-123.ics") == "/calendar/…"

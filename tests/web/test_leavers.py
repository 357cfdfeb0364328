"""A class on its way out of school as a sheet: for whoever may open the class, and never a formula in it."""

import csv
from io import StringIO

import pytest

from portfolio_app.core.clock import at
from portfolio_app.web import leavers
from tests.guidance.leaving import BEFORE, leaving_school
from tests.people import make_pupil, make_school, make_teacher
from tests.web.http import browser

pytestmark = pytest.mark.usefixtures("database")


async def test_the_sheet_has_all_of_the_class_in_the_language_asked_for() -> None:
    made = await leaving_school()
    with at(BEFORE):
        for name in ("=HYPERLINK(1)", *(f"Pupil {number:02}" for number in range(22))):
            await make_pupil(made.school, made.school_class, name=name)
        async with browser(leavers.routes, made.tuula) as client:
            got = await client.get(f"{leavers.PATH}?class={made.school_class}&language=en")
    assert (got.status_code, got.headers["content-type"]) == (200, "text/csv; charset=utf-8")
    assert got.headers["cache-control"] == "private, no-store"
    assert got.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(StringIO(got.content.decode("utf-8-sig"))))
    assert (len(rows), rows[0][:3]) == (26, ["Name", "Class", "Portfolio"])
    assert all(row[1:3] == ["9B", "Not yet"] for row in rows[1:])
    assert [row[0] for row in rows if "HYPERLINK" in row[0]] == ["'=HYPERLINK(1)"]


async def test_others_are_led_home_or_to_sign_in() -> None:
    made = await leaving_school()
    with at(BEFORE):
        other = await make_teacher(await make_school())
        for who in (other, made.siiri):
            for query in (f"class={made.school_class}", "class=nothing", "", "school=x&stage=15-18"):
                async with browser(leavers.routes, who) as client:
                    got = await client.get(f"{leavers.PATH}?{query}&language=en")
                assert (got.status_code, got.headers["location"]) == (303, "/en/home")
        async with browser(leavers.routes) as client:
            got = await client.get(f"{leavers.PATH}?class={made.school_class}&language=en")
        assert got.headers["location"].startswith("/en/sign-in?next=%2Fdocuments%2Fleavers.csv")

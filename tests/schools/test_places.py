"""Times that people compare with a clock are those of the clock on their school's wall, whatever language they read."""

from datetime import UTC, date, datetime

import pytest
from pydantic import ValidationError

from portfolio_app.core.clock import at
from portfolio_app.core.languages import be_in, end_of_day, format_moment, format_time, local_date, speaking, zone_of
from portfolio_app.schools.places import time_zone_of
from portfolio_app.web import drafts
from tests.conftest import Configure
from tests.people import make_admin, make_pupil, make_region, make_school
from tests.web.http import browser

SPRING = datetime(2026, 5, 4, 21, 30, tzinfo=UTC)


@pytest.mark.usefixtures("database")
async def test_an_english_reader_in_finland_is_told_the_time_in_finland() -> None:
    pupil = await make_pupil(await make_school(region=await make_region(country="FI")))
    with at(datetime(2026, 5, 4, 7, 42, tzinfo=UTC)):
        async with browser(drafts.routes, pupil) as client:
            body = {"fields": {"title": "A bridge"}, "version": 0}
            saved = await client.put("/drafts/entry:new?language=en", json=body)
    assert saved.json()["at"] == "10:42"


@pytest.mark.usefixtures("database")
async def test_a_zone_is_that_of_the_schools_country_when_it_has_one(configure: Configure) -> None:
    zones = {"FI": "Europe/Helsinki", "NO": "Europe/Oslo", "NL": "Europe/Amsterdam", "GB": "Europe/London"}
    for country, zone in zones.items():
        pupil = await make_pupil(await make_school(region=await make_region(country=country)))
        assert await time_zone_of(pupil) == zone_of(country) == zone
    assert [zone_of("DE"), zone_of("XX"), zone_of("")] == ["", "", ""]
    assert await time_zone_of(await make_admin()) == await time_zone_of(None) == ""


def test_without_a_school_the_setting_counts_and_then_the_server(configure: Configure) -> None:
    be_in("")
    configure(time_zone="Europe/Berlin")
    assert format_time(SPRING) == "23:30"
    be_in("Europe/Helsinki")
    assert format_moment(SPRING) == "5 May 2026, 00:30"
    assert local_date(SPRING) == date(2026, 5, 5)
    assert end_of_day(date(2026, 5, 5)) == datetime(2026, 5, 5, 20, 59, 59, 999_999, tzinfo=UTC)
    with speaking("nl"):
        assert format_time(SPRING) == "00:30"
    be_in("")
    configure(time_zone="")
    assert format_time(SPRING) == SPRING.astimezone().strftime("%H:%M")
    with pytest.raises(ValidationError, match="Europe/Helsinki"):
        configure(time_zone="Finland time")

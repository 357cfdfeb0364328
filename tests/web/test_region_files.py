"""A region's sheet, calendars and API over HTTP: for whoever may have them, with the key alone, and read-only."""

from uuid import UUID, uuid4

import icalendar
import pytest

from portfolio_app.core.database import writing
from portfolio_app.marketplace.findable import keep_findable
from portfolio_app.marketplace.models import Host
from portfolio_app.marketplace.offering import key_of, send_link
from portfolio_app.marketplace.periods.actions import PeriodForm, announce, make_period
from portfolio_app.marketplace.regions.actions import make_key
from portfolio_app.web import host_calendar, offers_api, region_files
from tests.conftest import Configure
from tests.marketplace.hosts import the_contact
from tests.marketplace.seats import Town, a_monday, a_town, an_offer
from tests.web.http import browser

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def nobody_has_asked() -> None:
    """Each test begins with all of what one may ask for."""
    offers_api.asked_by.place.clear()
    offers_api.asked_by.each.clear()


@pytest.fixture
async def town() -> Town:
    """With two offers that are found, and a period that is announced."""
    made = await a_town()
    await an_offer(made.host, title="A visit", kind="visit")
    async with writing() as session:
        await keep_findable(session, await session.get_one(Host, made.host))
    form = PeriodForm("9A goes", "week", a_monday().isoformat(), classes=(str(made.class_id),))
    await announce(made.tuula, str(await make_period(made.tuula, made.school, form, uuid4())))
    return made


async def test_files_go_to_the_coordinator_alone(town: Town) -> None:
    async with browser(region_files.routes, town.sirpa) as page:
        sheet = await page.get(region_files.CSV, params={"language": "fi", "region": str(town.region)})
        assert sheet.headers["content-type"].startswith("text/csv")
        assert sheet.content.startswith("\ufeffTyöpaikka".encode())
        assert "attachment" in sheet.headers["content-disposition"]
        calendar = await page.get(region_files.ICS, params={"language": "en"})
        assert len(icalendar.Calendar.from_ical(calendar.text).walk("VEVENT")) == 1
        unknown = await page.get(region_files.CSV, params={"region": str(uuid4())})
        assert unknown.headers["location"] == "/en/home"
    for path in (region_files.CSV, region_files.ICS):
        async with browser(region_files.routes, town.tuula) as page:
            refused = await page.get(path, params={"language": "en", "region": str(town.region)})
            assert (refused.status_code, b"Leipomo" in refused.content) in ((303, False),)
        async with browser(region_files.routes) as page:
            assert (await page.get(path)).headers["location"].startswith("/en/sign-in?next=")


async def test_a_hosts_calendar_opens_with_its_link(town: Town, configure: Configure) -> None:
    configure(mail_url="smtp://127.0.0.1:9", mail_from="Polku <polku@example.org>")
    await send_link(town.sirpa, (await the_contact(town.host)).id)
    key = key_of(await the_contact(town.host))
    async with browser(host_calendar.routes) as page:
        file = await page.get(host_calendar.ICS, params={"key": key, "language": "nl"})
        (event,) = icalendar.Calendar.from_ical(file.text).walk("VEVENT")
        assert "Stageweek" in str(event["summary"])
        assert (await page.get(host_calendar.ICS, params={"key": "x" + key})).status_code == 404
        assert (await page.post(host_calendar.ICS, params={"key": key})).status_code == 405


async def test_programs_read_with_a_key_and_change_nothing(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    key = await make_key(town.sirpa, str(town.region), "The town", uuid4())
    auth = {"authorization": f"Bearer {key}"}
    monkeypatch.setattr("portfolio_app.marketplace.regions.published.PAGE", 1)
    async with browser(offers_api.routes) as page:
        first = await page.get(offers_api.OFFERS, headers=auth, params={"field": "food"})
        assert (first.status_code, first.headers["cache-control"]) == (200, "private, no-store")
        following = first.json()["next"]
        assert following.startswith("http://polku.test/api/v1/offers?field=food&after=")
        second = await page.get(following, headers=auth)
        assert second.json()["next"] is None
        both = {one["title"] for answer in (first, second) for one in answer.json()["offers"]}
        assert both == {"Buns", "A visit"}
        assert "Raija" not in first.text + second.text
        schema = await page.get(offers_api.SCHEMA)
        assert schema.json()["openapi"].startswith("3.1")
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            assert (await page.request(method, offers_api.OFFERS, headers=auth)).status_code == 405


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"kind": "holiday"}, 400),
        ({"field": "x"}, 400),
        ({"since": "tomorrow"}, 400),
        ({"until": "2026-13-01"}, 400),
        ({"after": "1"}, 400),
        ({"page": "2"}, 400),
        ({"town": "x" * 5000}, 200),
    ],
)
async def test_what_cannot_be_read_is_said(town: Town, query: dict[str, str], status: int) -> None:
    key = await make_key(town.sirpa, str(town.region), "The town", uuid4())
    async with browser(offers_api.routes) as page:
        answer = await page.get(offers_api.OFFERS, headers={"authorization": f"Bearer {key}"}, params=query)
        assert answer.status_code == status
        assert ("error" in answer.json()) is (status != 200)


@pytest.mark.parametrize(
    "header",
    [{}, {"authorization": "Bearer"}, {"authorization": "Basic x"}, {"authorization": f"Bearer {UUID(int=0)}"}],
)
async def test_without_a_key_nothing_is_read(town: Town, header: dict[str, str]) -> None:
    async with browser(offers_api.routes) as page:
        answer = await page.get(offers_api.OFFERS, headers=header)
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
        assert "Leipomo" not in answer.text


async def test_whoever_asks_too_often_waits(town: Town) -> None:
    async with browser(offers_api.routes) as page:
        statuses = [
            (await page.get(offers_api.OFFERS, headers={"authorization": "Bearer guess"})).status_code
            for _one in range(70)
        ]
    assert statuses[0] == 401
    assert statuses[-1] == 429

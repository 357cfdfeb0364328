"""Who comes to a host, without an account or a script: looking changes nothing, a code opens it, and its cookie is the
browser's alone."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from portfolio_app.core.clock import now
from portfolio_app.core.database import reading
from portfolio_app.marketplace.hosting.models import HostCode, HostSession
from portfolio_app.web.cookie import host_cookie_name
from portfolio_app.web.host_offers import routes as offers
from portfolio_app.web.host_placements import PATH, routes
from tests.conftest import Configure
from tests.marketplace.hosting.guests import Visit, a_visit, the_code
from tests.marketplace.placements.pupils import a_placement
from tests.marketplace.seats import a_monday, hide
from tests.web.http import browser

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def visit(configure: Configure) -> Visit:
    """A pupil comes, with words that try things."""
    configure(mail_url="smtp://127.0.0.1:9", mail_from="Polku <polku@example.org>")
    return await a_visit(a_monday(), tasks="You <b>shape</b> buns & bread")


async def test_from_the_link_to_the_names_and_back(visit: Visit) -> None:
    at_home = {"key": visit.key, "language": "en"}
    async with browser([*offers, *routes]) as page:
        way = (await page.get("/host-offers", params=at_home)).text
        assert (PATH in way, "Pupils who come to us" in way) == (True, True)
        looks = [await page.get(PATH, params=at_home) for _look in range(3)]
        assert all("Send me a code" in one.text and "Siiri" not in one.text for one in looks)
        shown = looks[0]
        assert shown.headers["cache-control"] == "private, no-store"
        assert shown.headers["referrer-policy"] == "no-referrer"
        async with reading() as session:  # mail programs look at every link
            assert (await session.execute(select(HostCode))).all() == []
        sent = await page.post(PATH, data=at_home | {"does": "send"})
        assert sent.status_code == 303
        assert "A code is on its way" in (await page.get(sent.headers["location"])).text
        wrong = await page.post(PATH, data=at_home | {"does": "enter", "code": "no"})
        assert (wrong.status_code, "This is not the code" in wrong.text) == (422, True)
        assert host_cookie_name() not in page.cookies
        right = await page.post(PATH, data=at_home | {"does": "enter", "code": await the_code(visit.contact)})
        said = right.headers["set-cookie"]
        assert (right.status_code, "HttpOnly" in said, "SameSite=lax" in said) == (303, True, True)
        page.cookies.set(host_cookie_name(), said.partition("=")[2].partition(";")[0], domain="polku.test")
        shown = await page.get(PATH, params=at_home)
        for words in ("Siiri", "You &lt;b&gt;shape&lt;/b&gt; buns &amp; bread", "Call 112", 'href="tel:0407654321"'):
            assert words in shown.text
        assert "Send me a code" not in shown.text
        session_id = shown.text.partition('name="session" value="')[2].partition('"')[0]
        ended = await page.post(PATH, data=at_home | {"does": "end", "session": session_id})
        assert ended.status_code == 303
        assert "Siiri" not in (await page.get(PATH, params=at_home)).text


async def test_passed_on_forged_and_closed_links(visit: Visit) -> None:
    at_home = {"key": visit.key, "language": "en"}
    async with browser(routes) as page:
        for forged in ("", "x", visit.key[:-1], f"{uuid4()}.{'0' * 64}", "<script>", "é.é"):
            answers = [
                await page.get(PATH, params={"key": forged, "language": "en"}),
                *[
                    await page.post(PATH, data={"key": forged, "language": "en", "does": does, "code": "1"})
                    for does in ("send", "enter", "end", "everything")
                ],
            ]
            assert {one.status_code for one in answers} == {404}
            assert all("<script>" not in one.text for one in answers)
        ended = await page.post(PATH, data=at_home | {"does": "end", "session": str(uuid4())})
        assert (ended.status_code, "Siiri" in ended.text) == (200, False)
        await hide(visit.week.host)
        assert (await page.get(PATH, params=at_home)).status_code == 404
    async with reading() as session:
        assert (await session.execute(select(HostSession))).all() == []


async def test_letters_run_out_and_it_says_so(visit: Visit) -> None:
    at_home = {"key": visit.key, "language": "en", "does": "send"}
    async with browser(routes) as page:
        answers = [await page.post(PATH, data=at_home) for _time in range(6)]
        assert [one.status_code for one in answers] == [303] * 5 + [422]
        assert "We have written to you often" in answers[-1].text
        assert 'name="code"' in answers[-1].text


async def test_before_anybody_is_named(configure: Configure) -> None:
    configure(mail_url="smtp://127.0.0.1:9", mail_from="Polku <polku@example.org>")
    visit = await a_visit(a_monday(), approved=False)
    at_home = {"key": visit.key, "language": "en"}
    async with browser(routes) as page:
        shown = await page.get(PATH, params=at_home)
        assert "The school has not signed yet" in shown.text
        assert "Send me a code" not in shown.text
        assert "Siiri" not in shown.text
        week = visit.week
        await a_placement(week.eino, week.school, week.tuula, week.host, a_monday(3), approved_at=now())
        assert "Send me a code" in (await page.get(PATH, params=at_home)).text

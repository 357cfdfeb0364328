"""A short address greets, counts on a POST alone, hands the browser two things until midnight, and leads on; its QR
code is for whoever may make one. And papers about ambassadors."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from portfolio_app.ambassadors.campaigns.actions import LinkForm, end_link, make_link
from portfolio_app.ambassadors.campaigns.models import CampaignCount, CampaignLink
from portfolio_app.ambassadors.terms.certifying import sign
from portfolio_app.core.database import reading
from portfolio_app.web import ambassador_pdf, campaigns
from portfolio_app.web.cookie import campaign_cookie_names
from tests.ambassadors.schools import Here, a_school, an_action, an_ambassador
from tests.conftest import Configure
from tests.pdfs import text_of
from tests.people import make_school, make_teacher
from tests.web.http import browser

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def here(configure: Configure) -> Here:
    configure(allow_http=True)  # else the client below keeps its cookies to itself
    return await a_school()


async def a_link(here: Here) -> tuple[str, UUID]:
    code = await make_link(here.tuula, here.school, LinkForm("Poster"), uuid4())
    async with reading() as session:
        found = select(col(CampaignLink.id)).where(col(CampaignLink.code) == code)
        return code, (await session.execute(found)).scalar_one()


async def scans() -> int:
    async with reading() as session:
        return await session.scalar(select(func.coalesce(func.sum(CampaignCount.scans), 0))) or 0


async def test_looking_counts_nothing_and_arriving_once(here: Here) -> None:
    code, _id = await a_link(here)
    device, came = campaign_cookie_names()
    async with browser(campaigns.routes) as client:
        for _time in range(2):  # a preview, a bot, a prefetch
            await client.get(f"/go/{code}?language=en")
        got = await client.get(f"/go/{code}?language=en")
        assert got.status_code == 200
        assert got.headers["cache-control"] == "private, no-store"
        assert "noindex" in got.headers["x-robots-tag"]
        assert await scans() == 0
        number = client.cookies[device]
        for _time in range(3):
            told = await client.post(f"/go/{code}?quietly=yes")
            assert told.status_code == 204
        assert client.cookies[device] == number
        assert client.cookies[came] == code
        on = await client.post(f"/go/{code}?language=fi")
        assert (on.status_code, on.headers["location"]) == (303, "/fi/sign-in")
    assert await scans() == 1
    async with browser(campaigns.routes) as client:
        await client.get(f"/go/{code}")
        await client.post(f"/go/{code}?quietly=yes")
    assert await scans() == 2


async def test_a_bot_without_cookies_counts_once(here: Here) -> None:
    code, _id = await a_link(here)
    for _time in range(5):
        async with browser(campaigns.routes) as client:
            await client.post(f"/go/{code}?quietly=yes", headers={"user-agent": "Bot/1.0"})
    assert await scans() == 1


async def test_what_there_is_none_of_and_what_ended(here: Here) -> None:
    code, link = await a_link(here)
    await end_link(here.tuula, link)
    async with browser(campaigns.routes) as client:
        for wrong in ("none", "%00", "%ED%A0%80", "x" * 500):
            assert (await client.get(f"/go/{wrong}")).status_code == 404
            assert (await client.post(f"/go/{wrong}?quietly=yes")).status_code in (204, 404)
        assert (await client.get(f"/go/{code}")).status_code == 200
        assert (await client.post(f"/go/{code}")).status_code == 303
    assert await scans() == 0


async def test_the_school_of_the_page_is_no_markup() -> None:
    school = await make_school("<script>alert(1)</script> & Co")
    code = await make_link(await make_teacher(school), school, LinkForm("Poster"), uuid4())
    async with browser(campaigns.routes) as client:
        got = await client.get(f"/go/{code}?language=en")
    assert "<script>alert" not in got.text
    assert "&lt;script&gt;" in got.text


async def test_the_code_is_for_whoever_may_make_one(here: Here) -> None:
    _code, link = await a_link(here)
    async with browser(campaigns.routes, here.petri) as client:
        got = await client.get(f"{campaigns.QR}?id={link}&language=en")
        assert got.headers["content-type"].startswith("image/svg+xml")
        assert b"<svg" in got.content
    async with browser(campaigns.routes, here.siiri) as client:
        for asked in (str(link), "no id", ""):
            assert (await client.get(f"{campaigns.QR}?id={asked}&language=en")).headers["location"] == "/en/home"
    async with browser(campaigns.routes) as client:
        assert (await client.get(f"{campaigns.QR}?id={link}")).status_code == 303


async def test_papers_are_for_whoever_may_read_them(here: Here) -> None:
    me = await an_ambassador(here)
    await an_action(here.siiri, me)
    await sign(here.tuula, me)
    for who, path, expected in (
        (here.siiri, ambassador_pdf.CERTIFICATE, 200),
        (here.petri, ambassador_pdf.CERTIFICATE, 200),
        (here.aada, ambassador_pdf.CERTIFICATE, 303),
        (here.petri, ambassador_pdf.LETTER, 200),
        (here.siiri, ambassador_pdf.LETTER, 303),
    ):
        async with browser(ambassador_pdf.routes, who) as client:
            got = await client.get(f"{path}?id={me}&language=en")
            assert got.status_code == expected, (path, who.name)
            if expected == 200:
                assert here.siiri.name in text_of(got.content)
            assert (await client.get(f"{path}?id=no&language=en")).headers["location"] == "/en/home"
    async with browser(ambassador_pdf.routes) as client:
        assert (await client.get(f"{ambassador_pdf.LETTER}?id={me}")).status_code == 303

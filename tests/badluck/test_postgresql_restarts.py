"""PostgreSQL goes away and comes back while pupils work: they are told, lose nothing, and go on."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from uuid import uuid4

import aiohttp
import pytest
from playwright.async_api import async_playwright, expect

from portfolio_app import build, migrations
from portfolio_app.core.database import DatabaseUnavailable, close_database
from portfolio_app.portfolio.actions import NEW
from portfolio_app.settings import Settings
from portfolio_app.web.cookie import SECURE
from tests import databases
from tests.badluck.clusters import Cluster
from tests.badluck.pupils import PAGE, SAVE, answered, open_tabs, pupils, titles
from tests.browser.conftest import CHROMIUM, QUIET, hand_over
from tests.conftest import Configure
from tests.serving import served
from tests.tabs import Tab

NOT_NOW = DatabaseUnavailable.message


@pytest.fixture(scope="module")
def migrated(own_cluster: Cluster) -> Cluster:
    """The cluster with the schema in its database."""
    migrations.upgrade(own_cluster.url)
    return own_cluster


@pytest.fixture
async def on_cluster(migrated: Cluster, configure: Configure, pages: build.Pages) -> AsyncIterator[Settings]:
    """An instance on that cluster."""
    chosen = configure(database_url=migrated.url)
    chosen.data_dir.mkdir()
    yield chosen
    await close_database()
    if not migrated.running():
        migrated.start()
    await databases.delete_rows(migrated.url)


async def test_while_the_database_is_away_each_way_in_says_so_and_then_it_works_again(
    on_cluster: Settings, migrated: Cluster, http: aiohttp.ClientSession
) -> None:
    known, newcomer = await pupils(2)
    entry = {"title": "Café", "request": str(uuid4())}
    with served(cwd=on_cluster.data_dir) as server:
        async with Tab(http, server.url, known.key) as tab, Tab(http, server.url, newcomer.key) as other:
            await tab.open(PAGE)
            assert (await tab.keep_draft(NEW, {"title": "Caf"}, 0))[0] == 200
            await asyncio.to_thread(migrated.stop)

            for asked in (tab, other):  # one whose session the server knows, one whose it would have to look up
                assert (await asked.keep_draft(NEW, {"title": "Café"}, 1))[0] == 503
            await other.connect(PAGE)
            for asked in (tab, other):
                notice = await asked.click(SAVE, form=entry)
                assert (notice["kind"], notice["text"]) == ("problem", NOT_NOW)
            headers = {**other.headers, "accept": "text/html"}
            async with http.get(f"{server.url}{PAGE}", headers=headers) as page:
                assert page.status == 503
                assert "Try again in a moment." in await page.text()
            async with http.get(f"{server.url}/healthz") as alive, http.get(f"{server.url}/readyz") as ready:
                assert (alive.status, ready.status) == (200, 503)

            await asyncio.to_thread(migrated.start)
            assert (await tab.keep_draft(NEW, {"title": "Café"}, 1))[0] == 200
            assert (await tab.click(SAVE, form=entry))["kind"] == "good"
            assert (await other.click(SAVE, form={"title": "A bike", "request": str(uuid4())}))["kind"] == "good"
            async with http.get(f"{server.url}/readyz") as ready:
                assert ready.status == 200
    assert await titles(known.person_id) == Counter(["Café"])
    assert await titles(newcomer.person_id) == Counter(["A bike"])


async def test_a_restart_under_load_gives_no_other_answer_and_loses_nothing_confirmed(
    on_cluster: Settings, migrated: Cluster, http: aiohttp.ClientSession
) -> None:
    everybody = await pupils(20)
    with served(cwd=on_cluster.data_dir) as server:
        tabs = await open_tabs(http, server.url, everybody)
        enough = asyncio.Event()
        work = [asyncio.create_task(one.work(tab, enough)) for one, tab in zip(everybody, tabs, strict=True)]

        await answered(everybody, 50, "200")
        await asyncio.to_thread(migrated.stop)
        await answered(everybody, 20, "503")
        await asyncio.to_thread(migrated.start)
        await answered(everybody, 40, "kept")
        enough.set()
        await asyncio.gather(*work)
        for tab in tabs:
            await tab.close()
    assert {answer for one in everybody for answer in one.answers} <= {"200", "503", "409", "kept", NOT_NOW}
    for one in everybody:
        found = await titles(one.person_id)
        assert all(found[title] >= 1 for title in one.kept)


async def test_a_pupil_sees_not_saved_yet_and_then_saved(on_cluster: Settings, migrated: Cluster) -> None:
    """In a browser: what is typed while the database is away stays, and is saved when it is back."""
    (siiri,) = await pupils(1)
    with served(cwd=on_cluster.data_dir) as server:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
            here = server.url.replace("127.0.0.1", "localhost")
            context = await browser.new_context(base_url=here, locale="en-GB")
            await hand_over(context, f"{SECURE}={siiri.key}")
            page = await context.new_page()
            await page.goto(PAGE)
            said = page.locator("form[data-draft] [data-draft-status]").first
            await page.locator("textarea[name=happened]").press_sequentially("We built")
            await expect(said).to_contain_text("Draft saved")
            await asyncio.to_thread(migrated.stop)
            await page.locator("textarea[name=happened]").press_sequentially(" a bridge")
            await expect(said).to_contain_text("Not saved yet")
            await asyncio.to_thread(migrated.start)
            await expect(said).to_contain_text("Draft saved", timeout=40_000)
            await page.reload()
            await expect(page.locator("textarea[name=happened]")).to_have_value("We built a bridge")
            await browser.close()

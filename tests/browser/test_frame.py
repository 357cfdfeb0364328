"""What stands around every page: its languages, whom to turn to, and that nobody's page stays open for the next one."""

import re
from collections.abc import AsyncIterator, Iterator

import pytest
from playwright.async_api import Page, expect

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.database import close_database
from tests.browser.conftest import Visit
from tests.browser.walking import ready
from tests.browser.words import Words
from tests.conftest import Configure
from tests.people import actor_now, make_pupil, make_region, make_school
from tests.served import Served, built_languages, serving

HELP = {"name": "Children's line", "phone": "116111", "url": "https://line.example", "hours": "9-20"}


@pytest.fixture(scope="module")
def small_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """An instance of which these tests know all schools."""
    with serving(tmp_path_factory.mktemp("small")) as server:
        yield server


@pytest.fixture
async def served(small_server: Served, configure: Configure) -> AsyncIterator[Served]:
    """It, instead of the shared instance."""
    configure(data_dir=small_server.data_dir, languages=built_languages())
    yield small_server
    await close_database()


_school: list[object] = []


async def somebody(served: Served, **given: bool) -> tuple[Actor, str]:
    """A pupil of the only school, with her cookie."""
    if not _school:
        _school.append(await make_school(region=await make_region(help=[HELP])))
    return await served.sign_in(await make_pupil(_school[0]), **given)  # type: ignore[arg-type]


async def in_language(page: Page, name: str) -> None:
    """Press the button of a language."""
    await page.get_by_role("button", name=name, exact=True).click()


async def test_another_language_keeps_the_place_and_what_is_typed_and_is_remembered(
    served: Served, visit: Visit
) -> None:
    siiri, cookie = await somebody(served)
    page = await visit(cookie, "/fi/home")
    await page.goto("/fi/capability?code=S1")
    await page.get_by_label(Words("fi")("Why?"), exact=True).fill("Kokeilin itse.")
    await in_language(page, "English")
    await page.wait_for_url("**/en/capability?code=S1")
    await expect(page.get_by_label("Why?", exact=True)).to_have_value("Kokeilin itse.")
    assert (await actor_now(siiri.person_id)).language == "en"
    await page.get_by_role("navigation").get_by_role("link", name="My skills").click()
    await page.wait_for_url("**/en/skills")
    await ready(page)
    await in_language(page, "Nederlands")
    await page.wait_for_url("**/nl/skills")
    await page.goto("/nl/choose-passphrase")
    await in_language(page, "English")
    await page.wait_for_url("**/en/choose-passphrase")


async def test_every_page_says_whom_to_turn_to_also_before_signing_in_and_when_something_went_wrong(
    served: Served, visit: Visit
) -> None:
    _siiri, cookie = await somebody(served)
    page = await visit("", "/en/sign-in?next=%2Fen%2Fskills")
    for path in ("/en/sign-in", "/en/welcome", "/en/nowhere"):
        await page.goto(path)
        footer = page.locator("footer")
        for words in ("Liisa Laine", "Room 12, Tuesdays", "Need to talk?", "Children's line", "9-20"):
            await expect(footer).to_contain_text(words)
        await expect(footer.get_by_role("link", name="116111")).to_have_attribute("href", "tel:116111")
    page = await visit(cookie, "/en/skills")
    await expect(page.locator("footer")).to_contain_text("Liisa Laine")
    await page.goto("/en/sign-in")
    await in_language(page, "Suomi")
    await page.wait_for_url("**/fi/sign-in")


async def test_a_page_nobody_touches_is_left_and_found_again(served: Served, visit: Visit) -> None:
    _siiri, cookie = await somebody(served)
    page = await visit(cookie, "/en/capability?code=S1")
    frame = page.locator("[data-idle-seconds]")
    await expect(frame).to_have_attribute("data-idle-seconds", "1800")
    await frame.evaluate("el => el.dataset.idleSeconds = '1'")
    await expect(page).to_have_url(re.compile(r"/en/sign-in\?next=%2Fen%2Fcapability%3Fcode%3DS1$"))
    _other, own = await somebody(served, own_device=True)
    page = await visit(own, "/en/capability?code=S1")
    await expect(page.locator("[data-idle-seconds]")).to_have_attribute("data-idle-seconds", "0")


async def test_an_open_page_is_left_when_its_session_ends_elsewhere(served: Served, visit: Visit) -> None:
    _siiri, cookie = await somebody(served)
    page = await visit(cookie, "/en/capability?code=S1")
    await ready(page)
    async with served.forms(cookie) as elsewhere:
        await elsewhere.post("/sign-out", data={"language": "en"})
    await expect(page).to_have_url(re.compile(r"/en/sign-in\?next="))

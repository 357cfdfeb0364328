"""Every page as it is served, in every language, on a phone and on a wide screen, with little and with much on it.

The people are those of the demo school. A page that no link leads to is found too: it is never visited.
"""

import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect
from sqlmodel import col, select

from portfolio_app.accounts.models import Person, SignIn
from portfolio_app.core.database import close_database, reading
from tests.browser.conftest import Visit, hand_over
from tests.browser.walking import OPEN_ALL, built_routes, links_of, ready, route_of, walk
from tests.conftest import Configure
from tests.people import actor_now
from tests.served import Served, built_languages, serving

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
WIDTHS = (1366, 360, 320)
STAFF = ("tuula", "kaisa", "admin")
# Reached from outside, and by whoever is not signed in.
UNLINKED = {"/welcome", "/sign-in", "/confirm-address", "/unsubscribe"}
TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("main *, header *, footer *, nav *")]
    .filter((el) => el.getBoundingClientRect().right > width + 1)
    .map((el) => el.outerHTML.slice(0, 120)).slice(0, 3).concat("the page is wider than the screen");
}"""


@pytest.fixture(scope="module")
def demo_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The demo school, served."""
    with serving(tmp_path_factory.mktemp("demo"), demo=True) as server:
        yield server


@pytest.fixture
async def served(demo_server: Served, configure: Configure) -> AsyncIterator[Served]:
    """The demo school instead of the shared instance, for `visit` too."""
    configure(data_dir=demo_server.data_dir, languages=built_languages())
    yield demo_server
    await close_database()


async def cookie_of(served: Served, username: str) -> str:
    """A session of somebody of the demo."""
    async with reading() as session:
        found = await session.execute(
            select(col(Person.id))
            .join(SignIn, col(SignIn.person_id) == col(Person.id))
            .where(col(SignIn.identifier) == username)
        )
        person = found.scalar_one()
    _who, cookie = await served.sign_in(await actor_now(person))
    return cookie


async def looked_at(page: Page, language: str) -> list[str]:
    """What is wrong with how the page is shown, in words."""
    wrong: list[str] = []
    said = await page.evaluate("document.documentElement.lang")
    if said != language:
        wrong.append(f"lang is {said}")
    if not await page.title():
        wrong.append("no title")
    await page.evaluate(OPEN_ALL)
    for width in WIDTHS:
        await page.set_viewport_size({"width": width, "height": 740})
        wrong += [f"{width} px: {one}" for one in await page.evaluate(TOO_WIDE)]
    return wrong


@pytest.mark.parametrize("language", built_languages().split(","))
async def test_every_page_in_every_language(served: Served, visit: Visit, language: str) -> None:
    """Nothing is wider than its screen, every link leads somewhere, nothing is said in the browser's console."""
    wrong: dict[str, list[str]] = {}
    visited: set[str] = set()
    leads_to: set[str] = set()
    answers: list[str] = []
    for username in ("siiri", *STAFF, ""):
        page = await visit(await cookie_of(served, username) if username else "", f"/{language}/sign-in")
        page.on("response", lambda said: answers.append(f"{said.status} {said.url}") if said.status >= 400 else None)
        begin = f"/{language}/home" if username else f"/{language}/sign-in"
        async for address in walk(page, begin, signed_in=bool(username)):
            visited.add(route_of(address))
            leads_to |= set(await links_of(page))
            if found := await looked_at(page, language):
                wrong[f"{username} {address}"] = found
        if username == "siiri":
            for document in sorted(one for one in leads_to if one.startswith(("/files/", "/documents/")))[:8]:
                answer = await page.request.get(document)
                if not answer.ok:
                    wrong[document] = [str(answer.status)]
        await page.context.close()
    assert not wrong, json.dumps(wrong, indent=1)
    assert answers == []
    assert built_routes(language) - visited <= UNLINKED


async def axe(page: Page) -> list[str]:
    """What axe finds on the page as it is now."""
    await page.evaluate(OPEN_ALL)
    # As tall as the page, for axe takes what the bar at the foot of a phone lies over for covered.
    size = page.viewport_size
    assert size
    tall = await page.evaluate("document.documentElement.scrollHeight")
    await page.set_viewport_size({"width": size["width"], "height": max(size["height"], tall)})
    options: dict[str, Any] = {"runOnly": {"type": "tag", "values": list(RULES)}, "resultTypes": ["violations"]}
    found = await page.evaluate(f"async () => (await axe.run(document, {json.dumps(options)})).violations")
    await page.set_viewport_size(size)
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"][:3]]


async def examined(browser: Browser, served: Served, username: str, **given: Any) -> dict[str, Any]:
    """What axe finds on every page somebody reaches. The policy that forbids its script is off for it."""
    context = await browser.new_context(base_url=served.url, bypass_csp=True, locale="en-GB", **given)
    if username:
        await hand_over(context, await cookie_of(served, username))
    page = await context.new_page()
    page.set_default_timeout(30_000)
    source = AXE.read_text()
    wrong: dict[str, Any] = {}
    begin = "/en/home" if username else "/en/sign-in"
    async for address in walk(page, begin, signed_in=bool(username)):
        await page.add_script_tag(content=source)
        if found := await axe(page):
            wrong[f"{username} {address}"] = found
    await context.close()
    return wrong


PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}}
WIDE: dict[str, Any] = {"viewport": {"width": 1366, "height": 768}}


@pytest.mark.parametrize("username", ["", "eino", "siiri", "aada", *STAFF, "petri"])
async def test_axe_finds_nothing(browser: Browser, served: Served, username: str) -> None:
    """For somebody who has just begun (eino), has some (siiri), has much (aada), and for all who work there."""
    wrong = await examined(browser, served, username, **PHONE)
    assert not wrong, json.dumps(wrong, indent=1)


@pytest.mark.parametrize("username", ["", "siiri", "tuula", "kaisa"])
async def test_axe_finds_nothing_in_the_dark(browser: Browser, served: Served, username: str) -> None:
    """The dark colours, on a wide screen."""
    wrong = await examined(browser, served, username, color_scheme="dark", **WIDE)
    assert not wrong, json.dumps(wrong, indent=1)


async def test_the_colours_follow_the_device_and_the_choice(served: Served, visit: Visit) -> None:
    """Whoever chooses light keeps it on a dark device."""
    background = "getComputedStyle(document.body).backgroundColor"
    page = await visit(await cookie_of(served, "eino"), "/en/account", color_scheme="dark")
    await ready(page)
    dark = await page.evaluate(background)
    await page.emulate_media(color_scheme="light")
    light = await page.evaluate(background)
    assert light != dark
    await page.emulate_media(color_scheme="dark")
    await page.get_by_role("radio", name="Light").check()
    await page.get_by_role("button", name="Save these colours").click()
    await page.wait_for_load_state()
    await ready(page)
    await expect(page.locator("html")).to_have_attribute("data-theme", "light")
    assert await page.evaluate(background) == light
    await page.get_by_role("radio", name="Same as the device").check()
    await page.get_by_role("button", name="Save these colours").click()

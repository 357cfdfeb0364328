"""Every page as it is served, in every language, on a phone and on a wide screen, with little and with much on it.

The people are those of the demo school. A page that no link leads to is found too: it is never visited.
"""

import json
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from typing import Any
from uuid import UUID

import pytest
from playwright.async_api import Browser, Page, ViewportSize, expect
from sqlmodel import col, select

from portfolio_app.accounts.models import Person, SignIn
from portfolio_app.core.database import close_database, reading
from portfolio_app.marketplace.models import OfferKind
from portfolio_app.marketplace.periods.models import Period
from tests.browser.conftest import Visit, hand_over
from tests.browser.phones import PHONE, axe
from tests.browser.walking import OPEN_ALL, PAINTED, built_routes, links_of, ready, walk
from tests.conftest import Configure
from tests.people import actor_now
from tests.served import Served, built_languages, serving

WIDTHS = (1366, 360, 320)
WIDE: ViewportSize = {"width": 1366, "height": 768}
NORWEGIAN = "torerik"
STAFF = ("tuula", "kaisa", "sirpa", "admin")
# Reached from outside, and by whoever is not signed in.
UNLINKED = {"/welcome", "/sign-in", "/confirm-address", "/unsubscribe", "/come-in", "/receipt"}
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


async def taster_days() -> UUID:
    """A period of the demo's Norwegian school in which pupils rank programmes."""
    async with reading() as session:
        found = await session.execute(
            select(col(Period.id)).where(col(Period.kind) == OfferKind.TASTER, col(Period.name) == "Hospitering 10B")
        )
        return found.scalar_one()


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
    """Nothing is wider than its screen, every link leads somewhere, nothing is said in the browser's console.

    Each page once, at the first whose way leads over it, and the Home of each. What scripts make of a page is the same
    in every language: those beside English are seen as the server draws them.
    """
    wrong: dict[str, list[str]] = {}
    seen = Counter[str]()
    leads_to: set[str] = set()
    answers: list[str] = []
    for username in ("siiri", "aada", *STAFF, NORWEGIAN, ""):
        scripts = language == "en"
        cookie = await cookie_of(served, username) if username else ""
        page = await visit(cookie, f"/{language}/sign-in", java_script_enabled=scripts)
        page.on("response", lambda said: answers.append(f"{said.status} {said.url}") if said.status >= 400 else None)
        begin = f"/{language}/home" if username else f"/{language}/sign-in"
        if username == NORWEGIAN:  # the people before have no taster days
            begin = f"/{language}/period-offers?id={await taster_days()}"
        async for address in walk(page, begin, signed_in=bool(username), scripts=scripts, seen=seen):
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
    assert built_routes(language) - set(seen) <= UNLINKED


async def examined(
    browser: Browser, served: Served, username: str, *, seen: Counter[str] | None = None
) -> dict[str, Any]:
    """What axe finds on every page somebody reaches with a phone, but not at routes in `seen`; then, on a wide screen,
    whether its dark colours can be told apart. The policy that forbids axe's script is off for it."""
    context = await browser.new_context(base_url=served.url, bypass_csp=True, locale="en-GB", **PHONE)
    if username:
        await hand_over(context, await cookie_of(served, username))
    page = await context.new_page()
    page.set_default_timeout(30_000)
    wrong: dict[str, Any] = {}
    begin = "/en/home" if username else "/en/sign-in"
    async for address in walk(page, begin, signed_in=bool(username), seen=seen):
        if found := [*await axe(page), *await in_the_dark(page)]:
            wrong[f"{username} {address}"] = found
    await context.close()
    return wrong


async def in_the_dark(page: Page) -> list[str]:
    """What axe has to say about the dark colours of the page, which it examined in the light just now."""
    phone = page.viewport_size
    assert phone
    await page.set_viewport_size(WIDE)
    await page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    await page.evaluate(PAINTED)
    await page.evaluate("Promise.all(document.getAnimations().map((one) => one.finished))")
    found = await axe(page, colours_alone=True)
    await page.emulate_media(color_scheme="light", reduced_motion="no-preference")
    await page.set_viewport_size(phone)
    return [f"in the dark: {one}" for one in found]


@pytest.mark.parametrize("username", ["", "eino", "siiri", "aada"])
async def test_axe_finds_nothing(browser: Browser, served: Served, username: str) -> None:
    """For somebody who is not signed in, and who has just begun (eino), has some (siiri), and has much (aada)."""
    wrong = await examined(browser, served, username)
    assert not wrong, json.dumps(wrong, indent=1)


async def test_axe_finds_nothing_where_people_work(browser: Browser, served: Served) -> None:
    """For all who work there, each page once, at the first whose way leads over it, and the Home of each."""
    wrong: dict[str, Any] = {}
    seen = Counter[str]()
    for username in (*STAFF, "petri"):
        wrong |= await examined(browser, served, username, seen=seen)
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

"""Tabs that come back, are doubled or are left, and texts and networks nobody hopes for: the page that was drawn lives.

Each of these pages goes through `visit`, which fails on an error in the console; test_first_view.py has the negative
control.
"""

import asyncio
import re
from uuid import uuid4

from playwright.async_api import Page, Route, WebSocketRoute, expect

from portfolio_app.portfolio.actions import EntryForm, make_entry
from tests.browser.conftest import Visit, hand_over
from tests.browser.test_first_view import held
from tests.people import make_pupil, make_school
from tests.served import Served

PORTFOLIO = "/en/portfolio"


async def a_pupil(served: Served, *titles: str, name: str = "Siiri Salo") -> str:
    """The cookie of a new pupil with entries of these titles."""
    siiri, cookie = await served.sign_in(await make_pupil(await make_school(), name=name))
    for title in titles:
        await make_entry(siiri, EntryForm(title, title), uuid4())
    return cookie


async def works(page: Page, title: str) -> None:
    """A click on this page, which shows the portfolio, does what it says, and once."""
    entry = page.locator("main article", has_text=title)
    await entry.get_by_role("button", name="Delete").click()
    await expect(page.locator(".notices")).to_contain_text("Deleted")
    await expect(entry).to_have_count(0)


async def token(page: Page) -> str:
    """The token of the tab, which is awake."""
    await expect(page.locator("html[data-ready]")).to_have_count(1)
    return str(await page.evaluate("sessionStorage.getItem('token')"))


async def drawn(page: Page) -> bool:
    """Whether the page came with its data in it."""
    return bool(await page.evaluate("JSON.parse(document.getElementById('first-view').textContent).drawn"))


async def test_a_page_works_on_after_reload_back_and_forward(served: Served, visit: Visit) -> None:
    page = await visit(await a_pupil(served, "One", "Two", "Three", "Four", "Five"), PORTFOLIO)
    await works(page, "One")
    await page.reload()
    await works(page, "Two")
    await page.goto("/en/account")
    await page.go_back()
    await works(page, "Three")
    await page.go_forward()
    await expect(page).to_have_url(re.compile("/en/account"))
    await page.go_back()
    await works(page, "Four")
    await page.reload()
    await expect(page.locator("main article")).to_have_count(1)


async def test_a_doubled_tab_has_a_token_and_a_page_of_its_own(served: Served, visit: Visit) -> None:
    """The browser copies what the session of the tab holds, the token too."""
    one = await visit(await a_pupil(served, "One", "Two", "Three"), PORTFOLIO)
    first = await token(one)
    async with one.context.expect_page() as opened:
        await one.evaluate("window.open(location.href)")
    two = await opened.value
    complaints: list[str] = []
    two.on("pageerror", lambda error: complaints.append(str(error)))
    assert await token(two) != first
    await works(two, "One")
    await expect(one.locator(".notices")).not_to_contain_text("Deleted")
    await works(one, "Two")
    await works(two, "Three")
    assert await token(one) == first
    assert not complaints


async def test_a_restored_tab_works_on(served: Served, visit: Visit) -> None:
    """The browser was closed and has opened its tabs again, with what they held."""
    before = await visit(await a_pupil(served, "One", "Two"), PORTFOLIO)
    old, state = await token(before), await before.context.storage_state()
    await before.context.close()
    page = await visit("", "/en/account", storage_state=state)
    await page.evaluate("(old) => sessionStorage.setItem('token', old)", old)
    await page.goto(PORTFOLIO)
    await works(page, "One")
    assert await token(page) != old


async def test_two_tabs_of_one_page_never_show_each_others(served: Served, visit: Visit) -> None:
    cookie = await a_pupil(served, "Bridge one", "Bridge two", "Choir one", "Choir two")
    bridge = await visit(cookie, f"{PORTFOLIO}?search=bridge")
    choir = await visit("", f"{PORTFOLIO}?search=choir", page=bridge)
    for page, own, others in ((bridge, "Bridge", "Choir"), (choir, "Choir", "Bridge")):
        await works(page, f"{own} one")
        await expect(page.locator("main article")).to_have_count(1)
        await expect(page.locator("main ol")).not_to_contain_text(others)
    await works(bridge, "Bridge two")
    await expect(choir.locator("main ol")).to_contain_text("Choir two")


async def test_signing_out_elsewhere_before_the_socket_leads_to_the_sign_in_page(served: Served, visit: Visit) -> None:
    """The page shows nothing more of anybody."""
    cookie = await a_pupil(served, "One")
    page = await visit(cookie, "/en/account")
    waiting = await held(page)
    await page.goto(PORTFOLIO, wait_until="commit")
    await expect(page.locator("main article")).to_have_count(1)
    async with served.forms(cookie) as other:
        await other.post("/sign-out", data={"language": "en"})
    for route in waiting:
        await route.continue_()
    await page.wait_for_url("**/en/sign-in*")
    await expect(page.locator("body")).not_to_contain_text("Siiri")


async def test_a_drawn_page_lives_by_polling(served: Served, visit: Visit) -> None:
    """Where a network refuses websockets; until they are given up the page is read, and then a click works."""
    page = await visit("", "/en/sign-in")
    await hand_over(page.context, await a_pupil(served, "One", "Two"))

    def refuse(socket: WebSocketRoute) -> None:
        asyncio.get_running_loop().create_task(socket.close(code=1001))

    await page.route_web_socket(re.compile("/_event"), refuse)
    await page.goto(PORTFOLIO, wait_until="commit")
    await expect(page.locator("main article")).to_have_count(2)
    await works(page, "One")
    assert await page.evaluate("sessionStorage.getItem('transport')") == "polling"
    await page.reload()
    await works(page, "Two")


ODD = [
    "</script><script>throw 1</script>",
    "<!-- <script> ]]> <![CDATA[",
    "a\u2028b\u2029c",
    "🌱👩🏽‍🚀 \u05e9\u05dc\u05d5\u05dd محمد الأمين",
    "&amp;&lt;'\"\\u003c\\",
    "{braces} ${x} `tick` %s",
]


async def test_react_waits_for_the_scripts_of_the_page(served: Served, visit: Visit) -> None:
    """They may come long after it; and some browsers give it no turns of its own."""
    page = await visit(await a_pupil(served, "One", "Two"), PORTFOLIO)
    await expect(page.locator("html[data-ready]")).to_have_count(1)
    late: list[str] = []

    async def later(route: Route) -> None:
        await asyncio.sleep(1.5)
        late.append(route.request.url)
        assert await page.locator("html[data-ready]").count() == 0
        await route.continue_()

    await page.route(re.compile(r"/assets/_en_\..*\.js"), later)
    await page.reload()
    await works(page, "One")
    assert await page.evaluate("typeof setImmediate") == "undefined"
    await page.add_init_script("Object.defineProperty(window, 'scheduler', { value: undefined })")
    await page.reload()
    await works(page, "Two")
    assert len(late) >= 2


async def test_odd_texts_are_shown_as_they_were_written(served: Served, visit: Visit) -> None:
    """As a name, as titles and as texts: in the page that is read first, and after it has come to life."""
    page = await visit(await a_pupil(served, *ODD, name=" ".join(ODD)), PORTFOLIO)
    shown = [" ".join(title.split()) for title in reversed(ODD)]
    assert await drawn(page)
    for _look in range(2):
        assert await page.locator("main article h2").all_text_contents() == shown
        assert " ".join(ODD) in (await page.locator("header").all_text_contents())[0]
        await token(page)
    for number in range(len(ODD)):
        await page.goto(PORTFOLIO)
        await page.locator("main article h2 a").nth(number).click()
        await expect(page).to_have_url(re.compile("/en/entry"))
        await page.reload()
        assert await page.locator("main h1").text_content() == shown[number]
        await token(page)
        assert await page.locator("main h1").text_content() == shown[number]


BROKEN = [
    "%00",
    "%ED%A0%80",
    "%C0%80%FF",
    "%0D%0A",
    "%E2%80%A8",
    "%3C/script%3E%3C!--",
    "%E2%80%AE%D7%A9",
    "%",
    "%u0000",
]


async def test_odd_addresses_harm_nothing(served: Served, visit: Visit) -> None:
    """NUL, half surrogates and broken UTF-8 come this way alone: what is kept has none of it."""
    page = await visit(await a_pupil(served, "One"), PORTFOLIO)
    for query in BROKEN:
        await page.goto(f"{PORTFOLIO}?search={query}")
        await token(page)
        assert await drawn(page), query
        await expect(page.locator("main h1")).to_have_text("My portfolio")

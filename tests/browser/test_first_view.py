"""The page is there before its scripts are: it can be read, and nothing done in that moment is lost or done twice."""

import asyncio

from playwright.async_api import Browser, Page, Route, expect

from tests.browser.conftest import Visit, hand_over
from tests.people import make_pupil, make_school
from tests.served import Served

ENTRY_SCRIPT = "**/assets/entry.client-*.js"


async def somebody(served: Served) -> str:
    """The cookie of a new pupil."""
    return (await served.sign_in(await make_pupil(await make_school(), name="Siiri Salo")))[1]


async def held(page: Page) -> list[Route]:
    """Hold the app's main script back until the test lets it go."""
    waiting: list[Route] = []
    await page.route(ENTRY_SCRIPT, lambda route: waiting.append(route))
    return waiting


async def let_go(page: Page, waiting: list[Route]) -> None:
    """Let the script come, and wait until the page is awake."""
    for route in waiting:
        await route.continue_()
    await expect(page.locator("html[data-ready]")).to_have_count(1)


async def test_a_page_is_read_without_any_script(served: Served, browser: Browser) -> None:
    """Blocked by a filter, or never arrived."""
    context = await browser.new_context(java_script_enabled=False, base_url=served.url)
    await hand_over(context, await somebody(served))
    page = await context.new_page()
    await page.goto("/en/skills")
    await expect(page.locator("main table a").first).to_be_visible()
    await expect(page.locator("header")).to_contain_text("Siiri Salo")
    await context.close()


async def test_a_sign_in_form_needs_no_script(served: Served, browser: Browser) -> None:
    await make_pupil(await make_school(), name="Otso Oja", username="otso.plain", passphrase="three green kettles")
    context = await browser.new_context(java_script_enabled=False, base_url=served.url, locale="en-GB")
    page = await context.new_page()
    await page.goto("/en/sign-in")
    await page.fill("input[name=username]", "otso.plain")
    await page.fill("input[name=passphrase]", "three green kettles")
    await page.press("input[name=passphrase]", "Enter")
    await page.wait_for_url("**/en/home")
    await expect(page.locator("header")).to_contain_text("Otso Oja")
    await context.close()


async def test_react_finds_what_it_expects_and_nothing_jumps(served: Served, visit: Visit) -> None:
    """`visit` fails on any error in the console: React would name a page that was drawn otherwise."""
    page = await visit(await somebody(served), "/en/skills")
    await expect(page.locator("html[data-ready]")).to_have_count(1)
    shift = await page.evaluate(
        "new Promise(done => { let sum = 0; new PerformanceObserver(list => { for (const e of list.getEntries()) "
        "sum += e.value; }).observe({type: 'layout-shift', buffered: true}); setTimeout(() => done(sum), 600); })"
    )
    assert shift <= 0.02


async def test_the_console_would_say_so(served: Served, browser: Browser) -> None:
    """The negative control: a page that was changed on its way does give React's error."""
    context = await browser.new_context(base_url=served.url)
    await hand_over(context, await somebody(served))
    page = await context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))

    async def tamper(route: Route) -> None:
        answer = await route.fetch()
        body = (await answer.text()).replace("</h1>", "</h1><b>more</b>", 1)
        kept = {k: v for k, v in answer.headers.items() if k not in ("content-encoding", "content-length")}
        await route.fulfill(status=answer.status, headers=kept, body=body)

    await page.route("**/en/skills", tamper)
    await page.goto("/en/skills")
    await expect(page.locator("html[data-ready]")).to_have_count(1)
    assert any("418" in error for error in errors)
    await context.close()


async def test_what_is_typed_and_sent_before_the_page_is_awake_is_kept_once(served: Served, visit: Visit) -> None:
    page = await visit(await somebody(served), "/en/home")
    waiting = await held(page)
    await page.goto("/en/capability?code=S1", wait_until="commit")
    form = page.locator("form:has(textarea[name=reason])")
    await form.locator("input[name=step][value='2']").check(force=True)
    await form.locator("textarea[name=reason]").fill("Typed before anything was awake")
    send = form.locator("button[type=submit]")
    await send.click()
    await send.click()
    await let_go(page, waiting)
    await expect(page.locator(".notices")).to_contain_text("Saved")
    await page.reload()
    await expect(page.locator("textarea[name=reason]")).to_have_value("Typed before anything was awake")
    await expect(page.locator("details li", has_text="Typed before anything was awake")).to_have_count(1)


async def test_who_types_while_the_page_wakes_up_notices_nothing(served: Served, visit: Visit) -> None:
    """In a text that was there already: no letter is lost or moved, and all of it is saved."""
    page = await visit(await somebody(served), "/en/entry-form")
    text = page.locator("textarea[name=happened]")
    await text.fill("We built a bridge. ")
    await expect(page.locator("[data-draft-status]").first).to_contain_text("Draft saved")
    waiting = await held(page)
    await page.goto("/en/entry-form", wait_until="commit")
    await text.press("Control+End")
    more = "It carried all of us, and the teacher too. " * 6
    typing = asyncio.create_task(text.press_sequentially(more, delay=4))
    await asyncio.sleep(0.2)
    await let_go(page, waiting)
    await typing
    await expect(text).to_have_value("We built a bridge. " + more)
    await expect(page.locator("[data-draft-status]").first).to_contain_text("Draft saved")
    await page.reload()
    await expect(text).to_have_value("We built a bridge. " + more)


CLICKED_WHEN_HEARD = """
new MutationObserver((_, observer) => {
  const { hears, ready } = document.documentElement.dataset;
  if (hears === undefined) return;
  observer.disconnect();
  window.__wasAsleep = ready === undefined;
  const form = document.querySelector("form:has(textarea[name=reason])");
  form.querySelector("input[name=step][value='2']").click();
  form.querySelector("button[type=submit]").click();
}).observe(document, { attributes: true, subtree: true, attributeFilter: ["data-hears"] });
"""


async def test_the_part_that_is_clicked_wakes_at_once(served: Served, visit: Visit) -> None:
    """As soon as the frame of the page is awake it hears what is clicked in the rest of it, which is still asleep."""
    page = await visit(await somebody(served), "/en/home")
    await page.add_init_script(CLICKED_WHEN_HEARD)
    await page.goto("/en/capability?code=S1")
    await expect(page.locator("html[data-ready]")).to_have_count(1)
    await expect(page.locator(".notices")).to_contain_text("Saved")
    assert await page.evaluate("window.__wasAsleep")
    other = await page.context.new_page()
    await other.goto("/en/capability?code=S1")
    await expect(other.locator("input[name=step][value='2']")).to_be_checked()


async def test_back_shows_the_page_as_it_is_now(served: Served, visit: Visit) -> None:
    """A page with a person's data is asked for again, with a token of its own."""
    page = await visit(await somebody(served), "/en/skills")
    first = await page.evaluate("sessionStorage.getItem('token')")
    await page.goto("/en/account")
    await page.go_back()
    await expect(page.locator("main table a").first).to_be_visible()
    await expect(page.locator("html[data-ready]")).to_have_count(1)
    assert await page.evaluate("sessionStorage.getItem('token')") != first


async def test_two_tabs_have_a_state_each(served: Served, visit: Visit) -> None:
    cookie = await somebody(served)
    one, two = await visit(cookie, "/en/home"), await visit(cookie, "/en/home")
    for page in (one, two):
        await expect(page.locator("html[data-ready]")).to_have_count(1)
    assert await one.evaluate("sessionStorage.getItem('token')") != await two.evaluate(
        "sessionStorage.getItem('token')"
    )


BOXES = """() => {
  document.documentElement.dataset.exact = "";  // what is far down too, which is guessed until there is time for it
  return [...document.querySelectorAll("main *")].map((one) => {
    const box = one.getBoundingClientRect();
    return [one.tagName, Math.round(box.x), Math.round(box.width), Math.round(box.height)].join(" ");
  });
}"""


async def test_a_page_one_goes_on_to_looks_as_it_does_when_it_is_opened(served: Served, visit: Visit) -> None:
    """Though the page before came without the styles of others. At once, before it has fetched them by itself."""
    page = await visit(await somebody(served), "/en/home")
    await page.get_by_role("link", name="My skills").first.click()
    await page.wait_for_url("**/en/skills")
    await expect(page.locator("main table a").first).to_be_visible()
    gone_on = await page.evaluate(BOXES)
    await page.reload()
    await expect(page.locator("html[data-ready]")).to_have_count(1)
    assert await page.evaluate(BOXES) == gone_on
    assert len(gone_on) > 100


async def test_without_the_styles_of_all_pages_one_goes_on_all_the_same(served: Served, browser: Browser) -> None:
    context = await browser.new_context(base_url=served.url)
    await hand_over(context, await somebody(served))
    page = await context.new_page()
    await page.route("**/assets/*.css", lambda route: route.abort())
    await page.goto("/en/home")
    await page.get_by_role("link", name="My skills").first.click()
    await page.wait_for_url("**/en/skills")
    await expect(page.locator("main table a").first).to_be_visible()
    await context.close()

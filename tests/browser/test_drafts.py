"""What a pupil types is kept: through reloads, lost connections, a second tab and a session that ends."""

import json

from playwright.async_api import Locator, Page, Route, expect

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.database import reading, writing
from portfolio_app.core.drafts import KeptDraft, drop_draft, load_draft
from portfolio_app.portfolio.actions import draft_of
from tests.browser.conftest import Visit, hand_over
from tests.people import make_pupil, make_school
from tests.served import Served

FORM = draft_of(None)
PAGE = "/en/entry-form"


async def somebody(served: Served, name: str = "") -> tuple[Actor, str]:
    """A new pupil, signed in."""
    return await served.sign_in(await make_pupil(await make_school(), name=name))


async def draft(actor: Actor) -> KeptDraft | None:
    """What the server has."""
    async with reading() as session:
        return await load_draft(session, actor.person_id, FORM)


def status(page: Page) -> Locator:
    """The line that says how the draft is."""
    return page.locator("form[data-draft] [data-draft-status]")


async def written(page: Page, text: str) -> None:
    """Type into the entry as a person does."""
    field = page.locator("textarea[name=happened]")
    await field.click()
    await field.press_sequentially(text)


async def local_copies(page: Page) -> list[str]:
    """The keys of drafts this tab keeps."""
    keys = json.loads(await page.evaluate("JSON.stringify(Object.keys(sessionStorage))"))
    return [key for key in keys if key.startswith("draft:")]


async def test_what_is_typed_is_saved_and_said_so(served: Served, visit: Visit) -> None:
    """Within seconds, with the time; the copy in the browser goes once the server has it."""
    siiri, cookie = await somebody(served)
    page = await visit(cookie, PAGE)
    await written(page, "We built a bridge.")
    await expect(status(page)).to_contain_text("Draft saved")
    kept = await draft(siiri)
    assert kept is not None
    assert kept.fields["happened"] == "We built a bridge."
    assert await local_copies(page) == []
    await page.reload()
    await expect(page.locator("textarea[name=happened]")).to_have_value("We built a bridge.")


async def test_nothing_is_lost_without_a_connection(served: Served, visit: Visit) -> None:
    """Typed offline, reloaded, and saved when the connection is back."""
    siiri, cookie = await somebody(served)
    page = await visit(cookie, PAGE)
    await written(page, "First")
    await expect(status(page)).to_contain_text("Draft saved")
    await page.route("**/drafts/**", lambda route: route.abort())
    await written(page, " and then more")
    await expect(status(page)).to_contain_text("Not saved yet")
    page.on("dialog", lambda dialog: dialog.accept())
    await page.reload()
    await expect(page.locator("textarea[name=happened]")).to_have_value("First and then more")
    await page.unroute("**/drafts/**")
    await expect(status(page)).to_contain_text("Draft saved", timeout=20_000)
    kept = await draft(siiri)
    assert kept is not None
    assert kept.fields["happened"] == "First and then more"


async def test_a_save_whose_answer_was_lost_is_no_conflict(served: Served, visit: Visit) -> None:
    """The server had it; the tab did not hear so, and typed on."""
    siiri, cookie = await somebody(served)
    page = await visit(cookie, PAGE)
    lost = 0

    async def lose_the_answer(route: Route) -> None:
        nonlocal lost
        lost += 1
        if lost == 1:
            await route.fetch()
            await route.abort()
        else:
            await route.continue_()

    await page.route("**/drafts/**", lose_the_answer)
    await written(page, "One")
    await expect(status(page)).to_contain_text("Not saved yet")
    await written(page, " two")
    await expect(status(page)).to_contain_text("Draft saved", timeout=20_000)
    kept = await draft(siiri)
    assert kept is not None
    assert kept.fields["happened"] == "One two"


async def test_a_second_tab_is_told_and_overwrites_nothing(served: Served, visit: Visit) -> None:
    """Both texts are still there: one on the server, one on the page."""
    siiri, cookie = await somebody(served)
    first = await visit(cookie, PAGE)
    second = await visit("", PAGE, page=first)
    await expect(second.locator("textarea[name=happened]")).to_be_visible()
    await expect(first.locator("textarea[name=happened]")).to_be_visible()
    await written(first, "From the first tab")
    await expect(status(first)).to_contain_text("Draft saved")
    await written(second, "From the second tab")
    await expect(status(second)).to_contain_text("another tab")
    await expect(second.locator("textarea[name=happened]")).to_have_value("From the second tab")
    kept = await draft(siiri)
    assert kept is not None
    assert kept.fields["happened"] == "From the first tab"


async def test_the_next_pupil_on_the_device_finds_nothing(served: Served, visit: Visit) -> None:
    """Not even what could not be sent before the session ended."""
    _siiri, cookie = await somebody(served, "Siiri Salo")
    _otso, other = await somebody(served, "Otso Oja")
    page = await visit(cookie, PAGE)
    await page.route("**/drafts/**", lambda route: route.abort())
    await written(page, "My secret")
    await expect(status(page)).to_contain_text("Not saved yet")
    assert await local_copies(page)
    page.on("dialog", lambda dialog: dialog.accept())
    await hand_over(page.context, other)
    await page.goto(PAGE)
    await expect(page.locator("header")).to_contain_text("Otso")
    await expect(page.locator("textarea[name=happened]")).to_have_value("")
    assert await local_copies(page) == []


async def test_signing_out_saves_first_and_leaves_nothing(served: Served, visit: Visit) -> None:
    """What was typed a moment before is on the server; the browser keeps no copy."""
    siiri, cookie = await somebody(served, "Siiri Salo")
    page = await visit(cookie, PAGE)
    await written(page, "Just now")
    await page.locator("form[data-sign-out] button").first.click()
    await page.wait_for_url("**/sign-in*")
    kept = await draft(siiri)
    assert kept is not None
    assert kept.fields["happened"] == "Just now"
    assert await local_copies(page) == []


async def test_keeping_the_entry_drops_its_draft(served: Served, visit: Visit) -> None:
    """Once it is kept, nothing brings the draft back."""
    siiri, cookie = await somebody(served)
    page = await visit(cookie, PAGE)
    await page.locator("#title").fill("A bridge")
    await written(page, "We built a bridge.")
    await page.get_by_role("button", name="Save").click()
    await page.wait_for_url("**/entry?*")
    await page.wait_for_timeout(2500)
    assert await draft(siiri) is None
    assert await local_copies(page) == []


async def test_a_draft_dropped_elsewhere_is_saved_anew(served: Served, visit: Visit) -> None:
    """The tab types on after its draft went away on the server."""
    siiri, cookie = await somebody(served)
    page = await visit(cookie, PAGE)
    await written(page, "One")
    await expect(status(page)).to_contain_text("Draft saved")
    async with writing() as session:
        await drop_draft(session, siiri.person_id, FORM)
    await written(page, " two")
    await expect(status(page)).to_contain_text("Draft saved")
    await page.wait_for_timeout(1500)
    kept = await draft(siiri)
    assert kept is not None
    assert kept.fields["happened"] == "One two"

"""The connection drops, or the whole server dies, while somebody types: nothing of it is lost."""

from pathlib import Path

from playwright.async_api import Locator, Page, expect

from portfolio_app.core.database import close_database
from tests.browser.conftest import LONGEST_WAIT, Visit, hand_over
from tests.conftest import Configure
from tests.people import make_pupil, make_school
from tests.served import Served, built_languages, free_port, serving

PATIENT = 60_000  # ms: how long a page may take to notice, and to try again


def happened(page: Page) -> Locator:
    """The field somebody types into."""
    return page.get_by_role("textbox", name="What happened?", exact=True)


def status(page: Page) -> Locator:
    """The line that says how the draft is."""
    return page.locator("form[data-draft] [data-draft-status]")


async def test_typed_without_a_network(served: Served, visit: Visit) -> None:
    """The page says so, keeps it, and saves it when the network is back."""
    _siiri, cookie = await served.sign_in(await make_pupil(await make_school()))
    page = await visit(cookie, "/en/entry-form")
    await happened(page).press_sequentially("On the ferry")
    await expect(status(page)).to_contain_text("Draft saved")
    await page.context.set_offline(True)
    await happened(page).press_sequentially(" we saw a seal")
    await expect(status(page)).to_contain_text("Not saved yet")
    await page.context.set_offline(False)
    await expect(status(page)).to_contain_text("Draft saved", timeout=PATIENT)
    await page.reload()
    await expect(happened(page)).to_have_value("On the ferry we saw a seal")
    await page.get_by_label("Title", exact=True).fill("A seal")
    await page.get_by_role("button", name="Save", exact=True).click()
    await page.wait_for_url("**/en/entry?id=*", timeout=PATIENT)
    await expect(page.get_by_role("main")).to_contain_text("On the ferry we saw a seal")


async def test_typed_while_the_server_was_dead(visit: Visit, configure: Configure, tmp_path: Path) -> None:
    """Killed, not stopped; the page goes on with the next one as if nothing had been."""
    port = free_port()
    with serving(tmp_path / "own", port=port) as server:
        configure(data_dir=server.data_dir, languages=built_languages())
        _siiri, cookie = await server.sign_in(await make_pupil(await make_school(), name="Siiri Salo"))
        await close_database()
        page = await visit("", f"{server.url}/en/sign-in")
        await hand_over(page.context, cookie)
        await page.goto(f"{server.url}/en/entry-form")
        await happened(page).press_sequentially("First")
        await expect(status(page)).to_contain_text("Draft saved")
        server.process.kill()
        server.process.wait()
        await happened(page).press_sequentially(" and then more")
        await expect(status(page)).to_contain_text("Not saved yet")
    with serving(tmp_path / "own", port=port) as server:
        await expect(status(page)).to_contain_text("Draft saved", timeout=PATIENT)
        await expect(page.locator("[data-connection]")).to_be_hidden(timeout=PATIENT)
        await page.get_by_label("Title", exact=True).fill("What was typed")
        await page.get_by_role("button", name="Save", exact=True).click()
        await page.wait_for_url("**/en/entry?id=*", timeout=PATIENT)
        await expect(page.get_by_role("main")).to_contain_text("First and then more", timeout=LONGEST_WAIT)
        await page.context.close()

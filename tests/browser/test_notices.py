"""From the bell to the thing, and from an address to the mail that reaches it, on a phone and by keyboard."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Iterator
from uuid import uuid4

import pytest
from playwright.async_api import Browser, Page, expect

from portfolio_app.core.database import close_database
from portfolio_app.portfolio import shareable  # noqa: F401 - entries can be shared
from portfolio_app.portfolio.actions import EntryForm, make_entry
from portfolio_app.sharing.actions import CLASS_TEACHERS, set_audience
from portfolio_app.sharing.comments import comment
from portfolio_app.sharing.models import Kind
from tests.browser.phones import axe, phone_of, tab_to
from tests.browser.walking import ready
from tests.conftest import Configure
from tests.notices.smtp import Mailbox, mail_server
from tests.people import make_class, make_pupil, make_school, make_teacher
from tests.served import Served, built_languages, serving


@pytest.fixture(scope="module")
def mailed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Mailbox]]:
    """An instance that sends mail, and the mail server it uses."""
    with mail_server() as box:
        folder = tmp_path_factory.mktemp("mailed")
        with serving(folder, mail_url=box.url, mail_from="polku@school.example") as served:
            yield served, box


@pytest.fixture
async def served(mailed: tuple[Served, Mailbox], configure: Configure) -> AsyncIterator[Served]:
    """That instance instead of the shared one."""
    found, box = mailed
    configure(data_dir=found.data_dir, languages=built_languages(), mail_url=box.url, mail_from="polku@school.example")
    yield found
    await close_database()


async def looked_at(page: Page, wrong: dict[str, list[str]], what: str) -> None:
    """Ask axe about the page as it is."""
    if found := await axe(page):
        wrong[what] = found


async def test_a_comment_rings_the_bell_and_an_address_gets_a_mail(
    browser: Browser, served: Served, mailed: tuple[Served, Mailbox]
) -> None:
    _served, box = mailed
    wrong: dict[str, list[str]] = {}
    school = await make_school()
    class_8b = await make_class(school)
    siiri, tuula = await make_pupil(school, class_8b, name="Siiri"), await make_teacher(school, class_8b, name="Tuula")
    entry = str(await make_entry(siiri, EntryForm("A day at the café"), uuid4()))
    await set_audience(siiri, Kind.ENTRY, entry, CLASS_TEACHERS)
    for _ in range(2):
        await comment(tuula, siiri.person_id, Kind.ENTRY, entry, "Well done", uuid4())
    page = await phone_of(served, browser, siiri)
    context = page.context
    await page.goto("/en/home")
    await ready(page)

    bell = page.get_by_role("link", name="Notices, 2 new")
    await tab_to(page, bell)
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/en/notices")
    first = page.get_by_role("link", name="Tuula wrote a comment on “A day at the café”.").first
    await expect(first).to_be_visible()
    await looked_at(page, wrong, "notices")
    await tab_to(page, first)
    await page.keyboard.press("Enter")
    await page.wait_for_url(f"**/en/entry?id={entry}")
    await expect(page.get_by_role("link", name="Notices, 1 new")).to_be_visible()
    await page.goto("/en/notices")
    await ready(page)
    await page.get_by_role("button", name="Mark all as read").click()
    await expect(page.get_by_role("link", name="Notices", exact=True)).to_be_visible()
    await looked_at(page, wrong, "all read")

    await page.get_by_role("link", name="Notices by e-mail").click()
    await page.wait_for_url("**/en/mail")
    await page.get_by_label("Your e-mail address").fill("siiri")
    await page.get_by_role("button", name="Send me the link").click()
    await expect(page.get_by_role("alert").first).to_contain_text("This is not an e-mail address.")
    await looked_at(page, wrong, "no address")
    await expect(page.get_by_label("Your e-mail address")).to_have_value("siiri")
    await page.get_by_label("Your e-mail address").fill("siiri@example.org")
    await page.get_by_role("button", name="Send me the link").click()
    await expect(page.get_by_text("A link was sent to this address.")).to_be_visible()
    for _ in range(100):
        if box.raw:
            break
        await asyncio.sleep(0.1)
    body = box.letters[0].get_body(("plain",))
    assert body
    link = re.search(r"(/en/confirm-address\?key=\S+)", body.get_content())
    assert link
    await page.goto(link.group(1))
    await looked_at(page, wrong, "confirm")
    await page.get_by_role("button", name="Yes, this is my address").click()
    await expect(page.get_by_text("Notices are sent to this address now.")).to_be_visible()
    await page.goto("/en/mail")
    await expect(page.get_by_text("siiri@example.org")).to_be_visible()
    await page.get_by_label("Somebody comments on something of mine").select_option("at_once")
    await page.get_by_role("button", name="Save these choices").click()
    await expect(page.locator(".notices")).to_contain_text("Saved.")
    await looked_at(page, wrong, "mail")
    await comment(tuula, siiri.person_id, Kind.ENTRY, entry, "One thing more", uuid4())
    for _ in range(250):  # written by another process, so found when the server looks again
        if len(box.raw) > 1:
            break
        await asyncio.sleep(0.1)
    assert "Tuula wrote a comment" in box.letters[1].as_string()
    assert not wrong, json.dumps(wrong, indent=1)
    await context.close()

"""The main job without a mouse: every stop is reached with Tab, is seen, and does what it says with Enter or Space."""

from uuid import uuid4

from playwright.async_api import expect

from portfolio_app.skills.first_lesson_actions import finish
from portfolio_app.skills.framework import framework
from tests.browser.conftest import Visit
from tests.browser.phones import tab_to
from tests.people import PASSPHRASE, make_pupil, make_school
from tests.served import Served


async def test_the_main_job_with_the_keyboard_alone(served: Served, visit: Visit) -> None:
    """Sign in, say how a skill is, show it, write an entry about it, sign out."""
    username = f"siiri.{uuid4().hex[:8]}"
    siiri = await make_pupil(await make_school(), name="Siiri Salo", username=username, passphrase=PASSPHRASE)
    await finish(siiri, 1, ["I like drawing."], uuid4())  # the first lesson is behind her
    page = await visit("", "/en/sign-in")
    press, kind = page.keyboard.press, page.keyboard.type
    await expect(page.get_by_label("User name", exact=True)).to_be_focused()
    await kind(username)
    await tab_to(page, page.get_by_label("Passphrase", exact=True))
    await kind(PASSPHRASE)
    await press("Enter")
    await page.wait_for_url("**/en/home")
    begin = page.get_by_role("main").get_by_role("link", name="Begin", exact=True)
    await expect(begin).to_be_visible()
    await expect(page.locator("html[data-ready]")).to_have_count(1)  # before that, a link is a new page
    skip = page.get_by_role("link", name="Skip to content")
    await tab_to(page, skip)
    await press("Enter")
    await expect(page.locator("main")).to_be_focused()
    await tab_to(page, begin)
    await press("Enter")
    await page.wait_for_url("**/en/capability?code=*")
    await expect(page.locator("main h1")).to_be_focused()

    steps = page.locator("#assessment").get_by_role("radio")
    await expect(steps).to_have_count(4)
    await tab_to(page, steps.first)
    await press("Space")
    await press("ArrowDown")
    await expect(steps.nth(1)).to_be_checked()
    await tab_to(page, page.get_by_label("Why?", exact=True))
    await kind("It went well twice.")
    await tab_to(page, page.locator("#assessment").get_by_role("button", name="Save", exact=True))
    await press("Enter")
    await expect(page.locator(".notices")).to_contain_text("Saved. Your picture shows it.")

    await tab_to(page, page.get_by_label("Name", exact=True))
    await kind("A rule we made")
    await tab_to(page, page.get_by_label("What does it show?", exact=True))
    await kind("We agreed on it.")
    await tab_to(page, page.get_by_role("button", name="Add evidence", exact=True))
    await press("Enter")
    await expect(page.locator(".notices")).to_contain_text("Saved. Only you can see it.")

    await tab_to(page, page.get_by_role("link", name="A rule we made"))
    await press("Enter")
    await page.wait_for_url("**/en/evidence?id=*")
    make = page.get_by_role("link", name="Make an entry from it")
    await expect(make).to_be_visible()
    await tab_to(page, make)
    await press("Enter")
    title = page.get_by_label("Title", exact=True)
    await expect(title).to_have_value("A rule we made")
    await tab_to(page, page.get_by_label("What did you learn?", exact=True))
    await kind("Rules last when all of us make them.")
    skill = page.get_by_role("checkbox", name=framework().text(framework().capabilities[1].name, "en"), exact=True)
    await tab_to(page, skill)
    await press("Space")
    await expect(skill).to_be_checked()
    await tab_to(page, page.get_by_role("button", name="Save", exact=True))
    await press("Enter")
    await page.wait_for_url("**/en/entry?id=*")
    await expect(page.get_by_role("main")).to_contain_text("Rules last when all of us make them.")
    await tab_to(page, page.get_by_role("button", name="Sign out", exact=True))
    await press("Enter")
    await page.wait_for_url("**/en/sign-in?done=signed-out")

"""One's own account and one's own room: sessions seen and ended by their owner, the bar that says what is left."""

import re

from playwright.async_api import Browser, expect

from portfolio_app.schools.codes import give_code
from portfolio_app.skills.framework import framework
from tests.browser.conftest import Visit
from tests.browser.phones import awake, nothing_wrong, phone_of, tab_to
from tests.people import PASSPHRASE, make_class, make_coordinator, make_pupil, make_school, make_teacher
from tests.served import Served


async def test_she_signs_out_of_the_browser_she_forgot(served: Served, visit: Visit) -> None:
    """Both are listed; the other one is out at once."""
    siiri = await make_pupil(await make_school(), name="Siiri Salo")
    _siiri, forgotten = await served.sign_in(siiri)
    _siiri, here = await served.sign_in(siiri)
    library = await visit(forgotten, "/en/home")
    await expect(library.locator("header")).to_contain_text("Siiri Salo")
    page = await visit(here, "/en/account")
    end = page.get_by_role("button", name="Sign out there")
    await expect(end).to_have_count(1)
    await end.click()
    await expect(page.locator(".notices")).to_contain_text("That browser is signed out.")
    await expect(end).to_have_count(0)
    await library.reload()
    await expect(library).to_have_url(re.compile("/en/sign-in"))
    await page.reload()
    await expect(page.locator("header")).to_contain_text("Siiri Salo")


async def test_a_bar_says_how_much_room_is_left(served: Served, visit: Visit) -> None:
    """In words too, beside the form that would fill it."""
    _siiri, cookie = await served.sign_in(await make_pupil(await make_school()))
    page = await visit(cookie, f"/en/capability?code={framework().capabilities[0].code}")
    await expect(page.get_by_role("progressbar", name="Your space for files")).to_be_visible()
    await expect(page.locator("#room-said")).to_contain_text(re.compile(r"0(\.0)? MB of \d+ MB"))


async def test_a_coordinator_reads_who_gave_whom_a_code(served: Served, visit: Visit) -> None:
    """Who, whom and when; not the code."""
    school = await make_school()
    class_8b = await make_class(school)
    otso = await make_pupil(school, class_8b, name="Otso Oja")
    given = await give_code(await make_teacher(school, class_8b, name="Tuula Virtanen"), otso.person_id)
    _kaisa, cookie = await served.sign_in(await make_coordinator(school))
    page = await visit(cookie, "/en/school")
    await page.get_by_role("link", name="One-time codes").click()
    await page.wait_for_url("**/en/school/codes*")
    row = page.get_by_role("row").filter(has_text="Otso Oja")
    await expect(row).to_contain_text("Tuula Virtanen")
    await expect(row).to_contain_text("One-time code")
    await expect(page.locator("body")).not_to_contain_text(given.code)


async def test_she_deletes_her_account_and_comes_back_before_the_day(served: Served, browser: Browser) -> None:
    """On a phone, with the keyboard alone; the receipt is there for whoever is signed out."""
    siiri = await make_pupil(await make_school(), name="Siiri Salo", username="siiri.leaves", passphrase=PASSPHRASE)
    page = await phone_of(served, browser, siiri)
    await awake(page, "/en/account")
    await tab_to(page, page.get_by_role("link", name="Delete my account"))
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/en/delete-account")
    await awake(page)
    await nothing_wrong(page)
    await tab_to(page, page.get_by_label("Your passphrase"))
    await page.keyboard.type("not it")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/en/delete-account?problem=passphrase")
    await awake(page)
    await nothing_wrong(page)
    await page.get_by_label("Your passphrase").fill(PASSPHRASE)
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/en/receipt?key=*")
    await expect(page.locator("main")).to_contain_text("You are signed out.")
    await nothing_wrong(page)
    receipt = page.url
    await page.goto("/en/sign-in")
    await page.get_by_label("User name").fill("siiri.leaves")
    await page.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/en/home?done=kept")
    await expect(page.locator(".notices")).to_contain_text("Your account stays")
    await page.goto(receipt)
    await expect(page.locator("main")).to_contain_text("nothing was deleted")
    await page.context.close()

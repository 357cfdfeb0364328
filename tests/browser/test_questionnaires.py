"""Strengths and interests by keyboard on a phone, with the network gone for a while; and telling an adult."""

import re
from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Browser, Page, expect

from portfolio_app.accounts.actor import Actor
from portfolio_app.skills.questionnaire_result import load_result
from portfolio_app.skills.questionnaire_views import load_questionnaire_page
from portfolio_app.skills.support import load_asked
from tests.browser.phones import awake, nothing_wrong, phone_of
from tests.people import make_class, make_pupil, make_school, make_teacher
from tests.served import Served


@pytest.fixture
async def phone(browser: Browser, served: Served) -> Callable[[Actor], Awaitable[Page]]:
    """A phone whose browser lets axe in; axe opens whatever can be opened."""

    async def open_for(actor: Actor) -> Page:
        return await phone_of(served, browser, actor)

    return open_for


async def answers_of(pupil: Actor, page: int = 1) -> list[str]:
    return [one.value for one in (await load_questionnaire_page(pupil, "strengths", page)).statements]


async def test_answered_by_keyboard_and_without_a_network(phone: Callable[[Actor], Awaitable[Page]]) -> None:
    pupil = await make_pupil(await make_school(), name="Siiri")
    page = await phone(pupil)
    await awake(page, "/en/questionnaires")
    await page.locator("main a[href*='name=strengths']").first.click()
    await expect(page.locator("fieldset")).to_have_count(6)
    await page.locator("#D1-1").focus()
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("ArrowRight")
    await expect(page.locator("#D1-3")).to_be_checked()
    await expect(page.locator("#D1-3")).to_be_focused()  # saving moves nothing
    await expect(page.locator("#saved")).to_contain_text("Saved")
    assert (await answers_of(pupil))[0] == "3"

    await page.context.set_offline(True)
    await page.keyboard.press("Tab")
    await page.keyboard.press("Space")
    await expect(page.locator("#B1-1")).to_be_checked()
    await page.context.set_offline(False)
    await expect(page.locator("html[data-connected=yes]")).to_have_count(1, timeout=60_000)
    await expect(page.locator("#D1-3")).to_be_checked()
    await page.get_by_role("button", name="Next page").click()
    await page.wait_for_url(re.compile("page=2"))
    assert (await answers_of(pupil))[:2] == ["3", "1"]
    for number in (2, 3, 4):
        await expect(page.get_by_text(f"Page {number} of 4")).to_be_visible()
        for row in await page.locator("fieldset").all():
            await row.locator("input").nth(3 if "start" in (await row.inner_text()) else 1).check()
        await nothing_wrong(page)
        await page.locator("main form button[type=submit]").click()
    await page.wait_for_url(re.compile("questionnaire-result"))
    await expect(page.locator("html[data-ready]")).to_have_count(1)
    view = await load_result(pupil, "strengths")
    await expect(page.locator("h1 + p")).to_have_text(view.sentence)
    await nothing_wrong(page)

    await page.locator("article textarea").first.fill("Only at football")
    await page.get_by_role("button", name="It does not fit me").first.click()
    await expect(page.locator("article", has_text="You said that this does not fit you.")).to_contain_text(
        "Only at football"
    )
    await page.get_by_role("button", name="Take that back").click()
    await expect(page.get_by_role("button", name="Take that back")).to_have_count(0)
    await page.context.close()


async def test_a_person_first_and_a_note_that_can_be_taken_back(phone: Callable[[Actor], Awaitable[Page]]) -> None:
    school = await make_school()
    one = await make_class(school)
    pupil, tuula = await make_pupil(school, one, name="Siiri"), await make_teacher(school, one, name="Tuula Virtanen")
    page = await phone(pupil)
    await awake(page, "/en/support")
    await expect(page.locator("main h2").first).to_have_text("First, a person")
    await page.locator("summary", has_text="Tell an adult at your school").click()
    await page.get_by_role("button", name="Send").click()
    await expect(page.locator("main [role=alert]").first).to_contain_text("Choose what fits best right now.")
    await page.get_by_role("radio", name="Something is in the way").check()
    await page.get_by_label("Whom do you want to tell?").select_option(label="Tuula Virtanen, teacher")
    await page.get_by_label("Anything else they should know?").fill("Can we talk on Friday?")
    await page.get_by_role("button", name="Send").click()
    await expect(page.locator("article")).to_contain_text("Not seen yet")
    await nothing_wrong(page)
    assert [note.words for note in (await load_asked(tuula)).notes] == ["Can we talk on Friday?"]

    staff = await phone(tuula)
    await awake(staff, "/en/home")
    await staff.locator("main a[href$='/support-asked']").click()
    await staff.get_by_role("button", name="I have seen it").click()
    await expect(staff.locator("article")).to_contain_text("You have seen it on")
    await nothing_wrong(staff)
    await awake(page, "/en/support")
    await expect(page.locator("article")).to_contain_text("Seen on")
    await page.get_by_role("button", name="Take it back").click()
    await expect(page.locator("article")).to_have_count(0)
    assert (await load_asked(tuula)).notes == ()
    await staff.context.close()
    await page.context.close()

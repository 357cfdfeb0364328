"""A pupil shows an answer, a teacher writes about it with a phrase of their own, the pupil answers: by keyboard, on a
phone. And a family reads the three questions for tonight, without a script."""

import pytest
from playwright.async_api import Browser, Page, expect

from portfolio_app.core.languages import languages
from portfolio_app.learning.modules import modules
from portfolio_app.learning.shown import find_work  # noqa: F401 - lets answers in lessons be shared
from portfolio_app.learning.tonight import path_of
from tests.answered import ACTIVITY, LESSON, answered
from tests.browser.phones import PHONE, awake, nothing_wrong, phone_of, tab_to
from tests.browser.test_pages import TOO_WIDE
from tests.people import make_class, make_pupil, make_school, make_teacher
from tests.served import Served

WORDS = "Siiri, how do you know?"


async def press(page: Page, name: str, *, role: str = "button") -> None:
    """Reach what has that name with the Tab key, and press it."""
    target = page.get_by_role("main").get_by_role(role, name=name, exact=True).first  # type: ignore[arg-type]
    await tab_to(page, target)
    await page.keyboard.press("Enter")


async def open_with_keys(page: Page, summary: str) -> None:
    """Reach what opens with the Tab key, and open it."""
    await tab_to(page, page.get_by_role("main").locator("summary", has_text=summary).first)
    await page.keyboard.press("Enter")


async def fits(page: Page) -> None:
    """Nothing is wrong with the page, or too wide for it."""
    await nothing_wrong(page)
    assert await page.evaluate(TOO_WIDE) == []


async def test_from_showing_an_answer_to_answering_what_was_written(served: Served, browser: Browser) -> None:
    school = await make_school("School of feedback")
    one = await make_class(school, "8B feedback")
    siiri = await make_pupil(school, one, name="Siiri Feedback")
    tuula = await make_teacher(school, one, name="Tuula Feedback")
    await answered(siiri, "I carried the boxes")

    pupil = await phone_of(served, browser, siiri)
    await awake(pupil, f"/en/module?name={LESSON}&step={ACTIVITY}")
    await press(pupil, "Show this to Tuula Feedback")
    await expect(pupil.locator(".notices")).to_contain_text("Who can see it: You and Tuula Feedback.")
    await expect(pupil.get_by_role("button", name="Stop showing it to Tuula Feedback")).to_be_visible()
    await fits(pupil)

    teacher = await phone_of(served, browser, tuula)
    await awake(teacher, "/en/phrases")
    await fits(teacher)
    await tab_to(teacher, teacher.get_by_label("A new phrase"))
    await teacher.keyboard.type("{name}, how do you know?")
    await press(teacher, "Keep the phrase")
    await expect(teacher.get_by_role("listitem").filter(has_text="{name}, how do you know?")).to_be_visible()
    await fits(teacher)

    await awake(teacher, f"/en/unspoken?class={one}")
    await expect(teacher.get_by_role("main")).to_contain_text("Siiri Feedback")
    await fits(teacher)
    await awake(teacher, f"/en/shown-to-me?class={one}")
    await fits(teacher)
    await tab_to(teacher, teacher.get_by_role("link", name="Siiri Feedback"))
    await teacher.keyboard.press("Enter")
    await teacher.wait_for_url("**/en/pupil?id=*work=*")
    await awake(teacher)
    await expect(teacher.get_by_role("main")).to_contain_text("I carried the boxes")
    field = teacher.locator("#words")
    await tab_to(teacher, field)
    await teacher.keyboard.type("Well told.")
    await open_with_keys(teacher, "Your own phrases")
    await press(teacher, WORDS)
    await expect(field).to_have_value(f"Well told. {WORDS}")
    await expect(field).to_be_focused()
    await teacher.keyboard.type(" Write it.")
    await expect(teacher.get_by_role("main")).to_contain_text("Draft saved", timeout=4_000)
    await fits(teacher)
    await press(teacher, "Send the comment")
    await expect(teacher.locator(".notices")).to_contain_text("Siiri Feedback can read your comment now.")
    await expect(field).to_have_value("")
    await awake(teacher, f"/en/unspoken?class={one}")
    await expect(teacher.get_by_role("main")).to_contain_text("You have said something to everybody since then.")

    await awake(pupil, "/en/notices")
    await tab_to(pupil, pupil.get_by_role("main").get_by_role("link", name="Tuula Feedback").first)
    await pupil.keyboard.press("Enter")
    await pupil.wait_for_url("**/en/module?work=*")
    await awake(pupil)
    await expect(pupil.get_by_role("main")).to_contain_text(f"Well told. {WORDS} Write it.")
    await fits(pupil)
    await pupil.reload()
    await awake(pupil)
    await open_with_keys(pupil, "Answer")
    await tab_to(pupil, pupil.get_by_label("Your answer", exact=True))
    await pupil.keyboard.type("Thank you, I tried it")
    await press(pupil, "Send the answer")
    await expect(pupil.get_by_role("main")).to_contain_text("Your answer: Thank you, I tried it")
    await press(pupil, "Stop showing it to Tuula Feedback")
    await expect(pupil.locator(".notices")).to_contain_text("Who can see it: Only you.")
    await fits(pupil)
    await awake(teacher, f"/en/shown-to-me?class={one}")
    await expect(teacher.get_by_role("main")).to_contain_text("Nobody shows you answers now")
    await pupil.context.close()
    await teacher.context.close()


@pytest.mark.parametrize("language", languages())
async def test_a_family_reads_the_questions_without_a_script(served: Served, browser: Browser, language: str) -> None:
    # Scripts are for axe: the page has none.
    context = await browser.new_context(base_url=served.url, bypass_csp=True, locale=language, **PHONE)
    page = await context.new_page()
    await page.goto(path_of(modules()[0]))
    assert "<script" not in await page.content()
    assert await page.locator("html").get_attribute("lang") == language
    await expect(page.locator("ol li")).to_have_count(3)
    assert await page.evaluate("document.documentElement.scrollWidth") == PHONE["viewport"]["width"]
    await nothing_wrong(page)
    other = page.locator("a[hreflang]").first
    code = await other.get_attribute("hreflang")
    await other.click()
    await expect(page.locator("html")).to_have_attribute("lang", str(code))
    await expect(page.locator("ol li")).to_have_count(3)
    await context.close()

"""A pupil does a lesson on a phone, with the keyboard: every kind of activity can be read and answered there, is saved
while it is typed, and goes on where they stopped."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from portfolio_app.core.database import close_database
from tests.browser.phones import awake, nothing_wrong, phone_of, tab_to
from tests.browser.test_pages import TOO_WIDE
from tests.conftest import Configure
from tests.lessons import NAME, write_programme
from tests.people import make_pupil, make_school, make_teacher
from tests.served import Served, serving

ASSETS = Path(__file__).parents[2] / "assets"
SCRIPT_BUDGET = 5_000  # bytes that an activity's page adds to what all pages share


@pytest.fixture
async def with_lessons(tmp_path: Path, configure: Configure) -> AsyncIterator[Served]:
    """An instance with the trial module alone."""
    with serving(tmp_path / "served", curriculum_dir=write_programme(tmp_path / "lessons")) as served:
        configure(data_dir=served.data_dir)
        yield served
        await close_database()


async def test_every_kind_of_activity_on_a_phone(with_lessons: Served, browser: Browser) -> None:
    school = await make_school()
    siiri = await make_pupil(school)
    page = await phone_of(with_lessons, browser, siiri)
    press, main, told = page.keyboard.press, page.get_by_role("main"), page.locator(".notices")

    async def fits() -> None:
        await nothing_wrong(page)
        assert await page.evaluate(TOO_WIDE) == []

    await awake(page, "/en/home")
    await tab_to(page, main.get_by_role("link", name="Lessons", exact=True))
    await press("Enter")
    await page.wait_for_url("**/en/lessons")
    await awake(page)
    await fits()
    await tab_to(page, main.get_by_role("link", name="A trial of everything"))
    await press("Enter")
    await page.wait_for_url(f"**/en/module?name={NAME}")
    await awake(page)
    await fits()
    await tab_to(page, main.get_by_role("button", name="Begin"))
    await press("Enter")
    await page.wait_for_url("**step=1")
    await awake(page)

    # Words: what is typed is a draft at once, and kept when it is done.
    await tab_to(page, page.get_by_label("Which line is what you get?"))
    await page.keyboard.type("The last one")
    await expect(main).to_contain_text("Draft saved", timeout=4_000)
    await page.reload()
    await awake(page)
    await expect(page.get_by_label("Which line is what you get?")).to_have_value("The last one")
    await tab_to(page, main.get_by_role("button", name="Done"))
    await press("Enter")
    await expect(told).to_contain_text("Saved. Only you can see it.")
    await expect(main).to_contain_text("25 of 300 minutes done")

    for step in range(1, 18):
        await awake(page, f"/en/module?name={NAME}&step={step}")
        await fits()

    # A situation says what follows as soon as it is chosen; a quiz once it is answered.
    await awake(page, f"/en/module?name={NAME}&step=choosing")
    await tab_to(page, page.get_by_label("Yes, of course"))
    await press("Space")
    await expect(main.get_by_text("Then you are tired tomorrow.")).to_be_visible()
    await expect(main.get_by_text("He may say yes")).to_be_hidden()
    await awake(page, f"/en/module?name={NAME}&step=finding-out")
    await expect(main.get_by_text("That is before tax.")).to_have_count(0)
    await page.get_by_label("2,000").check()
    await main.get_by_role("button", name="Done").press("Enter")
    await expect(main.get_by_text("That is before tax.")).to_be_visible()
    await fits()

    # Cards by keyboard alone.
    await awake(page, f"/en/module?name={NAME}&step=ranking")
    for card, place in (("Pay", "1"), ("Friends", "1")):
        await tab_to(page, page.get_by_label(card))
        await page.keyboard.type(place)
    await main.get_by_role("button", name="Done").press("Enter")
    await expect(main.get_by_role("alert")).to_contain_text("Two cards have the place 1.")
    await page.get_by_label("Friends").select_option("2")
    await main.get_by_role("button", name="Done").press("Enter")
    await expect(told).to_contain_text("Saved. Only you can see it.")

    # It becomes what its pupil wants.
    await awake(page, f"/en/module?name={NAME}&step=an-entry")
    await page.get_by_label("What did you make?").fill("A shelf")
    await main.get_by_role("button", name="Done").press("Enter")
    await main.get_by_role("button", name="Put it into my portfolio").press("Enter")
    await expect(main.get_by_role("link", name="It is in your portfolio")).to_be_visible()
    await fits()
    await page.context.close()

    teacher = await phone_of(with_lessons, browser, await make_teacher(school))
    for step in ("0", "finding-out", "paper"):
        await awake(teacher, f"/en/module?name={NAME}&step={step}")
        await nothing_wrong(teacher)
        assert await teacher.evaluate(TOO_WIDE) == []
    await teacher.context.close()


def test_an_activity_adds_little_script() -> None:
    assert (ASSETS / "read-aloud.js").stat().st_size <= SCRIPT_BUDGET

"""A pupil looks at occupations and studies with the keyboard on a phone: finds one, keeps it, compares it, and says
that nothing is to be compared with their interests."""

from pathlib import Path

from playwright.async_api import Browser, expect

from portfolio_app.pathways.actions import import_pathways
from portfolio_app.skills.answering import answer
from portfolio_app.skills.questionnaire import questionnaire
from tests.browser.phones import awake, nothing_wrong, phone_of, tab_to
from tests.browser.test_pages import TOO_WIDE
from tests.pathways.test_importing import as_json, one
from tests.people import make_class, make_pupil, make_school
from tests.served import Served


async def test_from_the_list_to_the_plan(served: Served, browser: Browser, tmp_path: Path) -> None:
    rows = [
        one("cook", interests=["create", "help"], routes=["food"], learnt=["vocational"], regions=["Lappi"]),
        one("food", "route", interests=["create"], learnt=["vocational"]),
        *[one(f"art-{number}", "route", learnt=["university"]) for number in range(22)],
    ]
    await import_pathways(as_json(tmp_path / "p.json", *rows))
    school = await make_school()
    siiri = await make_pupil(school, await make_class(school))
    themes = questionnaire("interests").themes
    yes = {said.code: 4 if theme.code == "help" else 1 for theme in themes for said in theme.statements}
    await answer(siiri, "interests", 1, yes)
    page = await phone_of(served, browser, siiri)
    context = page.context
    press, main, told = page.keyboard.press, page.get_by_role("main"), page.locator(".notices")

    async def fits() -> None:
        await nothing_wrong(page)
        assert await page.evaluate(TOO_WIDE) == []

    await page.goto("/en/home")
    await awake(page)
    await tab_to(page, main.get_by_role("link", name="Occupations and studies"))
    await press("Enter")
    await page.wait_for_url("**/en/pathways")
    await awake(page)
    await expect(main).to_contain_text("Page 1 of 2")
    await fits()
    await tab_to(page, page.get_by_label("Word to look for"))
    await page.keyboard.type("food")
    await press("Enter")
    await page.wait_for_url("**/en/pathways?*search=food*")
    await awake(page)
    await expect(main.get_by_role("listitem")).to_have_count(2)
    await tab_to(page, main.get_by_role("link", name="Fits your interest"))
    await press("Enter")
    await page.wait_for_url("**/en/pathway?code=cook#fit")
    await awake(page)
    await expect(main).to_contain_text("This fits your interest, because there is something of “")
    await fits()  # what it is made of is open

    keep = main.get_by_role("button", name="Keep in my plan")
    await keep.focus()
    await press("Enter")
    await expect(told).to_contain_text("It is in your plan.")
    out = main.get_by_role("button", name="Take out of my plan")
    await tab_to(page, out)
    await press("Enter")
    await expect(keep).to_be_visible()
    await tab_to(page, page.get_by_role("button", name="Undo"))
    await press("Enter")
    await expect(out).to_be_visible()
    await tab_to(page, main.get_by_role("button", name="Do not compare with my interests"))
    await press("Enter")
    await expect(main).to_contain_text("You chose not to have this compared")
    await fits()

    await tab_to(page, main.get_by_role("link", name="Compare with another"))
    await press("Enter")
    await page.wait_for_url("**/en/compare?these=cook")
    await awake(page)
    await tab_to(page, main.get_by_role("link", name="Add another"))
    await press("Enter")
    await page.wait_for_url("**/en/pathways?compare=cook")
    await awake(page)
    await tab_to(page, main.get_by_role("link", name="Compare: food"))
    await press("Enter")
    await page.wait_for_url("**/en/pathways?compare=cook.food")
    await awake(page)
    await tab_to(page, main.get_by_role("link", name="Compare these"))
    await press("Enter")
    await page.wait_for_url("**/en/compare?these=cook.food")
    await awake(page)
    await expect(main.get_by_role("heading", name="What it costs")).to_be_visible()
    await fits()

    await page.goto("/en/plan")
    await awake(page)
    await tab_to(page, main.get_by_role("link", name="cook"))
    await press("Enter")
    await page.wait_for_url("**/en/pathway?code=cook")
    await awake(page)
    await tab_to(page, main.get_by_role("link", name="Make a goal from it"))
    await press("Enter")
    await page.wait_for_url("**/en/goal-form?pathway=cook")
    await expect(page.get_by_label("What do you want?", exact=True)).to_have_value("cook: find out more")
    await context.close()

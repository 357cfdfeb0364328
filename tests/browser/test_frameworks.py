"""A school changes its framework, on a phone and by keyboard: dials, what is carried over, what was before."""

from uuid import uuid4

from playwright.async_api import Browser, expect

from portfolio_app.skills.actions import EvidenceForm, add_evidence, assess
from portfolio_app.skills.models import EvidenceKind
from tests.browser.phones import awake, nothing_wrong, phone_of, tab_to
from tests.people import make_class, make_coordinator, make_pupil, make_school
from tests.served import Served


async def test_from_steps_to_dials_and_back_with_everything_kept(served: Served, browser: Browser) -> None:
    school = await make_school()
    siiri = await make_pupil(school, await make_class(school), name="Siiri Salo")
    kaisa = await make_coordinator(school, name="Kaisa Koski")
    await assess(siiri, "S2", 3, "I dropped a club", uuid4())
    form = EvidenceForm("My week in colours", words="What fills it", capabilities=("S2",))
    await add_evidence(siiri, EvidenceKind.WORDS, form, uuid4())

    page = await phone_of(served, browser, kaisa)
    await awake(page, "/en/school")
    chosen = page.get_by_label("Framework of skills", exact=True)
    await expect(chosen).to_have_value("scotland-cms")
    await tab_to(page, chosen)
    await chosen.select_option("career-buttons")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.locator(".notices")).to_contain_text("Pupils see their skills and their evidence under it")
    await nothing_wrong(page)
    await page.context.close()

    page = await phone_of(served, browser, siiri)
    main, press = page.get_by_role("main"), page.keyboard.press
    await awake(page, "/en/skills")
    await expect(page.locator("svg.wheel")).to_have_count(0)
    await expect(main).to_contain_text("1 carried over")
    before = main.locator("summary", has_text="What was said before")
    await tab_to(page, before)
    await press("Enter")
    await expect(main).to_contain_text("A balance that suits me: On my own")
    await nothing_wrong(page)

    await awake(page, "/en/capability?code=change-stability")
    await expect(main).to_contain_text("Carried over from Career management skills (A balance that suits me)")
    await tab_to(page, page.get_by_role("radio").first)
    await press("Space")
    for _place in range(3):
        await press("ArrowDown")
    await tab_to(page, page.get_by_role("button", name="Save", exact=True).first)
    await press("Enter")
    await expect(page.locator(".notices")).to_contain_text("Saved.")
    said = main.locator("summary", has_text="What you have said so far")
    await tab_to(page, said)
    await press("Enter")
    await expect(main.get_by_role("listitem").filter(has_text="More “Stability”")).to_be_visible()
    await nothing_wrong(page)
    await awake(page, "/en/skills")
    await expect(main).to_contain_text("You have found your place on 1 of 5 dials so far.")
    await nothing_wrong(page)
    await page.context.close()

"""A school changes its framework, on a phone and by keyboard: dials, what is carried over, what was before."""

from uuid import uuid4

from playwright.async_api import Browser, BrowserContext, Page, expect

from portfolio_app.skills.actions import EvidenceForm, add_evidence, assess
from portfolio_app.skills.models import EvidenceKind
from tests.browser.conftest import hand_over
from tests.browser.test_keyboard import tab_to
from tests.browser.test_pages import AXE, PHONE, axe
from tests.browser.walking import ready
from tests.people import make_class, make_coordinator, make_pupil, make_school
from tests.served import Served


async def nothing_wrong(page: Page) -> None:
    await page.add_script_tag(content=AXE.read_text())
    assert await axe(page) == []


async def awake(page: Page, address: str) -> None:
    """Open the address and wait until keys reach it: before that, a link is a new page."""
    await page.goto(address)
    await ready(page)
    await expect(page.locator("html[data-ready]")).to_have_count(1)


async def on_a_phone(browser: Browser, served: Served, cookie: str) -> tuple[BrowserContext, Page]:
    context = await browser.new_context(base_url=served.url, bypass_csp=True, locale="en-GB", **PHONE)
    await hand_over(context, cookie)
    page = await context.new_page()
    page.set_default_timeout(20_000)
    return context, page


async def test_from_steps_to_dials_and_back_with_everything_kept(served: Served, browser: Browser) -> None:
    school = await make_school()
    siiri = await make_pupil(school, await make_class(school), name="Siiri Salo")
    kaisa = await make_coordinator(school, name="Kaisa Koski")
    await assess(siiri, "S2", 3, "I dropped a club", uuid4())
    form = EvidenceForm("My week in colours", words="What fills it", capabilities=("S2",))
    await add_evidence(siiri, EvidenceKind.WORDS, form, uuid4())

    context, page = await on_a_phone(browser, served, (await served.sign_in(kaisa))[1])
    await awake(page, "/en/school")
    chosen = page.get_by_label("Framework of skills", exact=True)
    await expect(chosen).to_have_value("scotland-cms")
    await tab_to(page, chosen)
    await chosen.select_option("career-buttons")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.locator(".notices")).to_contain_text("Pupils see their skills and their evidence under it")
    await nothing_wrong(page)
    await context.close()

    context, page = await on_a_phone(browser, served, (await served.sign_in(siiri))[1])
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
    await context.close()

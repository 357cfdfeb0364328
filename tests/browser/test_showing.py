"""A pupil puts entries together, shows them by a link, looks at them as others do: on a phone, by keyboard."""

from uuid import uuid4

import pytest
from playwright.async_api import Browser, expect

from portfolio_app.portfolio import shareable  # noqa: F401 - lets the actions called here share entries
from portfolio_app.portfolio.actions import EntryForm, make_entry
from portfolio_app.portfolio.models import EntryKind
from portfolio_app.sharing.actions import CLASS_TEACHERS, set_audience
from portfolio_app.sharing.models import Kind
from tests.browser.conftest import Visit
from tests.browser.phones import PHONE, awake, axe, nothing_wrong, phone_of, tab_to
from tests.people import make_class, make_pupil, make_school, make_teacher
from tests.portfolio.credentials.samples import accepted
from tests.served import Served

CAKE = "A cake for forty"


async def test_a_collection_is_made_shown_by_a_link_and_ended(served: Served, browser: Browser) -> None:
    school = await make_school()
    one = await make_class(school)
    siiri = await make_pupil(school, one, name="Siiri Link")
    for title in (CAKE, "The play"):
        await make_entry(siiri, EntryForm(title, learned="To ask"), uuid4())
    page = await phone_of(served, browser, siiri)
    await awake(page, "/en/collections")
    await nothing_wrong(page)
    await tab_to(page, page.get_by_label("Title"))
    await page.keyboard.type("For my application")
    await page.keyboard.press("Enter")
    await expect(page.locator("main h1")).to_have_text("For my application")
    await awake(page)
    for title in (CAKE, "The play"):
        box = page.get_by_role("checkbox", name=title)
        await tab_to(page, box)
        await page.keyboard.press("Space")
    await page.get_by_role("button", name="Put these in").press("Enter")
    listed = page.locator("#entries ul").first.locator("li a")
    await expect(listed).to_have_count(2)
    before = await listed.all_inner_texts()
    await page.get_by_role("button", name="Move down").first.press("Enter")
    await expect(listed).to_have_text(before[::-1])
    await page.locator("#link summary").press("Enter")
    await page.get_by_role("radio", name="My first name").check()
    await page.get_by_role("button", name="Make the link").press("Enter")
    address = await page.locator("#link-address").inner_text()
    await expect(page.locator("#audience")).to_contain_text("Anyone with the link until")
    await nothing_wrong(page)
    for scheme in ("light", "dark"):
        context = await browser.new_context(bypass_csp=True, color_scheme=scheme, java_script_enabled=True, **PHONE)
        visitor = await context.new_page()
        answer = await visitor.goto(address)
        assert answer
        assert answer.status == 200
        await expect(visitor.locator("h1")).to_have_text("For my application")
        await expect(visitor.locator(".by")).to_have_text("Siiri")
        await expect(visitor.locator("article h2")).to_have_text(before[::-1])
        assert await visitor.evaluate("document.scripts.length") == 0
        assert await axe(visitor) == []
        await context.close()
    await page.get_by_role("button", name="End this link").press("Enter")
    await expect(page.locator("#audience")).to_contain_text("Only you")
    context = await browser.new_context(**PHONE)
    visitor = await context.new_page()
    answer = await visitor.goto(address)
    assert answer
    assert answer.status == 404
    await expect(visitor.locator("h1")).to_have_text("There is nothing here")
    await context.close()


@pytest.mark.parametrize("kind", [Kind.CV, Kind.CREDENTIAL])
async def test_a_cv_and_a_credential_are_shown_by_a_link(served: Served, browser: Browser, kind: Kind) -> None:
    school = await make_school()
    one = await make_class(school)
    siiri = await make_pupil(school, one, name="Siiri Shown")
    if kind is Kind.CV:
        await make_entry(siiri, EntryForm(CAKE, kind=EntryKind.PROJECT, learned="To ask"), uuid4())
        at, title = "/en/cv", CAKE
    else:
        at = f"/en/credentials?id={await accepted(siiri, await make_teacher(school, one), title='Café crew')}"
        title = "Café crew"
    page = await phone_of(served, browser, siiri)
    await awake(page, at)
    if kind is Kind.CV:
        await page.get_by_role("button", name="Save and check").press("Enter")
        await expect(page.get_by_role("link", name="Download as PDF")).to_be_visible()
    await page.locator("#link summary").press("Enter")
    await page.get_by_role("button", name="Make the link").press("Enter")
    address = await page.locator("#link-address").inner_text()
    await nothing_wrong(page)
    context = await browser.new_context(bypass_csp=True, **PHONE)
    visitor = await context.new_page()
    await visitor.goto(address)
    await expect(visitor.locator("body")).to_contain_text(title)
    assert await visitor.evaluate("document.scripts.length") == 0
    assert await axe(visitor) == []
    await page.get_by_role("button", name="End this link").press("Enter")
    await expect(page.locator("#link-address")).to_have_count(0)
    answer = await visitor.goto(address)
    assert answer
    assert answer.status == 404
    await context.close()
    await page.context.close()


async def test_a_pupil_looks_at_their_things_as_their_teachers_and_as_an_employer(served: Served, visit: Visit) -> None:
    school = await make_school()
    one = await make_class(school)
    siiri = await make_pupil(school, one, name="Siiri Look")
    await make_teacher(school, one, name="Tuula Look")
    entry = await make_entry(siiri, EntryForm(CAKE, learned="To ask"), uuid4())
    await set_audience(siiri, Kind.ENTRY, str(entry), CLASS_TEACHERS)
    page = await visit((await served.sign_in(siiri))[1], "/en/what-they-see")
    await page.get_by_role("link", name=CAKE).click()
    await expect(page.locator("main h3").first).to_have_text(CAKE)
    await expect(page.locator("main")).to_contain_text("To ask")
    await page.get_by_label("Look as").select_option(label="My family")
    await page.get_by_role("button", name="Look", exact=True).click()
    await expect(page.locator("main")).to_contain_text("Your family has no account here.")
    await expect(page.locator("main")).not_to_contain_text(CAKE)

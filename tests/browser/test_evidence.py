"""Evidence on a phone with the keyboard: where it comes from is said, found again by that, and put into an entry."""

from uuid import uuid4

from playwright.async_api import Browser, expect

from portfolio_app.portfolio.actions import EntryForm, make_entry
from portfolio_app.skills.actions import EvidenceForm, add_evidence
from portfolio_app.skills.models import EvidenceKind
from tests.browser.phones import awake, nothing_wrong, phone_of, tab_to
from tests.people import make_class, make_pupil, make_school
from tests.served import Served


async def test_where_it_comes_from_is_said_found_again_and_put_into_an_entry(served: Served, browser: Browser) -> None:
    school = await make_school()
    siiri = await make_pupil(school, await make_class(school), name="Siiri Salo")
    for title in ("Rabbits", "Referee"):
        form = EvidenceForm(title, words="Every Saturday", capabilities=("S1",))
        await add_evidence(siiri, EvidenceKind.WORDS, form, uuid4())
    await make_entry(siiri, EntryForm("My autumn"), uuid4())
    page = await phone_of(served, browser, siiri)
    main, press, told = page.get_by_role("main"), page.keyboard.press, page.locator(".notices")

    await page.goto("/en/evidence-list")
    await awake(page)
    await nothing_wrong(page)
    await tab_to(page, main.get_by_role("link", name="Referee", exact=True))
    await press("Enter")
    await page.wait_for_url("**/en/evidence?id=*")
    await awake(page)
    await tab_to(page, page.get_by_label("Put it into an entry"))
    await tab_to(page, page.get_by_role("button", name="Put it in", exact=True))
    await press("Enter")
    await expect(told).to_contain_text("It is in that entry now.")
    await expect(main.get_by_role("link", name="My autumn", exact=True)).to_be_visible()
    origin = page.get_by_label("Where does it come from?")
    await tab_to(page, origin)
    await page.keyboard.type("A Sat")
    await expect(origin).to_have_value("job")
    await tab_to(page, main.get_by_role("button", name="Save", exact=True))
    await press("Enter")
    await expect(main).to_contain_text("Words · A Saturday or holiday job, ")
    await nothing_wrong(page)
    await tab_to(page, main.get_by_role("link", name="All my evidence", exact=True))
    await press("Enter")
    await page.wait_for_url("**/en/evidence-list")
    await awake(page)
    await tab_to(page, page.get_by_label("Where it comes from"))
    await page.keyboard.type("A Sat")
    await tab_to(page, main.get_by_role("button", name="Search", exact=True))
    await press("Enter")
    await page.wait_for_url("**/en/evidence-list?origin=job*")
    await expect(main).to_contain_text("1 piece of evidence")
    await expect(main.get_by_role("link", name="Rabbits", exact=True)).to_have_count(0)
    await page.get_by_role("link", name="Referee", exact=True).click()
    await page.get_by_role("link", name="My autumn", exact=True).click()
    await page.wait_for_url("**/en/entry?id=*")
    await expect(main.get_by_role("link", name="Referee", exact=True)).to_be_visible()
    await page.context.close()

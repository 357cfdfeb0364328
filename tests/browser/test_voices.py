"""Three voices on a phone with the keyboard: a pupil asks two adults, both answer, the pupil answers and hides; and how
a counsellor finds whom nobody has talked to, and what they may see of them."""

from uuid import uuid4

from playwright.async_api import Browser, expect

from portfolio_app.skills.actions import assess
from tests.browser.phones import PHONE, awake, nothing_wrong, phone_of, tab_to
from tests.people import make_class, make_counsellor, make_pupil, make_school, make_teacher
from tests.served import Served

SKILL = "How I see myself"


async def test_a_pupil_hears_two_adults_and_decides_what_stays(served: Served, browser: Browser) -> None:
    school = await make_school()
    one = await make_class(school)
    siiri, tuula = await make_pupil(school, one, name="Siiri Salo"), await make_teacher(school, one, name="Tuula")
    await assess(siiri, "S1", 2, "I am often unsure", uuid4())
    page = await phone_of(served, browser, siiri)
    main, press, kind = page.get_by_role("main"), page.keyboard.press, page.keyboard.type

    await page.goto("/en/capability?code=S1")
    await awake(page)
    await tab_to(page, main.get_by_role("link", name="Ask somebody about this skill"))
    await press("Enter")
    await page.wait_for_url("**/en/asking?code=S1")
    await awake(page)
    await tab_to(page, page.get_by_role("checkbox", name="Tuula"))
    await press("Space")
    await page.get_by_role("button", name="Ask", exact=True).press("Enter")
    await expect(main).to_contain_text("Has not answered yet")
    await page.get_by_label("Who is it for?").fill("Jussi at the theatre")
    await page.get_by_role("button", name="Make a link").press("Enter")
    link = page.locator("main [role=status] .select-all")
    await expect(link).to_contain_text("/voice/")
    await nothing_wrong(page)

    outside = await browser.new_context(base_url=served.url, java_script_enabled=False, locale="en-GB", **PHONE)
    form = await outside.new_page()
    await form.goto((await link.inner_text()).strip())
    await form.locator("input[type=radio][value='3']").check()
    await form.locator("textarea").fill("He built the whole set")
    await form.locator("#name").fill("Jussi Aho")
    await form.locator("#organisation").fill("The theatre")
    await form.get_by_role("button").press("Enter")
    await expect(form.locator("h1")).to_have_text("Thank you")
    await outside.close()

    teacher = await phone_of(served, browser, tuula)
    await teacher.goto("/en/voices")
    await awake(teacher)
    await expect(teacher.get_by_role("heading", name="Siiri Salo")).to_be_visible()
    third = teacher.locator("input[type=radio][value='3']")
    await third.focus()
    await teacher.keyboard.press("Space")
    await expect(third).to_be_checked()
    await teacher.keyboard.press("Tab")
    await teacher.keyboard.type("Calm in front of the class")
    await teacher.get_by_role("button", name="Save: Siiri Salo").press("Enter")
    await expect(teacher.locator(".notices")).to_contain_text("Saved. The pupil sees it.")
    await nothing_wrong(teacher)
    await teacher.context.close()

    await page.goto("/en/capability?code=S1")
    await awake(page)
    heard = page.locator("#voices")
    await expect(heard).to_contain_text("a step lower than the 2 people who have seen you work")
    await expect(heard.locator("ul > li")).to_have_count(2)
    hers = heard.locator("ul > li").filter(has_text="Tuula")
    await hers.locator("summary").press("Enter")
    await tab_to(page, hers.get_by_label("Your answer"))
    await kind("I had practised")
    await hers.get_by_role("button", name="Save the answer").press("Enter")
    await expect(hers).to_contain_text("I had practised")
    his = heard.locator("ul > li").filter(has_text="Jussi Aho")
    await his.locator("summary").press("Enter")
    await his.get_by_role("button", name="Hide it").press("Enter")
    await expect(his).to_contain_text("Hidden: only you and whoever said it see it.")
    await expect(his).not_to_contain_text("He built the whole set")
    await nothing_wrong(page)
    await page.goto("/en/skills")
    await awake(page)
    await expect(main).to_contain_text(SKILL)
    await nothing_wrong(page)
    await page.context.close()


async def test_a_counsellor_finds_whom_nobody_has_talked_to(served: Served, browser: Browser) -> None:
    """Through the class by theme: a talk is noted for two at once, and each of them reads it; the drill says what more
    there is to see."""
    school = await make_school()
    one = await make_class(school, "8B Talked")
    siiri, venla = await make_pupil(school, one, name="Siiri Salo"), await make_pupil(school, one, name="Venla Virta")
    page = await phone_of(served, browser, await make_counsellor(school, name="Katri"))
    main = page.get_by_role("main")
    await page.goto("/en/classes")
    await awake(page)
    await tab_to(page, main.get_by_role("link", name="8B Talked"))
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/en/class?id=*")
    await awake(page)
    await main.get_by_role("link", name="The class by theme").press("Enter")
    await page.wait_for_url("**/en/class-picture?id=*")
    await awake(page)
    worth = main.locator("section").filter(has_text="Worth a word")
    await expect(worth.get_by_role("link", name="Venla Virta")).to_be_visible()
    await nothing_wrong(page)
    await worth.get_by_role("link", name="Note a talk").press("Enter")
    await page.wait_for_url("**/en/talk-note?class=*")
    await awake(page)
    for name in ("Siiri Salo", "Venla Virta"):
        await tab_to(page, page.get_by_role("checkbox", name=name))
        await page.keyboard.press("Space")
    await tab_to(page, page.get_by_label("What about?"))
    await page.keyboard.type("How the autumn went")
    await nothing_wrong(page)
    await page.get_by_role("button", name="Note the talk").press("Enter")
    await expect(page.locator(".notices")).to_contain_text("Noted. The pupils you ticked can read it and answer.")
    await page.goto(f"/en/what-i-see?id={venla.person_id}")
    await awake(page)
    await expect(main).to_contain_text("Venla Virta")
    await nothing_wrong(page)
    await page.context.close()
    for pupil in (siiri, venla):
        page = await phone_of(served, browser, pupil)
        await page.goto("/en/talks")
        await awake(page)
        await expect(page.get_by_role("main")).to_contain_text("How the autumn went")
        await expect(page.get_by_role("main")).to_contain_text("Katri")
        await nothing_wrong(page)
        await page.context.close()

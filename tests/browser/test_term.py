"""A term with lessons, for a teacher and for a pupil, on phones, in both languages in which the lessons are written."""

from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.async_api import Browser, Page, expect

from portfolio_app.core.clock import today
from portfolio_app.learning.doing import asked_of, keep_work
from portfolio_app.learning.modules import module
from portfolio_app.learning.reading import Module
from portfolio_app.learning.teaching.assigning import AssignForm, assign
from portfolio_app.skills.framework import framework
from tests.browser.phones import awake, nothing_wrong, phone_of
from tests.browser.taking import answer, done, next_step, take
from tests.browser.words import Words
from tests.people import make_class, make_pupil, make_school, make_teacher
from tests.served import Served

LANGUAGES = ("en", "nb")
MODULE = "deciding"
EVIDENCE, ENTRY, STEP = "changed-my-mind", "three-options", "for-now"


def deciding() -> Module:
    """The module that is worked through."""
    found = module(MODULE)
    assert found
    return found


def place(code: str) -> int:
    """Which step of it an activity is."""
    return [one.code for one in deciding().about.activities].index(code) + 1


async def told(page: Page, sentence: str) -> None:
    """A notice says that."""
    await expect(page.locator(".notices")).to_contain_text(sentence)


async def open_part(page: Page, title: str) -> None:
    """Open what is folded away."""
    part = page.locator("summary", has_text=title).first
    if not await part.evaluate("(el) => el.parentElement.open"):
        await part.press("Enter")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_teachers_term(served: Served, browser: Browser, language: str) -> None:
    said = Words(language)
    school = await make_school("A school of terms")
    one = await make_class(school, "9 T")
    siiri, _eino = await make_pupil(school, one, name="Siiri Term"), await make_pupil(school, one, name="Eino Term")
    page = await phone_of(served, browser, await make_teacher(school, one, name="Tuula Term"))
    main = page.get_by_role("main")

    # August: the years are laid out, a visit and a deadline put in.
    await awake(page, said.at(f"/year-plan?class={one}"))
    await open_part(page, said("A whole programme"))
    await main.get_by_role("button", name=said("Lay it out")).press("Enter")
    await expect(page.locator(".notices")).not_to_be_empty()  # what is written before that would begin anew
    await expect(main).to_contain_text(deciding().text(language).title)
    await open_part(page, said("An external day: a visit, a fair"))
    day = (today() + timedelta(days=30)).isoformat()
    await page.locator("#external_title").fill("Fagerhus")
    await page.locator("#external_day").fill(day)
    await page.locator("#external_hours").fill("4")
    form = page.locator("form", has=page.locator("#external_title"))
    await form.get_by_role("button", name=said("Put it in")).press("Enter")
    await told(page, said("It is in the plan."))
    await open_part(page, said("A deadline of the school"))
    await page.locator("#deadline_title").fill("VIGO")
    await page.locator("#deadline_day").fill(day)
    await page.locator("#deadline_families").check()
    form = page.locator("form", has=page.locator("#deadline_title"))
    await form.get_by_role("button", name=said("Put it in")).press("Enter")
    await expect(main.get_by_text("VIGO", exact=True).first).to_be_visible()

    # The visit does not take place: what falls out, and what could replace it.
    visit = main.locator("li", has=page.locator("p", has_text="Fagerhus")).last
    await visit.locator("summary").first.press("Enter")
    await visit.get_by_role("button", name=said("It does not take place")).press("Enter")
    await expect(visit.locator("s")).to_have_text("Fagerhus")
    await nothing_wrong(page)

    # A module is assigned; one pupil does it, and the teacher sees who.
    await awake(page, said.at(f"/assign?class={one}&module={MODULE}"))
    await page.get_by_label(said("Last day")).fill((today() + timedelta(days=21)).isoformat())
    await main.get_by_role("button", name=said("Assign it")).press("Enter")
    await page.wait_for_url("**/class-lessons*")
    asked = asked_of(deciding(), STEP, framework())[0].name
    await keep_work(siiri, MODULE, deciding().hash, STEP, {asked: "Both, until May"})
    await awake(page, said.at(f"/class-lessons?id={one}"))
    row = main.get_by_role("row").filter(has_text="Siiri Term")
    await expect(row).to_contain_text(said("{done} of {all} minutes", done=20, all=300))
    await expect(main.get_by_role("row").filter(has_text="Eino Term")).to_contain_text(said("Not begun"))
    await nothing_wrong(page)

    # It was held, one was away, and the hours can be taken along.
    await awake(page, said.at(f"/class-hours?id={one}"))
    await page.get_by_label(said("What was held?")).select_option(label=deciding().text(language).title)
    await open_part(page, said("Somebody was not there"))
    await page.get_by_label("Eino Term").check()
    await main.get_by_role("button", name=said("It was held")).press("Enter")
    await told(page, said("Kept. Its minutes count for everybody who was there."))
    await nothing_wrong(page)
    for name in (said("Hours and aims (PDF)"), said("Hours and aims (CSV)")):
        address = await main.get_by_role("link", name=name).get_attribute("href")
        assert address
        answered = await page.request.get(address)
        assert answered.ok, name
        assert len(await answered.body()) > 300
    await page.context.close()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_pupils_term(served: Served, browser: Browser, language: str) -> None:
    said = Words(language)
    school = await make_school()
    one = await make_class(school, "9 P")
    siiri, tuula = await make_pupil(school, one, name="Siiri Term"), await make_teacher(school, one)
    await assign(tuula, one, AssignForm(MODULE, today(), today() + timedelta(days=21)), uuid4())
    title = deciding().text(language).title
    page = await phone_of(served, browser, siiri)
    main = page.get_by_role("main")

    # What is due stands on Home; the module begins with what it is about.
    await awake(page, said.at("/home"))
    await expect(main).to_contain_text(title)
    await main.get_by_role("link", name=said("Lessons"), exact=True).first.press("Enter")
    await page.wait_for_url("**/lessons")
    await awake(page)
    await main.get_by_role("link", name=title).first.press("Enter")
    await page.wait_for_url(f"**name={MODULE}*")
    await awake(page)
    await main.get_by_role("button", name=said("Begin"), exact=True).press("Enter")
    await page.wait_for_url("**step=1")
    await awake(page)

    # The network goes while something is answered: nothing is lost, and the page says so.
    await take(page, said, range(1, place("what-matters")), "Because it is near.")
    await next_step(page, said, place("what-matters"))
    await page.context.set_offline(True)
    await answer(page, "Because it is near.")
    await page.context.set_offline(False)
    await expect(page.locator("html[data-connected=yes]")).to_have_count(1, timeout=60_000)
    await done(page, said)
    await page.context.close()

    # Another device, another day: it goes on where it was left.
    page = await phone_of(served, browser, siiri)
    main = page.get_by_role("main")
    await awake(page, said.at("/lessons"))
    await main.get_by_role("link", name=title).first.press("Enter")
    await page.wait_for_url(f"**step={place('what-matters') + 1}")
    await awake(page)
    made = {EVIDENCE: "Keep it as evidence", ENTRY: "Put it into my portfolio", STEP: "Put it into my plan"}
    begun = place("what-matters") + 1
    for code, press in made.items():
        await take(page, said, range(begun, place(code) + 1), "Three options, and one for now.")
        await main.get_by_role("button", name=said(press)).press("Enter")
        await expect(main.get_by_role("button", name=said(press))).to_have_count(0)
        if code != STEP:
            await next_step(page, said, place(code) + 1)
        begun = place(code) + 1
    await nothing_wrong(page)
    await next_step(page, said, begun)
    await answer(page, "That I may change it.")
    await done(page, said)
    await nothing_wrong(page)

    # It is done, nothing of it is due, and what was made of it is where it belongs.
    await awake(page, said.at("/lessons"))
    await expect(main.get_by_role("heading", name=said("Done"), exact=True)).to_be_visible()
    await expect(main.get_by_role("heading", name=said("What you were given"))).to_have_count(0)
    await awake(page, said.at("/portfolio"))
    await expect(main).to_contain_text(deciding().text(language).activities[ENTRY].title)
    await awake(page, said.at("/plan"))
    await expect(main).to_contain_text("Three options, and one for now.")
    await page.context.close()

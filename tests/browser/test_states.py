"""What pages look like in between: with a mistake to mend, something to undo, a code shown, a lost connection."""

import json
from collections.abc import Awaitable, Callable
from uuid import uuid4

import pytest
from playwright.async_api import Browser, Page, expect

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import now
from portfolio_app.core.drafts import save_draft
from portfolio_app.plan.actions import GoalForm, make_goal
from portfolio_app.plan.steps import StepForm, add_step
from portfolio_app.portfolio.actions import NEW, EntryForm, make_entry
from portfolio_app.schools.codes import give_code
from tests.browser.conftest import hand_over
from tests.browser.phones import PHONE, axe
from tests.browser.walking import ready
from tests.people import make_class, make_coordinator, make_pupil, make_school, make_teacher
from tests.served import Served

ALERT = "main [role=alert]"
FADE = 400  # ms: until colours have changed


async def mistyped(page: Page, _pupil: Actor) -> None:
    """The sign-in form after a wrong passphrase."""
    await page.goto("/en/sign-in?problem=wrong")
    await expect(page.locator(ALERT).first).to_be_visible()


async def form_with_an_error(page: Page, _pupil: Actor) -> None:
    """An entry without a title."""
    await page.goto("/en/entry-form")
    await page.locator("textarea[name=happened]").fill("It rained.")
    await page.locator("form[data-draft] button[type=submit]").last.click()
    await expect(page.locator(ALERT).first).to_contain_text("check")


async def something_to_undo(page: Page, _pupil: Actor) -> None:
    """An entry was just deleted."""
    await page.goto("/en/portfolio")
    await page.locator("article").get_by_role("button", name="Delete").first.click()
    await expect(page.locator(".notices").get_by_role("button", name="Undo")).to_be_visible()


async def two_tabs(page: Page, pupil: Actor) -> None:
    """What is typed here meets what was saved elsewhere."""
    await page.goto("/en/entry-form")
    field = page.locator("textarea[name=happened]")
    await expect(field).to_be_visible()
    await save_draft(pupil.person_id, NEW, {"happened": "From the other tab"}, 0)
    await field.press_sequentially("From this tab")
    await expect(page.locator("[data-draft-keep]")).to_be_visible()


async def a_goal_to_look_at(page: Page, pupil: Actor) -> None:
    """The day has come to look at a goal again, and something about one of its steps is wrong."""
    goal = await make_goal(pupil, GoalForm("A job", review_on=now().date()), uuid4())
    await add_step(pupil, goal, StepForm("Ask"), uuid4())
    await page.goto(f"/en/goal?id={goal}")
    await expect(page.locator("#review input[type=date]")).to_be_visible()
    await page.get_by_text("Change this step").click()
    await page.locator("#steps li input[name=step_words]").fill("")
    await page.locator("#steps li button[type=submit]").click()
    await expect(page.locator(ALERT).first).to_contain_text("Say in a few words")


async def told_of_a_code(page: Page, _pupil: Actor) -> None:
    """Home says who gave a code."""
    await page.goto("/en/home")
    await expect(page.get_by_role("button", name="I have read this")).to_be_visible()


async def no_connection(page: Page, _pupil: Actor) -> None:
    """The banner, shown as assets/polku.js shows it after some seconds without a connection."""
    await page.goto("/en/home")
    await ready(page)
    await expect(page.locator("html[data-connected=yes]")).to_have_count(1)
    await page.evaluate("document.documentElement.dataset.connected = 'no'")
    await expect(page.locator("[data-connection]")).to_be_visible()


async def nowhere(page: Page, _pupil: Actor) -> None:
    """An address of nothing."""
    await page.goto("/en/nowhere-at-all")
    await expect(page.locator("h1")).to_be_visible()


async def must_choose(page: Page, _pupil: Actor) -> None:
    """A passphrase has to be chosen, and the one typed would not do."""
    await page.goto("/en/choose-passphrase?problem=new")
    await expect(page.locator(ALERT).first).to_be_visible()


async def a_code_on_the_screen(page: Page, pupil: Actor) -> None:
    """A teacher reads it aloud."""
    await page.goto(f"/en/pupil?id={pupil.person_id}")
    await page.get_by_text("Help this pupil to sign in").click()
    await page.get_by_role("button", name="Give a one-time code").click()
    await expect(page.locator("#help [role=status] .select-all")).to_be_visible()


async def names_to_confirm(page: Page, pupil: Actor) -> None:
    """A pasted list, with somebody in it who may be at the school already, and a mistake in it."""
    await page.goto("/en/school/add")
    await page.locator("textarea[name=names]").fill(f"Otso Oja\n{pupil.name}\nSøren O'Ŋgård 🌱 محمد")
    await page.locator("form:has(textarea[name=names]) button[type=submit]").click()
    await expect(page.locator("input[name=name-2]")).to_be_visible()
    await page.locator("form:has(input[name=name-0]) button[type=submit]").click()
    await expect(page.get_by_text("Say whether this is the same person.").first).to_be_visible()


State = Callable[[Page, Actor], Awaitable[None]]
STATES: dict[State, str] = {
    mistyped: "",
    nowhere: "",
    two_tabs: "pupil",
    form_with_an_error: "pupil",
    something_to_undo: "pupil",
    a_goal_to_look_at: "pupil",
    told_of_a_code: "pupil",
    no_connection: "pupil",
    must_choose: "newcomer",
    a_code_on_the_screen: "teacher",
    names_to_confirm: "coordinator",
}


@pytest.mark.parametrize("who", sorted(set(STATES.values())))
async def test_axe_finds_nothing_in_between(browser: Browser, served: Served, who: str) -> None:
    """On a phone, in light and in dark colours."""
    school = await make_school()
    class_8b = await make_class(school)
    pupil = await make_pupil(school, class_8b, name=f"Siiri {uuid4().hex[:6]}")
    await make_entry(pupil, EntryForm("A day"), uuid4())
    people = {
        "pupil": pupil,
        "newcomer": await make_pupil(school, class_8b),
        "teacher": await make_teacher(school, class_8b),
        "coordinator": await make_coordinator(school),
    }
    if who == "pupil":
        await give_code(people["teacher"], pupil.person_id)
    context = await browser.new_context(base_url=served.url, bypass_csp=True, locale="en-GB", **PHONE)
    if who:
        await hand_over(context, (await served.sign_in(people[who], must_choose=who == "newcomer"))[1])
    page = await context.new_page()
    page.on("dialog", lambda asked: asked.accept())  # what was typed is left behind on purpose
    wrong: dict[str, list[str]] = {}
    for state in (one for one, whose in STATES.items() if whose == who):
        await state(page, pupil)
        for scheme in ("light", "dark"):
            await page.emulate_media(color_scheme=scheme)
            await page.wait_for_timeout(FADE)
            if found := await axe(page):
                wrong[f"{state.__name__} {scheme}"] = found
        await page.emulate_media(color_scheme="light")
    await context.close()
    assert not wrong, json.dumps(wrong, indent=1)

"""A goal on a phone, with the keyboard alone: written, cut into steps, shared, talked about, and put in a calendar."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import vobject
from playwright.async_api import Browser, expect

from portfolio_app.core.clock import now
from portfolio_app.plan import shareable  # noqa: F401 - lets the actions called here share goals
from portfolio_app.plan.actions import GoalForm, make_goal
from portfolio_app.plan.steps import StepForm, add_step, tick_step
from portfolio_app.schools.models import Barrier
from portfolio_app.sharing.actions import CLASS_TEACHERS
from tests.browser.conftest import Visit, hand_over
from tests.browser.phones import awake, nothing_wrong, phone_of, tab_to
from tests.browser.test_print import in_order, on_paper
from tests.browser.walking import OPEN_ALL
from tests.people import make_class, make_pupil, make_school, make_teacher
from tests.served import Served


async def test_a_goal_from_the_first_word_to_the_calendar(served: Served, browser: Browser) -> None:
    school = await make_school(contact_name="Liisa Laine", contact_how="Room 12")
    one = await make_class(school)
    siiri, tuula = await make_pupil(school, one, name="Siiri Salo"), await make_teacher(school, one, name="Tuula")
    page = await phone_of(served, browser, siiri)
    context = page.context
    press, kind = page.keyboard.press, page.keyboard.type
    main, told = page.get_by_role("main"), page.locator(".notices")

    await page.goto("/en/plan")
    await awake(page)
    await tab_to(page, main.get_by_role("link", name="Write your first goal"))
    await press("Enter")
    await page.wait_for_url("**/en/goal-form")
    await awake(page)
    await tab_to(page, page.get_by_label("What do you want?", exact=True))
    await kind("A summer job")
    money = page.get_by_role("checkbox", name="Money", exact=True)
    await tab_to(page, money)
    await press("Space")
    await press("Tab")
    await kind("The bus card")
    await tab_to(page, page.get_by_role("button", name="Save", exact=True))
    await press("Enter")
    await page.wait_for_url("**/en/goal?id=*")
    await awake(page)
    await expect(main).to_contain_text("At your school you can turn to: Liisa Laine – Room 12")

    words, by = page.locator("#step_words"), page.locator("#step_by")
    await tab_to(page, words)
    await kind("Ask the bakery")
    await by.fill((now().date() - timedelta(days=40)).isoformat())
    add = page.get_by_role("button", name="Add this step")
    await add.press("Enter")
    await expect(page.locator("#step_by-error")).to_contain_text("You made this goal on")
    await nothing_wrong(page)
    await expect(words).to_have_value("Ask the bakery")  # nothing of it is lost
    day = now().date() + timedelta(days=9)
    await by.fill(day.isoformat())
    await add.press("Enter")
    await expect(told).to_contain_text("The step is added.")
    await page.get_by_text("Add a step", exact=True).click()
    await words.fill("Write a letter")
    await add.press("Enter")
    steps = page.locator("#steps ol > li")
    await expect(steps).to_have_count(2)
    up = steps.nth(1).get_by_role("button", name="Move up")
    await up.focus()
    await press("Enter")
    await expect(steps.first).to_contain_text("Write a letter")
    tick = steps.first.get_by_role("checkbox", name="Write a letter")
    await tick.focus()
    await press("Space")
    await expect(tick).to_be_checked()
    await expect(page.locator("#steps")).to_contain_text("Steps done: 1 of 2")
    await page.evaluate(OPEN_ALL)
    await page.get_by_role("checkbox", name="My class’s teachers").check()
    await page.get_by_role("button", name="Save this choice").click()
    await expect(told).to_contain_text("You and your class’s teachers")
    await nothing_wrong(page)

    other = await browser.new_context(base_url=served.url, locale="en-GB")
    await hand_over(other, (await served.sign_in(tuula))[1])
    teacher = await other.new_page()
    await teacher.goto(f"/en/pupil?id={siiri.person_id}")
    await teacher.get_by_role("link", name="A summer job").click()
    await expect(teacher.get_by_role("main")).to_contain_text("The bus card")
    await expect(teacher.get_by_role("main").get_by_role("checkbox")).to_have_count(0)
    await teacher.get_by_label("Your comment").fill("Start with the small bakery.")
    await teacher.get_by_role("button", name="Send the comment").click()
    await expect(teacher.locator(".notices")).to_contain_text("can read your comment now")
    await other.close()

    await page.reload()
    await expect(main).to_contain_text("Start with the small bakery.")
    await page.get_by_role("button", name="Only I see it from now on").click()
    await expect(told).to_contain_text("Only you")
    await page.goto("/en/plan")
    await awake(page)
    await page.get_by_text("See your plan in your own calendar").click()
    await page.get_by_role("button", name="Make an address").click()
    address = page.locator("main [role=status] .select-all")
    await expect(address).to_contain_text("/calendar/")
    await nothing_wrong(page)
    fetched = await page.request.get((await address.inner_text()).strip())
    calendar = vobject.readOne(await fetched.text())
    assert [event.dtstart.value for event in calendar.vevent_list] == [day]
    await context.close()


async def test_a_goal_and_the_plan_print_on_paper(served: Served, visit: Visit, tmp_path: Path) -> None:
    """What is written is there with boxes to tick; what only a screen can use is not."""
    school = await make_school()
    one = await make_class(school)
    siiri, tuula = await make_pupil(school, one), await make_teacher(school, one)
    form = GoalForm(
        "A summer job",
        why="To see how it is",
        helpers="my uncle",
        barriers={Barrier.MONEY: "The bus card"},
        review_on=now().date(),
        audience=CLASS_TEACHERS,
    )
    goal = await make_goal(siiri, form, uuid4())
    for words in ("Ask the bakery", "Write a letter"):
        step = await add_step(siiri, goal, StepForm(words, now().date() + timedelta(days=3)), uuid4())
    await tick_step(siiri, step)
    page = await visit((await served.sign_in(siiri))[1], f"/en/goal?id={goal}")
    text = await on_paper(page, tmp_path / "goal.pdf")
    in_order(text, "A summer job", "To see how it is", "Ask the bakery", "Write a letter", "my uncle", "The bus card")
    await page.goto("/en/plan")
    in_order(await on_paper(page, tmp_path / "plan.pdf"), "My plan", "A summer job", "Ask the bakery", "Write a letter")
    page = await visit((await served.sign_in(tuula))[1], f"/en/pupil?id={siiri.person_id}&goal={goal}")
    in_order(await on_paper(page, tmp_path / "pupil.pdf"), "A summer job", "Ask the bakery", "The bus card")

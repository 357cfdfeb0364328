"""Two tabs on one thing, and fingers that press twice."""

from collections.abc import Awaitable, Callable
from uuid import uuid4

import pytest
from playwright.async_api import Locator, Page, expect
from sqlalchemy import func
from sqlmodel import SQLModel, select

from portfolio_app.accounts.models import OneTimeCode, Person
from portfolio_app.core.database import reading
from portfolio_app.portfolio import shareable  # noqa: F401 - lets the actions called here share entries
from portfolio_app.portfolio.actions import EntryForm, make_entry
from portfolio_app.portfolio.models import Entry
from portfolio_app.schools.models import School, SchoolClass
from portfolio_app.sharing.actions import Choice, set_audience
from portfolio_app.sharing.models import Comment, Kind
from portfolio_app.skills.framework import framework
from portfolio_app.skills.models import Assessment, Evidence
from tests.browser.conftest import Visit
from tests.people import make_admin, make_class, make_coordinator, make_pupil, make_region, make_school, make_teacher
from tests.served import Served

FIRST = framework().capabilities[0].code


async def how_many(table: type[SQLModel]) -> int:
    """How many rows a table has now."""
    async with reading() as session:
        return (await session.execute(select(func.count()).select_from(table))).scalar_one()


def notice(page: Page) -> Locator:
    """What the page says was done."""
    return page.locator(".notices")


@pytest.mark.parametrize(("answer", "left"), [("Save both", 2), ("Drop mine, use the other version", 1)])
async def test_of_two_tabs_the_second_is_told_and_chooses(served: Served, visit: Visit, answer: str, left: int) -> None:
    """Nothing is overwritten unasked."""
    siiri, cookie = await served.sign_in(await make_pupil(await make_school()))
    entry = await make_entry(siiri, EntryForm(title="A bridge", happened="We built it."), uuid4())
    first = await visit(cookie, f"/en/entry-form?id={entry}")
    second = await visit("", f"/en/entry-form?id={entry}", page=first)
    for tab in (first, second):
        await expect(tab.get_by_label("Title", exact=True)).to_have_value("A bridge")
    await first.get_by_label("Title", exact=True).fill("A bridge of wood")
    await first.get_by_role("button", name="Save", exact=True).click()
    await first.wait_for_url("**/en/entry?id=*")
    await second.get_by_label("Title", exact=True).fill("A bridge of paper")
    await second.get_by_role("button", name="Save", exact=True).click()
    told = second.get_by_role("alert").filter(has_text="was changed somewhere else")
    await expect(told).to_be_visible()
    await expect(second.get_by_label("Title", exact=True)).to_have_value("A bridge of paper")
    await told.get_by_role("button", name=answer).click()
    await second.wait_for_url("**/en/entry?id=*")
    shown = "A bridge of paper" if answer == "Save both" else "A bridge of wood"
    await expect(second.get_by_role("heading", level=1)).to_have_text(shown)
    await second.goto("/en/portfolio")
    await expect(second.locator("article")).to_have_count(left)
    await expect(second.get_by_role("link", name="A bridge of wood")).to_be_visible()


async def pressed_twice(page: Page, button: str, table: type[SQLModel], done: Callable[[], Awaitable[None]]) -> None:
    """Press a button twice, wait until it is done, and see that one thing more is there."""
    before = await how_many(table)
    await page.get_by_role("button", name=button, exact=True).dblclick()
    await done()
    await page.reload()  # what the second click asked for has been answered before this
    await expect(page.locator("[data-person]")).not_to_have_attribute("data-person", "")
    assert await how_many(table) == before + 1


async def test_a_pupil_presses_twice(served: Served, visit: Visit) -> None:
    """One answer, one evidence, one entry."""
    _siiri, cookie = await served.sign_in(await make_pupil(await make_school()))
    page = await visit(cookie, f"/en/capability?code={FIRST}")
    step = framework().text(framework().step(2).name, "en")
    await page.locator("#assessment").get_by_role("radio", name=step).check()
    await pressed_twice(
        page, "Save", Assessment, lambda: expect(notice(page)).to_contain_text("Saved. Your picture shows it.")
    )
    await page.get_by_role("radio", name="Just words").check()
    await page.get_by_label("Name", exact=True).fill("A rule we made")
    await page.get_by_label("What does it show?", exact=True).fill("We agreed on it.")
    await pressed_twice(
        page, "Add evidence", Evidence, lambda: expect(notice(page)).to_contain_text("Saved. Only you can see it.")
    )
    await page.goto("/en/entry-form")
    await page.get_by_label("Title", exact=True).fill("A bridge")
    await pressed_twice(page, "Save", Entry, lambda: page.wait_for_url("**/en/entry?id=*"))


async def test_a_teacher_presses_twice(served: Served, visit: Visit) -> None:
    """One comment, one code."""
    school = await make_school()
    class_8b = await make_class(school)
    pupil = await make_pupil(school, class_8b, name="Siiri Salo")
    entry = await make_entry(pupil, EntryForm(title="A bridge"), uuid4())
    await set_audience(pupil, Kind.ENTRY, str(entry), Choice(class_teachers=True))
    _tuula, cookie = await served.sign_in(await make_teacher(school, class_8b))
    page = await visit(cookie, f"/en/pupil?id={pupil.person_id}&entry={entry}")
    await page.get_by_label("Your comment", exact=True).fill("Did it hold?")
    await pressed_twice(
        page, "Send the comment", Comment, lambda: expect(notice(page)).to_contain_text("can read your comment now")
    )
    await page.goto(f"/en/pupil?id={pupil.person_id}")
    await page.get_by_text("Help this pupil to sign in").click()
    shown = page.locator("#help .select-all")
    await pressed_twice(page, "Give a one-time code", OneTimeCode, lambda: expect(shown).to_be_visible())


async def test_a_coordinator_presses_twice(served: Served, visit: Visit) -> None:
    """One class, each person once."""
    _kaisa, cookie = await served.sign_in(await make_coordinator(await make_school()))
    page = await visit(cookie, "/en/school")
    await expect(page.locator("[data-person]")).not_to_have_attribute("data-person", "")
    await page.get_by_label("Name of the class").fill("7A")
    await pressed_twice(
        page, "Make the class", SchoolClass, lambda: expect(notice(page)).to_contain_text("You have made the class 7A.")
    )
    await page.get_by_role("link", name="7A").click()
    await page.get_by_role("link", name="Add pupils").click()
    await page.get_by_label("Names", exact=True).fill("Otso Oja")
    await page.get_by_role("button", name="Check the list").click()
    await pressed_twice(page, "Add these people", Person, lambda: page.wait_for_url("**/en/school/class?id=*"))


async def test_an_admin_presses_twice(served: Served, visit: Visit) -> None:
    """One school, one coordinator."""
    await make_region(name="Pirkanmaa")
    _admin, cookie = await served.sign_in(await make_admin())
    page = await visit(cookie, "/en/schools")
    await page.get_by_text("Add a school", exact=True).click()
    await page.get_by_label("Name of the school").fill(f"School {uuid4().hex[:6]}")
    await page.get_by_role("combobox", name="Region").select_option(label="Pirkanmaa")
    await pressed_twice(page, "Add this school", School, lambda: page.wait_for_url("**/en/schools/school?id=*"))
    await page.get_by_label("Name", exact=True).fill("Kaisa Koski")
    await page.get_by_label("User name").fill(f"kaisa.{uuid4().hex[:8]}")
    link = page.locator("[role=status] .select-all")
    await pressed_twice(page, "Add a coordinator", Person, lambda: expect(link).to_be_visible())

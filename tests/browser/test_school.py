"""Kaisa, who coordinates a school, and the admin who makes schools: classes, people, roles, the first link."""

import re
from uuid import uuid4

from playwright.async_api import expect

from portfolio_app.accounts.models import Role
from tests.browser.conftest import Visit
from tests.browser.test_teacher import choose_passphrase
from tests.people import make_admin, make_coordinator, make_pupil, make_region, make_school, make_teacher
from tests.served import Served

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def thirty_names() -> list[str]:
    """A class list as a secretary has it, with a name of many letters in it."""
    return ["Søren O'Ŋgård 🌱 محمد", *(f"Pupil {LETTERS[n % 26]}{LETTERS[n // 26]}son" for n in range(29))]


async def test_kaisa_makes_a_class_and_pastes_thirty_names(served: Served, visit: Visit) -> None:
    """User names are proposed, somebody of the same name is asked about, and all are in the class."""
    school = await make_school()
    await make_pupil(school, name="Pupil BAson")
    _kaisa, cookie = await served.sign_in(await make_coordinator(school, name="Kaisa Koski"))
    page = await visit(cookie, "/en/home")
    await page.get_by_role("navigation").get_by_role("link", name="School", exact=True).click()
    await page.wait_for_url("**/en/school*")
    await page.get_by_label("Name of the class").fill("9C")
    await page.get_by_role("button", name="Make the class").click()
    await expect(page.locator(".notices")).to_contain_text("You have made the class 9C.")
    await page.get_by_role("link", name="9C").click()
    await page.get_by_role("link", name="Add pupils").click()
    await page.wait_for_url("**/en/school/add*")
    await page.get_by_label("Names", exact=True).fill("\n".join(thirty_names()))
    await page.get_by_role("button", name="Check the list").click()
    await expect(page.get_by_label("Name", exact=True)).to_have_count(30)
    names = [await field.input_value() for field in await page.get_by_label("User name", exact=True).all()]
    assert all(names)
    assert len(set(names)) == 30
    asked = page.get_by_role("combobox").filter(has=page.get_by_role("option", name="Somebody else with this name"))
    await expect(asked).to_have_count(1)
    await page.get_by_role("button", name="Add these people").click()
    await expect(page.get_by_role("alert").filter(has_text=re.compile("."))).to_be_visible()
    await asked.select_option(label="Somebody else with this name")
    await page.get_by_role("button", name="Add these people").click()
    await page.wait_for_url("**/en/school/class?id=*")
    await expect(page.locator(".notices")).to_contain_text("New people: 30.")
    people = page.get_by_role("group").filter(has_text="Change")
    await expect(people).to_have_count(25)
    await page.get_by_role("link", name="Next").click()
    await expect(people).to_have_count(5)
    for name in thirty_names()[:3]:
        await page.get_by_label("Name or user name").fill(name)
        await page.get_by_role("button", name="Search").click()
        await expect(people).to_have_count(1)
        await expect(page.get_by_role("link", name=name, exact=True)).to_be_visible()


async def test_a_pasted_list_outlives_a_reload_until_it_is_thrown_away(served: Served, visit: Visit) -> None:
    """Also when the proposal is already looked at; Cancel leaves nothing for the next time."""
    school = await make_school()
    _kaisa, cookie = await served.sign_in(await make_coordinator(school, name="Kaisa Koski"))
    page = await visit(cookie, f"/en/school/add?school={school}")
    names = page.get_by_label("Names", exact=True)
    await names.fill("Siiri Niemi\nOnni Aalto")
    await expect(page.get_by_text(re.compile("^Draft saved"))).to_be_visible()
    await page.reload()
    await expect(names).to_have_value("Siiri Niemi\nOnni Aalto")
    await names.fill("Siiri Niemi\nOnni Aalto\nEino Koski")
    await page.get_by_role("button", name="Check the list").click()
    await expect(page.get_by_label("Name", exact=True)).to_have_count(3)
    await page.reload()
    await expect(names).to_have_value("Siiri Niemi\nOnni Aalto\nEino Koski")
    await page.get_by_role("link", name="Cancel").click()
    await page.wait_for_url("**/en/school?school=*")
    await page.get_by_role("link", name="Add people").click()
    await page.wait_for_url("**/en/school/add*")
    await expect(names).to_have_value("")
    await page.reload()
    await expect(names).to_have_value("")


async def test_kaisa_gives_and_ends_a_role_and_it_ends_everywhere_at_once(served: Served, visit: Visit) -> None:
    """Whoever loses the role is signed out where they are; it can be undone; no pupil's work is in sight."""
    school = await make_school()
    teacher = await make_teacher(school, name="Tuula Virtanen")
    _tuula, theirs = await served.sign_in(teacher)
    at_work = await visit(theirs, "/en/classes")
    await expect(at_work.locator("header")).to_contain_text("Tuula Virtanen")
    _kaisa, cookie = await served.sign_in(await make_coordinator(school, name="Kaisa Koski"))
    page = await visit(cookie, f"/en/school/people?school={school}")
    await page.get_by_label("Name or user name").fill("tuula")
    await page.get_by_role("button", name="Search").click()
    await page.get_by_role("link", name="Tuula Virtanen").click()
    await page.wait_for_url("**/en/school/person?*")
    await page.get_by_label("Give a role").select_option(value=Role.COUNSELLOR.value)
    await page.get_by_role("button", name="Give this role").click()
    await expect(page.locator(".notices")).to_contain_text("They have this role now.")
    held = page.get_by_role("listitem").filter(has=page.get_by_role("button", name="End this role"))
    await expect(held).to_have_count(2)
    await held.filter(has_text="Teacher").get_by_role("button", name="End this role").click()
    await expect(page.locator(".notices")).to_contain_text("The role has ended")
    await at_work.reload()
    await expect(at_work).to_have_url(re.compile("/en/sign-in"))
    await page.locator(".notices").get_by_role("button", name="Undo").click()
    await expect(held).to_have_count(2)


async def test_an_admin_makes_a_school_and_its_coordinator_begins_with_a_link(served: Served, visit: Visit) -> None:
    """The link is shown once, is not used up by being looked at, and opens once."""
    await make_region(name="Varsinais-Suomi")
    _admin, cookie = await served.sign_in(await make_admin(name="Anni Admin"))
    page = await visit(cookie, "/en/home")
    await page.get_by_role("navigation").get_by_role("link", name="Schools", exact=True).click()
    await page.wait_for_url("**/en/schools")
    await page.get_by_text("Add a school", exact=True).click()
    name = f"Auran koulu {uuid4().hex[:6]}"
    await page.get_by_label("Name of the school").fill(name)
    await page.get_by_role("combobox", name="Region").select_option(label="Varsinais-Suomi")
    await page.get_by_role("button", name="Add this school").click()
    await page.wait_for_url("**/en/schools/school?id=*")
    await expect(page.get_by_role("heading", level=1)).to_have_text(name)
    await page.get_by_label("Name", exact=True).fill("Kaisa Koski")
    await page.get_by_label(re.compile("^User name")).fill(f"kaisa.{uuid4().hex[:8]}")
    await page.get_by_role("button", name="Add a coordinator").click()
    shown = page.locator("[role=status] .select-all")
    await expect(shown).to_contain_text("/welcome?key=")
    link = await shown.inner_text()
    assert link.startswith(served.url)
    await page.reload()
    await expect(page.get_by_role("main")).to_contain_text("Kaisa Koski")
    await expect(page.locator("body")).not_to_contain_text("/welcome?key=")

    scanned = await visit("", link)  # a mail program's look
    await expect(scanned.get_by_role("button", name="Begin")).to_be_enabled()
    hers = await visit("", link)
    await hers.get_by_role("button", name="Begin").click()
    await choose_passphrase(hers)
    await expect(hers.locator("header")).to_contain_text("Kaisa Koski")
    await hers.get_by_role("navigation").get_by_role("link", name="School", exact=True).click()
    await expect(hers.get_by_role("heading", level=1)).to_have_text(name)
    await scanned.get_by_role("button", name="Begin").click()
    await expect(scanned).to_have_url(re.compile("problem=used"))

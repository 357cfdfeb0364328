"""Tags on a phone, with the keyboard alone: looked for while typing, the connection gone for a while, added, removed,
found again; and without scripts."""

from collections.abc import AsyncIterator, Iterator
from uuid import uuid4

import pytest
from playwright.async_api import Browser, expect

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.database import close_database
from portfolio_app.esco.file import URI, ReadFile, ReadSkill
from portfolio_app.esco.importing import put_in
from portfolio_app.skills.actions import EvidenceForm, add_evidence
from portfolio_app.skills.models import EvidenceKind
from tests.browser.phones import awake, nothing_wrong, phone_of, tab_to
from tests.browser.test_first_view_without import without_scripts
from tests.conftest import Configure
from tests.people import make_class, make_pupil, make_school
from tests.served import Served, built_languages, serving

SCRIPT = "/combobox.js"
SKILLS = ("perform repairs on bicycles", "wash bicycles", "bake goods", *(f"tell story {n}" for n in range(12)))


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """An instance in which a little of ESCO is loaded; in the shared one, none is."""
    with serving(tmp_path_factory.mktemp("esco")) as server:
        yield server


@pytest.fixture
async def served(own_server: Served, configure: Configure) -> AsyncIterator[Served]:
    configure(data_dir=own_server.data_dir, languages=built_languages())
    await put_in(
        ReadFile(
            "en", "1.1.1", tuple(ReadSkill(f"{URI}skill/{n}", False, name, (), "") for n, name in enumerate(SKILLS))
        )
    )
    yield own_server
    await close_database()


async def a_pupil_with_evidence() -> tuple[Actor, str]:
    school = await make_school()
    siiri = await make_pupil(school, await make_class(school), name="Siiri Salo")
    form = EvidenceForm("Bicycle workshop", words="Eight bicycles in three hours", capabilities=("S1",))
    return siiri, str(await add_evidence(siiri, EvidenceKind.WORDS, form, uuid4()))


async def test_a_skill_is_found_while_typing_and_put_on_by_keyboard(served: Served, browser: Browser) -> None:
    siiri, evidence = await a_pupil_with_evidence()
    page = await phone_of(served, browser, siiri)
    context = page.context
    press, kind = page.keyboard.press, page.keyboard.type
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    field, options = (
        page.get_by_role("combobox", name="Look for a skill"),
        page.get_by_role("listbox").get_by_role("option"),
    )
    said, tags = page.locator("[data-combobox-status]"), page.locator("#tags ul").first

    await page.goto("/en/portfolio")
    await awake(page)
    assert not any(SCRIPT in url for url in asked), "only pages with the field load its script"
    await page.goto(f"/en/evidence?id={evidence}")
    await awake(page)
    await expect(page.locator(f"script[src*='{SCRIPT}']")).to_have_count(1)
    await tab_to(page, field)
    await kind("bycicles", delay=20)
    await expect(options).to_have_count(2)
    await expect(said).to_have_text("2 skills found.")
    assert len([url for url in asked if "/esco/skills" in url]) < len("bycicles"), "not one question a letter"
    await expect(field).to_have_attribute("aria-expanded", "true")
    await press("ArrowUp")
    await expect(options.last).to_have_attribute("aria-selected", "true")
    await press("ArrowDown")
    await expect(options.first).to_have_attribute("aria-selected", "true")
    first = await options.first.get_attribute("id")
    await expect(field).to_have_attribute("aria-activedescendant", first or "-")
    await nothing_wrong(page)
    await press("Escape")
    await expect(options).to_have_count(0)
    await expect(field).to_have_value("bycicles")
    await expect(field).to_have_attribute("aria-expanded", "false")
    await press("Escape")
    await expect(field).to_have_value("")

    await context.set_offline(True)
    await kind("repais bicycles", delay=20)
    await expect(said).to_contain_text("No connection")
    await expect(field).to_have_value("repais bicycles")
    await context.set_offline(False)
    await expect(options).to_have_count(1)
    await press("ArrowDown")
    await press("Enter")
    await expect(tags).to_contain_text("perform repairs on bicycles")
    await expect(field).to_have_value("")
    await expect(field).to_be_focused()
    await expect(page.locator(".notices")).to_contain_text("The tag is added.")
    await nothing_wrong(page)

    await page.get_by_role("button", name="Remove the tag: perform repairs on bicycles").focus()
    await press("Enter")
    await expect(page.locator("#tags")).not_to_contain_text("perform repairs")
    await page.get_by_role("button", name="Undo").focus()
    await press("Enter")
    await expect(tags).to_contain_text("perform repairs on bicycles")

    await field.focus()
    await kind("tell story")
    await expect(options).to_have_count(10)
    await expect(said).to_have_text("The 10 that fit best.")
    await press("Enter")
    await page.wait_for_url("**/en/tagging?**search=tell+story")
    await awake(page)
    await nothing_wrong(page)
    await page.get_by_role("button", name="Add: tell story 3", exact=True).focus()
    await press("Enter")
    await expect(page.locator("article", has_text="tell story 3")).to_contain_text("Added")
    await page.goto("/en/tags")
    await awake(page)
    await expect(page.locator("article h2")).to_have_text(["perform repairs on bicycles", "tell story 3"])
    await expect(page.get_by_role("main")).to_contain_text("ESCO classification of the European Commission")
    await nothing_wrong(page)
    await page.get_by_role("link", name="Bicycle workshop").first.press("Enter")
    await page.wait_for_url(f"**/en/evidence?id={evidence}")
    await context.close()


async def test_without_scripts_the_field_is_a_search_form(served: Served, browser: Browser) -> None:
    siiri, evidence = await a_pupil_with_evidence()
    page = await without_scripts(browser, served, (await served.sign_in(siiri))[1])
    await page.goto(f"/en/evidence?id={evidence}")
    await page.locator("#search").fill("bycicles")
    await page.locator("#tags form[role=search] button").click()
    await page.wait_for_url("**/en/tagging?**")
    await expect(page.locator("article h3")).to_have_text(["wash bicycles", "perform repairs on bicycles"])
    await page.context.close()

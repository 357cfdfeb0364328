"""A module of lessons, taken in the browser: every activity answered as somebody would who says something to each."""

import re

from playwright.async_api import Page, expect

from tests.browser.phones import awake
from tests.browser.words import Words

ANSWERED = "[name^='q-'], [name^='c-'], [name^='s-'], [name^='r-'], [name^='k-'], [name^='d-'], [name^='skill-']"
FIELDS = f"""() => {{
    const form = document.querySelector("main form[data-draft]");
    return [...form.querySelectorAll("{ANSWERED}")].map((one) => ({{
        name: one.name, id: one.id, kind: one.tagName === "SELECT" ? "select" : one.type,
    }}));
}}"""


async def answer(page: Page, words: str) -> int:
    """Fill in every field of the activity that is shown, each card of an order in a place of its own. How many there
    were."""
    await page.wait_for_selector("main form[data-draft]")  # an address is there before what it shows
    fields = await page.evaluate(FIELDS)
    chosen: set[str] = set()
    place = 0
    for one in fields:
        field = page.locator(f"[id='{one['id']}']")
        match one["kind"]:
            case "select":
                place += 1
                await field.select_option(index=place if one["name"].startswith("r-") else 1)
            case "radio" | "checkbox":
                question = one["name"] if one["kind"] == "radio" else one["name"].rpartition("-")[0]
                if question not in chosen:
                    await field.check()
                chosen.add(question)
            case _:
                await field.fill(words)
    return len(fields)


async def done(page: Page, said: Words) -> None:
    """Press what keeps the answers, and wait until they are kept."""
    press = page.locator("main form[data-draft] button[type=submit]")
    await press.press("Enter")
    await expect(press).to_have_text(said("Save again"))


async def next_step(page: Page, said: Words, step: int) -> None:
    """Go on to that step by the page's own way."""
    form = page.locator("main form[data-draft]")
    former = await form.get_attribute("data-draft") or ""
    await page.get_by_role("navigation", name=said("Activities")).get_by_role("link").last.press("Enter")
    await page.wait_for_url(re.compile(rf"step={step}(&|$)"))
    await expect(form).not_to_have_attribute("data-draft", former)
    await awake(page)


async def take(page: Page, said: Words, steps: range, words: str) -> None:
    """From the step that is shown, the first of `steps`, do each and go on to the next until the last is done."""
    for step in steps:
        if step != steps[0]:
            await next_step(page, said, step)
        await answer(page, words)
        await done(page, said)

"""A teacher says how they see pupils who asked, one after the other, with the keyboard, on a school's slow device.

A person needs time to read and to write; how much is assumed stands here, and is part of every voice's time. What the
app takes, from saving one voice until the next pupil's form has the keyboard, is a figure of its own.
"""

import asyncio
import time
from uuid import UUID

from playwright.async_api import Page, async_playwright

from portfolio_app.accounts import sessions
from portfolio_app.core.database import close_database
from portfolio_app.skills.voices import ask
from portfolio_app.web.cookie import cookie_name
from tests.bench.figures import Figure
from tests.bench.instance import Instance, serving
from tests.bench.pageload import CHROMIUM, FLAGS, slow_line
from tests.bench.pages import HEARS
from tests.serving import free_port

PART = "A teacher gives voices, slow processor and line"
PUPILS = 6
READING = 4.0
"""Seconds to read a name, a skill and its steps, and to make up one's mind."""
KEYS = 3.5
"""Keys a second, of somebody who does not type much."""
REASON = "Kept calm when the group fell out"
SLOWER = 6  # as the device in tests/bench/pageload.py


def measure(instance: Instance) -> list[Figure]:
    """Seconds a voice; the first one's with opening the page."""
    asyncio.run(_asked(instance))
    with serving(instance) as server:
        line, url = slow_line(server.url, free_port())
        try:
            whole, ours = asyncio.run(_given(url, instance.school.teacher.key))
        finally:
            line.terminate()
            line.wait()
    typed = f"{READING:.0f} s to read, {KEYS} keys a second"
    return [
        Figure(PART, f"a step and seven words, {typed}; the first with opening the page", "s", tuple(whole), 20),
        Figure(PART, "of that, from saving to the next pupil's form", "s", tuple(ours)),
    ]


async def _asked(instance: Instance) -> None:
    school = instance.school
    for pupil in school.pupils[: PUPILS + 1]:
        actor = await sessions.actor_of(pupil.key)
        assert actor is not None
        await ask(actor, UUID(school.teacher.person_id), ["S1"])
    await close_database()


async def _given(url: str, key: str) -> tuple[list[float], list[float]]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = await browser.new_context(base_url=url)
        secure = url.replace("http:", "https:")  # Chromium sends what it holds for https to loopback too
        await context.add_cookies([{"name": cookie_name(), "value": key, "url": secure, "secure": True}])
        page = await context.new_page()
        page.set_default_timeout(60_000)
        slowed = await context.new_cdp_session(page)
        await slowed.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        whole, ours = list[float](), list[float]()
        began = time.perf_counter()
        await page.goto("/en/voices")
        await page.locator(HEARS).wait_for()
        await page.locator("main form input[type=radio]").first.focus()
        for _ in range(PUPILS):
            saved = await _one(page)
            await _next_form(page)
            ended = time.perf_counter()
            whole.append(ended - began)
            ours.append(ended - saved)
            began = ended
        await browser.close()
    return whole, ours


async def _one(page: Page) -> float:
    """Read, say the step and why, and save; when it was sent."""
    await asyncio.sleep(READING)
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Tab")
    await page.keyboard.type(REASON, delay=1000 / KEYS)
    sent = time.perf_counter()
    await page.keyboard.press("Enter")
    return sent


async def _next_form(page: Page) -> None:
    """Until the form of somebody about whom nothing was said has the keyboard."""
    await page.wait_for_function(
        """() => document.activeElement?.type === "radio" && !document.activeElement.form.querySelector(":checked")"""
    )

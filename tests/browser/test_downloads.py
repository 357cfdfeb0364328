"""A document that takes a while: it is said, it arrives under its name, and what is no document is shown as a page."""

from playwright.async_api import Route, expect

from tests.browser.conftest import Visit
from tests.people import make_pupil, make_school
from tests.served import Served


async def test_the_making_of_a_pdf_is_said(served: Served, visit: Visit) -> None:
    """Also when the link is pressed twice: one document comes."""
    _siiri, cookie = await served.sign_in(await make_pupil(await make_school(), name="Siiri Salo"))
    page = await visit(cookie, "/en/skills")
    asked: list[Route] = []
    await page.route("**/documents/**", lambda route: asked.append(route))
    link = page.locator("a[data-download]")
    await expect(page.locator("html[data-ready]")).to_have_count(1)
    await link.click()
    await link.click()
    await expect(page.locator("[data-download-status]")).to_have_text("Making your PDF…")
    async with page.expect_download() as arriving:
        assert len(asked) == 1
        await asked[0].continue_()
    arrived = await arriving.value
    assert arrived.suggested_filename.endswith(".pdf")
    await expect(page.locator("[data-download-status]")).to_have_text("")

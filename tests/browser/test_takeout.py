"""Everything taken along on a phone, with the keyboard alone, read without a network, and brought back."""

import zipfile
from pathlib import Path
from uuid import uuid4

from playwright.async_api import Browser, Page, Request, expect

from portfolio_app.core.cleaned import CleanPicture
from portfolio_app.core.pictures import clean_picture
from portfolio_app.portfolio.actions import EntryForm, make_entry
from portfolio_app.skills.actions import EvidenceForm, add_evidence, assess
from portfolio_app.skills.files import keep_file
from portfolio_app.skills.models import EvidenceKind
from tests.browser.phones import awake, nothing_wrong, phone_of, tab_to
from tests.core.samples import phone_photo
from tests.people import make_class, make_pupil, make_school
from tests.served import Served

READY = 60_000


def cleaned(folder: Path) -> CleanPicture:
    (folder / "photo.jpg").write_bytes(phone_photo())
    return clean_picture(folder / "photo.jpg")


async def test_it_is_taken_along_read_offline_and_brought_back(
    served: Served, browser: Browser, tmp_path: Path
) -> None:
    school = await make_school()
    siiri = await make_pupil(school, await make_class(school), name="Siiri Øvreås")
    file = await keep_file(siiri, cleaned(tmp_path), "lake.jpg")
    form = EvidenceForm("The lake at night", people_in_it="nobody", capabilities=("S1",))
    photo = await add_evidence(siiri, EvidenceKind.PHOTO, form, uuid4(), file)
    await make_entry(siiri, EntryForm("A week outside", happened="We slept in tents.", evidence=(photo,)), uuid4())
    await assess(siiri, "S1", 2, "I know when I am tired.", uuid4())
    page = await phone_of(served, browser, siiri)
    await awake(page, "/en/portfolio")
    await tab_to(page, page.get_by_role("link", name="Take everything along"))
    await page.keyboard.press("Enter")
    await awake(page)
    await nothing_wrong(page)
    await tab_to(page, page.get_by_role("button", name="Take everything along"))
    await page.keyboard.press("Enter")
    download = page.get_by_role("link", name="Download it")
    await expect(download).to_be_visible(timeout=READY)  # the page asks by itself how far it is
    await awake(page)
    await nothing_wrong(page)
    await tab_to(page, download)
    async with page.expect_download() as going:
        await page.keyboard.press("Enter")
    taken = tmp_path / "portfolio.zip"
    await (await going.value).save_as(taken)
    await is_read_offline(browser, taken, tmp_path / "unpacked")
    await page.reload()
    await expect(page.get_by_text("You downloaded it on")).to_be_visible()
    await awake(page, "/en/bring-back")
    await nothing_wrong(page)
    await page.get_by_label("The file you took along").set_input_files(taken)
    await tab_to(page, page.get_by_role("button", name="Bring it back"))
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Your takeout is back")).to_be_visible(timeout=READY)
    await expect(page.get_by_text("Nothing in it was new here.")).to_be_visible()
    await awake(page)
    await nothing_wrong(page)
    await page.context.close()


def failed_requests(page: Page) -> list[Request]:
    """What the page asked for in vain; grows while it does."""
    failed: list[Request] = []
    page.on("requestfailed", lambda request: failed.append(request))
    return failed


async def is_read_offline(browser: Browser, taken: Path, folder: Path) -> None:
    """It opens from a folder, with the network cut, and axe has nothing to say."""
    with zipfile.ZipFile(taken) as opened:
        opened.extractall(folder)
    for width in (360, 1366):
        context = await browser.new_context(offline=True, viewport={"width": width, "height": 740})
        page = await context.new_page()
        missing = failed_requests(page)
        await page.goto((folder / "index.html").as_uri())
        await expect(page.get_by_role("heading", level=1, name="Portfolio Siiri Øvreås")).to_be_visible()
        picture = page.get_by_role("img", name="The lake at night").first
        await picture.scroll_into_view_if_needed()
        await expect(picture).to_have_js_property("complete", value=True)
        assert await picture.evaluate("(img) => img.naturalWidth") > 0
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        await nothing_wrong(page)
        assert missing == []
        await context.close()

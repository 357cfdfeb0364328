"""On a phone, by keyboard alone: a lesson in a box for whoever stands in, a credential for those who are done, and the
pages beside lessons that are printed."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from playwright.async_api import Browser, expect

from portfolio_app.core.clock import now, today
from portfolio_app.core.database import writing
from portfolio_app.learning.models import Lesson
from portfolio_app.learning.modules import module
from portfolio_app.learning.teaching.assigning import AssignForm, assign
from portfolio_app.learning.versions import kept_now
from tests.browser.phones import awake, nothing_wrong, phone_of, tab_to
from tests.browser.test_pages import TOO_WIDE
from tests.pdfs import assert_accessible, text_of
from tests.people import make_class, make_pupil, make_school, make_teacher
from tests.served import Served


async def test_a_teacher_makes_a_box_and_offers_a_credential(served: Served, browser: Browser, tmp_path: Path) -> None:
    school = await make_school("School of boxes")
    one = await make_class(school, "8B boxes")
    siiri = await make_pupil(school, one, name="Siiri Boxes")
    tuula = await make_teacher(school, one, name="Tuula Boxes")
    await assign(tuula, one, AssignForm("deciding", today(), today() + timedelta(days=7)), uuid4())
    async with writing() as session:
        version_id, moment, who = await kept_now(session, module("deciding")), now(), siiri.person_id
        lesson = Lesson(person_id=who, version_id=version_id, module="deciding", begun_at=moment, seen_at=moment)
        lesson.done_at = moment
        session.add(lesson)
    page = await phone_of(served, browser, tuula)

    await awake(page, f"/en/class-lessons?id={one}")
    await expect(page.get_by_text("1 pupil has done the whole module.")).to_be_visible()
    await nothing_wrong(page)
    assert await page.evaluate(TOO_WIDE) == []
    meeting = page.get_by_label("Which meeting?")
    await tab_to(page, meeting)
    await meeting.select_option("2")
    await tab_to(page, page.get_by_role("button", name="Make the PDF"))
    async with page.expect_download() as coming:
        await page.keyboard.press("Enter")
    file = tmp_path / "box.pdf"
    await (await coming.value).save_as(file)
    assert_accessible(file.read_bytes())
    assert "Meeting 2" in text_of(file.read_bytes())

    await page.reload()
    await awake(page)
    await tab_to(page, page.get_by_role("button", name="Offer them the credential"))
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("status").filter(has_text="Offered.")).to_be_visible()
    await expect(page.get_by_text("All of them have been offered a credential.")).to_be_visible()
    await expect(page.get_by_role("button", name="Offer them the credential")).to_have_count(0)
    await page.context.close()


async def test_what_is_printed_beside_lessons_reads_well(served: Served, browser: Browser) -> None:
    school = await make_school("School of pages")
    one = await make_class(school, "8B pages")
    tuula = await make_teacher(school, one, name="Tuula Pages")
    page = await phone_of(served, browser, tuula)
    await awake(page, "/en/entitlements?of=gb-sct")
    await nothing_wrong(page)
    assert await page.evaluate(TOO_WIDE) == []
    await tab_to(page, page.get_by_role("link", name="S4 to S6: the senior phase"))
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Careers advisers")).to_be_visible()
    await expect(page.get_by_role("heading", name="S4 to S6: the senior phase")).to_be_visible()

    await awake(page, f"/nb/class-lessons?id={one}")
    await tab_to(page, page.get_by_role("link", name="Lær bort Polku til kolleger"))
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/nb/for-colleagues")
    await awake(page)
    await nothing_wrong(page)
    assert await page.evaluate(TOO_WIDE) == []
    await tab_to(page, page.get_by_role("link", name="Bare arket å ta med"))
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1, name="Ett ark å ta med")).to_be_visible()
    await nothing_wrong(page)
    await page.context.close()

"""A lesson together in three browsers: a teacher leads by keyboard, two pupils follow, and one loses the network."""

from uuid import UUID

from playwright.async_api import Browser, Page, expect
from sqlalchemy import select
from sqlmodel import col

from portfolio_app.core.database import reading
from portfolio_app.learning.live.leading import begin_live
from portfolio_app.learning.live.models import LivePlace, WallNote
from portfolio_app.learning.modules import module
from tests.browser.phones import awake, nothing_wrong, phone_of, tab_to
from tests.learning.live.classes import a_class
from tests.served import Served

NAME = "money-and-contracts"
PATIENT = 60_000  # ms: how long a page may take to notice that it has no network, and to come back


async def press(page: Page, name: str, *, role: str = "button") -> None:
    """Reach what has that name with the Tab key, and press it."""
    target = page.get_by_role(role, name=name, exact=True).first  # type: ignore[arg-type]
    await tab_to(page, target)
    await page.keyboard.press("Enter")


def titles() -> list[str]:
    """Of the activities."""
    about, text = module(NAME).about, module(NAME).text("en")
    return [text.activities[one.code].title for one in about.activities]


async def places() -> dict[UUID, str]:
    async with reading() as session:
        rows = await session.execute(select(col(LivePlace.person_id), col(LivePlace.activity)))
        return {row.person_id: row.activity for row in rows}


async def test_a_class_has_a_lesson_together_and_a_pupil_without_a_network_catches_up(
    served: Served, browser: Browser
) -> None:
    one = await a_class()
    codes = [activity.code for activity in module(NAME).about.activities]
    said = titles()
    teacher = await phone_of(served, browser, one.tuula)
    siiri, eino = await phone_of(served, browser, one.siiri), await phone_of(served, browser, one.eino)

    await awake(teacher, f"/en/live-lesson?id={one.id}")
    await nothing_wrong(teacher)
    await teacher.get_by_label("Module").select_option(NAME)
    await awake(eino, "/en/home")
    await press(teacher, "Begin the lesson")
    await expect(teacher.get_by_text("2 pupils: 0 are here")).to_be_visible()
    await expect(eino.get_by_text("Your class is in:")).to_be_visible()  # by itself
    await nothing_wrong(eino)

    await awake(siiri, f"/en/module?name={NAME}&step={codes[1]}")
    row = teacher.get_by_role("row", name="Siiri Korhonen")
    await expect(row).to_contain_text(said[1])  # the teacher did nothing
    await expect(row).to_contain_text("seen just now")
    await nothing_wrong(siiri)
    await press(siiri, "I am stuck")
    await expect(row).to_contain_text("is stuck")
    await expect(siiri.get_by_text("You said that you are stuck. Your teacher sees it.")).to_be_visible()
    await press(siiri, "I am not stuck any more")
    await expect(row).not_to_contain_text("is stuck")

    # Eino comes, types something, and loses the network; meanwhile the class is called elsewhere.
    await awake(eino, f"/en/module?name={NAME}&step={codes[0]}")
    await expect(teacher.get_by_text("2 pupils: 2 are here")).to_be_visible()
    typed = eino.locator("main form[data-draft] textarea").first
    await typed.fill("What I had typed")
    await eino.context.set_offline(True)
    await expect(eino.locator("[data-connection]")).to_be_visible(timeout=PATIENT)
    await press(teacher, f"Open for all: {said[2]}")
    await expect(teacher.get_by_text("Opened for all", exact=True)).to_be_visible()
    call = siiri.locator(".notices").get_by_text(f"Your class is at: {said[2]}")
    await expect(call).to_be_visible()
    await nothing_wrong(siiri)
    await nothing_wrong(teacher)
    await press(siiri, "Go there", role="link")
    await siiri.wait_for_url(f"**step={codes[2]}*")
    await expect(row).to_contain_text(said[2])

    await eino.context.set_offline(False)
    await expect(eino.locator("[data-connection]")).to_be_hidden(timeout=PATIENT)
    line = eino.locator("header").get_by_role("link", name=said[2])
    await expect(line).to_be_visible()  # it has caught up
    await expect(typed).to_have_value("What I had typed")
    await line.click()
    await eino.wait_for_url(f"**step={codes[2]}*")
    await expect(teacher.get_by_role("row", name="Eino Laine")).to_contain_text(said[2])
    kept = await places()
    assert [kept[who.person_id] for who in (one.siiri, one.eino)] == [codes[2], codes[2]]

    await press(teacher, "End the lesson")
    await expect(siiri.get_by_text("Your class is at:")).to_have_count(0)
    for page in (teacher, siiri, eino):
        await page.context.close()


async def test_a_wall_is_read_without_names_once_a_teacher_has_looked(served: Served, browser: Browser) -> None:
    """One puts a note on it, the teacher looks, lets it be shown and takes it off again."""
    one = await a_class()
    await begin_live(one.tuula, one.id, NAME)
    teacher, siiri = await phone_of(served, browser, one.tuula), await phone_of(served, browser, one.siiri)
    await awake(siiri, f"/en/module?name={NAME}")
    await awake(teacher, f"/en/live-lesson?id={one.id}")
    await teacher.locator("summary", has_text="Open a wall").click()
    await teacher.get_by_label("Question").select_option(index=0)
    await press(teacher, "Open it")
    await expect(teacher.get_by_text("The wall is open.")).to_be_visible()
    words = siiri.get_by_label("Your words for the wall")
    await words.fill("<b>One that helps</b>")
    await nothing_wrong(siiri)
    await press(siiri, "Put it on the wall, without your name")
    await expect(siiri.get_by_text("It waits for your teacher’s look.")).to_be_visible()
    await expect(teacher.get_by_text("<b>One that helps</b>")).to_be_visible()  # by itself, as text
    await nothing_wrong(teacher)
    async with reading() as session:
        row = (
            await session.execute(select(WallNote).where(col(WallNote.person_id) == one.siiri.person_id))
        ).scalar_one()
    assert not row.shown
    await press(teacher, "Show it")
    await expect(teacher.get_by_text("1 note on it", exact=True)).to_be_visible()
    await expect(siiri.get_by_text("It is on the wall, without your name.")).to_be_visible()
    screen = await teacher.context.new_page()
    await awake(screen, f"/en/wall?id={row.wall_id}")
    await expect(screen.get_by_text("<b>One that helps</b>")).to_be_visible()
    assert "Siiri" not in await screen.locator("main").inner_text()
    await nothing_wrong(screen)
    await press(screen, "Take it off")
    await expect(screen.get_by_text("Nothing is on it yet.")).to_be_visible()
    await expect(siiri.get_by_text("Your teacher took it off the wall. You can write another.")).to_be_visible()
    await press(screen, "Undo")
    await expect(screen.get_by_text("<b>One that helps</b>")).to_be_visible()
    await press(siiri, "Take it back")
    await expect(screen.get_by_text("Nothing is on it yet.")).to_be_visible()
    for page in (teacher, siiri):
        await page.context.close()

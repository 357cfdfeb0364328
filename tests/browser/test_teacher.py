"""Tuula has four minutes before the bell: she opens a class and a pupil, writes a comment, helps one to sign in."""

import re
from pathlib import Path
from uuid import uuid4

from playwright.async_api import Page, expect

from portfolio_app.sharing.actions import Choice, set_audience
from portfolio_app.sharing.models import Kind
from portfolio_app.skills.actions import EvidenceForm, add_evidence
from portfolio_app.skills.framework import framework
from portfolio_app.skills.models import EvidenceKind
from tests.browser.conftest import Visit
from tests.browser.paper import said_in
from tests.people import PASSPHRASE, make_class, make_pupil, make_school, make_teacher
from tests.served import Served

FIRST = framework().capabilities[0].code
NEW_PASSPHRASE = "seven copper lanterns"


async def choose_passphrase(page: Page) -> None:
    """What somebody does who came in with a code or a card."""
    await page.wait_for_url("**/en/choose-passphrase*")
    await page.get_by_label("New passphrase", exact=True).fill(NEW_PASSPHRASE)
    await page.get_by_label("The new passphrase once more", exact=True).fill(NEW_PASSPHRASE)
    await page.get_by_role("button", name="Save this passphrase").click()
    await page.wait_for_url("**/en/home*")


async def sign_in(page: Page, username: str, passphrase: str) -> None:
    """Through the form, as people do."""
    await page.goto("/en/sign-in")
    await page.get_by_label("User name", exact=True).fill(username)
    await page.get_by_label("Passphrase", exact=True).fill(passphrase)
    await page.get_by_role("button", name="Sign in", exact=True).click()


async def test_she_opens_the_class_and_a_pupil_and_comments(served: Served, visit: Visit) -> None:
    """The grid counts what is shared and says nothing else; the comment reaches the pupil, who sees who looked."""
    school = await make_school()
    class_8b = await make_class(school, "8B")
    pupil = await make_pupil(school, class_8b, name="Siiri Salo")
    await make_pupil(school, class_8b, name="Otso Oja")
    teacher = await make_teacher(school, class_8b, name="Tuula Virtanen")
    form = EvidenceForm(title="A bird box", words="I measured twice.", capabilities=(FIRST,))
    evidence = await add_evidence(pupil, EvidenceKind.WORDS, form, uuid4())
    private = EvidenceForm(title="My diary", words="Nobody reads this.", capabilities=(FIRST,))
    await add_evidence(pupil, EvidenceKind.WORDS, private, uuid4())
    await set_audience(pupil, Kind.EVIDENCE, str(evidence), Choice(class_teachers=True))

    _tuula, cookie = await served.sign_in(teacher)
    page = await visit(cookie, "/en/home")
    await page.get_by_role("navigation").get_by_role("link", name="Classes", exact=True).click()
    await page.get_by_role("link", name="8B").click()
    await page.wait_for_url("**/en/class?id=*")
    row = page.get_by_role("row").filter(has_text="Siiri Salo")
    await expect(row.get_by_role("cell").first).to_contain_text("1")
    await expect(page.get_by_role("row").filter(has_text="Otso Oja")).to_contain_text("nothing shared")
    await row.get_by_role("link", name="Siiri Salo").click()
    await page.wait_for_url("**/en/pupil?id=*")
    await expect(page.get_by_role("link", name="A bird box")).to_be_visible()
    await expect(page.locator("body")).not_to_contain_text("My diary")
    await page.get_by_role("link", name="A bird box").click()
    await expect(page.get_by_role("main")).to_contain_text("I measured twice.")
    await page.get_by_label("Your comment", exact=True).fill("How did you make it weatherproof?")
    await page.get_by_role("button", name="Send the comment").click()
    await expect(page.locator(".notices")).to_contain_text("Siiri Salo can read your comment now.")
    await expect(page.get_by_role("listitem").filter(has_text="How did you make it weatherproof?")).to_be_visible()
    await expect(page.get_by_label("Your comment", exact=True)).to_have_value("")

    _siiri, key = await served.sign_in(pupil)
    hers = await visit(key, "/en/home")
    await expect(hers.get_by_role("main")).to_contain_text("Tuula Virtanen wrote something about “A bird box”.")
    await hers.get_by_role("link", name="Read it").click()
    await expect(hers.locator("#comments")).to_contain_text("How did you make it weatherproof?")
    await hers.get_by_role("button", name="I have read them").click()
    await expect(hers.get_by_role("button", name="I have read them")).to_be_hidden()
    await hers.goto("/en/seen")
    await expect(hers.get_by_role("main")).to_contain_text("Tuula Virtanen opened your evidence “A bird box”")


async def test_a_forgotten_passphrase_is_replaced_by_one_she_never_sees(served: Served, visit: Visit) -> None:
    """The code opens once, ends the pupil's sessions elsewhere; the pupil is told who gave it."""
    school = await make_school()
    class_8b = await make_class(school, "8B")
    username = f"otso.{uuid4().hex[:8]}"
    pupil = await make_pupil(school, class_8b, name="Otso Oja", username=username, passphrase=PASSPHRASE)
    _tuula, cookie = await served.sign_in(await make_teacher(school, class_8b, name="Tuula Virtanen"))
    _otso, former = await served.sign_in(pupil)
    elsewhere = await visit(former, "/en/home")
    await expect(elsewhere.locator("header")).to_contain_text("Otso Oja")

    page = await visit(cookie, f"/en/pupil?id={pupil.person_id}")
    await page.get_by_text("Help this pupil to sign in").click()
    await page.get_by_role("button", name="Give a one-time code").click()
    shown = page.locator("#help [role=status] .select-all")
    await expect(shown).to_be_visible()
    code = await shown.inner_text()
    await page.get_by_role("button", name="Done", exact=True).click()
    await expect(page.get_by_text(code)).to_be_hidden()
    await page.reload()
    await expect(page.locator("body")).not_to_contain_text(code)

    his = await visit("", "/en/sign-in", viewport={"width": 360, "height": 740})
    await sign_in(his, username, code)
    await his.wait_for_url("**/en/choose-passphrase*")
    await expect(his.get_by_role("main")).to_contain_text("You signed in with the one-time code that Tuula Virtanen")
    await his.goto("/en/portfolio")
    await his.wait_for_url("**/en/choose-passphrase*")
    await choose_passphrase(his)
    await expect(his.get_by_role("main")).to_contain_text("Tuula Virtanen made a one-time code for your account")
    await elsewhere.reload()
    await expect(elsewhere).to_have_url(re.compile("/en/sign-in"))

    other = await visit("", "/en/sign-in")
    await sign_in(other, username, code)
    await expect(other).to_have_url(re.compile("problem=wrong"))
    await sign_in(other, username, PASSPHRASE)
    await expect(other).to_have_url(re.compile("problem=wrong"))
    await sign_in(other, username, NEW_PASSPHRASE)
    await other.wait_for_url("**/en/home")


async def test_a_sign_in_card_opens_once_and_printing_voids_the_former(
    served: Served, visit: Visit, tmp_path: Path
) -> None:
    """The passphrase is on the paper and nowhere else."""
    school = await make_school()
    class_8b = await make_class(school, "8B")
    username = f"vieno.{uuid4().hex[:8]}"
    await make_pupil(school, class_8b, name="Vieno Vuori", username=username)
    _tuula, cookie = await served.sign_in(await make_teacher(school, class_8b, name="Tuula Virtanen"))
    page = await visit(cookie, f"/en/class?id={class_8b}")
    await page.get_by_role("link", name="Sign-in cards").click()
    await page.wait_for_url("**/en/cards?class=*")

    async def print_cards(name: str) -> str:
        await expect(page.locator("form[data-busy]")).to_have_count(0)  # a second press at once is a slip
        async with page.expect_download() as waiting:
            await page.get_by_role("button", name="Make the cards (PDF)").click()
        download = await waiting.value
        file = tmp_path / name
        await download.save_as(file)
        text = await said_in(file, raw=True)
        assert "Vieno Vuori" in text
        assert username in text.replace("\n", "")
        found = re.search(r"One-time passphrase\s+(\S+(?: \S+)*)", text)
        assert found, text
        return found.group(1)

    await expect(page.get_by_role("checkbox", name=re.compile("Vieno Vuori"))).to_be_checked()
    former = await print_cards("first.pdf")
    card = await print_cards("second.pdf")
    assert card != former
    await page.get_by_role("link", name="Untick all").click()  # the page is as alive as before
    await expect(page.get_by_role("checkbox", name=re.compile("Vieno Vuori"))).not_to_be_checked()
    hers = await visit("", "/en/sign-in", viewport={"width": 360, "height": 740})
    await sign_in(hers, username, former)
    await expect(hers).to_have_url(re.compile("problem=wrong"))
    await sign_in(hers, username, card)
    await choose_passphrase(hers)
    again = await visit("", "/en/sign-in")
    await sign_in(again, username, card)
    await expect(again).to_have_url(re.compile("problem=wrong"))

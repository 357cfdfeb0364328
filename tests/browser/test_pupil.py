"""Siiri, 14, on a phone, in Finnish: the whole way once, from the sign-in page to her portfolio as a PDF."""

import io
import re
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pikepdf
import pytest
from PIL import Image
from playwright.async_api import Locator, Page, expect

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import at, now
from portfolio_app.portfolio import shareable  # noqa: F401 - lets the actions called here share entries
from portfolio_app.portfolio.actions import EntryForm, make_entry
from portfolio_app.sharing.actions import Choice, set_audience
from portfolio_app.sharing.models import Kind
from portfolio_app.skills.actions import EvidenceForm, add_evidence, assess
from portfolio_app.skills.framework import framework
from portfolio_app.skills.models import EvidenceKind
from tests.browser.conftest import Visit, hand_over
from tests.browser.paper import said_in
from tests.browser.words import Words
from tests.core.samples import phone_photo
from tests.people import PASSPHRASE, make_class, make_pupil, make_school, make_teacher
from tests.served import Served

PHONE = {"viewport": {"width": 360, "height": 740}, "locale": "fi-FI"}
FI = Words("fi")
STORED = "() => ({ ...localStorage, ...sessionStorage })"
FIRST, SECOND, *_REST = [one.code for one in framework().capabilities]


async def siiri(served: Served, *, username: str = "", passphrase: str = "") -> tuple[Actor, str, Actor, UUID]:
    """Siiri with her cookie, the teacher of her class, and her school."""
    school = await make_school("Auranlaakson koulu", language="fi")
    class_8b = await make_class(school, "8B")
    pupil = await make_pupil(school, class_8b, name="Siiri Niemi", username=username, passphrase=passphrase)
    tuula = await make_teacher(school, class_8b, name="Tuula Virtanen")
    who, cookie = await served.sign_in(pupil)
    return who, cookie, tuula, school


def notice(page: Page) -> Locator:
    """What the page says was done."""
    return page.locator(".notices")


async def test_she_signs_in_with_what_her_teacher_wrote_on_the_board(served: Served, visit: Visit) -> None:
    """The bare address leads to a page in her browser's language; signed in she reads what is next, and does it."""
    username = f"siiri.{uuid4().hex[:8]}"
    await siiri(served, username=username, passphrase=PASSPHRASE)
    page = await visit("", "/", **PHONE)
    await expect(page).to_have_url(re.compile("/fi/sign-in"))
    await expect(page.get_by_role("heading", level=1)).to_have_text(FI("Sign in"))
    name = page.get_by_label(FI("User name"), exact=True)
    await name.fill(username)
    await page.get_by_label(FI("Passphrase"), exact=True).fill("not it at all")
    await page.get_by_role("button", name=FI("Sign in"), exact=True).click()
    await expect(page.get_by_role("alert").filter(has_text=re.compile(".")).first).to_be_visible()
    await expect(name).to_have_value(username)
    await page.get_by_label(FI("Passphrase"), exact=True).fill(PASSPHRASE)
    await page.get_by_role("button", name=FI("Sign in"), exact=True).click()
    await page.wait_for_url("**/fi/home")
    await expect(page.locator("header")).to_contain_text("Siiri Niemi")
    await page.get_by_role("navigation").get_by_role("link", name=FI("My skills")).click()
    await page.wait_for_url("**/fi/skills")
    await expect(page.get_by_text(FI("Your picture is still empty"))).to_be_visible()
    await page.get_by_role("main").get_by_role("link", name=FI.skill(FIRST), exact=True).first.click()
    await page.wait_for_url(f"**/fi/capability?code={FIRST}")
    await expect(page.get_by_role("heading", level=1)).to_have_text(FI.skill(FIRST))


async def test_she_says_how_it_is_and_her_picture_changes(served: Served, visit: Visit) -> None:
    """What it was like in spring stays to be compared with."""
    her, cookie, _tuula, _school = await siiri(served)
    with at(now() - timedelta(days=400)):  # before the last spring that is over, whenever this runs
        await assess(her, FIRST, 4, "", uuid4())
    page = await visit(cookie, FI.at(f"/capability?code={FIRST}"), **PHONE)
    statement = next(one for one in framework().capabilities if one.code == FIRST).statements["13-15"]
    await expect(page.get_by_text(framework().text(statement, "fi"))).to_be_visible()
    section = page.locator("#assessment")
    await section.get_by_role("radio", name=FI.step(2)).check()
    await section.get_by_label(FI("Why?"), exact=True).fill("Luulin osaavani, mutta ryhmätyö näytti muuta.")
    await section.get_by_role("button", name=FI("Save"), exact=True).click()
    await expect(notice(page)).to_contain_text(FI("Saved. Your picture shows it."))
    await page.get_by_role("navigation").get_by_role("link", name=FI("My skills")).click()
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=FI.skill(FIRST)))
    await expect(row).to_contain_text(FI.step(2))
    await expect(row.get_by_text(FI("Only you")).first).to_be_visible()
    wedge = page.locator("#wheel").get_by_role("link", name=re.compile("^" + re.escape(FI.skill(FIRST))))
    await expect(wedge).to_have_accessible_name(re.compile(re.escape(FI.step(2))))
    await page.get_by_role("link", name=re.compile("^" + FI("Spring {year}", year="")), exact=False).first.click()
    await expect(page).to_have_url(re.compile(r"then=spring"))
    await expect(row).to_contain_text(FI.step(4))
    await expect(row).to_contain_text(FI.step(2))
    await expect(wedge).to_have_accessible_name(re.compile(re.escape(FI.step(4))))


async def test_she_adds_evidence_of_four_kinds(served: Served, visit: Visit, tmp_path: Path) -> None:
    """Words, a link, a PDF, and a photo as her phone makes it: sideways, 12 megapixels, with the place in it."""
    _her, cookie, _tuula, _school = await siiri(served)
    page = await visit(cookie, FI.at(f"/capability?code={FIRST}"), **PHONE)
    evidence = page.locator("#evidence")
    adding = evidence.get_by_role("button", name=FI("Add evidence"), exact=True)
    rows = evidence.get_by_role("listitem").filter(has=page.get_by_role("link"))

    async def add(kind: str, name: str) -> None:
        await evidence.get_by_role("radio", name=FI(kind), exact=True).check()
        await evidence.get_by_label(FI("Name"), exact=True).fill(name)

    async def kept(name: str, count: int) -> None:
        await adding.click()
        await expect(notice(page)).to_contain_text(FI("Saved. Only you can see it."))
        row = rows.filter(has_text=name)
        await expect(row.get_by_text(FI("Only you")).first).to_be_visible()
        await expect(rows).to_have_count(count)
        await expect(evidence.get_by_label(FI("Name"), exact=True)).to_have_value("")
        await notice(page).get_by_role("button", name=FI("Close this message")).click()
        await expect(notice(page)).to_be_empty()

    await add("Just words", "Kisan sääntö")
    await evidence.get_by_label(FI("What does it show?"), exact=True).fill("Sovimme säännöt yhdessä.")
    await kept("Kisan sääntö", 1)

    await add("A link", "Meidän laulu")
    await evidence.get_by_label(FI("Address of the page"), exact=True).fill("https://example.org/laulu")
    await kept("Meidän laulu", 2)

    pdf = tmp_path / "todistus.pdf"
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(pdf)
    await add("A PDF", "EA-todistus")
    await evidence.locator("input[type=file][name=pdf]").set_input_files(pdf)
    await kept("EA-todistus", 3)

    photo = tmp_path / "IMG_2041.jpg"
    photo.write_bytes(phone_photo())
    await add("A photo", "Hyllyn kokoaminen")
    await evidence.locator("input[type=file][name=photo]").set_input_files(photo)
    await evidence.get_by_role("radio", name=FI("Somebody else, and they agreed")).check()
    await kept("Hyllyn kokoaminen", 4)

    thumbnail = rows.filter(has_text="Hyllyn kokoaminen").locator("img")
    source = await thumbnail.get_attribute("src")
    assert source
    answer = await page.request.get(source.removesuffix("/thumbnail"))
    assert answer.ok
    stored = Image.open(io.BytesIO(await answer.body()))
    assert stored.height > stored.width, "it stands upright"
    assert 1500 < stored.height <= 2048
    assert not stored.getexif()
    assert b"GPS" not in await answer.body()
    stranger = await page.context.browser.new_context() if page.context.browser else None  # type: ignore[union-attr]
    assert stranger
    refused = await stranger.request.get(f"{served.url}{source}", max_redirects=0)
    assert refused.status in (303, 401, 403, 404)
    await stranger.close()


async def test_she_makes_an_entry_from_evidence_and_shares_it(served: Served, visit: Visit) -> None:
    """With the four answers, the evidence and the skill already ticked; private until she says who."""
    her, cookie, tuula, _school = await siiri(served)
    form = EvidenceForm(title="Pyöräpaja", words="Vaihdoin ketjun itse.", capabilities=(FIRST,))
    made = await add_evidence(her, EvidenceKind.WORDS, form, uuid4())
    page = await visit(cookie, FI.at(f"/evidence?id={made}"), **PHONE)
    await page.get_by_role("link", name=FI("Make an entry from it")).click()
    await page.wait_for_url("**/fi/entry-form?evidence=*")
    await expect(page.get_by_role("checkbox", name="Pyöräpaja")).to_be_checked()
    await expect(page.get_by_role("checkbox", name=FI.skill(FIRST), exact=True)).to_be_checked()
    await page.get_by_label(FI("Title"), exact=True).fill("Lauantai pyöräpajalla")
    await page.get_by_role("textbox", name=FI("What happened?"), exact=True).fill("Autoin naapureita pyörien kanssa.")
    await page.get_by_label(FI("What did you notice?"), exact=True).fill("Kysyin ensin, mikä on vikana.")
    await page.get_by_label(FI("What did you learn?"), exact=True).fill("Ketju vaihtuu vartissa.")
    await page.get_by_label(FI("What will you try next?"), exact=True).fill("Vaihteiden säätö.")
    await page.get_by_role("button", name=FI("Save"), exact=True).click()
    await page.wait_for_url("**/fi/entry?id=*")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Lauantai pyöräpajalla")
    await expect(notice(page)).to_contain_text(FI("Saved in your portfolio."))
    for words in ("Autoin naapureita", "Kysyin ensin", "Ketju vaihtuu", "Vaihteiden säätö", "Pyöräpaja"):
        await expect(page.get_by_role("main")).to_contain_text(words)
    audience = page.locator("#audience")
    await expect(audience.get_by_text(FI("Only you"), exact=True)).to_be_visible()
    await audience.get_by_text(FI("Change who can see this")).click()
    await audience.get_by_role("checkbox", name=re.compile("^Tuula Virtanen")).check()
    await audience.get_by_role("button", name=FI("Save this choice")).click()
    await expect(notice(page)).to_contain_text("Tuula Virtanen")
    await expect(audience.locator("span").filter(has_text="Tuula Virtanen").first).to_be_visible()

    _tuula, key = await served.sign_in(tuula)
    reader = await visit(key, f"/fi/pupil?id={her.person_id}")
    await reader.get_by_role("link", name="Lauantai pyöräpajalla").click()
    await expect(reader.get_by_role("main")).to_contain_text("Autoin naapureita")

    await page.goto(FI.at("/seen"))
    await expect(page.get_by_role("main")).to_contain_text("Tuula Virtanen")
    await expect(page.get_by_role("main")).to_contain_text("Lauantai pyöräpajalla")


async def test_she_adds_a_photo_and_says_who_can_see_it_while_writing(
    served: Served, visit: Visit, tmp_path: Path
) -> None:
    """All on one form: nothing she typed is lost by adding the photo, and no skill's page is needed."""
    _her, cookie, _tuula, _school = await siiri(served)
    page = await visit(cookie, FI.at("/entry-form"), **PHONE)
    await page.get_by_label(FI("Title"), exact=True).fill("Leipomopäivä")
    await page.get_by_role("textbox", name=FI("What happened?"), exact=True).fill("Leivoimme sata pullaa.")
    await page.get_by_text(FI("Add a photo"), exact=True).click()
    add = page.get_by_role("button", name=FI("Add this photo"))
    said = page.locator("[data-of=entry-photo] [data-upload-status]")
    await add.click()
    await expect(said).to_have_text(FI("Choose a photo first."))
    photo = tmp_path / "IMG_2042.jpg"
    photo.write_bytes(phone_photo())
    await page.locator("input[type=file][name=photo]").set_input_files(photo)
    await page.get_by_label(FI("What is in the photo?"), exact=True).fill("Pullapelti")
    await page.get_by_role("radio", name=FI("Nobody else can be recognised")).check()
    await page.get_by_label(FI("Which skill does it show?"), exact=True).select_option(FIRST)
    await add.click()
    await expect(page.get_by_role("checkbox", name="Pullapelti")).to_be_checked()
    await expect(page.get_by_label(FI("Title"), exact=True)).to_have_value("Leipomopäivä")
    await page.get_by_role("checkbox", name=re.compile("^Tuula Virtanen")).check()
    await page.get_by_label(re.compile("^" + FI("Until"))).fill("2099-05-03")
    await page.get_by_role("button", name=FI("Save"), exact=True).click()
    await page.wait_for_url("**/fi/entry?id=*")
    await expect(page.get_by_role("main").get_by_role("img", name="Pullapelti")).to_be_visible()
    await expect(page.get_by_role("main")).to_contain_text("Leivoimme sata pullaa.")
    await expect(page.locator("#audience")).to_contain_text("Tuula Virtanen")
    await expect(page.locator("#audience")).to_contain_text("2099")


async def three_entries(her: Actor) -> list[UUID]:
    """Three entries, the last one made stands first."""
    return [
        await make_entry(her, EntryForm(title=title, happened="Kerron siitä.", capabilities=(FIRST,)), uuid4())
        for title in ("Kevätjuhla", "Leirikoulu", "Kioskivuoro")
    ]


async def titles(page: Page) -> list[str]:
    """The entries as they stand."""
    return await page.locator("article h2").all_inner_texts()


async def test_she_reorders_edits_deletes_and_undoes(served: Served, visit: Visit) -> None:
    """Every change is there after a reload."""
    her, cookie, _tuula, _school = await siiri(served)
    await three_entries(her)
    page = await visit(cookie, FI.at("/portfolio"), **PHONE)
    articles = page.locator("article")
    headings = articles.locator("h2")
    await expect(articles).to_have_count(3)
    before = await titles(page)
    await articles.nth(0).get_by_role("button", name=FI("Move down")).click()
    await expect(headings).to_have_text([before[1], before[0], before[2]])
    await articles.nth(2).get_by_role("button", name=FI("Move up")).click()
    await expect(headings).to_have_text([before[1], before[2], before[0]])
    await expect(articles.nth(0).get_by_role("button", name=FI("Move up"))).to_be_hidden()
    await articles.nth(1).get_by_role("button", name=FI("Delete"), exact=True).click()
    await expect(articles).to_have_count(2)
    await notice(page).get_by_role("button", name=FI("Undo")).click()
    await expect(headings).to_have_text([before[1], before[2], before[0]])
    await page.reload()
    await expect(headings).to_have_text([before[1], before[2], before[0]])
    await articles.nth(0).get_by_role("link", name=FI("Edit"), exact=True).click()
    title = page.get_by_label(FI("Title"), exact=True)
    await expect(title).to_have_value(before[1])
    await title.fill("Uusi nimi: Søren O'Ŋgård 🌱 محمد")
    await page.get_by_role("button", name=FI("Save"), exact=True).click()
    await page.wait_for_url("**/fi/entry?id=*")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Uusi nimi: Søren O'Ŋgård 🌱 محمد")
    await page.get_by_role("button", name=FI("Delete"), exact=True).click()
    await page.wait_for_url("**/fi/portfolio")
    await expect(articles).to_have_count(2)
    await page.get_by_role("main").get_by_role("link", name=FI("Recently deleted")).click()
    await page.wait_for_url("**/fi/deleted")
    await page.get_by_role("button", name=re.compile("^" + FI("Bring back"))).click()
    await expect(notice(page)).to_contain_text(FI("It is back where it was."))
    await page.goto(FI.at("/portfolio"))
    await expect(headings).to_have_text(["Uusi nimi: Søren O'Ŋgård 🌱 محمد", before[2], before[0]])


async def test_she_downloads_her_portfolio(served: Served, visit: Visit, tmp_path: Path) -> None:
    """A PDF in Finnish with her name, her entries and her skills."""
    her, cookie, _tuula, _school = await siiri(served)
    await three_entries(her)
    await assess(her, SECOND, 3, "Sanoin mielipiteeni.", uuid4())
    page = await visit(cookie, FI.at("/portfolio"), **PHONE)
    async with page.expect_download() as waiting:
        await page.get_by_role("link", name=FI("Download as PDF")).click()
    download = await waiting.value
    assert download.suggested_filename.endswith(".pdf")
    file = tmp_path / "portfolio.pdf"
    await download.save_as(file)
    text = await said_in(file)
    for words in ("Siiri Niemi", "Auranlaakson koulu", "Kevätjuhla", "Leirikoulu", "Kioskivuoro", FI.step(3)):
        assert words in text
    with pikepdf.open(file) as pdf:
        assert str(pdf.Root.Lang).startswith("fi")
    await expect(page.locator("article")).to_have_count(3)  # the page itself stayed


async def test_the_next_pupil_on_the_device_finds_nothing(served: Served, visit: Visit) -> None:
    """After signing out nothing is stored, and going back shows nothing of hers."""
    her, cookie, _tuula, _school = await siiri(served)
    await three_entries(her)
    page = await visit(cookie, FI.at("/portfolio"), **PHONE)
    await expect(page.locator("article")).to_have_count(3)
    await page.get_by_role("link", name="Kioskivuoro").click()
    await expect(page.get_by_role("main")).to_contain_text("Kerron siitä.")
    before = await page.evaluate(STORED)
    await page.get_by_role("button", name=FI("Sign out"), exact=True).click()
    await page.wait_for_url("**/fi/sign-in?done=signed-out")
    await expect(page.get_by_text(FI("You are signed out. Nothing of yours stays in this browser."))).to_be_visible()
    left = await page.evaluate(STORED)  # a new page may have stored something of its own
    assert before["token"] not in left.values()
    assert not [name for name in left if name.startswith(("draft:", "keep:"))]
    assert "Siiri" not in str(left)
    assert [one for one in await page.context.cookies() if "polku" in one.get("name", "")] == []
    for _once in range(2):
        await page.go_back()
        await expect(page).to_have_url(re.compile("/fi/sign-in"))
        await expect(page.get_by_label(FI("Passphrase"), exact=True)).to_be_visible()
        await expect(page.locator("body")).not_to_contain_text("Siiri")
        await expect(page.locator("body")).not_to_contain_text("Kioskivuoro")
    _otso, other = await served.sign_in(await make_pupil(await make_school(), name="Otso Oja"))
    await hand_over(page.context, other)
    await page.goto(FI.at("/portfolio"))
    await expect(page.get_by_text(FI("Your portfolio is empty"))).to_be_visible()
    await page.goto(FI.at("/entry-form"))
    await expect(page.get_by_label(FI("Title"), exact=True)).to_have_value("")


@pytest.mark.parametrize("who", ["class_teachers", "person"])
async def test_what_she_shares_can_be_taken_back(served: Served, visit: Visit, who: str) -> None:
    """From that moment the teacher finds nothing of it, on the page that lists and at the address itself."""
    her, cookie, tuula, _school = await siiri(served)
    entry, *_others = await three_entries(her)
    choice = Choice(class_teachers=True) if who == "class_teachers" else Choice(persons=(tuula.person_id,))
    await set_audience(her, Kind.ENTRY, str(entry), choice)
    _tuula, key = await served.sign_in(tuula)
    reader = await visit(key, f"/fi/pupil?id={her.person_id}")
    link = reader.get_by_role("link", name="Kevätjuhla")
    await link.click()
    await expect(reader.get_by_role("main")).to_contain_text("Kerron siitä.")
    page = await visit(cookie, FI.at(f"/entry?id={entry}"), **PHONE)
    audience = page.locator("#audience")
    await audience.get_by_text(FI("Change who can see this")).click()
    for box in await audience.get_by_role("checkbox").all():
        await box.uncheck()
    await audience.get_by_role("button", name=FI("Save this choice")).click()
    await expect(audience.get_by_text(FI("Only you"), exact=True)).to_be_visible()
    await reader.reload()
    await expect(reader.locator("header")).to_contain_text("Tuula")
    await expect(reader.locator("body")).not_to_contain_text("Kerron siitä.")
    await reader.goto(f"/fi/pupil?id={her.person_id}")
    await expect(reader.locator("header")).to_contain_text("Tuula")
    await expect(reader.locator("body")).not_to_contain_text("Kevätjuhla")

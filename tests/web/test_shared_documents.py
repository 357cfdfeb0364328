"""A CV, a credential and a collection by a link: what whoever has it can read and take along, and nothing else."""

from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import now
from portfolio_app.core.errors import NotFound, Refused
from portfolio_app.portfolio.actions import EntryForm, make_entry
from portfolio_app.portfolio.collections.actions import CollectionForm, make_collection, put_in
from portfolio_app.portfolio.corner import move_into_corner
from portfolio_app.portfolio.credentials import shareable as shareable_credentials
from portfolio_app.portfolio.credentials.accepting import delete_credential
from portfolio_app.portfolio.credentials.answers import Outcome
from portfolio_app.portfolio.credentials.carriers import found_in
from portfolio_app.portfolio.credentials.checking import check_text
from portfolio_app.portfolio.credentials.queries import load_credential
from portfolio_app.portfolio.cv.actions import CvForm, save_cv
from portfolio_app.portfolio.cv.queries import load_cv
from portfolio_app.portfolio.models import EntryKind
from portfolio_app.portfolio.see_as import HOST, load_see_as
from portfolio_app.sharing.actions import CLASS_TEACHERS, set_audience, share
from portfolio_app.sharing.links import LinkForm, change_link, end_link, make_link
from portfolio_app.sharing.models import Audience, Kind, ShownName
from portfolio_app.sharing.seen import load_seen
from portfolio_app.skills.about_me import say_about_me
from portfolio_app.web import shared
from tests.pdfs import assert_accessible, in_one_line, text_of, tool
from tests.people import make_class, make_pupil, make_school, make_teacher
from tests.portfolio.credentials.samples import accepted
from tests.web.http import browser
from tests.web.test_shared import NASTY, Elements, a_link, a_photo, get, looks, nobody_asked_lately, siiri

assert shareable_credentials.find_credentials  # credentials can be shared once that module is there, as in the app
assert nobody_asked_lately  # before each test
pytestmark = pytest.mark.usefixtures("database")

JOB = EntryForm("Kiosk", happened="I sold ice cream.", kind=EntryKind.WORK, began="2026-06", place="Rantakioski")
CONTACT: dict[str, Any] = {
    "email": "siiri@example.org",
    "phone": "+358 40 123",
    "town": "Turku",
    "link": "https://example.org/me",
}


async def a_cv(owner: Actor, *forms: EntryForm) -> UUID:
    """The CV's name, as sharing has it."""
    entries = [await make_entry(owner, form, uuid4()) for form in forms or (JOB,)]
    await say_about_me(owner, ["I like early mornings"], uuid4())
    await save_cv(owner, CvForm(tuple(entries), **CONTACT), 0)
    return owner.person_id


async def test_a_cv_shows_what_is_in_it_without_a_name_and_without_contact_lines_unless_chosen(tmp_path: Path) -> None:
    owner = await siiri()
    path, link = await a_link(owner, Kind.CV, await a_cv(owner))
    shown = await get(path)
    assert shown.status_code == 200
    assert '<h1 dir="auto">CV</h1>' in shown.text
    for words in ("Work experience", "Kiosk", "I sold ice cream.", "I like early mornings"):
        assert words in shown.text
    assert not [line for line in (*CONTACT.values(), "Siiri", "Niemi") if line in shown.text]
    assert not {"script", "form", "img"} & {tag for tag, _attrs in Elements(shown.text).found}
    pdf = (await get(f"{path}/page.pdf")).content
    assert_accessible(pdf)
    assert "Kiosk" in text_of(pdf)
    assert not [line for line in (*CONTACT.values(), "Siiri", "Niemi") if line in in_one_line(text_of(pdf))]
    assert "Siiri" not in tool(pdf, "pdfinfo", "-")
    await change_link(owner, link, LinkForm(name=ShownName.FIRST, contact=True, language="fi"))
    shown = await get(path)
    assert "Siiri" in shown.text
    assert "Niemi" not in shown.text
    assert all(line in shown.text for line in CONTACT.values())
    document = await get(f"{path}/page.pdf")
    assert "noindex" in document.headers["x-robots-tag"]
    assert document.headers["cache-control"] == "private, no-store"
    (tmp_path / "cv.pdf").write_bytes(document.content)
    assert "No syntax or stream encoding errors" in tool(b"", "qpdf", "--check", str(tmp_path / "cv.pdf"))
    text = in_one_line(text_of(document.content))
    assert all(line in text for line in (CONTACT["email"], CONTACT["phone"], "Siiri"))
    assert "Niemi" not in text


async def test_what_moves_into_the_private_corner_leaves_a_shown_cv() -> None:
    owner = await siiri()
    path, _link = await a_link(owner, Kind.CV, await a_cv(owner, JOB, EntryForm("Diary", happened="Mine")))
    assert "Diary" in (await get(path)).text
    diary = next(one.id for one in (await load_cv(owner)).offered if one.title == "Diary")
    await move_into_corner(owner, UUID(diary))
    assert "Diary" not in (await get(path)).text
    assert "Diary" not in text_of((await get(f"{path}/page.pdf")).content)


async def test_a_cv_is_shown_by_its_owner_and_by_a_link_alone() -> None:
    owner, other = await siiri(), await siiri()
    teacher = await make_teacher(await make_school())
    with pytest.raises(NotFound):
        await make_link(owner, Kind.CV, str(owner.person_id), LinkForm(), uuid4())  # there is none yet
    thing = str(await a_cv(owner))
    for actor, problem in ((other, NotFound), (teacher, Refused)):
        with pytest.raises(problem):
            await make_link(actor, Kind.CV, thing, LinkForm(), uuid4())
    with pytest.raises(NotFound):
        await set_audience(owner, Kind.CV, thing, CLASS_TEACHERS)
    with pytest.raises(NotFound):
        await share(owner, Kind.CV, thing, Audience.CLASS_TEACHERS)


async def test_its_owner_reads_who_can_see_it_who_looked_and_what_a_host_would_see() -> None:
    owner = await siiri()
    request, thing = uuid4(), str(await a_cv(owner))
    assert (await load_cv(owner)).who.words == "Only you"
    for _twice in range(2):
        await make_link(owner, Kind.CV, thing, LinkForm(), request)
    view = await load_cv(owner)
    assert view.who.words.startswith("Anyone with the link until")
    assert (view.shown.contact, view.shown.name) == (False, "none")
    assert [one.title for one in (await load_see_as(owner, HOST)).links] == ["CV"]
    await get(view.shown.path)
    (line,) = (await load_seen(owner)).lines
    assert line.sentence.startswith("The link to “CV” was opened on")
    assert line.kind == "cv"
    await end_link(owner, UUID(view.shown.id))
    assert (await load_cv(owner)).who.words == "Only you"
    assert (await get(view.shown.path)).status_code == 404
    assert (await get(f"{view.shown.path}/page.pdf")).status_code == 404


async def test_a_credential_says_who_issued_it_and_gives_what_anybody_can_check(tmp_path: Path) -> None:
    school = await make_school("Harju")
    owner = await make_pupil(school, await make_class(school), name="Siiri Niemi")
    credential = await accepted(owner, owner)
    path, link = await a_link(owner, Kind.CREDENTIAL, credential, LinkForm(name=ShownName.FULL, files=True))
    shown = (await load_credential(owner, str(credential))).link
    assert (shown.name, shown.files) == ("none", False)  # it has the name that was signed, and no photos
    page = await get(path)
    for words in ("Café crew", "Was there for Café crew", "Harju", "Siiri Niemi", "/verify?language=en"):
        assert words in page.text
    assert not {"script", "form"} & {tag for tag, _attrs in Elements(page.text).found}
    signed, picture = await get(f"{path}/credential.json"), await get(f"{path}/credential.png")
    assert check_text(signed.content, now()).outcome is Outcome.ISSUER_UNKNOWN
    (tmp_path / "badge.png").write_bytes(picture.content)
    (inside,) = found_in(tmp_path / "badge.png")
    assert inside == signed.content
    for file in (signed, picture):
        assert "noindex" in file.headers["x-robots-tag"]
        assert file.headers["cache-control"] == "private, no-store"
    assert (await get(f"{path}/page.pdf")).status_code == 404
    entry = await make_entry(owner, EntryForm("Play"), uuid4())
    other, _other = await a_link(owner, Kind.ENTRY, entry)
    for address in ("credential.json", "credential.png", "page.pdf"):
        assert (await get(f"{other}/{address}")).status_code == 404
    await delete_credential(owner, credential)
    for address in ("", "/credential.json", "/credential.png"):
        assert (await get(path + address)).status_code == 404
    with pytest.raises(NotFound):
        await change_link(owner, link, LinkForm())


async def test_a_collection_is_taken_along_as_its_page_shows_it() -> None:
    owner = await siiri()
    photo = (await a_photo(owner))[1]
    entry = await make_entry(owner, EntryForm("Play", learned="Calm", evidence=(photo,)), uuid4())
    collection = await make_collection(owner, CollectionForm(NASTY[:100], "Why"), uuid4())
    path, link = await a_link(owner, Kind.COLLECTION, collection)
    assert "page.pdf" not in (await get(path)).text  # there is nothing in it
    assert (await get(f"{path}/page.pdf")).status_code == 404
    await put_in(owner, collection, [entry])
    assert f'<a href="{path}/page.pdf"' in (await get(path)).text
    answer = await get(f"{path}/page.pdf")
    assert_accessible(answer.content)
    text = in_one_line(text_of(answer.content))
    assert "Calm" in text
    assert "Siiri" not in text + tool(answer.content, "pdfinfo", "-")
    assert "The lake" not in text  # the photo is not shown
    assert await looks() == 3
    await change_link(owner, link, LinkForm(name=ShownName.FULL))
    assert "Siiri Niemi" in in_one_line(text_of((await get(f"{path}/page.pdf")).content))


@pytest.mark.parametrize("kind", [Kind.CV, Kind.CREDENTIAL])
async def test_the_code_word_is_asked_for_before_files_too(kind: Kind) -> None:
    owner = await siiri()
    thing = await (a_cv(owner) if kind is Kind.CV else accepted(owner, owner))
    path, _link = await a_link(owner, kind, thing, LinkForm(code="Blue Kettle"))
    address = f"{path}/{'page.pdf' if kind is Kind.CV else 'credential.json'}"
    async with browser(shared.routes) as client:
        assert 'label for="code"' in (await client.get(path)).text
        assert (await client.get(address)).status_code == 404
        await client.post(path, data={"code": "blue kettle"})
        assert (await client.get(address)).status_code == 200


async def test_documents_are_made_for_nobody_without_end() -> None:
    owner = await siiri()
    path, _link = await a_link(owner, Kind.CV, await a_cv(owner))
    shared._documents.each.burst = 2
    try:
        async with browser(shared.routes) as client:
            assert [(await client.get(f"{path}/page.pdf")).status_code for _n in range(3)] == [200, 200, 429]
    finally:
        shared._documents.each.burst = 10


async def test_hostile_words_in_a_cv_are_words() -> None:
    owner = await siiri(f"Siiri {NASTY}")
    form = EntryForm(NASTY, happened=NASTY, learned=NASTY, kind=EntryKind.WORK, place=NASTY[:80])
    entry = await make_entry(owner, form, uuid4())
    await save_cv(owner, CvForm((entry,), link="javascript:alert(1)", town=NASTY[:80]), 0)
    path, _link = await a_link(owner, Kind.CV, owner.person_id, LinkForm(name=ShownName.FULL, contact=True))
    elements = Elements((await get(path)).text).found
    assert not {"script", "img"} & {tag for tag, _attrs in elements}
    assert not [attrs for _tag, attrs in elements if str(attrs.get("href", "")).startswith("javascript")]

"""A collection as a PDF: its owner's alone to make, exactly what others may see of it, and accessible."""

import io
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from PIL import Image

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.cleaned import CleanPicture
from portfolio_app.portfolio.actions import EntryForm, make_entry
from portfolio_app.portfolio.collections.actions import CollectionForm, make_collection, put_in, take_out
from portfolio_app.portfolio.collections.document import CollectionDocument, collection_pdf
from portfolio_app.portfolio.corner import move_into_corner
from portfolio_app.skills.actions import EvidenceForm, add_evidence
from portfolio_app.skills.files import keep_file
from portfolio_app.skills.models import EvidenceKind
from portfolio_app.web import collection_pdf as route
from tests.pdfs import assert_accessible, in_one_line, text_of, tool
from tests.people import make_class, make_pupil, make_school, make_teacher
from tests.portfolio.test_document import DOCUMENT
from tests.web.http import browser

pytestmark = pytest.mark.usefixtures("database")
NAME = "Søren O'Ŋgård 🌱"


async def a_pupil() -> Actor:
    school = await make_school()
    return await make_pupil(school, await make_class(school), name=NAME)


async def a_photo(owner: Actor, people: str) -> UUID:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "#2F6B3A").save(out, "JPEG", comment=people.encode())
    kept = await keep_file(owner, CleanPicture(out.getvalue(), out.getvalue(), 64, 48))
    form = EvidenceForm(f"Photo, {people}", people_in_it=people, capabilities=("S1",))
    return await add_evidence(owner, EvidenceKind.PHOTO, form, uuid4(), kept)


async def a_link(owner: Actor) -> UUID:
    form = EvidenceForm("Our page", url="https://example.org/club", capabilities=("S1",))
    return await add_evidence(owner, EvidenceKind.LINK, form, uuid4())


async def a_collection(owner: Actor, *entries: UUID, about: str = "") -> UUID:
    made = await make_collection(owner, CollectionForm("For my application", about), uuid4())
    await put_in(owner, made, entries)
    return made


async def pdf_of(owner: Actor, collection: UUID, language: str = "en") -> bytes:
    async with browser(route.routes, owner) as client:
        answer = await client.get(f"/documents/collection.pdf?id={collection}&language={language}")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "private, no-store"
    return answer.content


async def test_it_holds_what_is_in_the_collection_in_its_order_and_nothing_else(tmp_path: Path) -> None:
    owner = await a_pupil()
    asked, not_asked = await a_photo(owner, "agreed"), await a_photo(owner, "not_asked")
    club = EntryForm("Club", learned="Calm helps", evidence=(asked, not_asked, await a_link(owner)))
    entries = [await make_entry(owner, form, uuid4()) for form in (EntryForm("Cake"), club, EntryForm("Secret"))]
    await make_entry(owner, EntryForm("Beside it"), uuid4())
    collection = await a_collection(owner, entries[1], entries[2], entries[0], about="What I can do")
    await take_out(owner, collection, entries[2])
    pdf = await pdf_of(owner, collection)
    assert_accessible(pdf)
    (tmp_path / "collection.pdf").write_bytes(pdf)
    assert "No syntax or stream encoding errors" in tool(b"", "qpdf", "--check", str(tmp_path / "collection.pdf"))
    text = in_one_line(text_of(pdf))
    assert "Søren O'Ŋgård" in text
    for words in ("For my application", "What I can do", "Calm helps", "Our page", "https://example.org/club"):
        assert words in text
    assert text.rindex("Club") < text.rindex("Cake")
    assert "Secret" not in text
    assert "Beside it" not in text
    assert len(tool(pdf, "pdfimages", "-list", "-").splitlines()) == 3  # two lines above the photo that was agreed to
    await move_into_corner(owner, entries[0])
    assert "Cake" not in text_of(await pdf_of(owner, collection, "fi"))


async def test_only_its_owner_makes_one() -> None:
    owner = await a_pupil()
    collection = await a_collection(owner, await make_entry(owner, EntryForm("Cake"), uuid4()))
    address = f"/documents/collection.pdf?id={collection}&language=fi"
    teacher = await make_teacher(await make_school())
    for person, leads_to in ((None, "/fi/sign-in?next="), (await a_pupil(), "/fi/collections"), (teacher, "/fi/home")):
        async with browser(route.routes, person) as client:
            answer = await client.get(address)
            assert answer.status_code == 303
            assert answer.headers["location"].startswith(leads_to)
    async with browser(route.routes, owner) as client:
        assert (await client.get("/documents/collection.pdf?id=x")).headers["location"].endswith("/collections")


async def test_an_empty_one_a_long_one_and_odd_letters_are_accessible_too() -> None:
    empty = CollectionDocument(" ", "", "", DOCUMENT.made_on, "nb")
    assert_accessible((await collection_pdf(empty)).pdf)
    full = CollectionDocument("رحلتي 好 " * 20, NAME, "Why\n\n好", DOCUMENT.made_on, "en", DOCUMENT.entries)
    made = await collection_pdf(replace(full, entries=full.entries * 4))
    assert_accessible(made.pdf)
    assert "好" in made.unsettable

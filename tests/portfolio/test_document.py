"""The portfolio document: valid PDF/UA-1 in every language, with whatever a pupil wrote, and small enough to send."""

import io
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from portfolio_app.core.languages import PSEUDO
from portfolio_app.portfolio.document import (
    PHOTO_PIXELS,
    DocumentCapability,
    DocumentEntry,
    DocumentGoal,
    DocumentPhoto,
    DocumentSkill,
    DocumentStep,
    DocumentTheme,
    PortfolioDocument,
    Shape,
    portfolio_pdf,
)
from tests.pdfs import assert_accessible, reach, text_of, tool

NAME = "Søren O'Ŋgård 🌱 محمد"
STEPS = ("Not yet", "With help", "On my own", "I help others with it")
DAY = date(2026, 11, 22)


def photo(seed: int, width: int = 2048, height: int = 1536, kind: str = "JPEG") -> bytes:
    """A photo as they are stored, with as much in it as a camera's, each different."""
    picture = Image.merge("RGB", [Image.effect_noise((width // 8, height // 8), 60 + seed + band) for band in range(3)])
    out = io.BytesIO()
    if kind == "JPEG":
        picture.resize((width, height)).save(out, kind, quality=82, progressive=True, optimize=True)
    else:
        picture.resize((width, height)).save(out, kind)
    return out.getvalue()


def theme(code: str, colour: str, shape: Shape, count: int) -> DocumentTheme:
    capabilities = tuple(
        DocumentCapability(
            name=f"{code.title()} skill {index}",
            step=index % 5,
            step_name=STEPS[index % 5 - 1] if index % 5 else "–",
            evidence_count=index,
            why="I noticed it when the oven broke." if index == 1 else "",
            evidence=("A photo of the bike rack", "https://example.org/" + "long" * 60) if index == 2 else (),
        )
        for index in range(count)
    )
    return DocumentTheme(code, code.title(), colour, shape, capabilities)


THEMES = (
    theme("self", "#7A3B8F", "circle", 5),
    theme("strengths", "#2F6B3A", "triangle", 4),
    theme("horizons", "#1F5FA8", "diamond", 5),
    theme("networks", "#A8501A", "square", 3),
)
ENTRY = DocumentEntry(
    title="A rack for the youth club",
    day=date(2026, 5, 3),
    happened="We built a rack out of old bed frames.\nTwice I measured wrong.\n\nThen it fitted.",
    noticed="كتبت هذا لأن جدتي ستقرأه",
    learned="Measure twice 🙂",
    next_step="Lead a small group.",
    photos=(DocumentPhoto(photo(0), "Three people beside a rack"), DocumentPhoto(photo(1, 900, 1200), "")),
    skills=(DocumentSkill("Self skill 2", "self"), DocumentSkill("Networks skill 0", "networks")),
)
GOAL = DocumentGoal(
    "Find a place in a bakery 🌱",
    "By 3 May 2027",
    why="Mornings suit me.",
    outcome="أعمل هناك",
    steps=(DocumentStep("Ask my aunt", "Done on 1 May 2026", done=True), DocumentStep("Write to them")),
)
DOCUMENT = PortfolioDocument(NAME, "Koivukylän koulu", "13–15", DAY, "en", STEPS, THEMES, (ENTRY,), (GOAL,))


def without_marks_of_direction(text: str) -> str:
    return "".join(char for char in text if unicodedata.category(char) != "Cf")


def alternative_texts(pdf: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return [
            str(item["/Alt"])
            for item in document.objects
            if isinstance(item, pikepdf.Dictionary) and "/Alt" in item and item.get("/S") is not None
        ]


def pictures(pdf: bytes) -> Iterator[pikepdf.Stream]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for item in document.objects:
            if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image":
                yield item


@pytest.mark.parametrize("language", ["en", "fi", "nb", "nl", PSEUDO])
async def test_a_portfolio_is_accessible_in_every_language(language: str) -> None:
    document = await portfolio_pdf(replace(DOCUMENT, language=language))
    assert_accessible(document.pdf)
    assert document.unsettable <= {"⟦", "⟧"}, "nothing but the pseudo-language's brackets"
    with pikepdf.open(io.BytesIO(document.pdf)) as opened:
        assert str(opened.Root["/Lang"]).split("-")[0] == language
        assert NAME in str(opened.docinfo["/Title"])


async def test_other_programs_find_the_document_sound(tmp_path: Path) -> None:
    pdf = (await portfolio_pdf(DOCUMENT)).pdf
    path = tmp_path / "portfolio.pdf"
    path.write_bytes(pdf)
    assert "No syntax or stream encoding errors" in tool(b"", "qpdf", "--check", str(path))
    fonts = [line.split() for line in tool(b"", "pdffonts", str(path)).splitlines()[2:]]
    assert fonts
    assert all(columns[-5] == "yes" and columns[-3] == "yes" for columns in fonts), "all embedded, all with unicode"


async def test_what_was_written_can_be_copied_out_again() -> None:
    text = without_marks_of_direction(text_of((await portfolio_pdf(DOCUMENT)).pdf))
    assert without_marks_of_direction(NAME) in text
    for piece in ("Koivukylän koulu", "22 November 2026", "A rack for the youth club", "Twice I measured wrong."):
        assert piece in text
    for piece in ("Self skill 2", "With help", "I noticed it when the oven broke.", "جدتي", "Lead a small group."):
        assert piece in text
    for piece in ("My goals", "Find a place in a bakery", "Mornings suit me.", "Ask my aunt – Done on 1 May 2026"):
        assert piece in text
    assert text.count("2 / ") == 1, "pages are numbered"


async def test_every_picture_has_words() -> None:
    texts = alternative_texts((await portfolio_pdf(DOCUMENT)).pdf)
    assert any(text.startswith("A circle with a sector for each theme") for text in texts)
    assert "Three people beside a rack" in texts
    assert "Photo: A rack for the youth club" in texts


async def test_an_empty_portfolio_is_a_document_too() -> None:
    empty = PortfolioDocument("", "", "", DAY, "en", STEPS)
    document = await portfolio_pdf(empty)
    assert_accessible(document.pdf)
    assert "There are no entries yet." in text_of(document.pdf)
    assert_accessible((await portfolio_pdf(replace(empty, themes=THEMES))).pdf)
    assert_accessible((await portfolio_pdf(replace(empty, entries=(DocumentEntry(" ", None),)))).pdf)


async def test_a_character_in_no_font_is_reported_and_the_document_made() -> None:
    document = await portfolio_pdf(replace(DOCUMENT, owner_name="李 Siiri", entries=(replace(ENTRY, title="好"),)))
    assert_accessible(document.pdf)
    assert document.unsettable == {"李", "好"}
    assert "□ Siiri" in text_of(document.pdf)


async def test_long_words_and_long_texts_stay_on_the_paper(tmp_path: Path) -> None:
    name = "Wolfeschlegelsteinhausenbergerdorffvoralternwaren" * 2
    entry = replace(ENTRY, title="ha" * 150, happened="A long day at the bakery. " * 1500, noticed="🌱" * 400)
    pdf = (await portfolio_pdf(replace(DOCUMENT, owner_name=name, entries=(entry,)))).pdf
    assert_accessible(pdf)
    assert reach(pdf)[0] < 595.3 - 20, "no word runs off the right edge of A4"


async def test_photos_are_made_small_and_lose_nothing_but_pixels() -> None:
    formats = (photo(1), photo(2, kind="PNG"), photo(3, kind="WEBP"), photo(4, 1024, 768))
    entry = replace(ENTRY, photos=tuple(DocumentPhoto(content, "A photo") for content in formats))
    pdf = (await portfolio_pdf(replace(DOCUMENT, entries=(entry,)))).pdf
    sizes = [(int(picture["/Width"]), int(picture["/Height"])) for picture in pictures(pdf)]
    assert len(sizes) == len(formats)
    assert set(sizes) == {(PHOTO_PIXELS, 768)}


async def test_a_photo_that_cannot_be_read_is_named_in_its_place() -> None:
    broken = (DocumentPhoto(photo(5)[:2000], "x"), DocumentPhoto(b"", "y"), DocumentPhoto(b"GIF89a", "z"))
    document = await portfolio_pdf(replace(DOCUMENT, entries=(replace(ENTRY, photos=broken),)))
    assert_accessible(document.pdf)
    assert text_of(document.pdf).count("could not be read") == len(broken)


async def test_fifty_entries_with_sixty_photos_are_one_document_of_a_size_to_send() -> None:
    photos = tuple(DocumentPhoto(photo(seed), f"Photo {seed}") for seed in range(12))
    entries = tuple(
        replace(ENTRY, title=f"Entry {index}", photos=(photos[index % 12],) * (2 if index % 5 == 0 else 1))
        for index in range(50)
    )
    assert sum(len(entry.photos) for entry in entries) == 60
    pdf = (await portfolio_pdf(replace(DOCUMENT, entries=entries))).pdf
    assert len(pdf) < 12_000_000

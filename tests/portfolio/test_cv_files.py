"""A CV as files, made of whatever somebody typed: readable by everybody, on the pages that were asked for."""

import io
import json
import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import docx
import jsonschema
import pikepdf
import pytest
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portfolio_app.portfolio.cv.document import cv_pdf
from portfolio_app.portfolio.cv.json_resume import resume
from portfolio_app.portfolio.cv.models import Layout
from portfolio_app.portfolio.cv.pieces import Contact, CvContent, Piece, School
from portfolio_app.portfolio.cv.word import cv_docx
from portfolio_app.portfolio.models import EntryKind
from tests.pdfs import assert_accessible, in_one_line, reach, text_of, tool

SCHEMA = Path(__file__).parents[1] / "browser" / "node_modules" / "@jsonresume" / "schema" / "schema.json"
TODAY = date(2026, 11, 26)
SENTENCE = "I counted the till every evening and said at once when it was wrong. "
PIECES = tuple(
    Piece(f"{kind.value}{number}", kind, f"{kind.value} {number}", "Café Aamu", "2026-06", "2026-08-31",
          text=SENTENCE * 3, learned="Asking takes a minute.", tags=("sell ice cream",))
    for kind in EntryKind
    for number in range(4)
)  # fmt: skip
FULL = CvContent(
    "Søren O'Ŋgård محمد",
    "en",
    Contact("soren@example.org", "040 555 0123", "Tampere", "https://example.org/me"),
    ("I keep a cool head.", "I like light."),
    School("Harjun koulu", "8B"),
    PIECES,
    ("sell ice cream", "read the plan"),
)
AWKWARD = CvContent(
    "محمد بن عبد الله 🌱" * 6,
    "fi",
    Contact("a" * 120, "1" * 40, "ب" * 80, "c" * 200),
    ("🌱中" * 100, "\u202eabc", "x" * 300),
    School("S" * 120, "中" * 40),
    tuple(
        Piece(str(number), EntryKind.WORK, "T" * 200 if number else "", "م" * 160, text="あ" * 8000, ongoing=True)
        for number in range(4)
    ),
    ("z" * 60,) * 12,
)


def pages_of(pdf: bytes) -> int:
    """How many pages it has."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


@pytest.mark.parametrize("layout", list(Layout))
@pytest.mark.parametrize("pages", [1, 2])
async def test_it_keeps_to_its_pages_and_tells_what_did_not_fit(layout: Layout, pages: int, tmp_path: Path) -> None:
    fitted = await cv_pdf(FULL, layout, pages, TODAY)
    pdf = fitted.document.pdf
    assert_accessible(pdf)
    (tmp_path / "cv.pdf").write_bytes(pdf)
    assert "No syntax or stream encoding errors" in tool(b"", "qpdf", "--check", str(tmp_path / "cv.pdf"))
    assert pages_of(pdf) == pages
    said = in_one_line(text_of(pdf))
    assert "Søren O'Ŋgård" in said
    shown = [piece.title for piece in PIECES if piece.title in said]
    assert 0 < len(fitted.left_out) == len(PIECES) - len(shown)
    assert "work 0" in shown  # what an employer looks for stays
    assert not any(title.startswith("reflection") for title in shown)
    across, down = reach(pdf)
    assert across < 595
    assert down < 842


async def test_two_pages_hold_more_than_one_and_a_little_fits_as_it_is() -> None:
    one, two = [await cv_pdf(FULL, Layout.PLAIN, pages, TODAY) for pages in (1, 2)]
    assert set(two.left_out) < set(one.left_out)
    little = replace(FULL, pieces=PIECES[:2])
    assert (await cv_pdf(little, Layout.SIDE, 1, TODAY)).left_out == ()


@pytest.mark.parametrize("layout", list(Layout))
@pytest.mark.parametrize("content", [CvContent("", "en"), AWKWARD], ids=["nothing", "awkward"])
async def test_whatever_somebody_typed_or_did_not_is_one_page_and_accessible(
    content: CvContent, layout: Layout
) -> None:
    fitted = await cv_pdf(content, layout, 1, TODAY)
    assert_accessible(fitted.document.pdf)
    assert pages_of(fitted.document.pdf) == 1
    across, down = reach(fitted.document.pdf) if content.name else (0, 0)
    assert across < 595
    assert down < 842
    assert ("中" in fitted.document.unsettable) == bool(content.name)


async def test_names_come_back_in_each_language_under_its_headings() -> None:
    for language, heading in (("fi", "Työkokemus"), ("nb", "Arbeidserfaring"), ("nl", "Werkervaring")):
        made = await cv_pdf(replace(FULL, language=language), Layout.SIDE, 2, TODAY)
        said = in_one_line(text_of(made.document.pdf))
        assert heading in said
        assert "Ŋgård" in said


def read(content: CvContent) -> Any:
    """The Word file, opened again."""
    return docx.Document(io.BytesIO(cv_docx(content, TODAY)))


@pytest.mark.parametrize("language", ["en", "fi", "nb", "nl"])
def test_the_word_file_has_headings_its_language_and_no_pictures(language: str) -> None:
    document = read(replace(FULL, language=language))
    told = [(one.style.name, one.text) for one in document.paragraphs]
    assert told[0] == ("Title", FULL.name)
    assert [text for style, text in told if style == "Heading 2"][:2] == ["work 3", "work 2"]
    assert len([text for style, text in told if style == "Heading 1"]) == 3 + len(EntryKind)
    assert document.core_properties.language.startswith(language)
    assert document.core_properties.author == FULL.name
    languages = {one.get(qn("w:val")) for one in document.styles.element.iter(qn("w:lang"))}
    assert languages == {document.core_properties.language}
    assert not document.inline_shapes
    assert not document.tables


@pytest.mark.parametrize("content", [CvContent("", "en"), AWKWARD], ids=["nothing", "awkward"])
def test_a_word_file_is_made_of_anything(content: CvContent) -> None:
    told = [one.text for one in read(content).paragraphs]
    assert told[0] == (content.name or "CV")
    assert any("bidi" in one._p.xml for one in read(AWKWARD).paragraphs)


def valid(document: dict[str, Any]) -> dict[str, Any]:
    """The document, when the official schema takes it."""
    schema = json.loads(SCHEMA.read_text())
    jsonschema.validate(json.loads(json.dumps(document)), schema, format_checker=jsonschema.FormatChecker())
    return document


def test_every_kind_has_its_place_in_json_resume() -> None:
    document = valid(resume(FULL, last_modified="2026-11-26T12:00:00+00:00"))
    assert document["basics"]["location"] == {"city": "Tampere"}
    assert {name: len(document[name]) for name in ("work", "awards", "certificates", "projects")} == {
        "work": 4,
        "awards": 4,
        "certificates": 4,
        "projects": 16,
    }
    job = document["work"][0]
    assert (job["position"], job["name"], job["startDate"], job["endDate"]) == (
        "work 0", "Café Aamu", "2026-06", "2026-08-31",
    )  # fmt: skip
    assert {one["type"] for one in document["projects"]} == {"experience", "project", "reflection", "informal"}
    going_on = replace(PIECES[0], ongoing=True)
    assert "endDate" not in resume(replace(FULL, pieces=(going_on,)))["projects"][0]


@given(
    name=st.text(max_size=80),
    texts=st.lists(st.text(max_size=60), min_size=4, max_size=4),
    kind=st.sampled_from(EntryKind),
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_anything_typed_makes_json_the_schema_takes_and_a_word_file_that_opens(
    name: str, texts: list[str], kind: EntryKind
) -> None:
    title, place, email, link = ("".join(c for c in one if unicodedata.category(c) != "Cs") for one in texts)
    piece = Piece("1", kind, title, place, "2026", "", text=title, link="")
    content = CvContent(name, "en", Contact(email, link=link), (title,), pieces=(piece,), skills=(place,))
    valid(resume(content))
    read(content)

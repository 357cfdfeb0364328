"""Documents take any text a person types, and nothing but it: no other file, no markup, no other font."""

import asyncio
import time
import unicodedata
from datetime import date
from pathlib import Path

import page
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolio_app.core.fonts import FACES, FAMILIES, FOLDER, characters
from portfolio_app.core.typesetting import (
    MISSING,
    SetDocument,
    TypesettingError,
    breakable,
    right_to_left,
    settable,
    typeset,
)

TEMPLATE = """
#let data = json(bytes(sys.inputs.data))
#let families = data.families.map(family => {
  if "covers" in family { (name: family.name, covers: regex(family.covers)) } else { family.name }
})
#set document(title: data.title)
#set text(font: families, lang: data.language, fallback: false)
#for line in data.texts [
  #line.split("\\n").join(linebreak())
  #parbreak()
  #text(weight: "bold", line.replace("\\n", " "))
  #parbreak()
]
"""
DAY = date(2026, 11, 22)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("templates") / "texts.typ"
    path.write_text(TEMPLATE)
    return path


async def set_texts(template: Path, *texts: str) -> SetDocument:
    return await typeset(template, {"texts": texts}, language="en", title="Texts", made_on=DAY)


def failures(pdf: bytes) -> list[str]:
    report = page.validate_pdf_bytes(pdf, profile=page.ValidationProfile.PDF_UA_1)
    return [] if report.is_compliant else [str(failure) for failure in report.failures]


def test_all_fonts_are_in_the_package_and_each_bold_has_the_characters_of_its_regular() -> None:
    for face in FACES:
        assert characters(face.regular_path) <= characters(face.bold_path), face.family
    files = {face.regular_path for face in FACES} | {face.bold_path for face in FACES}
    assert set(FOLDER.glob("*.ttf")) == files | {FOLDER / "AtkinsonHyperlegibleNext-Italic.ttf"}
    assert sum(file.stat().st_size for file in files) < 6_000_000


@pytest.mark.parametrize(
    ("typed", "set_as", "lost"),
    [
        ("Søren O'Ŋgård 🌱 محمد", "Søren O'Ŋgård 🌱 محمد", ""),
        ("Zoe\u0308 and e\u0301", "Zoë and é", ""),
        ("one\r\ntwo\u2028three\x85four\tfive", "one\ntwo\nthree\nfour five", ""),
        ("bell\x07 null\x00 mark\ufeff", "bell null mark", ""),
        ("\u202eabc\u202c \u2066def\u2069", "abc def", ""),
        ("好 hello", f"{MISSING} hello", "好"),
        ("half \ud83c a plant", f"half {MISSING} a plant", "\ud83c"),
        ("private \ue000 \U000fe4e5", f"private {MISSING} {MISSING}", "\ue000\U000fe4e5"),
        ("👩🏽‍🔬 🏳️‍🌈 🇫🇮 1️⃣ ❤️ 🫨", "👩🏽‍🔬 🏳️‍🌈 🇫🇮 1 ❤️ 🫨", ""),
        ("a\ufe0f and \U000e0100", "a and ", ""),
        ("ḩ̴̛ zalgo", "ḩ̴̛ zalgo", ""),
        ("🌱\u0e31", f"🌱{MISSING}", "\u0e31"),
        ("newer than our tables \U00010efd", f"newer than our tables {MISSING}", "\U00010efd"),
        ("\u0301 alone", "\u00a0\u0301 alone", ""),
        ("می\u200cخواهم नमस्ते สวัสดี שָׁלוֹם", "می\u200cخواهم नमस्ते สวัสดี שָׁלוֹם", ""),
    ],
)
def test_text_is_made_settable_and_says_what_was_lost(typed: str, set_as: str, lost: str) -> None:
    text, missing = settable(typed)
    assert text == unicodedata.normalize("NFC", set_as)
    assert missing == set(lost)


def test_settable_text_stays_as_it_is() -> None:
    text, _missing = settable("Ŋ 好 ḩ̴̛\n\u0301 🏳️‍🌈 محمد")
    assert settable(text) == (text, set())


async def test_every_character_of_every_font_can_be_set_alone(template: Path) -> None:
    points = sorted(frozenset().union(*(characters(face.regular_path) for face in FACES)))
    texts = [settable(f"{chr(point)} a{chr(point)}b")[0] for point in points]
    assert failures((await set_texts(template, "\n".join(texts))).pdf) == []


# The characters people mix, and any other: what breaks fonts are marks far from their letters.
_marks = st.characters(categories=["Mn", "Mc", "Me", "Cf", "Sk"])
_any_text = st.text(st.one_of(st.characters(), _marks, st.sampled_from("aß Ŋمक\u200d\ufe0f🌱🏽\n")), max_size=40)


@settings(max_examples=25, deadline=None)
@given(texts=st.lists(_any_text, min_size=1, max_size=20))
def test_any_text_gives_a_valid_pdf(template: Path, texts: list[str]) -> None:
    document = asyncio.run(set_texts(template, *texts))
    assert failures(document.pdf) == []
    typed = set("".join(settable(text)[0] for text in texts))
    assert bool(document.unsettable) <= (MISSING in typed)


async def test_typed_text_is_never_markup(template: Path) -> None:
    hostile = '#read("/etc/passwd") $x$ *bold* \\ @ref <label> #import "@preview/x:1.0.0"'
    document = await set_texts(template, hostile)
    assert failures(document.pdf) == []
    assert document.unsettable == frozenset()


async def test_a_template_reads_its_own_files_and_nothing_else(tmp_path: Path) -> None:
    template = tmp_path / "reader.typ"
    for target in ("/etc/passwd", "../reader.typ", str(template)):
        template.write_text(f'#set document(title: "x")\n#read("{target}")')
        with pytest.raises(TypesettingError):
            await typeset(template, {}, language="en", title="x", made_on=DAY)
    with pytest.raises(ValueError, match="file name"):
        await typeset(template, {}, language="en", title="x", made_on=DAY, files={"../x.jpg": b""})


async def test_fonts_of_the_server_are_not_used(tmp_path: Path) -> None:
    template = tmp_path / "fonts.typ"
    template.write_text('#set document(title: "x")\n#set text(font: "DejaVu Sans", fallback: true)\nx')
    document = await typeset(template, {}, language="en", title="x", made_on=DAY)
    assert b"DejaVu" not in document.pdf
    assert any(family.replace(" ", "").encode() in document.pdf for family in FAMILIES)


async def test_the_same_document_has_the_same_bytes(template: Path) -> None:
    assert await set_texts(template, "Siiri 🌱") == await set_texts(template, "Siiri 🌱")


async def test_others_are_answered_while_a_long_document_is_set(template: Path) -> None:
    longest = 0.0

    async def somebody_else() -> None:
        nonlocal longest
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0.005)
            longest = max(longest, time.perf_counter() - before)

    await set_texts(template, "warm")
    other = asyncio.create_task(somebody_else())
    await set_texts(template, *(["A long text about a bicycle rack. " * 200] * 40))
    other.cancel()
    assert longest < 0.3


def test_only_words_wider_than_a_line_may_break_inside() -> None:
    assert breakable("ympäristökasvatussuunnitelma") == "ympäristökasvatussuunnitelma"
    long = breakable("ha" * 100 + " e\u0301" * 3)
    assert long.replace("\u200b", "") == "ha" * 100 + " e\u0301" * 3
    assert max(map(len, long.replace(" ", "\u200b").split("\u200b"))) <= 20
    assert "\u200b\u0301" not in breakable("e\u0301" * 60)


@pytest.mark.parametrize(
    ("text", "rtl"), [("محمد Siiri", True), ("1. שלום", True), ("Siiri محمد", False), ("12", False)]
)
def test_the_first_letter_decides_the_direction(text: str, rtl: bool) -> None:
    assert right_to_left(text) is rtl

"""Sign-in cards: what a pupil types stands there exactly, every name is legible, and the code leads to the school."""

import io
import re
import subprocess
import unicodedata

import page
import pikepdf
import pytest
import segno
from PIL import Image, ImageOps

from portfolio_app.accounts.cards import SignInCard, sign_in_cards_pdf
from portfolio_app.core.secrets import READABLE

ADDRESS = "https://polku.koivukyla.example.org/fi/sign-in"
MM = 72 / 25.4
NAMES = ("Siiri Lahtinen", "Søren O'Ŋgård 🌱 محمد", "Олександра Шевченко", "Νίκη", "Thảo Nguyễn")


async def cards_pdf(*cards: SignInCard, language: str = "en", address: str = ADDRESS) -> bytes:
    return await sign_in_cards_pdf(
        cards, language=language, school_name="Koivukylän koulu", class_name="8B", address=address
    )


def card(number: int) -> SignInCard:
    return SignInCard(NAMES[number % len(NAMES)], f"pupil.{number}", f"koivu-reppu-lampi-{number:03}")


def poppler(pdf: bytes, *command: str) -> str:
    return subprocess.run([*command, "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


def words(pdf: bytes) -> list[tuple[int, float, float, float, float, str]]:
    """Every word with its page and its box in points."""
    found = []
    for number, sheet in enumerate(poppler(pdf, "pdftotext", "-bbox").split("<page ")[1:]):
        for box in re.findall(r'xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)<', sheet):
            found.append((number, *map(float, box[:4]), box[4]))
    return found


def grey_image(pdf: bytes) -> bytes:
    """The first sheet at 300 dots per inch."""
    command = ("pdftoppm", "-r", "300", "-gray", "-singlefile", "-")
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout


@pytest.mark.parametrize("language", ["en", "fi", "nb", "nl"])
async def test_the_sheets_are_accessible_in_every_language(language: str) -> None:
    pdf = await cards_pdf(*map(card, range(12)), language=language)
    report = page.validate_pdf_bytes(pdf, profile=page.ValidationProfile.PDF_UA_1)
    assert report.is_compliant, [str(failure) for failure in report.failures]


async def test_a_class_of_thirty_fills_three_sheets_and_nobody_is_left_out() -> None:
    pdf = await cards_pdf(*map(card, range(30)))
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert len(opened.pages) == 3
    text = unicodedata.normalize("NFC", poppler(pdf, "pdftotext", "-raw"))
    for number in range(30):
        assert text.count(card(number).passphrase) == 1
    for name in ("Siiri Lahtinen", "Søren O'Ŋgård", "محمد", "Олександра Шевченко", "Νίκη", "Thảo Nguyễn"):
        assert text.count(name) == 6
    assert text.count("polku.koivukyla.example.org/fi/sign-in") == 30
    assert text.count("You choose your own when you first sign in.") == 30


async def test_ten_cards_stand_on_a_sheet_each_within_its_cuts() -> None:
    long = SignInCard("Wolfeschlegelsteinhausen " * 4, "w" * 45, "kynttilänjalka-muurahainen-veturi-polkupyörä-71")
    pdf = await cards_pdf(*([long] * 10), address=f"https://{'polku.' * 9}example.org/fi/sign-in")
    found = [word for word in words(pdf) if word[2] > 13.5 * MM]
    assert {word[0] for word in found} == {0}
    for _sheet, left, top, right, bottom, text in found:
        column, row = int((left / MM - 15) // 90), int((top / MM - 13.5) // 54)
        x, y = 15 + 90 * column, 13.5 + 54 * row
        assert x + 4 < left / MM < right / MM < x + 86, text
        assert y + 3 < top / MM < bottom / MM < y + 51, text


async def test_the_code_on_a_card_is_the_address() -> None:
    pdf = await cards_pdf(SignInCard("Ilmo", "ilmo", "koivu"))
    drawn = grey_image(pdf)
    dots = 300 / 25.4
    with Image.open(io.BytesIO(drawn)) as sheet:
        corner = sheet.crop((int(74 * dots), int(20 * dots), int(98 * dots), int(52 * dots)))
        corner = ImageOps.invert(corner).point([0] * 128 + [255] * 128)
    left, top, right, bottom = corner.getbbox() or (0, 0, 0, 0)
    expected = segno.make(ADDRESS, micro=False, error="m").matrix
    step = (right - left) / len(expected)
    assert bottom - top == pytest.approx(right - left, abs=2)
    for row, modules in enumerate(expected):
        for column, module in enumerate(modules):
            spot = (int(left + (column + 0.5) * step), int(top + (row + 0.5) * step))
            assert bool(corner.getpixel(spot)) == bool(module)


async def test_what_is_typed_is_never_markup_and_an_empty_class_says_so() -> None:
    pdf = await cards_pdf(SignInCard("#panic() *Siiri*", "$x$_y_", "a\\b#c<d>@e"))
    text = poppler(pdf, "pdftotext", "-raw")
    for typed in ("#panic() *Siiri*", "$x$_y_", "a\\b#c<d>@e"):
        assert typed in text
    assert "There is nobody in this class yet." in poppler(await cards_pdf(), "pdftotext", "-raw")


async def test_a_passphrase_comes_back_letter_by_letter_whatever_stands_beside_what() -> None:
    """Nor is it torn on paper: two letters that the font sets apart look like two words."""
    pairs = [first + second for first in READABLE for second in READABLE]
    passphrases = ["-".join(pairs[at : at + 6]) for at in range(0, len(pairs), 6)]
    cards = [SignInCard("Siiri", f"pupil.{number}", one) for number, one in enumerate(passphrases)]
    told = set(poppler(await cards_pdf(*cards), "pdftotext", "-raw").splitlines())
    assert [one for one in passphrases if one not in told] == []

"""Small PDFs such as a pupil gets after a week at work or a course: drawn here, cleaned like any upload."""

import io
import tempfile
from collections.abc import Mapping
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from portfolio_app.core.pdf_cleaning import clean_pdf

# Title, what it certifies, and who signs: one for each kind and language.
_TEXTS: Mapping[tuple[str, str], tuple[str, str, str]] = {
    ("first-aid", "fi"): ("Todistus", "on suorittanut ensiapukurssin EA1, 16 tuntia.", "Kurssin kouluttaja"),
    ("work-week", "fi"): (
        "TET-todistus",
        "on ollut työelämään tutustumassa viiden päivän ajan. Hän oli täsmällinen ja kysyi paljon.",
        "Työpaikan ohjaaja",
    ),
    ("summer-job", "fi"): (
        "Työtodistus",
        "on työskennellyt kesätyöntekijänä neljän viikon ajan. Työtaito: hyvä. Käytös: erittäin hyvä.",
        "Esihenkilö",
    ),
    ("first-aid", "nb"): ("Kursbevis", "har gjennomført grunnkurs i førstehjelp, 6 timer.", "Instruktør"),
    ("work-week", "nb"): (
        "Attest",
        "har vært utplassert hos oss i fem dager, møtte presis og spurte mye.",
        "Veileder på arbeidsplassen",
    ),
    ("summer-job", "nb"): ("Attest", "har hatt sommerjobb hos oss i fire uker, med godt resultat.", "Leder"),
    ("work-week", "en"): (
        "Certificate",
        "has spent five days with us, read stories to children and was always on time.",
        "Supervisor",
    ),
}
KINDS = frozenset(kind for kind, _language in _TEXTS)


def paper(kind: str, language: str, name: str) -> bytes:
    """A cleaned PDF of one A4 page about `name`, the same at every call; in English where a language has no text."""
    title, words, signed = _TEXTS.get((kind, language)) or _TEXTS[kind, "en"]
    drawn = io.BytesIO()
    page = Canvas(drawn, A4, invariant=1)  # no time of making in it
    width, height = A4
    page.setTitle(title)
    page.setStrokeColorRGB(0.18, 0.42, 0.23)
    page.setLineWidth(3)
    page.rect(40, 40, width - 80, height - 80)
    page.setLineWidth(0.75)
    page.rect(48, 48, width - 96, height - 96)
    page.setFont("Helvetica-Bold", 34)
    page.drawCentredString(width / 2, height - 190, title)
    page.setFont("Helvetica", 22)
    page.drawCentredString(width / 2, height - 290, _printable(name))
    page.setFont("Helvetica", 13)
    for number, line in enumerate(_lines(words)):
        page.drawCentredString(width / 2, height - 340 - number * 22, line)
    page.line(width / 2 - 110, 190, width / 2 + 110, 190)
    page.bezier(width / 2 - 80, 196, width / 2 - 40, 250, width / 2, 170, width / 2 + 70, 220)
    page.setFont("Helvetica", 11)
    page.drawCentredString(width / 2, 172, signed)
    page.save()
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(drawn.getvalue())
        file.flush()
        return clean_pdf(Path(file.name))


def _printable(name: str) -> str:
    """The part of a name that the PDF's own typeface has."""
    known = name.encode("cp1252", "ignore").decode("cp1252").strip()
    return known if len(known) >= len(name) - 3 else "–"


def _lines(words: str, most: int = 56) -> list[str]:
    lines = [""]
    for word in words.split():
        if len(lines[-1]) + len(word) >= most:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines

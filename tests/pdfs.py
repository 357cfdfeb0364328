"""What a finished PDF says of itself: to a checker of accessibility, and to other programs."""

import subprocess
import unicodedata

import page


def assert_accessible(pdf: bytes) -> None:
    """It is PDF/UA-1."""
    report = page.validate_pdf_bytes(pdf, profile=page.ValidationProfile.PDF_UA_1)
    assert report.is_compliant, [str(failure) for failure in report.failures]


def tool(pdf: bytes, *command: str) -> str:
    """What one of poppler's or qpdf's tools says about the document."""
    done = subprocess.run(command, input=pdf, capture_output=True, check=True)
    return done.stdout.decode(errors="replace")  # poppler writes halves of characters beyond U+FFFF


def text_of(pdf: bytes, *options: str) -> str:
    """Its text in the order of its content; `options` are `pdftotext`'s."""
    return unicodedata.normalize("NFC", tool(pdf, "pdftotext", "-raw", *options, "-", "-"))


def in_one_line(text: str) -> str:
    """`text` without line ends and without what only says in which direction it runs."""
    return " ".join("".join(char for char in text if unicodedata.category(char) != "Cf").split())


def reach(pdf: bytes) -> tuple[float, float]:
    """How far right and how far down any word reaches, in points; A4 is 595.3 by 841.9."""
    boxes = [line for line in tool(pdf, "pdftotext", "-bbox", "-", "-").splitlines() if "<word" in line]
    across, down = ([float(box.split(f'{edge}="')[1].split('"')[0]) for box in boxes] for edge in ("xMax", "yMax"))
    return max(across), max(down)

"""Sign-in cards that a teacher prints, cuts and hands out, one for each pupil of a class.

Set with Typst like what people read, not with ReportLab like other things that schools print: a card is mostly a name,
and ReportLab sets names in Arabic or Hebrew letter by letter in the wrong order, without joining them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from portfolio_app.accounts.code_book import CodeBook
from portfolio_app.core.clock import today
from portfolio_app.core.languages import _, format_date, speaking
from portfolio_app.core.qr_code import qr_code
from portfolio_app.core.typesetting import breakable, one_line, typeset

TEMPLATE = Path(__file__).parent / "templates" / "cards.typ"
BOOK = Path(__file__).parent / "templates" / "code_book.typ"


@dataclass(frozen=True)
class SignInCard:
    """What one pupil needs to sign in for the first time. `passphrase` is shown here and nowhere else."""

    name: str
    username: str
    passphrase: str


async def sign_in_cards_pdf(
    cards: Sequence[SignInCard],
    *,
    language: str,
    school_name: str,
    class_name: str,
    address: str,
) -> bytes:
    """A4 sheets of ten cards with cut marks, in the order given, as PDF/UA-1.

    `address` is where the pupils sign in (`https://polku.example.org/fi/sign-in`): it stands on each card as text and
    as a QR code. The passphrases go to no file on the way.
    """
    made_on = today()
    with speaking(language):
        title = _("Sign-in cards for {name}").format(name=class_name)
        sheet = " · ".join(part for part in (title, school_name, format_date(made_on)) if part.strip())
        words = {
            "username": _("User name"),
            "passphrase": _("One-time passphrase"),
            "first": _("You choose your own when you first sign in."),
            "code": _("QR code with the address {address}").format(address=address),
            "none": _("There is nobody in this class yet."),
        }
    data = {
        "sheet": one_line(sheet),
        "place": one_line(" · ".join(part for part in (class_name, school_name) if part.strip())),
        "address": breakable(address.removeprefix("https://").removeprefix("http://").rstrip("/")),
        "words": words,
        "cards": [
            {
                "name": one_line(card.name),
                "username": breakable(card.username, 30),
                "passphrase": breakable(card.passphrase, 30),
            }
            for card in cards
        ],
    }
    files = {"address.svg": qr_code(address)}
    return (await typeset(TEMPLATE, data, language=language, title=title, made_on=made_on, files=files)).pdf


async def code_book_pdf(book: CodeBook, *, language: str, address: str) -> bytes:
    """One sheet of A4 with the lines of a code book, as PDF/UA-1. `address` is where its owner signs in.

    The codes go to no file on the way."""
    made_on = today()
    with speaking(language):
        title = _("Code book for {name}").format(name=book.name)
        words = {
            "title": one_line(title),
            "lead": _("Each code opens your account once, without your passphrase. Strike out the one you have used."),
            "how": _("Type your user name, and a code as the passphrase. You then choose a new passphrase."),
            "keep": _("Keep this sheet at home, not with your device. Whoever has it can come in to your account."),
            "lost": _("Is it lost? Print a new one under “Ways to sign in”: the codes on this one then open nothing."),
            "username": _("User name"),
            "code": _("QR code with the address {address}").format(address=address),
            "made": _("Printed on {day}").format(day=format_date(made_on)),
        }
    data = {
        "address": breakable(address.removeprefix("https://").removeprefix("http://").rstrip("/")),
        "username": breakable(book.username, 30),
        "words": words,
        "codes": [breakable(code, 30) for code in book.codes],
    }
    files = {"address.svg": qr_code(address)}
    return (await typeset(BOOK, data, language=language, title=title, made_on=made_on, files=files)).pdf

"""What people type, made fit to be kept: nothing of theirs is lost but what no screen, file or database can hold."""

import re
import unicodedata
from datetime import date

from portfolio_app.core.errors import Invalid
from portfolio_app.core.languages import N_, format_number

LONGEST_SEARCH = 100
TOO_LONG = N_("This is too long: it has {length} characters, and {most} is the limit.")

# Joiners shape emoji and several scripts, and marks of direction belong to names in Arabic or Hebrew.
_KEPT_FORMATS = frozenset("\u200c\u200d\u200e\u200f\u2066\u2067\u2068\u2069")


def one_line(text: str, *, field: str, most: int, empty: str = "") -> str:
    """`text` on one line, without blanks around or runs of them within.

    Raises `Invalid` for `field` when it has more than `most` characters, and with the msgid `empty` (when given) when
    nothing is left.
    """
    return _fitting(" ".join(_storable(text).split()), field=field, most=most, empty=empty)


def end_of_line(text: str, *, most: int) -> str:
    """The last `most` characters of `text` on one line, for what may be cut (a file name tells its kind last)."""
    return " ".join(_storable(text).split())[-most:].lstrip()


def phone_number(text: str, *, field: str) -> str:
    """A telephone number as it was typed, with single blanks; "" for none. Raises `Invalid` for what is none."""
    phone = " ".join(text.split())
    if phone and not re.fullmatch(r"[+0-9][0-9 ()/-]{1,28}", phone):
        raise Invalid(N_("Write the phone number in digits."), field=field)
    return phone


def web_address(text: str, *, field: str, most: int = 290) -> str:
    """The address of a web page, of at most `most` characters after the `//`; "" for none. Raises `Invalid` for what
    is none."""
    url = text.strip()
    if url and not re.fullmatch(rf"https?://[^\s\"<>]{{3,{most}}}", url):
        raise Invalid(N_("Write the whole address, beginning with https://"), field=field)
    return url


def day_typed(text: str, *, field: str) -> date:
    """The day that was typed, as a browser's own field sends it (ISO 8601). Raises `Invalid` for `field`."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError as problem:
        raise Invalid(N_("Write the day as 2027-03-08."), field=field) from problem


def folded(text: str) -> str:
    """`text` as it is searched: without case and without marks on letters, blanks as one."""
    plain = unicodedata.normalize("NFKD", " ".join(text.split()).casefold())
    return "".join(char for char in plain if not unicodedata.combining(char))


def says(search: str, *texts: str) -> bool:
    """Whether every word of `search` stands somewhere in `texts`, however either is spelt in case and marks."""
    everything = folded(" ".join(texts))
    return all(word in everything for word in folded(search).split())


def several_lines(text: str, *, field: str, most: int, empty: str = "") -> str:
    """`text` with its own line breaks, without blanks around. Raises as `one_line` does."""
    unified = _storable(text.replace("\r\n", "\n").replace("\r", "\n"))
    return _fitting(unified.strip(), field=field, most=most, empty=empty)


def _storable(text: str) -> str:
    """Composed, and without control characters and half surrogates, which PostgreSQL and PDFs refuse."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(
        char
        for char in composed
        if char in "\n\t" or char in _KEPT_FORMATS or unicodedata.category(char) not in ("Cc", "Cs", "Cf")
    )


def _fitting(text: str, *, field: str, most: int, empty: str) -> str:
    if empty and not text:
        raise Invalid(empty, field=field)
    if len(text) > most:
        raise Invalid(TOO_LONG, field=field, length=format_number(len(text)), most=format_number(most))
    return text

"""What should not stand in a CV that goes from hand to hand: numbers that say who somebody is, where they live, how to
reach them. Plain patterns, run here; they see what looks like one, and may be wrong either way.

Sources: HETU, Digital and Population Data Services Agency (dvv.fi); fødselsnummer, Skatteetaten; BSN with its test of
eleven, Rijksdienst voor Identiteitsgegevens. Read in 2026.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from enum import StrEnum
from hashlib import blake2b


class Personal(StrEnum):
    """A kind of personal data."""

    ID_NUMBER = "id-number"
    BIRTH_DATE = "birth-date"
    ADDRESS = "address"
    PHONE = "phone"
    EMAIL = "email"


_HETU = re.compile(r"(?<!\w)(\d{6})[-+A-FU-Y](\d{3})([0-9A-Y])(?!\w)")
_HETU_SIGNS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_NORWEGIAN = re.compile(r"(?<!\d)(\d{6})[ ]?(\d{5})(?!\d)")
_NORWEGIAN_WEIGHTS = ((3, 7, 6, 1, 8, 9, 4, 5, 2, 1), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1))
_BSN = re.compile(r"(?<!\d)\d{9}(?!\d)")
_DATE = re.compile(r"(?<!\d)(\d{1,2})[./-] ?(\d{1,2})[./-] ?(\d{4})(?!\d)|(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_BORN = re.compile(
    r"\b(born|birthday|syntynyt|syntymäaika|synt|født|fødselsdag|geboren|geboortedatum)\b\D{0,12}\d{1,2}\b",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<![\w/.-])(?:\+\d|00\d|0)[\d ()/-]{6,16}\d(?![\w/-])|(?<![\d+])[49]\d{2} \d{2} \d{3}(?!\d)")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")
_HOUSE_NUMBER = re.compile(r" \d{1,4}\b")
_STREET = re.compile(
    r"\w\w(?:katu|tie|kuja|polku|raitti|kaari|väylä|gata|gate|veien|vei|vegen|veg|straat|laan|weg|plein|gracht|kade)\Z",
    re.IGNORECASE,
)
_STREET_REACHES = 8  # letters before a house number that say that it is one
_BRITISH_STREET = re.compile(
    r"\b\d{1,4} [A-Z]\w+(?: [A-Z]\w+)? (?:Street|Road|Lane|Avenue|Drive|Close)\b", re.IGNORECASE
)
_DIGIT, _FOUR_DIGITS = re.compile(r"\d"), re.compile(r"\d{4}")
YOUNGEST, OLDEST = 8, 21
MOST_KNOWN = 50_000
"""Texts whose answer is remembered, by a hash of them: 8 MB at most."""
_known: dict[bytes, tuple[Personal, ...]] = {}


def found_in(text: str, today: date) -> tuple[Personal, ...]:
    """The kinds of personal data that `text` seems to hold, the worst first."""
    # Home looks through all that somebody wrote each time they come. Of texts that were looked through a hash is kept.
    key = blake2b(f"{today.year} {text}".encode("utf-8", "surrogatepass"), digest_size=16).digest()
    if (known := _known.get(key)) is None:
        if len(_known) >= MOST_KNOWN:
            _known.clear()
        known = _known[key] = _look_through(text, today)
    return known


def _look_through(text: str, today: date) -> tuple[Personal, ...]:
    some = _DIGIT.search(text) is not None
    many = some and _FOUR_DIGITS.search(text) is not None
    looks: dict[Personal, Callable[[], bool]] = {
        Personal.ID_NUMBER: lambda: many and any(_id_numbers(text)),
        Personal.BIRTH_DATE: lambda: (
            some and (bool(_BORN.search(text)) or (many and any(_of_a_pupils_age(text, today))))
        ),
        Personal.ADDRESS: lambda: some and (any(_streets(text)) or bool(_BRITISH_STREET.search(text))),
        Personal.PHONE: lambda: some and any(_phones(text)),
        Personal.EMAIL: lambda: "@" in text and bool(_EMAIL.search(text)),
    }
    return tuple(kind for kind, is_there in looks.items() if is_there())


def _id_numbers(text: str) -> Iterator[str]:
    for match in _HETU.finditer(text):
        born, number, sign = match.groups()
        if _HETU_SIGNS[int(born + number) % 31] == sign:
            yield match.group()
    for match in _NORWEGIAN.finditer(text):
        digits = [int(digit) for digit in match.group(1) + match.group(2)]
        if all(
            sum(weight * digit for weight, digit in zip(weights, digits, strict=False)) % 11 == 0
            for weights in _NORWEGIAN_WEIGHTS
        ):
            yield match.group()
    for match in _BSN.finditer(text):
        digits = [int(digit) for digit in match.group()]
        if sum(weight * digit for weight, digit in zip((9, 8, 7, 6, 5, 4, 3, 2, -1), digits, strict=True)) % 11 == 0:
            yield match.group()


def _of_a_pupils_age(text: str, today: date) -> Iterator[str]:
    """Dates on which a pupil may have been born."""
    for match in _DATE.finditer(text):
        year = int(match.group(3) or match.group(4))
        if today.year - OLDEST <= year <= today.year - YOUNGEST:
            yield match.group()


def _streets(text: str) -> Iterator[str]:
    """Ends of words that are streets', before a number."""
    for match in _HOUSE_NUMBER.finditer(text):
        end = match.start()
        if found := _STREET.search(text, max(0, end - _STREET_REACHES), end):
            yield found.group()


def _phones(text: str) -> Iterator[str]:
    without_dates = _DATE.sub(" ", text)
    for match in _PHONE.finditer(without_dates):
        if 7 <= sum(char.isdigit() for char in match.group()) <= 15:
            yield match.group()

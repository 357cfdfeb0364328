"""Names as people write them, and user names made from them.

A name is kept as it was typed, in any script; only what cannot be seen and could mislead is taken out. A user name is
what a twelve-year-old can type on any keyboard: ASCII, short, `siiri.n`.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator

from portfolio_app.core.errors import Invalid
from portfolio_app.core.languages import N_

LONGEST_NAME = 120
LONGEST_USERNAME = 40
USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")

# Direction marks and overrides, byte order mark: they can make one name look like another.
_MISLEADING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
# Letters that no decomposition takes apart.
_PLAIN = str.maketrans(
    {
        "ø": "o",
        "æ": "ae",
        "œ": "oe",
        "ß": "ss",
        "ð": "d",
        "đ": "d",
        "þ": "th",
        "ł": "l",
        "ŋ": "n",
        "ŧ": "t",
        "ħ": "h",
        "ı": "i",
        "ʒ": "z",
        "ǥ": "g",
        "ə": "e",
    }
)
# How school offices here write Cyrillic names for want of a passport: close to ISO 9 without its marks.
_CYRILLIC = str.maketrans("абвгґдезиійклмнопрстуфыэ", "abvggdeziiiklmnoprstufye") | str.maketrans(
    {
        "ё": "yo",
        "є": "ye",
        "ж": "zh",
        "ї": "yi",
        "х": "kh",
        "ц": "ts",
        "ч": "ch",
        "ш": "sh",
        "щ": "shch",
        "ъ": "",
        "ь": "",
        "ю": "yu",
        "я": "ya",
    }
)


def clean_name(text: str, *, field: str = "name") -> str:
    """A name fit to keep: NFC, single blanks, nothing invisible that misleads. Raises `Invalid` (for `field`)."""
    visible = "".join(
        " " if unicodedata.category(char) in ("Cc", "Zl", "Zp", "Zs") else char
        for char in unicodedata.normalize("NFC", _MISLEADING.sub("", text))
        if unicodedata.category(char) != "Cs"
    )
    name = " ".join(visible.split())
    if not any(char.isprintable() and not char.isspace() for char in name):
        raise Invalid(N_("Write a name."), field=field)
    if len(name) > LONGEST_NAME:
        raise Invalid(N_("A name can have at most {n} characters."), field=field, n=LONGEST_NAME)
    return name


def sort_name(name: str) -> str:
    """What lists are sorted by and searched in: the last word first, casefolded ("niemi siiri")."""
    *first, last = name.split() or [""]
    return " ".join([last, *first]).casefold()[:LONGEST_NAME]


def name_key(name: str) -> str:
    """What names that are written alike have in common."""
    return " ".join(sorted(unicodedata.normalize("NFKC", name).casefold().split()))


def in_ascii(text: str) -> str:
    """The letters a to z and digits nearest to `text`; scripts without near letters leave nothing."""
    small = unicodedata.normalize("NFKC", text).casefold().translate(_PLAIN).translate(_CYRILLIC)
    plain = unicodedata.normalize("NFKD", small)
    return "".join(char for char in plain if char.isascii() and char.isalnum())


def stem(name: str) -> str:
    """What every user name proposed for `name` begins with: the first word in ASCII, or "p"."""
    words = [word for word in (in_ascii(word) for word in name.split()) if word]
    first = words[0][:20] if words else "p"
    return first if len(first) > 1 or len(words) > 1 else f"{first}0"


def usernames_for(name: str) -> Iterator[str]:
    """User names that suit `name`, the nicest first, without end: siiri.n, siiri.ni, siiri.nie, siiri.n2, …"""
    words = [word for word in (in_ascii(word) for word in name.split()) if word]
    first = stem(name)
    last = words[-1][:18] if len(words) > 1 else ""
    if last:
        yield from (f"{first}.{last[:length]}" for length in range(1, min(len(last), 3) + 1))
        base = f"{first}.{last[0]}"
    else:
        yield first
        base = first
    number = 2
    while True:
        yield f"{base}{number}"
        number += 1


def propose_usernames(names: Iterable[str], taken: Collection[str]) -> tuple[str, ...]:
    """One free user name for each of `names`, in order; never one of `taken`, never the same twice."""
    used = set(taken)
    proposed: list[str] = []
    for name in names:
        chosen = next(username for username in usernames_for(name) if username not in used)
        used.add(chosen)
        proposed.append(chosen)
    return tuple(proposed)


def clean_username(text: str, *, field: str = "username") -> str:
    """A user name fit to keep. Raises `Invalid` (for `field`)."""
    username = unicodedata.normalize("NFKC", text).strip().casefold()
    if not USERNAME.fullmatch(username):
        raise Invalid(
            N_("A user name has 2 to {n} characters: letters from a to z, digits, dots and hyphens."),
            field=field,
            n=LONGEST_USERNAME,
        )
    return username

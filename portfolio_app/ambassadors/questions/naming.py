"""What in a question may tell who it is about or who asks: names of pupils of the class, phone numbers, addresses.
Found for the teacher to take out; nothing is taken out by itself."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.models import Person
from portfolio_app.ambassadors.questions.words import plain
from portfolio_app.schools.models import ClassMember

OUT = "[…]"
"""What stands where something was taken out."""
LEAST_NAME = 3
_MAIL = re.compile(r"[^\s@<>()]+@[^\s@<>()]+\.[^\s@<>()]{2,}")
_SITE = re.compile(r"(?:https?://|www\.)\S+")
_HANDLE = re.compile(r"(?<!\w)@[\w.]{2,30}")
_YEARS = r"(?:19|20)\d\d\W{1,3}(?:19|20)\d\d(?!\d)"
_PHONE = re.compile(rf"(?<!\w)(?!{_YEARS})\+?\d(?:[\s()./-]{{0,2}}\d){{5,14}}(?!\w)")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Suggested:
    """What was found, each once as it stands in the text, and the text without it."""

    found: tuple[str, ...] = ()
    words: str = ""


def suggest(words: str, names: Iterable[str]) -> Suggested:
    """Find in `words` what may tell who somebody is. `names` are of pupils of the class: their parts are found with any
    ending of up to four letters ("Aadalle"), in any case and with or without accents."""
    parts = {part for name in names for part in plain(name).split() if len(part) >= LEAST_NAME}
    spans = [found.span() for pattern in (_MAIL, _SITE, _HANDLE, _PHONE) for found in pattern.finditer(words)]
    spans += [found.span() for found in _WORD.finditer(words) if _is_name(found.group(), parts)]
    merged: list[tuple[int, int]] = []
    for begin, end in sorted(spans):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    without: list[str] = []
    at = 0
    for begin, end in merged:
        without += [words[at:begin], OUT]
        at = end
    found = tuple(dict.fromkeys(words[begin:end] for begin, end in merged))
    return Suggested(found, "".join([*without, words[at:]]))


def _is_name(word: str, parts: Iterable[str]) -> bool:
    """Short names only as they are: a name of three letters begins many words."""
    letters = plain(word)
    return any(
        letters == part or (len(part) > LEAST_NAME and letters.startswith(part) and len(letters) - len(part) <= 4)
        for part in parts
    )


async def names_in_class(session: AsyncSession, class_id: UUID) -> list[str]:
    """The names of the pupils of a class."""
    rows = await session.execute(
        select(col(Person.name))
        .join(ClassMember, col(ClassMember.person_id) == col(Person.id))
        .where(
            col(ClassMember.class_id) == class_id, col(ClassMember.role) == "pupil", col(ClassMember.ended_at).is_(None)
        )
    )
    return list(rows.scalars())

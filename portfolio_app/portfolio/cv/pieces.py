"""What a CV is made of, as plain values: so that one can be made from the database, a takeout or a test alike."""

import re
from dataclasses import dataclass, field

from portfolio_app.portfolio.models import EntryKind

LONGEST_TEXT = 260
"""Characters of what an entry says that a CV shows: three lines. Whoever reads many CVs reads no more."""
LONGEST_LEARNED = 160
MOST_SKILLS = 12
LONGEST_SKILL = 60

_SENTENCE_END = re.compile(r"[.!?…。؟]+(?=\s|$)")

SECTIONS = (
    EntryKind.WORK,
    EntryKind.QUALIFICATION,
    EntryKind.ACHIEVEMENT,
    EntryKind.PROJECT,
    EntryKind.EXPERIENCE,
    EntryKind.INFORMAL,
    EntryKind.REFLECTION,
)
"""The kinds in the order in which a CV has them: what an employer looks for comes first, and stays on the page."""


@dataclass(frozen=True)
class Piece:
    """An entry, as a CV sees it: its texts whole, how much evidence shows it, and its skills by name."""

    id: str
    kind: EntryKind
    title: str
    place: str = ""
    began: str = ""
    ended: str = ""
    ongoing: bool = False
    text: str = ""
    learned: str = ""
    more: tuple[str, ...] = ()
    """What else was written, for programs alone."""
    evidence: int = 0
    link: str = ""
    """The address of a link among its evidence, "" without one."""
    claims: bool = False
    """Whether it says that it shows skills."""
    tags: tuple[str, ...] = ()

    @property
    def latest(self) -> str:
        """What pieces of one section are sorted by: what goes on comes first, then by when it ended, or began."""
        return "9" if self.ongoing else self.ended or self.began


@dataclass(frozen=True)
class Contact:
    """How whoever reads the CV reaches its owner, typed for this CV alone."""

    email: str = ""
    phone: str = ""
    town: str = ""
    link: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """Those that were typed."""
        return tuple(line for line in (self.email, self.phone, self.town, self.link) if line)


@dataclass(frozen=True)
class School:
    """A school one goes to, and the class."""

    name: str
    class_name: str = ""


@dataclass(frozen=True)
class CvContent:
    """All of a CV in one language, in the order in which it is read."""

    name: str
    language: str
    contact: Contact = field(default_factory=Contact)
    about: tuple[str, ...] = ()
    school: School | None = None
    pieces: tuple[Piece, ...] = ()
    skills: tuple[str, ...] = ()
    skills_are_esco: bool = False


def in_order(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """As a CV has them: section by section, the latest first."""
    newest_first = sorted(pieces, key=lambda piece: (piece.latest, piece.title), reverse=True)
    return tuple(sorted(newest_first, key=lambda piece: SECTIONS.index(piece.kind)))


def shortened(text: str, most: int) -> str:
    """`text` on one line, and when it has more than `most` characters its first sentences, or else its first words."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    ends = [end.end() for end in _SENTENCE_END.finditer(line, 0, most)]
    if ends and ends[-1] > most // 3:
        return line[: ends[-1]]
    words = line[: most - 1]
    return (words.rsplit(" ", 1)[0] if " " in words[most // 2 :] else words).rstrip(",;:–- ") + "…"


def is_cut(piece: Piece) -> bool:
    """Whether a CV shows only the beginning of what the piece says."""
    return any(
        shortened(text, most) != " ".join(text.split())
        for text, most in ((piece.text, LONGEST_TEXT), (piece.learned, LONGEST_LEARNED))
    )

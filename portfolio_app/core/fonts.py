"""The fonts that documents are set with, and which characters they can show.

They travel in the package (`fonts/README.md` says where each came from), so that a document looks the same on every
server. Characters beyond the first font are looked for in the others, in the order of `FACES`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

FOLDER = Path(__file__).parent / "fonts"


@dataclass(frozen=True)
class Face:
    """One font family: the name it goes by inside its files, and its regular and (where there is one) bold file."""

    family: str
    regular: str
    bold: str | None = None

    @property
    def regular_path(self) -> Path:
        """The regular weight's TrueType file."""
        return FOLDER / self.regular

    @property
    def bold_path(self) -> Path:
        """The bold weight's TrueType file; the regular one's where the family has no bold."""
        return FOLDER / (self.bold or self.regular)


def _noto(script: str) -> Face:
    stem = f"NotoSans{script}"
    return Face(f"Noto Sans {script}".strip(), f"{stem}-Regular.ttf", f"{stem}-Bold.ttf")


FACES = (
    Face("Atkinson Hyperlegible Next", "AtkinsonHyperlegibleNext-Regular.ttf", "AtkinsonHyperlegibleNext-Bold.ttf"),
    _noto(""),
    # Before Noto Sans Arabic, whose letters are built of base and dots and come out of a PDF doubled when copied.
    Face("Vazirmatn", "Vazirmatn-Regular.ttf", "Vazirmatn-Bold.ttf"),
    *map(_noto, ("Arabic", "Hebrew", "Devanagari", "Bengali", "Tamil", "Thai", "Ethiopic", "Georgian", "Armenian")),
    Face("Noto Sans Symbols", "NotoSansSymbols-Regular.ttf"),
    Face("Noto Sans Symbols 2", "NotoSansSymbols2-Subset.ttf"),
    Face("Noto Sans Math", "NotoSansMath-Subset.ttf"),
    Face("Noto Emoji", "NotoEmoji-Regular.ttf"),
)
FAMILIES = tuple(face.family for face in FACES)


def characters(path: Path) -> frozenset[int]:
    """The code points a font file has a glyph for."""
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap() or ())


@lru_cache(maxsize=1)
def coverage() -> Mapping[str, frozenset[int]]:
    """For each family the code points it can show, in the order in which families are tried.

    Read once, in about a fifth of a second; call it from a worker thread.
    """
    return {face.family: characters(face.regular_path) for face in FACES}


@lru_cache(maxsize=1)
def covered() -> frozenset[int]:
    """The code points that at least one family can show."""
    return frozenset().union(*coverage().values())


@lru_cache(maxsize=1)
def families() -> tuple[Mapping[str, str], ...]:
    """For a Typst template: each family's `name`, in order, and for the first what it `covers`, a regular expression.

    A font is given a letter that it only has in pieces, such as ễ as ê and a tilde, before the next is asked. It looks
    the same but is copied out of the PDF twice. With `covers` such a letter goes to a font that has it whole.
    """
    first = "".join(f"\\x{{{point:x}}}" for point in sorted(coverage()[FACES[0].family]))
    return ({"name": FAMILIES[0], "covers": f"[{first}]"}, *({"name": family} for family in FAMILIES[1:]))

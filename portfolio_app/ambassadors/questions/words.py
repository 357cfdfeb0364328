"""Finds words of worry in what somebody wrote, in whichever of the known languages: the list is `worry_words.yaml`,
which says how its lines are read. Every list is asked, for pupils do not write in the language of the page alone."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

from rapidfuzz.distance import OSA

from portfolio_app.core.strict_yaml import read_yaml

PATH = Path(__file__).with_name("worry_words.yaml")
GAP = "…"
MOST_BETWEEN = 4
"""How many words may stand where a line has a gap."""
TYPO_FROM = 6
"""From how many letters on a word may have one of them wrong, missing, doubled or swapped with its neighbour."""
TITLES: Mapping[str, str] = {
    "en": "English",
    "fi": "suomi",
    "nb": "norsk",
    "nl": "Nederlands",
    "sv": "svenska",
    "ar": "العربية",
    "ru": "русский",
    "uk": "українська",
}
_APOSTROPHES = re.compile("['’‘ʼ`´]")
_RUNS = re.compile(r"(.)\1{2,}")
_ALIKE = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ـ": "", "ё": "е"})


@dataclass(frozen=True)
class WorryWord:
    """A line of the list: the `language` it is of, its `words` as they are written there, and what kind of worry."""

    language: str
    words: str
    kind: str
    note: str = ""


@cache
def known_words() -> tuple[WorryWord, ...]:
    """All that the list holds, language by language."""
    data = cast(dict[str, list[dict[str, Any]]], read_yaml(PATH.read_text("utf-8")).data)
    return tuple(
        WorryWord(language, str(one["words"]), str(one["kind"]), str(one.get("note", "")))
        for language, lines in data.items()
        for one in lines
    )


def plain(text: str) -> str:
    """`text` as it is compared: one form of each character, without case, accents, apostrophes and what has no width;
    whatever is no letter or digit becomes a blank."""
    unified = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold().translate(_ALIKE))
    kept = "".join(one for one in unified if unicodedata.category(one) not in ("Mn", "Cf", "Cc") or one in "\n\t")
    return " ".join(
        "".join(one if one.isalnum() else " " for one in _APOSTROPHES.sub("", kept.translate(_ALIKE))).split()
    )


def worry_in(text: str, extra: Iterable[str] = (), *, off: Iterable[str] = ()) -> str:
    """The first line of the list that stands in `text`, "" for none. `extra` are lines of a school's own, `off` those
    it does not use."""
    without = set(off)
    lines = [*(one.words for one in known_words() if one.words not in without), *extra]
    readings = _readings(text)
    return next((line for line in lines if any(_stands(line, *reading) for reading in readings)), "")


def _readings(text: str) -> list[tuple[Sequence[str], str]]:
    """`text` as words, and as letters without a blank: as it stands, with letters drawn out once or twice shortened,
    and with letters that stand apart put together."""
    whole = plain(text)
    variants = dict.fromkeys((whole, _RUNS.sub(r"\1", whole), _RUNS.sub(r"\1\1", whole), _together(whole)))
    return [(one.split(), one.replace(" ", "")) for one in variants]


def _together(whole: str) -> str:
    """s u c h  letters that stand apart, four or more of them, as a word."""
    return re.sub(r"\b\w(?: \w){3,}\b", lambda found: found.group().replace(" ", ""), whole)


def _stands(line: str, words: Sequence[str], letters: str) -> bool:
    parts = _parts(line)
    if len(parts) == 1 and parts[0].inside:
        return parts[0].letters in letters
    return any(_from(parts, words, at) for at in range(len(words)))


@dataclass(frozen=True)
class _Part:
    letters: str
    opens: bool
    """Whether any ending may follow."""
    inside: bool
    after_gap: bool

    def is_in(self, word: str) -> bool:
        """Whether `word` is this one, one letter aside where it is long enough."""
        if self.inside:
            return self.letters in word
        if word.startswith(self.letters) if self.opens else word == self.letters:
            return True
        size = len(self.letters)
        if size < TYPO_FROM or not word or word[0] != self.letters[0]:
            return False
        tried = (word[: size + change] for change in (-1, 0, 1)) if self.opens else (word,)
        return any(abs(len(one) - size) <= 1 and OSA.distance(one, self.letters, score_cutoff=1) <= 1 for one in tried)


@cache
def _parts(line: str) -> tuple[_Part, ...]:
    found: list[_Part] = []
    gap = False
    for word in line.split():
        if word == GAP:
            gap = True
            continue
        letters = plain(word).replace(" ", "")
        if letters:
            found.append(_Part(letters, word.endswith("*"), word.startswith("*"), gap))
            gap = False
    return tuple(found)


def _from(parts: Sequence[_Part], words: Sequence[str], at: int) -> bool:
    """Whether the line stands in `words`, its first part at that place."""
    if not parts or not parts[0].is_in(words[at]):
        return False
    if len(parts) == 1:
        return True
    reach = MOST_BETWEEN + 1 if parts[1].after_gap else 1
    return any(_from(parts[1:], words, nxt) for nxt in range(at + 1, min(at + 1 + reach, len(words))))


def as_line(typed: str) -> str:
    """What somebody of a school typed as a line of the list: each word of it with any ending."""
    return " ".join(f"{word}*" for word in plain(typed).split())

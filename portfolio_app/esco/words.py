"""The words of all skills of one language, packed so that finding takes milliseconds and little memory.

Words lie in alphabetical order, each with the numbers of the labels it is in; a label is a skill's name or another name
of it. All numbers are in flat arrays and all labels in one string: some 100,000 labels take a few megabytes. Databases
differ in what they can search (SQLite's FTS5 and PostgreSQL's pg_trgm, which an ordinary user may not install, rank
differently), so the search is here, and the same on both.
"""

from __future__ import annotations  # arrays cannot be subscripted while 3.11 runs

import struct
import sys
import unicodedata
import zlib
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest
from uuid import UUID

from rapidfuzz import process
from rapidfuzz.distance import OSA

MOST_TYPED = 80
MOST_WORDS = 8
LOOKED_AT = 300
"""Labels that are compared letter by letter, of those whose words fit best."""
ENOUGH = 5
"""With so many found as typed, nobody looks for words that are merely like it."""
MOST_LETTERS_OFF = 2
"""In how many letters a long word may differ from what was typed; a short one in one."""

_LETTERS = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th"})
_PARTS = 7


def folded(text: str) -> str:
    """Letters and digits alone, without accents and capitals, with single blanks between words."""
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS)
    kept = (char if char.isalnum() else " " for char in plain if not unicodedata.combining(char))
    return " ".join("".join(kept).replace("\n", " ").split())


@dataclass(frozen=True)
class Found:
    """A skill, and which of its labels was found: 0 is its name, others count from 1. Smaller ranks come first."""

    skill_id: UUID
    label: int
    rank: tuple[int, ...]


@dataclass(frozen=True)
class Beginnings:
    """The different beginnings of words of one length; the words `first` up to `after`, without it, begin so."""

    texts: list[str]
    first: array[int]
    after: array[int]


@dataclass(frozen=True)
class Words:
    """A language's index."""

    ids: bytes
    """16 bytes a skill."""
    words: tuple[str, ...]
    joined: str
    """All words with line ends around them, for finding letters within words."""
    begins: array[int]
    """Where in `joined` each word begins."""
    postings: array[int]
    first_posting: array[int]
    labels: str
    first_char: array[int]
    """Where in `labels` each begins; labels end with a line end."""
    first_label: array[int]
    """The number of each skill's name among the labels; its other names follow."""
    skill_of: array[int]
    beginnings: dict[int, Beginnings] = field(default_factory=dict[int, Beginnings])
    """By length, as far as anybody has asked for them."""

    def skill_id(self, skill: int) -> UUID:
        """The identity of the skill of that number."""
        return UUID(bytes=self.ids[skill * 16 : skill * 16 + 16])

    def label(self, number: int) -> str:
        """A label, folded."""
        return self.labels[self.first_char[number] : self.first_char[number + 1] - 1]

    def find(self, typed: str, most: int = 40) -> list[Found]:
        """The skills that fit what somebody typed so far, best first: the same, beginning so, with all these words,
        with words that are nearly these. Takes milliseconds and must run in a thread."""
        sought = folded(typed[:MOST_TYPED])
        words = sought.split()[:MOST_WORDS]
        if len(sought) < 2:
            return []
        found = self._with_all(sought, [self._as_typed(word) for word in words], most)
        if len(found) < ENOUGH:
            near = [self._nearly(word) | self._as_typed(word) for word in words]
            found = self._with_all(sought, near, most)
            if len(words) > 1:
                as_one = "".join(words)
                found = _and(found, self._with_all(as_one, [self._as_typed(as_one)], most))
            if not found and len(words) > 1:  # all but one of them
                some = (near[:at] + near[at + 1 :] for at in range(len(near)))
                found = _and(*(self._with_all(sought, each, most) for each in some))
        return found[:most]

    def _as_typed(self, word: str) -> dict[int, int]:
        """Words that are it (0), begin with it (1), or have it within (3, for the parts of compounds)."""
        at = bisect_left(self.words, word)
        found: dict[int, int] = {}
        while at < len(self.words) and self.words[at].startswith(word):
            found[at] = 0 if self.words[at] == word else 1
            at += 1
        if len(word) > 3:
            place = self.joined.find(word)
            while place >= 0:
                within = bisect_left(self.begins, place + 1) - 1
                found.setdefault(within, 3)
                place = self.joined.find("\n", place)
                place = self.joined.find(word, place) if place >= 0 else -1
        return found

    def _nearly(self, word: str) -> dict[int, int]:
        """Words, or beginnings of words, with a letter missing, too many, other or elsewhere; two in long ones."""
        if len(word) < 4:
            return {}
        most = 1 if len(word) < 8 else MOST_LETTERS_OFF
        found: dict[int, int] = {}
        for length in (len(word) - 1, len(word), len(word) + 1):
            beginnings = self._beginnings(length)
            for _text, distance, place in process.extract(
                word, beginnings.texts, scorer=OSA.distance, score_cutoff=most, limit=None
            ):
                for at in range(beginnings.first[place], beginnings.after[place]):
                    cost = 4 + 2 * int(distance) + (len(self.words[at]) > length)
                    found[at] = min(found.get(at, 99), cost)
        return found

    def _beginnings(self, length: int) -> Beginnings:
        """The beginnings of words of that length, kept: gathering them takes longer than comparing them all."""
        kept = self.beginnings.get(length)
        if kept is None:
            kept = self.beginnings[length] = _begin(self.words, length)
        return kept

    def _with_all(self, sought: str, words: Sequence[dict[int, int]], most: int) -> list[Found]:
        """The skills a label of which has a word of each of `words`."""
        costs: dict[int, int] | None = None
        for each in sorted(words, key=len):
            here: dict[int, int] = {}
            for word in sorted(each, key=each.__getitem__, reverse=True):
                cost = each[word]
                posted = self.postings[self.first_posting[word] : self.first_posting[word + 1]]
                here.update(dict.fromkeys(posted, cost))
            costs = here if costs is None else {one: cost + here[one] for one, cost in costs.items() if one in here}
        return self._best(sought, costs or {}, most)

    def _best(self, sought: str, costs: dict[int, int], most: int) -> list[Found]:
        def roughly(label: int) -> tuple[int, int]:
            return costs[label], self.first_char[label + 1] - self.first_char[label]

        best: dict[int, Found] = {}
        for label in nsmallest(LOOKED_AT, costs, key=roughly):
            skill = self.skill_of[label]
            text = self.label(label)
            nth = label - self.first_label[skill]
            fit = 0 if text == sought else 1 if text.startswith(sought) else 2
            rank = (fit if fit < 2 else 2 + costs[label], int(nth > 0), len(text))
            if skill not in best or rank < best[skill].rank:
                best[skill] = Found(self.skill_id(skill), nth, rank)
        return nsmallest(most, best.values(), key=lambda one: (one.rank, one.skill_id.bytes))


def _and(*several: list[Found]) -> list[Found]:
    """All that were found, each skill once, where it stands first."""
    return list({one.skill_id: one for found in reversed(several) for one in reversed(found)}.values())[::-1]


def pack(skills: Iterable[tuple[UUID, Sequence[str]]]) -> bytes:
    """The index of skills, each with its labels (the name first), as bytes to keep."""
    ids = bytearray()
    texts: list[str] = []
    first_label, skill_of = array("I"), array("I")
    posted: defaultdict[str, list[int]] = defaultdict(list)
    for number, (skill_id, labels) in enumerate(skills):
        ids += skill_id.bytes
        first_label.append(len(texts))
        for label in labels:
            text = folded(label)
            for word in set(text.split()):
                posted[word].append(len(texts))
            skill_of.append(number)
            texts.append(text)
    words = sorted(posted)
    postings, first_posting = array("I"), array("I", [0])
    for word in words:
        postings.extend(posted[word])
        first_posting.append(len(postings))
    parts = (
        bytes(ids),
        "\n".join(words).encode(),
        _bytes(postings),
        _bytes(first_posting),
        "".join(f"{text}\n" for text in texts).encode(),
        _bytes(first_label),
        _bytes(skill_of),
    )
    head = struct.pack(f"<{_PARTS}I", *(len(part) for part in parts))
    return zlib.compress(head + b"".join(parts), 6)


def unpack(data: bytes) -> Words:
    """The index out of bytes that `pack` made."""
    plain = zlib.decompress(data)
    at = struct.calcsize(f"<{_PARTS}I")
    parts: list[bytes] = []
    for length in struct.unpack_from(f"<{_PARTS}I", plain):
        parts.append(plain[at : at + length])
        at += length
    words = tuple(parts[1].decode().split("\n")) if parts[1] else ()
    labels = parts[4].decode()
    return Words(
        ids=parts[0],
        words=words,
        joined="\n".join(words),
        begins=array("I", _begins(words)),
        postings=_numbers(parts[2]),
        first_posting=_numbers(parts[3]),
        labels=labels,
        first_char=array("I", _begins(labels.split("\n"))),
        first_label=_numbers(parts[5]),
        skill_of=_numbers(parts[6]),
    )


def _begin(words: Sequence[str], length: int) -> Beginnings:
    """Shorter words are left out where too many letters are missing for being like a word of about that length."""
    made = Beginnings([], array("I"), array("I"))
    last = ""
    for at, word in enumerate(words):
        beginning = word[:length]
        if len(beginning) < length - MOST_LETTERS_OFF - 1:
            continue
        if beginning != last:
            made.texts.append(beginning)
            made.first.append(at)
            made.after.append(at)
            last = beginning
        made.after[-1] = at + 1
    return made


def _begins(texts: Iterable[str]) -> Iterator[int]:
    at = 0
    for text in texts:
        yield at
        at += len(text) + 1


def _bytes(numbers: array[int]) -> bytes:
    """Little-endian, so that a database can move to another machine."""
    if sys.byteorder == "big":
        numbers = numbers[:]
        numbers.byteswap()
    return numbers.tobytes()


def _numbers(data: bytes) -> array[int]:
    found = array("I")
    found.frombytes(data)
    if sys.byteorder == "big":
        found.byteswap()
    return found

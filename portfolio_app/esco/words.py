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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
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

MANY_TIMES = 15
"""Looking through the words of a label takes about so many times as long as taking a label from a list."""

Fit = tuple[int, int, int]
"""The first of some words that lie together, the one after them, and how badly they fit: 0 is just so."""
Fits = list[Fit]

_LAST = "\U0010ffff"
"""Comes after all letters."""
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

    @cached_property
    def number_of(self) -> dict[str, int]:
        """The place of each word."""
        return {word: place for place, word in enumerate(self.words)}

    def as_typed(self, word: str) -> Fits:
        """Words that are it (0), begin with it (1), or have it within (3, for the parts of compounds)."""
        first, after = bisect_left(self.words, word), bisect_left(self.words, word + _LAST)
        exact = first < after and self.words[first] == word
        fits: Fits = [(first, first + 1, 0)] if exact else []
        if first + exact < after:
            fits.append((first + exact, after, 1))
        if len(word) > 3:
            place = self.joined.find(word)
            while place >= 0:
                within = bisect_left(self.begins, place + 1) - 1
                if not first <= within < after:
                    fits.append((within, within + 1, 3))
                place = self.joined.find("\n", place)
                place = self.joined.find(word, place) if place >= 0 else -1
        return fits

    def nearly(self, word: str, *, as_begun: bool) -> Fits:
        """Words, or beginnings of words, with a letter missing, too many, other or elsewhere; two in long ones.
        `as_begun`: of those with the same first letter, which takes a tenth of the time."""
        if len(word) < 4:
            return []
        most = 1 if len(word) < 8 else MOST_LETTERS_OFF
        fits: Fits = []
        for length in (len(word) - 1, len(word), len(word) + 1):
            beginnings = self._beginnings(length)
            texts, at = beginnings.texts, 0
            if as_begun:
                at = bisect_left(texts, word[0])
                texts = texts[at : bisect_left(texts, word[0] + _LAST)]
            for text, distance, place in process.extract(
                word, texts, scorer=OSA.distance, score_cutoff=most, limit=None
            ):
                first, after, cost = beginnings.first[at + place], beginnings.after[at + place], 4 + 2 * int(distance)
                whole = first + (self.words[first] == text)  # the word itself comes before those that go on
                fits += [(first, whole, cost), (whole, after, cost + 1)]
        return [fit for fit in fits if fit[0] < fit[1]]

    def _beginnings(self, length: int) -> Beginnings:
        """The beginnings of words of that length, kept: gathering them takes longer than comparing them all."""
        kept = self.beginnings.get(length)
        if kept is None:
            kept = self.beginnings[length] = _begin(self.words, length)
        return kept

    def with_all(self, sought: str, words: Sequence[Fits], most: int) -> list[Found]:
        """The skills a label of which has a word of each of `words`."""
        rarest, *others = sorted(words, key=self._posted)
        costs = self._labels(rarest)
        for each in others:
            if not costs:
                break
            # Where a few labels are left, their own words are looked through, not all the labels of a common one.
            if self._posted(each) > MANY_TIMES * len(costs):
                costs = self._among(costs, each)
            else:
                here = self._labels(each)
                costs = {one: cost + here[one] for one, cost in costs.items() if one in here}
        return self._best(sought, costs, most)

    def _posted(self, fits: Fits) -> int:
        """In how many labels, at most, such words are."""
        return sum(self.first_posting[after] - self.first_posting[first] for first, after, _cost in fits)

    def _labels(self, fits: Fits) -> dict[int, int]:
        """The labels that have such a word, and how well the best of them fits."""
        found: dict[int, int] = {}
        for first, after, cost in sorted(fits, key=_worst_first):
            posted = self.postings[self.first_posting[first] : self.first_posting[after]]
            found.update(dict.fromkeys(posted, cost))
        return found

    def _among(self, costs: Mapping[int, int], fits: Fits) -> dict[int, int]:
        """Those of some labels that have such a word, with what that costs more."""
        fit: dict[int, int] = {}
        for first, after, cost in sorted(fits, key=_worst_first):
            fit.update(dict.fromkeys(range(first, after), cost))
        found: dict[int, int] = {}
        for label, before in costs.items():
            here = [fit[one] for word in self.label(label).split() if (one := self.number_of[word]) in fit]
            if here:
                found[label] = before + min(here)
        return found

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


def _worst_first(fit: Fit) -> int:
    return -fit[2]


class _Search:
    """What somebody typed, looked for in one index, by and by less strictly; how its words fit as typed is kept."""

    def __init__(self, index: Words, sought: str, most: int) -> None:
        self.index, self.sought, self.most = index, sought, most
        self.words = sought.split()[:MOST_WORDS]
        self.typed = [index.as_typed(word) for word in self.words]

    def exactly(self) -> list[Found]:
        """With all the words as they were typed."""
        return self.index.with_all(self.sought, self.typed, self.most)

    def alike(self) -> list[Found]:
        """With words that are nearly these and begin as they do, and with all of them written as one."""
        found = self.index.with_all(self.sought, self._nearby(as_begun=True), self.most)
        if len(self.words) > 1:
            as_one = "".join(self.words)
            found = _and(found, self.index.with_all(as_one, [self.index.as_typed(as_one)], self.most))
        return found

    def remotely(self) -> list[Found]:
        """With words that are nearly these, whatever they begin with; or with all but one of them."""
        near = self._nearby(as_begun=False)
        found = self.index.with_all(self.sought, near, self.most)
        if found or len(self.words) < 2:
            return found
        some = (near[:at] + near[at + 1 :] for at in range(len(near)))
        return _and(*(self.index.with_all(self.sought, each, self.most) for each in some))

    def _nearby(self, *, as_begun: bool) -> list[Fits]:
        return [
            self.index.nearly(word, as_begun=as_begun) + typed
            for word, typed in zip(self.words, self.typed, strict=True)
        ]


def find_in(indexes: Sequence[Words], typed: str, most: int = 40) -> list[tuple[int, Found]]:
    """The skills that fit what somebody typed so far, best first, each once, with the number of the index in which it
    was found: the same, beginning so, with all these words, with words that are nearly these. What is not found in
    any index as it was typed is looked for less strictly, in one index after the other until there is something.

    Takes milliseconds and must run in a thread.
    """
    sought = folded(typed[:MOST_TYPED])
    if len(sought) < 2:
        return []
    searches = [_Search(index, sought, most) for index in indexes]
    found: dict[UUID, tuple[int, Found]] = {}

    def keep(number: int, some: Iterable[Found]) -> None:
        for one in some:
            found.setdefault(one.skill_id, (number, one))

    for number, search in enumerate(searches):
        keep(number, search.exactly())
    if len(found) < ENOUGH:
        for less_strictly in (_Search.alike, _Search.remotely):
            for number, search in enumerate(searches):
                if (less_strictly is _Search.alike and not number) or not found:
                    keep(number, less_strictly(search))
    return list(found.values())[:most]


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

"""ESCO is loaded, and searched by somebody who types half a name with a wrong letter in it: in English, and in another
language while both are loaded."""

import asyncio
import csv
import random
import string
import time
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from portfolio_app.core.database import close_database
from portfolio_app.esco.file import COLUMNS, URI, ReadFile, ReadSkill, read_file
from portfolio_app.esco.importing import put_in
from portfolio_app.esco.searching import find_skills
from tests.bench.figures import Figure, percentile
from tests.bench.instance import Instance

PUBLISHED = Path(__file__).parents[3] / "shared" / "data" / "esco" / "esco-v1.1.1-en-csv.zip"
"""ESCO's own file, where it lies beside the checkout; else one of its size is made up."""
SKILLS, OTHERS, WORDS = 14_000, 6, 12_000
SEARCHES, ROUNDS = 500, 5
PART = "ESCO, 14,000 skills with 99,000 names"
OTHER = "fi"
VOWELS, CONSONANTS = "aeiouy", "bcdfghjklmnpqrstvwxz"
EXCHANGED = str.maketrans(VOWELS + CONSONANTS, VOWELS[2:] + VOWELS[:2] + CONSONANTS[7:] + CONSONANTS[:7])


def measure(instance: Instance) -> list[Figure]:
    """An import, then five times five hundred searches; the same with another language beside it."""
    file = PUBLISHED if PUBLISHED.exists() else _made_up(instance.folder)
    return asyncio.run(loaded_and_searched(file))


async def loaded_and_searched(file: Path) -> list[Figure]:
    """As the operator loads it and a pupil searches in it, in the database of the settings."""
    began = time.perf_counter()
    read = read_file(file)
    await put_in(read)
    took = time.perf_counter() - began
    asked = list(_typed(read))
    first = await _timed(asked[0])
    rounds = [[await _timed(typed) for typed in asked] for _ in range(ROUNDS)]
    other = _in_another_language(read)
    await put_in(other)
    both: list[Figure] = []
    for words, typing in (("their language", _typed(other)), ("English", asked)):
        typed_so = list(typing)
        await _timed(typed_so[0], OTHER)
        each = [[await _timed(typed, OTHER) for typed in typed_so] for _ in range(ROUNDS)]
        named = f"with another language and English, typed in {words}"
        both.append(Figure(PART, f"{named}: median of 500", "ms", tuple(percentile(one, 0.5) for one in each)))
        both.append(Figure(PART, f"{named}: p95 of 500", "ms", tuple(percentile(one, 0.95) for one in each), 50))
    await close_database()
    return [
        Figure(PART, "import", "s", (took,)),
        Figure(PART, "the first search, which loads the index", "ms", (first,)),
        Figure(PART, "a search, median of 500", "ms", tuple(percentile(each, 0.5) for each in rounds)),
        Figure(PART, "a search, p95 of 500", "ms", tuple(percentile(each, 0.95) for each in rounds), 50),
        *both,
    ]


async def _timed(typed: str, language: str = "en") -> float:
    began = time.perf_counter()
    await find_skills(typed, language)
    return 1000 * (time.perf_counter() - began)


def _in_another_language(read: ReadFile) -> ReadFile:
    """The same skills with as many names, as long and as alike as the English ones, and none of them English: each
    letter is exchanged for another one, vowels for vowels. For ESCO's files in other languages do not lie here."""

    def said(name: str) -> str:
        return name.lower().translate(EXCHANGED)

    skills = (
        ReadSkill(one.uri, one.knowledge, said(one.name), tuple(map(said, one.others)), "") for one in read.skills
    )
    return ReadFile(OTHER, read.version, tuple(skills))


def _typed(read: ReadFile) -> Iterator[str]:
    """Up to four words of a name, a letter in one of them wrong, as far as somebody has come with it."""
    chance = random.Random(1)
    names = [name for skill in read.skills for name in (skill.name, *skill.others)]
    for _ in range(SEARCHES):
        words = chance.choice(names).split()[:4]
        at = chance.randrange(len(words))
        words[at] = _mistyped(words[at], chance)
        text = " ".join(words)
        yield text[: max(4, chance.randint(len(text) // 2, len(text)))]


def _mistyped(word: str, chance: random.Random) -> str:
    if len(word) < 4:
        return word
    at = chance.randrange(1, len(word) - 1)
    before, here, after = word[:at], word[at], word[at + 1 :]
    other = chance.choice(string.ascii_lowercase)
    return before + chance.choice((after, here + here + after, after[0] + here + after[1:], other + after))


def _made_up(folder: Path) -> Path:
    """A file as ESCO's are, with as many skills, names and different words, some of them in a great many names."""
    chance = random.Random(2)
    syllables = [a + b for a in "bdfgklmnprstv" for b in ("a", "e", "i", "o", "u", "an", "er", "ing", "or")]
    words = sorted({"".join(chance.choices(syllables, k=chance.randint(2, 4))) for _ in range(WORDS)})
    weights = [1 / (place + 1) for place in range(len(words))]

    def names(count: int) -> Sequence[str]:
        return [" ".join(chance.choices(words, weights, k=chance.randint(2, 5))) for _ in range(count)]

    table = folder / "skills_en.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(COLUMNS)
        for number in range(SKILLS):
            (name,) = names(1)
            rows.writerow((f"{URI}skill/{number}", "skill/competence", name, "\n".join(names(OTHERS)), name))
    packed = folder / "esco-v1.1.1-en-csv.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.write(table, table.name)
    return packed

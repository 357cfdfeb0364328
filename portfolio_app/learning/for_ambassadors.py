"""What ambassadors learn before they meet their peers, as it stands in `curriculum/ambassadors/`.

They are no modules of lessons: short, for a few, and with a check of situations at the end that has right answers.
`training.yaml` says their parts, questions and minutes, a Markdown file a language the words, under codes such as
`{#tour}` (a module) and `{#tour.what-for}` (a part or a question of it).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StringConstraints

from portfolio_app.learning.coded_text import CodedText, content_of, read_coded
from portfolio_app.learning.curriculum import folder_of_lessons, shipped_lessons
from portfolio_app.learning.mistakes import Mistake, grave
from portfolio_app.learning.module_text import Choice, choices_beneath
from portfolio_app.learning.reading import yaml_of
from portfolio_app.skills.framework_format import Language

FOLDER, ABOUT = "ambassadors", "training.yaml"
CHOICES = 3
"""Of each question; one of them is right."""

Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TrainingModule(_Part):
    """A module: what is read, then what is asked. Whoever passed an earlier `version` does it again."""

    code: Code
    version: Annotated[StrictInt, Field(ge=1, le=1000)]
    minutes: Annotated[StrictInt, Field(ge=15, le=25)]
    parts: Annotated[tuple[Code, ...], Field(min_length=2, max_length=8)]
    check: Annotated[tuple[Code, ...], Field(min_length=4, max_length=6)]

    def named(self, code: str) -> str:
        """The code of a part or question of it, as it stands in the text."""
        return f"{self.code}.{code}"


class TrainingFile(_Part):
    """What `training.yaml` says."""

    version: Annotated[StrictInt, Field(ge=1)]
    languages: Annotated[tuple[Language, ...], Field(min_length=1, max_length=12)]
    modules: Annotated[tuple[TrainingModule, ...], Field(min_length=1, max_length=8)]


@dataclass(frozen=True)
class Asked:
    """A situation: what happens as its title, more of it as HTML, and what one may do."""

    title: str = ""
    help: str = ""
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class TrainingText:
    """The words in one language; `asked` by the codes of questions as they stand in the text."""

    words: CodedText
    asked: Mapping[str, Asked]


@dataclass(frozen=True)
class Training:
    """All modules, and their words by language."""

    about: TrainingFile
    texts: Mapping[str, TrainingText]

    def module(self, code: str) -> TrainingModule | None:
        """The module of that code."""
        return next((one for one in self.about.modules if one.code == code), None)

    def language_for(self, wanted: str) -> str:
        """The language to read it in: the one that is wanted, else English, else the first there is."""
        return next((one for one in (wanted, "en") if one in self.texts), self.about.languages[0])

    def right(self, module: TrainingModule) -> dict[str, int]:
        """Which choice is right, from 0, by question; the same in every language."""
        asked = self.texts[self.about.languages[0]].asked
        return {
            code: next(at for at, one in enumerate(asked[module.named(code)].choices) if one.right)
            for code in module.check
        }


def read_training(folder: Path) -> tuple[Training | None, tuple[Mistake, ...]]:
    """The training in a folder; None where something grave is wrong with it."""
    shown = f"{folder.name}/{ABOUT}"
    content, wrong = content_of(folder / ABOUT, shown)
    if content is None:
        return None, wrong
    about, _document, mistakes = yaml_of(content, shown, TrainingFile)
    if about is None:
        return None, mistakes
    found = [*mistakes, *_twice(about, shown)]
    texts: dict[str, TrainingText] = {}
    for language in about.languages:
        file = f"{folder.name}/{language}.md"
        words, wrong = read_coded(folder / f"{language}.md", file, set(_codes(about)))
        found += wrong
        texts[language] = TrainingText(words, _asked(about, words, file, found))
    if not grave(found):
        found += _otherwise(about, texts, folder.name)
    return (Training(about, texts) if not grave(found) else None), tuple(found)


def _codes(about: TrainingFile) -> Iterator[str]:
    for module in about.modules:
        yield module.code
        yield from (module.named(code) for code in (*module.parts, *module.check))


def _twice(about: TrainingFile, file: str) -> Iterator[Mistake]:
    codes = list(_codes(about))
    for code in sorted({one for one in codes if codes.count(one) > 1}):
        yield Mistake(file, 1, f"“{code}” is there twice: each module, part and question has a code of its own")


def _asked(about: TrainingFile, words: CodedText, file: str, found: list[Mistake]) -> dict[str, Asked]:
    asked: dict[str, Asked] = {}
    for code in (module.named(code) for module in about.modules for code in module.check):
        if (head := words.parts.get(code)) is None:
            continue
        told, choices = choices_beneath(head, lambda line, what: found.append(Mistake(file, line, what)))
        if len(choices) != CHOICES:
            what = f"“{head.title}” has {len(choices)} choices: write {CHOICES}, each as - [ ] … with > … beneath"
            found.append(Mistake(file, head.line, what))
        elif (right := sum(one.right for one in choices)) != 1:
            found.append(Mistake(file, head.line, f"{right} choices of “{head.title}” are right: mark one with [x]"))
        asked[code] = Asked(head.title, told, choices)
    return asked


def _otherwise(about: TrainingFile, texts: Mapping[str, TrainingText], folder: str) -> Iterator[Mistake]:
    """Languages in which another choice is right than in the first: answers are kept by their place."""
    first, *others = about.languages
    for language in others:
        for code, asked in texts[language].asked.items():
            same = [one.right for one in asked.choices] == [one.right for one in texts[first].asked[code].choices]
            if not same:
                line = texts[language].words.parts[code].line
                told = f"another choice of “{asked.title}” is right than in {first}.md: put them in the same order"
                yield Mistake(f"{folder}/{language}.md", line, told)


def training() -> Training | None:
    """The training of this installation, else the one that comes with the app, as its files are now; None where neither
    can be used."""
    for lessons in (folder_of_lessons(), shipped_lessons()):
        folder = lessons / FOLDER
        if (folder / ABOUT).is_file():
            stamps = tuple((one.name, one.stat().st_mtime_ns) for one in sorted(folder.iterdir()))
            if found := _read(folder, stamps):
                return found
    return None


@lru_cache(maxsize=2)
def _read(folder: Path, _stamps: tuple[tuple[str, int], ...]) -> Training | None:
    return read_training(folder)[0]

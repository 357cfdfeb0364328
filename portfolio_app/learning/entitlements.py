"""What young people of a country can expect of career education at each stage, and what each of those around them does.

A folder beside the programmes holds it: `entitlements.yaml` says which stages, themes, roles and modules there are, a
Markdown file a language the words, under codes (`curriculum/README.md`). It is read as strictly as a module.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StringConstraints

from portfolio_app.learning.coded_text import CodedText, content_of, read_coded
from portfolio_app.learning.curriculum import Programme, folder_of_lessons
from portfolio_app.learning.mistakes import Mistake, grave
from portfolio_app.learning.module_format import ModuleName
from portfolio_app.learning.reading import yaml_of
from portfolio_app.skills.framework_format import Language

ENTITLEMENTS = "entitlements.yaml"
EXPECT, DO = "expect", "do"

Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
Codes = Annotated[tuple[Code, ...], Field(min_length=1, max_length=12)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class StageFile(_Part):
    """A stage: the view of the programme that is made for it, and the modules that serve each theme."""

    code: Code
    view: Code
    modules: Mapping[Code, Annotated[tuple[ModuleName, ...], Field(min_length=1)]]


class EntitlementsFile(_Part):
    """What `entitlements.yaml` says."""

    version: Annotated[StrictInt, Field(ge=1)]
    country: Annotated[str, StringConstraints(max_length=10)]
    languages: Annotated[tuple[Language, ...], Field(min_length=1, max_length=12)]
    programme: Code
    source: Annotated[str, StringConstraints(min_length=1, max_length=600)]
    themes: Codes
    roles: Codes
    stages: Annotated[tuple[StageFile, ...], Field(min_length=1, max_length=8)]


@dataclass(frozen=True)
class Card:
    """What somebody with a role can expect at a stage, and what they do."""

    code: str
    title: str
    expect_head: str
    expect: tuple[str, ...]
    do_head: str
    do: tuple[str, ...]


@dataclass(frozen=True)
class Theme:
    """What a pupil can say at the end of a stage, under one theme."""

    code: str
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Stage:
    """The words of a stage."""

    code: str
    title: str
    summary: str
    themes: tuple[Theme, ...]
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Words:
    """All words in a language."""

    language: str
    title: str
    summary: str
    stages: tuple[Stage, ...]


@dataclass(frozen=True)
class Entitlements:
    """Those of a country: what the file says, and the words by language."""

    folder: str
    about: EntitlementsFile
    words: Mapping[str, Words]

    def text(self, language: str) -> Words:
        """The words in that language, in English, or in the first there is."""
        return self.words.get(language) or self.words.get("en") or next(iter(self.words.values()))


def entitlement_folders(folder: Path) -> list[Path]:
    """The folders of entitlements in a folder of lessons."""
    there = (one for one in folder.iterdir() if one.is_dir() and not one.is_symlink()) if folder.is_dir() else ()
    return sorted(one for one in there if (one / ENTITLEMENTS).is_file())


def read_entitlements(folder: Path) -> tuple[Entitlements | None, tuple[Mistake, ...]]:
    """What a folder says; None where something grave is wrong with it."""
    shown = f"{folder.name}/{ENTITLEMENTS}"
    content, wrong = content_of(folder / ENTITLEMENTS, shown)
    if content is None:
        return None, wrong
    about, _document, mistakes = yaml_of(content, shown, EntitlementsFile)
    if about is None:
        return None, mistakes
    found = [*mistakes, *_incoherent(about, shown)]
    words: dict[str, Words] = {}
    for language in about.languages:
        file = f"{folder.name}/{language}.md"
        text, wrong = read_coded(folder / f"{language}.md", file, set(_codes(about)))
        found += [*wrong, *_without_lines(text, file, about)]
        words[language] = _words(text, language, about)
    return (Entitlements(folder.name, about, words) if not grave(found) else None), tuple(found)


def amiss_with(found: Entitlements, programmes: Mapping[str, Programme]) -> Iterator[Mistake]:
    """Links of entitlements that lead nowhere: a programme, a view or a module there is none of; and modules of a view
    that serve no theme."""
    file = f"{found.folder}/{ENTITLEMENTS}"
    programme = programmes.get(found.about.programme)
    if programme is None:
        yield Mistake(file, 1, f"there is no programme {found.about.programme!r}: correct “programme”")
        return
    for stage in found.about.stages:
        view = next((one for one in programme.about.views if one.code == stage.view), None)
        if view is None:
            yield Mistake(file, 1, f"{stage.code}: there is no view {stage.view!r} in {programme.code}: correct it")
        named = {one for modules in stage.modules.values() for one in modules}
        for name in sorted(named):
            if programme.about.listed(name) is None:
                yield Mistake(file, 1, f"{stage.code}: there is no module {name!r} in {programme.code}: correct it")
        for name in view.modules if view else ():
            if name not in named:
                yield Mistake(file, 1, f"{stage.code}: {name!r} of its view serves no theme: add it to one")


def _incoherent(about: EntitlementsFile, file: str) -> Iterator[Mistake]:
    for stage in about.stages:
        if set(stage.modules) != set(about.themes):
            yield Mistake(file, 1, f"{stage.code}: name modules for each theme, which are {', '.join(about.themes)}")
    codes = [one.code for one in about.stages]
    if len(set(codes)) < len(codes):
        yield Mistake(file, 1, "two stages have the same code: rename one")


def _words(text: CodedText, language: str, about: EntitlementsFile) -> Words:
    stages = tuple(
        Stage(
            code=one.code,
            title=text.title_of(one.code),
            summary=text.words_of(one.code),
            themes=tuple(
                Theme(theme, text.title_of(f"{one.code}.{theme}"), text.lines_of(f"{one.code}.{theme}"))
                for theme in about.themes
            ),
            cards=tuple(_card(text, role, f"{one.code}.{role}") for role in about.roles),
        )
        for one in about.stages
    )
    return Words(language, text.title, text.summary, stages)


def _card(text: CodedText, role: str, code: str) -> Card:
    expect, do = f"{code}.{EXPECT}", f"{code}.{DO}"
    return Card(
        role, text.title_of(code), text.title_of(expect), text.lines_of(expect), text.title_of(do), text.lines_of(do)
    )


def _without_lines(text: CodedText, file: str, about: EntitlementsFile) -> Iterator[Mistake]:
    listed = [f"{one.code}.{theme}" for one in about.stages for theme in about.themes]
    listed += [f"{one.code}.{role}.{part}" for one in about.stages for role in about.roles for part in (EXPECT, DO)]
    for code in listed:
        if code in text.parts and not text.lines_of(code):
            yield Mistake(file, text.parts[code].line, "nothing stands here: write lines, each - …")


def _codes(about: EntitlementsFile) -> Iterator[str]:
    """The codes of all headings below the title."""
    for stage in about.stages:
        yield stage.code
        yield from (f"{stage.code}.{theme}" for theme in about.themes)
        for role in about.roles:
            yield f"{stage.code}.{role}"
            yield from (f"{stage.code}.{role}.{part}" for part in (EXPECT, DO))


def entitlements() -> Sequence[Entitlements]:
    """Those of this installation that can be used."""
    folder = folder_of_lessons()
    stamps = tuple(
        (str(file), file.stat().st_mtime_ns) for one in entitlement_folders(folder) for file in sorted(one.iterdir())
    )
    return _read(folder, stamps)


@lru_cache(maxsize=2)
def _read(folder: Path, _stamps: tuple[tuple[str, int], ...]) -> Sequence[Entitlements]:
    read = (read_entitlements(one)[0] for one in entitlement_folders(folder))
    return tuple(one for one in read if one is not None)


def entitlements_of(country: str) -> Entitlements | None:
    """Those of a country or of a part of it: `GB` has those of `gb-sct`, where there are no others."""
    code = country.casefold()
    if not code:
        return None
    found = {one.about.country: one for one in entitlements()}
    return found.get(code) or next((one for name, one in found.items() if name.startswith(f"{code}-")), None)

"""From files to a module, whoever wrote them: what is shipped, adapted and imported is read here, in the same way.

A module is a bundle of files by their paths within its folder. `read_folder` makes one of a folder, an import of a ZIP,
the database of its rows. `read_module` reads all of it, says everything that is wrong, and never raises; `open_module`
reads its words when they are asked for, language by language: taking 24 modules apart takes three seconds.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from portfolio_app.core.strict_yaml import Document, YamlMistake, read_yaml
from portfolio_app.learning.markdown import MOST_BYTES, read_markdown
from portfolio_app.learning.mistakes import LessonError, Mistake, grave
from portfolio_app.learning.module_format import Activity, ModuleFile
from portfolio_app.learning.module_text import ActivityText, ModuleText, TextReader
from portfolio_app.skills.framework import framework, frameworks
from portfolio_app.skills.framework_file import placed

ABOUT = "module.yaml"
MEDIA = "media/"
EASY = ".easy.md"
MOST_MEDIA_BYTES = 5_000_000
MOST_FILES = 120
MOST_TOGETHER = 40_000_000
CAPABILITIES, BUTTONS = "scotland-cms", "career-buttons"
"""The frameworks whose codes modules name."""

_FOLDER = re.compile(r"(?:(\d{1,3})-)?([a-z0-9]+(?:-[a-z0-9]+)*)")
_TEXT = re.compile(r"([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*?)(\.easy)?\.md")
_MEDIUM = re.compile(r"media/[A-Za-z0-9][A-Za-z0-9._-]{0,90}\.(png|jpe?g|webp|ogg|oga|mp3|m4a|mp4|webm)", re.IGNORECASE)

Files = Mapping[str, bytes]
ModelOfFile = TypeVar("ModelOfFile", bound=BaseModel)


@dataclass(frozen=True)
class Module:
    """A version of a module, named by the hash of all its files. Words: `text(language)`; all else: `about`.

    `programme` is the folder it stands in, "" for one that belongs to none; `number` its place there. What a lesson
    takes, whom it is for and what it works at stands in `about`: `about.years`, `about.aims`, `about.activities` with
    `code`, `kind`, `minutes`.
    """

    name: str
    hash: str
    about: ModuleFile
    texts: Mapping[str, ModuleText]
    easy: Mapping[str, ModuleText] = field(default_factory=dict[str, ModuleText])
    programme: str = ""
    number: int = 0
    files: Files = field(default_factory=dict[str, bytes], repr=False, compare=False)

    @property
    def minutes(self) -> int:
        """How long all of it takes."""
        return self.about.all_minutes

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages it is written in; the first is what others were compared with."""
        return tuple(one for one in self.about.languages if one in self.texts)

    def language_for(self, wanted: str) -> str:
        """The language in which somebody who reads `wanted` gets it: that one, English, or else the first it has."""
        return next((one for one in (wanted, "en") if one in self.texts), self.languages[0])

    def text(self, language: str, *, easy: bool = False) -> ModuleText:
        """All its words in the best language for `language`; `easy`: as far as there are easier ones."""
        best = self.texts[self.language_for(language)]
        return easier(best, self.easy.get(best.language)) if easy else best

    def title(self, language: str) -> str:
        """What it is called."""
        return self._heads[self.language_for(language)].title

    def summary(self, language: str) -> str:
        """What it is about, in two or three sentences."""
        return self._heads[self.language_for(language)].summary

    def activity(self, code: str) -> Activity | None:
        """The activity with that code."""
        return self._by_code.get(code)

    @cached_property
    def _heads(self) -> Mapping[str, ModuleText]:
        """Titles and summaries: they stand in lists, where nobody needs the rest."""
        return {one: _head_of(self.files[f"{one}.md"], one, self.about) for one in self.languages}

    @cached_property
    def _by_code(self) -> Mapping[str, Activity]:
        return {one.code: one for one in self.about.activities}


def easier(text: ModuleText, easy: ModuleText | None) -> ModuleText:
    """The text with what somebody wrote in easy language in place of the same."""
    if easy is None:
        return text
    activities = {code: easy.activities.get(code, one) for code, one in text.activities.items()}
    return replace(text, title=easy.title, summary=easy.summary, activities=activities)


@dataclass(frozen=True)
class Read:
    """What came of reading: the module, unless something grave is wrong with it."""

    module: Module | None
    mistakes: tuple[Mistake, ...] = ()


def name_of(folder: str) -> tuple[int, str] | None:
    """Number and name of a module by its folder's name (`14-money-and-contracts`); None for a name that is none."""
    found = _FOLDER.fullmatch(folder)
    return (int(found.group(1) or 0), found.group(2)) if found else None


def hash_of(files: Files, name: str = "") -> str:
    """What names this version: 64 hexadecimal digits, the same for the same files in any order. A module of no
    programme is a school's own, and its `name` makes it another than the one whose copy it may be."""
    told = hashlib.sha256(f"{name}\n".encode() if name else b"")
    for path in sorted(files):
        told.update(f"{path}\0{hashlib.sha256(files[path]).hexdigest()}\n".encode())
    return told.hexdigest()


def read_folder(folder: Path, shown: str = "") -> tuple[Files, tuple[Mistake, ...]]:
    """The files of a module's folder, and what should not be there. Links are not followed. `shown` is what mistakes
    call the folder."""
    shown = shown or folder.name
    files: dict[str, bytes] = {}
    mistakes: list[Mistake] = []
    together = 0
    for path, file in _files_in(folder):
        problem = _unfit(path, file)
        together += 0 if problem else file.stat().st_size
        if problem is None and (len(files) >= MOST_FILES or together > MOST_TOGETHER):
            problem = f"a module has {MOST_FILES} files and {MOST_TOGETHER // 1_000_000} MB at most: take some out"
        if problem is None:
            try:
                files[path] = file.read_bytes()
            except OSError as error:
                problem = f"cannot be read: {error.strerror}"
        if problem:
            mistakes.append(Mistake(f"{shown}/{path}", 1, problem))
    return files, tuple(mistakes)


def _files_in(folder: Path) -> Iterator[tuple[str, Path]]:
    try:
        names = sorted(folder.iterdir())
    except OSError:
        return
    for file in names:
        if file.name == "media" and file.is_dir() and not file.is_symlink():
            yield from ((MEDIA + one.name, one) for one in sorted(file.iterdir()))
        elif not file.name.startswith("."):
            yield file.name, file


def _unfit(path: str, file: Path) -> str | None:
    """Why a file cannot be part of a module."""
    if file.is_symlink():
        return "is a link to another file: put the file itself here"
    if not file.is_file():
        return "is no file: a module has files, and one folder called media"
    return unfit(path, file.stat().st_size)


def unfit(path: str, size: int) -> str | None:
    """Why a file of that path and size cannot be part of a module; None where it can. For all ways a module comes."""
    if _MEDIUM.fullmatch(path):
        most = MOST_MEDIA_BYTES
    elif path == ABOUT or _TEXT.fullmatch(path):
        most = MOST_BYTES
    else:
        return "is not part of a module: it has module.yaml, en.md, en.easy.md and media/ with pictures and recordings"
    return f"is larger than {most // 1_000_000} MB: make it smaller" if size > most else None


def media_address(version: str, path: str) -> str:
    """Where a file of a module's media is found, of the version with that hash."""
    return f"/lesson-files/{version}/{path.removeprefix(MEDIA)}"


def read_module(files: Files, folder: str, programme: str = "", shown: str = "") -> Read:
    """The module made of `files`, whose folder is called `folder`. Mistakes name files beneath `shown`."""
    shown = shown or folder
    named = name_of(folder)
    if named is None:
        told = "a folder is named by number and name, in small letters, such as 14-money-and-contracts: rename it"
        return Read(None, (Mistake(shown, 1, told),))
    about, mistakes = _about(files, shown)
    if about is None:
        return Read(None, mistakes)
    version = hash_of(files, "" if programme else named[1])
    found = [*mistakes, *_files_amiss(files, about, shown)]
    texts: dict[str, ModuleText] = {}
    easy: dict[str, ModuleText] = {}
    for path, language, is_easy in _texts(files):
        if language not in about.languages:
            told = f"is not among the languages of module.yaml: add {language!r} there, or take the file away"
            found.append(Mistake(f"{shown}/{path}", 1, told))
            continue
        text, wrong = _text(files, path, language, about, version, shown, is_easy=is_easy)
        found += wrong
        if text is not None:
            (easy if is_easy else texts)[language] = text
    for language in about.languages:
        if f"{language}.md" not in files:
            told = f"is missing: module.yaml says there is {language!r}; write it, or take the language out there"
            found.append(Mistake(f"{shown}/{language}.md", 1, told))
    found += _unlike(texts, easy, about, shown)
    module = Module(named[1], version, about, texts, easy, programme, named[0], files)
    return Read(None if grave(found) else module, tuple(found))


def open_module(files: Files, folder: str, programme: str = "", shown: str = "") -> Read:
    """As `read_module`, but words are read when they are asked for, as well as they can be: what is wrong with them is
    not told."""
    shown = shown or folder
    named = name_of(folder)
    about, mistakes = _about(files, shown)
    if named is None or about is None or not any(f"{one}.md" in files for one in about.languages):
        return Read(None, mistakes)
    version = hash_of(files, "" if programme else named[1])
    texts, easy = (
        WhenAsked(
            [one for one in about.languages if f"{one}{ending}" in files],
            partial(_best_of, files, about, version, ending),
        )
        for ending in (".md", EASY)
    )
    return Read(Module(named[1], version, about, texts, easy, programme, named[0], files), mistakes)


def open_bundle(files: Files, name: str, programme: str = "", number: int = 0) -> Module:
    """The module of a bundle that was read before. Raises `LessonError` where it cannot be read any more."""
    read = open_module(files, f"{number:02}-{name}" if number else name, programme)
    if read.module is None:
        raise LessonError(grave(read.mistakes))
    return read.module


class WhenAsked(Mapping[str, ModuleText]):
    """Texts by language, each made when it is asked for first."""

    def __init__(self, languages: Sequence[str], make: Callable[[str], ModuleText]) -> None:
        self._languages, self._make = tuple(languages), make
        self._made: dict[str, ModuleText] = {}

    def __getitem__(self, language: str) -> ModuleText:
        if language not in self._languages:
            raise KeyError(language)
        if language not in self._made:
            self._made[language] = self._make(language)
        return self._made[language]

    def __contains__(self, language: object) -> bool:
        return language in self._languages

    def __iter__(self) -> Iterator[str]:
        return iter(self._languages)

    def __len__(self) -> int:
        return len(self._languages)


def _best_of(files: Files, about: ModuleFile, version: str, ending: str, language: str) -> ModuleText:
    easy = ending == EASY
    text, _mistakes = _text(files, language + ending, language, about, version, "", is_easy=easy)
    return text or ModuleText(language)


def _head_of(content: bytes, language: str, about: ModuleFile) -> ModuleText:
    """The title and the summary of a text."""
    source, _mistakes = _decoded(content, "")
    beginning = (source or "").split("\n## ", 1)[0]
    reader = TextReader("", language, read_markdown("", beginning, lambda _path: None), about, easy=True)
    return reader.read()


def yaml_of(
    content: bytes, file: str, kind: type[ModelOfFile]
) -> tuple[ModelOfFile | None, Document | None, tuple[Mistake, ...]]:
    """What a YAML file says, as a `kind`; where each value stands; what is wrong."""
    text, problem = _decoded(content, file)
    if text is None:
        return None, None, problem
    try:
        document = read_yaml(text)
    except YamlMistake as error:
        return None, None, (Mistake(file, error.line, f"{error.what}: correct this line, or the one before it"),)
    try:
        return kind.model_validate(document.data), document, ()
    except ValidationError as error:
        wrong = placed(error, document)
        return None, document, tuple(Mistake(file, one.line, f"{one.where}: {one.what}".strip(": ")) for one in wrong)


def _about(files: Files, shown: str) -> tuple[ModuleFile | None, tuple[Mistake, ...]]:
    file = f"{shown}/{ABOUT}"
    if ABOUT not in files:
        return None, (Mistake(file, 1, "is missing: it says what the module is made of, see README.md"),)
    about, document, mistakes = yaml_of(files[ABOUT], file, ModuleFile)
    if about is None or document is None:
        return None, mistakes
    wrong = tuple(Mistake(file, document.place(where)[0], what) for where, what in _codes_unknown(about))
    return about, wrong


def _codes_unknown(about: ModuleFile) -> Iterator[tuple[tuple[str | int, ...], str]]:
    skills = framework(CAPABILITIES).codes if CAPABILITIES in frameworks() else ()
    buttons = framework(BUTTONS).codes if BUTTONS in frameworks() else ()
    named = [(("capabilities", at), one) for at, one in enumerate(about.capabilities)]
    named += [
        (("activities", at, "capabilities", place), one)
        for at, activity in enumerate(about.activities)
        for place, one in enumerate(activity.capabilities)
    ]
    for where, code in named:
        if code not in skills:
            yield where, f"there is no skill {code!r} in {CAPABILITIES}: its codes are {', '.join(skills)}"
    pressed = [(("buttons", at), one) for at, one in enumerate(about.buttons)]
    pressed += [(("activities", at, "button"), one.button) for at, one in enumerate(about.activities) if one.button]
    for where, code in pressed:
        if code not in buttons:
            yield where, f"there is no career button {code!r}: they are {', '.join(buttons)}"


def _texts(files: Files) -> Iterator[tuple[str, str, bool]]:
    for path in sorted(files):
        if found := _TEXT.fullmatch(path):
            yield path, found.group(1), found.group(2) is not None


def _text(
    files: Files, path: str, language: str, about: ModuleFile, version: str, shown: str, *, is_easy: bool
) -> tuple[ModuleText | None, tuple[Mistake, ...]]:
    file = f"{shown}/{path}"
    source, problem = _decoded(files[path], file)
    if source is None:
        return None, problem

    def picture(wanted: str) -> str | None:
        return media_address(version, wanted) if wanted in files else None

    reader = TextReader(file, language, read_markdown(file, source, picture), about, easy=is_easy)
    return reader.read(), tuple(reader.mistakes)


def _decoded(content: bytes, file: str) -> tuple[str | None, tuple[Mistake, ...]]:
    if len(content) > MOST_BYTES:
        return None, (Mistake(file, 1, f"is larger than {MOST_BYTES // 1_000_000} MB: make it smaller"),)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return None, (Mistake(file, line, "is not UTF-8 text: save it as UTF-8"),)
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        return None, (Mistake(file, line, "has a character that is none (NUL): delete it"),)
    return text.replace("\r\n", "\n").replace("\r", "\n"), ()


def _files_amiss(files: Files, about: ModuleFile, shown: str) -> Iterator[Mistake]:
    for path in files:
        if problem := unfit(path, len(files[path])):
            yield Mistake(f"{shown}/{path}", 1, problem)
    for one in about.activities:
        if one.media and one.media not in files:
            told = f"the recording {one.media!r} of {one.code!r} is not there: put it into the folder, or take it out"
            yield Mistake(f"{shown}/{ABOUT}", 1, told)


def _unlike(
    texts: Mapping[str, ModuleText], easy: Mapping[str, ModuleText], about: ModuleFile, shown: str
) -> Iterator[Mistake]:
    """In which languages an activity is made of something else than in the first."""
    first = texts.get(about.languages[0])
    if first is None:
        return
    others = [(f"{shown}/{language}.md", text) for language, text in texts.items() if text is not first]
    others += [(f"{shown}/{language}.easy.md", text) for language, text in easy.items()]
    for file, text in others:
        for code, one in text.activities.items():
            if like := first.activities.get(code):
                yield from (Mistake(file, line, what) for line, what in _differences(one, like, first.language))
        if text.exit and [one.code for one in text.exit] != [one.code for one in first.exit]:
            line, codes = text.exit[0].line, ", ".join(one.code for one in first.exit)
            yield Mistake(file, line, f"the questions before one goes differ from those in {first.language}: {codes}")


def _differences(one: ActivityText, like: ActivityText, language: str) -> Iterator[tuple[int, str]]:
    codes, wanted = [each.code for each in one.questions], [each.code for each in like.questions]
    if codes != wanted:
        told = f"the questions of {one.code!r} are {_listed(codes)}; in {language} they are {_listed(wanted)}"
        yield one.line, f"{told}: make them the same, in the same order"
        return
    for here, there in zip(one.questions, like.questions, strict=True):
        if len(here.choices) != len(there.choices):
            told = f"{here.code!r} has {len(here.choices)} choices; in {language} it has {len(there.choices)}"
            yield here.line, f"{told}: make them as many"
        elif [each.right for each in here.choices] != [each.right for each in there.choices]:
            yield here.line, f"other choices of {here.code!r} are right than in {language}: put them in the same order"
    boxes, like_boxes = _boxes(one), _boxes(like)
    if boxes != like_boxes:
        told = f"boxes and cards of {one.code!r} are {_listed(boxes)}; in {language} they are {_listed(like_boxes)}"
        yield one.line, f"{told}: make them the same"


def _boxes(one: ActivityText) -> list[str]:
    loose = [f"{len(one.cards)} cards"] if one.cards else []
    return [*(f"{box.code} with {len(box.cards)}" for box in one.boxes), *loose]


def _listed(codes: list[str]) -> str:
    return ", ".join(codes) or "none"

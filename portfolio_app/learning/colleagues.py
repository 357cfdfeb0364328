"""A lesson for colleagues: how somebody teaches Polku to others of the staff in twenty minutes.

It is no module: pupils never meet it, and it is far shorter. `curriculum/for-colleagues/colleagues.yaml` says its steps
with their minutes, a Markdown file a language the words.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StringConstraints

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import NAMES, _, format_number, spoken
from portfolio_app.learning import policy
from portfolio_app.learning.coded_text import CodedText, content_of, read_coded
from portfolio_app.learning.curriculum import folder_of_lessons, shipped_lessons
from portfolio_app.learning.lesson_words import minutes_said
from portfolio_app.learning.mistakes import Mistake, grave
from portfolio_app.learning.reading import yaml_of
from portfolio_app.skills.framework_format import Language

FOLDER, ABOUT = "for-colleagues", "colleagues.yaml"
BEFORE, QUESTIONS, HANDOUT = "before", "questions", "handout"

Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class StepFile(_Part):
    """A step and its minutes."""

    code: Code
    minutes: Annotated[StrictInt, Field(ge=1, le=30)]


class ColleaguesFile(_Part):
    """What `colleagues.yaml` says."""

    version: Annotated[StrictInt, Field(ge=1)]
    languages: Annotated[tuple[Language, ...], Field(min_length=1, max_length=12)]
    minutes: Annotated[StrictInt, Field(ge=5, le=60)]
    steps: Annotated[tuple[StepFile, ...], Field(min_length=2, max_length=12)]
    questions: Annotated[tuple[Code, ...], Field(min_length=3, max_length=3)]


@dataclass(frozen=True)
class ForColleagues:
    """The lesson: what its file says, and its words by language."""

    about: ColleaguesFile
    texts: Mapping[str, CodedText]


@dataclass(frozen=True)
class StepView:
    """A step: from which minute to which, what it is called, and its words as HTML."""

    time: str = ""
    title: str = ""
    html: str = ""


@dataclass(frozen=True)
class ColleaguesView:
    """The page; with `handout_only`, the page to take away alone. Words of the lesson are in `language`."""

    loaded: bool = False
    language: str = ""
    other: str = ""
    title: str = ""
    summary: str = ""
    minutes: str = ""
    before: StepView = StepView()
    steps: tuple[StepView, ...] = ()
    questions_title: str = ""
    questions: tuple[StepView, ...] = ()
    handout: StepView = StepView()
    handout_only: bool = False
    whole_href: str = ""
    handout_href: str = ""


def read_for_colleagues(folder: Path) -> tuple[ForColleagues | None, tuple[Mistake, ...]]:
    """The lesson in a folder; None where something grave is wrong with it."""
    shown = f"{folder.name}/{ABOUT}"
    content, wrong = content_of(folder / ABOUT, shown)
    if content is None:
        return None, wrong
    about, _document, mistakes = yaml_of(content, shown, ColleaguesFile)
    if about is None:
        return None, mistakes
    found = [*mistakes, *_minutes_amiss(about, shown)]
    texts: dict[str, CodedText] = {}
    for language in about.languages:
        texts[language], wrong = read_coded(
            folder / f"{language}.md", f"{folder.name}/{language}.md", set(_codes(about))
        )
        found += wrong
    return (ForColleagues(about, texts) if not grave(found) else None), tuple(found)


def _codes(about: ColleaguesFile) -> Iterator[str]:
    yield from (BEFORE, QUESTIONS, HANDOUT)
    yield from (one.code for one in about.steps)
    yield from about.questions


def _minutes_amiss(about: ColleaguesFile, file: str) -> Iterator[Mistake]:
    together = sum(one.minutes for one in about.steps)
    if together != about.minutes:
        told = f"“minutes” says {about.minutes}, and the steps take {together} together: change one of them"
        yield Mistake(file, 1, told)


def for_colleagues() -> ForColleagues | None:
    """The lesson of this installation, else the one that comes with the app, as its files are now; None where it cannot
    be used."""
    places = (folder_of_lessons() / FOLDER, shipped_lessons() / FOLDER)
    folder = next((one for one in places if (one / ABOUT).is_file()), None)
    if folder is None:
        return None
    return _read(folder, tuple((one.name, one.stat().st_mtime_ns) for one in sorted(folder.iterdir())))


@lru_cache(maxsize=2)
def _read(folder: Path, _stamps: tuple[tuple[str, int], ...]) -> ForColleagues | None:
    return read_for_colleagues(folder)[0]


def colleagues_href(*, handout: bool = False) -> str:
    """The address of the lesson, or of the page to take away."""
    return f"/{spoken()}/for-colleagues" + ("?part=handout" if handout else "")


async def load_for_colleagues(actor: Actor, part: str) -> ColleaguesView:
    """The page for staff. Raises `Refused` for whoever does lessons themself, `NotFound` where there is none."""
    policy.may_run(actor)
    found = for_colleagues()
    if found is None:
        raise NotFound()
    language = next((one for one in (spoken(), "en") if one in found.texts), found.about.languages[0])
    text = found.texts[language]
    return ColleaguesView(
        loaded=True,
        language=language,
        other=""
        if language == spoken()
        else _("This is not written in your language yet. Here it is in another: {language}.").format(
            language=NAMES[language]
        ),
        title=text.title,
        summary=text.summary,
        minutes=minutes_said(found.about.minutes),
        before=_part(text, BEFORE),
        steps=tuple(_steps(found.about, text)),
        questions_title=text.title_of(QUESTIONS),
        questions=tuple(_part(text, code) for code in found.about.questions),
        handout=_part(text, HANDOUT),
        handout_only=part == HANDOUT,
        whole_href=colleagues_href(),
        handout_href=colleagues_href(handout=True),
    )


def _part(text: CodedText, code: str, time: str = "") -> StepView:
    return StepView(time, text.title_of(code), text.html_of(code))


def _steps(about: ColleaguesFile, text: CodedText) -> Iterator[StepView]:
    at = 0
    for one in about.steps:
        # Translators: from one minute of a lesson to another, such as "Minutes 4–8"
        time = _("Minutes {first}–{last}").format(first=format_number(at), last=format_number(at + one.minutes))
        yield _part(text, one.code, time)
        at += one.minutes

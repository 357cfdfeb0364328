"""A short questionnaire as data: what a file in `questionnaires/` may say, and reading one.

No statement is named in code. How answers become a result is in `scoring.py`; sources and limits in
docs/questionnaires.md.
"""

from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StringConstraints, model_validator

from portfolio_app.core.languages import spoken
from portfolio_app.core.strict_yaml import Where
from portfolio_app.skills.framework_file import FrameworkError, Mistake, read_data
from portfolio_app.skills.framework_format import FILLED, Code, Language, Text, UnknownCode, Words
from portfolio_app.skills.framework_rules import IncoherentFramework, languages_amiss, used_twice

FOLDER = Path(__file__).parent / "questionnaires"
"""Where the questionnaires lie, one file each, named after its code."""

STATEMENT_LIMIT = 90
"""Characters a statement may have in any language: three lines on a 360 px screen."""

A_PAGE = 6
"""Statements asked on one page."""

YES = 3
"""Answers from this value on say yes; those below it do not."""

Statement_ = Mapping[Language, Annotated[str, StringConstraints(pattern=FILLED, max_length=STATEMENT_LIMIT)]]
Short = Mapping[Language, Annotated[str, StringConstraints(pattern=FILLED, max_length=42)]]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(_Part):
    """Where the structure comes from; `note` says whose the wording is."""

    title: Words
    publisher: Words
    year: Annotated[StrictInt, Field(ge=1900, le=2100)]
    note: Text


class AnswerChoice(_Part):
    """One of the four answers; `value` orders them, from 1 to 4, and is never shown."""

    code: Code
    value: Annotated[StrictInt, Field(ge=1, le=4)]
    name: Short


class Statement(_Part):
    """Something to say yes or no to. `since` and `retired` are the versions it came with and is no longer asked in."""

    code: Code
    text: Statement_
    since: Annotated[StrictInt, Field(ge=1)] = 1
    retired: Annotated[StrictInt, Field(ge=2)] | None = None

    def asked_in(self, version: int) -> bool:
        """Whether that version of the questionnaire asks it."""
        return self.since <= version and (self.retired is None or version < self.retired)


class Theme(_Part):
    """Statements that belong together.

    `meaning` is one sentence to whom it fits, `try` something small to do for whom it is unusual, `show` an idea of
    evidence. `capabilities` (framework code -> capability codes) are where it leads.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    code: Code
    name: Short
    meaning: Text
    experiment: Text = Field(alias="try")
    show: Text
    capabilities: Mapping[str, tuple[Code, ...]]
    statements: Annotated[tuple[Statement, ...], Field(min_length=3, max_length=20)]


class Questionnaire(_Part):
    """A whole questionnaire: complete in its languages, without double codes."""

    code: Code
    version: Annotated[StrictInt, Field(ge=1)]
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    name: Short
    about: Text
    question: Text
    source: Source
    answers: Annotated[tuple[AnswerChoice, ...], Field(min_length=4, max_length=4)]
    not_told: Annotated[tuple[Text, ...], Field(min_length=1, max_length=8)]
    themes: Annotated[tuple[Theme, ...], Field(min_length=2, max_length=8)]

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        wrong_languages = languages_amiss(_texts(self), self.languages, "questionnaire")
        mistakes = [*_double_codes(self), *_out_of_order(self), *wrong_languages]
        if mistakes:
            raise IncoherentFramework(mistakes)
        return self

    @cached_property
    def statements(self) -> Mapping[str, tuple[Theme, Statement]]:
        """Every statement there ever was, with its theme, by code."""
        return {one.code: (theme, one) for theme in self.themes for one in theme.statements}

    def asked(self, version: int) -> tuple[Statement, ...]:
        """The statements of a version as they are asked: one of each theme in turn, so that no page is about one."""
        rows = [[one for one in theme.statements if one.asked_in(version)] for theme in self.themes]
        return tuple(
            row[turn] for turn in range(max((len(row) for row in rows), default=0)) for row in rows if turn < len(row)
        )

    def theme(self, code: str) -> Theme:
        """The theme with that code; `UnknownCode` if there is none."""
        for theme in self.themes:
            if theme.code == code:
                return theme
        raise UnknownCode(f"{self.code} has no theme {code!r}")

    def answer(self, value: int) -> AnswerChoice:
        """The answer with that value, 1 to 4; `UnknownCode` for any other."""
        for one in self.answers:
            if one.value == value:
                return one
        raise UnknownCode(f"{self.code} has no answer {value!r}")


def _double_codes(one: Questionnaire) -> Iterator[tuple[Where, str]]:
    kinds: list[list[tuple[Where, str]]] = [
        [(("answers", at, "code"), answer.code) for at, answer in enumerate(one.answers)],
        [(("themes", at, "code"), theme.code) for at, theme in enumerate(one.themes)],
        [
            (("themes", at, "statements", place, "code"), statement.code)
            for at, theme in enumerate(one.themes)
            for place, statement in enumerate(theme.statements)
        ],
    ]
    yield from used_twice(kinds)


def _out_of_order(one: Questionnaire) -> Iterator[tuple[Where, str]]:
    for at, answer in enumerate(one.answers):
        if answer.value != at + 1:
            yield ("answers", at, "value"), f"should be {at + 1}: the answers stand in order, from 1 to 4"
    for at, theme in enumerate(one.themes):
        for place, statement in enumerate(theme.statements):
            where: Where = ("themes", at, "statements", place)
            if statement.since > one.version:
                yield (*where, "since"), f"is later than this version, {one.version}"
            if statement.retired is not None and not statement.since < statement.retired <= one.version:
                yield (*where, "retired"), f"should be after {statement.since} and at most this version, {one.version}"
        if sum(statement.asked_in(one.version) for statement in theme.statements) < 3:
            yield ("themes", at, "statements"), "fewer than three are asked in this version"


def _texts(one: Questionnaire) -> Iterator[tuple[Where, Mapping[str, str]]]:
    """Every text with the way to it."""
    yield from ((("name",), one.name), (("about",), one.about), (("question",), one.question))
    yield ("source", "note"), one.source.note
    for at, answer in enumerate(one.answers):
        yield ("answers", at, "name"), answer.name
    for at, text in enumerate(one.not_told):
        yield ("not_told", at), text
    for at, theme in enumerate(one.themes):
        here: Where = ("themes", at)
        yield (*here, "name"), theme.name
        yield (*here, "meaning"), theme.meaning
        yield (*here, "try"), theme.experiment
        yield (*here, "show"), theme.show
        for place, statement in enumerate(theme.statements):
            yield (*here, "statements", place, "text"), statement.text


def said(text: Mapping[str, str]) -> str:
    """A text of a data file in the language being spoken, else in English, else in its first."""
    return text.get(spoken()) or text.get("en") or next(iter(text.values()), "")


def load_questionnaire(path: Path) -> Questionnaire:
    """The questionnaire in the YAML file at `path`. Raises `FrameworkError` with the place of every mistake."""
    return read_data(path, Questionnaire)


@cache
def questionnaires() -> Mapping[str, Questionnaire]:
    """Every questionnaire by its code, in the order they are offered in, read once."""
    found: dict[str, Questionnaire] = {}
    for path in sorted(FOLDER.glob("*.yaml"), reverse=True):  # strengths before interests
        loaded = load_questionnaire(path)
        if path.stem != loaded.code:
            raise FrameworkError(path, [Mistake(1, 1, "code", f"is {loaded.code!r}, so the file should be named so")])
        found[loaded.code] = loaded
    return MappingProxyType(found)


def questionnaire(code: str) -> Questionnaire:
    """The questionnaire with that code; `UnknownCode` if there is none."""
    try:
        return questionnaires()[code]
    except KeyError:
        raise UnknownCode(f"there is no questionnaire {code!r}") from None

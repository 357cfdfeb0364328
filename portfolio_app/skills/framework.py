"""A framework of career management skills as data: what a framework file may say, and reading one.

Schools and countries differ in which framework they follow, so no capability is named in code. The files lie in
`frameworks/` (a folder of data, not a package); their schema is these models, also published by `json_schema()`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StringConstraints, ValidationError, model_validator

from portfolio_app.core.strict_yaml import Document, Where, YamlMistake, read_yaml

NAME_LIMIT = 42
"""Characters a capability's name may have in any language: one line on a 360 px screen."""

DEFAULT = "scotland-cms"
"""The framework a school follows until it chooses another."""

FOLDER = Path(__file__).parent / "frameworks"
"""Where the shipped frameworks lie, one file each, named after its code."""

SIZE_LIMIT = 2_000_000
"""Bytes a framework file may have; the shipped ones have about 150,000."""

FILLED = r"\S"
"""The pattern of a text that says something."""

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$", max_length=20)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
Words = Annotated[str, StringConstraints(pattern=FILLED, max_length=600)]
Text = Mapping[Language, Words]
"""One text in every language of its framework: language code -> words."""

Name = Mapping[Language, Annotated[str, StringConstraints(pattern=FILLED, max_length=NAME_LIMIT)]]
Shape = Literal["circle", "triangle", "diamond", "square"]


class UnknownCode(LookupError):
    """A framework, theme, capability, stage or step was asked for that does not exist."""


class IncoherentFramework(ValueError):
    """Parts of a framework contradict each other; `mistakes` are (where, what) pairs."""

    def __init__(self, mistakes: list[tuple[Where, str]]) -> None:
        self.mistakes = mistakes
        super().__init__("\n".join(f"{spelt(where)}: {what}" for where, what in mistakes))


@dataclass(frozen=True)
class Mistake:
    """What is wrong in a framework file; `line` and `column` count from 1, `where` may be empty."""

    line: int
    column: int
    where: str
    what: str


class FrameworkError(ValueError):
    """A framework file cannot be used. Its text has one line a mistake: `file:line:column: where: what`."""

    def __init__(self, file: Path, mistakes: list[Mistake]) -> None:
        self.file, self.mistakes = file, tuple(sorted(mistakes, key=lambda one: (one.line, one.column)))
        super().__init__(
            "\n".join(
                f"{file}:{one.line}:{one.column}: {f'{one.where}: ' if one.where else ''}{one.what}"
                for one in self.mistakes
            )
        )


def spelt(where: Where) -> str:
    """A way into a framework as people write it, such as `themes[1].capabilities[0].name`."""
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in where)
    return path.removeprefix(".")


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(_Part):
    """Where the structure of a framework comes from, and on what terms its words are used."""

    title: Words
    publisher: Words
    year: Annotated[StrictInt, Field(ge=1900, le=2100)]
    licence: Text
    note: Text


class Step(_Part):
    """One of the four answers to "how is it for you now?"; `value` runs from 1 to 4 and is never summed."""

    code: Code
    value: Annotated[StrictInt, Field(ge=1, le=4)]
    name: Name
    help: Text


class Stage(_Part):
    """A time of life with statements of its own: from `from_age` until the birthday of `to_age` (None: no end)."""

    code: Code
    name: Name
    from_age: Annotated[StrictInt, Field(ge=0, le=120)]
    to_age: Annotated[StrictInt, Field(ge=1, le=120)] | None


class Capability(_Part):
    """Something a person can be more or less at home in.

    `meaning` is one sentence for every age. `statements` (stage code -> text) say what it looks like at that stage, in
    the first person; `shows` (stage code -> three texts) are ideas of what could be evidence of it.
    """

    code: Code
    name: Name
    meaning: Text
    statements: Mapping[Code, Text]
    shows: Mapping[Code, Annotated[tuple[Text, ...], Field(min_length=3, max_length=3)]]


class Theme(_Part):
    """A family of capabilities; its `shape` (and the colour that belongs to the shape) marks it everywhere."""

    code: Code
    name: Name
    description: Text
    shape: Shape
    capabilities: Annotated[tuple[Capability, ...], Field(min_length=1, max_length=12)]


class Framework(_Part):
    """A whole framework, coherent: complete in its languages, without double codes, every stage spoken for."""

    code: Code
    version: Annotated[StrictInt, Field(ge=1)]
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    name: Text
    source: Source
    scale: Annotated[tuple[Step, ...], Field(min_length=4, max_length=4)]
    stages: Annotated[tuple[Stage, ...], Field(min_length=1, max_length=8)]
    themes: Annotated[tuple[Theme, ...], Field(min_length=1, max_length=4)]

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        mistakes = [*_double_codes(self), *_gaps_in_order(self), *_stages_unspoken(self), *_languages_amiss(self)]
        if mistakes:
            raise IncoherentFramework(mistakes)
        return self

    @cached_property
    def capabilities(self) -> tuple[Capability, ...]:
        """Every capability, in the order of the themes."""
        return tuple(capability for theme in self.themes for capability in theme.capabilities)

    @cached_property
    def _homes(self) -> dict[str, tuple[Theme, Capability]]:
        return {capability.code: (theme, capability) for theme in self.themes for capability in theme.capabilities}

    def _home(self, code: str) -> tuple[Theme, Capability]:
        try:
            return self._homes[code]
        except KeyError:
            raise UnknownCode(f"{self.code} has no capability {code!r}") from None

    def capability(self, code: str) -> Capability:
        """The capability with that code; `UnknownCode` if there is none."""
        return self._home(code)[1]

    def theme_of(self, code: str) -> Theme:
        """The theme that the capability with that code belongs to; `UnknownCode` if there is none."""
        return self._home(code)[0]

    def stage(self, code: str) -> Stage:
        """The stage with that code; `UnknownCode` if there is none."""
        for stage in self.stages:
            if stage.code == code:
                return stage
        raise UnknownCode(f"{self.code} has no stage {code!r}")

    def step(self, value: int) -> Step:
        """The step of the scale with that value, 1 to 4; `UnknownCode` for any other."""
        for step in self.scale:
            if step.value == value:
                return step
        raise UnknownCode(f"{self.code} has no step {value!r}")

    def text(self, text: Mapping[str, str], language: str) -> str:
        """The words of `text` in `language`, else in its base language (`nl` for `nl-BE`), else in English.

        Never fails: a framework without English answers in its first language, an empty text is "".
        """
        for wish in (language, language.partition("-")[0], "en", *self.languages):
            if wish in text:
                return text[wish]
        return ""


def _double_codes(framework: Framework) -> Iterator[tuple[Where, str]]:
    themes = framework.themes
    capabilities = [
        (("themes", at, "capabilities", place, "code"), capability.code)
        for at, theme in enumerate(themes)
        for place, capability in enumerate(theme.capabilities)
    ]
    kinds: list[list[tuple[Where, str]]] = [
        [(("languages", at), language) for at, language in enumerate(framework.languages)],
        [(("scale", at, "code"), step.code) for at, step in enumerate(framework.scale)],
        [(("stages", at, "code"), stage.code) for at, stage in enumerate(framework.stages)],
        [(("themes", at, "code"), theme.code) for at, theme in enumerate(themes)],
        [(("themes", at, "shape"), theme.shape) for at, theme in enumerate(themes)],
        [*capabilities],
    ]
    for kind in kinds:
        first: dict[str, Where] = {}
        for where, code in kind:
            if code in first:
                yield where, f"{code!r} is already used at {spelt(first[code])}"
            first.setdefault(code, where)


def _gaps_in_order(framework: Framework) -> Iterator[tuple[Where, str]]:
    for at, step in enumerate(framework.scale):
        if step.value != at + 1:
            yield ("scale", at, "value"), f"should be {at + 1}: the steps stand in order, from 1 to 4"
    for at, (stage, following) in enumerate(pairwise(framework.stages)):
        if stage.to_age != following.from_age:
            yield ("stages", at, "to_age"), f"should be {following.from_age}, the age at which the next stage begins"
    for at, stage in enumerate(framework.stages):
        if stage.to_age is not None and stage.to_age <= stage.from_age:
            yield ("stages", at, "to_age"), f"should be more than {stage.from_age}, the age at which this stage begins"


def _stages_unspoken(framework: Framework) -> Iterator[tuple[Where, str]]:
    known = [stage.code for stage in framework.stages]
    for at, theme in enumerate(framework.themes):
        for place, capability in enumerate(theme.capabilities):
            for part, keys in (("statements", capability.statements), ("shows", capability.shows)):
                where: Where = ("themes", at, "capabilities", place, part)
                for code in keys:
                    if code not in known:
                        yield (*where, code), f"is not a stage of this framework ({', '.join(known)})"
                for code in known:
                    if code not in keys:
                        yield where, f"the stage {code!r} is missing"


def _languages_amiss(framework: Framework) -> Iterator[tuple[Where, str]]:
    for where, text in _texts(framework):
        for language in framework.languages:
            if language not in text:
                yield where, f"the language {language!r} is missing"
        for language in text:
            if language not in framework.languages:
                yield (*where, language), "is not among the languages of this framework"


def _texts(framework: Framework) -> Iterator[tuple[Where, Mapping[str, str]]]:
    """Every text of a framework with the way to it."""
    yield ("name",), framework.name
    yield ("source", "licence"), framework.source.licence
    yield ("source", "note"), framework.source.note
    for at, step in enumerate(framework.scale):
        yield ("scale", at, "name"), step.name
        yield ("scale", at, "help"), step.help
    for at, stage in enumerate(framework.stages):
        yield ("stages", at, "name"), stage.name
    for at, theme in enumerate(framework.themes):
        yield ("themes", at, "name"), theme.name
        yield ("themes", at, "description"), theme.description
        for place, capability in enumerate(theme.capabilities):
            here: Where = ("themes", at, "capabilities", place)
            yield (*here, "name"), capability.name
            yield (*here, "meaning"), capability.meaning
            for code, statement in capability.statements.items():
                yield (*here, "statements", code), statement
            for code, ideas in capability.shows.items():
                for number, idea in enumerate(ideas):
                    yield (*here, "shows", code, number), idea


def json_schema() -> dict[str, Any]:
    """The schema of a framework file as JSON Schema (draft 2020-12), for editors and for those who write one.

    Rules that join parts (complete languages, double codes, ages that meet) are only checked when a file is read.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Framework.model_json_schema(),
        "title": "Framework of career management skills",
    }


def load_framework(path: Path) -> Framework:
    """The framework in the YAML file at `path`.

    Raises `FrameworkError` naming every mistake with its place; also for a file that cannot be read, is larger than
    `SIZE_LIMIT` or is not UTF-8.
    """
    try:
        if path.stat().st_size > SIZE_LIMIT:
            raise FrameworkError(path, [Mistake(1, 1, "", f"larger than {SIZE_LIMIT} bytes")])
        document = read_yaml(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise FrameworkError(path, [Mistake(1, 1, "", f"cannot be read: {error.strerror}")]) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise FrameworkError(path, [Mistake(line, 1, "", "is not UTF-8 text")]) from error
    except YamlMistake as error:
        raise FrameworkError(path, [Mistake(error.line, error.column, "", error.what)]) from error
    try:
        return Framework.model_validate(document.data)
    except ValidationError as error:
        raise FrameworkError(path, list(_placed(error, document))) from error


def _placed(error: ValidationError, document: Document) -> Iterator[Mistake]:
    for one in error.errors(include_url=False):
        facts = one.get("ctx", {})
        if one["type"] == "too_short" and len(one["input"]) > facts["actual_length"]:
            continue  # pydantic counts only the items that are right; those that are wrong are told by themselves
        if isinstance(cause := facts.get("error"), IncoherentFramework):
            found = cause.mistakes
        else:
            # pydantic names a bad key by appending "[key]" after the key itself
            found = [(tuple(part for part in one["loc"] if part != "[key]"), _plainly(one["type"], one["msg"], facts))]
        for where, what in found:
            yield Mistake(*document.place(where), spelt(where), what)


def _plainly(kind: str, message: str, facts: Mapping[str, Any]) -> str:
    """pydantic's `message` in the words of somebody who writes a file, where the two differ much."""
    if kind == "string_pattern_mismatch" and facts["pattern"] == FILLED:
        return "is empty"
    return {"missing": "is missing", "extra_forbidden": "is not a key that is known here"}.get(kind, message)


@cache
def frameworks() -> Mapping[str, Framework]:
    """Every shipped framework by its code, read once. `FrameworkError` if a file is not named after its code."""
    found: dict[str, Framework] = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        loaded = load_framework(path)
        if path.stem != loaded.code:
            raise FrameworkError(path, [Mistake(1, 1, "code", f"is {loaded.code!r}, so the file should be named so")])
        found[loaded.code] = loaded
    return MappingProxyType(found)


def framework(code: str = DEFAULT) -> Framework:
    """The shipped framework with that code; `UnknownCode` if there is none."""
    try:
        return frameworks()[code]
    except KeyError:
        raise UnknownCode(f"there is no framework {code!r}") from None

"""Reading a framework file, YAML or CSV: every mistake is told at once, each with its line and column."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import BaseModel, ValidationError

from portfolio_app.core.strict_yaml import Document, Where, YamlMistake, read_yaml
from portfolio_app.skills.framework_csv import CsvMistakes, read_csv
from portfolio_app.skills.framework_format import FILLED, Framework
from portfolio_app.skills.framework_rules import IncoherentFramework, spelt

SIZE_LIMIT = 2_000_000
"""Bytes a framework file may have; the shipped ones have about 150,000."""

Kind = TypeVar("Kind", bound=BaseModel)


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


@dataclass(frozen=True)
class Loaded:
    """A framework with the file it was read from, so that what is found out later can still be placed."""

    framework: Framework
    path: Path
    document: Document


def load_framework(path: Path, house: Framework | None = None) -> Framework:
    """The framework in the file at `path`; see `read_framework`."""
    return read_framework(path, house).framework


def read_framework(path: Path, house: Framework | None = None) -> Loaded:
    """The framework in the file at `path`: CSV when its name ends so, else YAML.

    A file that says nothing of `scale` or `stages` has those of `house`. Raises `FrameworkError` naming every mistake
    with its place; also for a file that cannot be read, is larger than `SIZE_LIMIT` or is not UTF-8.
    """
    document = _document(path)
    data = document.data
    if house is not None and isinstance(data, dict):
        data = _with_the_house(cast("dict[str, object]", data), house)
    try:
        return Loaded(Framework.model_validate(data), path, document)
    except ValidationError as error:
        raise FrameworkError(path, list(placed(error, document))) from error


def read_data(path: Path, kind: type[Kind]) -> Kind:
    """What another data file beside the frameworks says, as a `kind`. Raises as `read_framework` does."""
    document = _document(path)
    try:
        return kind.model_validate(document.data)
    except ValidationError as error:
        raise FrameworkError(path, list(placed(error, document))) from error


def _document(path: Path) -> Document:
    is_csv = path.suffix.casefold() == ".csv"
    try:
        if path.stat().st_size > SIZE_LIMIT:
            raise FrameworkError(path, [Mistake(1, 1, "", f"larger than {SIZE_LIMIT} bytes")])
        text = path.read_text(encoding="utf-8-sig")
        return read_csv(text) if is_csv else read_yaml(text)
    except OSError as error:
        raise FrameworkError(path, [Mistake(1, 1, "", f"cannot be read: {error.strerror}")]) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise FrameworkError(path, [Mistake(line, 1, "", "is not UTF-8 text")]) from error
    except YamlMistake as error:
        raise FrameworkError(path, [Mistake(error.line, error.column, "", error.what)]) from error
    except CsvMistakes as error:
        raise FrameworkError(path, [Mistake(line, column, "", what) for line, column, what in error.told]) from error


def _with_the_house(data: dict[str, object], house: Framework) -> dict[str, object]:
    """`data` with the steps and the stages of the house where it has none of its own, in those of its languages that
    the house speaks."""
    spoken = data.get("languages")
    languages = cast("list[object]", spoken) if isinstance(spoken, list) else list(house.languages)

    def shared(part: object) -> object:
        if isinstance(part, dict):
            known = cast("dict[str, object]", part)
            if known.keys() & {*house.languages}:
                return {language: words for language, words in known.items() if language in languages}
            return {key: shared(value) for key, value in known.items()}
        return part

    borrowed = {
        name: [shared(one.model_dump(mode="json")) for one in parts]
        for name, parts in (("scale", house.scale), ("stages", house.stages))
    }
    return borrowed | data


def placed(error: ValidationError, document: Document) -> Iterator[Mistake]:
    """Each mistake that a model found in `document`, at its place."""
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
            yield Mistake(*document.place(_in_document(where, document)), spelt(where), what)


def _in_document(where: Where, document: Document) -> Where:
    """`where` without what pydantic puts between: the kind of a thing that can be of several."""
    found: Where = ()
    for at, part in enumerate(where):
        if (*found, part) in document.places:
            found = (*found, part)
        elif at + 1 == len(where) or (*found, where[at + 1]) not in document.places:
            return (*found, *where[at:])  # what is missing has no place: its name stays
    return found


def _plainly(kind: str, message: str, facts: Mapping[str, Any]) -> str:
    """pydantic's `message` in the words of somebody who writes a file, where the two differ much."""
    if kind == "string_pattern_mismatch" and facts["pattern"] == FILLED:
        return "is empty"
    return {"missing": "is missing", "extra_forbidden": "is not a key that is known here"}.get(kind, message)

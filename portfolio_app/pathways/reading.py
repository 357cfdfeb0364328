"""Reading files of pathways, CSV or JSON: what is wrong is told all at once, each mistake with its place.

Every pathway has the same fields, whether people study, train or simply begin. docs/pathways.md shows a file.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError

from portfolio_app.core.errors import OperatorError
from portfolio_app.core.sheets import BrokenSheet, rows_of
from portfolio_app.skills.framework_format import Language
from portfolio_app.skills.interests_now import theme_names

SIZE_LIMIT = 10_000_000
MOST_PATHWAYS = 5_000
MOST_TOLD = 100
"""Mistakes that are told of one file; more are counted."""

TEXTS = ("name", "what", "where", "length", "cost", "entry", "prospects", "try", "source")
"""What is said of every pathway, in each of the file's languages; `try` and `source` may be left out."""

_LISTS = ("interests", "regions", "leads_to", "routes", "learnt")
_PLAIN = ("code", "kind", *_LISTS, "months", "checked")
_TEXT_COLUMN = re.compile(rf"({'|'.join(TEXTS)}):([a-z]{{2,3}}(?:-[A-Za-z0-9]{{2,8}})*)")

CODE = r"^[a-z0-9]+(-[a-z0-9]+)*$"
Code = Annotated[str, StringConstraints(pattern=CODE, max_length=60)]
Name = Mapping[Language, Annotated[str, StringConstraints(pattern=r"\S", max_length=80)]]
Text = Mapping[Language, Annotated[str, StringConstraints(pattern=r"\S", max_length=1200)]]
Region = Annotated[str, StringConstraints(pattern=r"\S", max_length=80)]


def _a_day(value: object) -> object:
    """Days are written out: numbers would be read as seconds since 1970."""
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
        raise ValueError("should be a day such as 2026-11-20")
    return value


class PathwayFile(BaseModel):
    """One pathway as a file has it."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    code: Code
    kind: Literal["occupation", "route"]
    interests: Annotated[tuple[str, ...], Field(max_length=6)] = ()
    regions: Annotated[tuple[Region, ...], Field(max_length=50)] = ()
    leads_to: Annotated[tuple[Code, ...], Field(max_length=50)] = ()
    routes: Annotated[tuple[Code, ...], Field(max_length=50)] = ()
    learnt: Annotated[tuple[Literal["vocational", "applied", "university", "work"], ...], Field(max_length=4)] = ()
    months: Annotated[int, Field(strict=True, ge=0, le=240)] | None = None
    checked: Annotated[date, BeforeValidator(_a_day)]
    name: Name
    what: Text
    where: Text
    length: Text
    cost: Text
    entry: Text
    prospects: Text
    experiment: Text | None = Field(default=None, alias="try")
    source: Text | None = None

    def words(self) -> dict[str, dict[str, str]]:
        """Its texts by field and language, without what is not said."""
        said = {name: getattr(self, "experiment" if name == "try" else name) for name in TEXTS}
        return {name: dict(text) for name, text in said.items() if text is not None}

    def links(self) -> set[tuple[str, str]]:
        """Which route leads to which occupation; it is enough when one of the two says so."""
        return {(self.code, to) for to in self.leads_to} | {(way, self.code) for way in self.routes}


Place = Callable[[tuple[str | int, ...]], str]


@dataclass(frozen=True)
class _Read:
    rows: list[Any]
    place: Place
    told: tuple[str, ...] = ()
    """Mistakes that were found while reading the rows."""


def read_pathways(files: Sequence[Path], today: date) -> tuple[PathwayFile, ...]:
    """The pathways in `files` as one catalogue: a file is CSV when its name ends so, else JSON.

    Raises `OperatorError` with a line for each mistake: `file:line:column: what` in a sheet, `file: path: what` in
    JSON.
    """
    read = _together([_read(file) for file in files])
    if len(read.rows) > MOST_PATHWAYS:
        raise OperatorError(f"There are {len(read.rows)} pathways; at most {MOST_PATHWAYS} can be loaded at once.")
    found: dict[int, PathwayFile] = {}
    told = list(read.told)
    for at, row in enumerate(read.rows):
        try:
            found[at] = PathwayFile.model_validate(row)
        except ValidationError as error:
            told += [f"{read.place((at, *_way(one['loc'])))}: {_plainly(one)}." for one in error.errors()]
    told += [f"{read.place((at, *way))}: {what}." for at, way, what in _amiss(found, read.rows, today)]
    if told:
        more = [f"And {len(told) - MOST_TOLD} more."] if len(told) > MOST_TOLD else []
        raise OperatorError("\n".join([*told[:MOST_TOLD], *more]))
    return tuple(found.values())


def _read(file: Path) -> _Read:
    text = _text(file)
    read = _sheet(file, text) if file.suffix.casefold() == ".csv" else _tree(file, text)
    if not read.rows:
        raise OperatorError(f"{file}: there are no pathways in it.")
    return read


def _together(reads: Sequence[_Read]) -> _Read:
    """The rows of several files one after the other; each still knows its own place."""
    whose = [(read, at) for read in reads for at in range(len(read.rows))]

    def place(way: tuple[str | int, ...]) -> str:
        read, at = whose[cast("int", way[0])]
        return read.place((at, *way[1:]))

    return _Read([read.rows[at] for read, at in whose], place, tuple(one for read in reads for one in read.told))


def _text(file: Path) -> str:
    try:
        with file.open("rb") as source:
            raw = source.read(SIZE_LIMIT + 1)
    except OSError as error:
        raise OperatorError(f"{file}: cannot be read: {error.strerror}.") from error
    if len(raw) > SIZE_LIMIT:
        raise OperatorError(f"{file}: is larger than {SIZE_LIMIT // 1_000_000} MB.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise OperatorError(f"{file}:{line}:1: is not UTF-8 text: save it as UTF-8.") from error
    if "\0" in text:
        raise OperatorError(f"{file}:{text[: text.index(chr(0))].count(chr(10)) + 1}:1: is not text.")
    return text


def _tree(file: Path, text: str) -> _Read:
    try:
        data = json.loads(text, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        raise OperatorError(f"{file}:{error.lineno}:{error.colno}: is not JSON: {error.msg}.") from error
    except (ValueError, RecursionError) as error:
        raise OperatorError(
            f"{file}: {str(error) if isinstance(error, _Double) else 'is nested too deeply'}."
        ) from error
    rows = cast("dict[str, Any]", data).get("pathways") if isinstance(data, dict) else None
    if not isinstance(rows, list):
        raise OperatorError(f'{file}: should be {{"pathways": [...]}}.')
    return _Read(cast("list[Any]", rows), lambda way: f"{file}: pathways{_spelt(way)}")


class _Double(ValueError):
    pass


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key, value in pairs:
        if key in made:
            raise _Double(f"{key!r} is twice in one place")
        made[key] = value
    return made


def _spelt(way: tuple[str | int, ...]) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in way)


def _sheet(file: Path, text: str) -> _Read:
    header: list[str] = []
    rows: list[Any] = []
    wide: list[str] = []
    lines: list[int] = []
    try:
        for line, cells in rows_of(text):
            if not header:
                header = cells
                _check_header(file, header)
            elif any(cells):
                if any(cells[len(header) :]):
                    wide.append(f"{file}:{line}:{len(header) + 1}: has more columns than the first line.")
                rows.append(_row(dict(zip(header, cells, strict=False))))
                lines.append(line)
    except BrokenSheet as error:
        raise OperatorError(f"{file}:{error.line}:1: {error.what}.") from error

    def place(way: tuple[str | int, ...]) -> str:
        at, *rest = way
        names = [f"{rest[0]}:{rest[1]}", str(rest[0])] if len(rest) > 1 else [str(part) for part in rest[:1]]
        begun = [name for name in header if rest and name.startswith(f"{rest[0]}:")]
        column = next((header.index(name) + 1 for name in [*names, *begun] if name in header), 1)
        return f"{file}:{lines[cast('int', at)]}:{column}"

    return _Read(rows, place, tuple(wide))


def _check_header(file: Path, header: list[str]) -> None:
    told = [
        f"{file}:1:{at + 1}: {name!r} is {'here twice' if name in header[:at] else 'no column that is known'}."
        for at, name in enumerate(header)
        if name and (name in header[:at] or (name not in _PLAIN and not _TEXT_COLUMN.fullmatch(name)))
    ]
    if told:
        raise OperatorError("\n".join(told[:MOST_TOLD]))


def _row(cells: Mapping[str, str]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for name, cell in cells.items():
        if not cell:
            continue
        if name in _LISTS:
            parts = re.split(r"\s*\|\s*" if name == "regions" else r"[\s|]+", cell)
            row[name] = [part for part in parts if part]
        elif match := _TEXT_COLUMN.fullmatch(name):
            row.setdefault(match[1], {})[match[2]] = cell
        elif name == "months" and re.fullmatch(r"\d{1,4}", cell, re.ASCII):
            row[name] = int(cell)
        else:
            row[name] = cell
    return row


def _way(loc: tuple[int | str, ...]) -> tuple[str | int, ...]:
    return tuple(part for part in loc if part != "[key]")


def _plainly(one: Any) -> str:
    kinds = {"missing": "is missing", "extra_forbidden": "is not a key that is known here"}
    return kinds.get(one["type"], str(one["msg"]).removeprefix("Value error, "))


def _amiss(
    found: Mapping[int, PathwayFile], rows: list[Any], today: date
) -> Iterator[tuple[int, tuple[str | int, ...], str]]:
    """What is wrong between pathways, or between a pathway and the world."""
    trees = [cast("dict[str, Any]", one) for one in rows if isinstance(one, dict)]
    kinds = {one["code"]: one.get("kind") for one in trees if isinstance(one.get("code"), str)}
    known = theme_names().keys()
    languages = set(next(iter(found.values())).name) if found else set[str]()
    seen: set[str] = set()
    for at, one in found.items():
        if one.code in seen:
            yield at, ("code",), f"{one.code!r} is here twice"
        seen.add(one.code)
        if one.checked > today:
            yield at, ("checked",), f"{one.checked} is still to come"
        for place, interest in enumerate(one.interests):
            if interest not in known:
                yield at, ("interests", place), f"{interest!r} is none of {', '.join(sorted(known))}"
            elif interest in one.interests[:place]:
                yield at, ("interests", place), f"{interest!r} is here twice"
        yield from ((at, way, what) for way, what in _amiss_links(one, kinds))
        for name, text in one.words().items():
            for language in sorted(languages ^ set(text)):
                what = "is missing" if language in languages else "is a language that the first pathway has not"
                yield at, (name, language), f"{language!r} {what}"


def _amiss_links(one: PathwayFile, kinds: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if one.leads_to and one.kind == "occupation":
        yield ("leads_to",), "only a route leads somewhere"
    if one.routes and one.kind == "route":
        yield ("routes",), "only an occupation has routes into it"
    for field, codes, kind in (("leads_to", one.leads_to, "occupation"), ("routes", one.routes, "route")):
        for place, code in enumerate(codes):
            if kinds.get(code) != kind:
                yield (field, place), f"{code!r} is no {kind} of what is loaded"

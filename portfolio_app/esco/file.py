"""Reading the zip in which ESCO is published ("classification, CSV, one language"), refusing all else in a sentence.

Nothing is unpacked to the disk: one table is read out of the zip, as far as the limits go.
"""

import csv
import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from portfolio_app.core.errors import OperatorError

LANGUAGES = frozenset(
    "ar bg cs da de el en es et fi fr ga hr hu is it lt lv mt nl no pl pt ro sk sl sv uk".split()  # noqa: SIM905
)
"""Those ESCO is published in: the 24 of the Union, Icelandic, Norwegian, Ukrainian and Arabic (esco.ec.europa.eu)."""
OURS = {"no": "nb"}  # ESCO's Norwegian is Bokmål
COLUMNS = ("conceptUri", "skillType", "preferredLabel", "altLabels", "description")
URI = "http://data.europa.eu/esco/"

MOST_BYTES = 200_000_000
MOST_MEMBERS = 500
MOST_SKILLS = 100_000
LONGEST_NAME = 300
LONGEST_OTHERS = 20_000
LONGEST_DESCRIPTION = 20_000
LONGEST_URI = 200

_TABLE = re.compile(r"skills_([a-z]{2,3})\.csv", re.ASCII)
_VERSION = re.compile(r"(?<![\d.])v?(\d{1,3}\.\d{1,3}(?:\.\d{1,3})?)(?![\d])", re.ASCII)
_WHERE = "Download “classification”, CSV, from esco.ec.europa.eu."


@dataclass(frozen=True)
class ReadSkill:
    """A row of the table: `others` are alternative names, none of them twice and none the name itself."""

    uri: str
    knowledge: bool
    name: str
    others: tuple[str, ...]
    description: str


@dataclass(frozen=True)
class ReadFile:
    """What a file holds: one language of one version."""

    language: str
    version: str
    skills: tuple[ReadSkill, ...]
    extract: bool = False
    """Whether it is a part of it that Polku brings along."""

    @property
    def digest(self) -> str:
        """A hash of all of it: the same for the same content, however it was packed."""
        found = hashlib.sha256(f"{self.language} {self.version}".encode())
        for one in sorted(self.skills, key=lambda skill: skill.uri):
            parts = (one.uri, str(one.knowledge), one.name, *one.others, one.description)
            found.update("\x1f".join(parts).encode() + b"\x1e")
        return found.hexdigest()


def version_key(version: str) -> tuple[int, ...]:
    """A version as something that can be compared: 1.10 is newer than 1.9, and 1.2 is 1.2.0."""
    numbers = [int(part) for part in version.split(".")]
    return (*numbers, 0)[:3]


def read_file(file: Path, version: str = "") -> ReadFile:
    """Read ESCO's zip. Its version stands only in its name, unless `version` says it.

    Raises `OperatorError` with one sentence that says what is wrong and what to do.
    """
    said = version or next(iter(_VERSION.findall(file.name)), "")
    if version and not _VERSION.fullmatch(version):
        raise OperatorError(f"{version!r} is no version of ESCO: say one such as 1.2.0.")
    try:
        with zipfile.ZipFile(file) as packed:
            member, language = _table(file, packed)
            if not said:
                raise OperatorError(
                    f"{file}: its name does not say which version of ESCO it is: add one, such as --version 1.2.0."
                )
            return ReadFile(OURS.get(language, language), said.removeprefix("v"), _skills(file, packed, member))
    except OSError as problem:
        raise OperatorError(f"{file}: cannot be read: {problem.strerror or problem}.") from problem
    except zipfile.BadZipFile as problem:
        raise OperatorError(f"{file}: is no zip, or was cut short while it was copied. {_WHERE}") from problem
    except (zlib.error, EOFError, NotImplementedError, RuntimeError) as problem:
        raise OperatorError(f"{file}: this zip is damaged or locked. {_WHERE}") from problem


def _table(file: Path, packed: zipfile.ZipFile) -> tuple[zipfile.ZipInfo, str]:
    members = packed.infolist()
    if len(members) > MOST_MEMBERS:
        raise OperatorError(f"{file}: holds {len(members)} files; ESCO's have some twenty. {_WHERE}")
    for member in members:
        path = PurePosixPath(member.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts:
            raise OperatorError(f"{file}: holds a file that wants to lie elsewhere ({member.filename!r}). {_WHERE}")
    names = {PurePosixPath(member.filename).name: member for member in members}
    found = [(member, named[1]) for name, member in names.items() if (named := _TABLE.fullmatch(name))]
    if not found and any("Relations" in name for name in names):
        raise OperatorError(
            f"{file}: these are ESCO's relations, which are not needed: give the zip of a language that holds "
            "skills_en.csv or the like."
        )
    if not found:
        raise OperatorError(f"{file}: holds no skills_en.csv, nor that of another language. {_WHERE}")
    if len(found) > 1:
        raise OperatorError(f"{file}: holds several languages; give one zip a language.")
    ((member, language),) = found
    if language not in LANGUAGES:
        raise OperatorError(f"{file}: {language!r} is none of ESCO's languages ({', '.join(sorted(LANGUAGES))}).")
    if member.file_size > MOST_BYTES:
        raise OperatorError(f"{file}: {member.filename} is larger than {MOST_BYTES // 1_000_000} MB: it is not ESCO's.")
    return member, language


class _Bounded(io.RawIOBase):
    """A stream that ends in an error when there is more in it than it said."""

    def __init__(self, stream: IO[bytes], most: int, too_much: str) -> None:
        self._stream, self._left, self._too_much = stream, most, too_much

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # pyright: ignore[reportIncompatibleMethodOverride]
        data = self._stream.read(len(buffer))
        self._left -= len(data)
        if self._left < 0:
            raise OperatorError(self._too_much)
        buffer[: len(data)] = data
        return len(data)


def _skills(file: Path, packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> tuple[ReadSkill, ...]:
    with packed.open(member) as stream:
        return read_table(f"{file}: {member.filename}", stream)


def read_table(where: str, stream: IO[bytes]) -> tuple[ReadSkill, ...]:
    """The skills in a table as ESCO's are; `where` it is begins what is said of a mistake (`OperatorError`)."""
    found: dict[str, ReadSkill] = {}
    bounded = _Bounded(stream, MOST_BYTES, f"{where} is larger than {MOST_BYTES // 1_000_000} MB: it is not ESCO's.")
    text = io.TextIOWrapper(io.BufferedReader(bounded, 1 << 16), "utf-8-sig", newline="")
    rows = csv.DictReader(text, strict=True)
    try:
        missing = [column for column in COLUMNS if column not in (rows.fieldnames or ())]
        if missing:
            raise OperatorError(
                f"{where} lacks the columns {', '.join(missing)}: it is of a version that Polku does not know."
            )
        for row in rows:
            one = _skill(f"{where}, line {rows.line_num}", row)
            if one.uri in found:
                raise OperatorError(f"{where}, line {rows.line_num}: {one.uri} is there twice.")
            found[one.uri] = one
            if len(found) > MOST_SKILLS:
                raise OperatorError(f"{where} has more than {MOST_SKILLS} skills: it is not ESCO's.")
    except UnicodeDecodeError as problem:
        raise OperatorError(f"{where} is not UTF-8: a spreadsheet has saved it anew. {_WHERE}") from problem
    except csv.Error as problem:
        raise OperatorError(f"{where}, after line {rows.line_num}: {problem}.") from problem
    if not found:
        raise OperatorError(f"{where} has no skills.")
    return tuple(found.values())


def _skill(where: str, row: Mapping[str, str | None]) -> ReadSkill:
    uri, name = _cell(where, row, "conceptUri", LONGEST_URI), _cell(where, row, "preferredLabel", LONGEST_NAME)
    if not uri.startswith(URI):
        raise OperatorError(f"{where}: conceptUri does not begin with {URI}")
    if not name:
        raise OperatorError(f"{where}: preferredLabel is empty.")
    written = _cell(where, row, "altLabels", LONGEST_OTHERS)
    return ReadSkill(
        uri=uri,
        knowledge=_cell(where, row, "skillType", 60) == "knowledge",
        name=" ".join(name.split()),
        others=tuple(_others(written, " ".join(name.split()))),
        description=_cell(where, row, "description", LONGEST_DESCRIPTION),
    )


def _cell(where: str, row: Mapping[str, str | None], column: str, most: int) -> str:
    text = (row[column] or "").replace("\0", "").strip()
    if len(text) > most:
        raise OperatorError(f"{where}: {column} is longer than {most} characters.")
    return text


def _others(written: str, name: str) -> Iterator[str]:
    """Alternative names stand one a line, and in some files with " | " between them."""
    seen = {name.casefold()}
    for part in re.split(r"[\r\n]+| \| ", written):
        other = " ".join(part.split())
        if other and len(other) <= LONGEST_NAME and other.casefold() not in seen:
            seen.add(other.casefold())
            yield other

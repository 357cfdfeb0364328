"""Opens a file that says it is a takeout. It is hostile until every check has passed: nothing of it is unpacked by its
names, nothing is read beyond its bounds, and what is wrong with it is said in one sentence.
"""

import hashlib
import json
import re
import zipfile
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from jsonschema import Draft202012Validator

from portfolio_app.core import zips
from portfolio_app.core.errors import Invalid
from portfolio_app.core.languages import N_
from portfolio_app.core.zips import Flaw, UnsafeZip, flaw_of, read_member
from portfolio_app.portfolio.takeout.contents import FORMAT, VERSION
from portfolio_app.portfolio.takeout.elsewhere import Elsewhere, from_resume
from portfolio_app.portfolio.takeout.elsewhere_leap2a import from_leap2a
from portfolio_app.portfolio.takeout.enclosed import beside
from portfolio_app.portfolio.takeout.schema import schema
from portfolio_app.settings import settings

NO_ZIP = N_("This is no takeout: a takeout is a ZIP file. Nothing was changed.")
CUT = N_("This file is not whole: a part of it is missing. Download it once more. Nothing was changed.")
TOO_MANY = N_("There are too many files in this for a takeout. Nothing was changed.")
TOO_LARGE = N_("What is in this file is larger than a takeout can be. Nothing was changed.")
STRANGE = N_("There is something in this file that no takeout has. Nothing was changed.")
CHANGED = N_("This takeout was changed after it was made: “{path}” is not as it was. Nothing was changed here.")
NO_TAKEOUT = N_("This ZIP file is no takeout of Polku: there is no portfolio.json in it. Nothing was changed.")
NEWER = N_("This takeout was made by a newer version of Polku than this one. Nothing was changed.")
BROKEN = N_("What stands in this takeout cannot be read: {where}. Nothing was changed.")

MOST_FILES = 20_000
MOST_ELSEWHERE_BYTES = 16 * 1024 * 1024
MOST_TEXT_BYTES = 64 * 1024 * 1024
PORTFOLIO, MANIFEST = "portfolio.json", "manifest.json"
_NAME = re.compile(r"(media|credentials)/[A-Za-z0-9._-]{1,120}|[A-Za-z0-9_-]{1,60}\.[a-z]{2,5}")
_READERS: Mapping[bytes, Callable[[bytes], Elsewhere]] = {b"{": from_resume, b"<": from_leap2a}
"""Files that are no ZIP, by how they begin."""
_SAID: Mapping[Flaw, str] = {
    Flaw.NO_ZIP: NO_ZIP,
    Flaw.CUT: CUT,
    Flaw.TOO_MANY: TOO_MANY,
    Flaw.TOO_LARGE: TOO_LARGE,
}


@dataclass(frozen=True)
class OpenedTakeout:
    """A takeout that passed: its portfolio, and its files, each checked when it is read."""

    portfolio: dict[str, Any]
    checksums: Mapping[str, str]
    out: Mapping[str, int]
    """What of another program's file has no place here: English msgids with counts."""
    _zip: zipfile.ZipFile | None
    members: Mapping[str, str] = field(default_factory=dict[str, str])
    """The names in another program's ZIP of its files, by the paths that stand in their rows: it says no checksums."""

    @property
    def owner(self) -> str:
        """Whose it says it is."""
        return str(self.portfolio["owner"]["name"])

    @cached_property
    def files(self) -> list[dict[str, Any]]:
        """The rows of its photos and files."""
        return list(self.portfolio["holds"].get("files", []))

    def read(self, path: str) -> bytes | None:
        """The bytes of a file in it; None where there is none. Raises `Invalid` when they are not what they were."""
        if self._zip is None:
            return None
        if path in self.members:
            return _readable(self._zip, self.members[path])
        if path not in self._zip.NameToInfo:
            return None
        return _checked(self._zip, path, self.checksums, settings().upload_bytes)


@contextmanager
def opened_takeout(path: Path) -> Generator[OpenedTakeout]:
    """The takeout at `path`, checked; or what another program made (`elsewhere.py`), in a ZIP or not. Raises `Invalid`
    with what is wrong."""
    with path.open("rb") as file:
        begins = file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if begins in _READERS:
        yield _from_elsewhere(_READERS[begins](_bounded(path)))
        return
    with opened_zip(path) as archive:
        if PORTFOLIO not in archive.NameToInfo or MANIFEST not in archive.NameToInfo:
            yield _from_elsewhere(_read_elsewhere(archive), archive)
            return
        for info in archive.infolist():
            if not _NAME.fullmatch(info.filename):
                raise Invalid(STRANGE)
        checksums = _checksums(_json(_read(archive, MANIFEST, MOST_TEXT_BYTES), MANIFEST))
        portfolio = _json(_checked(archive, PORTFOLIO, checksums, MOST_TEXT_BYTES), PORTFOLIO)
        check_portfolio(portfolio)
        yield OpenedTakeout(portfolio, checksums, {}, archive)


def _bounded(path: Path) -> bytes:
    if path.stat().st_size > MOST_ELSEWHERE_BYTES:
        raise Invalid(TOO_LARGE)
    return path.read_bytes()


def _read_elsewhere(archive: zipfile.ZipFile) -> Elsewhere:
    """What another program put into a ZIP, in its own folder or not. Raises `Invalid` where that is nothing known."""
    for info in archive.infolist():
        name = info.filename.rpartition("/")[2]
        if name == "leap2a.xml":
            return from_leap2a(_read(archive, info.filename, MOST_ELSEWHERE_BYTES), beside(archive, info.filename))
        if name == "resume.json":
            return from_resume(_read(archive, info.filename, MOST_ELSEWHERE_BYTES))
    raise Invalid(NO_TAKEOUT)


def _from_elsewhere(found: Elsewhere, archive: zipfile.ZipFile | None = None) -> OpenedTakeout:
    check_portfolio(found.portfolio)
    return OpenedTakeout(found.portfolio, {}, dict(found.out), archive, found.members)


def _readable(archive: zipfile.ZipFile, name: str) -> bytes | None:
    """The bytes of a file of another program's; None where they cannot be read: the others come in without it."""
    try:
        return _read(archive, name, settings().upload_bytes)
    except Invalid:
        return None


@contextmanager
def opened_zip(path: Path) -> Generator[zipfile.ZipFile]:
    """A ZIP file whose list of files is sane: bounded, with nothing that leads out of it. Raises `Invalid`."""
    try:
        with zips.opened_zip(path, most_files=MOST_FILES) as archive:
            _check_list(archive.infolist())
            yield archive
    except UnsafeZip as unsafe:
        raise Invalid(_SAID.get(unsafe.flaw, STRANGE)) from unsafe


def _check_list(infos: list[zipfile.ZipInfo]) -> None:
    names = {info.filename for info in infos}
    if len(names) != len(infos) or any(flaw_of(info) for info in infos):
        raise Invalid(STRANGE)
    if sum(info.file_size for info in infos) > settings().takeout_bytes:
        raise Invalid(TOO_LARGE)


def _read(archive: zipfile.ZipFile, path: str, most: int) -> bytes:
    """The bytes of a file, at most so many, whatever its list says."""
    try:
        return read_member(archive, path, most)
    except UnsafeZip as unsafe:
        raise Invalid(_SAID[unsafe.flaw]) from unsafe


def _checked(archive: zipfile.ZipFile, path: str, checksums: Mapping[str, str], most: int) -> bytes:
    data = _read(archive, path, most)
    if hashlib.sha256(data).hexdigest() != checksums.get(path):
        raise Invalid(CHANGED, path=path)
    return data


def _json(data: bytes, where: str) -> dict[str, Any]:
    try:
        found: object = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as problem:
        raise Invalid(BROKEN, where=where) from problem
    if not isinstance(found, dict):
        raise Invalid(BROKEN, where=where)
    return cast(dict[str, Any], found)


def _checksums(manifest: dict[str, Any]) -> dict[str, str]:
    try:
        return {str(path): str(said["sha256"]) for path, said in manifest["files"].items()}
    except (KeyError, TypeError, AttributeError) as problem:
        raise Invalid(BROKEN, where=MANIFEST) from problem


def check_portfolio(portfolio: dict[str, Any]) -> None:
    """Raise `Invalid` unless it is what the schema says, in a version that is known here."""
    if portfolio.get("format") != FORMAT:
        raise Invalid(NO_TAKEOUT)
    version: object = portfolio.get("version")
    if not isinstance(version, int) or version < 1:
        raise Invalid(BROKEN, where="version")
    if version > VERSION:
        raise Invalid(NEWER)
    validator: Any = Draft202012Validator(schema())
    wrong = next(iter(validator.iter_errors(portfolio)), None)
    if wrong is not None:
        raise Invalid(BROKEN, where="/".join(str(one) for one in list(wrong.absolute_path)[:4]) or PORTFOLIO)
    if not _storable(portfolio):
        raise Invalid(BROKEN, where=PORTFOLIO)


def _storable(value: object) -> bool:
    """Whether every text in it can be kept: no NUL, no half a character."""
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            return False
        return "\0" not in value
    if isinstance(value, dict):
        some = cast(dict[object, object], value)
        return all(_storable(one) for pair in some.items() for one in pair)
    return all(_storable(one) for one in cast(list[object], value)) if isinstance(value, list) else True

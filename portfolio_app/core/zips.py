"""ZIP files that strangers send: opened only where their list of files is bounded, and read no further than allowed.

Nothing is unpacked to the disk. What a flaw means is said by whoever reads: see `Flaw`.
"""

import stat
import zipfile
import zlib
from collections.abc import Generator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import IO

MOST_LIST_BYTES = 4 * 1024 * 1024  # of the list of files at its end: all of it is held in memory
_END = b"PK\x05\x06"
_END_BYTES = 22


class Flaw(StrEnum):
    """What is wrong with a ZIP file as a whole, or with a file in it."""

    NO_ZIP = "no-zip"
    CUT = "cut"  # a part of it is missing, or damaged
    TOO_MANY = "too-many"  # files, or too long a list of them
    TOO_LARGE = "too-large"  # once it is unpacked
    LOCKED = "locked"  # with a passphrase
    LINK = "link"  # to another file, or a device: no plain file
    ELSEWHERE = "elsewhere"  # its name leads out of the ZIP
    PACKED = "packed"  # in a way that is not read here


class UnsafeZip(Exception):
    """The ZIP file, or the file `name` in it, cannot be used."""

    def __init__(self, flaw: Flaw, name: str = "") -> None:
        self.flaw, self.name = flaw, name
        super().__init__(flaw)


@contextmanager
def opened_zip(path: Path, *, most_files: int) -> Generator[zipfile.ZipFile]:
    """A ZIP file with so many files at most. Raises `UnsafeZip`. Its files are looked at one by one: `flaw_of`."""
    with path.open("rb") as file:
        _check_end(file, most_files)
        try:
            archive = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError) as problem:
            raise UnsafeZip(Flaw.CUT) from problem
        with archive:
            if len(archive.infolist()) > most_files:
                raise UnsafeZip(Flaw.TOO_MANY)
            yield archive


def _check_end(file: IO[bytes], most_files: int) -> None:
    """Look at the end of the file, where it says how many files are in it, before all of that list is read."""
    begins = file.read(4)
    size = file.seek(0, 2)
    file.seek(max(0, size - _END_BYTES - 65_536))
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_BYTES:
        raise UnsafeZip(Flaw.CUT if begins == b"PK\x03\x04" else Flaw.NO_ZIP)
    count = int.from_bytes(tail[at + 10 : at + 12], "little")
    listed = int.from_bytes(tail[at + 12 : at + 16], "little")
    if count > most_files or listed > MOST_LIST_BYTES:  # also what stands there when the truth stands elsewhere
        raise UnsafeZip(Flaw.TOO_MANY)
    file.seek(0)


def flaw_of(info: zipfile.ZipInfo, name: str | None = None) -> Flaw | None:
    """Why a file in a ZIP is no plain file of this folder; None where it is one. `name`: as it is understood, where
    that is not as it stands there."""
    name = info.filename if name is None else name
    kind = stat.S_IFMT(info.external_attr >> 16)
    if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/") or "\0" in name:
        return Flaw.ELSEWHERE
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return Flaw.LINK
    if info.flag_bits & 1:
        return Flaw.LOCKED
    return None if info.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) else Flaw.PACKED


def read_member(archive: zipfile.ZipFile, name: str | zipfile.ZipInfo, most: int) -> bytes:
    """The bytes of a file in it, at most so many, whatever its list says. Raises `UnsafeZip`."""
    named = name if isinstance(name, str) else name.filename
    try:
        with archive.open(name) as file:
            data = file.read(most + 1)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, RuntimeError, zlib.error) as problem:
        raise UnsafeZip(Flaw.CUT, named) from problem
    if len(data) > most:
        raise UnsafeZip(Flaw.TOO_LARGE, named)
    return data

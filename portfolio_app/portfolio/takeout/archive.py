"""A ZIP file that is written over many steps, and goes on where a killed process stopped.

A journal beside it says what lies in the ZIP for certain: whoever comes next cuts off what is after that. The ZIP is
seen to the disk in lots of some megabytes, and then the journal: whoever saves something at that moment waits for the
same disk, so it is done seldom and soon over. Files are stored as they are; texts are deflated.
"""

import hashlib
import json
import os
import zipfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

TIME = (1980, 1, 1, 0, 0, 0)  # of every file within: when it was made is nobody's business, and the same stays the same
PLAIN = 0o100600 << 16
LOT_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True)
class Written:
    """A file that lies in the ZIP."""

    path: str
    size: int
    sha256: str


class Archive:
    """The ZIP at `path`. Belongs to one runner at a time; see `opened`."""

    def __init__(self, file: IO[bytes], journal: IO[bytes], known: list[dict[str, Any]]) -> None:
        self._file, self._journal = file, journal
        self._unsettled: list[dict[str, Any]] = []
        self.written: dict[str, Written] = {}
        self._zip = zipfile.ZipFile(file, "w", allowZip64=True)
        for one in known:
            self._remember(one)

    def _remember(self, one: dict[str, Any]) -> None:
        info = zipfile.ZipInfo(one["path"], TIME)
        info.compress_type, info.external_attr = one["compressed"], PLAIN
        info.CRC, info.compress_size, info.file_size = one["crc"], one["packed"], one["size"]
        info.header_offset, info.flag_bits = one["offset"], one["flags"]
        self._zip.filelist.append(info)
        self._zip.NameToInfo[info.filename] = info
        self.written[info.filename] = Written(info.filename, one["size"], one["sha256"])

    @contextmanager
    def adding(self, path: str, size: int, *, deflated: bool = False) -> Generator["Adding"]:
        """Inside the block, what takes the bytes of one more file; it is there once the block has ended well."""
        info = zipfile.ZipInfo(path, TIME)
        info.compress_type = zipfile.ZIP_DEFLATED if deflated else zipfile.ZIP_STORED
        info.external_attr, info.file_size = PLAIN, size
        with self._zip.open(info, "w") as member:
            adding = Adding(member)
            yield adding
        sha256 = adding.digest.hexdigest()
        self.written[path] = Written(path, info.file_size, sha256)
        line = {
            "path": path,
            "compressed": info.compress_type,
            "crc": info.CRC,
            "packed": info.compress_size,
            "size": info.file_size,
            "offset": info.header_offset,
            "flags": info.flag_bits,
            "sha256": sha256,
            "end": self._zip.start_dir,
        }
        self._unsettled.append(line)
        if line["end"] - self._unsettled[0]["offset"] >= LOT_BYTES:
            self.settle()

    def settle(self) -> None:
        """See to the disk what was added, and say so in the journal. What was not comes anew after a crash."""
        self._file.flush()
        os.fdatasync(self._file.fileno())
        self._journal.writelines(_line(one) for one in self._unsettled)
        self._journal.flush()
        os.fdatasync(self._journal.fileno())
        self._unsettled.clear()

    def add(self, path: str, data: bytes, *, deflated: bool = True) -> None:
        """One more file, all at once; one that is there already stays as it is."""
        if path not in self.written:
            with self.adding(path, len(data), deflated=deflated) as adding:
                adding.write(data)

    def finish(self) -> None:
        """Write the list of what is in it: from now on it is a ZIP."""
        self._zip.close()
        self._file.flush()
        os.fsync(self._file.fileno())

    def leave(self) -> None:
        """Let go of the file without writing that list, where it is not finished."""
        self._zip.fp = None


class Adding:
    """Takes the bytes of one file within."""

    def __init__(self, member: IO[bytes]) -> None:
        self._member = member
        self.digest = hashlib.sha256()

    def write(self, chunk: bytes) -> None:
        """Take some more."""
        self._member.write(chunk)
        self.digest.update(chunk)


@contextmanager
def opened(path: Path) -> Generator[Archive]:
    """The archive at `path`, as far as it was settled before; new where there is none. What the journal says of that is
    never written anew, so that a crash at this moment loses nothing of it."""
    known, end = _known(_journal_of(path), path)
    path.touch(mode=0o600)
    _journal_of(path).touch(mode=0o600)
    with path.open("r+b") as file, _journal_of(path).open("r+b") as journal:
        file.truncate(end)
        file.seek(end)
        journal.seek(sum(len(_line(one)) for one in known))
        journal.truncate()
        archive = Archive(file, journal, known)
        try:
            yield archive
        finally:
            archive.leave()


def forget_journal(path: Path) -> None:
    """The archive at `path` is finished, or given up: nobody needs to know any more how far it was."""
    _journal_of(path).unlink(missing_ok=True)


def _line(one: dict[str, Any]) -> bytes:
    return json.dumps(one).encode() + b"\n"


def _journal_of(path: Path) -> Path:
    return path.with_name(path.name + ".journal")


def _known(journal: Path, path: Path) -> tuple[list[dict[str, Any]], int]:
    """What is in the ZIP for certain, and where that ends."""
    known: list[dict[str, Any]] = []
    size = path.stat().st_size if path.exists() else 0
    if journal.exists():
        for line in journal.read_bytes().splitlines(keepends=True):
            if not line.endswith(b"\n"):
                break
            one = json.loads(line)
            if one["end"] > size:
                break
            known.append(one)
    return known, known[-1]["end"] if known else 0

"""The media store: cleaned files under the SHA-256 of their bytes, in a folder or in an S3-compatible store.

The same bytes are kept once, whoever put them; who may have them, and whether anybody still needs them, is for the
domains to say. A stored file never changes, so it may be cached for ever.
"""

import asyncio
import errno
import hashlib
import os
import re
from collections.abc import AsyncIterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from obstore.exceptions import AlreadyExistsError, BaseError, NotFoundError
from obstore.store import LocalStore, ObjectStore, from_url

from portfolio_app.core.errors import DomainError, NotFound
from portfolio_app.core.languages import N_
from portfolio_app.settings import settings

_SHA256 = re.compile(r"[0-9a-f]{64}")
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_OS_ERROR = re.compile(r"\(os error (\d+)\)")  # how Rust's standard library words what the system answered
# Codes and statuses with which S3-compatible stores (MinIO, Ceph, Garage) refuse for want of room.
_FULL_STORE = ("XMinioStorageFull", "QuotaExceeded", "507 Insufficient Storage")
PIECE_BYTES = 1024 * 1024


class StorageFull(DomainError):
    """There is no room for the file. Nothing of it was kept."""

    message = N_("There is no space left to store files. Nothing was saved. Tell your school’s coordinator.")


class MediaMissing(NotFound):
    """Nothing is stored under that SHA-256."""


class MediaStore:
    """The media at `url`: `file:///folder` (the path as it is, unquoted; made when missing) or `s3://bucket/prefix`.

    An S3-compatible store takes its keys, region and endpoint from the usual `AWS_…` environment variables.
    """

    def __init__(self, url: str) -> None:
        self._folder: Path | None = None
        self._store: ObjectStore
        if url.startswith("file://"):
            self._folder = Path(url.removeprefix("file://")).absolute()
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._store = LocalStore(self._folder)
        else:
            self._store = from_url(url)

    async def put(self, data: bytes) -> str:
        """Stores `data` and gives its SHA-256 in hex. When this returns, the bytes are on disk.

        Storing the same bytes again changes nothing. Raises `StorageFull` and keeps nothing when there is no room.
        """
        sha256 = await asyncio.to_thread(_sha256, data)
        key = _key(sha256)
        ours = False
        try:
            size = await self._size(sha256)
            if size != len(data):  # a crash may have left fewer
                # In a folder, whoever comes first writes; replacing it would put another's confirmed file at risk.
                mode = "create" if self._folder and size is None else "overwrite"
                with suppress(AlreadyExistsError):
                    await self._store.put_async(key, data, mode=mode, use_multipart=False)
                    ours = True
            if self._folder:
                await asyncio.to_thread(_settle, self._folder, key)
        except (BaseError, OSError) as error:
            if ours:  # complete to look at, but perhaps not on disk
                await self.delete(sha256)
            if is_full(error):
                raise StorageFull from error
            raise
        return sha256

    async def get(self, sha256: str) -> bytes:
        """All bytes stored under `sha256`. Raises `MediaMissing`."""
        try:
            found = await self._store.get_async(_key(sha256))
            return bytes(await found.bytes_async())
        except (NotFoundError, FileNotFoundError) as error:
            raise MediaMissing from error

    async def stream(
        self, sha256: str, *, size: int | None = None, chunk_bytes: int = PIECE_BYTES
    ) -> AsyncIterator[bytes]:
        """The bytes stored under `sha256` in pieces of `chunk_bytes`; `size` is how many there are, where whoever asks
        has been told by `size()`. Raises `MediaMissing`.

        Each piece is asked for by itself: what obstore streams from a folder took eleven times the time (0.12).
        """
        size = await self.size(sha256) if size is None else size
        for start in range(0, size, chunk_bytes):
            try:
                piece = await self._store.get_range_async(_key(sha256), start=start, end=min(start + chunk_bytes, size))
            except (NotFoundError, FileNotFoundError) as error:
                raise MediaMissing from error
            yield bytes(piece)

    async def size(self, sha256: str) -> int:
        """How many bytes are stored under `sha256`. Raises `MediaMissing`."""
        size = await self._size(sha256)
        if size is None:
            raise MediaMissing
        return size

    async def exists(self, sha256: str) -> bool:
        """Whether anything is stored under `sha256`."""
        return await self._size(sha256) is not None

    async def delete(self, sha256: str) -> None:
        """Removes what is stored under `sha256`, if anything is. Ask first whether anybody else put the same bytes."""
        with suppress(NotFoundError, FileNotFoundError, MediaMissing):
            await self._store.delete_async(_key(sha256))

    async def _size(self, sha256: str) -> int | None:
        try:
            return (await self._store.head_async(_key(sha256)))["size"]
        except (NotFoundError, FileNotFoundError, MediaMissing):
            return None


@lru_cache(maxsize=2)
def _store_at(url: str) -> MediaStore:
    return MediaStore(url)


def media_store() -> MediaStore:
    """The media store of this instance's settings."""
    return _store_at(settings().media)


def is_full(error: Exception) -> bool:
    """Whether an error of the operating system or of the store says that there is no room left."""
    if isinstance(error, OSError) and error.errno is not None:
        return error.errno in _FULL
    text = str(error)
    number = _OS_ERROR.search(text)
    return (number is not None and int(number[1]) in _FULL) or any(words in text for words in _FULL_STORE)


def _key(sha256: str) -> str:
    """Where the file lies: two levels of folders, so that none gets too long to list."""
    if not _SHA256.fullmatch(sha256):
        raise MediaMissing  # whatever else is asked for, such as a path, was never stored
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _settle(folder: Path, key: str) -> None:
    """Waits until the file and the folders that name it are on disk, as a confirmed save has to be."""
    path = folder / key
    for place in (path, path.parent, path.parent.parent, folder):
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

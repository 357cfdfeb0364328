"""Takes an upload from the wire to a file that is gone again once it has been dealt with, whatever happens."""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from portfolio_app.core.cleaned import Flaw
from portfolio_app.core.media import StorageFull, is_full
from portfolio_app.core.unusable_files import UnusableFile

MOST_BYTES = 20 * 1024 * 1024
_PREFIX = "upload-"
_WRITE_BYTES = 512 * 1024  # gathered before each write, which happens off the event loop


@asynccontextmanager
async def stage_upload(
    chunks: AsyncIterator[bytes], folder: Path, *, most_bytes: int = MOST_BYTES
) -> AsyncIterator[Path]:
    """Inside the block, the path of a file in `folder` (made when missing) with the bytes of `chunks`.

    `folder` should lie on a disk and not in memory, as `/tmp` may. Raises `UnusableFile` for an empty upload and as
    soon as one turns out to have more than `most_bytes`, without reading on, and `StorageFull` when the disk is.
    """
    try:
        await asyncio.to_thread(folder.mkdir, mode=0o700, parents=True, exist_ok=True)
        with NamedTemporaryFile(prefix=_PREFIX, dir=folder, buffering=0) as file:
            gathered, size = bytearray(), 0
            async for chunk in chunks:
                size += len(chunk)
                if size > most_bytes:
                    raise UnusableFile(Flaw.TOO_LARGE, megabytes=most_bytes // 1_000_000)
                gathered += chunk
                if len(gathered) >= _WRITE_BYTES:
                    await _write(file.fileno(), bytes(gathered))
                    gathered.clear()
            if not size:
                raise UnusableFile(Flaw.EMPTY)
            await _write(file.fileno(), bytes(gathered))
            yield Path(file.name)
    except OSError as error:
        if is_full(error):
            raise StorageFull from error
        raise


def remove_stale_uploads(folder: Path, *, older_than_seconds: float = 3600) -> int:
    """Removes what a killed server left in `folder`; how many files that were. For the start of a server."""
    removed = 0
    for path in folder.glob(f"{_PREFIX}*"):
        with suppress(FileNotFoundError):  # another process's upload that has just ended
            if time.time() - path.stat().st_mtime > older_than_seconds:
                path.unlink()
                removed += 1
    return removed


async def _write(handle: int, data: bytes) -> None:
    """Appends `data` in a thread. Cancelled, it waits for that thread: the handle must not be closed under it."""
    writing = asyncio.ensure_future(asyncio.to_thread(_write_all, handle, data))
    try:
        await asyncio.shield(writing)
    except asyncio.CancelledError:
        await asyncio.wait([writing])
        raise


def _write_all(handle: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(handle, left) :]

"""Has uploaded files cleaned by worker processes, few at a time, so that no file can hurt the server or slow others.

Considered and not taken: `ProcessPoolExecutor` (one killed worker breaks the whole pool), `multiprocessing.Pool` (a
killed worker's caller waits for ever), `anyio.to_process` (no limits, imports the server's main module in each worker
and unpickles what comes back).
"""

import asyncio
import json
import logging
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Literal, Self, overload

import portfolio_app
from portfolio_app.core.cleaned import MOST_PAGES, CleanPicture, Flaw
from portfolio_app.core.unusable_files import UnusableFile

logger = logging.getLogger(__name__)

SECONDS = 20
FILES_PER_WORKER = 100  # whatever a decoder leaks goes with its process
MOST_WAITING = 64
_LARGEST_ANSWER = 64 * 1024 * 1024
_WORKER = "portfolio_app.core.cleaning_worker"
_ROOT = Path(portfolio_app.__file__).parent.parent


class Kind(StrEnum):
    """What an upload is meant to be; its bytes must agree."""

    PICTURE = "picture"
    PDF = "pdf"


class Cleaning:
    """Cleans files in at most `workers` processes at once, started when first needed.

    `seconds` is how long one file may take, not counting its wait for a turn; `most_waiting` how many may wait.
    Belongs to the event loop that first uses it: make one in the application's lifespan and close it at its end, or
    use it as an async context manager.
    """

    def __init__(self, *, workers: int = 1, seconds: float = SECONDS, most_waiting: int = MOST_WAITING) -> None:
        self._turns = asyncio.Semaphore(workers)
        self._most = workers + most_waiting
        self._seconds = seconds
        self._inside = 0
        self._idle: list[_Worker] = []
        self._all: set[_Worker] = set()
        self._closed = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_exception: object) -> None:
        await self.close()

    @overload
    async def clean(self, path: Path, kind: Literal[Kind.PICTURE]) -> CleanPicture: ...
    @overload
    async def clean(self, path: Path, kind: Literal[Kind.PDF]) -> bytes: ...
    @overload
    async def clean(self, path: Path, kind: Kind) -> CleanPicture | bytes: ...
    async def clean(self, path: Path, kind: Kind) -> CleanPicture | bytes:
        """The file at `path` made safe: a `CleanPicture`, or the bytes of a PDF.

        Raises `UnusableFile` for every file that cannot be used, also when it crashes the worker or takes too long,
        and when too many files wait already. Cancelling ends the work at once.
        """
        if self._inside >= self._most or self._closed:
            raise UnusableFile(Flaw.TOO_BUSY)
        self._inside += 1
        try:
            async with self._turns:
                return await self._cleaned(path, kind)
        finally:
            self._inside -= 1

    async def close(self) -> None:
        """Ends all workers. Files being cleaned are given up; new ones are refused."""
        self._closed = True
        for worker in list(self._all):
            await worker.end()
        self._all.clear()
        self._idle.clear()

    async def _cleaned(self, path: Path, kind: Kind) -> CleanPicture | bytes:
        worker = self._idle.pop() if self._idle else await self._started()
        try:
            async with asyncio.timeout(self._seconds):
                result = await worker.clean(path, kind, self._seconds)
        except TimeoutError as error:
            logger.warning("cleaning a %s took more than %s s; its worker was ended", kind, self._seconds)
            await self._gone(worker)
            raise UnusableFile(Flaw.TOOK_TOO_LONG) from error
        except (EOFError, OSError, ValueError, KeyError, TypeError, asyncio.LimitOverrunError) as error:
            # The worker died, or answers what no worker of ours would.
            if not self._closed:
                logger.warning("the worker cleaning a %s failed: %r", kind, error)
            await self._gone(worker)
            raise UnusableFile(Flaw.TOO_BUSY if self._closed else _broken(kind)) from error
        except BaseException:
            await self._gone(worker)  # cancelled: an answer would still be on its way
            raise
        if worker.files < FILES_PER_WORKER and not self._closed:
            self._idle.append(worker)
        else:
            await self._gone(worker)
        if isinstance(result, Flaw):
            raise UnusableFile(result, pages=MOST_PAGES)
        return result

    async def _started(self) -> "_Worker":
        try:
            worker = _Worker(await _start())
        except OSError as error:  # no memory or no process to be had
            logger.exception("no cleaning worker could be started")
            raise UnusableFile(Flaw.TOO_BUSY) from error
        self._all.add(worker)
        return worker

    async def _gone(self, worker: "_Worker") -> None:
        self._all.discard(worker)
        await worker.end()


class _Worker:
    """One process, cleaning one file after another."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self.files = 0

    async def clean(self, path: Path, kind: Kind, seconds: float) -> CleanPicture | bytes | Flaw:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self.files += 1
        self._process.stdin.write(_request(path, kind, seconds))
        await self._process.stdin.drain()
        header = json.loads(await self._process.stdout.readuntil(b"\n"))
        if "flaw" in header:
            return Flaw(header["flaw"])
        sizes = [int(size) for size in header["sizes"]]
        if min(sizes) < 0 or sum(sizes) > _LARGEST_ANSWER:
            raise ValueError("an answer of that size is none of ours")
        pieces = [await self._process.stdout.readexactly(size) for size in sizes]
        if kind is Kind.PDF:
            (document,) = pieces
            return document
        data, thumbnail = pieces
        return CleanPicture(data, thumbnail, int(header["width"]), int(header["height"]))

    async def end(self) -> None:
        """Kills the process and waits until it is gone."""
        if self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.kill()
        # A cancelled caller must not leave the process behind unreaped.
        await asyncio.shield(self._process.wait())


def _request(path: Path, kind: Kind, seconds: float) -> bytes:
    return json.dumps({"path": str(path.absolute()), "kind": kind.value, "seconds": seconds}).encode() + b"\n"


async def _start() -> Process:
    """A new worker. It gets none of the server's environment: secrets in it are no business of a decoder."""
    environment = {
        "PATH": os.defpath,
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        # Large buffers go back to the system at once instead of staying in the heap.
        "MALLOC_ARENA_MAX": "1",
        "MALLOC_MMAP_THRESHOLD_": str(256 * 1024),
        "MALLOC_TRIM_THRESHOLD_": str(1024 * 1024),
    }
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", _WORKER), stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=environment, cwd=_ROOT
    )


def _broken(kind: Kind) -> Flaw:
    return Flaw.BROKEN_PICTURE if kind is Kind.PICTURE else Flaw.BROKEN_PDF

"""Worker processes for what may harm its reader: few at a time, one file after another, ended when one takes too long.

Considered and not taken: `ProcessPoolExecutor` (one killed worker breaks the whole pool), `multiprocessing.Pool` (a
killed worker's caller waits for ever), `anyio.to_process` (no limits, imports the server's main module in each worker
and unpickles what comes back).
"""

import asyncio
import json
import logging
import os
import sys
from asyncio import StreamReader
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import portfolio_app

logger = logging.getLogger(__name__)

Answered = TypeVar("Answered")
FILES_PER_WORKER = 100  # whatever a decoder leaks goes with its process
MOST_WAITING = 64
_ROOT = Path(portfolio_app.__file__).parent.parent


class Busy(Exception):
    """Too many wait already, or no worker is to be had."""


class TookTooLong(Exception):
    """The worker had not answered in time, and was ended."""


class Failed(Exception):
    """The worker died, or answered what no worker of ours would."""


class Workers:
    """At most `workers` processes that run `module`, started when first needed.

    `seconds` is how long one request may take, not counting its wait for a turn; `most_waiting` how many may wait.
    Belongs to the event loop that first uses it.
    """

    def __init__(self, module: str, *, workers: int, seconds: float, most_waiting: int = MOST_WAITING) -> None:
        self._module = module
        self._turns = asyncio.Semaphore(workers)
        self._most = workers + most_waiting
        self._seconds = seconds
        self._inside = 0
        self._idle: list[_Worker] = []
        self._all: set[_Worker] = set()
        self._closed = False

    async def ask(self, request: Mapping[str, object], read: Callable[[StreamReader], Awaitable[Answered]]) -> Answered:
        """What a worker answers to `request`, as `read` takes it from its output.

        Raises `Busy`, `TookTooLong` and `Failed`. Cancelling ends the work at once.
        """
        if self._inside >= self._most or self._closed:
            raise Busy
        self._inside += 1
        try:
            async with self._turns:
                return await self._answered(request, read)
        finally:
            self._inside -= 1

    def processes(self) -> list[int]:
        """The ids of the workers that run."""
        return [worker.process_id for worker in self._all]

    async def close(self) -> None:
        """Ends all workers. What they are at is given up; more is refused."""
        self._closed = True
        for worker in list(self._all):
            await worker.end()
        self._all.clear()
        self._idle.clear()

    async def _answered(
        self, request: Mapping[str, object], read: Callable[[StreamReader], Awaitable[Answered]]
    ) -> Answered:
        worker = self._idle.pop() if self._idle else await self._started()
        try:
            async with asyncio.timeout(self._seconds):
                result = await worker.ask(request, read)
        except TimeoutError as error:
            logger.warning("%s took more than %s s; it was ended", self._module, self._seconds)
            await self._gone(worker)
            raise TookTooLong from error
        except (EOFError, OSError, ValueError, KeyError, TypeError, asyncio.LimitOverrunError) as error:
            # The worker died, or answers what no worker of ours would.
            if not self._closed:
                logger.warning("%s failed: %r", self._module, error)
            await self._gone(worker)
            raise (Busy if self._closed else Failed) from error
        except BaseException:
            await self._gone(worker)  # cancelled: an answer would still be on its way
            raise
        if worker.files < FILES_PER_WORKER and not self._closed:
            self._idle.append(worker)
        else:
            await self._gone(worker)
        return result

    async def _started(self) -> "_Worker":
        try:
            worker = _Worker(await _start(self._module))
        except OSError as error:  # no memory or no process to be had
            logger.exception("%s could not be started", self._module)
            raise Busy from error
        self._all.add(worker)
        return worker

    async def _gone(self, worker: "_Worker") -> None:
        self._all.discard(worker)
        await worker.end()


class _Worker:
    """One process, dealing with one file after another."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self.process_id = process.pid
        self.files = 0

    async def ask(self, request: Mapping[str, object], read: Callable[[StreamReader], Awaitable[Answered]]) -> Answered:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self.files += 1
        self._process.stdin.write(json.dumps(request).encode() + b"\n")
        await self._process.stdin.drain()
        return await read(self._process.stdout)

    async def end(self) -> None:
        """Kills the process and waits until it is gone."""
        if self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.kill()
        # A cancelled caller must not leave the process behind unreaped.
        await asyncio.shield(self._process.wait())


async def _start(module: str) -> Process:
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
        *(sys.executable, "-m", module), stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=environment, cwd=_ROOT
    )

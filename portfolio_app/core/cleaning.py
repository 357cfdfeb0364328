"""Has uploaded files cleaned by worker processes, few at a time, so that no file can hurt the server or slow others."""

import json
from asyncio import StreamReader
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Literal, Self, overload

from portfolio_app.core.cleaned import MOST_PAGES, CleanPicture, Flaw
from portfolio_app.core.unusable_files import UnusableFile
from portfolio_app.core.workers import MOST_WAITING, Busy, Failed, TookTooLong, Workers

SECONDS = 20
_LARGEST_ANSWER = 64 * 1024 * 1024
_WORKER = "portfolio_app.core.cleaning_worker"


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
        self._workers = Workers(_WORKER, workers=workers, seconds=seconds, most_waiting=most_waiting)
        self._seconds = seconds

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
        request = _request(path, kind, self._seconds)
        try:
            result = await self._workers.ask(request, lambda answers: _answer(answers, kind))
        except Busy as error:
            raise UnusableFile(Flaw.TOO_BUSY) from error
        except TookTooLong as error:
            raise UnusableFile(Flaw.TOOK_TOO_LONG) from error
        except Failed as error:
            raise UnusableFile(_broken(kind)) from error
        if isinstance(result, Flaw):
            raise UnusableFile(result, pages=MOST_PAGES)
        return result

    async def close(self) -> None:
        """Ends all workers. Files being cleaned are given up; new ones are refused."""
        await self._workers.close()


def _request(path: Path, kind: Kind, seconds: float) -> Mapping[str, object]:
    return {"path": str(path.absolute()), "kind": kind.value, "seconds": seconds}


async def _answer(answers: StreamReader, kind: Kind) -> CleanPicture | bytes | Flaw:
    header = json.loads(await answers.readuntil(b"\n"))
    if "flaw" in header:
        return Flaw(header["flaw"])
    sizes = [int(size) for size in header["sizes"]]
    if min(sizes) < 0 or sum(sizes) > _LARGEST_ANSWER:
        raise ValueError("an answer of that size is none of ours")
    pieces = [await answers.readexactly(size) for size in sizes]
    if kind is Kind.PDF:
        (document,) = pieces
        return document
    data, thumbnail = pieces
    return CleanPicture(data, thumbnail, int(header["width"]), int(header["height"]))


def _broken(kind: Kind) -> Flaw:
    return Flaw.BROKEN_PICTURE if kind is Kind.PICTURE else Flaw.BROKEN_PDF

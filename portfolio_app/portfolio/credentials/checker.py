"""Checks a file somebody brought, in a process apart, and says which of its issuers are known here."""

import asyncio
import json
from asyncio import StreamReader
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from portfolio_app.core.clock import now
from portfolio_app.core.errors import TooMany
from portfolio_app.core.languages import N_
from portfolio_app.core.workers import Busy, Failed, TookTooLong, Workers
from portfolio_app.portfolio.credentials.answers import Answer, Check, Finding, answer_from, answer_of

MODULE = "portfolio_app.portfolio.credentials.checking_worker"
SECONDS = 20.0
"""On the wall’s clock, with starting the process: the worker counts its processor time, and gives up long before."""
TOO_MANY = N_("Many credentials are being checked right now. Try again in a minute.")


class Checker:
    """Checks files in one process at a time. Belongs to the event loop that first uses it; close it at its end."""

    def __init__(self, *, workers: int = 1, seconds: float = SECONDS) -> None:
        self._workers = Workers(MODULE, workers=workers, seconds=seconds)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_exception: object) -> None:
        await self.close()

    async def check(self, path: Path) -> list[Answer]:
        """An answer for each credential in the file at `path`, for somebody who knows no issuer; none, when there is no
        credential in it. Raises `TooMany` while too many wait."""
        try:
            return await self._workers.ask(_request(path), _answers)
        except Busy as error:
            raise TooMany(TOO_MANY) from error
        except (TookTooLong, Failed):
            return [answer_of([Finding(Check.TOO_MUCH)])]

    def processes(self) -> list[int]:
        """The ids of its processes that run."""
        return self._workers.processes()

    async def close(self) -> None:
        """End its process."""
        await self._workers.close()


def _request(path: Path) -> Mapping[str, object]:
    return {"path": str(path.absolute()), "moment": now().isoformat()}


async def _answers(answers: StreamReader) -> list[Answer]:
    given = json.loads(await answers.readuntil(b"\n"))
    return [answer_from(one) for one in given]


_checkers: dict[asyncio.AbstractEventLoop, Checker] = {}


def checker() -> Checker:
    """The checker of the running loop; its process starts with the first file."""
    return _checkers.setdefault(asyncio.get_running_loop(), Checker())


async def close_checker() -> None:
    """End the process of the running loop's checker. For the end of the server."""
    opened = _checkers.pop(asyncio.get_running_loop(), None)
    if opened:
        await opened.close()

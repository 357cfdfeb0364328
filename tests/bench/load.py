"""Pupils at work, in a process of its own: `python -m tests.bench.load` reads what to do from its first line of input.

It opens a tab for each pupil and says "ready"; told "go", each pupil saves by turns an assessment (an event) and a
draft (a PUT) every few seconds, until the time is over or it is told "stop". Then it prints what happened as JSON.
Whatever arrives is looked through for marks of other pupils.
"""

import asyncio
import json
import os
import random
import re
import sys
import time
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import uuid4

import aiohttp
import uvloop

from tests.bench.school import Signed
from tests.tabs import Lost, Tab

PAGE, CAPABILITY = "/en/capability", "S1"
DRAFT = f"assessment:{CAPABILITY}"
OPENING = 25  # tabs that are being opened at once
MARK = re.compile(r"mark-\d{4}-")


@dataclass(frozen=True)
class Order:
    """What to do. `event` is the full name of the handler that keeps an assessment."""

    url: str
    pupils: tuple[Signed, ...]
    event: str
    every: float
    seconds: float


@dataclass
class Outcome:
    """What happened: `saves` as (when it was clicked, seconds until confirmed), the clock being time.monotonic()."""

    opened: list[float] = field(default_factory=list)
    saves: list[tuple[float, float]] = field(default_factory=list)
    assessments: int = 0
    errors: list[str] = field(default_factory=list)
    foreign: int = 0
    """How often something of another pupil's arrived."""


class Worker:
    """One pupil at one tab."""

    def __init__(self, http: aiohttp.ClientSession, order: Order, pupil: Signed, outcome: Outcome) -> None:
        self.order = order
        self.pupil = pupil
        self.outcome = outcome
        self.tab = Tab(http, order.url, pupil.key, seen=self._look)
        self.number = random.randrange(2)
        self.version = 0

    def _look(self, text: str) -> None:
        self.outcome.foreign += sum(mark != self.pupil.mark for mark in MARK.findall(text))

    async def open(self, turns: asyncio.Semaphore) -> None:
        """Open the page, with the draft that was left there."""
        async with turns:
            self.outcome.opened.append(await self.tab.open(PAGE, code=CAPABILITY))
            self.version = (await self.tab.draft(DRAFT))["version"]

    async def work(self, until: asyncio.Event) -> None:
        """Save something every few seconds."""
        await _pause(until, random.uniform(0, self.order.every))
        while not until.is_set():
            began = time.monotonic()
            try:
                problem = await (self._assess() if self.number % 2 else self._draft())
            except (Lost, TimeoutError) as lost:
                problem = type(lost).__name__
            if problem:
                self.outcome.errors.append(problem)
            else:
                self.outcome.saves.append((began, time.monotonic() - began))
            self.number += 1
            await _pause(until, self.order.every - (time.monotonic() - began))

    async def _assess(self) -> str:
        form = {"step": str(1 + self.number % 4), "reason": self._words(), "request": str(uuid4())}
        notice = await self.tab.click(self.order.event, form=form)
        if notice["kind"] != "good":
            return str(notice["text"])
        self.version = 0  # the draft became the assessment
        self.outcome.assessments += 1
        return ""

    async def _draft(self) -> str:
        status, said = await self.tab.keep_draft(DRAFT, {"reason": self._words()}, self.version)
        if status != 200:
            return f"draft answered {status}"
        self.version = said["version"]
        return ""

    def _words(self) -> str:
        return f"{self.pupil.mark} I helped the new pupils to find their rooms, number {self.number}."

    async def close(self) -> None:
        """Look whose draft is there, and leave."""
        self._look(json.dumps(await self.tab.draft(DRAFT)))
        await self.tab.close()


async def _pause(until: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(until.wait(), max(seconds, 0))
    except TimeoutError:
        return


async def run(order: Order) -> Outcome:
    """Do as ordered."""
    outcome, until, turns = Outcome(), asyncio.Event(), asyncio.Semaphore(OPENING)
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as http:
        workers = [Worker(http, order, pupil, outcome) for pupil in order.pupils]
        await asyncio.gather(*(worker.open(turns) for worker in workers))
        print("ready", flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        asyncio.get_running_loop().call_later(order.seconds, until.set)
        told = asyncio.create_task(_until_told(until))
        await asyncio.gather(*(worker.work(until) for worker in workers))
        told.cancel()
        await asyncio.gather(*(worker.close() for worker in workers))
    return outcome


async def _until_told(until: asyncio.Event) -> None:
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    if await reader.readline():  # nothing: whoever ordered this waits for the end
        until.set()


def main() -> None:
    """Read the order, work, report."""
    given: dict[str, Any] = json.loads(sys.stdin.readline())
    given["pupils"] = tuple(Signed(**pupil) for pupil in given["pupils"])
    outcome = uvloop.run(run(Order(**given)))
    os.set_blocking(sys.stdout.fileno(), True)  # else what does not fit into the pipe at once is lost
    print(json.dumps(asdict(outcome)))


if __name__ == "__main__":
    main()

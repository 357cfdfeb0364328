"""Turns at work that takes much memory or processor: a few at a time in this process, and one of them a person's."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID
from weakref import WeakKeyDictionary, WeakValueDictionary


class Turns:
    """At most `at_once` turns at the same time. Whoever asks again while theirs is not over waits for that one first,
    so that nobody's haste is at the others' cost."""

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._of_loop: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()
        self._of_person: WeakValueDictionary[UUID, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def taken_by(self, person_id: UUID) -> AsyncIterator[None]:
        """Inside the block, it is that person's turn."""
        own = self._of_person.setdefault(person_id, asyncio.Lock())
        common = self._of_loop.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(self._at_once))
        async with own, common:
            yield

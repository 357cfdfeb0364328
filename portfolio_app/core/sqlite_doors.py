"""The two doors to an SQLite database: many who change it at the same time, and many who read.

Those who change it come in turn, and what they did goes to the disk together. Waiting for the disk takes longer than
any change of ours, and nobody else can write meanwhile. So those who came in that time make their changes in one
transaction, one after the other, each within a savepoint: it is whole or not there, as if it were alone. The last of
them, when nobody else waits, ends the transaction. Everybody is told that their change is kept once it is on the disk,
and not before.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession
from sqlalchemy.util.concurrency import greenlet_spawn

from portfolio_app.core import sqlite_at_once

MOST_TOGETHER = 32
"""So many changes in one transaction at most: whoever came first must not wait for ever."""


class TablesFirst(AsyncSession):
    """A session on a connection that nobody else has now. Statements on tables go straight to the connection; the
    session's own machinery, which takes longer than they do, begins with the first statement on mapped classes."""

    def __init__(self, connection: AsyncConnection) -> None:
        super().__init__(connection, expire_on_commit=False, autoflush=True, join_transaction_mode="create_savepoint")
        self._on: Any = connection.sync_connection

    async def execute(self, statement: Any, params: Any = None, **given: Any) -> Any:
        """As in AsyncSession."""
        if given or self.in_transaction() or statement._propagate_attrs:
            return await super().execute(statement, params, **given)
        return await greenlet_spawn(self._on.execute, statement, params)


class Readers:
    """The door to `engine` for looking: at most `most` at once."""

    def __init__(self, engine: AsyncEngine, most: int) -> None:
        self._engine = engine
        self._places = asyncio.Semaphore(most)
        self._free: list[_Kept] = []

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A session in a transaction of its own, which ends with the block."""
        async with self._places:
            kept = self._free.pop() if self._free else _Kept(await self._engine.connect())
            try:
                session = TablesFirst(kept.connection)
                try:
                    yield session
                finally:
                    if session.in_transaction():  # closing what was never begun would take as long as a statement
                        await session.close()
                if kept.connection.in_transaction():
                    await kept.connection.rollback()
            except BaseException:
                await kept.close()
                raise
            self._free.append(kept)

    async def close(self) -> None:
        """Give the connections back."""
        while self._free:
            await self._free.pop().close()


class Writers:
    """The one door to `engine` for changes."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._turn = asyncio.Lock()  # held while somebody makes changes, and while they go to the disk
        self._waiting = 0
        self._kept: _Kept | None = None
        self._open: _Together | None = None
        self._ending: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """A session for one change, when it is one's turn. Leaving the block waits until the change is on the disk."""
        await self._take_turn()
        try:
            together = self._open or await self._begin()
            together.number += 1
            assert self._kept
            async with self._whole(self._kept.driver), TablesFirst(self._kept.connection) as session:
                yield session
                if session.in_transaction():
                    await session.commit()
        finally:
            self._give_turn()
        await asyncio.shield(together.on_disk)

    @asynccontextmanager
    async def _whole(self, driver: sqlite_at_once.Connection) -> AsyncIterator[None]:
        """A savepoint around one change; SQLAlchemy, which makes more of them, need not know."""
        await driver.execute("SAVEPOINT change")
        try:
            yield
        except BaseException:
            if driver.in_transaction:
                await driver.execute("ROLLBACK TO change")
            raise
        finally:
            if driver.in_transaction:
                await driver.execute("RELEASE change")

    async def close(self) -> None:
        """Give the connection back, after what is under way."""
        async with self._turn:
            await self._drop_connection()

    async def _take_turn(self) -> None:
        self._waiting += 1
        try:
            await self._turn.acquire()
        except asyncio.CancelledError:
            if self._waiting == 1 and not self._turn.locked() and self._open:  # whoever was before relied on this one
                await self._turn.acquire()
                self._end()
            raise
        finally:
            self._waiting -= 1

    def _give_turn(self) -> None:
        together = self._open
        over = together and (together.number >= MOST_TOGETHER or not self._in_transaction())
        if over or (together and not self._waiting):
            self._end()
        else:
            self._turn.release()

    async def _begin(self) -> "_Together":
        try:
            if self._kept is None:
                self._kept = _Kept(await self._engine.connect())
            await self._kept.connection.begin()
        except BaseException:
            await self._drop_connection()
            raise
        self._open = _Together()
        return self._open

    def _end(self) -> None:
        """Bring to the disk what was done, in a task of its own: no cancelled request takes others with it."""
        assert self._open
        task = asyncio.create_task(self._commit(self._open))
        self._open = None
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    async def _commit(self, together: "_Together") -> None:
        try:
            if self._kept is None or not self._in_transaction():
                raise OperationalError("COMMIT", None, sqlite3.OperationalError("there is no transaction any more"))
            await self._kept.connection.commit()
        except BaseException as problem:
            together.fail(problem)
            await self._drop_connection()
        else:
            together.on_disk.set_result(None)
        finally:
            self._turn.release()

    def _in_transaction(self) -> bool:
        """SQLite ends one by itself, as when the disk is full; SQLAlchemy gives one up that was cancelled."""
        kept = self._kept
        return kept is not None and not kept.connection.invalidated and kept.driver.in_transaction

    async def _drop_connection(self) -> None:
        kept, self._kept = self._kept, None
        if kept is not None:
            await kept.close()


class _Kept:
    """A connection that is not given back after each use: that takes longer than a statement."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.connection = connection
        held: Any = connection.sync_connection
        self.driver: sqlite_at_once.Connection = held.connection.dbapi_connection.driver_connection
        held.detach()

    async def close(self) -> None:
        """Close it, whatever was going on. SQLAlchemy forgets a connection of which a statement was cancelled; that
        would go on holding the lock the statement had been waiting for."""
        try:
            await self.connection.close()
        finally:
            self.driver.stop()


class _Together:
    """Changes in one transaction: how many, and when they are on the disk."""

    def __init__(self) -> None:
        self.number = 0
        self.on_disk: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def fail(self, problem: BaseException) -> None:
        """Tell all of them that nothing is kept."""
        self.on_disk.set_exception(problem)
        self.on_disk.exception()  # heard, also when nobody waits any more

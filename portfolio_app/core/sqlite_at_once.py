"""How SQLAlchemy's asyncio reaches SQLite: what is quick is done at once, what may have to wait is done in a thread.

aiosqlite hands each step of a statement to a thread and back, four times a statement. SQLite itself needs some ten
microseconds for one of ours, each handing over ten times that, and while the process is busy the thread gets its turn
only every few milliseconds, all of which a writer spends holding the lock. So statements run where they are asked.
What waits for the disk (COMMIT), for another process's lock, or is many statements in one goes to a thread.

The classes are what `sqlalchemy.dialects.sqlite.aiosqlite` asks of an aiosqlite connection and cursor.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, Self, TypeVar

WAIT_SECONDS = 10.0
"""How long a statement waits for another process's lock before it fails."""

Result = TypeVar("Result")
Parameters = Sequence[Any]


async def connect(*args: Any, **given: Any) -> "Connection":
    """Open a connection; the arguments are those of `sqlite3.connect`."""
    connection = Connection()
    await connection.open(partial(sqlite3.connect, *args, **given | {"check_same_thread": False, "timeout": 0}))
    return connection


class Connection:
    """A connection of one task at a time. While something of it runs in the thread, all else queues behind that."""

    def __init__(self) -> None:
        self._connection: sqlite3.Connection | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="sqlite")
        self._latest: Future[Any] | None = None

    @property
    def _conn(self) -> sqlite3.Connection:
        if self._connection is None:
            raise ValueError("Connection closed")  # the dialect knows it by these words
        return self._connection

    @property
    def isolation_level(self) -> str | None:
        """sqlite3's own; None leaves BEGIN and COMMIT to SQLAlchemy."""
        return self._conn.isolation_level

    async def open(self, opener: Callable[[], sqlite3.Connection]) -> None:
        """Open the file, which may have to wait for the disk."""
        self._connection = await self.in_thread(opener)

    async def run(self, act: Callable[[], Result]) -> Result:
        """Do what is quick. When another process holds a lock, wait for it in the thread."""
        if self._latest is not None and not self._latest.done():  # whoever asked for that was cancelled
            return await self.in_thread(act)
        try:
            return act()
        except sqlite3.OperationalError as problem:
            # A statement that was refused for a lock has done nothing.
            if problem.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
        return await self.in_thread(partial(self._patiently, act))

    def _patiently(self, act: Callable[[], Result]) -> Result:
        self._conn.execute(f"PRAGMA busy_timeout = {int(WAIT_SECONDS * 1000)}")
        try:
            return act()
        finally:
            self._conn.execute("PRAGMA busy_timeout = 0")

    async def in_thread(self, act: Callable[[], Result]) -> Result:
        """Do what waits for the disk, and let others work meanwhile."""
        self._latest = future = self._thread.submit(act)
        return await asyncio.wrap_future(future)

    def cursor(self) -> "Cursor":
        """A cursor; nothing is asked of the database yet."""
        return Cursor(self, self._conn.cursor())

    async def commit(self) -> None:
        """End the transaction; with `synchronous=FULL` it is on disk then."""
        connection = self._conn
        if connection.in_transaction:
            await self.in_thread(connection.commit)

    async def rollback(self) -> None:
        """End the transaction as if nothing had been changed in it; for one that has only read, that is its end."""
        await self.run(self._conn.rollback)

    async def create_function(self, name: str, arguments: int, act: Callable[..., Any], **given: Any) -> None:
        """As in sqlite3."""
        await self.run(partial(self._conn.create_function, name, arguments, act, **given))

    async def close(self) -> None:
        """Close, after what is under way. Twice is fine."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await self.in_thread(connection.close)
            self._thread.shutdown(wait=False)

    def stop(self) -> None:
        """Close without waiting for it."""
        connection, self._connection = self._connection, None
        if connection is not None:
            self._thread.submit(connection.close)
            self._thread.shutdown(wait=False)


class Cursor:
    """One statement at a time and its rows."""

    def __init__(self, connection: Connection, cursor: sqlite3.Cursor) -> None:
        self._connection = connection
        self._cursor = cursor
        self.arraysize = 1

    async def __aenter__(self) -> Self:
        return self

    @property
    def description(self) -> Any:
        """The columns of the result; None when there is none."""
        return self._cursor.description

    @property
    def rowcount(self) -> int:
        """How many rows were changed; -1 when that is not known."""
        return self._cursor.rowcount

    @property
    def lastrowid(self) -> int | None:
        """The row id that the last INSERT gave."""
        return self._cursor.lastrowid

    async def execute(self, statement: str, parameters: Parameters = ()) -> None:
        """Run one statement."""
        await self._connection.run(partial(self._cursor.execute, statement, parameters))

    async def executemany(self, statement: str, parameters: Sequence[Parameters]) -> None:
        """Run one statement many times."""
        await self._connection.in_thread(partial(self._cursor.executemany, statement, parameters))

    async def fetchone(self) -> Any:
        """The next row, or None."""
        return await self._connection.run(self._cursor.fetchone)

    async def fetchmany(self, size: int | None = None) -> list[Any]:
        """The next rows."""
        return await self._connection.run(partial(self._cursor.fetchmany, size or self.arraysize))

    async def fetchall(self) -> list[Any]:
        """All rows that are left."""
        return await self._connection.run(self._cursor.fetchall)

    async def close(self) -> None:
        """Give the statement back."""
        await self._connection.run(self._cursor.close)

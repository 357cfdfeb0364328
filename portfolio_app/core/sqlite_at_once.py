"""How SQLAlchemy's asyncio reaches SQLite: what is quick is done at once, what may have to wait is done in a thread.

aiosqlite hands each step of a statement to a thread and back, four times a statement. SQLite itself needs some ten
microseconds for one of ours, each handing over ten times that, and while the process is busy the thread gets its turn
only every few milliseconds, all of which a writer spends holding the lock. So statements run where they are asked.
What waits for the disk (COMMIT), for another process's lock, or is many statements in one goes to a thread.

`sqlite+at_once://` is the dialect `sqlite+aiosqlite://` of SQLAlchemy on connections of ours. Its transactions begin
and its savepoints are set by plain statements; SQLAlchemy would put each together anew.
"""

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    AsyncAdapt_aiosqlite_dbapi,
    SQLiteDialect_aiosqlite,
)
from sqlalchemy.util import EMPTY_DICT
from sqlalchemy.util.concurrency import await_only

DRIVER = "sqlite+at_once"
WAIT_SECONDS = 10.0
"""How long a statement waits for another process's lock before it fails."""

Result = TypeVar("Result")
Parameters = Sequence[Any]


class MustWait(Exception):
    """This cannot be done at once: another process holds a lock, or something of this connection is in the thread."""


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

    @property
    def in_transaction(self) -> bool:
        """Whether there is a transaction; SQLite ends one by itself when its disk is full or fails."""
        return self._connection is not None and self._connection.in_transaction

    async def open(self, opener: Callable[[], sqlite3.Connection]) -> None:
        """Open the file, which may have to wait for the disk."""
        self._connection = await self.in_thread(opener)

    def at_once(self, act: Callable[[], Result]) -> Result:
        """Do what is quick. Raises `MustWait` when it can be done in the thread only; nothing has been done then."""
        if self._latest is not None and not self._latest.done():  # whoever asked for that was cancelled
            raise MustWait
        try:
            return act()
        except sqlite3.OperationalError as problem:
            # A statement that was refused for a lock has done nothing.
            if problem.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
        raise MustWait

    async def patiently(self, act: Callable[[], Result]) -> Result:
        """Do it in the thread, and wait there while another process holds a lock."""
        return await self.in_thread(partial(self._waiting, act))

    def _waiting(self, act: Callable[[], Result]) -> Result:
        self._conn.execute(f"PRAGMA busy_timeout = {int(WAIT_SECONDS * 1000)}")
        try:
            return act()
        finally:
            self._conn.execute("PRAGMA busy_timeout = 0")

    async def in_thread(self, act: Callable[[], Result]) -> Result:
        """Do what waits for the disk, and let others work meanwhile."""
        self._latest = future = self._thread.submit(act)
        return await asyncio.wrap_future(future)

    async def execute(self, statement: str) -> None:
        """Run one statement that has no rows."""
        act = partial(self._conn.execute, statement)
        try:
            self.at_once(act)
        except MustWait:
            await self.patiently(act)

    def cursor(self) -> sqlite3.Cursor:
        """A cursor; nothing is asked of the database yet."""
        return self._conn.cursor()

    async def commit(self) -> None:
        """End the transaction; with `synchronous=FULL` it is on disk then."""
        connection = self._conn
        if connection.in_transaction:
            await self.in_thread(connection.commit)

    def roll_back(self) -> None:
        """End the transaction as if nothing had been changed in it; for one that has only read, that is its end."""
        self._conn.rollback()

    async def create_function(self, name: str, arguments: int, act: Callable[..., Any], **given: Any) -> None:
        """As in sqlite3."""
        await self.in_thread(partial(self._conn.create_function, name, arguments, act, **given))

    async def close(self) -> None:
        """Close, after what is under way. Twice is fine."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await self.in_thread(partial(_close, connection))
            self._thread.shutdown(wait=False)

    def stop(self) -> None:
        """Close without waiting for it."""
        connection, self._connection = self._connection, None
        if connection is not None:
            self._thread.submit(_close, connection)
            self._thread.shutdown(wait=False)


def _close(connection: sqlite3.Connection) -> None:
    """Close, and let go of the lock: SQLite keeps both for as long as somebody still holds a cursor."""
    try:
        connection.rollback()
    finally:
        connection.close()


class AdaptedCursor(AsyncAdapt_aiosqlite_cursor):
    """A cursor as SQLAlchemy sees it: one statement at a time, all of its rows read at once."""

    __slots__ = ()
    _awaitable_cursor_close = False
    _connection: Any  # a Connection
    _adapt_connection: Any  # an AdaptedConnection

    def __init__(self, adapted: "AdaptedConnection") -> None:
        self._adapt_connection = adapted
        self._connection = adapted._connection
        self._soft_closed_memoized = EMPTY_DICT
        self._rows = deque()
        try:
            self._cursor: Any = self._connection.cursor()
        except ValueError as problem:
            adapted._handle_exception(problem)

    def execute(self, operation: Any, parameters: Any = None) -> Any:
        """Run one statement."""
        self._adapt_connection.do(partial(self._run, operation, parameters or ()))

    def _run(self, operation: str, parameters: Parameters) -> None:
        self._cursor.execute(operation, parameters)
        if self._cursor.description:
            self._rows = deque(self._cursor.fetchall())

    def executemany(self, operation: Any, seq_of_parameters: Any) -> Any:
        """Run one statement many times."""
        await_only(self._connection.in_thread(partial(self._cursor.executemany, operation, seq_of_parameters)))


class AdaptedConnection(AsyncAdapt_aiosqlite_connection):
    """A connection as SQLAlchemy sees it."""

    __slots__ = ("beginning",)
    _cursor_cls = AdaptedCursor
    _connection: Any  # a Connection

    def __init__(self, dbapi: Any, connection: Connection, beginning: str) -> None:
        super().__init__(dbapi, connection)  # pyright: ignore[reportArgumentType]
        self.beginning = beginning

    def do(self, act: Callable[[], Result]) -> Result:
        """Do something at once if it can be, else in the thread."""
        try:
            return self._connection.at_once(act)
        except MustWait:
            return await_only(self._connection.patiently(act))
        except ValueError as problem:
            self._handle_exception(problem)

    def begin(self) -> None:
        """Begin a transaction the way transactions of this connection begin."""
        self.execute(self.beginning)

    def rollback(self) -> None:
        """End the transaction as if it had not been."""
        if self._connection._connection:
            self.do(self._connection.roll_back)


class Module(AsyncAdapt_aiosqlite_dbapi):
    """What SQLAlchemy takes for the driver's module."""

    def connect(self, *arg: Any, beginning: str = "BEGIN", **kw: Any) -> AdaptedConnection:
        """Open a connection, whose transactions begin with the statement `beginning`."""
        return AdaptedConnection(self, await_only(connect(*arg, **kw)), beginning)


class Dialect(SQLiteDialect_aiosqlite):
    """SQLAlchemy's dialect for aiosqlite, with what happens in every transaction done in a few microseconds."""

    driver = "at_once"
    supports_statement_cache = True

    @classmethod
    def import_dbapi(cls) -> Module:
        """The driver."""
        return Module(__import__("aiosqlite"), sqlite3)

    def do_begin(self, dbapi_connection: Any) -> None:
        """BEGIN or BEGIN IMMEDIATE."""
        dbapi_connection.dbapi_connection.begin()

    def do_savepoint(self, connection: Any, name: str) -> None:
        """SAVEPOINT."""
        connection.connection.dbapi_connection.execute(f"SAVEPOINT {name}")

    def do_rollback_to_savepoint(self, connection: Any, name: str) -> None:
        """ROLLBACK TO SAVEPOINT."""
        connection.connection.dbapi_connection.execute(f"ROLLBACK TO SAVEPOINT {name}")

    def do_release_savepoint(self, connection: Any, name: str) -> None:
        """RELEASE SAVEPOINT."""
        connection.connection.dbapi_connection.execute(f"RELEASE SAVEPOINT {name}")


registry.register("sqlite.at_once", __name__, "Dialect")

"""The database: one way in for changes, `writing()`, and one for looking, `reading()`.

SQLite lets one writer in at a time; a second one that began by reading would overwrite what it had not seen. So every
change begins with BEGIN IMMEDIATE on the one connection that writes: writers queue in this process
(`sqlite_doors.py`) and wait on other processes. Readers have their own read-only connections (WAL lets them work
meanwhile). PostgreSQL gets the same two doors.
"""

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Executable,
    MetaData,
    Table,
    TypeDecorator,
    bindparam,
    delete,
    event,
    make_url,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlmodel import Field, SQLModel, col

from portfolio_app.core import sqlite_at_once
from portfolio_app.core.errors import DomainError, NotFound
from portfolio_app.core.languages import N_
from portfolio_app.core.sqlite_doors import Readers, Writers
from portfolio_app.settings import settings

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.metadata.naming_convention = NAMING

SQLITE_READERS = 4

AfterCommit = Callable[[], Awaitable[None] | None]


class Moment(TypeDecorator[datetime]):
    """An aware moment in UTC, on every database; a naive one is refused, because nobody can say when it is."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the database: converted to UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From the database: SQLite forgets the zone, which is always UTC."""
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


class Row(SQLModel):
    """What every table has: a random identity that says nothing about anybody."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)


class DatabaseUnavailable(DomainError):
    """The database does not answer or its disk is full. Nothing was written."""

    message = N_("This cannot be saved right now. What you typed stays on this page; try again in a moment.")


# SQLSTATE (PostgreSQL's appendix A): connection lost; no room, memory or connections left; stopping or starting; I/O.
_AWAY = ("08", "53", "57P0", "58")


def _away(problem: Exception) -> bool:
    """Whether the database does not answer or cannot write now; otherwise it is the statement that is wrong."""
    if isinstance(problem, (OperationalError, sqlite3.OperationalError, PoolTimeout, OSError)):
        return True
    if isinstance(problem, DBAPIError):
        return problem.connection_invalidated or _away_by_code(problem.orig)
    return _away_by_code(problem)  # while connecting, the driver's own


def _away_by_code(problem: BaseException | None) -> bool:
    return str(getattr(problem, "sqlstate", "")).startswith(_AWAY)


class Database:
    """Two engines on one URL: a writer and a read-only reader."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            if self.url.database:
                Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
            self.writer = self._sqlite_engine(pool_size=1, read_only=False)
            self.reader = self._sqlite_engine(pool_size=SQLITE_READERS, read_only=True)
        else:
            common: dict[str, Any] = {"pool_pre_ping": True, "pool_recycle": 1800, "pool_timeout": 10}
            self.writer = create_async_engine(self.url, pool_size=8, max_overflow=4, **common)
            read_only = {"server_settings": {"default_transaction_read_only": "on"}}
            self.reader = create_async_engine(self.url, pool_size=8, max_overflow=4, connect_args=read_only, **common)
        self._doors = (Writers(self.writer), Readers(self.reader, SQLITE_READERS)) if self.is_sqlite else ()
        self._write, self._read = (
            (self._doors[0].writing, self._doors[1].reading) if self._doors else (self._change, self._look)
        )

    def _sqlite_engine(self, *, pool_size: int, read_only: bool) -> AsyncEngine:
        engine = create_async_engine(
            self.url.set(drivername=sqlite_at_once.DRIVER),
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=30,
            connect_args={"isolation_level": None, "beginning": "BEGIN" if read_only else "BEGIN IMMEDIATE"},
        )

        @event.listens_for(engine.sync_engine, "connect")
        def prepare(connection: Any, _record: Any) -> None:
            cursor = connection.cursor()
            for pragma in (
                "journal_mode=WAL",
                "synchronous=FULL",  # a confirmed save is on disk
                "foreign_keys=ON",
                "temp_store=MEMORY",
                "cache_size=-16000",
                *(("query_only=ON",) if read_only else ()),
            ):
                cursor.execute(f"PRAGMA {pragma}")
            cursor.close()

        return engine

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """One transaction that changes data: committed at the end of the block, rolled back on any exception.

        Callbacks left with `after_commit()` run once the change is on disk.
        """
        try:
            async with self._write() as session:
                yield session
                for statement, values in session.info.pop("at_the_end", ()):
                    await session.execute(statement, values)
            callbacks: list[AfterCommit] = session.info.pop("after_commit", [])
        except Exception as problem:
            if _away(problem):
                raise DatabaseUnavailable() from problem
            raise
        for callback in callbacks:
            outcome = callback()
            if asyncio.iscoroutine(outcome) or isinstance(outcome, asyncio.Future):
                await outcome

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """One read-only transaction: everything read in the block is of the same moment."""
        try:
            async with self._read() as session:
                yield session
        except Exception as problem:
            if _away(problem):
                raise DatabaseUnavailable() from problem
            raise

    @asynccontextmanager
    async def _change(self) -> AsyncIterator[AsyncSession]:
        async with AsyncSession(self.writer, expire_on_commit=False) as session, session.begin():
            yield session

    @asynccontextmanager
    async def _look(self) -> AsyncIterator[AsyncSession]:
        async with AsyncSession(self.reader, expire_on_commit=False, autoflush=False) as session:
            yield session

    async def close(self) -> None:
        """Give all connections back."""
        for door in self._doors:
            await door.close()
        await self.writer.dispose()
        await self.reader.dispose()


_databases: dict[asyncio.AbstractEventLoop, Database] = {}


def database() -> Database:
    """The database of this process's settings, opened once per event loop."""
    loop = asyncio.get_running_loop()
    if loop not in _databases:
        for old in [known for known in _databases if known.is_closed()]:
            del _databases[old]
        _databases[loop] = Database(settings().database)
    return _databases[loop]


async def close_database() -> None:
    """Close the database of the running loop; the next use opens it again."""
    opened = _databases.pop(asyncio.get_running_loop(), None)
    if opened:
        await opened.close()


@contextlib.asynccontextmanager
async def writing() -> AsyncIterator[AsyncSession]:
    """See `Database.writing`."""
    async with database().writing() as session:
        yield session


@contextlib.asynccontextmanager
async def reading() -> AsyncIterator[AsyncSession]:
    """See `Database.reading`."""
    async with database().reading() as session:
        yield session


def after_commit(session: AsyncSession, callback: AfterCommit) -> None:
    """Run `callback` once the transaction of `session` is committed; never when it is rolled back."""
    session.info.setdefault("after_commit", []).append(callback)


def at_the_end(session: AsyncSession, statement: Executable, values: dict[str, Any]) -> None:
    """Run `statement` as the last thing in the transaction of `session`, should it get so far."""
    session.info.setdefault("at_the_end", []).append((statement, values))


async def insert_new(session: AsyncSession, row: Row) -> bool:
    """Insert `row` unless a unique constraint says it is there already; whether it was inserted.

    For forms sent twice and rows that two requests make at once: the loser neither fails nor spoils its transaction.
    """
    columns = table_of(type(row)).columns
    return await insert_values(session, type(row), {column.key: getattr(row, column.key) for column in columns})


async def insert_values(session: AsyncSession, kind: type[Row], values: Mapping[str, Any]) -> bool:
    """As `insert_new`, for what is done so often that making the row itself counts; `values` are of all columns."""
    statement = _insert_new(table_of(kind), session.get_bind().dialect.name)
    return (await session.execute(statement, values)).first() is not None


@cache
def _insert_new(table: Table, dialect: str) -> Any:
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    values = {column: bindparam(column.key) for column in table.columns}
    return insert(table).values(values).on_conflict_do_nothing().returning(table.c.id)


async def insert_or_renew(
    session: AsyncSession, kind: type[Row], key: tuple[str, ...], rows: Sequence[Mapping[str, Any]]
) -> None:
    """Insert rows with these values of all columns; one whose `key` is there already keeps its id and takes the rest.

    For what is said again and again, by many at the same time, and of which the last counts.
    """
    if rows:
        statement = _insert_or_renew(table_of(kind), key, session.get_bind().dialect.name)
        await session.execute(statement, rows)


@cache
def _insert_or_renew(table: Table, key: tuple[str, ...], dialect: str) -> Executable:
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    statement = insert(table)
    renewed = {column.key: statement.excluded[column.key] for column in table.columns if column.key not in ("id", *key)}
    return statement.on_conflict_do_update(index_elements=[table.c[name] for name in key], set_=renewed)


async def delete_some(session: AsyncSession, kind: type[Row], which: ColumnElement[bool], most: int) -> int:
    """Delete rows that `which` is true of, at most so many; returns how many there were."""
    some = select(col(kind.id)).where(which).limit(most)
    return len((await session.execute(delete(kind).where(col(kind.id).in_(some)).returning(col(kind.id)))).all())


def as_id(text: str | UUID) -> UUID:
    """An identity that came from outside; whatever is none of ours is `NotFound`, like an unknown one."""
    if isinstance(text, UUID):
        return text
    try:
        return UUID(text)
    except (ValueError, AttributeError, TypeError) as problem:
        raise NotFound() from problem


def as_ids(texts: Iterable[str]) -> list[UUID]:
    """Those of `texts` that are identities at all."""
    found = []
    for text in texts:
        with contextlib.suppress(NotFound):
            found.append(as_id(text))
    return found


def table_of(kind: type[Row]) -> Table:
    """The table that rows of that kind stand in, for statements that need no objects."""
    return SQLModel.metadata.tables[str(kind.__tablename__)]


def tables() -> Iterable[str]:
    """Names of all tables."""
    return SQLModel.metadata.tables.keys()


def metadata() -> MetaData:
    """The metadata of all tables, for migrations and tests."""
    return SQLModel.metadata

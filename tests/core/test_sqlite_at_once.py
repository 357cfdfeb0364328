"""SQLite without a thread a statement: others work while one waits for a lock or the disk, and nothing is lost."""

import asyncio
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlmodel import col

from portfolio_app.core import sqlite_at_once
from portfolio_app.core.database import DatabaseUnavailable, close_database, reading, writing
from portfolio_app.core.models import Mark


@contextmanager
def locked_by_another(file: Path) -> Iterator[sqlite3.Connection]:
    """As another process would: the database is being written to."""
    with closing(sqlite3.connect(file, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other


async def mark(name: str) -> None:
    async with writing() as session:
        session.add(Mark(name=name))


async def marks() -> int:
    async with reading() as session:
        return (await session.execute(select(func.count()).select_from(Mark))).scalar_one()


async def test_a_change_waits_for_another_process_and_nobody_else_waits(file: Path) -> None:
    """Reading and everything beside the database goes on meanwhile."""
    await mark("first")
    with locked_by_another(file) as other:
        waiting = asyncio.create_task(mark("second"))
        began = time.monotonic()
        for _ in range(5):
            await asyncio.sleep(0.01)
            assert await marks() == 1
        assert time.monotonic() - began < 2
        assert not waiting.done()
        other.execute("ROLLBACK")
        await waiting
    assert await marks() == 2
    await close_database()


async def test_a_lock_that_is_never_given_back_is_said(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the words for a database that cannot be written; the next change goes through."""
    monkeypatch.setattr(sqlite_at_once, "WAIT_SECONDS", 0.1)
    await mark("first")
    with locked_by_another(file), pytest.raises(DatabaseUnavailable):
        await mark("second")
    await mark("third")
    assert await marks() == 2
    await close_database()


async def test_whoever_leaves_while_waiting_changes_nothing_and_holds_up_nobody(file: Path) -> None:
    """A browser that goes away cancels its request in the middle of anything."""
    await mark("first")
    with locked_by_another(file) as other:
        leaving = asyncio.create_task(mark("second"))
        await asyncio.sleep(0.05)
        leaving.cancel()
        other.execute("ROLLBACK")
        with pytest.raises(asyncio.CancelledError):
            await leaving
    await asyncio.wait_for(mark("third"), 5)
    async with reading() as session:
        names = set((await session.execute(select(col(Mark.name)))).scalars())
    assert names == {"first", "third"}
    await close_database()


async def test_a_change_that_is_cancelled_anywhere_is_whole_or_not_there(file: Path) -> None:
    """Also in the middle of its COMMIT."""

    async def pair(number: int) -> None:
        async with writing() as session:
            session.add(Mark(name=f"{number} a"))
            await session.flush()
            session.add(Mark(name=f"{number} b"))

    for number in range(40):
        task = asyncio.create_task(pair(number))
        for _ in range(number % 8):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    await pair(99)
    async with reading() as session:
        names = [name.split() for name in (await session.execute(select(col(Mark.name)))).scalars()]
    first, second = ({number for number, part in names if part == which} for which in "ab")
    assert first == second >= {"99"}
    await close_database()


async def test_a_confirmed_change_is_on_disk(file: Path) -> None:
    """`synchronous=FULL`, in the write-ahead log, and what is read needs no lock."""
    async with writing() as session:
        said = {
            name: (await session.execute(text(f"PRAGMA {name}"))).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "query_only")
        }
    assert said == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "query_only": 0}
    async with reading() as session:
        assert (await session.execute(text("PRAGMA query_only"))).scalar() == 1
    await close_database()


async def test_a_closed_connection_says_so(tmp_path: Path) -> None:
    """Closing twice is fine; asking afterwards is answered as the dialect knows it."""
    connection = await sqlite_at_once.connect(tmp_path / "a.db", isolation_level=None)
    connection.at_once(partial(connection.cursor().execute, "CREATE TABLE word (text)"))
    await connection.close()
    await connection.close()
    connection.stop()
    assert not connection.in_transaction
    with pytest.raises(ValueError, match="Connection closed"):
        connection.cursor()


async def test_what_may_wait_lets_others_work(tmp_path: Path) -> None:
    """The thread is the connection's own; what is asked meanwhile queues behind it."""
    connection = await sqlite_at_once.connect(tmp_path / "a.db", isolation_level=None)
    order: list[str] = []
    slow = asyncio.create_task(connection.in_thread(lambda: (time.sleep(0.1), order.append("slow"))))
    await asyncio.sleep(0.01)
    with pytest.raises(sqlite_at_once.MustWait):
        connection.at_once(partial(order.append, "at once"))
    await connection.patiently(partial(order.append, "after it"))
    assert order == ["slow", "after it"]
    await slow
    await connection.close()

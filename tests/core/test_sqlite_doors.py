"""Changes at the same time share one way to the disk, and each stays whole or not there, as if it were alone."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import event, insert, select, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from portfolio_app.core import sqlite_doors
from portfolio_app.core.database import (
    DatabaseUnavailable,
    after_commit,
    close_database,
    database,
    reading,
    table_of,
    writing,
)
from portfolio_app.core.models import Mark


def on_disk(file: Path) -> set[str]:
    """What another process sees."""
    with closing(sqlite3.connect(file)) as other:
        return {name for (name,) in other.execute("SELECT name FROM mark")}


@contextmanager
def commits() -> Iterator[list[int]]:
    """Counts how often something is brought to the disk."""
    counted: list[int] = []
    engine = database().writer.sync_engine

    def count(_connection: object) -> None:
        counted.append(1)

    event.listen(engine, "commit", count)
    try:
        yield counted
    finally:
        event.remove(engine, "commit", count)


async def mark(name: str) -> None:
    async with writing() as session:
        session.add(Mark(name=name))


async def test_those_who_come_together_go_to_the_disk_together(file: Path) -> None:
    """Confirmed is what another process can read."""

    async def confirmed(name: str) -> None:
        await mark(name)
        assert name in on_disk(file)

    names = {f"mark {number}" for number in range(20)}
    with commits() as counted:
        await asyncio.gather(*(confirmed(name) for name in names))
    assert on_disk(file) == names
    assert len(counted) < 5
    await close_database()


async def test_whoever_comes_first_does_not_wait_for_ever(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many others come."""
    monkeypatch.setattr(sqlite_doors, "MOST_TOGETHER", 4)
    with commits() as counted:
        await asyncio.gather(*(mark(f"mark {number}") for number in range(20)))
    assert len(counted) >= 5
    await close_database()


async def test_one_that_fails_takes_nothing_of_the_others_with_it(file: Path) -> None:
    """In the middle, or as the one who would have ended the transaction for all."""
    await mark("there")
    outcomes = await asyncio.gather(
        *(mark(name) for name in ("first", "there", "second", "there")), return_exceptions=True
    )
    assert [type(outcome) for outcome in outcomes] == [type(None), IntegrityError, type(None), IntegrityError]
    assert on_disk(file) == {"there", "first", "second"}
    await close_database()


async def test_what_follows_a_change_follows_when_it_is_on_the_disk(file: Path) -> None:
    """And not at all when it failed."""
    seen: list[set[str]] = []

    async def announced(name: str) -> None:
        async with writing() as session:
            session.add(Mark(name=name))
            after_commit(session, lambda: seen.append(on_disk(file)))

    outcomes = await asyncio.gather(*(announced(name) for name in ("one", "two", "one")), return_exceptions=True)
    assert isinstance(outcomes[2], IntegrityError)
    assert seen == [{"one", "two"}] * 2
    await close_database()


async def test_nobody_is_told_that_it_is_kept_when_the_transaction_is_lost(file: Path) -> None:
    """SQLite may end it by itself, for instance when its disk is full: what was done in it before is gone as well."""

    async def lose() -> None:
        async with writing() as session:
            await session.execute(text("ROLLBACK"))

    outcomes = await asyncio.gather(mark("before"), lose(), mark("after"), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [DatabaseUnavailable, DatabaseUnavailable, type(None)]
    assert on_disk(file) == {"after"}
    await close_database()


@pytest.mark.parametrize("leaving", range(6))
async def test_whoever_leaves_the_queue_leaves_nobody_waiting(file: Path, leaving: int) -> None:
    """Also when the one before relied on them to end the transaction."""
    for ticks in range(12):
        tasks = [asyncio.create_task(mark(f"{ticks} {number}")) for number in range(6)]
        for _ in range(ticks):
            await asyncio.sleep(0)
        tasks[leaving].cancel()
        outcomes = await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), 10)
        assert [number for number, outcome in enumerate(outcomes) if outcome is not None] in ([], [leaving])
    async with reading() as session:
        kept = set((await session.execute(select(col(Mark.name)))).scalars())
    assert kept == on_disk(file) >= {f"{ticks} {n}" for ticks in range(12) for n in range(6) if n != leaving}
    await close_database()


async def test_whoever_leaves_in_the_middle_of_many_statements_spoils_nothing(file: Path) -> None:
    """What others were told is there is there, and the next change goes through."""

    async def many(ticks: int) -> None:
        async with writing() as session:
            rows = [{"id": uuid4(), "name": f"{ticks} many {number}", "value": ""} for number in range(2000)]
            await session.execute(insert(table_of(Mark)), rows)

    for ticks in range(8):
        before = asyncio.create_task(mark(f"{ticks} before"))
        leaving = asyncio.create_task(many(ticks))
        for _ in range(2 + ticks):
            await asyncio.sleep(0)
        leaving.cancel()
        outcomes = await asyncio.gather(before, leaving, return_exceptions=True)
        assert outcomes[0] is None or isinstance(outcomes[0], DatabaseUnavailable)
        assert (f"{ticks} before" in on_disk(file)) == (outcomes[0] is None)
        await asyncio.wait_for(mark(f"{ticks} after"), 5)
    assert {f"{ticks} after" for ticks in range(8)} <= on_disk(file)
    await close_database()

"""Work that must happen after a change: with the change or not at all, at least once, however runners come and go."""

import asyncio
import sys
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlmodel import col

from portfolio_app.core import outbox
from portfolio_app.core.clock import at, now
from portfolio_app.core.database import reading, writing
from portfolio_app.core.models import Outbox
from tests.core.outbox_worker import KIND

pytestmark = pytest.mark.usefixtures("database")


class Ran:
    """A kind of work that notes what it was given, and can be made to fail."""

    def __init__(self) -> None:
        self.rows: list[tuple[UUID, Mapping[str, Any]]] = []
        self.problem: Exception | None = None
        self.seconds = 0.0

    async def work(self, row_id: UUID, payload: Mapping[str, Any]) -> None:
        self.rows.append((row_id, payload))
        await asyncio.sleep(self.seconds)
        if self.problem:
            raise self.problem


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what a test registers."""
    monkeypatch.setattr(outbox, "_kinds", {})
    monkeypatch.setattr(outbox, "_away", {})


@pytest.fixture
def ran(kinds: None) -> Ran:
    made = Ran()
    outbox.register(KIND, made.work)
    return made


async def put(n: int = 1, **given: Any) -> UUID:
    async with writing() as session:
        return await outbox.put(session, KIND, {"n": n}, **given)


async def put_and_fail() -> None:
    async with writing() as session:
        await outbox.put(session, KIND, {"n": 8})
        raise RuntimeError


def lines(file: Path) -> list[str]:
    """The rows that worked processes noted, in order."""
    return [line.split()[0] for line in file.read_text().splitlines()]


async def row(row_id: UUID) -> Outbox:
    async with reading() as session:
        return (await session.execute(select(Outbox).where(col(Outbox.id) == row_id))).scalar_one()


async def waiting() -> outbox.Waiting:
    async with reading() as session:
        return await outbox.load_waiting(session)


async def run_at(moment: datetime) -> bool:
    with at(moment):
        return await outbox.run_next()


async def test_work_is_done_once_and_only_when_its_change_is_kept(ran: Ran) -> None:
    row_id = await put(7)
    with pytest.raises(RuntimeError):
        await put_and_fail()
    assert await outbox.run_next()
    assert not await outbox.run_next()
    assert ran.rows == [(row_id, {"n": 7})]
    assert (await row(row_id)).done_at


async def test_work_waits_for_its_time_and_the_same_row_is_written_once(ran: Ran) -> None:
    later, same = now() + timedelta(hours=2), uuid4()
    assert await put(1, not_before=later, row_id=same) == same
    await put(2, not_before=now(), row_id=same)
    assert not await outbox.run_next()
    assert await run_at(later + timedelta(seconds=1))
    assert ran.rows == [(same, {"n": 1})]


async def test_what_fails_is_tried_again_at_growing_intervals_and_then_given_up(ran: Ran) -> None:
    ran.problem = RuntimeError("the disk is full")
    row_id = await put()
    moment = began = now()
    for attempt in range(1, outbox.MOST_ATTEMPTS + 1):
        assert await run_at(moment), attempt
        assert not await run_at(moment + outbox.pause(attempt) - timedelta(seconds=1))
        moment += outbox.pause(attempt) + timedelta(seconds=1)
    assert not await run_at(moment + timedelta(days=9))
    assert timedelta(days=3) < moment - began < timedelta(days=5)
    assert await waiting() == outbox.Waiting(0, 0, 1, "RuntimeError: the disk is full")
    assert (await row(row_id)).done_at is None
    with at(moment + outbox.GIVEN_UP_KEPT + timedelta(days=1)):
        assert await outbox.remove_old_work() == 1


async def test_what_is_hopeless_is_given_up_at_once_and_says_why(ran: Ran) -> None:
    ran.problem = outbox.Hopeless("no such mailbox")
    await put()
    assert await outbox.run_next()
    assert not await run_at(now() + timedelta(days=1))
    assert await waiting() == outbox.Waiting(0, 0, 1, "no such mailbox")


async def test_nothing_else_of_a_kind_is_tried_while_what_it_needs_is_away(ran: Ran) -> None:
    other = Ran()
    outbox.register("other", other.work)
    ran.problem = outbox.Away("no answer")
    for n in range(3):
        await put(n)
    async with writing() as session:
        await outbox.put(session, "other", {})
    while await outbox.run_next():
        pass
    assert (len(ran.rows), len(other.rows)) == (1, 1)
    assert (await waiting()).waiting == 3


async def test_a_piece_of_work_that_hangs_is_left_and_tried_again(ran: Ran, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "LONGEST_SECONDS", 0.05)
    ran.seconds = 30
    row_id = await put()
    assert await outbox.run_next()
    assert (await row(row_id)).problem.startswith("TimeoutError")
    ran.seconds = 0
    assert await run_at(now() + timedelta(minutes=2))
    assert (await row(row_id)).done_at


async def test_work_that_waits_too_long_is_called_late(ran: Ran) -> None:
    await put()
    assert (await waiting()).late == 0
    with at(now() + timedelta(hours=1)):
        assert (await waiting()).late == 1


async def test_a_row_is_its_runners_until_the_lease_ends_and_then_anybodys(ran: Ran) -> None:
    await put()
    taken = await outbox.lease([KIND])
    assert taken
    assert await outbox.lease([KIND]) is None
    with at(now() + outbox.LEASE + timedelta(seconds=1)):
        again = await outbox.lease([KIND])
    assert again
    assert (again.id, again.attempts) == (taken.id, 2)
    await outbox._settle(taken, {"done_at": now()})  # the first comes back late: the row is no longer its
    assert (await row(taken.id)).done_at is None


async def test_the_task_runs_what_is_put_at_once_and_finishes_what_is_in_hand(ran: Ran) -> None:
    stop = asyncio.Event()
    task = asyncio.create_task(outbox.run_for_ever(stop))
    await asyncio.sleep(0.05)
    ran.seconds = 0.3
    row_id = await put()
    for _ in range(100):
        if ran.rows:
            break
        await asyncio.sleep(0.02)
    stop.set()
    await asyncio.wait_for(task, 5)
    assert (await row(row_id)).done_at


async def test_work_cut_short_by_the_end_of_the_process_is_free_for_the_next_one(ran: Ran) -> None:
    ran.seconds = 30
    row_id = await put()
    task = asyncio.create_task(outbox.run_next())
    await asyncio.wait([task], timeout=1)
    assert ran.rows
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert (await row(row_id)).leased_until is None


async def test_what_was_done_is_forgotten_after_a_week(ran: Ran) -> None:
    await put()
    await outbox.run_next()
    assert await outbox.remove_old_work() == 0
    with at(now() + outbox.DONE_KEPT + timedelta(hours=1)):
        assert await outbox.remove_old_work() == 1


async def worker(file: Path, *how: str) -> asyncio.subprocess.Process:
    """One more process on the same database."""
    return await asyncio.create_subprocess_exec(sys.executable, "-m", "tests.core.outbox_worker", str(file), *how)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "lines"
    made.touch()
    return made


async def test_a_process_killed_in_the_middle_of_work_loses_none_and_repeats_that_one_alone(
    ran: Ran, file: Path
) -> None:
    rows = [await put(n) for n in range(5)]
    killed = await worker(file, "die")
    assert await killed.wait() == -9
    assert len(lines(file)) == 1
    last = await worker(file)
    assert await last.wait() == 0
    assert len(lines(file)) == 5  # the one in flight is still leased
    with at(now() + outbox.LEASE + timedelta(seconds=1)):
        while await outbox.run_next():
            pass
    done = Counter(lines(file)) + Counter(str(one) for one, _ in ran.rows)
    assert set(done) == {str(one) for one in rows}
    assert sorted(done.values()) == [1, 1, 1, 1, 2]


async def test_workers_that_race_run_each_row_once(ran: Ran, file: Path) -> None:
    rows = {str(await put(n)) for n in range(40)}
    racing = [await worker(file) for _ in range(3)]
    assert [await one.wait() for one in racing] == [0, 0, 0]
    done = lines(file)
    assert (len(done), set(done)) == (40, rows)

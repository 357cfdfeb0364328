"""What must happen after a change, written with it: rows of work that are leased and run, at least once.

A job queue in another store loses work at a crash, or does it after a rollback. Here `put()` is part of the change's
own transaction; whoever runs a row holds it for some minutes, and a row whose runner died is run again by another.
So all work is harmless twice, and what it sends carries the row's id.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.core.clock import now
from portfolio_app.core.database import after_commit, insert_new, reading, writing
from portfolio_app.core.errors import DomainError
from portfolio_app.core.models import Outbox

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
"""How long a row is its runner's. Whoever is killed meanwhile has it run again after that."""
LONGEST_SECONDS = 120.0
"""How long one piece of work may take: well within a lease, so that nobody else has begun it too."""
MOST_ATTEMPTS = 50
"""With the pauses between them, three and a half days: a server that is away over a weekend loses nothing."""
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=2)
AWAY_SECONDS = 60.0
"""How long nothing of a kind is tried after what it needs did not answer."""
POLL_SECONDS = 15.0
"""How soon work is found that another process wrote, or whose time has come."""
STOP_SECONDS = 8.0
"""How long the end of the process waits for the work in hand."""
LATE = timedelta(minutes=30)
"""After that, work that is due counts as late."""
DONE_KEPT = timedelta(days=7)
GIVEN_UP_KEPT = timedelta(days=60)
BATCH = 500

Work = Callable[[UUID, Mapping[str, Any]], Awaitable[None]]
"""Is given the row's id and payload. Raises `Hopeless` or `Away`, or anything else to be tried again later."""


class Hopeless(Exception):
    """Trying again would not help: the row is given up."""


class Away(Exception):
    """What this kind of work needs does not answer, so nothing else of the kind is tried for a while."""


@dataclass(frozen=True)
class Leased:
    """A row whose runner we are until a moment."""

    id: UUID
    kind: str
    payload: Mapping[str, Any]
    attempts: int
    until: datetime


@dataclass(frozen=True)
class Waiting:
    """What is in the outbox: work to come or to be tried again, some of it late; and what was given up, with why."""

    waiting: int = 0
    late: int = 0
    given_up: int = 0
    problem: str = ""
    """Why the latest one could not be done, in the words of whatever refused it."""


_kinds: dict[str, Work] = {}
_wakers: dict[asyncio.AbstractEventLoop, asyncio.Event] = {}
_away: dict[str, float] = {}


def register(kind: str, work: Work) -> None:
    """Say what is done for rows of `kind`; called where the app is put together."""
    _kinds[kind] = work


async def put(
    session: AsyncSession,
    kind: str,
    payload: Mapping[str, Any],
    *,
    not_before: datetime | None = None,
    row_id: UUID | None = None,
) -> UUID:
    """Write work into the transaction of `session`: done soon after its commit, or after `not_before`, or never when it
    is rolled back. A `row_id` that is there already is left as it is. The payload holds ids, never anybody's words."""
    row = Outbox(id=row_id or uuid4(), kind=kind, payload=dict(payload), not_before=not_before or now())
    await insert_new(session, row)
    after_commit(session, _wake)
    return row.id


def _wake() -> None:
    waker = _wakers.get(asyncio.get_running_loop())
    if waker:
        waker.set()


async def run_for_ever(stop: asyncio.Event) -> None:
    """Run whatever is due until `stop` is set; then what is in hand is finished first."""
    waker = _wakers[asyncio.get_running_loop()] = asyncio.Event()
    try:
        while not stop.is_set():
            waker.clear()
            try:
                if await run_next():
                    continue
            except DomainError:
                logger.warning("the outbox could not be read; tried again in a moment")
            except Exception:
                logger.exception("the outbox stumbled; it goes on in a moment")
            await _either(stop, waker)
    finally:
        _wakers.pop(asyncio.get_running_loop(), None)


async def _either(stop: asyncio.Event, waker: asyncio.Event) -> None:
    waits = [asyncio.ensure_future(one.wait()) for one in (stop, waker)]
    try:
        await asyncio.wait(waits, timeout=POLL_SECONDS, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for one in waits:
            one.cancel()


async def run_next() -> bool:
    """Run the row that has waited longest, if one is due; whether there was one."""
    kinds = [kind for kind in _kinds if _away.get(kind, 0.0) <= time.monotonic()]
    async with reading() as session:  # most of the time there is none, and nobody has to wait for a look
        if (await session.execute(select(col(Outbox.id)).where(_due(kinds)).limit(1))).first() is None:
            return False
    leased = await lease(kinds)
    if leased is not None:
        await _run(leased)
    return leased is not None


def _due(kinds: Collection[str]) -> ColumnElement[bool]:
    moment = now()
    return and_(
        col(Outbox.done_at).is_(None),
        col(Outbox.not_before) <= moment,
        col(Outbox.kind).in_(kinds),
        col(Outbox.attempts) < MOST_ATTEMPTS,
        or_(col(Outbox.leased_until).is_(None), col(Outbox.leased_until) <= moment),
    )


async def lease(kinds: Collection[str]) -> Leased | None:
    """Take the row of `kinds` that has waited longest: nobody else gets it before the lease ends."""
    async with writing() as session:
        row = (
            await session.execute(
                select(Outbox)
                .where(_due(kinds))
                .order_by(col(Outbox.not_before), col(Outbox.id))
                .limit(1)
                .with_for_update(skip_locked=True)
            )
        ).scalar_one_or_none()
        if row is None:
            return None
        row.attempts += 1
        until = row.leased_until = now() + LEASE
        return Leased(row.id, row.kind, row.payload, row.attempts, until)


async def _run(leased: Leased) -> None:
    try:
        async with asyncio.timeout(LONGEST_SECONDS):
            await _kinds[leased.kind](leased.id, leased.payload)
    except asyncio.CancelledError:
        await _settle(leased, {"leased_until": None})  # whoever comes next need not wait for the lease to end
        raise
    except Hopeless as problem:
        logger.error("given up: %s %s: %s", leased.kind, leased.id, problem)
        await _settle(leased, {"attempts": MOST_ATTEMPTS, "leased_until": None, "problem": str(problem)[:500]})
    except Exception as problem:
        if isinstance(problem, Away):
            _away[leased.kind] = time.monotonic() + AWAY_SECONDS
        await _put_off(leased, problem)
    else:
        await _settle(leased, {"done_at": now(), "leased_until": None, "problem": ""})


async def _put_off(leased: Leased, problem: Exception) -> None:
    said = f"{type(problem).__name__}: {problem}" if not isinstance(problem, Away) else str(problem)
    again = now() + pause(leased.attempts)
    if leased.attempts >= MOST_ATTEMPTS:
        logger.error("given up after %s tries: %s %s: %s", leased.attempts, leased.kind, leased.id, said)
    else:
        logger.warning("tried again later: %s %s (%s): %s", leased.kind, leased.id, leased.attempts, said)
    await _settle(leased, {"not_before": again, "leased_until": None, "problem": said[:500]})


def pause(attempts: int) -> timedelta:
    """How long to wait after that many tries: a minute, then twice as long each time, up to two hours."""
    return min(FIRST_PAUSE * 2 ** min(attempts - 1, 20), LONGEST_PAUSE)


async def _settle(leased: Leased, values: Mapping[str, Any]) -> None:
    """Write what became of a row; nothing when its lease has ended and somebody else has it."""
    async with writing() as session:
        ours = (col(Outbox.id) == leased.id, col(Outbox.leased_until) == leased.until)
        await session.execute(update(Outbox).where(*ours).values(**values))


async def load_waiting(session: AsyncSession) -> Waiting:
    """How much waits, how much of it is late, and what was given up."""
    tried = col(Outbox.attempts) < MOST_ATTEMPTS
    late = and_(tried, col(Outbox.not_before) < now() - LATE)
    open_rows = col(Outbox.done_at).is_(None)
    # what is put off has a new moment to wait for: tried in vain for some time counts as late too
    stuck = and_(tried, col(Outbox.attempts) > late_attempts())
    counts = (
        await session.execute(
            select(
                func.count().filter(tried),
                func.count().filter(or_(late, stuck)),
                func.count().filter(~tried),
            )
            .select_from(Outbox)
            .where(open_rows)
        )
    ).one()
    problem = (
        await session.execute(
            select(col(Outbox.problem))
            .where(open_rows, col(Outbox.problem) != "")
            .order_by(col(Outbox.not_before).desc())
            .limit(1)
        )
    ).scalar_one_or_none()
    return Waiting(counts[0], counts[1], counts[2], problem or "")


def late_attempts() -> int:
    """After how many tries in vain work has waited longer than `LATE`."""
    tries, waited = 0, timedelta()
    while waited < LATE:
        tries += 1
        waited += pause(tries)
    return tries


async def remove_old_work() -> int:
    """Forget what was done a week ago, and what was given up two months ago; returns how many, at most `BATCH`."""
    done = col(Outbox.done_at) < now() - DONE_KEPT
    given_up = and_(
        col(Outbox.done_at).is_(None),
        col(Outbox.attempts) >= MOST_ATTEMPTS,
        col(Outbox.not_before) < now() - GIVEN_UP_KEPT,
    )
    async with writing() as session:
        old = select(col(Outbox.id)).where(or_(done, given_up)).limit(BATCH)
        gone = await session.execute(delete(Outbox).where(col(Outbox.id).in_(old)).returning(col(Outbox.id)))
        return len(gone.all())

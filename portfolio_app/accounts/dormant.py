"""Accounts that nobody uses: told three times over a year, then archived, then deleted. Never by surprise.

Only people without a role at any school are meant: as long as somebody is at a school, that school looks after their
account. Signing in at any time before the end brings everything back.

People who have left school, where no accounts are kept for them (`own.py`), go the same way in a shorter time, whether
they sign in or not; their account is deleted with a receipt.
"""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts import sessions
from portfolio_app.accounts.ending import end_by_itself
from portfolio_app.accounts.models import Person
from portfolio_app.accounts.own import at_a_school
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now, today
from portfolio_app.core.database import after_commit, writing
from portfolio_app.settings import settings

WARNED_AFTER = (timedelta(0), timedelta(days=180), timedelta(days=330))
"""When the owner is told, after the account has slept for `dormant_days`."""
ARCHIVED_AFTER = timedelta(days=365)
RESTS = timedelta(days=180)
"""How long an archived account can still be brought back by signing in."""
APART = timedelta(days=30)
"""Between two of these steps at least, even where the server was off for a year."""
BATCH = 50

Listener = Callable[[AsyncSession, UUID, date, bool], Awaitable[None]]
"""Is told, in the same transaction, whose account sleeps and on which day it will be archived; or, with True, whose is
to be deleted then because they have left school."""

_listeners: list[Listener] = []


def when_an_account_sleeps(listener: Listener) -> None:
    """Have `listener` called at each of the three warnings; called where the app is put together."""
    if listener not in _listeners:
        _listeners.append(listener)


async def look_after_dormant() -> int:
    """Warn or archive some accounts that have slept long enough; returns how many. Harmless to repeat."""
    day = today()
    slept = timedelta(days=settings().dormant_days)
    steps = [
        and_(col(Person.warned) == number, _last_here_by(day - slept - after))
        for number, after in enumerate((*WARNED_AFTER, ARCHIVED_AFTER))
    ]
    left = [
        and_(col(Person.warned) == number, col(Person.left_school_on) <= day - after)
        for number, after in enumerate(leavers_steps())
    ]
    async with writing() as session:
        found = (
            await session.execute(
                select(Person)
                .where(
                    col(Person.ended_at).is_(None),
                    ~at_a_school(),
                    or_(col(Person.warned_on).is_(None), col(Person.warned_on) <= day - APART),
                    or_(and_(col(Person.left_school_on).is_(None), or_(*steps)), *left),
                )
                .order_by(col(Person.id))
                .limit(BATCH)
                .with_for_update()
            )
        ).scalars()
        people = list(found)
        for person in people:
            if person.warned < len(WARNED_AFTER):
                await _warn(session, person, slept)
            elif person.left_school_on is not None:
                await end_by_itself(session, person)
            else:
                await _archive(session, person)
    return len(people)


def leavers_steps() -> tuple[timedelta, ...]:
    """When somebody who has left school is told that their account will go, and when it goes, counted from that day."""
    lasts = timedelta(days=settings().leavers_days)
    return timedelta(0), lasts // 2, lasts - APART, lasts


def _last_here_by(day: date) -> ColumnElement[bool]:
    """People who have not signed in since that day; whoever never did counts from the day they were added."""
    never = and_(col(Person.last_sign_in_on).is_(None), col(Person.made_at) < datetime.combine(day, time.max, UTC))
    return or_(col(Person.last_sign_in_on) <= day, never)


async def _warn(session: AsyncSession, person: Person, slept: timedelta) -> None:
    if person.left_school_on is not None:
        since = person.left_school_on + leavers_steps()[-1]
    else:
        since = (person.last_sign_in_on or person.made_at.date()) + slept + ARCHIVED_AFTER
    left = len(WARNED_AFTER) - person.warned  # steps before it is archived, each at least so far apart
    archived_on = max(since, today() + APART * left)
    for listener in _listeners:
        await listener(session, person.id, archived_on, person.left_school_on is not None)
    person.warned, person.warned_on = person.warned + 1, today()
    audit(session, "accounts.warn_dormant", actor_id=None, about_id=person.id, number=person.warned)


async def _archive(session: AsyncSession, person: Person) -> None:
    person.ended_at, person.erase_on = now(), today() + RESTS
    await sessions.end_sessions(session, person.id)
    audit(session, "accounts.archive", actor_id=None, about_id=person.id)
    after_commit(session, lambda: sessions.forget(person.id))

"""Counting without knowing: each device once a day and link, and whoever signs in for the first time after that.

A device is told apart by a random number that its browser holds until the day is over. Of that number the server keeps
a hash, with a salt that was drawn for the day and lies in memory alone; both are thrown away when the day is over or
the server starts anew. So nothing that is kept can be led back to a device, not by us either. Link previews and bots
that only look count nothing: counting is a POST.
"""

import re
import secrets
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache
from hashlib import blake2b
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import bindparam, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.arrivals import Arrival
from portfolio_app.accounts.models import Person
from portfolio_app.ambassadors.campaigns.models import CampaignCount, CampaignLink
from portfolio_app.core.clock import today
from portfolio_app.core.database import reading, table_of, writing
from portfolio_app.schools.models import School

MOST_DEVICES = 100_000
"""Devices remembered on a day; beyond that nothing more is counted before the next one."""

_CODE = re.compile("[a-z0-9-]{1,12}")

_came_by: ContextVar[str] = ContextVar("came_by", default="")


class Today:
    """The devices that were counted today: hashes with a salt of the day, in memory alone."""

    def __init__(self) -> None:
        self._begin(today())

    def _begin(self, day: date) -> None:
        self.day, self._salt, self._seen = day, secrets.token_bytes(32), set[bytes]()

    def is_new(self, code: str, device: str) -> bool:
        """Whether the device comes by that link for the first time today; from now on it does not."""
        if (day := today()) != self.day:
            self._begin(day)
        mark = blake2b(f"{code}\0{device}".encode(), key=self._salt, digest_size=16).digest()
        if mark in self._seen or len(self._seen) >= MOST_DEVICES:
            return False
        self._seen.add(mark)
        return True

    def __len__(self) -> int:
        return len(self._seen)


_today = Today()


async def find_link(code: str) -> tuple[UUID, str, bool] | None:
    """The link with that code: its id, the name of its school, and whether it still counts. None for none."""
    if not _CODE.fullmatch(code):  # what a stranger may write is not all that a database takes
        return None
    async with reading() as session:
        row = (
            await session.execute(
                select(col(CampaignLink.id), col(School.name), col(CampaignLink.ended_at))
                .join(School, col(School.id) == col(CampaignLink.school_id))
                .where(col(CampaignLink.code) == code, col(School.ended_at).is_(None))
            )
        ).first()
    return (row[0], row[1], row[2] is None) if row else None


async def count_scan(code: str, device: str) -> bool:
    """A device came by the link with that code; whether it counts for anything. Once a day is counted; unknown and
    ended links count nothing. No audit row says so: there is nobody to name."""
    found = await find_link(code)
    if found is None or not found[2]:
        return False
    if _today.is_new(code, device):
        async with writing() as session:
            await _add(session, found[0], scans=1, starts=0)
    return True


@contextmanager
def coming_by(code: str) -> Generator[None]:
    """Whoever signs in within this has come by the link with that code ("": by none)."""
    token = _came_by.set(code)
    try:
        yield
    finally:
        _came_by.reset(token)


async def count_start(session: AsyncSession, arrival: Arrival) -> None:
    """Somebody signs in: when it is their first time ever, and their browser came by a link today, that is one start
    more. Who it was is not written."""
    code = _came_by.get()
    if not _CODE.fullmatch(code):
        return
    wanted = select(col(Person.last_sign_in_on)).where(col(Person.id) == arrival.person_id)
    if (await session.execute(wanted)).scalar_one() is not None:
        return
    link = select(col(CampaignLink.id)).where(col(CampaignLink.code) == code, col(CampaignLink.ended_at).is_(None))
    found = (await session.execute(link)).scalar_one_or_none()
    if found is not None:
        await _add(session, found, scans=0, starts=1)


async def _add(session: AsyncSession, link_id: UUID, *, scans: int, starts: int) -> None:
    values = {"id": uuid4(), "link_id": link_id, "day": today(), "scans": scans, "starts": starts}
    await session.execute(_adding(session.get_bind().dialect.name), values)


@cache
def _adding(dialect: str) -> Any:
    """One more in the row of the day, which is made when there is none: in one statement, so that none is lost."""
    table = table_of(CampaignCount)
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    statement = insert(table).values({column: bindparam(column.key) for column in table.columns})
    more = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=[table.c.link_id, table.c.day],
        set_={"scans": table.c.scans + more.scans, "starts": table.c.starts + more.starts},
    )

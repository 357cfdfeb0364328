"""A host's session: for whoever read the code in the confirmed mailbox, twelve hours at most.

It is good as long as the link is with which it was opened, nobody has ended it, the host is neither paused nor ended,
and pupils come there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import as_id, writing
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import local_date
from portfolio_app.core.secrets import digest, new_key
from portfolio_app.marketplace.contacts import MOST_MERGES
from portfolio_app.marketplace.evaluations.window import can_be_evaluated
from portfolio_app.marketplace.hosting.models import HostSession
from portfolio_app.marketplace.models import Host, HostContact
from portfolio_app.marketplace.offering import Opened, opened
from portfolio_app.marketplace.placements.models import Placement

LASTS = timedelta(hours=12)
MOST_SESSIONS = 50


@dataclass(frozen=True)
class Entered:
    """A host's link, with the session of the browser that asks for it."""

    opened: Opened
    session: HostSession


async def open_link(session: AsyncSession, key: str) -> Opened | None:
    """What a host's link opens here: as for its offers, but nothing while the host is paused."""
    found = await opened(session, key)
    return None if found is None or found.host.paused_at is not None else found


async def entered(session: AsyncSession, key: str, cookie: str) -> Entered | None:
    """The session of whoever has this cookie and this link; None where there is none (any more)."""
    found = await open_link(session, key)
    if found is None or not cookie:
        return None
    mine = select(HostSession).where(col(HostSession.key_hash) == digest(cookie), *_open(found))
    row = (await session.execute(mine)).scalar_one_or_none()
    return Entered(found, row) if row is not None and await anybody_named(session, found.host) else None


async def must_enter(session: AsyncSession, key: str, cookie: str) -> Entered:
    """The same; raises `NotFound` where there is none."""
    found = await entered(session, key, cookie)
    if found is None:
        raise NotFound()
    return found


def begin(session: AsyncSession, found: Opened, browser: str) -> str:
    """In the transaction in which the code was right: a session; returns its key, which is nowhere else."""
    assert found.contact.opens
    key, moment = new_key(), now()
    session.add(
        HostSession(
            contact_id=found.contact.id,
            key_hash=digest(key),
            opens=found.contact.opens,
            browser=browser[:120],
            made_at=moment,
            until_at=moment + LASTS,
        )
    )
    return key


async def open_sessions(session: AsyncSession, found: Opened) -> Sequence[HostSession]:
    """Those of the contact, the newest first."""
    rows = select(HostSession).where(*_open(found)).order_by(col(HostSession.made_at).desc(), col(HostSession.id))
    return (await session.execute(rows.limit(MOST_SESSIONS))).scalars().all()


async def end_session(key: str, cookie: str, session_id: str) -> bool:
    """End one of the contact's sessions; whether it was the one in which this is done. Ended already: fine. Raises
    `NotFound` outside of a session, and for one of somebody else."""
    async with writing() as session:
        here = await must_enter(session, key, cookie)
        row = await session.get(HostSession, as_id(session_id), with_for_update=True)
        if row is None or row.contact_id != here.opened.contact.id:
            raise NotFound()
        if row.ended_at is None:
            row.ended_at = now()
            contact = here.opened.contact
            audit(session, "marketplace.end_host_session", actor_id=None, thing=f"host_contact:{contact.id}")
        return row.id == here.session.id


async def end_sessions_of(session: AsyncSession, host_id: UUID) -> None:
    """In the transaction that pauses or ends a host: nobody there reads a name from now on, even once it is back."""
    contacts = select(col(HostContact.id)).where(col(HostContact.host_id) == host_id)
    await session.execute(
        update(HostSession)
        .where(col(HostSession.contact_id).in_(contacts), col(HostSession.ended_at).is_(None))
        .values(ended_at=now())
    )


def _open(found: Opened) -> tuple[ColumnElement[bool], ...]:
    return (
        col(HostSession.contact_id) == found.contact.id,
        col(HostSession.opens) == found.contact.opens,
        col(HostSession.ended_at).is_(None),
        col(HostSession.until_at) > now(),
    )


# Whose pupils these are


async def ids_of(session: AsyncSession, host: Host) -> set[UUID]:
    """The host, and those that were put together with it: placements were made with either."""
    every, new = {host.id}, {host.id}
    for _round in range(MOST_MERGES):
        rows = await session.execute(select(col(Host.id)).where(col(Host.merged_into).in_(new)))
        new = set(rows.scalars()) - every
        if not new:
            break
        every |= new
    return every


def named() -> ColumnElement[bool]:
    """Placements of which a host may learn who comes: approved by the school, not cancelled, and not over; afterwards
    while it may still say how the days went. A filter on `Placement`."""
    return or_(and_(col(Placement.approved_at).is_not(None), coming()), can_be_evaluated())


def coming() -> ColumnElement[bool]:
    """Placements that take place, and are not over. A filter on `Placement`."""
    return and_(col(Placement.cancelled_at).is_(None), col(Placement.last_day) >= local_date(now()))


async def anybody_named(session: AsyncSession, host: Host) -> bool:
    """Whether there is anything that a session of this host would open."""
    there = select(col(Placement.id)).where(col(Placement.host_id).in_(await ids_of(session, host)), named()).limit(1)
    return (await session.execute(there)).first() is not None

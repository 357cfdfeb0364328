"""A region's coordinators are told when a host is invited, or paused at a school, and find it while it is of their
region."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.models import Membership, Role
from portfolio_app.core.database import as_ids
from portfolio_app.marketplace.models import Host
from portfolio_app.notices.about import About, Shown, register
from portfolio_app.notices.actions import notify
from portfolio_app.notices.kinds import HOST_INVITED, HOST_PAUSED

HOST = "host"


async def tell_of_invited(session: AsyncSession, host: Host, by: UUID) -> None:
    """In the transaction in which a school invites a host: tell whoever coordinates its region."""
    for reader in await _coordinators(session, host, by):
        await notify(
            session, reader, HOST_INVITED, by=by, about=About(by, HOST, str(host.id)), once=f"invited {host.id}"
        )


async def _coordinators(session: AsyncSession, host: Host, by: UUID) -> Sequence[UUID]:
    """Whoever coordinates the region of a host, but for `by`."""
    readers = await session.execute(
        select(col(Membership.person_id)).where(
            col(Membership.region_id) == host.region_id,
            col(Membership.role) == Role.REGIONAL,
            col(Membership.ended_at).is_(None),
            col(Membership.person_id) != by,
        )
    )
    return readers.scalars().all()


async def tell_of_pause(session: AsyncSession, host: Host, by: UUID) -> None:
    """In the transaction that pauses a host: tell whoever coordinates its region, but for the one who did it."""
    for reader in await _coordinators(session, host, by):
        await notify(
            session,
            reader,
            HOST_PAUSED,
            by=by,
            about=About(by, HOST, str(host.id)),
            once=pause_of(host),
        )


def pause_of(host: Host) -> str:
    """What makes a pause the same one when it is told twice."""
    return f"pause {host.id} {host.paused_at}"


async def find_hosts(session: AsyncSession, reader_id: UUID, some: Collection[About]) -> Mapping[About, Shown]:
    """Those of these hosts whose region the reader coordinates."""
    rows = await session.execute(
        select(col(Host.id), col(Host.name))
        .join(Membership, col(Membership.region_id) == col(Host.region_id))
        .where(
            col(Host.id).in_(as_ids(one.thing for one in some)),
            col(Membership.person_id) == reader_id,
            col(Membership.role) == Role.REGIONAL,
            col(Membership.ended_at).is_(None),
        )
    )
    names = {str(row.id): row.name for row in rows}
    return {one: Shown(names[one.thing], f"/host?id={one.thing}") for one in some if one.thing in names}


register(HOST, find_hosts)

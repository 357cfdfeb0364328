"""Who may look after the hosts of a region (its coordinators), who finds them (people of its schools), and who may
pause one at once (the adults of these). A check for one host, a filter for many."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import STAFF, Role
from portfolio_app.core.clock import now
from portfolio_app.core.errors import NotFound, Refused
from portfolio_app.core.languages import local_date
from portfolio_app.marketplace.models import Host, HostContact
from portfolio_app.schools.models import School

REGIONAL = (Role.REGIONAL,)


def looks_after_hosts(actor: Actor) -> None:
    """Raise `Refused` unless the actor coordinates a region."""
    if not actor.regions:
        raise Refused()


def check_region(actor: Actor, region_id: UUID) -> UUID:
    """The region, when the actor coordinates it; raises `NotFound` otherwise."""
    if region_id not in actor.regions:
        raise NotFound()
    return region_id


def hosts_of(actor: Actor) -> ColumnElement[bool]:
    """Hosts of the actor's regions, whatever has become of them: a filter on `Host`."""
    return col(Host.region_id).in_(actor.regions) if actor.regions else false()


async def check_host(session: AsyncSession, actor: Actor, host_id: UUID, *, lock: bool = False) -> Host:
    """The host, when the actor coordinates its region; raises `NotFound` otherwise."""
    asked = select(Host).where(col(Host.id) == host_id, hosts_of(actor))
    found = (await session.execute(asked.with_for_update() if lock else asked)).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def finds_hosts(actor: Actor) -> None:
    """Raise `Refused` unless the actor belongs to a school: as a pupil or as one of its adults."""
    if not actor.schools(Role.PUPIL, *STAFF):
        raise Refused()


def open_hosts() -> ColumnElement[bool]:
    """Hosts that schools see today: a filter on `Host`."""
    return and_(
        col(Host.ended_at).is_(None),
        col(Host.paused_at).is_(None),
        col(Host.approved_until) >= local_date(now()),
    )


def confirmed() -> ColumnElement[bool]:
    """Contacts who have confirmed their address and are still written to: a filter on `HostContact`."""
    return and_(col(HostContact.confirmed_at).is_not(None), col(HostContact.ended_at).is_(None))


def schools_of(actor: Actor) -> ColumnElement[bool]:
    """The schools from which the actor finds hosts: a filter on `School`."""
    schools = actor.schools(Role.PUPIL, *STAFF)
    return and_(col(School.id).in_(schools), col(School.ended_at).is_(None)) if schools else false()


def hosts_near(actor: Actor) -> ColumnElement[bool]:
    """Hosts of the regions in which the actor's schools lie: a filter on `Host`."""
    return col(Host.region_id).in_(select(col(School.region_id)).where(schools_of(actor)))


async def check_pauses(session: AsyncSession, actor: Actor, host_id: UUID, *, lock: bool = True) -> Host:
    """The host, when the actor may pause it: as a coordinator of its region, or working at a school there. Raises
    `NotFound` otherwise, and for one that has ended."""
    allowed = or_(hosts_of(actor), hosts_near(actor)) if actor.is_staff else hosts_of(actor)
    asked = select(Host).where(col(Host.id) == host_id, col(Host.ended_at).is_(None), allowed)
    found = (await session.execute(asked.with_for_update() if lock else asked)).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found

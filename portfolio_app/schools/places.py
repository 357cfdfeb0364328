"""Where somebody's school lies, as far as their clock is concerned."""

import time
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Membership
from portfolio_app.core.database import reading, table_of
from portfolio_app.core.languages import zone_of
from portfolio_app.schools.models import Region, School

KEPT_SECONDS = 60.0  # it is asked at every event, and changes when somebody mistyped a country

_SCHOOL, _REGION, _ROLE = table_of(School), table_of(Region), table_of(Membership)
_COUNTRY = (
    select(_REGION.c.country)
    .join_from(_SCHOOL, _REGION, _REGION.c.id == _SCHOOL.c.region_id)
    .where(_SCHOOL.c.id == bindparam("school"))
)
_OF_REGION = select(_REGION.c.country).where(_REGION.c.id == bindparam("region"))
_known: dict[UUID, tuple[str, float]] = {}


_OF_PERSON = (
    select(_REGION.c.country)
    .join_from(_SCHOOL, _REGION, _REGION.c.id == _SCHOOL.c.region_id)
    .join(_ROLE, _ROLE.c.school_id == _SCHOOL.c.id)
    .where(_ROLE.c.person_id == bindparam("person"), _ROLE.c.ended_at.is_(None))
    .order_by(_ROLE.c.began_at, _SCHOOL.c.id)
    .limit(1)
)


async def country_of_school(session: AsyncSession, school_id: UUID) -> str:
    """The country in which a school lies, such as "FI": its clock says when a day ends, its law how long pupils may
    work."""
    return (await session.execute(_COUNTRY, {"school": school_id})).scalar_one_or_none() or ""


async def zone_of_school(session: AsyncSession, school_id: UUID) -> str:
    """The zone of the country in which a school lies; "" when it has several."""
    return zone_of(await country_of_school(session, school_id))


async def country_of(session: AsyncSession, person_id: UUID) -> str:
    """The country in which somebody's (first) school lies, such as "FI"; "" when there is none."""
    return (await session.execute(_OF_PERSON, {"person": person_id})).scalar_one_or_none() or ""


async def zone_of_person(session: AsyncSession, person_id: UUID) -> str:
    """`time_zone_of` for somebody who is not here now."""
    return zone_of(await country_of(session, person_id))


async def time_zone_of(actor: Actor | None) -> str:
    """The zone of the country in which the actor's (first) school or region lies; "" when there is none, or it has
    several."""
    held = next((one for one in actor.roles if one.school_id or one.region_id), None) if actor else None
    if held is None:
        return ""
    place = held.school_id or held.region_id
    assert place
    zone, until = _known.get(place, ("", 0.0))
    if until < time.monotonic():
        asked, named = (_COUNTRY, "school") if held.school_id else (_OF_REGION, "region")
        async with reading() as session:
            country = (await session.execute(asked, {named: place})).scalar_one_or_none()
        zone = zone_of(country or "")
        _known[place] = (zone, time.monotonic() + KEPT_SECONDS)
    return zone

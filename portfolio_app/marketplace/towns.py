"""Where the towns of a region lie, so that distances can be told: looked up once, when a host of a town is kept, and
corrected by whoever coordinates the region where a name is unknown or could be several."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.audit import audit
from portfolio_app.core.database import as_id, insert_new, reading, writing
from portfolio_app.core.errors import NotFound
from portfolio_app.core.places import (
    MOST_TOLD,
    place_called,
    places_called,
    the_place,
    told_apart,
)
from portfolio_app.core.wording import folded, one_line
from portfolio_app.marketplace import policy
from portfolio_app.marketplace.models import Host, Town
from portfolio_app.schools.models import Region

Point = tuple[float, float]
"""Latitude and longitude in degrees."""


@dataclass(frozen=True)
class TownView:
    """Where a host's town lies on the map: as what it was looked up ("" for its own name), and what can be written
    instead where its name is several places'."""

    placed: bool = False
    place: str = ""
    several: tuple[str, ...] = ()


async def look_up(region_id: UUID, name: str) -> Town:
    """A town of a region as it is kept, or would be: before the transaction that keeps a host of it."""
    key = folded(name)[:80]
    async with reading() as session:
        row = (
            await session.execute(select(Town).where(col(Town.region_id) == region_id, col(Town.key) == key))
        ).scalar_one_or_none()
        if row is not None:
            return row
        country = await _country(session, region_id)
    found = await place_called(country, name)
    return Town(
        id=uuid4(),
        region_id=region_id,
        name=name,
        key=key,
        latitude=found.latitude if found else None,
        longitude=found.longitude if found else None,
    )


async def keep_town(session: AsyncSession, town: Town) -> None:
    """Keep where a town lies, unless it is kept already."""
    await insert_new(session, town)


async def region_of(host_id: UUID) -> UUID:
    """The region of a host. Raises `NotFound`."""
    async with reading() as session:
        found = await session.scalar(select(col(Host.region_id)).where(col(Host.id) == host_id))
    if found is None:
        raise NotFound()
    return found


async def place_town(actor: Actor, host_id: str | UUID, text: str) -> None:
    """Say as which place the town of a host is looked up, for all hosts of that town: for coordinators of the region.
    "" for its own name. Raises `Invalid` for a name nobody knows or that is several places', and `NotFound`."""
    place = one_line(text, field="place", most=80)
    async with reading() as session:
        host = await policy.check_host(session, actor, as_id(host_id))
        country = await _country(session, host.region_id)
    one = await the_place(country, place, field="place") if place else await place_called(country, host.town)
    latitude, longitude = (one.latitude, one.longitude) if one else (None, None)
    asked = await look_up(host.region_id, host.town)
    async with writing() as session:
        host = await policy.check_host(session, actor, host.id, lock=True)
        await keep_town(session, asked)
        row = (
            await session.execute(
                select(Town).where(col(Town.region_id) == host.region_id, col(Town.key) == asked.key).with_for_update()
            )
        ).scalar_one()
        if (row.place, row.latitude, row.longitude) == (place, latitude, longitude):
            return
        row.place, row.latitude, row.longitude = place, latitude, longitude
        audit(
            session, "marketplace.place_town", actor_id=actor.person_id, thing=f"host:{host.id}", town=row.name,
            place=place,
        )  # fmt: skip


async def town_view(session: AsyncSession, host: Host) -> TownView:
    """Where a host's town lies, for whoever looks after it."""
    known = await points_of(session, {host.region_id: await _country(session, host.region_id)}, (host.town,))
    asked = select(col(Town.place)).where(
        col(Town.region_id) == host.region_id, col(Town.key) == folded(host.town)[:80]
    )
    place = await session.scalar(asked) or ""
    several: tuple[str, ...] = ()
    if host.town not in known:
        country = await _country(session, host.region_id)
        several = await told_apart(country, (await places_called(country, place or host.town))[:MOST_TOLD])
    return TownView(host.town in known, place, several)


async def _country(session: AsyncSession, region_id: UUID) -> str:
    return await session.scalar(select(col(Region.country)).where(col(Region.id) == region_id)) or ""


async def points_of(session: AsyncSession, regions: Mapping[UUID, str], names: Iterable[str]) -> dict[str, Point]:
    """Where towns of regions (with their countries) lie, by their names; those that nobody knows are left out. A town
    that is not kept yet is looked up."""
    rows = await session.execute(
        select(col(Town.key), col(Town.latitude), col(Town.longitude)).where(col(Town.region_id).in_(list(regions)))
    )
    kept: dict[str, Point | None] = {
        key: None if latitude is None or longitude is None else (latitude, longitude)
        for key, latitude, longitude in rows
    }
    points: dict[str, Point] = {}
    for name in names:
        key = folded(name)[:80]
        if key in kept:
            found = kept[key]
        else:
            found = await _looked_up(regions.values(), name)
        if found is not None:
            points[name] = found
    return points


async def _looked_up(countries: Iterable[str], name: str) -> Point | None:
    for country in dict.fromkeys(countries):
        if place := await place_called(country, name):
            return place.latitude, place.longitude
    return None

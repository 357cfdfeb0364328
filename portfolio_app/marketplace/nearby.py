"""From where distances to hosts are measured: the reader's school, or a town or stop they name. Never from a home."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.places import distance, places_called
from portfolio_app.marketplace import policy
from portfolio_app.marketplace.towns import Point, points_of
from portfolio_app.schools.models import Region, School


@dataclass(frozen=True)
class Around:
    """The actor's regions (with their countries), the point that distances are measured from and what it is called.
    `unknown` is a place they named that nobody knows."""

    regions: Mapping[UUID, str]
    point: Point | None = None
    named: str = ""
    unknown: str = ""


async def around(session: AsyncSession, actor: Actor, near: str) -> Around:
    """Where the actor's schools lie, or the place they named in the country of one of them."""
    rows = (
        await session.execute(
            select(
                col(School.region_id),
                col(Region.country),
                col(School.town),
                col(School.latitude),
                col(School.longitude),
            )
            .join(Region, col(Region.id) == col(School.region_id))
            .where(policy.schools_of(actor))
            .order_by(col(School.made_at), col(School.id))
        )
    ).all()
    regions = {row.region_id: row.country for row in rows}
    school = next(((row.town, (row.latitude, row.longitude)) for row in rows if row.latitude is not None), None)
    named, point = school or ("", None)
    if not near:
        return Around(regions, point, named)
    if here := await points_of(session, regions, (near,)):
        return Around(regions, here[near], near)
    for country in dict.fromkeys(regions.values()):
        if found := await places_called(country, near):
            nearest = found[0]
            if point is not None:
                nearest = min(found, key=lambda one: distance(point, (one.latitude, one.longitude)))
            return Around(regions, (nearest.latitude, nearest.longitude), nearest.name)
    return Around(regions, point, named, unknown=near)

"""A region's page: for its coordinators to keep, and for people of its schools to read."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.database import reading
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import _, format_date, ngettext, spoken
from portfolio_app.marketplace import policy
from portfolio_app.marketplace.models import Host
from portfolio_app.marketplace.regions.models import ReadingKey, RegionPage, RegionPartner
from portfolio_app.schools.listing import Way, address
from portfolio_app.schools.models import Region, School

PATH = "/region"


@dataclass(frozen=True)
class PartnerLine:
    """A partner and what they do."""

    id: str = ""
    name: str = ""
    does: str = ""
    website: str = ""


@dataclass(frozen=True)
class KeyLine:
    """A key that somebody reads with."""

    id: str = ""
    name: str = ""
    detail: str = ""


@dataclass(frozen=True)
class RegionPageView:
    """A region's page; `keeps` says that the reader coordinates it. Keys are told to coordinators alone."""

    id: str = ""
    name: str = ""
    words: str = ""
    goals_typed: str = ""
    goals: tuple[str, ...] = ()
    version: str = "0"
    partners: tuple[PartnerLine, ...] = ()
    reading_keys: tuple[KeyLine, ...] = ()
    counted: str = ""
    """How many hosts take pupils in."""
    regions: tuple[Way, ...] = ()
    empty: bool = True
    keeps: bool = False
    csv_href: str = ""
    request: str = ""
    key_request: str = ""
    loaded: bool = False


async def load_region_page(actor: Actor, *, region: str = "") -> RegionPageView:
    """The page of `region` (the first one, unless said) among those the actor coordinates or has a school in. Raises
    `NotFound` where they have none, or not this one."""
    async with reading() as session:
        regions = await _regions(session, actor)
        chosen = next((one for one in regions if not region or str(one.id) == region), None)
        if chosen is None:
            raise NotFound()
        page = (
            await session.execute(select(RegionPage).where(col(RegionPage.region_id) == chosen.id))
        ).scalar_one_or_none()
        partners = await session.execute(
            select(RegionPartner)
            .where(col(RegionPartner.region_id) == chosen.id, col(RegionPartner.ended_at).is_(None))
            .order_by(col(RegionPartner.name), col(RegionPartner.id))
        )
        listed = tuple(PartnerLine(str(one.id), one.name, one.does, one.website) for one in partners.scalars())
        keeps = chosen.id in actor.regions
        keys = await _keys(session, chosen.id) if keeps else ()
        hosts = await session.scalar(select(func.count()).where(col(Host.region_id) == chosen.id, policy.open_hosts()))
    goals = page.goals if page else ""
    return RegionPageView(
        id=str(chosen.id),
        name=chosen.name,
        words=page.words if page else "",
        goals_typed=goals,
        goals=tuple(line.strip() for line in goals.splitlines() if line.strip()),
        version=str(page.version if page else 0),
        partners=listed,
        reading_keys=keys,
        counted=ngettext("{n} host takes pupils in.", "{n} hosts take pupils in.", hosts or 0),
        regions=tuple(Way(one.name, address(PATH, id=str(one.id)), one.id == chosen.id) for one in regions)
        if len(regions) > 1
        else (),
        empty=not listed and not (page and (page.words or page.goals)),
        keeps=keeps,
        csv_href=f"/documents/offers.csv?language={spoken()}&region={chosen.id}" if keeps else "",
        request=str(uuid4()),
        key_request=str(uuid4()),
        loaded=True,
    )


async def _regions(session: AsyncSession, actor: Actor) -> list[Region]:
    near = select(col(School.region_id)).where(policy.schools_of(actor))
    rows = await session.execute(
        select(Region)
        .where(col(Region.id).in_(actor.regions) | col(Region.id).in_(near))
        .order_by(col(Region.name), col(Region.id))
    )
    return list(rows.scalars())


async def _keys(session: AsyncSession, region: UUID) -> tuple[KeyLine, ...]:
    rows = await session.execute(
        select(ReadingKey)
        .where(col(ReadingKey.region_id) == region, col(ReadingKey.ended_at).is_(None))
        .order_by(col(ReadingKey.made_at))
    )
    return tuple(
        KeyLine(
            str(one.id),
            one.name,
            " · ".join(
                (
                    _("Made on {day}").format(day=format_date(one.made_at)),
                    _("Used last on {day}").format(day=format_date(one.used_on)) if one.used_on else _("Not used yet"),
                )
            ),
        )
        for one in rows.scalars()
    )

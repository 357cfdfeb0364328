"""When the schools of a region go out: a list by month for its coordinators, and calendar files (RFC 5545).

A coordinator reads of a school what kind of period it is and on which days, and nothing of classes, adults or pupils.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.calendars import new_calendar, new_event
from portfolio_app.core.clock import now
from portfolio_app.core.database import as_id, reading
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import _, format_days, format_list, format_month, local_date, ngettext, spoken
from portfolio_app.marketplace import policy
from portfolio_app.marketplace.models import Offer, OfferDate, OfferKind
from portfolio_app.marketplace.offer_words import KIND_NAMES
from portfolio_app.marketplace.offering import opened
from portfolio_app.marketplace.periods.models import Period
from portfolio_app.schools.models import Region, School

PATH = "/period-calendar"
MOST = 400
"""Periods in a calendar at most, the next first."""


@dataclass(frozen=True)
class Out:
    """A period as its region sees it."""

    id: UUID
    school_id: UUID
    school: str
    kind: OfferKind
    first_day: date
    last_day: date
    announced: bool
    changed: datetime


@dataclass(frozen=True)
class OutLine:
    """A period in the list."""

    id: str = ""
    title: str = ""
    detail: str = ""
    beside: str = ""
    """Which other schools go out on some of the same days; "" where none does."""


@dataclass(frozen=True)
class OutMonth:
    """The periods that begin in a month."""

    name: str = ""
    lines: tuple[OutLine, ...] = ()


@dataclass(frozen=True)
class CalendarView:
    """When the schools of the actor's regions go out, from today on."""

    months: tuple[OutMonth, ...] = ()
    file_href: str = ""
    loaded: bool = False


async def load_calendar(actor: Actor) -> CalendarView:
    """The calendar of all regions the actor coordinates. Raises `Refused`."""
    policy.looks_after_hosts(actor)
    async with reading() as session:
        periods = await _periods(session, actor.regions)
        free = await _free(session, periods)
    return CalendarView(
        months=tuple(
            OutMonth(format_month(month), tuple(_line(one, periods, free) for one in some))
            for month, some in groupby(periods, key=lambda one: one.first_day.replace(day=1))
        ),
        file_href=f"/documents/periods.ics?language={spoken()}",
        loaded=True,
    )


async def calendar_of_region(actor: Actor) -> bytes:
    """The same as a calendar file. Raises `Refused`."""
    policy.looks_after_hosts(actor)
    async with reading() as session:
        return _file(await _periods(session, actor.regions))


async def calendar_for_host(key: str) -> bytes:
    """What the schools of a host's region have announced, as a calendar file, for whoever has the link to its offers.
    Raises `NotFound` for a link that opens nothing (any more)."""
    async with reading() as session:
        found = await opened(session, key)
        if found is None:
            raise NotFound()
        periods = await _periods(session, (found.host.region_id,))
    return _file([one for one in periods if one.announced])


async def region_named(session: AsyncSession, actor: Actor, region_id: str) -> Region:
    """The region, when the actor coordinates it; the first of theirs where none is named. Raises `NotFound`."""
    if not actor.regions:
        raise NotFound()
    chosen = policy.check_region(actor, as_id(region_id)) if region_id else actor.regions[0]
    return await session.get_one(Region, chosen)


async def _periods(session: AsyncSession, regions: Sequence[UUID]) -> list[Out]:
    rows = await session.execute(
        select(Period, col(School.name))
        .join(School, col(School.id) == col(Period.school_id))
        .where(
            col(School.region_id).in_(regions),
            col(School.ended_at).is_(None),
            col(Period.ended_at).is_(None),
            col(Period.last_day) >= local_date(now()),
        )
        .order_by(col(Period.first_day), col(School.name), col(Period.id))
        .limit(MOST)
    )
    return [
        Out(
            one.id,
            one.school_id,
            school,
            OfferKind(one.kind),
            one.first_day,
            one.last_day,
            one.announced_at is not None,
            one.changed_at,
        )
        for one, school in rows
    ]


async def _free(session: AsyncSession, periods: Sequence[Out]) -> Mapping[UUID, int]:
    """How many seats of a period's kind are free on days of it, at hosts that schools see."""
    rows = await session.execute(
        select(col(Period.id), func.sum(col(OfferDate.seats) - col(OfferDate.taken)))
        .join(School, col(School.id) == col(Period.school_id))
        .join(Offer, and_(col(Offer.region_id) == col(School.region_id), col(Offer.kind) == col(Period.kind)))
        .join(
            OfferDate,
            and_(
                col(OfferDate.offer_id) == col(Offer.id),
                col(OfferDate.first_day) <= col(Period.last_day),
                col(OfferDate.last_day) >= col(Period.first_day),
            ),
        )
        .where(
            col(Period.id).in_([one.id for one in periods]),
            col(Offer.ended_at).is_(None),
            col(Offer.shown_until) >= local_date(now()),
        )
        .group_by(col(Period.id))
    )
    return {period: int(seats) for period, seats in rows}


def _line(one: Out, all_of_them: Sequence[Out], free: Mapping[UUID, int]) -> OutLine:
    others = sorted(
        {
            each.school
            for each in all_of_them
            if each.school_id != one.school_id and each.first_day <= one.last_day and each.last_day >= one.first_day
        }
    )
    seats = free.get(one.id, 0)
    return OutLine(
        id=str(one.id),
        title=f"{format_days(one.first_day, one.last_day)}: {one.school}",
        detail=" · ".join(
            (
                _(KIND_NAMES[one.kind]),
                _("Announced to hosts") if one.announced else _("Not announced yet"),
                ngettext("{n} seat free then", "{n} seats free then", seats),
            )
        ),
        beside=_("At the same time: {schools}").format(schools=format_list(others)) if others else "",
    )


def _file(periods: Sequence[Out]) -> bytes:
    made = new_calendar("Periods")
    for one in periods:
        event = new_event(f"period-{one.id}", one.changed, f"{one.school}: {_(KIND_NAMES[one.kind])}")
        event.add("dtstart", one.first_day)
        event.add("dtend", one.last_day + timedelta(days=1))  # the first day after it, as RFC 5545 has it
        event.add("transp", "TRANSPARENT")
        made.add_component(event)
    return made.to_ical()

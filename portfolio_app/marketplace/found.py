"""A page of what is found: hosts with what they offer, or offers with their dates."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import now
from portfolio_app.core.languages import _, format_number, local_date, ngettext
from portfolio_app.marketplace.exploring import Explorer
from portfolio_app.marketplace.fields import NAMES as FIELD_NAMES
from portfolio_app.marketplace.fields import FieldOfWork
from portfolio_app.marketplace.models import Host, HostContact, Offer, OfferDate
from portfolio_app.marketplace.offer_words import ahead, date_said, details_said, kind_and_ages
from portfolio_app.marketplace.offering import Shown, with_dates
from portfolio_app.marketplace.sought import Sought, dates_sought, offers_sought
from portfolio_app.marketplace.towns import Point
from portfolio_app.schools.listing import address

FOUND_A_PAGE = 10
"""Hosts or offers on a page: each comes with its dates, contacts and what can be done about it."""


@dataclass(frozen=True)
class FoundContact:
    """Whom to write to. `calls` and `writes` are addresses for a telephone and a mail program."""

    name: str = ""
    mail: str = ""
    writes: str = ""
    phone: str = ""
    calls: str = ""


@dataclass(frozen=True)
class FoundOffer:
    """Something that is offered, with all of it and whose it is (`host`). `details` are lines about clothes, lunch and
    so on, each beginning with what it is."""

    id: str = ""
    host: str = ""
    where: str = ""
    fit: str = ""
    title: str = ""
    detail: str = ""
    words: str = ""
    dates: tuple[str, ...] = ()
    details: tuple[str, ...] = ()
    href: str = ""


@dataclass(frozen=True)
class HostOffer:
    """Something a host offers, as it stands in a list of hosts: all of it is a page of its own. `next` is the next date
    and how many more there are; "" for an offer without dates."""

    title: str = ""
    detail: str = ""
    next: str = ""
    href: str = ""


@dataclass(frozen=True)
class FoundHost:
    """A host that can be asked. `id` is there for who may pause it."""

    id: str = ""
    name: str = ""
    detail: str = ""
    address: str = ""
    words: str = ""
    website: str = ""
    contacts: tuple[FoundContact, ...] = ()
    fit: str = ""
    """How it fits the reader's own interests; "" unless they are a pupil who wants to be told."""
    offers: tuple[HostOffer, ...] = ()
    offers_said: str = ""


@dataclass(frozen=True)
class Counted:
    """How much is found in each town, where the towns lie, and how far away (in kilometres, of those known)."""

    towns: Mapping[str, int]
    points: Mapping[str, Point]
    away: Mapping[str, float]


@dataclass(frozen=True)
class Stretch:
    """The towns whose rows stand on a page, how many rows of theirs come before it, and whether their order counts."""

    towns: Sequence[str] = ()
    skip: int = 0
    in_order: bool = False

    def of(self, column: Any) -> list[ColumnElement[bool]]:
        """A filter on a column of towns."""
        return [column.in_(self.towns)]

    def order(self, column: Any) -> list[ColumnElement[Any]]:
        """The order of the towns."""
        if not self.in_order or len(self.towns) < 2:
            return []
        return [case({town: number for number, town in enumerate(self.towns)}, value=column)]


async def hosts_page(
    session: AsyncSession,
    actor: Actor,
    found: Sequence[ColumnElement[bool]],
    stretch: Stretch,
    counted: Counted,
    sought: Sought,
    who: Explorer,
) -> tuple[FoundHost, ...]:
    if not stretch.towns:
        return ()
    by_name = func.coalesce(col(Host.sort_name), "")  # not the column: SQLite would go through all of a region by it
    order = [*stretch.order(col(Host.town)), by_name if stretch.in_order else col(Host.sort_name), col(Host.id)]
    asked = select(Host).where(*found, *stretch.of(col(Host.town))).order_by(*order)
    hosts = (await session.execute(asked.offset(stretch.skip).limit(FOUND_A_PAGE))).scalars().all()
    keys = [one.id for one in hosts]
    offers: defaultdict[UUID, list[HostOffer]] = defaultdict(list)
    made = select(Offer).where(col(Offer.host_id).in_(keys), *offers_sought(sought, "", None))
    rows = (await session.execute(made.order_by(col(Offer.made_at), col(Offer.id)))).scalars().all()
    for one in await with_dates(session, rows):
        offers[one.offer.host_id].append(_listed(one))
    contacts: defaultdict[UUID, list[FoundContact]] = defaultdict(list)
    if actor.is_staff:
        written = select(HostContact).where(col(HostContact.host_id).in_(keys))
        for one in (await session.execute(written.order_by(col(HostContact.made_at), col(HostContact.id)))).scalars():
            if one.confirmed_at is not None and one.ended_at is None:
                contacts[one.host_id].append(_contact(one))
    return tuple(
        _found(
            one,
            contacts[one.id],
            offers[one.id],
            away_said(one.town, counted),
            fit=who.says(one.field),
            staff=actor.is_staff,
        )
        for one in hosts
    )


async def offers_page(
    session: AsyncSession,
    actor: Actor,
    found: Sequence[ColumnElement[bool]],
    stretch: Stretch,
    counted: Counted,
    sought: Sought,
    who: Explorer,
) -> tuple[FoundOffer, ...]:
    """Within a town, what takes place next comes first."""
    if not stretch.towns:
        return ()
    next_day = (
        select(func.min(col(OfferDate.first_day)))
        .where(col(OfferDate.offer_id) == col(Offer.id), *dates_sought(sought))
        .correlate(Offer)
        .scalar_subquery()
    )
    order = [*stretch.order(col(Offer.town)), next_day.nulls_last(), col(Offer.title), col(Offer.id)]
    asked = select(Offer).where(*found, *stretch.of(col(Offer.town))).order_by(*order)
    rows = (await session.execute(asked.offset(stretch.skip).limit(FOUND_A_PAGE))).scalars().all()
    return await offers_alone(session, actor, rows, counted, who)


async def offers_alone(
    session: AsyncSession, actor: Actor, rows: Sequence[Offer], counted: Counted, who: Explorer
) -> tuple[FoundOffer, ...]:
    """Offers with whose they are and where."""
    of = select(Host).where(col(Host.id).in_({one.host_id for one in rows}))
    hosts = {one.id: one for one in (await session.execute(of)).scalars()}
    return tuple(
        _offer(
            one,
            hosts[one.offer.host_id],
            away_said(one.offer.town, counted),
            fit=who.says(one.offer.field),
            staff=actor.is_staff,
        )
        for one in await with_dates(session, rows)
    )


def away_said(town: str, counted: Counted) -> str:
    """How far away a town is; "" where nobody knows."""
    if town not in counted.away:
        return ""
    away = counted.away[town]
    if away < 1:
        return _("less than 1 km away")
    return _("{n} km away").format(n=format_number(round(away)))


def _found(
    host: Host, contacts: list[FoundContact], offers: list[HostOffer], away: str, *, fit: str, staff: bool
) -> FoundHost:
    return FoundHost(
        id=str(host.id) if staff else "",
        name=host.name,
        detail=_where(host, away),
        address=host.address,
        fit=fit,
        words=host.words,
        website=host.website,
        contacts=tuple(contacts),
        offers=tuple(offers),
        offers_said=ngettext("{n} offer", "{n} offers", len(offers)) if offers else "",
    )


def _where(host: Host, away: str) -> str:
    return " · ".join(part for part in (host.town, away, _(FIELD_NAMES[FieldOfWork(host.field)])) if part)


def _listed(one: Shown) -> HostOffer:
    offer, dates = one.offer, ahead(one.dates, local_date(now()))
    more = len(dates) - 1
    parts = [date_said(each) for each in dates[:1]]
    if more > 0:
        parts.append(ngettext("{n} more date", "{n} more dates", more))
    return HostOffer(
        title=offer.title,
        detail=kind_and_ages(offer),
        next=" · ".join(parts),
        href=_page_of(offer),
    )


def _page_of(offer: Offer) -> str:
    return address("/offer", id=str(offer.id))


def _offer(one: Shown, host: Host, away: str, *, fit: str, staff: bool) -> FoundOffer:
    offer = one.offer
    return FoundOffer(
        id=str(offer.id),
        host=host.name,
        where=_where(host, away),
        fit=fit,
        title=offer.title,
        detail=kind_and_ages(offer),
        words=offer.words,
        dates=tuple(date_said(each) for each in ahead(one.dates, local_date(now()))),
        details=details_said(offer, staff=staff),
        href=_page_of(offer),
    )


def _contact(row: HostContact) -> FoundContact:
    calls = "".join(char for char in row.phone if char.isdigit() or char == "+")
    return FoundContact(row.name, row.mail, f"mailto:{row.mail}", row.phone, f"tel:{calls}" if calls else "")

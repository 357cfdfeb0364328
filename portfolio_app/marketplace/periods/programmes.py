"""The programmes of a period of taster days: offers that its adults let pupils rank, with their dates within it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, delete, exists, false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.containing import text_holds
from portfolio_app.core.database import as_id, insert_new, reading, writing
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import _, format_days, local_date, ngettext
from portfolio_app.core.paging import Paging, paging
from portfolio_app.core.wording import folded, several_lines
from portfolio_app.marketplace.models import Host, Offer, OfferDate, OfferKind
from portfolio_app.marketplace.offer_words import ages_said, hours_said
from portfolio_app.marketplace.periods import policy
from portfolio_app.marketplace.periods.models import Period, PeriodOffer
from portfolio_app.marketplace.policy import open_hosts
from portfolio_app.marketplace.sought import made_today
from portfolio_app.schools.listing import address
from portfolio_app.schools.models import School

PATH = "/period-offers"
LONGEST_WAY = 500


@dataclass(frozen=True)
class Programme:
    """An offer that the pupils of a period may rank: its rows, and its dates within the period that have not begun."""

    offer: Offer
    host: Host
    way_there: str
    dates: tuple[OfferDate, ...] = ()

    @property
    def name(self) -> str:
        """What it is called, and where."""
        return f"{self.offer.title} · {self.host.name}"


@dataclass(frozen=True)
class ProgrammeLine:
    """An offer that may be chosen, or is."""

    id: str = ""
    name: str = ""
    detail: str = ""
    dates: tuple[str, ...] = ()
    way_there: str = ""
    href: str = ""
    closed: bool = False
    """Its host is not seen by schools any more, or has no date in the period: pupils do not see it."""


@dataclass(frozen=True)
class PeriodOffersView:
    """What pupils of a period may rank, and what else takes place in it. `taster` is False for periods of another
    kind, in which pupils wish for fields of work."""

    id: str = ""
    name: str = ""
    detail: str = ""
    taster: bool = False
    asks: bool = False
    """Whether there is a day until which pupils say what they wish."""
    chosen: tuple[ProgrammeLine, ...] = ()
    others: tuple[ProgrammeLine, ...] = ()
    search: str = ""
    findable: bool = False
    paging: Paging = field(default_factory=Paging)
    board_href: str = ""
    wishes_href: str = ""
    loaded: bool = False


async def choose_offer(actor: Actor, period_id: str | UUID, offer_id: str | UUID, *, chosen: bool = True) -> None:
    """Let pupils rank an offer of a host that schools of the region see, with a date in the period; or not any more.
    What they have said stays, and counts again once it is chosen again. Done already: fine. Raises `NotFound`."""
    offer = as_id(offer_id)
    async with writing() as session:
        period = await policy.check_guides(session, actor, period_id, lock=True)
        if not chosen:
            gone = delete(PeriodOffer).where(
                col(PeriodOffer.period_id) == period.id, col(PeriodOffer.offer_id) == offer
            )
            if (await session.execute(gone.returning(col(PeriodOffer.id)))).scalar() is None:
                if await session.scalar(select(col(Offer.id)).where(col(Offer.id) == offer, _of_region(period))):
                    return
                raise NotFound()
        else:
            wanted = select(col(Offer.id)).join(Host, col(Host.id) == col(Offer.host_id)).where(col(Offer.id) == offer)
            if await session.scalar(wanted.where(_possible(period))) is None:
                raise NotFound()
            if not await insert_new(session, PeriodOffer(period_id=period.id, offer_id=offer, made_at=now())):
                return
        _audit(session, "choose_programme" if chosen else "leave_programme", actor, period, offer)


async def say_way_there(actor: Actor, period_id: str | UUID, offer_id: str | UUID, words: str) -> None:
    """Say once, for all who will be placed there, how pupils get there. The same again changes nothing. Raises
    `Invalid` with the field, and `NotFound`."""
    offer = as_id(offer_id)
    said = several_lines(words, field=f"way-{offer}", most=LONGEST_WAY)
    async with writing() as session:
        period = await policy.check_guides(session, actor, period_id, lock=True)
        wanted = select(PeriodOffer).where(col(PeriodOffer.period_id) == period.id, col(PeriodOffer.offer_id) == offer)
        row = (await session.execute(wanted)).scalar_one_or_none()
        if row is None:
            raise NotFound()
        if row.way_there != said:
            row.way_there = said
            _audit(session, "say_way_there", actor, period, offer)


async def load_period_offers(actor: Actor, period_id: str, *, search: str = "", page: int = 1) -> PeriodOffersView:
    """What pupils may rank in a period that the actor looks after, and what else they could. Raises `NotFound`."""
    async with reading() as session:
        period = await policy.check_guides(session, actor, period_id)
        taster = period.kind == OfferKind.TASTER
        rows = await session.execute(_rows(period.id).order_by(col(Offer.title), col(Host.sort_name), col(Offer.id)))
        chosen = await _with_dates(session, period, [Programme(*row) for row in rows])
        shown = {one.offer.id for one in await programmes_of(session, period)}
        filters = [
            _possible(period),
            col(Offer.id).not_in([one.offer.id for one in chosen]),
        ]
        every = await _count(session, filters)
        filters += [
            or_(text_holds(col(Offer.searched), word), text_holds(col(Host.searched), word))
            for word in folded(search).split()
        ]
        found = await _count(session, filters) if search else every
        pages = paging(found, page, PATH, id=str(period.id), search=search)
        listed = await session.execute(
            select(Offer, Host)
            .join(Host, col(Host.id) == col(Offer.host_id))
            .where(*filters)
            .order_by(col(Offer.title), col(Host.sort_name), col(Offer.id))
            .offset(pages.skipped)
            .limit(pages.rows)
        )
        others = await _with_dates(session, period, [Programme(offer, host, "") for offer, host in listed])
    return PeriodOffersView(
        id=str(period.id),
        name=period.name,
        detail=format_days(period.first_day, period.last_day),
        taster=taster,
        asks=period.wishes_until is not None,
        chosen=tuple(_line(one, closed=one.offer.id not in shown) for one in chosen),
        others=tuple(_line(one) for one in others) if taster else (),
        search=search,
        findable=every > pages.rows,
        paging=pages,
        board_href=address("/period", id=str(period.id)),
        wishes_href=address("/period-wishes", id=str(period.id)),
        loaded=True,
    )


async def programmes_of(session: AsyncSession, period: Period) -> tuple[Programme, ...]:
    """What the pupils of a period may rank now: offers that are chosen, of hosts that schools see, with a date in the
    period. None for a period in which they wish for fields of work."""
    if period.kind != OfferKind.TASTER:
        return ()
    rows = await session.execute(
        _rows(period.id)
        .where(open_hosts(), made_today())
        .order_by(col(Offer.title), col(Host.sort_name), col(Offer.id))
    )
    listed = await _with_dates(session, period, [Programme(*row) for row in rows])
    return tuple(one for one in listed if one.dates)


def ranks_offers() -> ColumnElement[bool]:
    """Periods whose pupils rank offers, not fields of work: a filter on `Period`."""
    chosen = exists().where(col(PeriodOffer.period_id) == col(Period.id))
    return and_(col(Period.kind) == OfferKind.TASTER, chosen)


def _rows(period_id: UUID) -> Select[Offer, Host, str]:
    return (
        select(Offer, Host, col(PeriodOffer.way_there))
        .join(Offer, col(Offer.id) == col(PeriodOffer.offer_id))
        .join(Host, col(Host.id) == col(Offer.host_id))
        .where(col(PeriodOffer.period_id) == period_id)
    )


def dates_within(period: Period) -> ColumnElement[bool]:
    """Dates that lie in the period and have not begun: a filter on `OfferDate`."""
    return and_(
        col(OfferDate.first_day) >= period.first_day,
        col(OfferDate.last_day) <= period.last_day,
        col(OfferDate.first_day) > local_date(now()),
    )


def _possible(period: Period) -> ColumnElement[bool]:
    """Offers that can be chosen: a filter on `Offer` and `Host`."""
    if period.kind != OfferKind.TASTER:
        return false()
    return and_(
        col(Offer.kind) == OfferKind.TASTER,
        _of_region(period),
        open_hosts(),
        made_today(),
        exists().where(col(OfferDate.offer_id) == col(Offer.id), dates_within(period)),
    )


def _of_region(period: Period) -> ColumnElement[bool]:
    """Offers of hosts in the region of the period's school: a filter on `Offer`."""
    region = select(col(School.region_id)).where(col(School.id) == period.school_id).scalar_subquery()
    return col(Offer.host_id).in_(select(col(Host.id)).where(col(Host.region_id) == region))


async def _with_dates(session: AsyncSession, period: Period, some: Sequence[Programme]) -> tuple[Programme, ...]:
    rows = await session.execute(
        select(OfferDate)
        .where(col(OfferDate.offer_id).in_([one.offer.id for one in some]), dates_within(period))
        .order_by(col(OfferDate.first_day), col(OfferDate.begins), col(OfferDate.id))
    )
    dates = list(rows.scalars())
    return tuple(
        Programme(one.offer, one.host, one.way_there, tuple(day for day in dates if day.offer_id == one.offer.id))
        for one in some
    )


async def _count(session: AsyncSession, filters: Sequence[ColumnElement[bool]]) -> int:
    wanted = select(func.count()).select_from(Offer).join(Host, col(Host.id) == col(Offer.host_id)).where(*filters)
    return (await session.execute(wanted)).scalar_one()


def when_said(one: OfferDate) -> str:
    """The day, and its hours."""
    return f"{format_days(one.first_day, one.last_day)}, {hours_said(one)}"


def free_said(one: OfferDate) -> str:
    """How many seats of it are free."""
    free = max(one.seats - one.taken, 0)
    return ngettext("{n} seat free", "{n} seats free", free) if free else _("All seats are taken")


def _line(one: Programme, *, closed: bool = False) -> ProgrammeLine:
    return ProgrammeLine(
        id=str(one.offer.id),
        name=one.name,
        detail=f"{one.host.town} · {ages_said(one.offer)}",
        dates=tuple(f"{when_said(day)}: {free_said(day)}" for day in one.dates),
        way_there=one.way_there,
        href=address("/offer", id=str(one.offer.id)),
        closed=closed,
    )


def _audit(session: AsyncSession, verb: str, actor: Actor, period: Period, offer: UUID) -> None:
    audit(
        session,
        f"marketplace.{verb}",
        actor_id=actor.person_id,
        school_id=period.school_id,
        thing=f"period:{period.id}",
        offer=str(offer),
    )

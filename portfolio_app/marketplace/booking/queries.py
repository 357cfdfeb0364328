"""One offer: what it is, its dates with the seats that are free, and for teachers who has them and whom to book for."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.accounts.queries import Option
from portfolio_app.core.clock import now
from portfolio_app.core.database import as_id, reading
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import _, format_days, format_moment, local_date, ngettext
from portfolio_app.marketplace import policy as hosts_policy
from portfolio_app.marketplace.booking import policy
from portfolio_app.marketplace.booking.models import Booking, State
from portfolio_app.marketplace.lawful_hours import is_ruled
from portfolio_app.marketplace.models import Host, Offer, OfferDate, OfferKind
from portfolio_app.marketplace.offer_words import details_said, hours_said, kind_and_ages
from portfolio_app.marketplace.periods import policy as periods_policy
from portfolio_app.marketplace.periods.models import Period
from portfolio_app.marketplace.placements.models import BirthMonth, Placement
from portfolio_app.marketplace.placements.policy import GUIDES, classes_guided_by
from portfolio_app.marketplace.safety.keeping import safety_said
from portfolio_app.marketplace.sought import made_today
from portfolio_app.marketplace.weeks import WeekDay, days_said
from portfolio_app.schools.listing import address
from portfolio_app.schools.models import ClassMember, Region, SchoolClass

PATH = "/offer"


@dataclass(frozen=True)
class Seated:
    """Somebody of the reader's school who has a seat, holds one or waits."""

    id: str = ""
    name: str = ""
    stands: str = ""
    held: bool = False


@dataclass(frozen=True)
class DateLine:
    """A date of an offer. `bookable` says whether it can be booked from here: it has not begun."""

    id: str = ""
    when: str = ""
    free: str = ""
    full: bool = False
    bookable: bool = False
    seated: tuple[Seated, ...] = ()
    book_href: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class Bookable:
    """A pupil to tick; `asks_month` where nobody has said yet in which month they were born; `elsewhere` where they
    go already in the same period."""

    id: str = ""
    name: str = ""
    detail: str = ""
    asks_month: bool = False


@dataclass(frozen=True)
class OfferView:
    """An offer with its dates; for teachers and counsellors with the form that books."""

    id: str = ""
    title: str = ""
    host: str = ""
    detail: str = ""
    words: str = ""
    address: str = ""
    details: tuple[str, ...] = ()
    week: tuple[WeekDay, ...] = ()
    safety: tuple[str, ...] = ()
    """What adults read of the host's safety."""
    dates: tuple[DateLine, ...] = ()
    staff: bool = False
    date: str = ""
    date_said: str = ""
    classes: tuple[Option, ...] = ()
    class_id: str = ""
    periods: tuple[Option, ...] = ()
    period: str = ""
    school: str = ""
    pupils: tuple[Bookable, ...] = ()
    for_class: bool = False
    request: str = ""
    loaded: bool = False


async def load_offer(actor: Actor, offer_id: str, *, date: str = "", class_id: str = "", period: str = "") -> OfferView:
    """An offer of a host near the actor's schools. `date`, `class_id` and `period` say what the form of a teacher or
    counsellor is about; what does not fit is not chosen. Raises `Refused` and `NotFound`."""
    hosts_policy.finds_hosts(actor)
    today = local_date(now())
    staff = bool(actor.schools(*GUIDES))
    async with reading() as session:
        found = (
            await session.execute(
                select(Offer, Host, col(Region.country))
                .join(Host, col(Host.id) == col(Offer.host_id))
                .join(Region, col(Region.id) == col(Host.region_id))
                .where(
                    col(Offer.id) == as_id(offer_id),
                    hosts_policy.open_hosts(),
                    hosts_policy.hosts_near(actor),
                    made_today(),
                )
            )
        ).one_or_none()
        if found is None:
            raise NotFound()
        offer, host, country = found
        rows = await session.execute(
            select(OfferDate)
            .where(col(OfferDate.offer_id) == offer.id, col(OfferDate.last_day) >= today)
            .order_by(col(OfferDate.first_day), col(OfferDate.begins))
        )
        dates = list(rows.scalars())
        seated: Mapping[UUID, tuple[Seated, ...]] = {}
        if staff:
            seated = await _seated(session, actor, [one.id for one in dates])
        chosen = next((one for one in dates if str(one.id) == date and one.first_day > today), None) if staff else None
        form = OfferView()
        safety = await safety_said(session, host) if staff else ()
        if staff:
            form = await _form(session, actor, offer, country, chosen, class_id, period)
    ways = {"class": form.class_id, "period": form.period}
    lines = [_date(one, seated.get(one.id, ()), offer, ways, staff=staff, chosen=chosen) for one in dates]
    return OfferView(
        id=str(offer.id),
        title=offer.title,
        host=host.name,
        detail=f"{host.town} · {kind_and_ages(offer)}",
        words=offer.words,
        address=host.address,
        details=details_said(offer, staff=actor.is_staff),
        week=days_said(offer.week),
        safety=safety,
        dates=tuple(lines),
        staff=staff,
        date=str(chosen.id) if chosen else "",
        date_said=_when(chosen) if chosen else "",
        classes=form.classes,
        class_id=form.class_id,
        periods=form.periods,
        period=form.period,
        school=form.school,
        pupils=form.pupils,
        for_class=form.for_class,
        request=str(uuid4()),
        loaded=True,
    )


async def _form(
    session: AsyncSession,
    actor: Actor,
    offer: Offer,
    country: str,
    date: OfferDate | None,
    class_id: str,
    period: str,
) -> OfferView:
    """What the form offers to choose from: periods at the time of the date, classes, and the pupils of the one that is
    chosen."""
    classes = list(
        (
            await session.execute(
                select(SchoolClass).where(classes_guided_by(actor)).order_by(col(SchoolClass.name), col(SchoolClass.id))
            )
        ).scalars()
    )
    wanted = select(Period).where(periods_policy.guided_by(actor), col(Period.ended_at).is_(None))
    if date is not None:
        wanted = wanted.where(col(Period.first_day) <= date.last_day, col(Period.last_day) >= date.first_day)
    periods = list((await session.execute(wanted.order_by(col(Period.first_day), col(Period.id)))).scalars())
    in_period = next((one for one in periods if str(one.id) == period), None)
    if in_period is None and len(periods) == 1 and date is not None:
        in_period = periods[0]
    of_class = next((one for one in classes if str(one.id) == class_id), None)
    if of_class is None and len(classes) == 1:
        of_class = classes[0]
    pupils: tuple[Bookable, ...] = ()
    if of_class is not None and date is not None:
        pupils = await _pupils(session, actor, of_class, date, asks=is_ruled(OfferKind(offer.kind), country))
    return OfferView(
        classes=tuple(Option(str(one.id), one.name) for one in classes),
        class_id=str(of_class.id) if of_class else "",
        periods=tuple(Option(str(one.id), one.name) for one in periods),
        period=str(in_period.id) if in_period else "",
        school=str(of_class.school_id) if of_class else "",
        pupils=pupils,
        for_class=offer.kind in (OfferKind.VISIT, OfferKind.TALK, OfferKind.WORKSHOPS, OfferKind.REMOTE),
    )


async def _pupils(
    session: AsyncSession, actor: Actor, of_class: SchoolClass, date: OfferDate, *, asks: bool
) -> tuple[Bookable, ...]:
    rows = await session.execute(
        select(col(Person.id), col(Person.name))
        .join(ClassMember, col(ClassMember.person_id) == col(Person.id))
        .where(
            col(ClassMember.class_id) == of_class.id,
            col(ClassMember.role) == "pupil",
            col(ClassMember.ended_at).is_(None),
            policy.pupils_guided_by(actor, of_class.school_id),
        )
        .order_by(col(Person.sort_name), col(Person.id))
    )
    people = rows.all()
    ids = [one for one, _name in people]
    known = set(
        (await session.execute(select(col(BirthMonth.person_id)).where(col(BirthMonth.person_id).in_(ids)))).scalars()
    )
    seated = select(col(Booking.pupil_id)).where(
        col(Booking.offer_date_id) == date.id, col(Booking.pupil_id).in_(ids), col(Booking.state) != State.ENDED
    )
    here = set((await session.execute(seated)).scalars())
    placed = select(col(Placement.person_id), col(Placement.host_name)).where(
        col(Placement.person_id).in_(ids),
        col(Placement.cancelled_at).is_(None),
        col(Placement.first_day) <= date.last_day,
        col(Placement.last_day) >= date.first_day,
    )
    elsewhere = {row.person_id: row.host_name for row in await session.execute(placed)}
    return tuple(
        Bookable(
            str(one),
            name,
            _("goes to {host} then").format(host=elsewhere[one]) if one in elsewhere else "",
            asks and one not in known,
        )
        for one, name in people
        if one not in here
    )


async def _seated(session: AsyncSession, actor: Actor, dates: Sequence[UUID]) -> Mapping[UUID, tuple[Seated, ...]]:
    """Who of those that the actor looks after has a seat, holds one or waits."""
    rows = await session.execute(
        select(Booking, col(Person.name), col(SchoolClass.name))
        .outerjoin(Person, col(Person.id) == col(Booking.pupil_id))
        .outerjoin(SchoolClass, col(SchoolClass.id) == col(Booking.class_id))
        .where(
            col(Booking.offer_date_id).in_(dates),
            col(Booking.state) != State.ENDED,
            policy.guided_by(actor),
        )
        .order_by(col(Booking.made_at), col(Booking.id))
    )
    found: defaultdict[UUID, list[Seated]] = defaultdict(list)
    moment = now()
    for one, pupil, class_name in rows:
        if one.state == State.HELD and (one.held_until is None or one.held_until <= moment):
            continue
        found[one.offer_date_id].append(
            Seated(str(one.id), pupil or class_name or "", _stands(one), one.state == State.HELD)
        )
    return {date: tuple(some) for date, some in found.items()}


def _stands(one: Booking) -> str:
    seats = "" if one.pupil_id else ", " + ngettext("{n} seat", "{n} seats", one.seats)
    if one.state == State.BOOKED:
        return _("booked") + seats
    if one.state == State.WAITING:
        return _("on the waiting list") + seats
    until: datetime = one.held_until or now()
    return _("held until {moment}").format(moment=format_moment(until)) + seats


def _when(one: OfferDate) -> str:
    return f"{format_days(one.first_day, one.last_day)}, {hours_said(one)}"


def _date(
    one: OfferDate,
    seated: tuple[Seated, ...],
    offer: Offer,
    ways: Mapping[str, str],
    *,
    staff: bool,
    chosen: OfferDate | None,
) -> DateLine:
    free = one.seats - one.taken
    bookable = staff and one.first_day > local_date(now())
    return DateLine(
        id=str(one.id),
        when=_when(one),
        free=ngettext("{n} seat free", "{n} seats free", free) if free else _("All seats are taken"),
        full=free <= 0,
        bookable=bookable,
        seated=seated,
        book_href=address(PATH, id=str(offer.id), date=str(one.id), **ways) if bookable else "",
        chosen=chosen is not None and chosen.id == one.id,
    )

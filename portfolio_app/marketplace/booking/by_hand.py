"""Pupils of a period are placed by hand: what each wishes beside the seats that are free, and one press books one.

Counts say how many got which of their wishes; nobody is compared with anybody.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.accounts.queries import Option
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import as_id, reading, writing
from portfolio_app.core.errors import Invalid, NotFound
from portfolio_app.core.languages import N_, _, format_days
from portfolio_app.core.paging import Paging, paging
from portfolio_app.marketplace.booking import policy
from portfolio_app.marketplace.booking.actions import BookingForm, book_within
from portfolio_app.marketplace.booking.counting import take_turn
from portfolio_app.marketplace.booking.models import Booking, State
from portfolio_app.marketplace.booking.noticing import tell_of_place
from portfolio_app.marketplace.fields import NAMES, FieldOfWork
from portfolio_app.marketplace.lawful_hours import is_ruled
from portfolio_app.marketplace.models import OfferDate, OfferKind
from portfolio_app.marketplace.periods import policy as periods_policy
from portfolio_app.marketplace.periods.models import Period, PeriodOffer, Wish
from portfolio_app.marketplace.periods.programmes import Programme, dates_within, free_said, programmes_of, when_said
from portfolio_app.marketplace.periods.queries import Going, pupils_of
from portfolio_app.marketplace.periods.wishes import wished
from portfolio_app.marketplace.placements.ages import keep_birth_month
from portfolio_app.marketplace.placements.models import BirthMonth, Placement
from portfolio_app.schools.listing import Way, address
from portfolio_app.schools.places import country_of_school
from portfolio_app.sharing.actions import one_at_a_time

PATH = "/period-wishes"
PLACED_ELSEWHERE = N_("{name} has a place in this period already. Take that one back first.")
RANKS = {1: N_("their first wish"), 2: N_("their second wish"), 3: N_("their third wish")}


class Shown(StrEnum):
    """Which pupils are listed."""

    ALL = ""
    UNPLACED = "unplaced"
    PLACED = "placed"
    SILENT = "silent"


@dataclass(frozen=True)
class Place:
    """A date of a programme, with the seats that are free and how many wish for it."""

    id: str = ""
    name: str = ""
    when: str = ""
    free: str = ""
    wished: str = ""
    href: str = ""


@dataclass(frozen=True)
class OneWay:
    """A press that places a pupil: on which date, what stands on the button, and the same with the pupil's name."""

    date: str = ""
    label: str = ""
    said: str = ""


@dataclass(frozen=True)
class PupilWishes:
    """What one pupil wishes, for the adults; and where they go."""

    id: str = ""
    name: str = ""
    class_name: str = ""
    href: str = ""
    wishes: tuple[str, ...] = ()
    placed: str = ""
    got: str = ""
    """Which of their wishes that is."""
    booking: str = ""
    """The seat that can be taken back."""
    placement_href: str = ""
    ways: tuple[OneWay, ...] = ()
    others: tuple[Option, ...] = ()
    """Dates with a free seat that they did not wish for."""
    asks_month: bool = False
    """Whether somebody must say first in which month they were born: hours depend on it."""


@dataclass(frozen=True)
class DayList:
    """Who goes to one date, to print."""

    id: str = ""
    name: str = ""
    when: str = ""
    address: str = ""
    way_there: str = ""
    bring: str = ""
    responsible: str = ""
    pupils: tuple[str, ...] = ()


@dataclass(frozen=True)
class PeriodWishesView:
    """What pupils wish for a period: those whom the reader looks after. With programmes: the seats of each date, how
    many got which wish, and who goes where."""

    id: str = ""
    name: str = ""
    detail: str = ""
    pupils: tuple[PupilWishes, ...] = ()
    programmes: bool = False
    counts: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    filters: tuple[Way, ...] = ()
    lists: tuple[DayList, ...] = ()
    everybody: int = 0
    paging: Paging = field(default_factory=Paging)
    board_href: str = ""
    offers_href: str = ""
    """Where programmes are chosen; "" for periods of another kind."""
    loaded: bool = False


@dataclass(frozen=True)
class _Known:
    programmes: Sequence[Programme]
    wishes: Mapping[UUID, Sequence[Wish]]
    seats: Mapping[UUID, tuple[Booking, OfferDate, Placement | None]]
    mine: set[UUID]
    """Pupils for whom the reader may book."""
    without_month: set[UUID]

    def rank(self, pupil: UUID) -> int:
        """Which of their wishes a pupil got, from 1; 0 for none of them."""
        seat = self.seats.get(pupil)
        offers = [one.offer_id for one in self.wishes.get(pupil, ())]
        return offers.index(seat[1].offer_id) + 1 if seat and seat[1].offer_id in offers else 0


async def place_by_hand(actor: Actor, period_id: str | UUID, pupil_id: str | UUID, date_id: str | UUID) -> UUID:
    """A pupil gets a seat on a date of one of the period's programmes, in one transaction, and is told; returns the
    id of the booking. There already: fine.

    Raises `Invalid` where no seat is free, hours would not be lawful or the pupil has another place in the period, and
    `NotFound`.
    """
    pupil, day = as_id(pupil_id), as_id(date_id)
    async with writing() as session:
        period = await periods_policy.check_guides(session, actor, period_id)
        if pupil not in {one.id for one in await pupils_of(session, actor, period)}:
            raise NotFound()
        chosen = select(PeriodOffer).join(OfferDate, col(OfferDate.offer_id) == col(PeriodOffer.offer_id))
        chosen = chosen.where(col(PeriodOffer.period_id) == period.id, col(OfferDate.id) == day, dates_within(period))
        programme = (await session.execute(chosen)).scalar_one_or_none()
        if programme is None:
            raise NotFound()
        (person,) = await policy.check_pupils(session, actor, period.school_id, [pupil])
        await take_turn(session, day)  # the date first, as whoever books does: neither waits for the other then
        await one_at_a_time(session, pupil)
        seats = (await session.execute(select(Booking).where(_open(period), col(Booking.pupil_id) == pupil))).scalars()
        if (there := seats.first()) is not None:
            if there.offer_date_id == day:
                return there.id
            raise Invalid(PLACED_ELSEWHERE, name=person.name)
        form = BookingForm(school=str(period.school_id), period=str(period.id), pupils=(str(pupil),))
        await book_within(session, actor, day, form, request := uuid4())
        made = (await session.execute(select(Booking).where(col(Booking.request) == request))).scalar_one()
        placed = await session.execute(select(Placement).where(col(Placement.booking_id) == made.id))
        if (placement := placed.scalar_one_or_none()) is not None:
            placement.way_there = programme.way_there
            await tell_of_place(session, placement, actor.person_id)
        return made.id


async def keep_month(actor: Actor, period_id: str | UUID, pupil_id: str | UUID, typed: str) -> None:
    """Keep in which month a pupil of the period was born, sealed: hours depend on it. Raises `Invalid` with the field,
    and `NotFound`."""
    async with writing() as session:
        period = await periods_policy.check_guides(session, actor, period_id)
        (person,) = await policy.check_pupils(session, actor, period.school_id, [as_id(pupil_id)])
        if person.id not in {one.id for one in await pupils_of(session, actor, period)}:
            raise NotFound()
        await keep_birth_month(session, person.id, typed, actor.person_id, field=f"born-{person.id}")
        audit(
            session,
            "marketplace.keep_birth_month",
            actor_id=actor.person_id,
            about_id=person.id,
            school_id=period.school_id,
            thing=f"period:{period.id}",
        )


async def load_period_wishes(actor: Actor, period_id: str, *, show: str = "", page: int = 1) -> PeriodWishesView:
    """What pupils of classes that the actor looks after wish for a period, and who goes where. Raises `NotFound`."""
    shown = Shown(show) if show in list(Shown) else Shown.ALL
    async with reading() as session:
        period = await periods_policy.check_guides(session, actor, period_id)
        pupils = await pupils_of(session, actor, period)
        known = await _know(session, actor, period, [one.id for one in pupils])
    silent = {one.id for one in pupils if not known.wishes.get(one.id)}
    parts = {
        Shown.ALL: list(pupils),
        Shown.UNPLACED: [one for one in pupils if one.id not in known.seats],
        Shown.PLACED: [one for one in pupils if one.id in known.seats],
        Shown.SILENT: [one for one in pupils if one.id in silent],
    }
    pages = paging(len(parts[shown]), page, PATH, id=str(period.id), show=shown)
    listed = parts[shown][pages.skipped : pages.skipped + pages.rows]
    return PeriodWishesView(
        id=str(period.id),
        name=period.name,
        detail=format_days(period.first_day, period.last_day),
        pupils=tuple(_pupil(known, one) for one in listed),
        programmes=bool(known.programmes),
        counts=tuple(_counts(known, pupils)) if known.programmes else (),
        places=tuple(_places(known)),
        filters=tuple(_filters(period.id, parts, shown, placing=bool(known.programmes or known.seats))),
        lists=tuple(_lists(known, pupils)),
        everybody=len(pupils),
        paging=pages,
        board_href=address("/period", id=str(period.id)),
        offers_href=address("/period-offers", id=str(period.id)) if period.kind == OfferKind.TASTER else "",
        loaded=True,
    )


def _open(period: Period) -> ColumnElement[bool]:
    """Seats of the period that somebody has, or waits for. A filter on `Booking`."""
    running = or_(col(Booking.held_until).is_(None), col(Booking.held_until) > now())
    return (col(Booking.period_id) == period.id) & (col(Booking.state) != State.ENDED) & running


async def _know(session: AsyncSession, actor: Actor, period: Period, pupils: Sequence[UUID]) -> _Known:
    programmes = await programmes_of(session, period)
    said = select(Wish).where(col(Wish.period_id) == period.id, wished(ranks=bool(programmes)))
    if programmes:
        said = said.where(col(Wish.offer_id).in_([one.offer.id for one in programmes]))
    wishes: defaultdict[UUID, list[Wish]] = defaultdict(list)
    for one in (await session.execute(said.order_by(col(Wish.rank)))).scalars():
        wishes[one.person_id].append(one)
    rows = await session.execute(
        select(Booking, OfferDate, Placement)
        .join(OfferDate, col(OfferDate.id) == col(Booking.offer_date_id))
        .outerjoin(Placement, col(Placement.booking_id) == col(Booking.id))
        .where(_open(period), col(Booking.pupil_id).in_(pupils))
        .order_by(col(Booking.made_at))
    )
    seats = {booking.pupil_id: (booking, day, placement) for booking, day, placement in rows if booking.pupil_id}
    asks = is_ruled(OfferKind.TASTER, await country_of_school(session, period.school_id))
    months = select(col(BirthMonth.person_id)).where(col(BirthMonth.person_id).in_(pupils))
    mine = select(col(Person.id)).where(policy.pupils_guided_by(actor, period.school_id), col(Person.id).in_(pupils))
    return _Known(
        programmes=programmes,
        wishes=wishes,
        seats=seats,
        mine=set((await session.execute(mine)).scalars()),
        without_month=set(pupils) - set((await session.execute(months)).scalars()) if asks and programmes else set(),
    )


def _pupil(known: _Known, one: Going) -> PupilWishes:
    wishes = known.wishes.get(one.id, ())
    names = {programme.offer.id: programme.name for programme in known.programmes}

    def said(wish: Wish) -> str:
        what = names.get(wish.offer_id, "") if wish.offer_id else _(NAMES[FieldOfWork(wish.field)])
        return ": ".join(part for part in (what, wish.why) if part)

    line = PupilWishes(
        str(one.id), one.name, one.class_name, address("/pupil", id=str(one.id)), tuple(said(wish) for wish in wishes)
    )
    if (seat := known.seats.get(one.id)) is not None:
        return _seated(line, known, one, *seat)
    if not known.programmes or one.id not in known.mine:
        return line
    asks = one.id in known.without_month
    ranked = [wish.offer_id for wish in wishes]
    free = [(programme, day) for programme in known.programmes for day in programme.dates if day.taken < day.seats]
    free.sort(key=lambda each: ranked.index(each[0].offer.id) if each[0].offer.id in ranked else len(ranked))
    return PupilWishes(
        line.id,
        line.name,
        line.class_name,
        line.href,
        line.wishes,
        ways=()
        if asks
        else tuple(_way(one, programme, day) for programme, day in free if programme.offer.id in ranked),
        others=()
        if asks
        else tuple(
            Option(str(day.id), f"{programme.name}, {when_said(day)} ({free_said(day)})")
            for programme, day in free
            if programme.offer.id not in ranked
        ),
        asks_month=asks,
    )


def _seated(
    line: PupilWishes, known: _Known, one: Going, booking: Booking, day: OfferDate, placement: Placement | None
) -> PupilWishes:
    where = when_said(day)
    if placement is not None:
        where = f"{placement.title} · {placement.host_name}, {where}"
    if booking.state != State.BOOKED:
        stands = _("held for you") if booking.state == State.HELD else _("on the waiting list")
        where = f"{where} ({stands})"
    got = ""
    if known.wishes.get(one.id) and known.programmes:
        rank = known.rank(one.id)
        got = _(RANKS[rank]) if rank else _("none of their wishes")
    return PupilWishes(
        line.id,
        line.name,
        line.class_name,
        line.href,
        line.wishes,
        placed=where,
        got=got,
        booking=str(booking.id) if one.id in known.mine else "",
        placement_href=address("/agreement", id=str(placement.id)) if placement else "",
    )


def _way(one: Going, programme: Programme, day: OfferDate) -> OneWay:
    label = f"{programme.offer.title}, {when_said(day)} ({free_said(day)})"
    return OneWay(str(day.id), label, _("Place {name}: {where}").format(name=one.name, where=label))


def _counts(known: _Known, pupils: Sequence[Going]) -> Iterable[str]:
    """How many got which of their wishes."""
    placed = [one.id for one in pupils if one.id in known.seats]
    got = Counter(known.rank(one) for one in placed if known.wishes.get(one))
    yield _("{n} of {all} have a place.").format(n=len(placed), all=len(pupils))
    for rank, words in (
        (1, N_("First wish: {n}")),
        (2, N_("Second wish: {n}")),
        (3, N_("Third wish: {n}")),
        (0, N_("None of their wishes: {n}")),
    ):
        yield _(words).format(n=got[rank])
    if silent := len(placed) - got.total():
        yield _("Placed without having said a wish: {n}").format(n=silent)


def _places(known: _Known) -> Iterable[Place]:
    ranks: defaultdict[UUID, Counter[int]] = defaultdict(Counter)
    for wishes in known.wishes.values():
        for rank, one in enumerate(wishes, start=1):
            if one.offer_id:
                ranks[one.offer_id][rank] += 1
    for programme in known.programmes:
        told = ranks[programme.offer.id]
        for day in programme.dates:
            yield Place(
                id=str(day.id),
                name=programme.name,
                when=when_said(day),
                free=_("{free} of {all}").format(free=max(day.seats - day.taken, 0), all=day.seats),
                wished=_("{first} first, {second} second, {third} third").format(
                    first=told[1], second=told[2], third=told[3]
                ),
                href=address("/offer", id=str(programme.offer.id), date=str(day.id)),
            )


def _filters(period: UUID, parts: Mapping[Shown, Sequence[Going]], shown: Shown, *, placing: bool) -> Iterable[Way]:
    names = {
        Shown.ALL: _("All"),
        Shown.UNPLACED: _("Without a place"),
        Shown.PLACED: _("With a place"),
        Shown.SILENT: _("Has not said anything yet"),
    }
    for one, name in names.items():
        if (one in (Shown.ALL, Shown.SILENT) or placing) and (parts[one] or one is shown or one is Shown.ALL):
            href = address(PATH, id=str(period), show=one) if one else address(PATH, id=str(period))
            yield Way(f"{name} ({len(parts[one])})", href, one is shown)


def _lists(known: _Known, pupils: Sequence[Going]) -> Iterable[DayList]:
    """Who goes where, a date at a time, for those who have a seat and a placement."""
    going: defaultdict[UUID, list[tuple[Going, OfferDate, Placement]]] = defaultdict(list)
    for one in pupils:
        booking, day, placement = known.seats.get(one.id, (None, None, None))
        if booking is not None and day is not None and placement is not None and booking.state == State.BOOKED:
            going[day.id].append((one, day, placement))
    for some in sorted(going.values(), key=lambda each: (each[0][1].first_day, each[0][1].begins, each[0][2].title)):
        _one, day, placement = some[0]
        yield DayList(
            id=str(day.id),
            name=f"{placement.title} · {placement.host_name}",
            when=when_said(day),
            address=placement.address,
            way_there=placement.way_there,
            bring=placement.clothing,
            responsible=placement.responsible,
            pupils=tuple(f"{one.name}, {one.class_name}" for one, _day, _placement in some),
        )

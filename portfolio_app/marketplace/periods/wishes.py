"""What pupils wish for a period: up to three fields of work, in their order, and why; or, where its adults have chosen
programmes, up to three of these. The adults who look after the period read it; a wish is no promise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Uuid, and_, bindparam, delete, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Role
from portfolio_app.accounts.queries import Option
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import as_id, reading, writing
from portfolio_app.core.errors import Invalid, NotFound
from portfolio_app.core.languages import N_, _, format_date, format_days, local_date
from portfolio_app.core.wording import one_line
from portfolio_app.marketplace.fields import NAMES, FieldOfWork
from portfolio_app.marketplace.periods import policy
from portfolio_app.marketplace.periods.models import Period, Wish
from portfolio_app.marketplace.periods.programmes import Programme, programmes_of, ranks_offers, when_said
from portfolio_app.portfolio.home import HomeLine
from portfolio_app.schools.listing import address
from portfolio_app.sharing.actions import one_at_a_time

MOST = 3
LONGEST_WHY = 500
CLOSED = N_("The day until which you could say what you wish is over. Talk with your teacher.")
TWICE = N_("You have chosen the same field twice. Choose another, or leave it empty.")
TWICE_THE_SAME = N_("You have chosen the same programme twice. Choose another, or leave it empty.")


@dataclass(frozen=True)
class WishLine:
    """One wish: its place in the order, the field of work (its code and its name) or the programme (its id and its
    name), and why."""

    rank: int = 0
    field: str = ""
    name: str = ""
    why: str = ""


@dataclass(frozen=True)
class ProgrammeToRank:
    """A programme as a pupil reads it before they rank."""

    id: str = ""
    name: str = ""
    town: str = ""
    words: str = ""
    dates: tuple[str, ...] = ()
    href: str = ""


@dataclass(frozen=True)
class WishesView:
    """What the actor wishes for a period of their class; always three lines, empty ones too. `programmes` are those to
    rank; without any, they wish for fields of work."""

    period: str = ""
    name: str = ""
    days: str = ""
    words: str = ""
    until: str = ""
    closed: bool = False
    wishes: tuple[WishLine, ...] = ()
    fields: tuple[Option, ...] = ()
    """What can be chosen: fields of work, or the programmes; nothing first."""
    programmes: tuple[ProgrammeToRank, ...] = ()
    said: str = ""
    """What was wished, in one word: another one when it has changed."""
    loaded: bool = False


async def say_wishes(actor: Actor, period_id: str | UUID, wishes: Sequence[tuple[str, str]]) -> None:
    """Keep what the actor wishes for a period of their class instead of what they wished before, with why, in their
    order: fields of work by their code, or programmes by their offer's id where the period has some. Empty ones are
    left out. The same again changes nothing.

    Raises `Invalid` with the field, also when the day is over, and `NotFound`.
    """
    said = [(number, what, why) for number, (what, why) in enumerate(wishes[:MOST], start=1) if what]
    whys = [one_line(why, field=f"why-{number}", most=LONGEST_WHY) for number, _what, why in said]
    async with writing() as session:
        await one_at_a_time(session, actor.person_id)
        period = await _asking(session, actor, period_id)
        programmes = await programmes_of(session, period)
        known = {str(one.offer.id) for one in programmes} if programmes else set(map(str, FieldOfWork))
        for place, (number, what, _why) in enumerate(said):
            if what not in known:
                unknown = N_("Choose a programme of the list.") if programmes else N_("Choose a field of work.")
                raise Invalid(unknown, field=f"field-{number}")
            if any(what == one for _number, one, _why in said[:place]):
                raise Invalid(TWICE_THE_SAME if programmes else TWICE, field=f"field-{number}")
        wanted = [(what, why) for (_number, what, _said), why in zip(said, whys, strict=True)]
        await _keep(session, actor, period, wanted)


async def move_wish(actor: Actor, period_id: str | UUID, what: str, to: int) -> None:
    """Put one of the actor's wishes (see `say_wishes`) at a place of their order, from 1; the others stay in theirs.
    There already: nothing changes. Raises `Invalid` when the day is over, and `NotFound`, also for what they do not
    wish."""
    async with writing() as session:
        await one_at_a_time(session, actor.person_id)
        period = await _asking(session, actor, period_id)
        programmes = await programmes_of(session, period)
        order = [(_what(one), one.why) for one in await _wishes(session, period.id, actor.person_id, programmes)]
        moved = [one for one in order if one[0] == what]
        if not moved:
            raise NotFound()
        others = [one for one in order if one[0] != what]
        place = min(max(to, 1), MOST) - 1
        await _keep(session, actor, period, [*others[:place], *moved, *others[place:]])


async def _asking(session: AsyncSession, actor: Actor, period_id: str | UUID) -> Period:
    """The period, when it asks the actor what they wish, still."""
    period = await policy.check_of_pupil(session, actor, period_id)
    if period.wishes_until is None:
        raise NotFound()
    if period.wishes_until < local_date(now()):
        raise Invalid(CLOSED, field="field-1")
    return period


async def _keep(session: AsyncSession, actor: Actor, period: Period, wanted: Sequence[tuple[str, str]]) -> None:
    there = await _wishes(session, period.id, actor.person_id)
    if [(_what(one), one.why) for one in there] == wanted:
        return
    own = (col(Wish.period_id) == period.id, col(Wish.person_id) == actor.person_id)
    await session.execute(delete(Wish).where(*own))
    session.add_all(
        Wish(
            period_id=period.id,
            person_id=actor.person_id,
            rank=rank,
            field=what if what in list(FieldOfWork) else "",
            offer_id=None if what in list(FieldOfWork) else as_id(what),
            why=why,
            made_at=now(),
        )
        for rank, (what, why) in enumerate(wanted, start=1)
    )
    audit(
        session,
        "marketplace.say_wishes",
        actor_id=actor.person_id,
        about_id=actor.person_id,
        school_id=period.school_id,
        thing=f"period:{period.id}",
        wishes=len(wanted),
    )


async def load_wishes(actor: Actor, period_id: str = "") -> WishesView:
    """What the actor wishes for a period; without one, for the next of their class that asks. Nothing where none does.
    Raises `NotFound`."""
    async with reading() as session:
        period = await policy.check_of_pupil(session, actor, period_id) if period_id else await _next(session, actor)
        if period is None or period.wishes_until is None:
            return WishesView(loaded=True)
        programmes = await programmes_of(session, period)
        wished = await _wishes(session, period.id, actor.person_id, programmes)
    there = dict(enumerate(wished, start=1))
    names = {str(one.offer.id): one.name for one in programmes}
    if not programmes:
        names = {str(one): _(NAMES[one]) for one in FieldOfWork}
    return WishesView(
        period=str(period.id),
        name=period.name,
        days=format_days(period.first_day, period.last_day),
        words=period.words,
        until=format_date(period.wishes_until, "full"),
        closed=period.wishes_until < local_date(now()),
        wishes=tuple(_line(rank, there.get(rank), names) for rank in range(1, MOST + 1)),
        fields=(Option("", _("Nothing")), *(Option(code, name) for code, name in names.items())),
        programmes=tuple(_programme(one) for one in programmes),
        said=" ".join([str(period.id), *map(_what, wished)]),
        loaded=True,
    )


async def wishes_at_home(session: AsyncSession, actor: Actor) -> tuple[HomeLine, ...]:
    """For a pupil's Home: that a period of their class asks what they wish, until they have said so."""
    found = (await session.execute(_NEXT_AND_SAID, _of(actor))).first()
    period: Period | None = found.Period if found and not found.said else None
    if period is None or period.wishes_until is None:
        return ()
    said = _("Say what you wish until {day}").format(day=format_date(period.wishes_until))
    return (HomeLine(said, period.name, address("/wishes", period=str(period.id))),)


def wished(*, ranks: bool) -> ColumnElement[bool]:
    """Wishes of the kind that a period asks for: offers that are ranked, or fields of work. A filter on `Wish`."""
    return col(Wish.offer_id).is_not(None) if ranks else col(Wish.offer_id).is_(None)


# Written once: it is asked each time a pupil comes to Home.
_NEXT = (
    select(Period)
    .where(
        policy.of_pupil(bindparam("actor", type_=Uuid()), bindparam("schools", type_=Uuid(), expanding=True)),
        col(Period.wishes_until) >= bindparam("day", type_=Date()),
    )
    .order_by(col(Period.wishes_until), col(Period.id))
    .limit(1)
)


_SAID = exists().where(
    col(Wish.period_id) == col(Period.id),
    col(Wish.person_id) == bindparam("actor", type_=Uuid()),
    or_(and_(ranks_offers(), wished(ranks=True)), and_(~ranks_offers(), wished(ranks=False))),
)
_NEXT_AND_SAID = _NEXT.add_columns(_SAID.label("said"))
"""With whether they have said what they wish."""


def _of(actor: Actor) -> dict[str, Any]:
    return {"actor": actor.person_id, "schools": actor.schools(Role.PUPIL), "day": local_date(now())}


async def _next(session: AsyncSession, actor: Actor) -> Period | None:
    return (await session.execute(_NEXT, _of(actor))).scalar()


async def _wishes(
    session: AsyncSession, period_id: UUID, person_id: UUID, programmes: Sequence[Programme] | None = None
) -> list[Wish]:
    """What somebody wishes, in their order; of these `programmes` alone, or where there is none, of fields of work."""
    rows = select(Wish).where(col(Wish.period_id) == period_id, col(Wish.person_id) == person_id)
    if programmes is not None:
        rows = rows.where(wished(ranks=bool(programmes)))
    if programmes:
        rows = rows.where(col(Wish.offer_id).in_([one.offer.id for one in programmes]))
    return list((await session.execute(rows.order_by(col(Wish.rank)))).scalars())


def _what(one: Wish) -> str:
    """What is wished: the code of a field of work, or the id of an offer."""
    return one.field or str(one.offer_id)


def _line(rank: int, one: Wish | None, names: Mapping[str, str]) -> WishLine:
    return WishLine(rank, _what(one), names.get(_what(one), ""), one.why) if one else WishLine(rank)


def _programme(one: Programme) -> ProgrammeToRank:
    return ProgrammeToRank(
        id=str(one.offer.id),
        name=one.name,
        town=one.host.town,
        words=one.offer.words,
        dates=tuple(map(when_said, one.dates)),
        href=address("/offer", id=str(one.offer.id)),
    )

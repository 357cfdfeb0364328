"""What pupils wish for a period: up to three fields of work, in their order, and why. The adults who look after the
period read it; a wish is no promise."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.queries import Option
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import reading, writing
from portfolio_app.core.errors import Invalid, NotFound
from portfolio_app.core.languages import N_, _, format_date, format_days, local_date
from portfolio_app.core.wording import one_line
from portfolio_app.marketplace.fields import NAMES, FieldOfWork
from portfolio_app.marketplace.periods import policy
from portfolio_app.marketplace.periods.models import Period, Wish
from portfolio_app.marketplace.periods.queries import pupils_of
from portfolio_app.portfolio.home import HomeLine
from portfolio_app.schools.listing import address
from portfolio_app.sharing.actions import one_at_a_time

MOST = 3
LONGEST_WHY = 500
CLOSED = N_("The day until which you could say what you wish is over. Talk with your teacher.")
TWICE = N_("You have chosen the same field twice. Choose another, or leave it empty.")


@dataclass(frozen=True)
class WishLine:
    """One wish: its place in the order, the field of work (its code and its name), and why."""

    rank: int = 0
    field: str = ""
    name: str = ""
    why: str = ""


@dataclass(frozen=True)
class WishesView:
    """What the actor wishes for a period of their class; always three lines, empty ones too."""

    period: str = ""
    name: str = ""
    days: str = ""
    words: str = ""
    until: str = ""
    closed: bool = False
    wishes: tuple[WishLine, ...] = ()
    fields: tuple[Option, ...] = ()
    loaded: bool = False


@dataclass(frozen=True)
class PupilWishes:
    """What one pupil wishes, for the adults."""

    id: str = ""
    name: str = ""
    class_name: str = ""
    href: str = ""
    wishes: tuple[str, ...] = ()


@dataclass(frozen=True)
class PeriodWishesView:
    """What pupils wish for a period: those whom the reader looks after."""

    name: str = ""
    detail: str = ""
    pupils: tuple[PupilWishes, ...] = ()
    board_href: str = ""
    loaded: bool = False


async def say_wishes(actor: Actor, period_id: str | UUID, wishes: tuple[tuple[str, str], ...]) -> None:
    """Keep what the actor wishes for a period of their class instead of what they wished before: fields of work with
    why, in their order; empty ones are left out. The same again changes nothing.

    Raises `Invalid` with the field, also when the day is over, and `NotFound`.
    """
    wanted: list[tuple[str, str]] = []
    for number, (field, why) in enumerate(wishes[:MOST], start=1):
        if not field:
            continue
        if field not in list(FieldOfWork):
            raise Invalid(N_("Choose a field of work."), field=f"field-{number}")
        if any(field == one for one, _why in wanted):
            raise Invalid(TWICE, field=f"field-{number}")
        wanted.append((field, one_line(why, field=f"why-{number}", most=LONGEST_WHY)))
    async with writing() as session:
        await one_at_a_time(session, actor.person_id)
        period = await policy.check_of_pupil(session, actor, period_id)
        if period.wishes_until is None:
            raise NotFound()
        if period.wishes_until < local_date(now()):
            raise Invalid(CLOSED, field="field-1")
        there = await _wishes(session, period.id, actor.person_id)
        if [(one.field, one.why) for one in there] == wanted:
            return
        own = (col(Wish.period_id) == period.id, col(Wish.person_id) == actor.person_id)
        await session.execute(delete(Wish).where(*own))
        session.add_all(
            Wish(period_id=period.id, person_id=actor.person_id, rank=rank, field=field, why=why, made_at=now())
            for rank, (field, why) in enumerate(wanted, start=1)
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
        there = {one.rank: one for one in await _wishes(session, period.id, actor.person_id)}
    return WishesView(
        period=str(period.id),
        name=period.name,
        days=format_days(period.first_day, period.last_day),
        words=period.words,
        until=format_date(period.wishes_until, "full"),
        closed=period.wishes_until < local_date(now()),
        wishes=tuple(_line(rank, there.get(rank)) for rank in range(1, MOST + 1)),
        fields=(Option("", _("Nothing")), *(Option(one, _(NAMES[one])) for one in FieldOfWork)),
        loaded=True,
    )


async def load_period_wishes(actor: Actor, period_id: str) -> PeriodWishesView:
    """What pupils of classes that the actor looks after wish for a period. Raises `NotFound`."""
    async with reading() as session:
        period = await policy.check_guides(session, actor, period_id)
        pupils = await pupils_of(session, actor, period)
        wished = await session.execute(select(Wish).where(col(Wish.period_id) == period.id).order_by(col(Wish.rank)))
        of: defaultdict[UUID, list[str]] = defaultdict(list)
        for one in wished.scalars():
            name = _(NAMES[FieldOfWork(one.field)])
            of[one.person_id].append(": ".join(part for part in (name, one.why) if part))
    return PeriodWishesView(
        name=period.name,
        detail=format_days(period.first_day, period.last_day),
        pupils=tuple(
            PupilWishes(str(one.id), one.name, one.class_name, address("/pupil", id=str(one.id)), tuple(of[one.id]))
            for one in pupils
        ),
        board_href=address("/period", id=str(period.id)),
        loaded=True,
    )


async def wishes_at_home(session: AsyncSession, actor: Actor) -> tuple[HomeLine, ...]:
    """For a pupil's Home: that a period of their class asks what they wish, until they have said so."""
    period = await _next(session, actor)
    if period is None or period.wishes_until is None or await _wishes(session, period.id, actor.person_id):
        return ()
    said = _("Say what you wish until {day}").format(day=format_date(period.wishes_until))
    return (HomeLine(said, period.name, address("/wishes", period=str(period.id))),)


async def _next(session: AsyncSession, actor: Actor) -> Period | None:
    wanted = select(Period).where(policy.of_pupil(actor), col(Period.wishes_until) >= local_date(now()))
    return (await session.execute(wanted.order_by(col(Period.wishes_until), col(Period.id)).limit(1))).scalar()


async def _wishes(session: AsyncSession, period_id: UUID, person_id: UUID) -> list[Wish]:
    rows = select(Wish).where(col(Wish.period_id) == period_id, col(Wish.person_id) == person_id)
    return list((await session.execute(rows.order_by(col(Wish.rank)))).scalars())


def _line(rank: int, one: Wish | None) -> WishLine:
    if one is None:
        return WishLine(rank)
    return WishLine(rank, one.field, _(NAMES[FieldOfWork(one.field)]), one.why)

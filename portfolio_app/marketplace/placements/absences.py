"""A pupil cannot come to their placement on a day: noted for the school, and the adult who answers for it is told."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.core.clock import now
from portfolio_app.core.database import as_id, insert_new, writing
from portfolio_app.core.errors import Invalid, NotFound
from portfolio_app.core.languages import N_, format_date, local_date
from portfolio_app.core.wording import day_typed, several_lines
from portfolio_app.marketplace.lawful_hours import Days
from portfolio_app.marketplace.placements import policy
from portfolio_app.marketplace.placements.auditing import audit_placement
from portfolio_app.marketplace.placements.models import Absence, Placement
from portfolio_app.marketplace.placements.telling import adults_of
from portfolio_app.notices.about import About
from portfolio_app.notices.actions import notify, withdraw
from portfolio_app.notices.kinds import PLACEMENT_ABSENCE, PLACEMENT_COMES
from portfolio_app.portfolio.teaching import href

LONGEST_WORDS = 500
SHOWN_FOR = timedelta(days=14)
"""How long adults see that somebody did not come, in their list."""
PLACED = "placement"
"""How notices call a placement."""


@dataclass(frozen=True)
class AbsenceLine:
    """Somebody does not come on a day, for the adults who look after them."""

    person_id: UUID
    name: str = ""
    href: str = ""
    where: str = ""
    day: str = ""
    words: str = ""


@dataclass(frozen=True)
class AwayLine:
    """The same for the pupil, with which they can take it back."""

    id: str = ""
    day: str = ""
    ahead: bool = False


def days_of(placement: Placement) -> tuple[date, ...]:
    """The days on which the pupil is there."""
    days = Days(placement.first_day, placement.last_day, placement.begins, placement.ends, placement.break_minutes)
    return tuple(days.working_days())


def days_ahead(placement: Placement) -> tuple[date, ...]:
    """Those that are not over, today's among them."""
    today = local_date(now())
    return tuple(day for day in days_of(placement) if day >= today)


async def say_absent(actor: Actor, placement_id: str | UUID, day: str, words: str, request: UUID) -> None:
    """The actor cannot come to a placement of their own on that day. Said already: fine.

    Raises `Invalid` with the field for a day that is over or none of its days, and `NotFound`.
    """
    typed, text = day_typed(day, field="day"), several_lines(words, field="why", most=LONGEST_WORDS)
    async with writing() as session:
        placement = await policy.check_own(session, actor, placement_id, lock=True)
        if placement.cancelled_at is not None or typed not in days_ahead(placement):
            raise Invalid(N_("Choose one of the days that are still to come."), field="day")
        if any(one.day == typed for one in await _absent(session, placement)):
            return
        row = Absence(
            placement_id=placement.id,
            day=typed,
            words=text,
            by_id=actor.person_id,
            made_at=now(),
            request=request,
        )
        if not await insert_new(session, row):
            raise NotFound()  # the form of something else
        about = About(actor.person_id, PLACED, str(placement.id))
        for one in await adults_of(session, placement):
            await notify(session, one.id, PLACEMENT_ABSENCE, by=actor.person_id, about=about, once=_once(row))
        audit_placement(session, "say_absent", actor.person_id, placement, note=str(row.id))


async def come_after_all(actor: Actor, note_id: str | UUID) -> None:
    """Undo that, as long as the day is not over; whoever was told is told of this, too. Done already: fine. Raises
    `NotFound`."""
    async with writing() as session:
        row = await session.get(Absence, as_id(note_id), with_for_update=True)
        if row is None or row.by_id != actor.person_id:
            raise NotFound()
        placement = await policy.check_own(session, actor, row.placement_id)
        if row.ended_at is not None:
            return
        if row.day < local_date(now()):
            raise NotFound()
        row.ended_at = now()
        await withdraw(session, PLACEMENT_ABSENCE, _once(row))
        about = About(actor.person_id, PLACED, str(placement.id))
        for one in await adults_of(session, placement):
            await notify(session, one.id, PLACEMENT_COMES, by=actor.person_id, about=about, once=_once(row))
        audit_placement(session, "come_after_all", actor.person_id, placement, note=str(row.id))


async def away_on(session: AsyncSession, actor: Actor, placement: Placement) -> tuple[AwayLine, ...]:
    """The days on which the actor said that they cannot come."""
    today = local_date(now())
    return tuple(
        AwayLine(str(row.id), format_date(row.day, "full"), row.day >= today and row.by_id == actor.person_id)
        for row in await _absent(session, placement)
    )


async def absences_for(session: AsyncSession, actor: Actor) -> tuple[AbsenceLine, ...]:
    """Who does not come, or did not lately, of those whom the actor looks after; by day."""
    rows = await session.execute(
        select(Absence, Placement, col(Person.name))
        .join(Placement, col(Placement.id) == col(Absence.placement_id))
        .join(Person, col(Person.id) == col(Placement.person_id))
        .where(
            policy.guided_by(actor),
            col(Absence.ended_at).is_(None),
            col(Absence.day) >= local_date(now()) - SHOWN_FOR,
        )
        .order_by(col(Absence.day).desc(), col(Person.sort_name), col(Absence.id))
        .limit(50)
    )
    return tuple(
        AbsenceLine(
            person_id=placement.person_id,
            name=name,
            href=href("/pupil", id=str(placement.person_id)),
            where=f"{placement.title}, {placement.host_name}",
            day=format_date(row.day, "full"),
            words=row.words,
        )
        for row, placement, name in rows
    )


async def _absent(session: AsyncSession, placement: Placement) -> list[Absence]:
    rows = await session.execute(
        select(Absence)
        .where(
            col(Absence.placement_id) == placement.id,
            col(Absence.ended_at).is_(None),
        )
        .order_by(col(Absence.day))
    )
    return list(rows.scalars())


def _once(row: Absence) -> str:
    return f"absence:{row.id}"

"""Where somebody goes after school: told to the school they leave only if they want, taken back with one click.

The law that lets the school have it is the pupil's consent and nothing else, which the page says where it asks. That it
may be passed on is a consent of its own, asked for only where the school has said to whom and on which legal basis.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import as_id, writing
from portfolio_app.core.errors import Invalid
from portfolio_app.core.languages import N_
from portfolio_app.core.wording import one_line, several_lines
from portfolio_app.guidance import policy
from portfolio_app.guidance.departure import Departure, months_after
from portfolio_app.guidance.kinds import DESTINATIONS
from portfolio_app.guidance.models import Destination, FollowUp
from portfolio_app.schools.policy import check_leads
from portfolio_app.sharing.actions import one_at_a_time

LONGEST_PLACE = 120
LONGEST_SERVICE = 120
LONGEST_BASIS = 500
MONTHS_AHEAD = 15
"""Months to choose from, counted from the leaving day's."""


@dataclass(frozen=True)
class DestinationForm:
    """What the form says: `begins` is a month ("2027-08") or "", `told` and `passes_on` are ticked or not."""

    kind: str
    place: str = ""
    begins: str = ""
    told: bool = False
    passes_on: bool = False


def months_to_begin(departure: Departure) -> Sequence[str]:
    """The months in which something may begin after that departure."""
    first = departure.leaves_on.replace(day=1)
    return tuple(months_after(first, number).isoformat()[:7] for number in range(MONTHS_AHEAD))


async def tell_destination(actor: Actor, form: DestinationForm) -> None:
    """Tell the school the actor leaves, or has left lately, where they go. Told again, the last one holds.

    Raises `Refused` for anybody else, `Invalid` with the field; without the consent nothing is kept.
    """
    place = one_line(form.place, field="place", most=LONGEST_PLACE)
    if form.kind not in DESTINATIONS:
        raise Invalid(N_("Choose what fits best."), field="kind")
    if not form.told:
        raise Invalid(N_("Tick that your school may know it. Otherwise nothing is kept."), field="told")
    async with writing() as session:
        await one_at_a_time(session, actor.person_id)
        departure = await policy.departing(session, actor)
        if form.begins and form.begins not in months_to_begin(departure):
            raise Invalid(N_("Choose a month from the list."), field="begins")
        follow_up = await follow_up_of(session, departure.school_id)
        row = await destination_of(session, actor.person_id)
        passes_on = row.passes_on_at if row is not None and row.school_id == departure.school_id else None
        if row is None:
            row = Destination(person_id=actor.person_id, school_id=departure.school_id, kind=form.kind, told_at=now())
            session.add(row)
        row.school_id, row.kind, row.place, row.begins = departure.school_id, form.kind, place, form.begins
        row.told_at = now()
        row.passes_on_at = (passes_on or now()) if form.passes_on and follow_up is not None else None
        audit(
            session,
            "guidance.tell_destination",
            actor_id=actor.person_id,
            about_id=actor.person_id,
            school_id=departure.school_id,
            thing=f"destination:{row.id}",
            passes_on=row.passes_on_at is not None,
        )


async def take_back_destination(actor: Actor) -> None:
    """Take back what the actor told their school: it is erased. Taken back already: fine."""
    async with writing() as session:
        gone = await session.execute(
            delete(Destination)
            .where(col(Destination.person_id) == actor.person_id)
            .returning(col(Destination.id), col(Destination.school_id))
        )
        for destination_id, school_id in gone.all():
            audit(
                session,
                "guidance.take_back_destination",
                actor_id=actor.person_id,
                about_id=actor.person_id,
                school_id=school_id,
                thing=f"destination:{destination_id}",
            )


async def set_follow_up(actor: Actor, school_id: str | UUID, service: str, basis: str) -> None:
    """Say to whom a school may pass on where people go, and on which legal basis; with neither nobody is asked.

    Whoever agreed to other words is not taken to agree to these: their consent to passing on ends with the change.
    For the school's coordinator. Raises `Invalid` with the field, `NotFound`.
    """
    who = one_line(service, field="service", most=LONGEST_SERVICE)
    words = several_lines(basis, field="basis", most=LONGEST_BASIS)
    if words and not who:
        raise Invalid(N_("Write who it may be passed on to."), field="service")
    if who and not words:
        raise Invalid(N_("Write on which legal basis. Without one nobody is asked."), field="basis")
    async with writing() as session:
        school = await check_leads(session, actor, as_id(school_id))
        row = await follow_up_of(session, school.id, lock=True)
        if (row.service if row else "", row.basis if row else "") == (who, words):
            return
        if row is not None:
            await session.delete(row)
            await session.flush()
        if who:
            session.add(FollowUp(school_id=school.id, service=who, basis=words))
        await session.execute(
            update(Destination).where(col(Destination.school_id) == school.id).values(passes_on_at=None)
        )
        audit(
            session,
            "guidance.set_follow_up",
            actor_id=actor.person_id,
            school_id=school.id,
            thing=f"school:{school.id}",
            asks=bool(who),
        )


async def follow_up_of(session: AsyncSession, school_id: UUID, *, lock: bool = False) -> FollowUp | None:
    """To whom that school may pass on where people go; None where nobody is asked."""
    found = select(FollowUp).where(col(FollowUp.school_id) == school_id)
    return (await session.execute(found.with_for_update() if lock else found)).scalar_one_or_none()


async def destination_of(session: AsyncSession, person_id: UUID) -> Destination | None:
    """What that person told, if anything."""
    return (
        await session.execute(select(Destination).where(col(Destination.person_id) == person_id))
    ).scalar_one_or_none()

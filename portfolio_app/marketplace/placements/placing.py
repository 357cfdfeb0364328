"""A pupil who has a seat where pupils work has a placement there; it is cancelled with the seat."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import now
from portfolio_app.marketplace.booking.models import Booking
from portfolio_app.marketplace.lawful_hours import WORKED, usual_break
from portfolio_app.marketplace.models import Host, Offer, OfferDate, OfferKind
from portfolio_app.marketplace.periods.models import Period
from portfolio_app.marketplace.placements.auditing import audit_placement
from portfolio_app.marketplace.placements.models import Placement

SEAT_GIVEN_BACK = "seat"
"""Why a placement is cancelled whose seat was given back; undoing that brings it back."""


async def place(
    session: AsyncSession,
    actor: Actor,
    booking: Booking,
    date: OfferDate,
    offer: Offer,
    host: Host,
    period: Period | None,
) -> Placement | None:
    """In the transaction that books a pupil's seat: their placement, with what the offer says. None where pupils do not
    work: a visit, a talk. The adult who answers for it is the period's, or whoever books."""
    if OfferKind(offer.kind) not in WORKED or booking.pupil_id is None:
        return None
    there = select(Placement).where(col(Placement.booking_id) == booking.id)
    if (kept := (await session.execute(there)).scalar_one_or_none()) is not None:
        return kept
    moment = now()
    row = Placement(
        person_id=booking.pupil_id,
        school_id=booking.school_id,
        period_id=booking.period_id,
        booking_id=booking.id,
        **offered(date, offer, host),
        adult_id=period.adult_id if period and period.adult_id else actor.person_id,
        adult_phone=period.adult_phone if period else "",
        made_at=moment,
        changed_at=moment,
    )
    session.add(row)
    await session.flush()
    audit_placement(session, "place", actor.person_id, row)
    return row


def offered(date: OfferDate, offer: Offer, host: Host) -> dict[str, Any]:
    """What an offer says of a placement on one of its dates: columns of `Placement`."""
    return {
        "host_id": host.id,
        "offer_id": offer.id,
        "kind": offer.kind,
        "title": offer.title,
        "host_name": host.name,
        "address": ", ".join(part for part in (host.address, host.town) if part),
        "responsible": offer.responsible,
        "first_day": date.first_day,
        "last_day": date.last_day,
        "begins": date.begins,
        "ends": date.ends,
        "break_minutes": usual_break(date.begins, date.ends),
        "tasks": offer.words,
        "clothing": offer.clothing,
        "lunch": offer.lunch,
    }


async def cancel_of(session: AsyncSession, actor: Actor, booking_id: UUID) -> None:
    """In the transaction that gives a seat back: its placement does not take place."""
    found = await _of_booking(session, booking_id)
    if found is not None and found.cancelled_at is None:
        found.cancelled_at, found.cancel_reason = now(), SEAT_GIVEN_BACK
        found.version += 1
        audit_placement(session, "cancel_placement", actor.person_id, found)


async def restore_of(session: AsyncSession, actor: Actor, booking_id: UUID) -> bool:
    """In the transaction that takes a seat again: its placement does take place; whether there was one."""
    found = await _of_booking(session, booking_id)
    if found is None:
        return False
    if found.cancel_reason == SEAT_GIVEN_BACK:
        found.cancelled_at, found.cancel_reason = None, ""
        found.version += 1
        audit_placement(session, "restore_placement", actor.person_id, found)
    return True


async def _of_booking(session: AsyncSession, booking_id: UUID) -> Placement | None:
    wanted = select(Placement).where(col(Placement.booking_id) == booking_id).with_for_update()
    return (await session.execute(wanted)).scalar_one_or_none()

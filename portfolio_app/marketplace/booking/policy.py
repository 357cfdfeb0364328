"""Who books seats: teachers and counsellors, for the classes they look after and the pupils in them. A check for one, a
filter for many."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Membership, Person, Role
from portfolio_app.core.clock import now
from portfolio_app.core.database import as_id
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import local_date
from portfolio_app.marketplace.booking.models import Booking
from portfolio_app.marketplace.models import Host, Offer, OfferDate
from portfolio_app.marketplace.placements.policy import GUIDES, classes_guided_by
from portfolio_app.marketplace.policy import hosts_near, open_hosts
from portfolio_app.marketplace.sought import made_today
from portfolio_app.schools.models import ClassMember, Region, SchoolClass

_place: Any = aliased(ClassMember)  # filters on classes speak of their members, and would mean these


@dataclass(frozen=True)
class Seat:
    """A date that can be booked, with its offer, its host and the country whose rules hold there."""

    date: OfferDate
    offer: Offer
    host: Host
    country: str


async def check_bookable(session: AsyncSession, actor: Actor, offer_date_id: UUID) -> Seat:
    """The date of an open offer of a host near the actor's schools, which has not begun; raises `NotFound`
    otherwise."""
    found = (
        await session.execute(
            select(OfferDate, Offer, Host, col(Region.country))
            .join(Offer, col(Offer.id) == col(OfferDate.offer_id))
            .join(Host, col(Host.id) == col(Offer.host_id))
            .join(Region, col(Region.id) == col(Host.region_id))
            .where(
                col(OfferDate.id) == offer_date_id,
                col(OfferDate.first_day) > local_date(now()),
                open_hosts(),
                hosts_near(actor),
                made_today(),
            )
            .execution_options(populate_existing=True)  # how many seats are taken now
        )
    ).one_or_none()
    if found is None or not actor.schools(*GUIDES):
        raise NotFound()
    return Seat(*found)


def pupils_guided_by(actor: Actor, school_id: UUID) -> ColumnElement[bool]:
    """Pupils of the school, now, in a class that the actor looks after: a filter on `Person`."""
    inside = (
        select(_place.person_id)
        .join(SchoolClass, col(SchoolClass.id) == _place.class_id)
        .join(
            Membership,
            and_(
                col(Membership.person_id) == _place.person_id,
                col(Membership.school_id) == col(SchoolClass.school_id),
                col(Membership.role) == Role.PUPIL,
                col(Membership.ended_at).is_(None),
            ),
        )
        .where(
            col(SchoolClass.school_id) == school_id,
            classes_guided_by(actor),
            _place.role == "pupil",
            _place.ended_at.is_(None),
        )
    )
    return and_(col(Person.id).in_(inside), col(Person.ended_at).is_(None))


async def check_pupils(session: AsyncSession, actor: Actor, school_id: UUID, pupils: Collection[UUID]) -> list[Person]:
    """These pupils, by name, when the actor looks after each of them there; raises `NotFound` otherwise."""
    wanted = select(Person).where(col(Person.id).in_(pupils), pupils_guided_by(actor, school_id))
    found = list((await session.execute(wanted.order_by(col(Person.sort_name), col(Person.id)))).scalars())
    if {one.id for one in found} != set(pupils):
        raise NotFound()
    return found


def guided_by(actor: Actor) -> ColumnElement[bool]:
    """Bookings of classes and pupils that the actor looks after, and those they made: a filter on `Booking`."""
    working = actor.schools(*GUIDES)
    if not working:
        return false()
    classes = select(col(SchoolClass.id)).where(classes_guided_by(actor))
    pupils = select(_place.person_id).where(
        _place.class_id.in_(classes),
        _place.role == "pupil",
        _place.ended_at.is_(None),
    )
    return and_(
        col(Booking.school_id).in_(working),
        or_(
            col(Booking.class_id).in_(classes),
            col(Booking.pupil_id).in_(pupils),
            col(Booking.by_id) == actor.person_id,
        ),
    )


async def check_booking(session: AsyncSession, actor: Actor, booking_id: str | UUID) -> Booking:
    """The booking, when the actor looks after it; raises `NotFound` otherwise."""
    wanted = select(Booking).where(col(Booking.id) == as_id(booking_id), guided_by(actor))
    found = (await session.execute(wanted)).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found

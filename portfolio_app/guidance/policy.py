"""Who may: people who leave or have left see to their own; their guidance contact reads what they said to school."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Membership, Person
from portfolio_app.core.database import table_of
from portfolio_app.core.errors import NotFound, Refused
from portfolio_app.guidance.departure import Departure, departure_of
from portfolio_app.guidance.models import GuidanceContact
from portfolio_app.sharing.policy import GUIDES

_CONTACT, _ROLE, _PERSON = (table_of(kind) for kind in (GuidanceContact, Membership, Person))


@dataclass(frozen=True)
class Named:
    """A guidance contact: who, and how to reach them."""

    adult_id: UUID
    name: str
    how: str


Contacts = Mapping[tuple[UUID, UUID | None], Named]
"""By school and class, the latter None for whoever is there for all classes."""


async def departing(session: AsyncSession, actor: Actor) -> Departure:
    """The actor's own departure. Raises `Refused` for whoever neither leaves nor has left lately."""
    found = await departure_of(session, actor.person_id)
    if found is None:
        raise Refused()
    return found


async def contacts_at(session: AsyncSession, *schools: UUID) -> Contacts:
    """Everybody named at these schools who is there still as a teacher or counsellor."""
    rows = await session.execute(
        select(_CONTACT.c.school_id, _CONTACT.c.class_id, _CONTACT.c.adult_id, _PERSON.c.name, _CONTACT.c.how)
        .join_from(_CONTACT, _PERSON, _PERSON.c.id == _CONTACT.c.adult_id)
        .where(_CONTACT.c.school_id.in_(schools), _PERSON.c.ended_at.is_(None), guides_at(_CONTACT.c.adult_id))
    )
    return {(row.school_id, row.class_id): Named(row.adult_id, row.name, row.how) for row in rows}


def guides_at(adult_id: ColumnElement[UUID]) -> ColumnElement[bool]:
    """Filter: that person is a teacher or counsellor at the contact's school now."""
    held = _ROLE.alias()
    return exists().where(
        held.c.person_id == adult_id,
        held.c.school_id == _CONTACT.c.school_id,
        held.c.role.in_(GUIDES),
        held.c.ended_at.is_(None),
    )


def contact_among(contacts: Contacts, departure: Departure) -> Named | None:
    """Who is there for somebody after that departure: whoever is named for their class, else for all."""
    here = contacts.get((departure.school_id, departure.class_id)) if departure.class_id else None
    return here or contacts.get((departure.school_id, None))


async def contact_for(session: AsyncSession, departure: Departure) -> Named | None:
    """`contact_among`, where one is asked for alone."""
    return contact_among(await contacts_at(session, departure.school_id), departure)


async def check_is_contact(session: AsyncSession, actor: Actor, person_id: UUID, school_id: UUID) -> Departure:
    """The departure of somebody whose guidance contact the actor is now. Raises `NotFound` otherwise."""
    departure = await departure_of(session, person_id)
    if departure is None or departure.school_id != school_id:
        raise NotFound()
    named = await contact_for(session, departure)
    if named is None or named.adult_id != actor.person_id:
        raise NotFound()
    return departure

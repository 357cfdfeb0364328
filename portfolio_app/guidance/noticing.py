"""How notices find what guidance tells of: for the guidance contact, and for whoever is asked or reminded."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.core.database import as_ids
from portfolio_app.core.languages import _
from portfolio_app.guidance import policy
from portfolio_app.guidance.after_school import months_words
from portfolio_app.guidance.check_ins import CHECK_IN
from portfolio_app.guidance.contacts import WISH
from portfolio_app.guidance.departure import Departure, departures_of
from portfolio_app.guidance.models import CheckIn, ContactWish
from portfolio_app.notices.about import About, Shown, register


async def find_wishes(session: AsyncSession, reader_id: UUID, some: Collection[About]) -> Mapping[About, Shown]:
    """Those of people who wait to hear from the reader; a title says nothing of what is in them."""
    rows = await session.execute(
        select(ContactWish).where(
            col(ContactWish.id).in_(as_ids(one.thing for one in some)), col(ContactWish.ended_at).is_(None)
        )
    )
    known = {About(row.person_id, WISH, str(row.id)): row.school_id for row in rows.scalars()}
    theirs = await _departures_of_readers(session, reader_id, known)
    return {one: Shown(_("After school"), "/leavers#heard") for one in some if one in theirs}


async def find_check_ins(session: AsyncSession, reader_id: UUID, some: Collection[About]) -> Mapping[About, Shown]:
    """The reader's own, with how long ago they left; and answers of people whose guidance contact the reader is."""
    rows = (
        await session.execute(select(CheckIn).where(col(CheckIn.id).in_(as_ids(one.thing for one in some))))
    ).scalars()
    by_about = {About(row.person_id, CHECK_IN, str(row.id)): row for row in rows}
    answered = {one: row.school_id for one, row in by_about.items() if row.answered_at is not None}
    theirs = await _departures_of_readers(session, reader_id, answered)
    found: dict[About, Shown] = {}
    for one in some:
        row = by_about.get(one)
        if row is not None and row.person_id == reader_id:
            found[one] = Shown(months_words(row.months), "/after-school#check-in")
        elif one in theirs:
            found[one] = Shown(_("After school"), "/leavers#heard")
    return found


async def _departures_of_readers(
    session: AsyncSession, reader_id: UUID, schools: Mapping[About, UUID]
) -> Mapping[About, Departure]:
    """Of things of people who left these schools, those of people whose guidance contact the reader is now."""
    if not schools:
        return {}
    departures = await departures_of(session, {one.owner_id for one in schools})
    contacts = await policy.contacts_at(session, *set(schools.values()))
    found: dict[About, Departure] = {}
    for one, school_id in schools.items():
        departure = departures.get(one.owner_id)
        named = policy.contact_among(contacts, departure) if departure else None
        if departure and named and departure.school_id == school_id and named.adult_id == reader_id:
            found[one] = departure
    return found


register(WISH, find_wishes)
register(CHECK_IN, find_check_ins)

"""Guidance contacts: whom a school names for the year after leaving, and people who ask to hear from theirs."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Membership, Person
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import as_id, insert_new, writing
from portfolio_app.core.errors import Invalid, NotFound
from portfolio_app.core.languages import N_
from portfolio_app.core.wording import one_line, several_lines
from portfolio_app.guidance import policy
from portfolio_app.guidance.departure import departures_of
from portfolio_app.guidance.models import ContactWish, GuidanceContact
from portfolio_app.notices.about import About
from portfolio_app.notices.actions import notify, read_about, withdraw
from portfolio_app.notices.kinds import CONTACT_WISHED
from portfolio_app.schools.models import SchoolClass
from portfolio_app.schools.policy import check_leads
from portfolio_app.sharing.actions import one_at_a_time
from portfolio_app.sharing.policy import GUIDES

WISH = "contact-wish"
"""How notices call a wish to hear from somebody."""
LONGEST_HOW = 200
LONGEST_WORDS = 500
MOST_OPEN = 3
"""Wishes of one person that nobody has answered yet."""
ASKED = N_("You have asked already. Take that back first if you want to say something else.")
NOBODY = N_("Your school has not named anybody for you.")


@dataclass(frozen=True)
class Named:
    """Who was named for those who leave a class, or (None) the school, and how they can be reached."""

    school_id: UUID
    class_id: UUID | None
    adult_id: UUID
    how: str


async def name_contact(
    actor: Actor, school_id: str | UUID, class_id: str | UUID | None, adult_id: str | UUID | None, how: str = ""
) -> Named | None:
    """Name who is there for a year for those who leave a class, or (without one) the school; with nobody, end that.
    Returns who was named until now.

    Whoever waits to hear from somebody waits for the new one, who is told. For the school's coordinator. Raises
    `Invalid` with the field, `NotFound`.
    """
    words = one_line(how, field="how", most=LONGEST_HOW, empty=N_("Write how they can be reached.") if adult_id else "")
    async with writing() as session:
        school = await check_leads(session, actor, as_id(school_id))
        await one_at_a_time(session, actor.person_id)
        place = None if class_id is None else await _class_of(session, school.id, as_id(class_id))
        here = (col(GuidanceContact.school_id) == school.id, col(GuidanceContact.class_id).is_not_distinct_from(place))
        former = (await session.execute(select(GuidanceContact).where(*here))).scalar_one_or_none()
        before = former and Named(school.id, place, former.adult_id, former.how)
        await session.execute(delete(GuidanceContact).where(*here))
        if adult_id is not None:
            adult = await _guide_at(session, school.id, as_id(adult_id))
            session.add(GuidanceContact(school_id=school.id, class_id=place, adult_id=adult, how=words))
        await session.flush()
        audit(
            session,
            "guidance.name_contact",
            actor_id=actor.person_id,
            about_id=None if adult_id is None else as_id(adult_id),
            school_id=school.id,
            thing=f"class:{place}" if place else f"school:{school.id}",
            named=adult_id is not None,
        )
        await _tell_of_waiting(session, school.id)
        return before


async def _class_of(session: AsyncSession, school_id: UUID, class_id: UUID) -> UUID:
    found = await session.execute(
        select(col(SchoolClass.id)).where(col(SchoolClass.id) == class_id, col(SchoolClass.school_id) == school_id)
    )
    if found.first() is None:
        raise NotFound()
    return class_id


async def _guide_at(session: AsyncSession, school_id: UUID, adult_id: UUID) -> UUID:
    found = await session.execute(
        select(col(Person.id))
        .join(Membership, col(Membership.person_id) == col(Person.id))
        .where(
            col(Person.id) == adult_id,
            col(Person.ended_at).is_(None),
            col(Membership.school_id) == school_id,
            col(Membership.role).in_(GUIDES),
            col(Membership.ended_at).is_(None),
        )
    )
    if found.first() is None:
        raise Invalid(N_("Choose a teacher or counsellor of your school."), field="adult")
    return adult_id


async def _tell_of_waiting(session: AsyncSession, school_id: UUID) -> None:
    waiting = list(
        (
            await session.execute(select(ContactWish).where(col(ContactWish.school_id) == school_id, *open_wishes()))
        ).scalars()
    )
    if not waiting:
        return
    departures = await departures_of(session, {one.person_id for one in waiting})
    contacts = await policy.contacts_at(session, school_id)
    for one in waiting:
        departure = departures.get(one.person_id)
        named = policy.contact_among(contacts, departure) if departure else None
        if named is not None and departure and departure.school_id == school_id:
            await _tell(session, one, named.adult_id)


def open_wishes() -> tuple[Any, ...]:
    """Filters on `ContactWish`: not taken back, and not answered yet."""
    return col(ContactWish.ended_at).is_(None), col(ContactWish.reached_at).is_(None)


async def ask_for_contact(actor: Actor, words: str, reach: str, request: UUID) -> None:
    """Ask the actor's guidance contact to get in touch. Sent twice, kept once.

    For people who have left. Raises `Refused` for others, `Invalid` with the field, and when nobody is named.
    """
    async with writing() as session:
        await one_at_a_time(session, actor.person_id)
        await wish(session, actor, words, reach, request)


async def wish(
    session: AsyncSession, actor: Actor, words: str, reach: str, request: UUID, *, field: str = "reach"
) -> None:
    """As `ask_for_contact`, within a transaction that has called `one_at_a_time`; `field` is the form's for `reach`."""
    text = several_lines(words, field="wish", most=LONGEST_WORDS)
    how = one_line(reach, field=field, most=LONGEST_HOW, empty=N_("Write how they can reach you."))
    departure = await policy.departing(session, actor)
    named = await policy.contact_for(session, departure)
    if named is None or not departure.has_left:
        raise Invalid(NOBODY, field=field)
    row = ContactWish(
        person_id=actor.person_id,
        school_id=departure.school_id,
        words=text,
        reach=how,
        made_at=now(),
        request=request,
    )
    if not await insert_new(session, row):
        sent = select(col(ContactWish.person_id)).where(col(ContactWish.request) == request)
        if (await session.execute(sent)).scalar_one_or_none() != actor.person_id:
            raise NotFound()
        return
    count = (
        select(func.count())
        .select_from(ContactWish)
        .where(col(ContactWish.person_id) == actor.person_id, *open_wishes())
    )
    if (await session.execute(count)).scalar_one() > MOST_OPEN:
        raise Invalid(ASKED, field=field)
    await _tell(session, row, named.adult_id)
    _audit(session, "guidance.ask_for_contact", actor, row)


async def take_back_wish(actor: Actor, wish_id: UUID) -> None:
    """Take back that the actor wants to hear from somebody. Taken back already: fine."""
    async with writing() as session:
        row = await session.get(ContactWish, wish_id, with_for_update=True)
        if row is None or row.person_id != actor.person_id:
            raise NotFound()
        if row.ended_at is None:
            row.ended_at = now()
            await withdraw(session, CONTACT_WISHED, _once(row))
            _audit(session, "guidance.take_back_wish", actor, row)


async def mark_reached(actor: Actor, wish_id: UUID) -> None:
    """Say that the actor, their guidance contact, has been in touch; whoever asked sees that. Said already: fine."""
    async with writing() as session:
        row = await session.get(ContactWish, wish_id, with_for_update=True)
        if row is None or row.ended_at is not None:
            raise NotFound()
        await policy.check_is_contact(session, actor, row.person_id, row.school_id)
        if row.reached_at is None:
            row.reached_at = now()
            await read_about(session, actor.person_id, CONTACT_WISHED, _about(row))
            _audit(session, "guidance.mark_reached", actor, row)


async def _tell(session: AsyncSession, row: ContactWish, adult_id: UUID) -> None:
    await notify(session, adult_id, CONTACT_WISHED, by=row.person_id, about=_about(row), once=_once(row))


def _about(row: ContactWish) -> About:
    return About(row.person_id, WISH, str(row.id))


def _once(row: ContactWish) -> str:
    return f"{WISH}:{row.id}"


def _audit(session: AsyncSession, action: str, actor: Actor, row: ContactWish) -> None:
    audit(
        session,
        action,
        actor_id=actor.person_id,
        about_id=row.person_id,
        school_id=row.school_id,
        thing=f"{WISH}:{row.id}",
    )

"""Who signs for a pupil at home: a name, a language and a way to reach them, given by the pupil or by an adult who
looks after them, for agreements and nothing else."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.accounts.queries import Option
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import writing
from portfolio_app.core.errors import Invalid
from portfolio_app.core.languages import N_, NAMES, _, format_date, languages, local_date, spoken
from portfolio_app.core.typed import Typed
from portfolio_app.core.wording import one_line, phone_number
from portfolio_app.marketplace.placements import policy
from portfolio_app.marketplace.placements.auditing import audit_placement
from portfolio_app.marketplace.placements.models import FamilyContact, Party, Placement, SignatureAsk
from portfolio_app.notices.addresses import checked
from portfolio_app.sharing.actions import one_at_a_time

WAYS = ("mail", "phone", "paper")


@dataclass(frozen=True)
class FamilyFields:
    """Who signs at home, as it stands in a form; `known` whether somebody is, `said` who gave that when. `languages`
    are those to choose from."""

    name: str = ""
    language: str = ""
    way: str = "mail"
    mail: str = ""
    phone: str = ""
    known: bool = False
    said: str = ""
    languages: tuple[Option, ...] = ()


@dataclass(frozen=True)
class FamilyForm(Typed):
    """Who signs at home, and how they are reached: `way` is "mail", "phone" or "paper"."""

    name: str = ""
    language: str = ""
    way: str = ""
    mail: str = ""
    phone: str = ""


async def keep_contact(actor: Actor, placement_id: str | UUID, form: FamilyForm) -> None:
    """Keep who signs for the pupil of a placement: the actor's own, or one they look after. What was mailed to another
    address opens nothing any more.

    Raises `Invalid` with the field, and `NotFound`.
    """
    name = one_line(form.name, field="family_name", most=120, empty=N_("Write who signs at home."))
    if form.language not in languages():
        raise Invalid(N_("Choose a language."), field="family_language")
    if form.way not in WAYS:
        raise Invalid(N_("Choose how they are reached."), field="family_way")
    mail, phone = "", phone_number(form.phone, field="family_phone")
    if form.mail.strip():
        try:
            mail = checked(form.mail)
        except Invalid as problem:
            raise Invalid(problem.message, field="family_mail") from problem
    if form.way == "mail" and not mail:
        raise Invalid(N_("Write the mail address, or choose another way."), field="family_mail")
    if form.way == "phone" and not phone:
        raise Invalid(N_("Write the phone number, or choose another way."), field="family_phone")
    values: dict[str, Any] = {"name": name, "language": form.language, "way": form.way, "mail": mail, "phone": phone}
    async with writing() as session:
        placement = await _placement(session, actor, placement_id)
        await one_at_a_time(session, placement.person_id)
        row = await contact_of(session, placement.person_id, lock=True)
        if row is None:
            row = FamilyContact(person_id=placement.person_id, **values, made_at=now(), changed_at=now())
            session.add(row)
        elif all(getattr(row, name) == value for name, value in values.items()):
            return
        if row.mail != mail:
            await _forget_letters(session, [placement.person_id])
        for column, value in values.items():
            setattr(row, column, value)
        row.given_by, row.changed_at = actor.person_id, now()
        audit_placement(session, "keep_family_contact", actor.person_id, placement)


async def forget_contact(actor: Actor, placement_id: str | UUID) -> None:
    """Nobody at home is written to any more, and what was mailed opens nothing. Forgotten already: fine. Raises
    `NotFound`."""
    async with writing() as session:
        placement = await _placement(session, actor, placement_id)
        row = await contact_of(session, placement.person_id, lock=True)
        if row is not None:
            await session.delete(row)
            await _forget_letters(session, [placement.person_id])
            audit_placement(session, "forget_family_contact", actor.person_id, placement)


async def contact_of(session: AsyncSession, person_id: UUID, *, lock: bool = False) -> FamilyContact | None:
    """Who signs for a pupil at home; None when nobody has said."""
    wanted = select(FamilyContact).where(col(FamilyContact.person_id) == person_id)
    return (await session.execute(wanted.with_for_update() if lock else wanted)).scalar_one_or_none()


async def load_family(session: AsyncSession, actor: Actor, person_id: UUID) -> FamilyFields:
    """What is known of who signs for a pupil, as the pupil or an adult who looks after them reads it."""
    options = tuple(Option(one, NAMES[one]) for one in languages())
    row = await contact_of(session, person_id)
    if row is None:
        return FamilyFields(language=spoken(), languages=options)
    day, said = format_date(row.changed_at), ""
    if row.given_by == actor.person_id:
        said = _("You gave this on {day}.").format(day=day)
    elif row.given_by is not None:
        name = await session.scalar(select(col(Person.name)).where(col(Person.id) == row.given_by))
        said = _("{name} gave this on {day}.").format(name=name or "", day=day)
    return FamilyFields(row.name, row.language, row.way, row.mail, row.phone, True, said, options)


async def remove_unneeded_contacts() -> int:
    """Contacts of pupils who have no placement ahead or under way go; returns how many. Harmless to repeat."""
    needed = exists().where(
        col(Placement.person_id) == col(FamilyContact.person_id),
        col(Placement.last_day) >= local_date(now()),
        col(Placement.cancelled_at).is_(None),
    )
    async with writing() as session:
        old = select(col(FamilyContact.id)).where(~needed).limit(100)
        gone = delete(FamilyContact).where(col(FamilyContact.id).in_(old)).returning(col(FamilyContact.person_id))
        people = (await session.execute(gone)).scalars().all()
        await _forget_letters(session, people)
        for person_id in people:
            audit(session, "marketplace.remove_family_contact", actor_id=None, about_id=person_id)
        return len(people)


async def _forget_letters(session: AsyncSession, people: Collection[UUID]) -> None:
    """Letters to the families of these pupils go, with the names and addresses on them."""
    theirs = select(col(Placement.id)).where(col(Placement.person_id).in_(people))
    await session.execute(
        delete(SignatureAsk).where(col(SignatureAsk.placement_id).in_(theirs), col(SignatureAsk.party) == Party.FAMILY)
    )


async def _placement(session: AsyncSession, actor: Actor, placement_id: str | UUID) -> Placement:
    if actor.has(*policy.GUIDES):
        return await policy.check_guides(session, actor, placement_id)
    return await policy.check_own(session, actor, placement_id)

"""Somebody who asks wants an adult to contact them: their name, and nothing of what they asked, reaches whoever is on
duty; it is kept until an adult has talked with them, for 30 days at most."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.ambassadors.questions import policy
from portfolio_app.ambassadors.questions.auditing import audit_box
from portfolio_app.ambassadors.questions.duty import reached_now
from portfolio_app.ambassadors.questions.models import BoxContact, QuestionBox
from portfolio_app.ambassadors.questions.noticing import contact_once, tell_of_contact
from portfolio_app.core.clock import now
from portfolio_app.core.database import as_id, insert_new, writing
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import being_in, local_date
from portfolio_app.notices.actions import withdraw
from portfolio_app.notices.kinds import BOX_CONTACT
from portfolio_app.schools.places import zone_of_school

CONTACT_KEPT = timedelta(days=30)


async def want_contact(actor: Actor, class_id: str | UUID) -> None:
    """Give the actor's name to the adults on duty; given already, it stays one. Raises `NotFound`."""
    async with writing() as session:
        school_class, box = await policy.check_asks(session, actor, class_id)
        if box is None:
            raise NotFound()
        with being_in(await zone_of_school(session, school_class.school_id)):
            today = local_date(now())
        row = BoxContact(box_id=box.id, person_id=actor.person_id, asked_on=today)
        if await insert_new(session, row):
            await tell_of_contact(session, box, row, await reached_now(session, box))


async def take_back_contact(actor: Actor, class_id: str | UUID) -> None:
    """The actor does not want to be contacted after all: their name goes at once. Not there: fine. Raises
    `NotFound`."""
    async with writing() as session:
        _class, box = await policy.check_asks(session, actor, class_id)
        if box is None:
            raise NotFound()
        wanted = select(BoxContact).where(
            col(BoxContact.box_id) == box.id, col(BoxContact.person_id) == actor.person_id
        )
        row = (await session.execute(wanted)).scalar_one_or_none()
        if row is not None:
            await forget_contact(session, row)


async def end_contact(actor: Actor, contact_id: str | UUID) -> None:
    """An adult has talked with them: the name goes. Gone already: fine. Raises `NotFound`."""
    async with writing() as session:
        row = await session.get(BoxContact, as_id(contact_id), with_for_update=True)
        if row is None:
            return
        box = await session.get_one(QuestionBox, row.box_id)
        await policy.check_looks_after(session, actor, box.class_id)
        await forget_contact(session, row)
        audit_box(session, "end_contact", actor.person_id, box)


async def forget_contact(session: AsyncSession, row: BoxContact) -> None:
    """Delete it, and what was told of it."""
    await withdraw(session, BOX_CONTACT, contact_once(row))
    await session.delete(row)

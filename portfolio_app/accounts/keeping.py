"""An account that is to be deleted rests first. Whoever signs in to it meanwhile keeps it, just as it was."""

from uuid import UUID

from sqlalchemy import ColumnElement, or_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.models import Person, Receipt
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import today


def may_come_in() -> ColumnElement[bool]:
    """People whose account is open, or rests before it is deleted: a filter on `Person`."""
    return or_(col(Person.ended_at).is_(None), col(Person.erase_on) > today())


async def keep_account(session: AsyncSession, person_id: UUID) -> bool:
    """Take back that an account is to be deleted, in this transaction; whether it was."""
    found = await session.execute(
        update(Person)
        .where(col(Person.id) == person_id, col(Person.erase_on).is_not(None))
        .values(ended_at=None, erase_on=None)
        .returning(col(Person.id))
    )
    if found.first() is None:
        return False
    # Whoever comes back after their time after school was over has some days more: they have just been let in.
    await session.execute(
        update(Person)
        .where(col(Person.id) == person_id, col(Person.left_school_on).is_not(None))
        .values(warned_on=today())
    )
    await session.execute(
        update(Receipt)
        .where(col(Receipt.person_id) == person_id, col(Receipt.undone_on).is_(None))
        .values(undone_on=today())
    )
    audit(session, "accounts.keep_account", actor_id=person_id, about_id=person_id)
    return True

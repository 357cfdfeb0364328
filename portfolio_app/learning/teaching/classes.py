"""The classes a teacher can assign to, plan for and copy from."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.queries import Option
from portfolio_app.portfolio.teaching import natural
from portfolio_app.schools.models import SchoolClass
from portfolio_app.schools.policy import taught_by


async def classes_taught(session: AsyncSession, actor: Actor) -> tuple[Option, ...]:
    """The open classes the actor teaches, by name."""
    rows = await session.execute(select(col(SchoolClass.id), col(SchoolClass.name)).where(taught_by(actor)))
    return tuple(Option(str(class_id), name) for class_id, name in sorted(rows, key=lambda row: natural(row[1])))

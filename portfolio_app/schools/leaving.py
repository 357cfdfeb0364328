"""Before somebody's account ends: no school is left without a coordinator, nor the instance without an admin."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.models import Membership, Person, Role
from portfolio_app.core.errors import Invalid
from portfolio_app.core.languages import N_
from portfolio_app.schools.models import School
from portfolio_app.schools.roles import LastCoordinator


async def nobody_else_leads(session: AsyncSession, person_id: UUID) -> None:
    """Raise `LastCoordinator`, or `Invalid` for the last admin, when nobody else holds a role that must be held."""
    held = (
        await session.execute(
            select(Membership).where(
                col(Membership.person_id) == person_id,
                col(Membership.role).in_((Role.COORDINATOR, Role.ADMIN)),
                col(Membership.ended_at).is_(None),
            )
        )
    ).scalars()
    for one in list(held):
        if one.school_id:  # whoever ends a role there takes turns with us (`roles.end_role`)
            await session.execute(select(col(School.id)).where(col(School.id) == one.school_id).with_for_update())
        others = await session.execute(
            select(col(Membership.id))
            .join(Person, col(Person.id) == col(Membership.person_id))
            .where(
                col(Membership.role) == one.role,
                col(Membership.school_id).is_not_distinct_from(one.school_id),
                col(Membership.person_id) != person_id,
                col(Membership.ended_at).is_(None),
                col(Person.ended_at).is_(None),
            )
            .limit(1)
        )
        if others.first() is not None:
            continue
        if one.role == Role.COORDINATOR:
            raise LastCoordinator()
        raise Invalid(N_("Polku needs an admin. Make somebody else an admin first."))

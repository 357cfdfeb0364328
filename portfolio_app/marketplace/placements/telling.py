"""Who at school is told what happens on a placement, and who may read it: the adult who answers for it, the teachers of
the pupil's class, the counsellors of the school."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.models import Person, Role
from portfolio_app.accounts.policy import holds
from portfolio_app.marketplace.placements.models import Placement
from portfolio_app.marketplace.placements.policy import GUIDES
from portfolio_app.sharing.policy import guides, pupils_taught, teaches


def looked_after_by(person_id: UUID) -> ColumnElement[bool]:
    """Placements that somebody looks after now: `policy.guided_by` for whoever is not here. A filter on `Placement`."""
    works = holds(person_id, col(Placement.school_id), *GUIDES)
    counsels = holds(person_id, col(Placement.school_id), Role.COUNSELLOR)
    taught = col(Placement.person_id).in_(pupils_taught(person_id))
    return and_(works, or_(taught, col(Placement.adult_id) == person_id, counsels))


async def adults_of(session: AsyncSession, placement: Placement) -> tuple[Person, ...]:
    """Who is told: the adult who answers for the placement; when nobody is named or they have left, the teachers of the
    pupil's class; else the counsellors of the school. By name."""
    works = holds(col(Person.id), placement.school_id, *GUIDES)
    counsels = and_(
        guides(col(Person.id), placement.person_id), holds(col(Person.id), placement.school_id, Role.COUNSELLOR)
    )
    for which in (col(Person.id) == placement.adult_id, teaches(col(Person.id), placement.person_id), counsels):
        wanted = select(Person).where(col(Person.ended_at).is_(None), works, which)
        found = (await session.execute(wanted.order_by(col(Person.sort_name), col(Person.id)))).scalars().all()
        if found:
            return tuple(found)
    return ()

"""Who at school is told what happens on a placement, and who may read it: the adult who answers for it, the teachers of
the pupil's class, the counsellors of the school."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.models import Membership, Person, Role
from portfolio_app.core.database import table_of
from portfolio_app.marketplace.placements.models import Placement
from portfolio_app.marketplace.placements.policy import GUIDES
from portfolio_app.sharing.policy import guides, pupils_taught, teaches

_ROLE = table_of(Membership)


def looked_after_by(person_id: UUID) -> ColumnElement[bool]:
    """Placements that somebody looks after now: `policy.guided_by` for whoever is not here. A filter on `Placement`."""
    as_guide, as_counsellor = _ROLE.alias(), _ROLE.alias()
    works = exists().where(
        as_guide.c.person_id == person_id,
        as_guide.c.school_id == col(Placement.school_id),
        as_guide.c.role.in_(GUIDES),
        as_guide.c.ended_at.is_(None),
    )
    counsels = exists().where(
        as_counsellor.c.person_id == person_id,
        as_counsellor.c.school_id == col(Placement.school_id),
        as_counsellor.c.role == Role.COUNSELLOR,
        as_counsellor.c.ended_at.is_(None),
    )
    taught = col(Placement.person_id).in_(pupils_taught(person_id))
    return and_(works, or_(taught, col(Placement.adult_id) == person_id, counsels))


async def adults_of(session: AsyncSession, placement: Placement) -> tuple[Person, ...]:
    """Who is told: the adult who answers for the placement; when nobody is named or they have left, the teachers of the
    pupil's class; else the counsellors of the school. By name."""
    works = exists().where(
        _ROLE.c.person_id == col(Person.id),
        _ROLE.c.school_id == placement.school_id,
        _ROLE.c.role.in_(GUIDES),
        _ROLE.c.ended_at.is_(None),
    )
    counsels = and_(
        guides(col(Person.id), placement.person_id),
        exists().where(
            _ROLE.c.person_id == col(Person.id),
            _ROLE.c.school_id == placement.school_id,
            _ROLE.c.role == Role.COUNSELLOR,
            _ROLE.c.ended_at.is_(None),
        ),
    )
    for which in (col(Person.id) == placement.adult_id, teaches(col(Person.id), placement.person_id), counsels):
        wanted = select(Person).where(col(Person.ended_at).is_(None), works, which)
        found = (await session.execute(wanted.order_by(col(Person.sort_name), col(Person.id)))).scalars().all()
        if found:
            return tuple(found)
    return ()

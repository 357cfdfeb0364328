"""How notices find applications (for the adults of the school), terms and ambassadors (for the pupil they are
about)."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.policy import holds
from portfolio_app.ambassadors.models import Ambassador, AmbassadorApplication, AmbassadorTerm
from portfolio_app.ambassadors.policy import GUIDES
from portfolio_app.core.database import as_ids
from portfolio_app.notices.about import About, Shown, register

APPLICATION, TERM, AMBASSADOR = "ambassador_request", "ambassador_term", "ambassador"


async def find_applications(session: AsyncSession, reader_id: UUID, some: Collection[About]) -> Mapping[About, Shown]:
    """Applications that stand, for the adults of the school: they lead to the term."""
    rows = await session.execute(
        select(col(AmbassadorApplication.id), col(AmbassadorTerm.id), col(AmbassadorTerm.name))
        .join(AmbassadorTerm, col(AmbassadorTerm.id) == col(AmbassadorApplication.term_id))
        .where(
            col(AmbassadorApplication.id).in_(as_ids(one.thing for one in some)),
            col(AmbassadorApplication.withdrawn_at).is_(None),
            col(AmbassadorTerm.ended_at).is_(None),
            holds(reader_id, col(AmbassadorTerm.school_id), *GUIDES),
        )
    )
    found = {str(application): (term, name) for application, term, name in rows}
    return {
        one: Shown(found[one.thing][1], f"/ambassador-term?id={found[one.thing][0]}")
        for one in some
        if one.thing in found
    }


async def find_terms(session: AsyncSession, reader_id: UUID, some: Collection[About]) -> Mapping[About, Shown]:
    """Terms for which the reader applied."""
    rows = await session.execute(
        select(col(AmbassadorTerm.id), col(AmbassadorTerm.name))
        .join(AmbassadorApplication, col(AmbassadorApplication.term_id) == col(AmbassadorTerm.id))
        .where(
            col(AmbassadorTerm.id).in_(as_ids(one.thing for one in some)),
            col(AmbassadorTerm.ended_at).is_(None),
            col(AmbassadorApplication.person_id) == reader_id,
        )
    )
    names = {str(term): name for term, name in rows}
    return {one: Shown(names[one.thing], "/ambassadors") for one in some if one.thing in names}


async def find_ambassadors(session: AsyncSession, reader_id: UUID, some: Collection[About]) -> Mapping[About, Shown]:
    """The reader's own terms as an ambassador."""
    rows = await session.execute(
        select(col(Ambassador.id), col(AmbassadorTerm.name))
        .join(AmbassadorTerm, col(AmbassadorTerm.id) == col(Ambassador.term_id))
        .where(
            col(Ambassador.id).in_(as_ids(one.thing for one in some)),
            col(Ambassador.person_id) == reader_id,
            col(AmbassadorTerm.ended_at).is_(None),
        )
    )
    names = {str(ambassador): name for ambassador, name in rows}
    return {one: Shown(names[one.thing], f"/ambassador?id={one.thing}") for one in some if one.thing in names}


register(APPLICATION, find_applications)
register(TERM, find_terms)
register(AMBASSADOR, find_ambassadors)

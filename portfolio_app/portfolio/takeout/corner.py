"""What lies in somebody's private corner, and nowhere else of theirs: it is taken along only when they choose that."""

from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.core.database import table_of
from portfolio_app.portfolio.models import Entry, EntryEvidence
from portfolio_app.portfolio.policy import in_the_corner
from portfolio_app.skills.models import Evidence

_ENTRY, _IN_ENTRY, _EVIDENCE = table_of(Entry), table_of(EntryEvidence), table_of(Evidence)


async def has_a_corner(session: AsyncSession, person_id: UUID) -> bool:
    """Whether anything of theirs lies there."""
    theirs = (col(Entry.person_id) == person_id, col(Entry.deleted_at).is_(None), in_the_corner())
    return (await session.execute(select(exists().where(*theirs)))).scalar_one()


async def in_the_corner_alone(session: AsyncSession, person_id: UUID) -> set[str]:
    """The ids of evidence that is in entries of the private corner and in no other, and of the files it alone has."""
    placed = (
        select(_EVIDENCE.c.id, _EVIDENCE.c.media_id, in_the_corner().label("inside"))
        .join_from(_EVIDENCE, _IN_ENTRY, _IN_ENTRY.c.evidence_id == _EVIDENCE.c.id)
        .join(_ENTRY, _ENTRY.c.id == _IN_ENTRY.c.entry_id)
        .where(_EVIDENCE.c.person_id == person_id, _ENTRY.c.deleted_at.is_(None))
    )
    rows = (await session.execute(placed)).all()
    alone = {row.id for row in rows if row.inside} - {row.id for row in rows if not row.inside}
    others = select(_EVIDENCE.c.media_id).where(_EVIDENCE.c.person_id == person_id, _EVIDENCE.c.id.not_in(alone))
    files = {row.media_id for row in rows if row.id in alone} - set((await session.execute(others)).scalars())
    return {str(one) for one in alone | files}

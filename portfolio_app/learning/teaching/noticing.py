"""What a notice about an assignment says, as long as it is due for its reader."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.core.database import as_ids, table_of
from portfolio_app.learning.own.known import look
from portfolio_app.learning.teaching import material
from portfolio_app.learning.teaching.assigning import ASSIGNMENT
from portfolio_app.learning.teaching.models import Assignment
from portfolio_app.learning.teaching.policy import assigned_to
from portfolio_app.notices.about import About, Shown, register
from portfolio_app.schools.models import SchoolClass

_ASSIGNMENT, _CLASS = table_of(Assignment), table_of(SchoolClass)


async def find_assignments(session: AsyncSession, reader_id: UUID, some: Collection[About]) -> Mapping[About, Shown]:
    """Those that are open and for the reader; their title is the module's."""
    rows = await session.execute(
        select(_ASSIGNMENT.c.id, _ASSIGNMENT.c.module)
        .join_from(_ASSIGNMENT, _CLASS, _CLASS.c.id == _ASSIGNMENT.c.class_id)
        .where(_ASSIGNMENT.c.id.in_(as_ids(one.thing for one in some)), assigned_to(reader_id))
    )
    await look(session)
    named = {str(assignment_id): module for assignment_id, module in rows}
    return {
        one: Shown(material.title_of(named[one.thing]).text, f"/module?name={named[one.thing]}")
        for one in some
        if one.thing in named
    }


register(ASSIGNMENT, find_assignments)

"""How notices find what pupils told an adult about support: while it holds, and both are at the school."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.core.database import as_ids, table_of
from portfolio_app.core.languages import _
from portfolio_app.notices.about import About, Shown, register
from portfolio_app.skills.models import SupportNote
from portfolio_app.skills.support import NOTE, open_to

_NOTE = table_of(SupportNote)


async def find_notes(session: AsyncSession, reader_id: UUID, some: Collection[About]) -> Mapping[About, Shown]:
    """Those notes that the reader, to whom they were sent, can read now; a title says nothing of what is in them."""
    rows = await session.execute(
        select(_NOTE.c.id, _NOTE.c.person_id).where(
            _NOTE.c.id.in_(as_ids(one.thing for one in some)), open_to(reader_id)
        )
    )
    found = {About(person_id, NOTE, str(note_id)) for note_id, person_id in rows}
    return {one: Shown(_("Support"), "/support-asked") for one in some if one in found}


register(NOTE, find_notes)
